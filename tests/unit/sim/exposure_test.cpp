// What hazards do to people along their ways: doses, criteria, how long places can be used.
#include "sim/hazard/exposure.h"

#include "models/substance/toxic.h"
#include "sim/case/read.h"
#include "sim/results/reader.h"
#include "sim/run/run.h"
#include "tests/support/coupled.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/yard.h"

#include <array>
#include <cmath>
#include <memory>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace muster::sim {
namespace {

using Json = nlohmann::json;

/// A yard of 60 m x 40 m with its gate in the west, a leak of carbon monoxide in its middle, wind from the west.
const std::string the_yard = muster::test::yard(60, 40) + muster::test::weather(3) + R"([[leak]]
name = "flange"
substance = "carbon_monoxide"
at = [20, 20]
height_m = 1
dispersion = "gaussian"
source = "series"
temperature_C = 20
series = [[0, 0.5], [600, 0.5]]
)";

/// People who stand in the yard, and fields of the test's choice.
struct Yard {
  explicit Yard(size_t people, const std::string& more = "")
      : evacuation(the_yard + more),
        hazards(hazards_of(evacuation.the_case, evacuation.start.floors, &evacuation.start.model)) {
    exposure.emplace(hazards, evacuation.start.floors, people);
    cell = evacuation.start.floors.find(40, 20, 0);
  }
  results::HazardFrame everywhere(double time, double ppm) const {
    return {time, std::vector<float>(hazards.grid().x.size(), static_cast<float>(1e-6 * ppm))};
  }
  int64_t above(const std::string& criterion) const {
    for (const results::CriterionCount& one : exposure->answer({}).criteria)
      if (one.name == criterion) return one.people;
    ADD_FAILURE() << "no " << criterion;
    return -1;
  }

  /// Of a person and a harm: the gas, radiation where there are fires, then FED.
  size_t at(size_t person, size_t harm = 0) const { return person * exposure->harms().size() + harm; }

  muster::test::Evacuation evacuation;
  Hazards hazards;
  std::optional<Exposure> exposure;
  scene::CellId cell = -1;
};

// Half an hour at 200 ppm: AEGL-2 of 30 min is 150 ppm, AEGL-3 600 ppm, IDLH 1200 ppm. The second person is outside.
TEST(Exposure, aConstantConcentrationIsTheHandCalculation) {
  Yard yard(2);
  const std::vector<scene::CellId> cells = {yard.cell, scene::no_cell};
  for (int i = 0; i <= 180; ++i) {
    yard.exposure->sampled(yard.everywhere(10 * i, 200));
    yard.exposure->look(10 * i, cells);
  }
  const double n = yard.exposure->harms().at(0).exponent;
  const results::PeopleDoses doses = yard.exposure->doses();
  EXPECT_NEAR(doses.load[0] / (std::pow(200, n) * 30), 1, 1e-6);
  EXPECT_FLOAT_EQ(doses.peak[0], 200);
  EXPECT_EQ(doses.seconds[0], 1800);
  EXPECT_EQ(doses.load[yard.at(1)], 0);
  // Purser, light work: 2.764e-5 x 200^1.036 a minute; ISO 13571 would say 200 / 35000.
  EXPECT_EQ(yard.exposure->harms().at(1).name, "FED (Purser)");
  EXPECT_NEAR(doses.load[yard.at(0, 1)] / (30 * 2.764e-5 * std::pow(200, 1.036)), 1, 1e-6);
  EXPECT_EQ(yard.above("AEGL-2 (Carbon monoxide)"), 1);
  EXPECT_EQ(yard.above("AEGL-3 (Carbon monoxide)"), 0);
  EXPECT_EQ(yard.above("IDLH (Carbon monoxide)"), 0);
  const results::Exposure answer = yard.exposure->answer(1000);
  EXPECT_NEAR(*answer.expected_injuries + *answer.expected_fatalities, 1, 1e-9);
  // The loads of both laws agree.
  const substance::Substance& gas = yard.hazards.substance(0);
  const substance::Probit& probit = *substance::probit_of(gas.toxic);
  const std::array times = {0.0, 1800.0}, fractions = {2e-4, 2e-4};
  EXPECT_NEAR(*answer.expected_fatalities, substance::death_probability(probit, gas.molar_mass, times, fractions),
              1e-9);
}

// Ten minutes at 450 ppm (AEGL-2 of 10 min: 420 ppm), then ten hours at 5 ppm: over all of it 12 ppm, which is below
// the 27 ppm of 8 hours. The second person meets 400 ppm first, the third comes when the cloud has gone.
TEST(Exposure, muchGasBeforeHoursOfLittleIsSeen) {
  Yard yard(3);
  const auto look = [&](double from, double until, std::vector<scene::CellId> cells) {
    for (double t = from; t <= until; t += 10) yard.exposure->look(t, cells);
  };
  for (const double t : {0.0, 600.0}) yard.exposure->sampled(yard.everywhere(t, 450));
  look(0, 600, {yard.cell, scene::no_cell, scene::no_cell});
  EXPECT_EQ(yard.above("AEGL-2 (Carbon monoxide)"), 1);
  for (const double t : {610.0, 620.0}) yard.exposure->sampled(yard.everywhere(t, 5));
  look(620, 36620, {yard.cell, yard.cell, yard.cell});
  const results::PeopleDoses doses = yard.exposure->doses();
  EXPECT_LT(doses.load[0] / (doses.seconds[0] / 60), 27) << "the mean is below AEGL-2 of 8 hours";
  EXPECT_EQ(yard.above("AEGL-2 (Carbon monoxide)"), 1);
}

// Who breathes through a mask of factor 50 has a 50^n-th of the load, and meets the same around him.
TEST(Exposure, whoBreathesThroughAMaskGetsLess) {
  Yard yard(2);
  yard.exposure->protect({1, 50});
  for (int i = 0; i <= 180; ++i) {
    yard.exposure->sampled(yard.everywhere(10 * i, 2000));
    yard.exposure->look(10 * i, std::vector<scene::CellId>(2, yard.cell));
  }
  const double n = yard.exposure->harms().at(0).exponent;
  const results::PeopleDoses doses = yard.exposure->doses();
  EXPECT_NEAR(doses.load[yard.at(1)] * std::pow(50, n) / doses.load[yard.at(0)], 1, 1e-6);
  EXPECT_EQ(doses.peak[yard.at(1)], doses.peak[yard.at(0)]);
  EXPECT_NEAR(doses.load[yard.at(1, 1)] / (30 * 2.764e-5 * std::pow(40, 1.036)), 1, 1e-6);
  EXPECT_EQ(yard.above("AEGL-2 (Carbon monoxide)"), 1);
  EXPECT_EQ(yard.above("IDLH (Carbon monoxide)"), 2);
  // In the same air one is hurt, the other, at 40 ppm for half an hour, is not.
  const results::Exposure answer = yard.exposure->answer({});
  EXPECT_NEAR(*answer.expected_injuries + *answer.expected_fatalities, 1, 1e-3);
}

// A shed of 12 air changes an hour in a steady plume, and the same place without its walls. Inside C goes to the Co of
// outdoors as dC/dt = (Co - C) / 300 s: with C1, C2 a minute apart (C2 - C1) = (Co - C1) (1 - exp(-60 / 300)).
TEST(Exposure, whoSheltersBreathesWhatTheAirChangeLetsIn) {
  const std::string person =
      "[[people]]\npoints = [[55.25, 20.25]]\npremovement_s = 3000\n[reactions]\nfalls = 'never'\n";
  muster::test::Coupled open(the_yard + person);
  const results::HazardGrid grid = open.coupling.hazards().grid();
  const auto square =
      static_cast<size_t>(grid.square_of[static_cast<size_t>(open.evacuation.start.floors.find(55.25, 20.25, 0))]);
  const double x = grid.x[square], y = grid.y[square];  // the shed's middle, where it takes its air in
  muster::test::Coupled inside(
      the_yard + person +
      fmt::format("[[enclosure]]\nname = 'shed'\npolygon = [[{0}, {2}], [{1}, {2}], [{1}, {3}], [{0}, {3}]]\n"
                  "air_changes_per_h = 12\n",
                  x - 3.9, x + 3.9, y - 3.9, y + 3.9));
  const auto peak = [](const muster::test::Coupled& yard) {
    return static_cast<double>(yard.coupling.exposure()->doses().peak[0]);
  };
  open.run(180);
  const double outdoors = peak(open);
  EXPECT_GT(outdoors, 100);
  inside.run(180.01);
  const double c1 = peak(inside);
  inside.run(240.01);
  const double c2 = peak(inside);
  EXPECT_GT(c1, 0);
  EXPECT_LT(c2, outdoors);
  EXPECT_NEAR((c2 - c1) / ((outdoors - c1) * (1 - std::exp(-60.0 / 300))), 1, 0.01);
}

// From 0 to 840 ppm between 10 and 20 s: the 420 ppm of AEGL-2 (10 min) at 15 s. The last one goes at 18 s.
TEST(Exposure, aPlaceIsUntenableFromTheInstantOfTheLevel) {
  Yard yard(1);
  yard.exposure->sampled(yard.everywhere(0, 0));
  for (int t = 0; t <= 20; ++t) {
    if (t % 10 == 0) yard.exposure->sampled(yard.everywhere(t + 10, t < 10 ? 0 : 840));
    yard.exposure->look(t, std::vector<scene::CellId>{t <= 18 ? yard.cell : scene::no_cell});
  }
  const results::Exposure answer = yard.exposure->answer(18.5);
  ASSERT_EQ(answer.zones.size(), 1u);
  EXPECT_NEAR(*answer.aset, 15, 1e-5);
  EXPECT_EQ(answer.zones[0].by, "AEGL-2 (10 min) (Carbon monoxide)");
  EXPECT_EQ(answer.zones[0].rset, 18);
  EXPECT_TRUE(answer.zones[0].left);
  EXPECT_EQ(*answer.rset, 18.5);
  // Eight seconds from 0 to 672 ppm, looked at every second.
  const double n = yard.exposure->harms().at(0).exponent, top = 672;
  EXPECT_NEAR(yard.exposure->doses().load[0], std::pow(top, n) * 8 / (n + 1) / 60, 0.02 * std::pow(top, n) * 8 / 60);
}

// A minute in q kW/m2 is 60 q^(4/3) thermal dose units; an hour in 1.5 kW/m2 none that counts. Of squares: what
// somebody on stairs beside them meets.
TEST(Exposure, heatOfAllFiresTogether) {
  const std::string fire = "[[fire]]\nkind = 'pool'\nfuel = 'gasoline'\ndiameter_m = 5\n";
  Yard yard(3, fire + "name = 'a'\nat = [36, 10]\n" + fire + "name = 'b'\nat = [36, 30]\n");
  const size_t squares = yard.hazards.grid().x.size();
  const auto burn = [&](double time, float each) {
    results::HazardFrame frame = yard.everywhere(time, 0);
    frame.flux.assign(2 * squares, each);
    yard.exposure->sampled(frame);
  };
  const scene::CellId off = crowd::Crowd::off_floor;
  burn(-1, 0);
  yard.exposure->look(-1, std::vector<scene::CellId>{yard.cell, scene::no_cell, scene::no_cell});
  for (int t = 0; t <= 60; t += 10) {
    burn(t, 5000);
    yard.exposure->look(t, std::vector<scene::CellId>{off, scene::no_cell, yard.cell});
  }
  burn(61, 750);
  burn(62, 750);
  burn(3662, 750);
  for (const double t : {62.0, 3662.0})
    yard.exposure->look(t, std::vector<scene::CellId>{scene::no_cell, yard.cell, scene::no_cell});
  ASSERT_EQ(yard.exposure->harms().size(), 3u);
  EXPECT_EQ(yard.exposure->harms()[1].name, "heat");
  const results::PeopleDoses doses = yard.exposure->doses();
  // From 0 to 10 kW/m2 in the first second, of which the trapezoid makes a half: 60.5 x 10^(4/3).
  EXPECT_NEAR(doses.load[yard.at(0, 1)], 60.5 * std::pow(10, 4.0 / 3), 0.01);
  EXPECT_EQ(doses.load[yard.at(1, 1)], 0);
  // On the floor it is the fires' own radiation at the cell.
  const double q = yard.hazards.fires().flux({40.25, 20.25, 1.5}, 30) / 1000;
  EXPECT_GT(q, 1.6);
  EXPECT_NEAR(doses.load[yard.at(2, 1)] / (60 * std::pow(q, 4.0 / 3)), 1, 1e-3);
  EXPECT_EQ(yard.above("4 kW/m2"), q > 4 ? 2 : 1);
  EXPECT_EQ(yard.above("12.5 kW/m2"), 0);
  const results::Exposure answer = yard.exposure->answer({});
  // Tsao and Perry: Y = -36.38 + 2.56 ln(load).
  const auto dies = [](double load) {
    return 0.5 * std::erfc((5 + 36.38 - 2.56 * std::log(1e4 * load)) / std::sqrt(2.0));
  };
  EXPECT_NEAR(*answer.expected_fatalities, dies(doses.load[yard.at(0, 1)]) + dies(doses.load[yard.at(2, 1)]), 1e-4);
}

// A wall of 0.2 m, far higher than the flame, hides a fire from who walks close behind it; squares of 4 m hold both of
// its sides.
TEST(Exposure, whoWalksBehindAWallGetsNoRadiation) {
  const std::string fire = "[[fire]]\nname = 'pool'\nkind = 'pool'\nfuel = 'gasoline'\nat = [30, 32]\ndiameter_m = 6\n";
  const std::string wall = "[[blocker]]\npolygon = [[1, 20], [59, 20], [59, 20.2], [1, 20.2]]\nheight_m = 60\n";
  const std::string people = "[[people]]\npoints = [[40, 19.5], [40, 21]]\nspeed_m_s = 1.2\nradius_m = 0.2\n";
  muster::test::Coupled yard(the_yard + fire + wall + people + "[hazards]\nsquare_m = 4\n");
  yard.run(30);
  const Exposure& exposure = *yard.coupling.exposure();
  const results::PeopleDoses doses = exposure.doses();
  EXPECT_EQ(doses.peak[1], 0);  // heat of the first
  EXPECT_GT(doses.peak[exposure.harms().size() + 1], 4000);
}

// On stairs and at muster points people meet what their last square holds.
TEST(Exposure, whoLeavesTheFloorsKeepsHisLastSquare) {
  Yard yard(3);
  for (int t = 0; t <= 100; t += 10) {
    yard.exposure->sampled(yard.everywhere(t, 1000));
    const scene::CellId later = crowd::Crowd::off_floor;
    yard.exposure->look(t, std::vector<scene::CellId>{yard.cell, t < 50 ? yard.cell : later, later});
  }
  const results::PeopleDoses doses = yard.exposure->doses();
  EXPECT_EQ(doses.load[yard.at(0)], doses.load[yard.at(1)]);
  EXPECT_EQ(doses.load[yard.at(2)], 0);  // never seen on a floor
  const std::vector<std::string> names = {"car park", "field"};
  const std::vector<std::pair<uint32_t, int32_t>> arrivals = {{1, 1}};
  const auto havens = yard.exposure->safety(names, arrivals);
  EXPECT_FALSE(havens[0].aset);
  EXPECT_EQ(havens[1].people, 1);
  EXPECT_EQ(*havens[1].aset, 0);
}

// Chlorine from the middle of the yard to the east. With the gate upwind open people go there; with it closed they must
// go with the cloud: other ways, more load, less margin.
TEST(Exposure, closingTheGateUpwindIsPaidFor) {
  const auto run = [](bool closed) {
    std::string text = the_yard + "[[people]]\ncount = 15\npolygon = [[12, 12], [18, 12], [18, 28], [12, 28]]\n" +
                       "[[exit]]\nname = 'east'\nline = [[60, 18], [60, 22]]\n" +
                       (closed ? "[[event]]\nat_s = 0\nclose = 'gate'\n" : "");
    text.replace(text.find("carbon_monoxide"), 15, "chlorine");
    auto yard = std::make_unique<muster::test::Coupled>(text);
    yard->run(200);
    return yard;
  };
  const auto open = run(false), closed = run(true);
  EXPECT_EQ(open->by(0), 15u);
  EXPECT_EQ(closed->by(0), 0u);
  const auto load = [](const muster::test::Coupled& yard) {
    const Exposure& exposure = *yard.coupling.exposure();
    const results::PeopleDoses doses = exposure.doses();
    double sum = 0;
    for (size_t p = 0; p < 15; ++p) sum += doses.load[p * exposure.harms().size()];
    return sum;
  };
  EXPECT_GT(load(*closed), 1000 * load(*open));
  const auto margin = [](const muster::test::Coupled& yard) {
    double last = 0;
    for (const crowd::Outcome& o : yard.evacuation.crowd.outcomes())
      last = std::max(last, std::isnan(o.exit_time) ? 200 : o.exit_time);
    const results::Exposure answer = yard.coupling.exposure()->answer(last);
    return answer.aset.value_or(3600) - last;
  };
  EXPECT_GT(margin(*open), 0);
  EXPECT_LT(margin(*closed), 0);
}

/// The exposure of a run of the yard with 20 people in the east, whose way out leads through the plume.
Json exposure_of(const std::string& keys, size_t threads, const std::string& gate = "") {
  const muster::test::TemporaryFolder folder;
  std::string text = the_yard;
  if (!gate.empty()) text.replace(text.find("[[0, 18], [0, 22]]"), 18, gate);
  const auto file = folder.write(
      "leak.toml", text + "[[people]]\ncount = 20\npolygon = [[45, 10], [58, 10], [58, 30], [45, 30]]\n[run]\n" + keys);
  RunOptions options;
  options.out = folder.path() / "out";
  options.threads = threads;
  options.quiet = true;
  const results::Summary summary = run(read_case(file), options);
  const results::ExposureTables tables = results::ResultsReader(options.out / "results.h5").exposure();
  EXPECT_EQ(tables.harms.size(), 2u);
  EXPECT_EQ(tables.doses.load.size(), 40u);
  Json json = Json::parse(results::to_json(summary)).at("exposure");
  json["loads"] = tables.doses.load;
  return json;
}

TEST(Exposure, doesNotDependOnTheOutputNorOnThreads) {
  const Json one = exposure_of("until_s = 200\nrecord_every_s = 1\n", 1);
  EXPECT_EQ(one, exposure_of("until_s = 200\nrecord_every_s = 7\n", 3));
  EXPECT_GT(one.at("criteria").at(0).at("people_above"), 0);
  EXPECT_LT(one.at("margin_s"), 0);
}

// The same people, a gate away from the plume: smaller doses.
TEST(Exposure, aGateUpwindOfThePlumeIsPaidFor) {
  const auto sum = [](const Json& exposure) {
    double all = 0;
    for (const double load : exposure.at("loads")) all += load;
    return all;
  };
  const double through = sum(exposure_of("until_s = 200\n", 2));
  const double away = sum(exposure_of("until_s = 200\n", 2, "[[58, 0], [54, 0]]"));
  EXPECT_GT(away, 0);
  EXPECT_LT(away, 0.5 * through);
}

}  // namespace
}  // namespace muster::sim
