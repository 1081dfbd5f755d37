// What condenses in the air that [flow] computes: drops of two-phase leaks get there, and they and the water of the air
// mix as in the integral model.
#include "models/flow/gas/mixture.h"
#include "models/plume/dense/mixture.h"
#include "sim/data/substance_data.h"
#include "tests/support/yard.h"

#include <array>
#include <cmath>
#include <utility>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

using muster::test::mistakes_of;

// Dry air of 20 C. SLAB's air weighs 0.02896 kg/mol and takes 1005.87 J/kg/K, this one 0.0289652 and 1006; its R has
// one digit less.
TEST(FlowDrops, MixAsInTheIntegralModel) {
  const substance::Library library = read_substances();
  for (const char* name : {"ammonia", "propane", "chlorine"}) {
    const substance::Substance& s = *library.find(name);
    const double warm = 293.15, drops = 0.8, cold = s.boiling_temperature(101325);
    const substance::TwoPhase c = substance::two_phase(s, cold, warm);
    const plume::dense::Mixture integral(c, {warm, 101325, 0}, cold, drops);
    flow::Mixture here;
    here.released = {{s.id, c.molar_mass, c.gas_heat, true}}, here.liquid = c;
    for (const double y : {0.02, 0.1, 0.2, 0.4, 0.7, 0.95, 1.0}) {
      const double h = y * (c.gas_heat * cold - drops * c.latent(cold)) + (1 - y) * here.air.heat_capacity * warm;
      const flow::Mixture::State state = here.state(&y, h, 101325);
      const plume::dense::Mixed mixed = integral.at(y, 0);
      EXPECT_NEAR(state.temperature, mixed.temperature, 0.02) << name << y;
      EXPECT_NEAR(state.density / mixed.density, 1, 5e-4) << name << y;
      EXPECT_NEAR(y - state.drops, mixed.vapour, 2e-4) << name << y;
    }
  }
}

// Both from the weather 2 m up: 25 C and 80 %, which ammonia's drops and methane's cold make condense.
TEST(FlowFog, MixesAsInTheIntegralModel) {
  const substance::Library library = read_substances();
  const double warm = 298.15;
  for (const auto& [name, drops] : {std::pair("methane", 0.0), {"ammonia", 0.0}, {"ammonia", 0.8}, {"propane", 0.6}}) {
    const substance::Substance& s = *library.find(name);
    const double cold = s.boiling_temperature(101325);
    const substance::TwoPhase c = substance::two_phase(s, cold, warm);
    for (const double humidity : {0.2, 0.8, 1.0}) {
      const plume::dense::Mixture integral(c, {warm, 101325, humidity}, cold, drops);
      flow::Mixture here;
      here.released = {{s.id, c.molar_mass, c.gas_heat, drops > 0}};
      if (drops > 0) here.liquid = c;
      here.moisten(humidity, warm, 101325);
      size_t foggy = 0;
      for (const double y : {0.01, 0.03, 0.1, 0.2, 0.4, 0.7, 0.95}) {
        const double h = y * (c.gas_heat * cold - drops * c.latent(cold)) + (1 - y) * here.air.heat_capacity * warm;
        const flow::Mixture::State state = here.state(&y, h, 101325);
        const plume::dense::Mixed mixed = integral.at(y, 0);
        EXPECT_NEAR(state.temperature, mixed.temperature, 0.05) << name << y;
        EXPECT_NEAR(state.density / mixed.density, 1, 1e-3) << name << y;
        EXPECT_NEAR((1 - y) * here.moisture - state.fog, mixed.water, 2e-5) << name << y;
        foggy += state.fog > 1e-4 ? 1 : 0;
      }
      EXPECT_GE(foggy, humidity > 0.5 ? 4u : 1u) << name << humidity;
    }
  }
}

/// A yard between walls of 3 m, with a wind from the west. Five seconds of 0.5 kg/s from the liquid line, downwind.
std::string yard_with(const std::string& leak, const std::string& tier = "", const std::string& flow = "") {
  return muster::test::yard(60, 30) + "[weather]\nwind_m_s = 3\nwind_from_deg = 270\nstability = \"D\"\n" +
         "[[leak]]\nname = \"line\"\nsubstance = \"ammonia\"\nat = [10, 15]\nheight_m = 1\nbegins_s = 5\n"
         "source = \"series\"\ntemperature_C = -33.4\nliquid_fraction = 0.8\nspeed_m_s = 20\n"
         "series = [[0, 0.5], [5, 0]]\n" +
         leak + "[hazards]\nevery_s = 5\n[flow]\n" + tier + "margin_m = 6\nheight_m = 12\nspin_up_s = 5\n" + flow;
}
const std::string coarse = "cell_m = 1\nfields_every_s = 5\n";

/// [kg] of ammonia and the lowest temperature [K] in the cells that are stored: x of it, drops counted as vapour, T.
struct Held {
  double mass = 0, coldest = 400;
};
Held held(const results::FieldGrid& cells, const std::vector<std::vector<float>>& fields) {
  const substance::Library library = read_substances();
  const substance::TwoPhase c = substance::two_phase(*library.find("ammonia"), 239.75, 288.15);
  const double volume = std::pow(cells.x[1] - cells.x[0], 3);
  Held sum;
  for (size_t i = 0; i < fields[0].size(); ++i) {
    const auto x = static_cast<double>(fields[0][i]), t = static_cast<double>(fields[1][i]);
    if (t > 0) sum.coldest = std::min(sum.coldest, t);
    if (x <= 0) continue;
    // Of each mole of air so many of ammonia, of which so many are vapour.
    const double all = x / (1 - x), share = c.saturation(t) / 101325;
    const double vapour = share < 1 ? std::min(all, share / (1 - share)) : all;
    const double fills = (1 + vapour) * substance::gas_constant * t / 101325;
    sum.mass += volume * all * c.molar_mass / fills;
  }
  return sum;
}

TEST(FlowDrops, OfALeakArriveInTheBox) {
  muster::test::Place place(yard_with("", "", coarse));
  EXPECT_TRUE(place.warned("flow_drops"));
  EXPECT_NEAR(muster::test::source_of(place.hazards.uses().at(0), "airborne_kg"), 2.5, 1e-9);
  const results::HazardGrid grid = place.hazards.grid();
  results::HazardFrame frame;
  for (int k = 0; k <= 1; ++k) frame = place.hazards.sample();
  const double calm = held(grid.flow, frame.fields).coldest;
  frame = place.hazards.sample();
  ASSERT_EQ(frame.time, 10);
  const Held now = held(grid.flow, frame.fields);
  EXPECT_NEAR(now.mass, 2.5, 0.05) << "half a step is still to come; fields have 11 bits";
  EXPECT_LT(now.coldest, 239) << "drops that evaporate into air cool it below their boiling point";
  EXPECT_GT(calm, 287);
}

TEST(FlowDrops, AreRefusedWhereTheyCannotBeCarried) {
  const std::string steady = mistakes_of(yard_with("", "tier = \"steady\"\nwind_averaging_s = 30\n", "cell_m = 1\n"));
  EXPECT_NE(steady.find("80 % of what gets into the air are drops, and steady winds carry gas only"), std::string::npos)
      << steady;
  const std::string two =
      mistakes_of(yard_with("[[leak]]\nname = \"tank\"\nsubstance = \"propane\"\nat = [20, 15]\nsource = \"series\"\n"
                            "temperature_C = -43\nliquid_fraction = 0.5\nspeed_m_s = 20\nseries = [[0, 0.5], [5, 0]]\n",
                            "", "cell_m = 1\n"));
  EXPECT_NE(two.find("comes with drops, as ammonia does"), std::string::npos) << two;
  // Two leaks of one substance, and a gas beside them, go together.
  EXPECT_EQ(mistakes_of(yard_with("[[leak]]\nname = \"tank\"\nsubstance = \"ammonia\"\nat = [20, 15]\n"
                                  "source = \"series\"\ntemperature_C = 0\nseries = [[0, 0.5], [5, 0]]\n"
                                  "[[leak]]\nname = \"main\"\nsubstance = \"methane\"\nat = [20, 15]\n"
                                  "source = \"series\"\ntemperature_C = 0\nseries = [[0, 0.5], [5, 0]]\n",
                                  "", "cell_m = 1\n")),
            "");
}

/// A yard with a wind from the west; for 20 s methane of its boiling point comes out 6 m up, where the ground does not
/// warm it.
std::string cold_in(const std::string& weather) {
  return muster::test::yard(60, 40) + "[weather]\nwind_m_s = 3\nwind_from_deg = 270\nstability = \"D\"\n" +
         "air_temperature_C = 25\n" + weather +
         "[[leak]]\nname = \"spill\"\nsubstance = \"methane\"\nat = [10, 20]\nheight_m = 6\nsource = \"series\"\n"
         "temperature_C = -161.5\nseries = [[0, 3], [20, 0]]\n[hazards]\nevery_s = 10\n[flow]\nmargin_m = 6\n"
         "height_m = 16\nspin_up_s = 2\ngusts = false\ncell_m = 1\nfields_every_s = 10\n";
}

TEST(FlowFog, WarmsAColdCloudAndMakesItLighter) {
  muster::test::Place dry(cold_in("humidity = 0\n")), humid(cold_in("humidity = 0.8\n"));
  const results::HazardGrid grid = humid.hazards.grid();
  results::HazardFrame without, with;
  for (int k = 0; k <= 1; ++k) without = dry.hazards.sample(), with = humid.hazards.sample();
  // Warmer by degrees where they are as rich: of each tenth of a volume fraction the mean temperature.
  std::array<std::array<double, 2>, 5> sum{}, count{};
  double high = 0, low = 0, mass = 0, least = 0;
  for (size_t run = 0; run < 2; ++run) {
    const auto& fields = (run == 0 ? without : with).fields;
    double lifted = 0, all = 0;
    for (size_t i = 0; i < fields[0].size(); ++i) {
      const auto x = static_cast<double>(fields[0][i]), t = static_cast<double>(fields[1][i]);
      if (t <= 0) continue;
      if (x < 1e-6) {
        EXPECT_NEAR(t, 298.15, 0.1) << "air that holds none is as it was";
      }
      const size_t tenth = static_cast<size_t>(x * 10);
      if (tenth < sum.size()) sum[tenth][run] += t, count[tenth][run] += 1;
      all += x / t, lifted += x / t * grid.flow.z[i / (grid.flow.x.size() * grid.flow.y.size())];
    }
    (run == 0 ? low : high) = lifted / all, (run == 0 ? mass : least) = all;
  }
  for (size_t tenth = 1; tenth < 4; ++tenth) {
    ASSERT_GT(count[tenth][0], 5) << tenth;
    ASSERT_GT(count[tenth][1], 5) << tenth;
    EXPECT_GT(sum[tenth][1] / count[tenth][1], sum[tenth][0] / count[tenth][0] + 8) << tenth;
  }
  EXPECT_GT(high, 1.03 * low) << "[m] mean height of the gas";
  EXPECT_NEAR(least / mass, 1, 0.2) << "as much of it";
}

TEST(FlowFog, AirIsNotFoggyFromTheStart) {
  EXPECT_FALSE(muster::test::Place(cold_in("humidity = 0.8\n")).warned("flow_humidity"));
  muster::test::Place place(cold_in("humidity = 1\n"));
  EXPECT_TRUE(place.warned("flow_humidity"));
  place.hazards.sample();
  // Stable air is colder near the ground than 2 m up.
  const std::string stable = [] {
    std::string text = cold_in("humidity = 0.97\n");
    return text.replace(text.find("\"D\""), 3, "\"F\"");
  }();
  EXPECT_TRUE(muster::test::Place(stable).warned("flow_humidity"));
}

}  // namespace
}  // namespace muster::sim
