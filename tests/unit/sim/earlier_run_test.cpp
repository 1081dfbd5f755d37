// Hazards that a run takes from the results of an earlier one.
#include "sim/case/hazard_inputs.h"
#include "sim/case/read.h"
#include "sim/results/reader.h"
#include "sim/run/run.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/yard.h"

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace muster::sim {
namespace {

using Json = nlohmann::json;

/// A leak that its detector shuts, two fires of which one smokes, a shed that gas and smoke get into, a target and air
/// that somebody measured.
const std::string the_hazards = test::weather(3) + R"([hazards]
every_s = 20
[[leak]]
name = "flange"
substance = "carbon_monoxide"
at = [10, 20]
height_m = 1
dispersion = "gaussian"
source = "series"
temperature_C = 20
series = [[0, 2], [600, 2]]
[[fire]]
name = "pool"
kind = "pool"
fuel = "gasoline"
at = [14, 6]
diameter_m = 3
smoke = true
[[fire]]
name = "other"
kind = "pool"
fuel = "gasoline"
at = [50, 34]
diameter_m = 4
begins_s = 30
until_s = 90
[[enclosure]]
name = "shed"
polygon = [[40, 2], [50, 2], [50, 10], [40, 10]]
air_changes_per_h = 20
[[target]]
name = "tree"
at = [20, 10, 2]
[[air]]
name = "haze"
polygon = [[0, 0], [5, 0], [5, 40], [0, 40]]
extinction_per_m = 0.1
[[detector]]
name = "sniffer"
kind = "gas"
at = [20, 20]
threshold_ppm = 100
delay_s = 60
sounds = "siren"
shuts = "flange"
)";

std::string people(int count) {
  return "[[alarm]]\nname = \"siren\"\n[[people]]\ncount = " + std::to_string(count) +
         "\npolygon = [[25, 5], [58, 5], [58, 35], [25, 35]]\n";
}

const std::string run_table = "[run]\nuntil_s = 200\n";

/// Runs cases in one folder.
struct Site {
  results::ResultsReader done(const std::string& name, const std::string& text, RunOptions options = {}) {
    options.out = folder.path() / name;
    options.quiet = true;
    json = Json::parse(results::to_json(run(read_case(folder.write(name + ".toml", text)), options)));
    return results::ResultsReader(options.out / "results.h5");
  }
  std::string refused(const std::string& text) {
    try {
      done("refused", text);
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }
  test::TemporaryFolder folder;
  Json json;  ///< summary of the last run
};

/// What people met, where they were at the end and what the hazards came to: all bits.
void expect_same(const results::ResultsReader& a, const results::ResultsReader& b) {
  const results::PeopleDoses x = a.exposure().doses, y = b.exposure().doses;
  EXPECT_EQ(x.load, y.load);
  EXPECT_EQ(x.peak, y.peak);
  EXPECT_EQ(x.seconds, y.seconds);
  EXPECT_EQ(a.exposure().stays.load, b.exposure().stays.load);
  ASSERT_EQ(a.frames(), b.frames());
  const results::Frame last = a.frame(a.frames() - 1), other = b.frame(b.frames() - 1);
  EXPECT_EQ(last.x, other.x);
  EXPECT_EQ(last.state, other.state);
  const results::HazardTables h = a.hazards(), i = b.hazards();
  ASSERT_EQ(h.frames.size(), i.frames.size());
  for (size_t k = 0; k < h.frames.size(); ++k) {
    EXPECT_EQ(h.frames[k].concentration, i.frames[k].concentration) << k;
    EXPECT_EQ(h.frames[k].flux, i.frames[k].flux) << k;
    EXPECT_EQ(h.frames[k].radiation, i.frames[k].radiation) << k;
    EXPECT_EQ(h.frames[k].extinction, i.frames[k].extinction) << k;
    EXPECT_EQ(h.frames[k].target_flux, i.frames[k].target_flux) << k;
  }
  EXPECT_EQ(h.totals.toxic_load, i.totals.toxic_load);
  EXPECT_EQ(h.totals.dose, i.totals.dose);
  EXPECT_EQ(h.totals.target_dose, i.totals.target_dose);
}

const std::string yard = test::yard(60, 40);

TEST(EarlierRun, dosesAreThoseOfTheRunThatComputedTheHazardsBitForBit) {
  Site site;
  const auto first = site.done("first", yard + the_hazards + people(20) + run_table);
  const Json computed = site.json;
  ASSERT_FALSE(first.hazards().frames.front().radiation.empty());
  ASSERT_FALSE(first.hazards().frames.back().extinction.empty());
  const std::string from = "[hazards]\nfrom = \"first/results.h5\"\n";
  // The same people.
  const auto again = site.done("again", yard + from + people(20) + run_table);
  expect_same(first, again);
  EXPECT_GT(first.exposure().doses.load[0], 0);
  EXPECT_EQ(site.json.at("hazards"), computed.at("hazards"));
  EXPECT_EQ(site.json.at("exposure"), computed.at("exposure"));
  EXPECT_EQ(site.json.at("detectors"), computed.at("detectors"));
  EXPECT_EQ(site.json.at("inputs").size(), computed.at("inputs").size() + 1);
  // Other people, another seed.
  const std::string more = "seed = 7\n";
  const auto others = site.done("others", more + yard + the_hazards + people(35) + run_table);
  const auto taken = site.done("taken", more + yard + from + people(35) + run_table);
  expect_same(others, taken);
  // Another way out: the places where hazards are looked at are the same.
  const std::string exit = "[[exit]]\nname = \"back\"\nline = [[60, 18], [60, 22]]\n";
  expect_same(site.done("back", yard + exit + the_hazards + people(20) + run_table),
              site.done("back_taken", yard + exit + from + people(20) + run_table));
}

// People who walk on after the last sample of the earlier run: what comes then is computed.
TEST(EarlierRun, whatTheFileDoesNotReachIsComputed) {
  Site site;
  const std::string short_fire = test::weather(3) +
                                 "[[fire]]\nname = \"pool\"\nkind = \"pool\"\nfuel = \"gasoline\"\nat = [40, 12]\n"
                                 "diameter_m = 3\nuntil_s = 95\n";
  const std::string quick = "[[people]]\npoints = [[5, 20]]\n";
  const std::string slow = "[[people]]\npoints = [[42, 20]]\npremovement_s = 300\n";
  const std::string until = "[run]\nuntil_s = 600\n";
  const auto first = site.done("first", yard + short_fire + quick + until);
  const auto computed = site.done("computed", yard + short_fire + slow + until);
  const auto taken = site.done("taken", yard + "[hazards]\nfrom = \"first/results.h5\"\n" + slow + until);
  EXPECT_LT(first.hazards().frames.size(), computed.hazards().frames.size());
  expect_same(computed, taken);
  EXPECT_GT(taken.exposure().doses.load[0], 0);
}

/// Gas that the solver carries past a shed, whose air changes; 60 s and for as long as it takes to clear.
const std::string carried = yard + test::weather(3) + R"([[leak]]
name = "valve"
substance = "carbon_monoxide"
at = [20, 20]
source = "series"
temperature_C = 15
series = [[0, 0.3], [20, 0]]
[[enclosure]]
name = "shed"
polygon = [[40, 14], [50, 14], [50, 26], [40, 26]]
air_changes_per_h = 60
[hazards]
every_s = 5
arrivals_s = [0]
[flow]
cell_m = 2
margin_m = 6
height_m = 16
spin_up_s = 5
)";
const std::string stays = "[[people]]\npoints = [[30, 20], [45, 20]]\npremovement_s = 50\n[run]\nuntil_s = 400\n";

TEST(EarlierRun, gasThatTheSolverCarriedIsTakenBitForBit) {
  Site site;
  const auto first = site.done("first", carried + stays);
  const Json computed = site.json;
  ASSERT_GT(first.exposure().doses.load[0], 0);
  const auto taken = site.done("taken", yard + "[hazards]\narrivals_s = [0]\nfrom = \"first/results.h5\"\n" + stays);
  expect_same(first, taken);
  EXPECT_EQ(site.json.at("hazards"), computed.at("hazards"));
  EXPECT_EQ(site.json.at("warnings"), computed.at("warnings")) << "what the solver had to say is said again";
  EXPECT_FALSE(site.json.at("timing").at("phases").empty());
}

// The file ends when the gas has cleared; who stays longer meets what is computed from the start then.
TEST(EarlierRun, whatTheSolverDidNotComputeIsComputed) {
  Site site;
  std::string soon_clear = carried;
  soon_clear.replace(soon_clear.find("_per_h = 60"), 11, "_per_h = 100");  // 9.2 changes take 331 s
  const auto first = site.done("first", soon_clear + "[[people]]\npoints = [[5, 20]]\n[run]\nuntil_s = 700\n");
  const std::string slow = "[[people]]\npoints = [[30, 20], [45, 20]]\npremovement_s = 650\n[run]\nuntil_s = 700\n";
  const auto computed = site.done("computed", soon_clear + slow);
  ASSERT_LT(first.hazards().frames.size(), computed.hazards().frames.size());
  const auto taken = site.done("taken", yard + "[hazards]\narrivals_s = [0]\nfrom = \"first/results.h5\"\n" + slow);
  expect_same(computed, taken);
}

TEST(EarlierRun, whoStoodInCarriedGasThatBurntIsNotInTheFile) {
  Site site;
  site.done("first", carried + "[[flash_fire]]\nname = \"spark\"\nleak = \"valve\"\nat_s = 12\n" + stays);
  EXPECT_NE(site.refused(yard + "[hazards]\narrivals_s = [0]\nfrom = \"first/results.h5\"\n" + stays)
                .find("gas of [flow] that burns"),
            std::string::npos);
}

// As studies do: a run without people computes, runs with people read, whoever they are.
TEST(EarlierRun, hazardsAloneAreTakenBitForBit) {
  Site site;
  for (const std::string& hazards : {yard + the_hazards, carried}) {
    RunOptions alone, shared;
    alone.nobody = true;
    site.done("alone", hazards + people(5) + run_table, alone);
    EXPECT_EQ(site.json.at("people").at("placed"), 0);
    shared.shared_hazards = site.folder.path() / "alone" / "results.h5";
    for (const int count : {5, 20}) {
      const auto computed = site.done("computed", hazards + people(count) + run_table);
      Json own = site.json;
      const auto taken = site.done("taken", hazards + people(count) + run_table, shared);
      expect_same(computed, taken);
      for (const char* of_its_own : {"timing", "inputs", "case"}) own.erase(of_its_own), site.json.erase(of_its_own);
      EXPECT_EQ(site.json, own) << count;
    }
    std::filesystem::remove_all(site.folder.path() / "alone");
  }
}

TEST(EarlierRun, sharedHazardsThatDoNotFitAreComputed) {
  Site site;
  RunOptions alone, shared;
  alone.nobody = true;
  site.done("alone", test::yard(60, 42) + the_hazards + people(5) + run_table, alone);
  shared.shared_hazards = site.folder.path() / "alone" / "results.h5";
  const auto computed = site.done("computed", yard + the_hazards + people(5) + run_table);
  expect_same(computed, site.done("taken", yard + the_hazards + people(5) + run_table, shared));
  shared.shared_hazards = site.folder.path() / "nowhere.h5";
  expect_same(computed, site.done("none", yard + the_hazards + people(5) + run_table, shared));
}

std::string inputs_of(const std::string& text) {
  std::vector<Mistake> mistakes;
  return hazard_inputs(*parse_document(text, "test", {}, mistakes));
}

TEST(HazardInputs, areTheSameWhereHazardsAre) {
  const std::string base = inputs_of(yard + the_hazards + people(5) + run_table);
  EXPECT_NE(base, "");
  for (const std::string& other :
       {"title = \"x\"\nseed = 7\n" + yard + the_hazards + people(50) + run_table,
        yard + "closed = true\n" + the_hazards + run_table,
        yard + the_hazards + people(5) + "[reactions]\nfalls = \"never\"\n" + run_table + "step_s = 0.1\n"})
    EXPECT_EQ(inputs_of(other), base) << other;
  std::string wind = the_hazards;
  wind.replace(wind.find("wind_m_s = 3"), 12, "wind_m_s = 4");
  for (const std::string& other :
       {yard + wind + run_table, yard + the_hazards, test::yard(60, 42) + the_hazards + run_table,
        yard + the_hazards + "[[people]]\npoints = [[5, 5]]\n" + run_table,
        yard + "[[exit]]\nname = \"back\"\nline = [[60, 18], [60, 22]]\n" + the_hazards + run_table,
        yard + the_hazards + "[[tank]]\nname = \"a\"\n" + run_table})
    EXPECT_NE(inputs_of(other), base) << other;
  EXPECT_EQ(inputs_of(yard + people(5)), "") << "no hazards";
  EXPECT_EQ(inputs_of(yard + "[hazards]\nfrom = \"a.h5\"\n[[leak]]\n"), "");
}

TEST(HazardInputs, gustsAreDrawn) {
  std::vector<Mistake> none;
  EXPECT_TRUE(gusts_by_seed(*parse_document(carried, "test", {}, none)));
  EXPECT_FALSE(gusts_by_seed(*parse_document(carried + "gusts = false\n", "test", {}, none)));
  EXPECT_FALSE(gusts_by_seed(*parse_document(the_hazards, "test", {}, none)));
}

TEST(EarlierRun, whatDoesNotFitIsRefused) {
  Site site;
  site.done("first", yard + the_hazards + people(2) + run_table);
  const std::string from = "[hazards]\nfrom = \"first/results.h5\"\n";
  const auto expect = [&](const std::string& text, const std::string& what) {
    const std::string message = site.refused(text);
    EXPECT_NE(message.find(what), std::string::npos) << what << "\n" << message;
  };
  const std::string rest = people(2) + run_table;
  expect(yard + "[hazards]\nfrom = \"none.h5\"\n" + rest, "hazards.from = \"none.h5\": no such file");
  expect(yard + "[hazards]\nfrom = \"first.toml\"\n" + rest, "hazards.from");
  expect(yard + from + test::weather(3) + rest, "weather: is that of the run which hazards.from names");
  expect(yard + from + "every_s = 5\n" + rest, "hazards.every_s = 5: is that of the run");
  expect(yard + from + people(2) + "[run]\nuntil_s = 300\n", "known until 200 s");
  expect(test::yard(60, 42) + from + rest, "[model] differs");
  std::string finer = yard;
  finer.replace(finer.find("cell_m = 0.5"), 12, "cell_m = 0.4");
  expect(finer + from + rest, "its floors are not those of this case");
  expect(yard + "[[blocker]]\nname = \"wall\"\nheight_m = 3\npolygon = [[30, 1], [31, 1], [31, 3], [30, 3]]\n" + from +
             rest,
         "blockers");
  const std::string detector =
      "[[detector]]\nname = \"nose\"\nkind = \"gas\"\nat = [30, 20]\nthreshold_ppm = 1\nsounds = \"siren\"\n";
  expect(yard + from + rest + detector + "shuts = \"flange\"\n", "detector[0].shuts");
  EXPECT_EQ(site.refused(yard + from + rest + detector), "");
  EXPECT_EQ(site.json.at("detectors").size(), 2u);
  // From that one again: only the run that computed them can be named.
  expect(yard + "[hazards]\nfrom = \"refused/results.h5\"\n" + rest, "name that one");
  // Without the siren the detector of the file only shuts the leak.
  EXPECT_EQ(site.refused(yard + from + "[[people]]\ncount = 2\n" + run_table), "");
}

}  // namespace
}  // namespace muster::sim
