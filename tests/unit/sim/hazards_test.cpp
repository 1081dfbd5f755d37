// Leaks in the place: the cloud over the floors, what the air change lets in, what a case gets wrong.
#include "sim/hazard/hazards.h"

#include "sim/results/reader.h"
#include "sim/run/run.h"
#include "tests/support/evacuation.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/sim/case_folder.h"

#include <cmath>
#include <fstream>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

/// A yard of 60 m x 40 m with a gate in the west and a shed in the east; a leak of 0.1 kg/s for 200 s in its middle,
/// and wind from the west.
const std::string yard = fmt::format(R"([model]
wkt = "{}"
[floors]
cell_m = 0.5
[[exit]]
name = "gate"
line = [[0, 18], [0, 22]]
[weather]
wind_m_s = 4
wind_from_deg = 270
stability = "D"
[[leak]]
name = "flange"
substance = "carbon_monoxide"
at = [30, 20]
height_m = 1
begins_s = 20
dispersion = "gaussian"
source = "series"
temperature_C = 20
series = [[0, 0.1], [200, 0]]
[[enclosure]]
name = "shed"
polygon = [[50, 15], [60, 15], [60, 25], [50, 25]]
air_changes_per_h = 36
)",
                                     muster::test::rectangle(0, 0, 60, 40));

/// The square nearest to a place.
size_t square_at(const results::HazardGrid& grid, double x, double y) {
  size_t best = 0;
  for (size_t s = 0; s < grid.x.size(); ++s)
    if (std::hypot(grid.x[s] - x, grid.y[s] - y) < std::hypot(grid.x[best] - x, grid.y[best] - y)) best = s;
  return best;
}

TEST(Hazards, aWindHasItsDirection) {
  EXPECT_NEAR((downwind(270) - Vec2(1, 0)).norm(), 0, 1e-12);  // from the west along x
  EXPECT_NEAR((downwind(0) - Vec2(0, -1)).norm(), 0, 1e-12);   // from the north
  LeakCloud leak;
  leak.source = {10, 10, 2};
  leak.downwind = downwind(0);
  // Looking south, the left is the east.
  EXPECT_NEAR((leak.local({13, 4, 3.6}) - Vec3(6, 3, 1.6)).norm(), 0, 1e-12);
}

TEST(Hazards, anAirChangeLagsBehind) {
  // dC/dt = 0.01 (1 - C) from 0: 1 - exp(-1) after 100 s.
  EXPECT_NEAR(air_changed(0, 1, 1, 0.01, 100), 1 - std::exp(-1.0), 1e-12);
  // Rising by 0.001 /s from 0: C = a t - a / k (1 - exp(-k t)) = 0.1 - 0.1 (1 - 1/e).
  EXPECT_NEAR(air_changed(0, 0, 0.1, 0.01, 100), 0.1 * std::exp(-1.0), 1e-12);
  EXPECT_EQ(air_changed(0.3, 1, 1, 0, 1000), 0.3);
  EXPECT_NEAR(air_changed(0, 1, 1, 1e-9, 1), 1e-9, 1e-15);
  // Two halves make the whole.
  const double half = air_changed(0.2, 0, 0.4, 0.02, 30);
  EXPECT_NEAR(air_changed(half, 0.4, 0.8, 0.02, 30), air_changed(0.2, 0, 0.8, 0.02, 60), 1e-12);
}

TEST(Hazards, theCloudIsSampledOverTheFloorsAndSeepsIn) {
  muster::test::Evacuation evacuation(yard);
  Hazards hazards = hazards_of(evacuation.the_case, evacuation.start.floors);
  ASSERT_FALSE(hazards.empty());
  const results::HazardGrid grid = hazards.grid();
  EXPECT_EQ(grid.every, 10);
  EXPECT_EQ(grid.hazards.at(0).substance, "carbon_monoxide");
  const size_t near = square_at(grid, 40, 20), upwind = square_at(grid, 20, 20), shed = square_at(grid, 55, 20);
  EXPECT_EQ(grid.indoors[near], 0);
  EXPECT_EQ(grid.indoors[shed], 1);
  double before = 0, peak = 0, inside = 0;
  for (int k = 0; k < 60; ++k) {
    const results::HazardFrame frame = hazards.sample();
    EXPECT_DOUBLE_EQ(frame.time, 10 * k);
    EXPECT_EQ(frame.concentration[upwind], 0);
    if (frame.time <= 20) {
      EXPECT_EQ(frame.concentration[near], 0) << frame.time;
    }
    if (frame.time > 60 && frame.time < 200) {
      EXPECT_GT(frame.concentration[near], 1e-4);
    }
    // What is inside moves towards what the intake sees and never jumps.
    EXPECT_LE(std::abs(frame.concentration[shed] - before), 0.1 * 1e-2);
    before = frame.concentration[shed];
    peak = std::max<double>(peak, frame.concentration[near]);
    inside = std::max(inside, before);
  }
  EXPECT_GT(inside, 0);
  EXPECT_LT(inside, peak);
  const results::HazardTotals totals = hazards.totals();
  EXPECT_FLOAT_EQ(totals.peak[near], static_cast<float>(peak));
  EXPECT_FLOAT_EQ(totals.peak[shed], static_cast<float>(inside));
  EXPECT_TRUE(std::isnan(totals.arrival[upwind]));
  EXPECT_GE(totals.arrival[near], 20);
  EXPECT_LE(totals.arrival[near], 40);
  EXPECT_GT(totals.toxic_load[near], totals.toxic_load[shed]);

  const auto uses = hazards.uses();
  ASSERT_EQ(uses.size(), 1u);
  EXPECT_FALSE(uses[0].endpoints.empty());
}

TEST(Hazards, aRunWritesThemWithTheSameBitsOnAnyNumberOfThreads) {
  const muster::test::TemporaryFolder folder;
  const auto file = folder.write("leak.toml", yard + "[[people]]\ncount = 10\n[run]\nuntil_s = 300\n");
  std::vector<results::HazardTables> read;
  for (const size_t threads : {1, 3}) {
    RunOptions options;
    options.out = folder.path() / fmt::format("out{}", threads);
    options.threads = threads;
    options.quiet = true;
    const results::Summary summary = run(read_case(file), options);
    ASSERT_EQ(summary.hazards.size(), 1u);
    EXPECT_EQ(summary.hazards[0].name, "flange");
    read.push_back(results::ResultsReader(options.out / "results.h5").hazards());
  }
  // Everybody is out long before the end; the cloud is followed all the same.
  ASSERT_EQ(read[0].frames.size(), 31u);
  EXPECT_EQ(read[0].frames.back().time, 300);
  for (size_t k = 0; k < read[0].frames.size(); ++k)
    EXPECT_EQ(read[0].frames[k].concentration, read[1].frames[k].concentration);
  EXPECT_EQ(read[0].totals.peak, read[1].totals.peak);
}

TEST(Hazards, whatACaseGetsWrongIsSaid) {
  const test::CaseFolder folder;
  EXPECT_NE(folder.mistakes(test::model + "[[leak]]\nname = 'a'\nsubstance = 'chlorine'\nat = [1, 1]\n")
                .find("leak: applies only together with weather"),
            std::string::npos);
  std::string wrong = yard;
  wrong.replace(wrong.find("carbon_monoxide"), 15, "carbon_monoxid");
  muster::test::Evacuation evacuation(wrong);
  try {
    hazards_of(evacuation.the_case, evacuation.start.floors);
    FAIL();
  } catch (const InputError& error) {
    const std::string said = error.what();
    EXPECT_NE(said.find("leak[0].substance = carbon_monoxid: no substance of this name"), std::string::npos) << said;
    EXPECT_NE(said.find("carbon_monoxide"), std::string::npos) << said;
  }
}

}  // namespace
}  // namespace muster::sim
