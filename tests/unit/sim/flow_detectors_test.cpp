// Detectors in the air that [flow] computes: they look while it is computed, sound alarms and shut valves.
#include "tests/support/coupled.h"
#include "tests/support/yard.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

using test::Place;

const std::string box = "[flow]\ncell_m = 1\nmargin_m = 6\nheight_m = 10\nspin_up_s = 5\n";

/// Carbon monoxide from 5 s on, for 20 s, in a wind from the west.
std::string leak(const std::string& more) {
  return test::yard(40, 30) + test::weather(3) +
         "[[leak]]\nname = \"valve\"\nsubstance = \"carbon_monoxide\"\nat = [28, 15]\nbegins_s = 5\n"
         "source = \"series\"\ntemperature_C = 15\nseries = [[0, 0.3], [20, 0]]\n[hazards]\nevery_s = 5\n" +
         box + more;
}
const std::string nose =
    "[[detector]]\nname = \"nose\"\nkind = \"gas\"\nat = [30, 15]\nthreshold_ppm = 1000\ndelay_s = 2\n";

double nearest(const results::HazardGrid& grid, const std::vector<float>& values, double x, double y) {
  size_t best = 0;
  for (size_t s = 0; s < grid.x.size(); ++s)
    if (std::hypot(grid.x[s] - x, grid.y[s] - y) < std::hypot(grid.x[best] - x, grid.y[best] - y)) best = s;
  return static_cast<double>(values[best]);
}

TEST(FlowDetectors, FindGasBetweenTheSamples) {
  Place place(leak(nose + "sounds = \"*\"\n[[alarm]]\nname = \"bell\"\n"));
  ASSERT_EQ(place.hazards.detections().size(), 1u);
  for (int k = 0; k <= 1; ++k) place.hazards.sample();
  EXPECT_FALSE(place.hazards.detections()[0].noticed) << "5 s: it begins";
  for (int k = 2; k <= 3; ++k) place.hazards.sample();
  const Detection& found = place.hazards.detections()[0];
  ASSERT_TRUE(found.noticed);
  EXPECT_GT(*found.noticed, 5);
  EXPECT_LT(*found.noticed, 10) << "2 m in a wind of some 2 m/s";
  EXPECT_DOUBLE_EQ(*found.acts, *found.noticed + 2);
}

TEST(FlowDetectors, ShutTheValve) {
  const auto at_the_end = [](const std::string& shuts) {
    Place place(leak(nose + shuts));
    const results::HazardGrid grid = place.hazards.grid();
    results::HazardFrame frame;
    for (int k = 0; k <= 4; ++k) frame = place.hazards.sample();  // 20 s
    double shut = 1e9;
    for (const auto& [name, value] : place.hazards.uses().at(0).source)
      if (name == "shut_s") shut = std::get<double>(value);
    const double released = test::source_of(place.hazards.uses().at(0), "released_kg");
    EXPECT_NEAR(released, 0.3 * std::min(20.0, shut - 5), 1e-6) << "as long as it flows";
    return std::pair(nearest(grid, frame.concentration, 29, 15), shut);
  };
  const auto [open, never] = at_the_end("sounds = \"*\"\n[[alarm]]\nname = \"bell\"\n");
  const auto [after, shut] = at_the_end("shuts = \"valve\"\n");
  EXPECT_EQ(never, 1e9);
  EXPECT_GT(shut, 7);
  EXPECT_LT(shut, 12);
  EXPECT_GT(open, 1e-3);
  EXPECT_LT(after, 0.05 * open) << "its gas has gone with the wind";
}

// The second leak has not given anything when the detector on the first shuts both.
TEST(FlowDetectors, ShutWhatHasNotBegun) {
  const std::string second =
      "[[leak]]\nname = \"later\"\nsubstance = \"carbon_monoxide\"\nat = [28, 20]\nsource = \"series\"\n"
      "temperature_C = 15\nseries = [[0, 0], [18, 0.3], [40, 0]]\n";
  for (const bool flow : {true, false}) {
    std::string text = leak(second +
                            "[[detector]]\nname = \"nose\"\nkind = \"gas\"\nat = [38, 15]\n"
                            "threshold_ppm = 1\nshuts = \"*\"\n");
    if (!flow) text.replace(text.find(box), box.size(), "");
    Place place(text);
    results::HazardFrame frame;
    for (int k = 0; k <= 5; ++k) frame = place.hazards.sample();  // 25 s
    const results::HazardUse later = place.hazards.uses().at(1);
    EXPECT_EQ(test::source_of(later, "released_kg"), 0) << flow;
    EXPECT_LT(test::source_of(later, "shut_s"), 18) << flow;
    EXPECT_LT(test::source_of(place.hazards.uses().at(0), "released_kg"), 0.3 * 20) << flow;
  }
}

TEST(FlowDetectors, OfHeatAreRefusedWhereNobodyKnowsATemperature) {
  const std::string heat =
      "[[detector]]\nname = \"heat\"\nkind = \"heat\"\nat = [30, 15]\nthreshold_C = 60\nshuts = \"valve\"\n";
  EXPECT_EQ(test::mistakes_of(leak(heat)), "");
  const std::string shed =
      "[[enclosure]]\nname = \"shed\"\npolygon = [[29, 10], [34, 10], [34, 20], [29, 20]]\n"
      "air_changes_per_h = 2\n";
  EXPECT_NE(test::mistakes_of(leak(shed + heat)).find("detector[0].threshold_C"), std::string::npos);
  std::string without = leak(heat);
  without.replace(without.find(box), box.size(), "");
  EXPECT_NE(test::mistakes_of(without).find("detector[0].threshold_C"), std::string::npos);
  const std::string air =
      "[[air]]\nname = \"hall\"\npolygon = [[20, 5], [35, 5], [35, 25], [20, 25]]\n"
      "temperature_C = [[0, 20], [60, 80]]\n";
  EXPECT_EQ(test::mistakes_of(without + air), "");
}

TEST(FlowDetectors, SoundTheAlarmThatPeopleLeaveAt) {
  test::Coupled yard(leak(nose + R"(sounds = "bell"
[[alarm]]
name = "bell"
[[people]]
points = [[6, 26]]
)"));
  yard.run(20);
  const std::optional<double> acts = yard.coupling.hazards().detections().at(0).acts;
  ASSERT_TRUE(acts);
  EXPECT_NEAR(yard.crowd().outcomes()[0].start_time, *acts, 0.06) << "a step of 0.05 s";
}

TEST(FlowDetectors, FindSmokeAndHeatOfAFire) {
  const std::string fire =
      "[[fire]]\nname = \"cart\"\nkind = \"design\"\nfuel = \"seats\"\nat = [14, 15]\narea_m2 = 4\npeak_MW = 0.2\n"
      "heat_of_combustion_MJ_kg = 20\nsoot_yield = 0.1\ncarbon_monoxide_yield = 0.04\ncarbon_dioxide_yield = 1.5\n"
      "radiant_fraction = 0.35\nbegins_s = 3\n";
  Place place(test::yard(40, 30) + test::weather(1) + fire + "[hazards]\nevery_s = 5\n" + box +
              "[[alarm]]\nname = \"bell\"\n"
              "[[detector]]\nname = \"smoke\"\nkind = \"smoke\"\nat = [14, 15]\nheight_m = 1.5\n"
              "threshold_per_m = 0.1\nsounds = \"bell\"\n"
              "[[detector]]\nname = \"heat\"\nkind = \"heat\"\nat = [14, 15]\nheight_m = 1.5\nthreshold_C = 40\n"
              "sounds = \"bell\"\n"
              "[[detector]]\nname = \"upwind\"\nkind = \"smoke\"\nat = [2, 15]\nthreshold_per_m = 0.1\n"
              "sounds = \"bell\"\n");
  for (int k = 0; k <= 4; ++k) place.hazards.sample();  // 20 s
  const std::vector<Detection>& found = place.hazards.detections();
  for (size_t d = 0; d < 2; ++d) {
    ASSERT_TRUE(found.at(d).noticed) << found.at(d).name;
    EXPECT_GT(*found.at(d).noticed, 3) << found.at(d).name;
    EXPECT_LT(*found.at(d).noticed, 15) << found.at(d).name;
  }
  EXPECT_FALSE(found.at(2).noticed);
}

TEST(FlowDetectors, AreRefusedWhereThereIsNoAir) {
  const std::string text =
      test::mistakes_of(leak("[[detector]]\nname = \"far\"\nkind = \"gas\"\nat = [20, 15]\nheight_m = 50\n"
                             "threshold_ppm = 10\nshuts = \"valve\"\n"));
  EXPECT_NE(text.find("detector[0].at"), std::string::npos) << text;
  EXPECT_NE(text.find("outside the box of [flow]"), std::string::npos) << text;
}

}  // namespace
}  // namespace muster::sim
