#include "base/digest.h"

#include <gtest/gtest.h>

namespace muster {
namespace {

// FIPS 180-2, appendix B.1.
TEST(Digest, Sha256OfAbc) {
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Digest, MissingFileIsAnError) { EXPECT_THROW(sha256_of_file("/nonexistent/file"), std::runtime_error); }

}  // namespace
}  // namespace muster
