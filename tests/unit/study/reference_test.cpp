// docs/study-file.md is what the description says.
#include "base/digest.h"
#include "sim/study/plan/study.h"

#include <gtest/gtest.h>

namespace muster::sim::study {
namespace {

TEST(StudyReference, IsUpToDate) {
  EXPECT_EQ(read_file(MUSTER_SOURCE_DIR "/docs/study-file.md"), study_reference())
      << "regenerate with: ./muster data study-reference > docs/study-file.md";
}

}  // namespace
}  // namespace muster::sim::study
