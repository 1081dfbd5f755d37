// Cases with [flow]: what is shut leaks, the weather changes, racks hold the air back, detectors run fans.
#include "sim/case/document.h"
#include "sim/case/hazard_inputs.h"
#include "tests/support/yard.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

using test::mistakes_of;
using test::Place;

/// Two courts in calm air, a shut gate of 4 m between them; heavy gas comes out before it.
std::string courts(const std::string& of_gate, const std::string& of_flow = "", const std::string& more = "") {
  return "[model]\nwkt = \"MULTIPOLYGON (((0 0, 12 0, 12 12, 0 12, 0 0)), ((12 4, 12.5 4, 12.5 8, 12 8, 12 4)), "
         "((12.5 0, 24.5 0, 24.5 12, 12.5 12, 12.5 0)))\"\n[floors]\ncell_m = 0.5\n"
         "[[exit]]\nname = \"out\"\nline = [[24.5, 4], [24.5, 8]]\n" +
         test::weather(0) +
         "[[leak]]\nname = \"valve\"\nsubstance = \"chlorine\"\nat = [9.5, 6]\nsource = \"series\"\n"
         "temperature_C = 15\nseries = [[0, 0.2], [60, 0]]\n[hazards]\nevery_s = 2\nheight_m = 0.3\n"
         "[[door]]\nname = \"gate\"\nline = [[12.25, 4], [12.25, 8]]\nclosed = true\n" +
         of_gate + "[flow]\ncell_m = 1\nmargin_m = 6\nheight_m = 12\nspin_up_s = 5\ngusts = false\n" + of_flow + more;
}

/// The most gas [volume fraction] just behind the gate after some seconds.
double behind(const std::string& text, double time) {
  Place place(text);
  results::HazardFrame frame;
  while (place.hazards.next() <= time + 1e-9) frame = place.hazards.sample();
  const results::HazardGrid grid = place.hazards.grid();
  float most = 0;
  for (size_t s = 0; s < grid.x.size(); ++s)
    if (grid.x[s] > 12.6F && grid.x[s] < 15) most = std::max(most, frame.concentration[s]);
  return static_cast<double>(most);
}

TEST(FlowRooms, ShutDoorsLeakByTheirGaps) {
  const double tight = behind(courts("leakage_m2 = 0\n"), 30), usual = behind(courts(""), 30);
  const double wide = behind(courts("leakage_m2 = 0.2\n"), 30);
  EXPECT_LT(tight, 1e-8) << "over the wall of 3 m";
  EXPECT_GT(usual, 1e-5) << "0.06 m2 of a gate of 4 m";
  EXPECT_GT(wide, 5 * usual);
  EXPECT_EQ(behind(courts("", "door_leakage_m2 = 0\n"), 30), tight) << "for all doors";
}

TEST(FlowRooms, LeaksAreReadAndCount) {
  const Place place(courts("leakage_m2 = 0.03\n", "door_leakage_m2 = 0.02\nwall_leakage_m2_per_m2 = 0.001\n"));
  EXPECT_EQ(place.evacuation.the_case.flow->door_leakage, 0.02);
  EXPECT_EQ(place.evacuation.the_case.flow->wall_leakage, 0.001);
  EXPECT_EQ(place.evacuation.the_case.flow->floor_leakage, 5.2e-5);
  EXPECT_NE(mistakes_of(courts("leakage_m2 = 0.3\n")).find("leakage_m2 = 0.3: must lie in [0, 0.2]"),
            std::string::npos);
  const auto inputs = [](const std::string& text) {
    std::vector<Mistake> mistakes;
    return hazard_inputs(*parse_document(text, "test", {}, mistakes));
  };
  EXPECT_NE(inputs(courts("")), inputs(courts("leakage_m2 = 0.03\n")));
  EXPECT_NE(inputs(courts("")), inputs(courts("", "wall_leakage_m2_per_m2 = 0\n")));
}

/// A yard with a leak in its middle; carbon monoxide, as heavy as air.
std::string yard(const std::string& weather, const std::string& of_flow = "") {
  return test::yard(60, 60) + weather +
         "[[leak]]\nname = \"valve\"\nsubstance = \"carbon_monoxide\"\nat = [30, 30]\nsource = \"series\"\n"
         "temperature_C = 15\nseries = [[0, 0.3], [200, 0]]\n[hazards]\nevery_s = 5\n"
         "[flow]\ncell_m = 2\nmargin_m = 4\nheight_m = 20\nspin_up_s = 20\n" +
         of_flow;
}

/// The mean over the last 20 s of the squares round a point.
double mean_at(const std::string& text, double until, double x, double y) {
  Place place(text);
  const results::HazardGrid grid = place.hazards.grid();
  double sum = 0;
  int64_t count = 0;
  while (place.hazards.next() <= until + 1e-9) {
    const bool late = place.hazards.next() > until - 20;
    const results::HazardFrame frame = place.hazards.sample();
    for (size_t s = 0; late && s < grid.x.size(); ++s)
      if (std::hypot(grid.x[s] - x, grid.y[s] - y) < 4) sum += static_cast<double>(frame.concentration[s]), ++count;
  }
  return sum / static_cast<double>(count);
}

TEST(FlowRooms, TheWindTurns) {
  const std::string turns =
      test::weather(3) + "[[weather.wind_changes]]\ntime_s = 20\nwind_m_s = 3\nwind_from_deg = 180\n";
  const double east = mean_at(yard(turns), 20, 45, 30), north = mean_at(yard(turns), 20, 30, 45);
  EXPECT_GT(east, 20 * north) << "it blows from the west at first";
  const double east_then = mean_at(yard(turns), 100, 45, 30), north_then = mean_at(yard(turns), 100, 30, 45);
  EXPECT_GT(north_then, 20 * east_then) << "from the south then";
  const std::string text =
      mistakes_of(yard(test::weather(3) + "[[weather.wind_changes]]\ntime_s = 20\nwind_m_s = 0\nwind_from_deg = 0\n"));
  EXPECT_NE(text.find("weather.wind_changes"), std::string::npos) << text;
  EXPECT_NE(text.find("above 0 m/s"), std::string::npos) << text;
}

TEST(FlowRooms, StableAirMixesLess) {
  const auto of = [](const std::string& stability) {
    return yard("[weather]\nwind_m_s = 3\nwind_from_deg = 270\nstability = \"" + stability + "\"\n");
  };
  EXPECT_TRUE(Place(of("F")).warned("flow_stable"));
  EXPECT_TRUE(Place(of("B")).warned("flow_unstable"));
  EXPECT_FALSE(Place(of("D")).warned("flow_stable") || Place(of("D")).warned("flow_unstable"));
  const double stable = mean_at(of("F"), 80, 50, 30), neutral = mean_at(of("D"), 80, 50, 30);
  const double unstable = mean_at(of("B"), 80, 50, 30);
  EXPECT_GT(stable, 1.3 * neutral);
  EXPECT_LT(unstable, neutral);
}

TEST(FlowRooms, RacksAreReadAndRefused) {
  const auto rack = [](const std::string& keys) {
    return yard(test::weather(3), "[[flow.porous]]\nname = \"rack\"\nfrom = [36, 20, 0]\nto = [44, 40, 8]\n" + keys);
  };
  const double free = mean_at(yard(test::weather(3)), 40, 40, 30);
  const double held = mean_at(rack("area_per_m = 2\n"), 40, 40, 30);
  EXPECT_NE(free, held);
  EXPECT_EQ(mean_at(rack("volume_share = 0.15707963267948966\ndiameter_m = 0.1\n"), 40, 40, 30), held)
      << "4 / pi of the share over the diameter";
  EXPECT_NE(mistakes_of(rack("")).find("area_per_m"), std::string::npos);
  EXPECT_NE(mistakes_of(rack("volume_share = 0.1\n")).find("diameter_m"), std::string::npos);
  EXPECT_NE(mistakes_of(rack("volume_share = 0.5\ndiameter_m = 0.1\n")).find("[0.0001, 0.2]"), std::string::npos);
  std::string outside = rack("area_per_m = 2\n");
  outside.replace(outside.find("from = [36, 20, 0]\nto = [44, 40, 8]"), 35, "from = [366, 20, 0]\nto = [380, 40, 8]");
  EXPECT_NE(mistakes_of(outside).find("flow.porous[0].from"), std::string::npos) << mistakes_of(outside);
}

const std::string nose = "[[detector]]\nname = \"nose\"\nkind = \"gas\"\nat = [34, 30]\nthreshold_ppm = 1000\n";
const std::string hood =
    "[[flow.fan]]\nname = \"hood\"\nkind = \"extract\"\nfrom = [28, 28, 0]\nto = [34, 34, 4]\nvolume_flow_m3_s = 20\n";

TEST(FlowRooms, DetectorsStartAndStopFans) {
  const auto moved = [](const std::string& more) {
    Place place(yard(test::weather(3), hood + more));
    while (place.hazards.next() <= 40 + 1e-9) place.hazards.sample();
    const std::optional<double> acts = place.hazards.detections().at(0).acts;
    EXPECT_TRUE(acts);
    EXPECT_GT(*acts, 0.5);
    EXPECT_LT(*acts, 20);
    return std::pair(place.hazards.flow()->fans().at(0).volume.value_or(-1), *acts);
  };
  const auto [started, from] = moved(nose + "starts = \"hood\"\n");
  EXPECT_NEAR(started, 20 * (40 - from), 20 * 1.01) << "within a look of a second";
  const auto [stopped, until] = moved("begins_s = 0\n" + nose + "stops = \"ho*\"\n");
  EXPECT_NEAR(stopped, 20 * until, 20 * 1.01);
  const auto [ramped, then] = moved("ramp_s = 10\n" + nose + "starts = \"hood\"\n");
  EXPECT_NEAR(ramped, 20 * (40 - then - 5), 20 * 1.01);
}

TEST(FlowRooms, FansOfDetectorsAreRefusedWhereThereAreNone) {
  EXPECT_NE(
      mistakes_of(yard(test::weather(3), hood + nose + "starts = \"hod\"\n")).find("no fan of [flow] has this name"),
      std::string::npos);
  EXPECT_NE(mistakes_of(yard(test::weather(3), hood + "begins_s = 5\n" + nose + "starts = \"hood\"\n"))
                .find("a detector starts it"),
            std::string::npos);
  std::string without = yard(test::weather(3), nose + "starts = \"hood\"\n");
  const size_t flow = without.find("[flow]");
  without.erase(flow, without.find("[[detector]]") - flow);
  EXPECT_NE(mistakes_of(without).find("which this case does not have"), std::string::npos) << mistakes_of(without);
}

}  // namespace
}  // namespace muster::sim
