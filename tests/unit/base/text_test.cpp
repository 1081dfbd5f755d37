#include "base/text.h"

#include <gtest/gtest.h>

namespace muster {
namespace {

TEST(Text, GlobsCoverWholeNamesInAnyCase) {
  EXPECT_TRUE(matches_glob("*", ""));
  EXPECT_TRUE(matches_glob("ifcfurn*", "IfcFurnishingElement"));
  EXPECT_TRUE(matches_glob("*tür-0?4", "Innen-TÜR-014"));
  EXPECT_TRUE(matches_glob("T?r", "Tür"));  // one character, two bytes
  EXPECT_TRUE(matches_glob("a*b*c", "a-b-b-c"));
  EXPECT_FALSE(matches_glob("a*b*c", "a-b-b"));
  EXPECT_FALSE(matches_glob("door", "doors"));
  EXPECT_FALSE(matches_glob("", "door"));
  EXPECT_TRUE(matches_glob("o?fice*", "OFFICE"));
  EXPECT_TRUE(is_glob("Office ?"));
  EXPECT_FALSE(is_glob("Office 1"));
}

}  // namespace
}  // namespace muster
