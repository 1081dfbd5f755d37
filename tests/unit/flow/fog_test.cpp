// Water of the air that condenses in cold clouds: equilibrium by hand, and that boxes keep what comes into them.
#include "base/parallel.h"
#include "models/flow/step/flow.h"
#include "tests/support/energy_in_box.h"

#include <array>
#include <cmath>
#include <sstream>

#include <gtest/gtest.h>

namespace muster::flow {
namespace {

constexpr double warm = 298.15, cold = 111.6, pressure = 101325, of_methane = 2140;

/// Methane in air of 25 C and 80 %.
Mixture humid(double humidity = 0.8) {
  Mixture m;
  m.released = {{"methane", 0.016043, of_methane}, {"tracer"}};
  m.moisten(humidity, warm, pressure);
  return m;
}

double mixed(const Mixture& m, double y) { return y * of_methane * cold + (1 - y) * m.air.heat_capacity * warm; }

// exp(15.08 - 5514 / 298.15) atm = 0.032908 of the air where it is saturated, 0.026326 of it at 80 %: by mass 0.026326
// 0.01802 / (0.0289652 - 0.026326 (0.0289652 - 0.01802)) = 0.016543.
TEST(FlowFog, WaterIsPartOfTheAir) {
  const Mixture m = humid();
  EXPECT_NEAR(m.moisture, 0.016543, 2e-6);
  EXPECT_NEAR(m.air.molar_mass, 0.0286771, 2e-7);
  EXPECT_NEAR(m.air.heat_capacity, 1006 + 0.016543 * (1846 - 1006), 0.01);
  const Mixture dry = humid(0);
  EXPECT_EQ(dry.moisture, 0);
  EXPECT_EQ(dry.air.molar_mass, substance::molar_mass_of_air);
  EXPECT_EQ(dry.air.heat_capacity, 1006);
  EXPECT_EQ(dry.condenses_below(pressure), 0);
  // The dew point: 5514 / (15.08 - ln 0.026326) K.
  EXPECT_NEAR(m.condenses_below(pressure), 5514 / (15.08 - std::log(0.026326)), 1e-3);
}

// What the mixture of gases lacks of its temperature, the water gives: c_p (T - T_gas) = l (2.441 MJ/kg + 2332 J/kg/K
// (298.15 K - T)).
TEST(FlowFog, ColdMethaneInHumidAirIsInEquilibriumWithIt) {
  const Mixture m = humid();
  const double w = 0.01654, dry = 1 - w;
  for (const double y : {0.05, 0.1, 0.3, 0.6, 0.9}) {
    const double h = mixed(m, y);
    const std::array all = {y, 0.0};
    const Mixture::State s = m.state(all.data(), h, pressure);
    ASSERT_GT(s.fog, 1e-4) << y;
    EXPECT_EQ(s.drops, 0);
    const double heat = y * of_methane + (1 - y) * (dry * 1006 + w * 1846), gas = h / heat;
    EXPECT_NEAR(heat * (s.temperature - gas), s.fog * (2.441e6 + (4178 - 1846) * (298.15 - s.temperature)), 3) << y;
    const double vapour = ((1 - y) * m.moisture - s.fog) / 0.01802;
    const double others = y / 0.016043 + (1 - y) * (1 - m.moisture) / substance::molar_mass_of_air;
    EXPECT_NEAR(vapour / (vapour + others), std::exp(15.08 - 5514 / s.temperature), 1e-9) << y;
    EXPECT_NEAR(1 / s.density, (vapour + others) * substance::gas_constant * s.temperature / pressure + s.fog / 1000,
                1e-9);
  }
}

// Solved beside it (bisection of the same balance): 25 C, 80 %, 101 325 Pa.
TEST(FlowFog, TemperaturesOfSomeMixtures) {
  const Mixture m = humid();
  const std::array<std::array<double, 4>, 4> known = {{{0.05, 279.597, 288.765, 0.004005},
                                                       {0.1, 262.881, 280.467, 0.008020},
                                                       {0.3, 209.823, 231.751, 0.011454},
                                                       {0.6, 156.580, 167.320, 0.006617}}};
  for (const auto& [y, gas, t, fog] : known) {
    const std::array all = {y, 0.0};
    const Mixture::State s = m.state(all.data(), mixed(m, y), pressure);
    EXPECT_NEAR(m.temperature(all.data(), mixed(m, y)), gas, 0.01) << y;
    EXPECT_NEAR(s.temperature, t, 0.01) << y;
    EXPECT_NEAR(s.fog, fog, 1e-5) << y;
  }
}

TEST(FlowFog, WarmerThanItsDewPointAMixtureIsGasToTheBit) {
  const Mixture m = humid();
  for (const double y : {0.0, 0.005, 0.99999}) {
    const std::array all = {y, 0.0};
    const Mixture::State s = m.state(all.data(), mixed(m, y), pressure);
    EXPECT_EQ(s.fog, 0) << y;
    EXPECT_EQ(s.temperature, mixed(m, y) / m.heat_capacity(all.data())) << y;
    EXPECT_EQ(s.density, m.density(all.data(), s.temperature, pressure)) << y;
  }
}

TEST(FlowFog, ItsEnthalpyIsThatOfItsTemperature) {
  const Mixture m = humid();
  for (const double y : {0.0, 0.01, 0.1, 0.5, 0.95}) {
    const std::array all = {y, 0.0};
    const double t = m.state(all.data(), mixed(m, y), pressure).temperature;
    EXPECT_NEAR(m.enthalpy(all.data(), t, pressure), mixed(m, y), 1e-4) << y;
  }
}

/// Ammonia with SLAB's constants (Ermak 1990), 81 % of it drops, in the same air.
struct Both {
  substance::TwoPhase ammonia{0.017031, 2045.9, 4611.8, 239.57, 1.17e6, 603, 0, 2976.01, 0};
  Mixture mixture = humid();

  Both() {
    ammonia.log_a = std::log(101325.0) + ammonia.log_b / ammonia.boiling_point;
    mixture.released[0] = {"ammonia", ammonia.molar_mass, ammonia.gas_heat, true}, mixture.liquid = ammonia;
  }
  double mixed(double y) const {
    return y * (ammonia.gas_heat * 239.57 - 0.81 * ammonia.vaporisation) + (1 - y) * mixture.air.heat_capacity * warm;
  }
};

TEST(FlowFog, BesideDropsBothAreInEquilibrium) {
  const Both both;
  const Mixture& m = both.mixture;
  const substance::TwoPhase &a = both.ammonia, &water = substance::moisture();
  for (const double y : {0.15, 0.2, 0.4, 0.8, 0.99}) {
    const std::array all = {y, 0.0};
    const double h = both.mixed(y);
    const Mixture::State s = m.state(all.data(), h, pressure);
    ASSERT_GT(s.drops, 1e-4) << y;
    ASSERT_GT(s.fog, 5e-5) << y;
    const double n_a = (y - s.drops) / a.molar_mass, n_w = ((1 - y) * m.moisture - s.fog) / water.molar_mass;
    const double n = n_a + n_w + (1 - y) * (1 - m.moisture) / substance::molar_mass_of_air;
    EXPECT_NEAR(n_a / n / (a.saturation(s.temperature) / pressure), 1, 1e-6) << y;
    EXPECT_NEAR(n_w / n / (water.saturation(s.temperature) / pressure), 1, 1e-6) << y;
    const double vapour = m.heat_capacity(all.data()) * s.temperature;
    EXPECT_NEAR(vapour - s.drops * a.latent(s.temperature) - s.fog * water.latent(s.temperature), h, 0.01) << y;
    EXPECT_NEAR(1 / s.density, n * substance::gas_constant * s.temperature / pressure + s.drops / 603 + s.fog / 1000,
                1e-9);
    EXPECT_NEAR(m.enthalpy(all.data(), s.temperature, pressure), h, 0.1) << y;
  }
  // Where the drops are gone the fog goes on.
  const std::array thin = {0.03, 0.0};
  const Mixture::State s = m.state(thin.data(), both.mixed(0.03), pressure);
  EXPECT_EQ(s.drops, 0);
  EXPECT_GT(s.fog, 1e-3);
}

/// A jet of 2 kg/s of methane at its boiling point, for 2 s in calm air.
struct Jet {
  Grid grid = Grid::even(24, 16, 16, 0.5, 0.5, 0.5);
  FlowSettings settings;

  explicit Jet(Condition sides, double humidity = 0.8) {
    settings.mixture = humid(humidity);
    settings.sides.of.fill(sides), settings.sides.of[4] = Condition::wall;
    settings.temperature = [](double) { return warm; };
  }
  Source source(const Flow& flow, double temperature = cold) const {
    Source s = source_in_box(grid, flow.closed(), {2, 3, 3}, {3, 5, 5});
    s.emission = {{0, {2, 0, 0}, temperature, 0, {10, 0, 0}}, {2, {0, 0, 0}, temperature}};
    return s;
  }
};

TEST(FlowFog, AirOfACloudHasTheTemperatureAndDensityOfItsMixture) {
  const Jet jet(Condition::open);
  Flow flow(jet.grid, jet.settings, Obstacles(jet.grid));
  flow.add(jet.source(flow));
  int wet = 0;
  while (flow.time() < 1.5) {
    const StepReport report = flow.step(1.5);
    EXPECT_EQ(report.clipped, 0);
    for (int k = 0; k < jet.grid.nz; ++k)
      for (int j = 0; j < jet.grid.ny; ++j)
        for (int i = 0; i < jet.grid.nx; ++i) {
          const ptrdiff_t at = jet.grid.at(i, j, k);
          const std::array y = {static_cast<double>(flow.scalars().amount[0][at]), 0.0};
          const double h = mixed(jet.settings.mixture, y[0]);
          ASSERT_NEAR(flow.scalars().amount[2][at], h, 2) << y[0];
          const Mixture::State s = jet.settings.mixture.state(y.data(), h, pressure);
          EXPECT_NEAR(flow.temperature(at), s.temperature, 2e-3);
          EXPECT_NEAR(flow.scalars().density[at] / s.density, 1, report.largest_mismatch + 1e-4);
          EXPECT_NEAR(flow.fog(at), s.fog, 1e-5);
          wet += s.fog > 1e-3 ? 1 : 0;
        }
  }
  EXPECT_GT(wet, 100);
}

TEST(FlowFog, AShutBoxKeepsMassAndHeat) {
  const Jet jet(Condition::wall);
  Flow flow(jet.grid, jet.settings, Obstacles(jet.grid));
  flow.add(jet.source(flow));
  ASSERT_EQ(flow.zones().size(), 1u);
  const double mass = flow.masses()[2], before = energy_in_box(flow);
  int wet = 0;
  while (flow.time() < 4) {
    flow.step(4);
    for (int i = 0; i < jet.grid.nx; ++i) wet += flow.fog(jet.grid.at(i, 8, 8)) > 1e-3 ? 1 : 0;
  }
  EXPECT_GT(wet, 10);
  EXPECT_NEAR(flow.given()[0], 4, 1e-9);
  EXPECT_NEAR(flow.masses()[0] / 4, 1, 1e-6);
  EXPECT_NEAR((flow.masses()[2] - 4) / mass, 1, 1e-6);
  EXPECT_NEAR((energy_in_box(flow) - 4 * of_methane * cold) / before, 1, 1e-6);
  double volume = 0;
  for (int k = 0; k < jet.grid.nz; ++k)
    for (int j = 0; j < jet.grid.ny; ++j)
      for (int i = 0; i < jet.grid.nx; ++i) {
        const ptrdiff_t at = jet.grid.at(i, j, k);
        const std::array y = {static_cast<double>(flow.scalars().amount[0][at]), 0.0};
        volume += jet.grid.volume(k) * static_cast<double>(flow.scalars().density[at]) /
                  jet.settings.mixture
                      .state(y.data(), static_cast<double>(flow.scalars().amount[2][at]), flow.zones()[0].pressure)
                      .density;
      }
  EXPECT_NEAR(volume / flow.zones()[0].volume, 1, 1e-5);
}

uint64_t hash_of(size_t threads, double humidity, bool knows, double temperature) {
  const ThreadLimit limit(threads);
  Jet jet(Condition::open, humidity);
  if (!knows) jet.settings.mixture.moisture = 0;
  Flow flow(jet.grid, jet.settings, Obstacles(jet.grid));
  flow.add(jet.source(flow, temperature));
  for (int n = 0; n < 30; ++n) flow.step();
  return flow.hash();
}

TEST(FlowFog, HasTheSameBitsOnAnyNumberOfThreads) {
  EXPECT_EQ(hash_of(1, 0.8, true, cold), hash_of(3, 0.8, true, cold));
}

TEST(FlowFog, WithoutItTheBitsAreThoseOfAMixtureThatKnowsNone) {
  const double dew_point = humid().condenses_below(pressure);
  EXPECT_EQ(hash_of(1, 0.8, true, dew_point + 0.01), hash_of(1, 0.8, false, dew_point + 0.01));
  EXPECT_EQ(hash_of(1, 0, true, cold), hash_of(1, 0, false, cold));
  EXPECT_NE(hash_of(1, 0.8, true, cold), hash_of(1, 0.8, false, cold));
}

TEST(FlowFog, GoesOnFromACheckpoint) {
  const Jet jet(Condition::wall);
  Flow whole(jet.grid, jet.settings, Obstacles(jet.grid));
  whole.add(jet.source(whole));
  for (int n = 0; n < 15; ++n) whole.step();
  std::stringstream file;
  whole.save(file);
  for (int n = 0; n < 15; ++n) whole.step();
  Flow second(jet.grid, jet.settings, Obstacles(jet.grid));
  second.add(jet.source(second));
  ASSERT_TRUE(second.load(file));
  for (int n = 0; n < 15; ++n) second.step();
  EXPECT_EQ(second.hash(), whole.hash());
}

TEST(FlowFog, GasTakenAwayLeavesAirAsColdAsItWas) {
  const Jet jet(Condition::open);
  Flow flow(jet.grid, jet.settings, Obstacles(jet.grid));
  const ptrdiff_t at = jet.grid.at(4, 4, 4);
  const Mixture& m = jet.settings.mixture;
  flow.scalars().amount[0][at] = 0.3F, flow.scalars().amount[2][at] = static_cast<float>(mixed(m, 0.3));
  flow.begin();
  const double was = flow.temperature(at);
  flow.take_away(0);
  EXPECT_NEAR(flow.temperature(at), was, 1e-3);
  // All but what the air holds as vapour at that temperature: x / (1 - x) of the dry air's moles.
  const double x = std::exp(15.08 - 5514 / was);
  EXPECT_NEAR(flow.fog(at), m.moisture - x / (1 - x) * (1 - m.moisture) / substance::molar_mass_of_air * 0.01802, 1e-6);
  const std::array none = {0.0, 0.0};
  EXPECT_NEAR(flow.scalars().density[at], m.state(none.data(), flow.scalars().amount[2][at], pressure).density, 1e-6);
}

TEST(FlowFog, AirAboveSaturationIsRefused) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  Jet jet(Condition::open, 0.9);
  jet.settings.temperature = [](double z) { return warm - (z > 4 ? 3 : 0); };
  EXPECT_DEATH(Flow(jet.grid, jet.settings, Obstacles(jet.grid)), "more than saturated");
}

}  // namespace
}  // namespace muster::flow
