// Flash fires of gas that the large-eddy solver carries: who stands in it at that moment burns, and it is gone then.
#include "base/parallel.h"
#include "sim/case/document.h"
#include "sim/case/hazard_inputs.h"
#include "tests/support/yard.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

using muster::test::mistakes_of;

/// A yard of 40 m x 30 m in a wind from the west; methane comes out near the ground and is lit between two samples or
/// not at all. Floors are looked at in the middle of a body.
std::string yard_lit(const std::string& lit, const std::string& flow = "") {
  return muster::test::yard(40, 30) + muster::test::weather(2) + R"(humidity = 0
[[leak]]
name = "valve"
substance = "methane"
at = [12, 15]
source = "series"
temperature_C = -100
series = [[0, 2], [40, 0]]
[hazards]
every_s = 5
height_m = 0.9
[flow]
cell_m = 1
margin_m = 6
height_m = 10
spin_up_s = 5
)" + flow +
         lit;
}
std::string flash(double at, double share = 1) {
  return fmt::format("[[flash_fire]]\nname = \"spark\"\nleak = \"valve\"\nat_s = {}\nlfl_share = {}\n", at, share);
}

results::HazardFrame sampled(muster::test::Place& place, int samples) {
  results::HazardFrame frame;
  for (int k = 0; k < samples; ++k) frame = place.hazards.sample();
  return frame;
}

// Up to the moment of the fire the air is the same bit for bit where that is a moment of a sample.
TEST(FlowFlash, WhoeverStandsInTheCloudBurns) {
  muster::test::Place lit(yard_lit(flash(20))), unlit(yard_lit(""));
  const results::HazardFrame before = sampled(unlit, 5), after = sampled(lit, 5);
  const Strike& strike = lit.hazards.strikes().at(0);
  const double lower = lit.hazards.substance(0).flammability->lower;
  size_t rich = 0, spared = 0;
  for (size_t s = 0; s < before.concentration.size(); ++s) {
    if (static_cast<double>(before.concentration[s]) >= lower) {
      ++rich;
      EXPECT_EQ(strike.lethality[s], 1) << s;
    }
    spared += strike.lethality[s] == 0 ? 1 : 0;
  }
  EXPECT_GT(rich, 20u);
  EXPECT_GT(spared, before.concentration.size() / 2);
  EXPECT_EQ(*std::max_element(after.concentration.begin(), after.concentration.end()), 0) << "it has burnt";
  EXPECT_LT(*std::max_element(after.fields[0].begin(), after.fields[0].end()), 1e-7F);
  const results::HazardFrame later = sampled(lit, 2);
  EXPECT_EQ(*std::max_element(later.concentration.begin(), later.concentration.end()), 0) << "and burns on";
}

TEST(FlowFlash, IsTold) {
  muster::test::Place place(yard_lit(flash(17.3, 0.5)));
  sampled(place, 5);
  const auto& uses = place.hazards.uses();
  const auto use = std::find_if(uses.begin(), uses.end(), [](const auto& u) { return u.kind == "flash_fire"; });
  ASSERT_NE(use, uses.end());
  const double mass = muster::test::source_of(*use, "flammable_mass_kg");
  EXPECT_GT(mass, 0.2);
  EXPECT_LT(mass, 2 * 17.3);
  ASSERT_EQ(use->endpoints.size(), 1u);
  EXPECT_EQ(use->endpoints[0].criterion, "0.5 LFL");
  EXPECT_GT(use->endpoints[0].floor_area.value_or(0), 10);
  EXPECT_GT(use->endpoints[0].floor_distance.value_or(0), 4);
  EXPECT_TRUE(place.warned("leak_burns_on"));
  EXPECT_FALSE(place.warned("nothing_to_burn"));
}

TEST(FlowFlash, IsTheSameOnAnyNumberOfThreads) {
  const auto lethality = [](size_t threads) {
    const ThreadLimit limit(threads);
    muster::test::Place place(yard_lit(flash(17.3)));
    const results::HazardFrame last = sampled(place, 5);
    return std::pair(place.hazards.strikes().at(0).lethality, last.fields);
  };
  EXPECT_EQ(lethality(1), lethality(3));
}

TEST(FlowFlash, BeforeAnyGasIsThereNothingBurns) {
  std::string late = yard_lit(flash(3));
  late.replace(late.find("series = [[0, 2]"), 16, "begins_s = 2.9\nseries = [[0, 1e-6]");
  muster::test::Place place(late);
  sampled(place, 2);
  EXPECT_TRUE(place.warned("nothing_to_burn"));
}

TEST(FlowFlash, DetectorsDoNotSetGasFreeThatHasBurnt) {
  const std::string detector =
      "[[detector]]\nname = \"nose\"\nkind = \"gas\"\nat = [16, 15]\nheight_m = 0.5\nthreshold_ppm = 100\n"
      "delay_s = 25\nshuts = \"valve\"\n";
  muster::test::Place place(yard_lit(flash(20) + detector));
  const results::HazardFrame frame = sampled(place, 9);
  EXPECT_EQ(*std::max_element(frame.concentration.begin(), frame.concentration.end()), 0);
}

TEST(FlowFlash, WithSteadyWindsItIsThatOfTheMean) {
  muster::test::Place place(yard_lit(flash(20, 0.5), "tier = \"steady\"\n"));
  EXPECT_TRUE(place.warned("flammable_averaging"));
}

// What an explosion comes to is known beforehand where it does not ask for the cloud.
TEST(FlowFlash, ExplosionsStandForThemselves) {
  const std::string blast = "[[explosion]]\nname = \"rack\"\nat_s = 20\nlaw = \"tnt\"\nat = [20, 15]\n";
  muster::test::Place place(yard_lit(blast + "substance = \"methane\"\nmass_kg = 20\n"));
  EXPECT_GT(place.hazards.strikes().at(0).pressure.at(0), 0);
  EXPECT_NE(mistakes_of(yard_lit(blast + "leak = \"valve\"\n")).find("write mass_kg"), std::string::npos);
}

TEST(FlowFlash, RunsDoNotShareIt) {
  const auto inputs = [](const std::string& text) {
    std::vector<Mistake> mistakes;
    return hazard_inputs(*parse_document(text, "test", {}, mistakes));
  };
  EXPECT_NE(inputs(yard_lit("")), "");
  EXPECT_EQ(inputs(yard_lit(flash(20))), "");
}

}  // namespace
}  // namespace muster::sim
