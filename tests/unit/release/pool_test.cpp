// Pools: spreading and evaporation against closed forms, conservation, limits.
#include "models/release/pool/pool.h"

#include "models/release/pool/evaporation.h"
#include "tests/unit/release/sample_substances.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace muster::release {
namespace {

using std::numbers::pi;

/// Ground that gives no heat and lets the pool spread without end.
Ground bare() { return {.conductivity = 1e-12, .diffusivity = 1e-6, .smallest_depth = 1e-7}; }
const Ambient air{.pressure = 101325, .temperature = 293.15, .wind = 3};

double radius_at(const PoolRun& run, double time) {
  for (size_t i = 1; i < run.states.size(); ++i) {
    const PoolState &a = run.states[i - 1], &b = run.states[i];
    if (b.time < time) continue;
    return std::sqrt((a.area + (b.area - a.area) * (time - a.time) / (b.time - a.time)) / pi);
  }
  return 0;
}

// dr/dt = sqrt(2 g h): r^2 = r0^2 + t sqrt(8 g V / pi).
TEST(Pool, SpreadsAtOnceLikeTheClosedForm) {
  const substance::Substance hexane = test::hexane();
  const Saturation s(hexane);
  PoolCase pool{.ground = bare(), .spilled = 5000, .spilled_temperature = 273.15};
  pool.duration = 60;
  const PoolRun run = run_pool(s, pool, air);
  const double volume = 5000 / s.liquid_density(273.15), r0 = std::cbrt(volume / (2 * pi));
  for (const double t : {2.0, 10.0, 50.0}) {
    const double exact = std::sqrt(r0 * r0 + t * std::sqrt(8 * 9.80665 * volume / pi));
    EXPECT_NEAR(radius_at(run, t), exact, 0.01 * exact) << t;
  }
}

// Fed steadily: r = (32 g V' / 9 pi)^(1/4) t^(3/4). On water with g (1 - rho / rho_w).
TEST(Pool, SpreadsWhileFedLikeTheClosedForm) {
  const substance::Substance hexane = test::hexane();
  const Saturation s(hexane);
  for (const bool water : {false, true}) {
    PoolCase pool{.ground = bare(), .feed = {{0, 20, 273.15}}};
    pool.ground.water = water;
    pool.duration = 100;
    const PoolRun run = run_pool(s, pool, air);
    const double density = s.liquid_density(273.15), gravity = 9.80665 * (water ? 1 - density / 1000 : 1);
    for (const double t : {10.0, 30.0, 90.0}) {
      const double exact = std::pow(32 * gravity * 20 / density / (9 * pi), 0.25) * std::pow(t, 0.75);
      EXPECT_NEAR(radius_at(run, t), exact, 0.02 * exact) << t << (water ? " on water" : " on land");
    }
  }
}

TEST(Pool, KeepsItsMass) {
  const substance::Substance hexane = test::hexane(), methane = test::methane();
  for (const substance::Substance* of : {&hexane, &methane})
    for (const Surface surface : {Surface::concrete, Surface::water}) {
      const Saturation s(*of);
      PoolCase pool{
          .ground = ground(surface), .spilled = 200, .feed = {{0, 5, 110}, {100, 0, 0}, {300, 2, 110}, {400, 0, 0}}};
      pool.spilled_temperature = 110;
      if (of == &hexane) {
        pool.spilled_temperature = 290;
        for (Feed& feed : pool.feed) feed.temperature = 290;
      }
      pool.duration = 1800;
      const PoolRun run = run_pool(s, pool, air);
      double sum = 0;
      for (size_t i = 0; i < run.states.size(); ++i) {
        const PoolState& now = run.states[i];
        EXPECT_NEAR(now.fed, now.mass + now.evaporated, 1e-9 * now.fed);
        if (i > 0 && now.rate > 0) sum += now.rate * (now.time - run.states[i - 1].time);
      }
      EXPECT_NEAR(run.states.back().fed, 200 + 500 + 200, 1e-9 * 900);
      EXPECT_NEAR(sum, run.states.back().evaporated, 1e-3 * sum);
    }
}

TEST(Pool, StepsDoNotMatter) {
  const substance::Substance hexane = test::hexane(), propane = test::propane();
  for (const substance::Substance* of : {&hexane, &propane}) {
    const Saturation s(*of);
    PoolCase pool{
        .ground = ground(Surface::concrete), .spilled = 2000, .spilled_temperature = of == &hexane ? 293.0 : 230.0};
    pool.duration = 600;
    const double coarse = run_pool(s, pool, air, 0.02).states.back().evaporated;
    const double fine = run_pool(s, pool, air, 0.01).states.back().evaporated;
    EXPECT_NEAR(coarse, fine, 0.01 * fine) << of->id;
  }
}

// A bund that is covered from the start, ground heat alone: E = 2 k (T_g - T_b) A sqrt(t / (pi a)) / h_fg.
TEST(Pool, BoilsByTheGroundsHeat) {
  const substance::Substance methane = test::methane();
  const Saturation s(methane);
  PoolCase pool{.ground = ground(Surface::concrete),
                .ground_temperature = 288.15,
                .spilled = 50000,
                .spilled_temperature = 111.66,
                .largest_area = 100,
                .fills_area = true};
  pool.duration = 100;
  Ambient cold{.pressure = 101325, .temperature = 111.66, .wind = 0.5, .cloud = 1};  // the air gives next to nothing
  const PoolRun run = run_pool(s, pool, cold);
  const double exact = 2 * 1.1 * (288.15 - 111.66) * 100 * std::sqrt(100 / (pi * 5e-7)) / s.vaporisation(111.66);
  EXPECT_NEAR(run.states.back().evaporated, exact, 0.01 * exact);
  EXPECT_TRUE(run.states.back().boiling);
  EXPECT_NEAR(run.states.back().temperature, s.temperature(101325), 1e-9);
}

// LNG on open water: 0.085 (older sources) to 0.167 kg/m2/s (Model Evaluation Protocol).
TEST(Pool, LngOnWaterBoilsAsMeasured) {
  const substance::Substance methane = test::methane();
  const Saturation s(methane);
  PoolCase pool{.ground = ground(Surface::water), .ground_temperature = 288.15, .feed = {{0, 100, 111.6}}};
  pool.duration = 900;
  const PoolRun run = run_pool(s, pool, {.pressure = 101325, .temperature = 288.15, .wind = 5});
  const PoolState& last = run.states.back();
  EXPECT_GT(last.rate / last.area, 0.085);
  EXPECT_LT(last.rate / last.area, 0.180);
  // Steady: what runs in evaporates, and the diameter is sqrt(4 m' / (pi E)).
  EXPECT_NEAR(last.rate, 100, 1);
  EXPECT_NEAR(2 * std::sqrt(last.area / pi), std::sqrt(4 * 100 / (pi * 0.17)), 1.5);
}

TEST(Evaporation, MassTransferOfMackayAndMatsugu) {
  // 0.0292 (3 3600)^0.78 2^-0.11 1^-0.67 m/h = 37.93 m/h
  EXPECT_NEAR(mass_transfer(3, 2, 1), 0.0292 * std::exp(0.78 * std::log(10800)) * 0.92659 / 3600, 1e-7);
  EXPECT_NEAR(mass_transfer(3, 2, 1) / mass_transfer(3, 2, 2), std::pow(2, 0.67), 1e-9);
  EXPECT_NEAR(mass_transfer(1, 1, 1), 4.82e-3, 1e-5);  // in m and s
}

// Water vapour at 25 C: 2.5e-5 m2/s. Acetone by sqrt(18 / 58): 1.39e-5; measured 1.24e-5.
TEST(Evaporation, Diffusivity) {
  EXPECT_NEAR(vapour_diffusivity(0.018015, 298.15, 101325), 2.5e-5, 1e-12);
  EXPECT_NEAR(vapour_diffusivity(0.05808, 298.15, 101325), 1.24e-5, 0.15 * 1.24e-5);
}

// Stefan's flow vanishes for small vapour pressures: E -> k_m p_v M / (R T), and raises high ones.
TEST(Evaporation, StefanFlow) {
  const substance::Substance hexane = test::hexane();
  const auto by_diffusion = [&](double t) {
    return hexane.vapour_pressure(t) / air.pressure * hexane.gas_density(t, air.pressure);
  };
  const double cold = evaporation(hexane, 240, 10, air) / by_diffusion(240);
  const double hot = evaporation(hexane, 330, 10, air) / by_diffusion(330);
  const double share = hexane.vapour_pressure(330) / air.pressure;
  EXPECT_NEAR(hot / cold, -std::log(1 - share) / share, 0.06 * hot / cold);  // Sc of the film moves a little
}

// A thin pool in the wind cools below the air until heat and evaporation balance; it never warms by evaporating.
TEST(Pool, CoolsByEvaporating) {
  const substance::Substance hexane = test::hexane();
  const Saturation s(hexane);
  PoolCase pool{
      .ground = ground(Surface::dry_sand), .ground_temperature = 293.15, .spilled = 500, .spilled_temperature = 293.15};
  pool.duration = 900;
  const PoolRun run = run_pool(s, pool, air);
  double lowest = 1000;
  for (const PoolState& now : run.states) lowest = std::min(lowest, now.temperature);
  EXPECT_LT(lowest, 285);
  EXPECT_GT(lowest, 240);
}

}  // namespace
}  // namespace muster::release
