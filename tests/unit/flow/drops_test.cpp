// Gas that comes with drops: equilibrium by hand, and that boxes keep what comes into them.
#include "base/parallel.h"
#include "models/flow/step/flow.h"
#include "tests/support/energy_in_box.h"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

namespace muster::flow {
namespace {

/// Ammonia with SLAB's constants (Ermak 1990); ln p = b / T_b - b / T through 101 325 Pa.
substance::TwoPhase ammonia() {
  substance::TwoPhase m{0.017031, 2045.9, 4611.8, 239.57, 1.17e6, 603, 0, 2976.01, 0};
  m.log_a = std::log(101325.0) + m.log_b / m.boiling_point;
  return m;
}

Mixture mixture() {
  Mixture m;
  m.released = {{"ammonia", ammonia().molar_mass, ammonia().gas_heat, true}, {"tracer"}};
  m.liquid = ammonia();
  return m;
}

/// [J/kg] of what comes out at its boiling point, a share of it as drops.
double enthalpy_of(double drops) {
  return ammonia().gas_heat * ammonia().boiling_point - drops * ammonia().vaporisation;
}

constexpr double air = 1006 * 293.15, pressure = 101325;

TEST(FlowDrops, AreInEquilibriumWithTheirVapour) {
  const Mixture m = mixture();
  const substance::TwoPhase c = ammonia();
  for (const double y : {0.15, 0.3, 0.6, 0.95}) {
    const double h = y * enthalpy_of(0.81) + (1 - y) * air;
    const Mixture::State s = m.state(std::array{y, 0.0}.data(), h, pressure);
    ASSERT_GT(s.drops, 0.001) << y;
    ASSERT_LT(s.drops, 0.81 * y) << y;
    const double vapour = (y - s.drops) / c.molar_mass, others = (1 - y) / substance::molar_mass_of_air;
    EXPECT_NEAR(vapour / (vapour + others), c.saturation(s.temperature) / pressure, 1e-9) << y;
    // Drops hold less than vapour by the heat of vaporisation there, 1.17 MJ/kg and 2566 J/kg for each K below 239.57.
    const double latent = 1.17e6 + (4611.8 - 2045.9) * (239.57 - s.temperature);
    EXPECT_NEAR((y * 2045.9 + (1 - y) * 1006) * s.temperature - s.drops * latent, h, 1e-5) << y;
    EXPECT_NEAR(1 / s.density, (vapour + others) * substance::gas_constant * s.temperature / pressure + s.drops / 603,
                1e-9);
    EXPECT_LT(s.temperature, 239.57);
  }
}

TEST(FlowDrops, AtTheEndsOfTheLine) {
  const Mixture m = mixture();
  // Alone: drops and vapour at the boiling point, by the lever rule.
  const Mixture::State pure = m.state(std::array{1.0, 0.0}.data(), enthalpy_of(0.81), pressure);
  EXPECT_NEAR(pure.temperature, 239.57, 1e-9);
  EXPECT_NEAR(pure.drops, 0.81, 1e-9);
  EXPECT_NEAR(pure.density, 4.532, 1e-3) << "SLAB's INPR2 (with R = 8.31431)";
  // Liquid below its boiling point.
  const Mixture::State cold = m.state(std::array{1.0, 0.0}.data(), enthalpy_of(1) - 4611.8 * 20, pressure);
  EXPECT_NEAR(cold.temperature, 219.57, 1e-6);
  EXPECT_NEAR(cold.drops, 1, 1e-9);
  // Much air: gas, with the formulas of gases to the bit.
  for (const double y : {0.0, 1e-7, 0.01, 0.04}) {
    const double h = y * enthalpy_of(0.81) + (1 - y) * air;
    const std::array all = {y, 0.3};
    const Mixture::State s = m.state(all.data(), h, pressure);
    EXPECT_EQ(s.drops, 0) << y;
    EXPECT_EQ(s.temperature, h / m.heat_capacity(all.data())) << y;
    EXPECT_EQ(s.density, m.density(all.data(), s.temperature, pressure)) << y;
  }
}

TEST(FlowDrops, TwoGasesOfTheSubstanceShareTheirVapourPressure) {
  Mixture m = mixture();
  m.released.push_back(m.released[0]);
  const double h = 0.4 * enthalpy_of(0.81) + 0.6 * air;
  const Mixture::State one = m.state(std::array{0.4, 0.0, 0.0}.data(), h, pressure);
  const Mixture::State two = m.state(std::array{0.3, 0.0, 0.1}.data(), h, pressure);
  EXPECT_NEAR(one.temperature, two.temperature, 1e-9);
  EXPECT_NEAR(one.drops, two.drops, 1e-9);
}

TEST(FlowDrops, TheirEnthalpyIsThatOfTheirTemperature) {
  const Mixture m = mixture();
  for (const double y : {0.0, 0.02, 0.15, 0.6}) {
    const double h = y * enthalpy_of(0.81) + (1 - y) * air;
    const std::array all = {y, 0.1};
    EXPECT_NEAR(m.enthalpy(all.data(), m.state(all.data(), h, pressure).temperature, pressure), h, 1e-5) << y;
  }
}

TEST(FlowDrops, TakenAwayLeaveAirAsColdAsTheyWere) {
  FlowSettings s;
  s.mixture = mixture();
  s.mixture.released.push_back(s.mixture.released[0]);
  const Grid grid = Grid::even(8, 8, 8, 1, 1, 1);
  Flow flow(grid, s, Obstacles(grid));
  const ptrdiff_t at = grid.at(4, 4, 4), both = grid.at(2, 4, 4);
  const auto h = static_cast<float>(0.4 * enthalpy_of(0.81) + 0.6 * air);
  flow.scalars().amount[0][at] = 0.4F, flow.scalars().amount[3][at] = h;
  flow.scalars().amount[0][both] = flow.scalars().amount[2][both] = 0.2F, flow.scalars().amount[3][both] = h;
  flow.begin();
  const double cold = flow.temperature(at), mass = 0.6 * flow.scalars().density[at];
  const double vapour = 0.4 - flow.drops(both);
  EXPECT_NEAR(flow.take_away(0), mass, 1e-6);
  EXPECT_NEAR(flow.temperature(at), cold, 1e-3);
  EXPECT_EQ(flow.drops(at), 0);
  EXPECT_NEAR(flow.temperature(both), cold, 1e-3);
  // Of the other gas of the substance: as much vapour for each kilogram of air as before.
  EXPECT_NEAR(flow.drops(both), 0.2 - vapour * 0.8 / 0.6, 1e-5);
}

/// A jet of 2 kg/s, 81 % of it drops, for 2 s in calm air.
struct Jet {
  Grid grid = Grid::even(24, 16, 16, 0.5, 0.5, 0.5);
  FlowSettings settings;

  explicit Jet(Condition sides) {
    settings.mixture = mixture();
    settings.sides.of.fill(sides), settings.sides.of[4] = Condition::wall;
    settings.temperature = [](double) { return 293.15; };
  }
  Source source(const Flow& flow) const {
    Source s = source_in_box(grid, flow.closed(), {2, 3, 3}, {3, 5, 5});
    s.emission = {{0, {2, 0, 0}, 239.57, 0, {10, 0, 0}, 0.81}, {2, {0, 0, 0}, 239.57}};
    return s;
  }
};

TEST(FlowDrops, AirOfAJetHasTheTemperatureAndDensityOfItsMixture) {
  const Jet jet(Condition::open);
  Flow flow(jet.grid, jet.settings, Obstacles(jet.grid));
  flow.add(jet.source(flow));
  int wet = 0;
  double coldest = 300;
  while (flow.time() < 1.5) {
    const StepReport report = flow.step(1.5);
    EXPECT_EQ(report.clipped, 0);
    for (int k = 0; k < jet.grid.nz; ++k)
      for (int j = 0; j < jet.grid.ny; ++j)
        for (int i = 0; i < jet.grid.nx; ++i) {
          const ptrdiff_t at = jet.grid.at(i, j, k);
          const double y = flow.scalars().amount[0][at];
          // Nothing but mixing: on the line between what comes out and the air.
          const double h = y * enthalpy_of(0.81) + (1 - y) * air;
          ASSERT_NEAR(flow.scalars().amount[2][at], h, 2) << y;
          const Mixture::State s = jet.settings.mixture.state(std::array{y, 0.0}.data(), h, pressure);
          EXPECT_NEAR(flow.temperature(at), s.temperature, 2e-3);
          // What a step's mixing changes goes into the next step's flow: the report tells how much that is.
          EXPECT_NEAR(flow.scalars().density[at] / s.density, 1, report.largest_mismatch + 1e-4);
          wet += s.drops > 0.001 ? 1 : 0, coldest = std::min(coldest, s.temperature);
          EXPECT_NEAR(flow.drops(at), s.drops, 1e-5);
        }
  }
  EXPECT_GT(wet, 100);
  EXPECT_LT(coldest, 215);
}

TEST(FlowDrops, AShutBoxKeepsMassAndHeat) {
  const Jet jet(Condition::wall);
  Flow flow(jet.grid, jet.settings, Obstacles(jet.grid));
  flow.add(jet.source(flow));
  ASSERT_EQ(flow.zones().size(), 1u);
  const double mass = flow.masses()[2], before = energy_in_box(flow);
  int wet = 0;
  while (flow.time() < 4) {
    flow.step(4);
    for (int i = 0; i < jet.grid.nx; ++i) wet += flow.drops(jet.grid.at(i, 8, 8)) > 0.001 ? 1 : 0;
  }
  EXPECT_GT(wet, 10);
  EXPECT_NEAR(flow.given()[0], 4, 1e-9);
  EXPECT_NEAR(flow.masses()[0] / 4, 1, 1e-6);
  EXPECT_NEAR((flow.masses()[2] - 4) / mass, 1, 1e-6);
  EXPECT_NEAR((energy_in_box(flow) - 4 * enthalpy_of(0.81)) / before, 1, 1e-6);
  // What it holds fills it at its pressure.
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
  EXPECT_LT(flow.zones()[0].pressure, pressure) << "the air gives the heat of vaporisation";
}

uint64_t hash_of(size_t threads, bool knows, double drops) {
  const ThreadLimit limit(threads);
  Jet jet(Condition::open);
  if (!knows) jet.settings.mixture.liquid.reset();
  Flow flow(jet.grid, jet.settings, Obstacles(jet.grid));
  Source source = jet.source(flow);
  source.emission[0].drops = drops;
  flow.add(source);
  for (int n = 0; n < 30; ++n) flow.step();
  return flow.hash();
}

TEST(FlowDrops, HaveTheSameBitsOnAnyNumberOfThreads) { EXPECT_EQ(hash_of(1, true, 0.81), hash_of(3, true, 0.81)); }

TEST(FlowDrops, GasWithoutThemHasTheBitsOfAMixtureThatKnowsNone) {
  EXPECT_EQ(hash_of(1, true, 0), hash_of(1, false, 0));
  EXPECT_NE(hash_of(1, true, 0), hash_of(1, true, 0.81));
}

// Ground of 20 C warms a layer of cold drops towards itself, by evaporating them first.
TEST(FlowDrops, GroundWarmsThemAndNoFurther) {
  const Grid grid = Grid::even(8, 8, 8, 1, 1, 1);
  FlowSettings s;
  s.mixture = mixture();
  s.gravity = 0, s.vreman = 0;
  s.sides.of = {Condition::periodic, Condition::periodic, Condition::periodic,
                Condition::periodic, Condition::wall,     Condition::open};
  s.ground = 293.15, s.temperature = [](double) { return 293.15; };
  s.wind = [](double) { return Vec2(3, 0); };
  Flow flow(grid, s, Obstacles(grid));
  const double y = 0.3, h = y * enthalpy_of(0.81) + (1 - y) * air;
  for (int j = 0; j < 8; ++j)
    for (int i = 0; i < 8; ++i) {
      const ptrdiff_t at = grid.at(i, j, 0);
      flow.scalars().amount[0][at] = static_cast<float>(y), flow.scalars().amount[2][at] = static_cast<float>(h);
    }
  flow.begin();
  const ptrdiff_t at = grid.at(4, 4, 0);
  const double cold = flow.temperature(at), drops = flow.drops(at), rho = flow.scalars().density[at];
  const double dt = flow.step().dt / 2;  // scalars are half a step behind
  const double k = von_karman / std::log1p(0.5 / s.roughness.ground), gained = flow.scalars().amount[2][at] - h;
  // q / (rho h) with q = rho c_p (kappa / ln(1 + h / z0))^2 u (T_g - T), over half a cell's air that mixes away too.
  EXPECT_NEAR(gained, dt * (y * 2045.9 + (1 - y) * 1006) * k * k * 3 * (293.15 - cold), 0.05 * gained) << rho;
  EXPECT_LT(flow.drops(at), drops);
}

}  // namespace
}  // namespace muster::flow
