#include "models/crowd/analysis/levels.h"

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

// Fruin 1971 in metric units as handbooks print them: m2 a person at the lower end of A to E, to two digits.
TEST(Levels, FruinEdgesInSquareMetresAPerson) {
  const std::array<std::array<double, 5>, 3> printed = {
      {{3.25, 2.32, 1.39, 0.93, 0.46}, {1.86, 1.39, 0.93, 0.65, 0.37}, {1.21, 0.93, 0.65, 0.28, 0.19}}};
  for (size_t f = 0; f < 3; ++f)
    for (size_t l = 0; l < 5; ++l) {
      const auto facility = static_cast<Facility>(f);
      EXPECT_EQ(fruin_level(facility, 1 / (printed[f][l] + 0.01)), l);
      EXPECT_EQ(fruin_level(facility, 1 / (printed[f][l] - 0.01)), l + 1);
    }
}

TEST(Levels, EnoughRoomIsAAndNoneIsTheLast) {
  EXPECT_EQ(fruin_level(Facility::walkway, 0), 0u);
  EXPECT_EQ(fruin_level(Facility::walkway, 2.0), 4u);   // 0.5 m2 a person
  EXPECT_EQ(fruin_level(Facility::stairway, 2.0), 4u);  // 0.5 m2: E is 0.37 to 0.65
  EXPECT_EQ(fruin_level(Facility::queueing, 2.0), 3u);  // D is 0.28 to 0.65
  EXPECT_EQ(fruin_level(Facility::walkway, 9), 5u);
  EXPECT_EQ(weidmann_level(0), 0u);
  EXPECT_EQ(weidmann_level(0.3), 1u);
  EXPECT_EQ(weidmann_level(0.31), 2u);
  EXPECT_EQ(weidmann_level(1.2), 6u);
  EXPECT_EQ(weidmann_level(5), 8u);
}

}  // namespace
}  // namespace muster::crowd
