// Gas heavier than air as a layer on the ground: fronts, rest, walls, mass, momentum, the passive end.
#include "models/flow/layer/layer.h"

#include "base/parallel.h"
#include "models/flow/layer/profile.h"
#include "models/flow/obstacles/obstacles.h"
#include "models/flow/steady/passive.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::flow {
namespace {

constexpr double cold = 288.15, gravity = substance::gravity;
/// [kg/m3] p W / (R T).
const double of_air = 101325 * substance::molar_mass_of_air / (substance::gas_constant * cold);
const Sides box = {
    {Condition::wall, Condition::wall, Condition::wall, Condition::wall, Condition::wall, Condition::open}};
const Sides field = {
    {Condition::inflow, Condition::open, Condition::open, Condition::open, Condition::wall, Condition::open}};

SteadyWind calm(const Grid& grid) {
  SteadyWind wind;
  for (Velocity* three : {&wind.velocity, &wind.mixing})
    for (Field& f : *three) f = Field(grid);
  return wind;
}

/// u*/kappa ln(z/z0) along x, K = kappa u* z upwards, `wide` times that sideways.
SteadyWind surface_layer(const Grid& g, double friction, double roughness, double wide) {
  SteadyWind wind = calm(g);
  for (int k = 0; k < g.nz; ++k)
    for (int j = 0; j <= g.ny; ++j)
      for (int i = 0; i <= g.nx; ++i) {
        const ptrdiff_t at = g.at(i, j, k);
        wind.velocity[0][at] = static_cast<float>(friction / von_karman * std::log(g.z_centre(k) / roughness));
        if (k > 0) wind.mixing[2][at] = static_cast<float>(von_karman * friction * g.z[static_cast<size_t>(k)]);
        if (j > 0 && j < g.ny) wind.mixing[1][at] = static_cast<float>(wide * von_karman * friction * g.z_centre(k));
        if (i > 0 && i < g.nx) wind.mixing[0][at] = static_cast<float>(wide * von_karman * friction * g.z_centre(k));
      }
  return wind;
}

Mixture heavy() {
  Mixture m;
  m.released = {{"gas", 2 * substance::molar_mass_of_air, 1006}};
  return m;
}

LayerSettings bare() {
  LayerSettings s;
  s.entrains = s.drags = s.warms = s.spreads = s.resists = false;
  return s;
}

void run(DenseLayer& layer, double until) {
  while (layer.time() < until) layer.step(until);
}

double mass_of(const DenseLayer& layer) { return layer.masses()[0] + layer.gone()[0]; }

// Without resistance of the air a dam that breaks over a dry bed (Ritter 1892): where it stood u = 2/3 c0, h = 4/9 h0.
// The layer is no liquid: c^2 = g (1 - rho_a / rho) h.
TEST(HeavyLayer, RunsFromABrokenDamAsRitterSays) {
  const Grid g = Grid::even(400, 8, 8, 1, 1, 1);
  DenseLayer layer(g, std::vector<uint8_t>(g.stored, 0), box, calm(g), heavy(), bare());
  for (int j = 0; j < 8; ++j)
    for (int i = 0; i < 200; ++i) layer.fill(layer.plan().cell(i, j), 2, {0.2}, cold, {0, 0});
  const double excess = layer.excess(0) / 2, c0 = std::sqrt(gravity * excess / (excess + of_air) * 2);
  const double before = mass_of(layer);
  run(layer, 40);
  const size_t there = layer.plan().cell(200, 4);
  EXPECT_NEAR(layer.depth(there) / (2 * 4.0 / 9), 1, 0.02);
  EXPECT_NEAR(layer.velocity(there).x() / (2.0 / 3 * c0), 1, 0.02);
  EXPECT_NEAR(mass_of(layer) / before, 1, 1e-12);
}

// With the resistance of deep air before it the front runs with Fr (g' h)^(1/2), h and u from the wave that goes back:
// u = 2 c0 Fr / (2 + Fr) (Rottman and Simpson 1983).
TEST(HeavyLayer, HasTheFrontOfALockExchangeInDeepAir) {
  for (const double froude : {1.0, 1.19}) {
    const Grid g = Grid::even(280, 8, 8, 1, 1, 1);
    LayerSettings s = bare();
    s.resists = true, s.froude = froude;
    DenseLayer layer(g, std::vector<uint8_t>(g.stored, 0), box, calm(g), heavy(), s);
    for (int j = 0; j < 8; ++j)
      for (int i = 0; i < 140; ++i) layer.fill(layer.plan().cell(i, j), 2, {0.2}, cold, {0, 0});
    const double excess = layer.excess(0) / 2, c0 = std::sqrt(gravity * excess / (excess + of_air) * 2);
    const auto front = [&] {
      int i = 279;
      while (layer.depth(layer.plan().cell(i, 4)) < 0.2) --i;
      return i + 1.0;
    };
    run(layer, 20);
    const double from = front();
    run(layer, 80);
    EXPECT_NEAR((front() - from) / 60 / (2 * c0 * froude / (2 + froude)), 1, 0.05) << froude;
  }
}

TEST(HeavyLayer, StaysAtRestAroundABlockAndKeepsItsMass) {
  const Grid g = Grid::even(24, 20, 8, 1, 1, 1);
  Obstacles block(g);
  block.add_box({8, 6, 0}, {14, 12, 5});
  block.add_wall(0, {18, 4, 0}, {18, 16, 3});
  DenseLayer layer(g, block.at(0), box, calm(g), heavy(), bare());
  for (size_t c = 0; c < layer.plan().cells(); ++c)
    if (layer.plan().floor[c] == 0) layer.fill(c, 1.5, {0.3}, cold - 40, {0, 0});
  const double before = mass_of(layer);
  run(layer, 100);
  for (size_t c = 0; c < layer.plan().cells(); ++c) {
    EXPECT_LT(layer.velocity(c).norm(), 1e-10);
    if (layer.plan().floor[c] > 0) {
      EXPECT_EQ(layer.gas(c, 0), 0);
    }
  }
  EXPECT_NEAR(mass_of(layer) / before, 1, 1e-12);
}

// A heap beside a wall of 1 m flows over it once it is deeper, and only then.
TEST(HeavyLayer, FlowsOverALowWall) {
  const Grid g = Grid::even(40, 8, 16, 1, 1, 0.25);
  for (const double depth : {0.4, 2.5}) {
    Obstacles wall(g);
    wall.add_wall(0, {20, 0, 0}, {20, 8, 1});
    DenseLayer layer(g, wall.at(0), box, calm(g), heavy(), bare());
    for (int j = 0; j < 8; ++j)
      for (int i = 0; i < 20; ++i) layer.fill(layer.plan().cell(i, j), depth, {0.5}, cold, {0, 0});
    const double before = mass_of(layer);
    run(layer, 60);
    const double beyond = layer.gas(layer.plan().cell(30, 4), 0);
    if (depth < 1) {
      EXPECT_EQ(beyond, 0);
    } else {
      EXPECT_GT(beyond, 0.1);
    }
    EXPECT_NEAR(mass_of(layer) / before, 1, 1e-12);
  }
}

DenseLayer around_a_block(const Grid& g, const std::vector<uint8_t>& closed) {
  DenseLayer layer(g, closed, field, surface_layer(g, 0.3, 0.03, 1.9), heavy(), {});
  Source pool = source_on_disc(g, closed, {12, 20, 0.5}, 3);
  pool.emission = {{0, {5, 0}, 240, 0, {0, 0, 0}}, {30, {0, 0}, 240, 0, {0, 0, 0}}};
  layer.add(pool);
  return layer;
}

TEST(HeavyLayer, IsEvenOnBothSidesOfABlockAndLeavesNothingInIt) {
  const Grid g = Grid::even(60, 40, 10, 1, 1, 1);
  Obstacles block(g);
  block.add_box({24, 16, 0}, {30, 24, 10});
  DenseLayer layer = around_a_block(g, block.at(0));
  run(layer, 60);
  double worst = 0, most = 0;
  for (int j = 0; j < 40; ++j)
    for (int i = 0; i < 60; ++i) {
      const size_t c = layer.plan().cell(i, j), other = layer.plan().cell(i, 39 - j);
      worst = std::max(worst, std::abs(layer.gas(c, 0) - layer.gas(other, 0)));
      most = std::max(most, layer.gas(c, 0));
      if (layer.plan().floor[c] > 0) {
        EXPECT_EQ(layer.gas(c, 0), 0);
        EXPECT_EQ(layer.volume_fraction(c, 0.5, 0), 0);
      }
    }
  EXPECT_GT(most, 1e-3);
  EXPECT_LT(worst, 1e-9 * most);
  EXPECT_NEAR((layer.masses()[0] + layer.gone()[0]) / layer.given()[0], 1, 1e-9);
  EXPECT_NEAR(layer.given()[0], 150, 1e-9);
}

TEST(HeavyLayer, HasTheSameBitsOnAnyNumberOfThreads) {
  const Grid g = Grid::even(60, 40, 10, 1, 1, 1);
  Obstacles block(g);
  block.add_box({24, 16, 0}, {30, 24, 6});
  std::vector<uint64_t> hashes;
  for (const size_t threads : {1, 2, 3}) {
    const ThreadLimit limit(threads);
    DenseLayer layer = around_a_block(g, block.at(0));
    run(layer, 30);
    hashes.push_back(layer.hash());
  }
  EXPECT_EQ(hashes[0], hashes[1]);
  EXPECT_EQ(hashes[0], hashes[2]);
}

// Without air taken in and friction the sum of momentum stays while nothing touches a wall.
TEST(HeavyLayer, KeepsItsMomentumOnSmoothGround) {
  const Grid g = Grid::even(80, 60, 8, 1, 1, 1);
  DenseLayer layer(g, std::vector<uint8_t>(g.stored, 0), box, calm(g), heavy(), bare());
  for (int j = 26; j < 34; ++j)
    for (int i = 20; i < 28; ++i) layer.fill(layer.plan().cell(i, j), 1.5, {0.4}, cold - 50, {1.5, -0.5});
  const Vec2 before = layer.momentum();
  run(layer, 6);
  EXPECT_NEAR((layer.momentum() - before).norm() / before.norm(), 0, 1e-6);
}

// A tracer as heavy as air in both models, and the same wind: near the ground, in height and in width.
TEST(HeavyLayer, EndsAsAPassivePlume) {
  const Grid g = Grid::even(110, 40, 24, 4, 4, 1.5, {0, -80, 0});
  const SteadyWind wind = surface_layer(g, 0.3, 0.03, 1.9);
  Mixture light;
  light.released = {{"tracer", substance::molar_mass_of_air, 1006}};
  LayerSettings s;
  s.height = 1000;
  DenseLayer layer(g, std::vector<uint8_t>(g.stored, 0), field, wind, light, s);
  Passive passive(g, field, wind, light, {});
  Source pool = source_on_disc(g, std::vector<uint8_t>(g.stored, 0), {40, 0, 0.5}, 6);
  pool.emission = {{0, {0.1, 0}, cold, 0, {0, 0, 0}}};
  layer.add(pool), passive.add(pool);
  run(layer, 250);
  while (passive.time() < 250) passive.step(250);
  for (const int i : {20, 40, 60, 90}) {
    const size_t c = layer.plan().cell(i, 20);
    double sum = 0, square = 0, all = 0, height = 0;
    for (int j = 0; j < 40; ++j) {
      const double y = (j - 19.5) * 4, gas = layer.gas(layer.plan().cell(i, j), 0);
      sum += gas, square += gas * y * y;
    }
    double psum = 0, psquare = 0;
    for (int j = 0; j < 40; ++j)
      for (int k = 0; k < 24; ++k) {
        const double y = (j - 19.5) * 4, gas = static_cast<double>(passive.density(0)[g.at(i, j, k)]);
        psum += gas, psquare += gas * y * y;
        if (j == 20) all += gas, height += gas * g.z_centre(k);
      }
    const double near = passive.volume_fraction(g.at(i, 20, 0), 0), mine = layer.volume_fraction(c, 0.75, 0);
    EXPECT_NEAR(mine / near, 1, 0.3) << i;
    EXPECT_NEAR(layer.depth(c) / 2 / (height / all), 1, 0.4) << i;
    EXPECT_NEAR(std::sqrt(square / sum * psum / psquare), 1, 0.25) << i;
  }
}

// An exponential 2 X e^(-2 z / h) of X = 0.1 lies between 0.05 and 0.1 from h ln(2) / 2 to h ln(4) / 2: a quarter of
// it.
TEST(HeavyLayer, TellsTheMassBetweenTwoFractionsAndGivesItUp) {
  const Grid g = Grid::even(8, 8, 8, 1, 1, 1);
  DenseLayer layer(g, std::vector<uint8_t>(g.stored, 0), box, calm(g), heavy(), bare());
  layer.fill(layer.plan().cell(4, 4), 2, {0.1}, cold, {0, 0});
  const double all = mass_of(layer);
  EXPECT_NEAR(layer.mass_between(0, 0.05, 0.1) / all, 0.25, 0.02);
  EXPECT_NEAR(layer.mass_between(0, 0, 1) / all, 1, 1e-9);
  EXPECT_NEAR(layer.volume_fraction(layer.plan().cell(4, 4), 1, 0), 0.2 * std::exp(-1.0), 1e-9);
  layer.take_away(0);
  EXPECT_EQ(layer.masses()[0], 0);
  EXPECT_EQ(layer.depth(layer.plan().cell(4, 4)), 0);
}

TEST(HeavyLayer, ProfileKeepsAmountAndMeanHeight) {
  for (const double mean : {0.01, 0.3, 0.5, 0.7, 0.95}) {
    double sum = 0, moment = 0;
    constexpr double dz = 1e-3;
    for (double z = dz / 2; z < 20; z += dz) sum += dz * at_height(mean, z), moment += dz * z * at_height(mean, z);
    EXPECT_NEAR(sum / mean, 1, 1e-3);
    EXPECT_NEAR(moment / sum, 0.5, 1e-3);
    EXPECT_LE(at_height(mean, 0), 1);
  }
}

}  // namespace
}  // namespace muster::flow
