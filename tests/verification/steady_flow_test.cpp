// Gas in a steady wind against the mean of the same gas in the large-eddy simulation that the wind is the mean of.

#include "models/flow/steady/passive.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace muster::flow {
namespace {

constexpr double spin_up = 20, averaged = 150;  // [s]
constexpr double speed = 4;                     // [m/s] in 10 m

FlowSettings windy() {
  FlowSettings s;
  s.mixture.released = {{"tracer"}};  // weighs as air does
  s.sides = {{Condition::inflow, Condition::open, Condition::symmetric, Condition::symmetric, Condition::wall,
              Condition::symmetric}};
  s.roughness.ground = 0.1;
  s.wind = rough_wind(speed, 10, 0.1, {1, 0});
  s.turbulence.friction_velocity = friction_velocity(speed, 10, 0.1);
  s.turbulence.length = 5;
  return s;
}

Source leak(const Grid& g, const Obstacles& obstacles, const Vec3& at) {
  Source source = source_in_box(g, obstacles.at(0), at, at);
  source.emission = {{0, {0.01, 0}, 288.15, 0, {0, 0, 0}}};
  return source;
}

/// Mean volume fractions of the gas: of the simulation, and in its steady wind.
struct Means {
  Field eddies, steady;
};

Means means_of(const Grid& g, const Obstacles& obstacles, const Vec3& at) {
  Means means{Field(g), Field(g)};
  // Gusts of their own: the wind must not know those that the gas meets.
  FlowSettings gusts = windy();
  gusts.turbulence.seed = 7;
  Flow flow(g, gusts, obstacles);
  flow.add(leak(g, obstacles, at));
  const double from = 2 * spin_up;
  while (flow.time() < from) flow.step(from);
  for (double looks = 1; flow.time() < from + averaged; ++looks) {
    const double next = from + looks * 0.5;
    while (flow.time() < next - 1e-9) flow.step(next);
    for (int k = 0; k < g.nz; ++k)
      for (int j = 0; j < g.ny; ++j)
        for (int i = 0; i < g.nx; ++i) {
          const ptrdiff_t cell = g.at(i, j, k);
          means.eddies[cell] +=
              static_cast<float>((flow.volume_fraction(cell, 0) - static_cast<double>(means.eddies[cell])) / looks);
        }
  }
  Flow calm(g, windy(), obstacles);
  Passive gas(g, calm.settings().sides, steady_wind(calm, {spin_up, averaged}), calm.settings().mixture, {});
  gas.add(leak(g, obstacles, at));
  while (gas.time() < from + averaged) gas.step(from + averaged);
  for (ptrdiff_t i = 0; i < static_cast<ptrdiff_t>(g.stored); ++i)
    means.steady[i] = static_cast<float>(gas.volume_fraction(i, 0));
  return means;
}

/// Of a plane across the wind: the most at 1.5 m [volume fraction], how wide and how high the plume is [m].
struct Across {
  double ground = 0, width = 0, height = 0, sum = 0;
};
Across across(const Grid& g, const Field& x, int i) {
  Across a;
  double y1 = 0, y2 = 0, z1 = 0;
  for (int k = 0; k < g.nz; ++k)
    for (int j = 0; j < g.ny; ++j) {
      const auto c = static_cast<double>(x[g.at(i, j, k)]);
      a.sum += c;
      if (k == 1) a.ground = std::max(a.ground, c);
      y1 += c * j * g.dy, y2 += c * j * j * g.dy * g.dy, z1 += c * g.z_centre(k);
    }
  y1 /= a.sum, a.width = std::sqrt(y2 / a.sum - y1 * y1), a.height = z1 / a.sum;
  return a;
}

/// The largest value at 1.5 m, the width and the height of the plume, each over that of the eddies' mean.
void expect_alike(const Grid& g, const Means& m, const std::vector<int>& planes) {
  for (const int i : planes) {
    const Across eddies = across(g, m.eddies, i), steady = across(g, m.steady, i);
    EXPECT_GT(steady.ground / eddies.ground, 0.5) << i;
    EXPECT_LT(steady.ground / eddies.ground, 2) << i;
    EXPECT_NEAR(steady.width / eddies.width, 1, 0.3) << i;
    EXPECT_NEAR(steady.height / eddies.height, 1, 0.3) << i;
  }
}

TEST(SteadyFlow, OverOpenGroundIsTheMeanOfTheEddies) {
  const Grid g = Grid::even(72, 48, 16, 1, 1, 1);
  expect_alike(g, means_of(g, Obstacles(g), {12.5, 24.5, 1.5}), {20, 32, 42, 52, 66});
}

TEST(SteadyFlow, BehindABlockIsTheMeanOfTheEddies) {
  const Grid g = Grid::even(72, 48, 16, 1, 1, 1);
  Obstacles obstacles(g);
  obstacles.add_box({20, 18, 0}, {26, 30, 5});
  const Means m = means_of(g, obstacles, {28.5, 24.5, 1.5});
  expect_alike(g, m, {30, 34, 40, 50, 60, 68});
  // Cells up to 7 m that hold at least a thousandth of the most.
  double most = 0, all = 0, within = 0;
  for (ptrdiff_t i = 0; i < static_cast<ptrdiff_t>(g.stored); ++i)
    most = std::max(most, static_cast<double>(m.eddies[i]));
  for (int k = 0; k < 7; ++k)
    for (int j = 0; j < g.ny; ++j)
      for (int i = 22; i < g.nx - 4; ++i) {
        const auto eddies = static_cast<double>(m.eddies[g.at(i, j, k)]);
        const double ratio = static_cast<double>(m.steady[g.at(i, j, k)]) / eddies;
        if (eddies < 1e-3 * most) continue;
        ++all, within += ratio > 0.5 && ratio < 2 ? 1 : 0;
      }
  EXPECT_GT(within / all, 0.5) << "of " << all;
  RecordProperty("within_a_factor_of_two", std::to_string(within / all));
}

}  // namespace
}  // namespace muster::flow
