// Which way air goes, and how fast: weight, wind, jets, drag.
#include "models/flow/boundary/drag.h"
#include "models/flow/step/flow.h"

#include <cmath>
#include <memory>
#include <numbers>

#include <gtest/gtest.h>

namespace muster::flow {
namespace {

Sides all(Condition c) {
  Sides sides;
  sides.of.fill(c);
  return sides;
}

/// Air without friction.
FlowSettings smooth() {
  FlowSettings s;
  s.mixture.released = {{"gas", substance::molar_mass_of_air, 1006}};
  s.vreman = 0;
  s.mixing.viscosity = 0;
  return s;
}

/// [m/s2] upwards: how a cylinder of gas, `heavier` times as dense as the air around it, sets off from rest.
double sets_off(double heavier) {
  constexpr int n = 96;
  constexpr double radius = 10;
  FlowSettings s = smooth();
  s.sides = all(Condition::symmetric);
  s.sides.of[2] = s.sides.of[3] = Condition::periodic;
  s.sides.of[5] = Condition::open;
  s.mixture.released[0].molar_mass *= heavier;
  s.fixed_step = 0.01;
  s.solver = {3, 1e-7, 60};
  const Grid grid = Grid::even(n, 4, n, 1, 1, 1);
  Flow flow(grid, s, Obstacles(grid));
  double cells = 0, sum = 0;
  const auto within = [&](int i, int k) { return std::hypot(i + 0.5 - n / 2, k + 0.5 - n / 2) < radius; };
  for (int k = 0; k < n; ++k)
    for (int j = 0; j < 4; ++j)
      for (int i = 0; i < n; ++i)
        if (within(i, k)) flow.scalars().amount[0][grid.at(i, j, k)] = 1;
  flow.begin();
  EXPECT_TRUE(flow.step().pressure.converged);
  for (int k = 0; k < n; ++k)
    for (int i = 0; i < n; ++i)
      if (within(i, k) && within(i, k - 1)) sum += static_cast<double>(flow.velocity()[2][grid.at(i, 1, k)]), ++cells;
  return sum / cells / *s.fixed_step;
}

TEST(FlowMotion, HeavyGasSinksAndLightGasRises) {
  // A cylinder of rho_g in rho_a takes rho_a along, its added mass: a = g (rho_a - rho_g) / (rho_a + rho_g).
  EXPECT_NEAR(sets_off(3) / (-substance::gravity / 2), 1, 0.05);
  EXPECT_NEAR(sets_off(1.0 / 3) / (substance::gravity / 2), 1, 0.05);
  EXPECT_EQ(sets_off(1), 0);
}

TEST(FlowMotion, StillAirIsDisturbedAtItsStartAsAskedFor) {
  FlowSettings s = smooth();
  s.sides = all(Condition::open);
  s.sides.of[4] = Condition::wall;
  const Grid grid = Grid::even(24, 24, 24, 0.5, 0.5, 0.5);
  const auto start = [&](double unrest, uint64_t seed) {
    s.unrest = unrest, s.turbulence.seed = seed;
    auto flow = std::make_unique<Flow>(grid, s, Obstacles(grid));
    return flow;
  };
  const auto rms = [&](const Flow& flow, size_t axis) {
    double sum = 0;
    for (int k = 2; k < 22; ++k)
      for (int j = 2; j < 22; ++j)
        for (int i = 2; i < 22; ++i) sum += std::pow(static_cast<double>(flow.velocity()[axis][grid.at(i, j, k)]), 2);
    return std::sqrt(sum / (20 * 20 * 20));
  };
  auto flow = start(0.01, 1);
  // Of independent faces divergence is a third of the energy: two thirds stay.
  for (size_t axis = 0; axis < 3; ++axis) EXPECT_NEAR(rms(*flow, axis), 0.01 * std::sqrt(2.0 / 3), 0.0006);
  EXPECT_LT(flow->step(0.05).largest_mismatch, 1e-3);
  EXPECT_EQ(start(0.01, 1)->hash(), start(0.01, 1)->hash());
  EXPECT_NE(start(0.01, 1)->hash(), start(0.01, 2)->hash());
  EXPECT_EQ(rms(*start(0, 1), 0), 0);
}

/// Sweeps of air over the ground, without any other force.
struct Sweep {
  FlowSettings settings = smooth();
  Grid grid;

  Sweep(double thick, double roughness, double dt) : grid(Grid::even(8, 8, 8, 1, 1, thick)) {
    settings.sides = all(Condition::periodic);
    settings.sides.of[4] = Condition::wall, settings.sides.of[5] = Condition::symmetric;
    settings.roughness.ground = roughness;
    settings.fixed_step = dt;
    settings.wind = [](double) { return Vec2(4, 3); };
  }
};

TEST(FlowMotion, GroundDragsAsRoughGroundDoes) {
  constexpr double thick = 0.5, z0 = 0.03, dt = 0.01;
  Sweep sweep(thick, z0, dt);
  Flow flow(sweep.grid, sweep.settings, Obstacles(sweep.grid));
  const double rho = static_cast<double>(flow.scalars().density[sweep.grid.at(3, 3, 0)]);
  flow.step();
  const auto lost = [&](size_t axis, double before, int k) {
    return rho * (before - static_cast<double>(flow.velocity()[axis][sweep.grid.at(3, 3, k)])) * thick / dt;
  };
  // tau = rho (kappa / ln(1 + h / z0))^2 |u| u: of 5 m/s at 0.25 m, 0.41 / ln(9.3333) = 0.18356, 1.032 Pa.
  EXPECT_NEAR(std::hypot(lost(0, 4, 0), lost(1, 3, 0)), 1.2250 * 0.033694 * 25, 0.005 * 1.032);
  EXPECT_NEAR(lost(0, 4, 0) / lost(1, 3, 0), 4.0 / 3, 1e-3);
  EXPECT_EQ(lost(0, 4, 1), 0);
}

TEST(FlowMotion, RoughGroundNeverTurnsTheAirBack) {
  // h / 2 = 0.05 m in a roughness of 1 m: the coefficient is 71.
  Sweep sweep(0.1, 1, 0.1);
  EXPECT_LT(sweep.grid.dz(0), thinnest_cell(sweep.settings.roughness.ground));
  Flow flow(sweep.grid, sweep.settings, Obstacles(sweep.grid));
  for (int step = 0; step < 20; ++step) {
    flow.step();
    for (const size_t axis : {0U, 1U}) {
      const float u = flow.velocity()[axis][sweep.grid.at(3, 3, 0)];
      EXPECT_GE(u, 0);
      EXPECT_LT(u, 0.1F);
    }
  }
}

TEST(FlowMotion, WarmGroundHeatsAirByTheSameLawAndNoFurther) {
  Sweep gentle(0.5, 0.03, 0.01), rough(0.1, 1, 0.1);
  for (Sweep* sweep : {&gentle, &rough}) {
    sweep->settings.gravity = 0;
    sweep->settings.ground = 308.15;
    sweep->settings.sides.of[5] = Condition::open;  // or its own pressure would warm it besides
  }
  Flow one(gentle.grid, gentle.settings, Obstacles(gentle.grid));
  one.step(), one.step();
  // Scalars of two steps are 1.5 steps old. 20 K over 0.5 m: 0.033694 * 5 m/s * 20 K / 0.5 m = 6.739 K/s.
  EXPECT_NEAR((one.temperature(gentle.grid.at(3, 3, 0)) - 288.15) / 0.015 / 6.739, 1, 0.01);
  Flow other(rough.grid, rough.settings, Obstacles(rough.grid));
  other.step();
  EXPECT_GT(other.temperature(rough.grid.at(3, 3, 0)), 300);
  for (int step = 0; step < 20; ++step) {
    other.step();
    EXPECT_LT(other.temperature(rough.grid.at(3, 3, 0)), 308.2);
  }
}

TEST(FlowMotion, JetGivesItsMomentum) {
  // Of air into air, a little of it at 60 m/s, for 1.5 s: the sum of rho u V is m U.
  FlowSettings s = smooth();
  s.sides = all(Condition::periodic);
  s.gravity = 0;
  s.fixed_step = 0.04;
  const Grid grid = Grid::even(16, 16, 16, 1, 1, 1);
  Flow flow(grid, s, Obstacles(grid));
  Source source = source_in_box(grid, flow.closed(), {7, 7, 7}, {9, 9, 9});
  source.emission = {{0.1, {0, 0.002}, 288.15, 0, {48, -36, 0}}, {1.6, {0, 0}}};
  flow.add(source);
  while (flow.time() < 2) flow.step();
  Vec3 sum(0, 0, 0);
  for (int k = 0; k < 16; ++k)
    for (int j = 0; j < 16; ++j)
      for (int i = 0; i < 16; ++i)
        for (size_t axis = 0; axis < 3; ++axis) {
          const ptrdiff_t at = grid.at(i, j, k);
          sum[static_cast<Eigen::Index>(axis)] +=
              static_cast<double>(flow.velocity()[axis][at]) / static_cast<double>(1 / flow.scalars().density[at]);
        }
  EXPECT_NEAR(sum.x() / (0.002 * 1.5 * 48), 1, 5e-3);
  EXPECT_NEAR(sum.y() / (0.002 * 1.5 * -36), 1, 5e-3);
  EXPECT_NEAR(sum.z() / (0.002 * 1.5 * 60), 0, 5e-3);
}

/// Where the middle of a puff goes in 3 s [m].
Vec2 carried_by(const Vec2& towards) {
  FlowSettings s = smooth();
  s.gravity = 0;
  s.wind = rough_wind(4, 10, 0.03, towards);
  for (size_t axis = 0; axis < 2; ++axis) {
    const double through = towards[static_cast<Eigen::Index>(axis)];
    auto &low = s.sides.of[2 * axis], &high = s.sides.of[2 * axis + 1];
    low = high = Condition::symmetric;
    if (through == 0) continue;
    (through > 0 ? low : high) = Condition::inflow, (through > 0 ? high : low) = Condition::open;
  }
  s.sides.of[5] = Condition::symmetric;
  const Grid grid = Grid::even(40, 40, 16, 1, 1, 1);
  Flow flow(grid, s, Obstacles(grid));
  for (int k = 9; k < 11; ++k)
    for (int j = 18; j < 22; ++j)
      for (int i = 18; i < 22; ++i) flow.scalars().amount[0][grid.at(i, j, k)] = 0.1F;
  flow.begin();
  // Scalars are half a step behind.
  while (flow.time() < 3) flow.step(3);
  Vec2 moment(0, 0);
  double mass = 0;
  for (int k = 0; k < grid.nz; ++k)
    for (int j = 0; j < grid.ny; ++j)
      for (int i = 0; i < grid.nx; ++i) {
        const double m = static_cast<double>(flow.scalars().amount[0][grid.at(i, j, k)]);
        moment += m * Vec2(i + 0.5 - 20, j + 0.5 - 20), mass += m;
      }
  return moment / mass;
}

TEST(FlowMotion, WindCarriesThingsWhereItBlows) {
  const double half = std::numbers::sqrt2 / 2;
  // Wind from 0, 90, 180 and 225 degrees: to the south, west, north, north-east. 4 m/s at 10 m, 3 s.
  for (const Vec2& towards : {Vec2(0, -1), Vec2(-1, 0), Vec2(0, 1), Vec2(half, half)}) {
    const Vec2 moved = carried_by(towards);
    EXPECT_NEAR(moved.x() / 12, towards.x(), 0.03) << towards.transpose();
    EXPECT_NEAR(moved.y() / 12, towards.y(), 0.03) << towards.transpose();
  }
}

}  // namespace
}  // namespace muster::flow
