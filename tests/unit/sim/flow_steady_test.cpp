// [flow] with tier = "steady": winds that are kept and scaled, gas that goes with them, what is refused.
#include "sim/hazard/flow_steady.h"

#include "base/parallel.h"
#include "sim/case/hazard_inputs.h"
#include "sim/data/substance_data.h"
#include "tests/support/yard.h"

#include <cmath>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

namespace fs = std::filesystem;
using muster::test::mistakes_of;

/// A walled yard of 40 m x 30 m; carbon monoxide seeps out in its middle.
std::string yard_with(double wind, const std::string& flow, const std::string& more = "",
                      const std::string& leak = "substance = \"carbon_monoxide\"\nseries = [[0, 0.02]]\n") {
  return muster::test::yard(40, 30) + muster::test::weather(wind) +
         "[[leak]]\nname = \"seep\"\nat = [20, 15]\nsource = \"series\"\ntemperature_C = 15\n" + leak +
         "[hazards]\nevery_s = 20\n[run]\nuntil_s = 600\n" + more +
         "[flow]\ntier = \"steady\"\ncell_m = 2\nmargin_m = 8\nheight_m = 16\nspin_up_s = 10\nwind_averaging_s = 30\n" +
         flow;
}

std::vector<float> samples(const std::string& text, int count, bool* kept = nullptr) {
  muster::test::Place place(text);
  results::HazardFrame frame;
  for (int k = 0; k <= count; ++k) frame = place.hazards.sample();
  if (kept != nullptr) *kept = !place.warned("flow_wind_not_kept");
  return frame.concentration;
}

class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / fmt::format("muster_winds_{}", getpid())) { fs::remove_all(path_); }
  ~Folder() { fs::remove_all(path_); }
  std::string key() const { return fmt::format("wind_library = \"{}\"\n", path_.string()); }
  std::vector<fs::path> files() const {
    std::vector<fs::path> all;
    for (const auto& each : fs::directory_iterator(path_)) all.push_back(each.path());
    return all;
  }

 private:
  fs::path path_;
};

TEST(FlowSteady, AWindIsKeptAndTakenAgain) {
  const Folder winds;
  const std::vector<float> computed = samples(yard_with(3, winds.key()), 5);
  ASSERT_EQ(winds.files().size(), 1u) << "one wind, no lock and nothing half written";
  const auto written = fs::last_write_time(winds.files().front());
  EXPECT_EQ(samples(yard_with(3, winds.key()), 5), computed) << "read";
  EXPECT_EQ(samples(yard_with(3, ""), 5), computed) << "its own";
  // Whatever the speed, the temperature and the leak, the wind is the same.
  samples(yard_with(6, winds.key(), "", "substance = \"carbon_monoxide\"\nseries = [[0, 0.01]]\n"), 1);
  ASSERT_EQ(winds.files().size(), 1u);
  EXPECT_EQ(fs::last_write_time(winds.files().front()), written);
  // What is no wind is computed again, and told.
  std::ofstream(winds.files().front()) << "nothing";
  bool kept = true;
  EXPECT_EQ(samples(yard_with(3, winds.key()), 5, &kept), computed);
  EXPECT_FALSE(kept);
  EXPECT_EQ(samples(yard_with(3, winds.key()), 5, &kept), computed);
  EXPECT_TRUE(kept) << "good again";
}

TEST(FlowSteady, IsTheSameOnAnyNumberOfThreads) {
  const auto with = [](size_t threads) {
    const ThreadLimit limit(threads);
    return samples(yard_with(3, ""), 3);
  };
  const std::vector<float> one = with(1);
  EXPECT_GT(*std::max_element(one.begin(), one.end()), 1e-5F);
  EXPECT_EQ(one, with(2));
  EXPECT_EQ(one, with(3));
}

// Twice the wind: half of what is there, once it is all there.
TEST(FlowSteady, ConcentrationsGoWithOneOverTheWind) {
  const Folder winds;
  const auto slow = samples(yard_with(2.5, winds.key()), 20), fast = samples(yard_with(5, winds.key()), 20);
  double worst = 0;
  size_t seen = 0;
  for (size_t s = 0; s < slow.size(); ++s)
    if (slow[s] > 1e-6F) ++seen, worst = std::max(worst, std::abs(static_cast<double>(slow[s] / fast[s]) / 2 - 1));
  EXPECT_GT(seen, 50u);
  EXPECT_LT(worst, 0.01);
}

TEST(FlowSteady, WhereWindsAreKeptAndTheSeedAlterNoHazard) {
  std::vector<Mistake> none;
  const auto read = [&](const std::string& text) { return parse_document(text, "case.toml", {}, none).value(); };
  const Node kept = read(yard_with(3, "wind_library = \"winds\"\n")), own = read(yard_with(3, ""));
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(hazard_inputs(kept), hazard_inputs(own));
  EXPECT_NE(hazard_inputs(own), "");
  EXPECT_FALSE(gusts_by_seed(own));
}

TEST(FlowSteady, SaysWhatItIs) {
  muster::test::Place place(yard_with(3, ""));
  EXPECT_TRUE(place.warned("flow_steady"));
  EXPECT_FALSE(place.warned("flow_unvalidated"));
  place.hazards.sample();
  const results::HazardUse use = place.hazards.uses().at(0);
  EXPECT_TRUE(std::any_of(use.source.begin(), use.source.end(), [](const auto& entry) {
    return entry.first == "flow_tier" && std::get<std::string>(entry.second) == "steady";
  }));
}

// Britter and McQuaid by hand: 0.1 kg/s of chlorine at 15 C, 3.000 kg/m3 (p W / (R T)), in 3 m/s at 10 m, air 1.22.
TEST(FlowSteady, PassiveIsWhatTheCriterionSays) {
  const muster::test::Place place(muster::test::yard(40, 30) + muster::test::weather(3) +
                                  "[[leak]]\nname = \"a\"\nat = [20, 15]\nsource = \"series\"\ntemperature_C = 15\n"
                                  "substance = \"chlorine\"\nseries = [[0, 0.1]]\n");
  const Case& c = place.evacuation.the_case;
  const substance::Library library = read_substances(c.substances);
  LeakCloud leak;
  leak.substance = library.find("chlorine");
  substance::SourceTerm term;
  substance::Outflow flow;
  flow.rate = 0.1, flow.temperature = 288.15;
  term.outflow = {flow};
  leak.terms = {term};
  const plume::Atmosphere air(*c.weather);
  const double density = 101325 * 0.070906 / (8.314462618 * 288.15), q = 0.1 / density;
  const double lighter = 9.80665 * (density - air.density(2)) / air.density(2);
  EXPECT_NEAR(passiveness(leak, air).number, std::cbrt(lighter * q / (27 * std::sqrt(q / 3))), 0.01);
  EXPECT_TRUE(passiveness(leak, air).dense);
  leak.terms.front().outflow.front().rate = 1e-5;
  EXPECT_FALSE(passiveness(leak, air).dense);
}

// Chlorine runs over the ground as a layer, carbon monoxide beside it goes as air does; on any number of threads.
TEST(FlowSteady, DenseGasRunsOverTheGround) {
  const std::string chlorine = "substance = \"chlorine\"\nseries = [[0, 0.5]]\n";
  const std::string beside =
      "[[leak]]\nname = \"main\"\nsubstance = \"carbon_monoxide\"\nat = [12, 15]\nsource = \"series\"\n"
      "temperature_C = 15\nseries = [[0, 0.02]]\n";
  const std::string text = yard_with(3, "", beside, chlorine);
  std::vector<float> first;
  for (const size_t threads : {1, 3}) {
    const ThreadLimit limit(threads);
    muster::test::Place place(text);
    EXPECT_TRUE(place.warned("flow_steady_dense"));
    results::HazardFrame frame;
    for (int k = 0; k <= 5; ++k) frame = place.hazards.sample();
    if (first.empty())
      first = frame.concentration;
    else
      EXPECT_EQ(frame.concentration, first);
    EXPECT_GT(*std::max_element(frame.concentration.begin(), frame.concentration.end()), 1e-3F);
  }
}

TEST(FlowSteady, RefusesWhatASteadyWindCannotDo) {
  const std::string high = "substance = \"chlorine\"\nseries = [[0, 0.5]]\nheight_m = 3\n";
  EXPECT_NE(mistakes_of(yard_with(3, "", "", high)).find("is denser than air and comes out 3 m above"),
            std::string::npos);
  EXPECT_NE(mistakes_of(yard_with(0, "")).find("no wind"), std::string::npos);
  EXPECT_NE(mistakes_of(yard_with(3, "gusts = true\n")).find("does not apply with tier"), std::string::npos);
  std::string stable = yard_with(3, "");
  stable.replace(stable.find("\"D\""), 3, "\"F\"");
  EXPECT_NE(mistakes_of(stable).find("neutral air, class D"), std::string::npos);
  const std::string shuts = "[[event]]\nat_s = 60\nclose = \"gate\"\n";
  EXPECT_NE(mistakes_of(yard_with(3, "", shuts)).find("opens or shuts"), std::string::npos);
  std::string eddies = yard_with(3, "wind_library = \"winds\"\n");
  eddies.replace(eddies.find("\"steady\""), 8, "\"eddies\"");
  EXPECT_NE(mistakes_of(eddies).find("applies only with tier"), std::string::npos);
}

}  // namespace
}  // namespace muster::sim
