// Statistics and measurements behind `muster verify`, against values by hand.
#include "sim/chart/plot.h"
#include "sim/verify/measure.h"
#include "sim/verify/measurements.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::sim::verify {
namespace {

crowd::Snapshot person(crowd::AgentId id, double x, double y) {
  crowd::Snapshot s;
  s.id = id, s.x = x, s.y = y;
  return s;
}

TEST(Measure, percentilesAreLinearBetweenValues) {
  EXPECT_DOUBLE_EQ(percentile({4, 1, 3, 2}, 50), 2.5);
  EXPECT_DOUBLE_EQ(percentile({4, 1, 3, 2}, 100), 4);
  EXPECT_DOUBLE_EQ(percentile({10, 20}, 25), 12.5);
  EXPECT_TRUE(std::isnan(percentile({}, 50)));
}

TEST(Measure, kolmogorovSmirnovOfTheMiddlesOfIntervals) {
  const auto uniform = [](double v) { return v; };
  EXPECT_NEAR(kolmogorov_smirnov({0.1, 0.3, 0.5, 0.7, 0.9}, uniform), 0.1, 1e-12);
  EXPECT_NEAR(kolmogorov_smirnov({0.5, 0.5}, uniform), 0.5, 1e-12);
  EXPECT_NEAR(kolmogorov_smirnov_limit(100), 0.1341, 1e-3);  // Stephens 1970: 1.358 / 10.131
}

TEST(Measure, aLineCountsItsCrossingsOnceAndInOneDirection) {
  Line line({0, 2}, {0, 0});  // forward: towards +x
  const std::vector<crowd::Snapshot> a = {person(0, -1, 1), person(1, 1, 1), person(2, -1, 5)},
                                     b = {person(0, 1, 1), person(1, -1, 1), person(2, 1, 5)};
  line.look({10, 2, a, b});
  line.look({12, 2, b, a});
  line.look({14, 2, a, b});
  // 0 crosses in the middle of 8 s to 10 s; 1 first the other way, then forward from 10 s to 12 s; 2 beside the line.
  ASSERT_EQ(line.times().size(), 2u);
  EXPECT_DOUBLE_EQ(line.times()[0], 9);
  EXPECT_DOUBLE_EQ(line.times()[1], 11);
  EXPECT_DOUBLE_EQ(line.flow(), 0.5);
}

TEST(Measure, speedOfAnAreaIsByDisplacement) {
  const Area area{0, 0, 2, 2};
  const std::vector<crowd::Snapshot> a = {person(0, 0, 1), person(1, 1, 1), person(2, 5, 5)},
                                     b = {person(0, 1, 1), person(1, 1, 1), person(2, 9, 9)};
  EXPECT_DOUBLE_EQ(area.speed({1, 2, a, b}), 0.25);  // 0.5 m/s and 0
  EXPECT_DOUBLE_EQ(area.count(b) / area.size(), 0.5);
}

TEST(Measurements, weidmannAtItsTabulatedDensities) {
  EXPECT_NEAR(weidmann_speed(0.5), 1.30, 0.005);
  EXPECT_NEAR(weidmann_speed(1.75), 0.70, 0.005);
  EXPECT_NEAR(weidmann_speed(3), 0.33, 0.005);
}

TEST(Plot, ticksStandAtTheirValues) {
  Plot plot{"name", "a < b", {"x", 0.5, 2.5}, {"y", 0, 1}, {{"line", Series::Look::line, {{0.5, 0}, {2.5, 1}}}}};
  const std::string text = svg(plot);
  // The frame spans 560 units for x from 0.5 to 2.5: x = 1 lies at 64 + 140.
  EXPECT_NE(
      text.find("M204.0 36V352\" stroke=\"#dddddd\"/><text x=\"204.0\" y=\"368\" text-anchor=\"middle\">1.0</text>"),
      std::string::npos)
      << text;
  EXPECT_NE(text.find("a &lt; b"), std::string::npos);
  EXPECT_EQ(text, svg(plot));
}

}  // namespace
}  // namespace muster::sim::verify
