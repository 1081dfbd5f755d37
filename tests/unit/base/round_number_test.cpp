#include "base/round_number.h"

#include <gtest/gtest.h>

namespace muster {
namespace {

TEST(RoundNumber, isOneTwoOrFiveTimesAPowerOfTen) {
  EXPECT_DOUBLE_EQ(round_number_below(1), 1);
  EXPECT_DOUBLE_EQ(round_number_below(1.99), 1);
  EXPECT_DOUBLE_EQ(round_number_below(4.9), 2);
  EXPECT_DOUBLE_EQ(round_number_below(73), 50);
  EXPECT_DOUBLE_EQ(round_number_below(0.3), 0.2);
}

}  // namespace
}  // namespace muster
