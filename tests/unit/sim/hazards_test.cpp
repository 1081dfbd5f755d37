// Leaks in the place: the cloud over the floors, what the air change lets in, what a case gets wrong.
#include "sim/hazard/hazards.h"

#include "sim/results/reader.h"
#include "sim/run/run.h"
#include "tests/support/evacuation.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/yard.h"
#include "tests/unit/sim/case_folder.h"

#include <algorithm>
#include <cmath>
#include <fstream>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

/// A yard of 60 m x 40 m with a gate in the west and a shed in the east; a leak of 0.1 kg/s for 200 s in its middle,
/// and wind from the west.
const std::string yard = muster::test::yard(60, 40) + muster::test::weather(4) + R"([[leak]]
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
)";

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

TEST(Hazards, theAirOverTheFloorsIsSampledToBeLookedAt) {
  muster::test::Evacuation evacuation(yard);
  Hazards hazards = hazards_of(evacuation.the_case, evacuation.start.floors);
  const results::HazardGrid grid = hazards.grid();
  const results::VolumeGrid& volume = grid.volume;
  EXPECT_GT(volume.size(), 1000u);
  EXPECT_LT(volume.size(), 40000u);
  EXPECT_LT(volume.x.front(), 0);
  EXPECT_GT(volume.x.back(), 60);
  EXPECT_FALSE(grid.smoke);
  const auto nearest = [](const std::vector<float>& nodes, float at) {
    size_t best = 0;
    for (size_t i = 0; i < nodes.size(); ++i)
      if (std::abs(nodes[i] - at) < std::abs(nodes[best] - at)) best = i;
    return best;
  };
  const auto node = [&](float x, float y, float z) {
    return (nearest(volume.z, z) * volume.y.size() + nearest(volume.y, y)) * volume.x.size() + nearest(volume.x, x);
  };
  results::HazardFrame frame;
  for (int k = 0; k <= 15; ++k) frame = hazards.sample();
  ASSERT_EQ(frame.volume.gas.size(), volume.size());
  EXPECT_TRUE(frame.volume.smoke.empty());
  EXPECT_EQ(frame.volume.gas[node(15, 20, 1.5F)], 0) << "upwind";
  EXPECT_GT(frame.volume.gas[node(40, 20, 1.5F)], 0);
  EXPECT_GT(frame.volume.gas[node(40, 20, 1.5F)], frame.volume.gas[node(40, 20, 12)]);
  // In the shed the air of the shed, as its squares have it.
  const double inside = static_cast<double>(frame.concentration[square_at(grid, 55, 20)]);
  EXPECT_GT(inside, 0);
  EXPECT_EQ(frame.volume.gas[node(55, 20, 0.5F)], results::volume_code(inside, results::densest_gas));
}

TEST(Hazards, theWindChangesInTheRunsTime) {
  // From the west until 10 s, then from the east until 100 s: what leaks from 20 s on goes west first.
  muster::test::Evacuation evacuation(yard + R"([[weather.wind_changes]]
time_s = 10
wind_m_s = 4
wind_from_deg = 90
[[weather.wind_changes]]
time_s = 100
wind_m_s = 4
wind_from_deg = 270
)");
  Hazards hazards = hazards_of(evacuation.the_case, evacuation.start.floors);
  const results::HazardGrid grid = hazards.grid();
  const size_t west = square_at(grid, 20, 20), east = square_at(grid, 40, 20);
  for (int k = 0; k < 20; ++k) {
    const results::HazardFrame frame = hazards.sample();
    if (frame.time > 40 && frame.time < 100) {
      EXPECT_GT(frame.concentration[west], 1e-4) << frame.time;
      EXPECT_LT(frame.concentration[east], 1e-6) << frame.time;
    }
    if (frame.time > 130) {
      EXPECT_GT(frame.concentration[east], 1e-4) << frame.time;
      // What had gone west comes back over it, thin.
      EXPECT_LT(frame.concentration[west], 0.1 * frame.concentration[east]) << frame.time;
    }
  }
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
}

/// The mistakes of a yard with `old` replaced.
std::string refusal(const std::string& old, const std::string& with) {
  std::string text = yard;
  text.replace(text.find(old), old.size(), with);
  try {
    muster::test::Evacuation evacuation(text);
    hazards_of(evacuation.the_case, evacuation.start.floors);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(Hazards, mistakesNameTheirLinesAndValues) {
  EXPECT_EQ(refusal("carbon_monoxide", "carbon_monoxid"),
            "test.toml:14: leak[0].substance = \"carbon_monoxid\": no substance of this name; did you mean "
            "`carbon_monoxide`?");
  const std::string series = "source = \"series\"\ntemperature_C = 20\nseries = [[0, 0.1], [200, 0]]";
  EXPECT_EQ(refusal(series, "hole_diameter_m = 3\ntank_volume_m3 = 1\npressure_bar = 5"),
            "test.toml:19: leak[0].hole_diameter_m = 3: a hole of 3 m does not fit into a tank of 1.241 m");
  EXPECT_EQ(
      refusal(series, "hole_diameter_m = 0.1\npressure_bar = 5\nvalve_shuts_s = 0"),
      "test.toml:21: leak[0].valve_shuts_s = 0: nothing leaks: the valve is shut from the start; must be above 0");
  EXPECT_EQ(refusal("[[0, 0.1], [200, 0]]", "[[0, 0], [200, 0]]"),
            "test.toml:21: leak[0].series: nothing leaks: no rate is above 0 before duration_s");
  EXPECT_EQ(refusal("\"gaussian\"", "\"britter_mcquaid\""),
            "test.toml:18: leak[0].dispersion = \"britter_mcquaid\": Britter and McQuaid's correlations are of gas "
            "heavier than air; here it has 1.16 kg/m3 and the air 1.2 kg/m3");
  EXPECT_EQ(refusal("wind_m_s = 4", "wind_m_s = \"4..80\""),
            "test.toml:9: weather.wind_m_s = \"4..80\": the whole range must lie in [0, 60]");
  EXPECT_EQ(refusal("wind_m_s = 4", "wind_m_s = \"4 m/s\""),
            "test.toml:9: weather.wind_m_s = \"4 m/s\": expected a number [m/s] or a range low..high, found a text");
}

bool warned(const Hazards& hazards, const std::string& code) {
  return std::any_of(hazards.warnings().begin(), hazards.warnings().end(),
                     [&](const Warning& warning) { return warning.code == code; });
}

TEST(Hazards, extremesOfALeakAreSaidOrAnswered) {
  const std::string series = "source = \"series\"\ntemperature_C = 20\nseries = [[0, 0.1], [200, 0]]";
  EXPECT_NE(refusal(series, "hole_diameter_m = 0.1\npressure_bar = -5").find("must lie in (0, 10000]"),
            std::string::npos);
  EXPECT_NE(refusal(series, "hole_diameter_m = 0.1\nphase = \"liquid\"").find("critical temperature"),
            std::string::npos);
  const auto of = [](const std::string& old, const std::string& with) {
    std::string text = yard;
    text.replace(text.find(old), old.size(), with);
    muster::test::Evacuation evacuation(text);
    return hazards_of(evacuation.the_case, evacuation.start.floors);
  };
  EXPECT_TRUE(warned(of("wind_m_s = 4", "wind_m_s = 0"), "low_wind"));
  // A thousandth of a second, far below every step: 0.1 g.
  EXPECT_FALSE(warned(of("[[0, 0.1], [200, 0]]", "[[0, 0.1], [0.001, 0]]"), "release_nothing"));
  const auto valve = of(series,
                        "source = \"relief_valve\"\nphase = \"gas\"\npressure_bar = 5\ntank_volume_m3 = 1\n"
                        "hole_diameter_m = 0.01\nrelief_pressure_bar = 20");
  EXPECT_TRUE(warned(valve, "release_nothing"));
}

TEST(Hazards, aLeakInAnEnclosureFillsIt) {
  std::string text = yard;
  text.replace(text.find("at = [30, 20]"), 13, "at = [55, 20]");
  muster::test::Evacuation evacuation(text);
  Hazards hazards = hazards_of(evacuation.the_case, evacuation.start.floors);
  EXPECT_TRUE(warned(hazards, "leak_indoors"));
  const results::HazardGrid grid = hazards.grid();
  const size_t shed = square_at(grid, 52, 18), yard_square = square_at(grid, 40, 20);
  float peak = 0;
  for (int k = 0; k < 60; ++k) {
    const results::HazardFrame frame = hazards.sample();
    peak = std::max(peak, frame.concentration[shed]);
    EXPECT_EQ(frame.concentration[yard_square], 0);  // upwind of it
  }
  // 0.1 kg/s is q = 0.0859 m3/s; V = 300 m3, n = 0.01 /s, 200 s: q / (q + n V) (1 - exp(-(q / V + n) 200)).
  const double q = 0.1 / (101325 * 0.02801 / (8.314462618 * 293.15));
  const double expected = q / (q + 3) * (1 - std::exp(-(q / 300 + 0.01) * 200));
  EXPECT_NEAR(peak, expected, 0.03 * expected);
  // Higher than its ceiling it is outdoors.
  text.replace(text.find("height_m = 1"), 12, "height_m = 8");
  muster::test::Evacuation above(text);
  EXPECT_FALSE(warned(hazards_of(above.the_case, above.start.floors), "leak_indoors"));
}

TEST(Hazards, rangesGiveBandsAndTheFloorsTheMedians) {
  std::string text = yard;
  text.replace(text.find("wind_m_s = 4"), 12, "wind_m_s = '3..5'");
  text += "[hazards]\ndraws = 20\n";
  muster::test::Evacuation certain(yard), uncertain(text);
  Hazards plain = hazards_of(certain.the_case, certain.start.floors);
  Hazards banded = hazards_of(uncertain.the_case, uncertain.start.floors);
  ASSERT_EQ(uncertain.the_case.uncertain.size(), 1u);
  EXPECT_TRUE(warned(banded, "hazard_medians"));
  const auto &one = plain.uses()[0], &other = banded.uses()[0];
  EXPECT_EQ(other.draws, 20);
  EXPECT_EQ(other.uncertain.front(), (std::pair<std::string, std::string>("weather.wind_m_s", "3..5")));
  bool reached = false;
  for (size_t e = 0; e < one.endpoints.size(); ++e) {
    EXPECT_EQ(one.endpoints[e].max_distance, other.endpoints[e].max_distance);
    EXPECT_FALSE(one.endpoints[e].distance_band);
    if (!one.endpoints[e].max_distance) continue;
    reached = true;
    const auto band = *other.endpoints[e].distance_band;
    EXPECT_LT(band[0], *one.endpoints[e].max_distance);
    EXPECT_GT(band[2], *one.endpoints[e].max_distance);
  }
  EXPECT_TRUE(reached);
  for (int k = 0; k < 10; ++k) EXPECT_EQ(plain.sample().concentration, banded.sample().concentration);
}

TEST(Hazards, whatTheFloorsMissIsWarnedOf) {
  std::string text = yard;
  text.replace(text.find("[[0, 0.1], [200, 0]]"), 20, "[[0, 0.1], [0.01, 0]]");
  text.replace(text.find("at = [30, 20]"), 13, "at = [300, 20]");
  muster::test::Evacuation evacuation(text);
  const Hazards hazards = hazards_of(evacuation.the_case, evacuation.start.floors);
  EXPECT_TRUE(warned(hazards, "hazard_sampled_coarsely"));
  EXPECT_TRUE(warned(hazards, "leak_off_floors"));
}

}  // namespace
}  // namespace muster::sim
