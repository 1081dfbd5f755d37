// The steady wind and what goes with it: against exact plumes, mass, walls, the surface layer.
#include "base/parallel.h"
#include "models/flow/steady/passive.h"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace muster::flow {
namespace {

constexpr double pi = std::numbers::pi;

SteadyWind still(const Grid& grid) {
  SteadyWind wind;
  for (Velocity* three : {&wind.velocity, &wind.mixing})
    for (Field& field : *three) field = Field(grid);
  return wind;
}

/// The same everywhere; nothing mixes through the sides.
SteadyWind even_wind(const Grid& g, const Vec3& u, double mixing) {
  SteadyWind wind = still(g);
  for (size_t a = 0; a < 3; ++a)
    for (int k = 0; k <= g.nz; ++k)
      for (int j = 0; j <= g.ny; ++j)
        for (int i = 0; i <= g.nx; ++i) {
          const std::array<int, 3> at = {i, j, k}, n = {g.nx, g.ny, g.nz};
          wind.velocity[a][g.at(i, j, k)] = static_cast<float>(u[static_cast<Eigen::Index>(a)]);
          wind.mixing[a][g.at(i, j, k)] = at[a] == 0 || at[a] == n[a] ? 0.0F : static_cast<float>(mixing);
        }
  return wind;
}

Mixture tracer() {
  Mixture m;
  m.released = {{"tracer", 0.028, 1040}};
  return m;
}

Source point(const Grid& g, const Vec3& at, double rate, double until = 1e30) {
  Source source = source_in_box(g, std::vector<uint8_t>(g.stored, 0), at, at);
  source.emission = {{0, {rate, 0}, 288, 0, {0, 0, 0}}};
  if (until < 1e29) source.emission.push_back({until, {0, 0}, 288, 0, {0, 0, 0}});
  return source;
}

const Sides open_ground = {{Condition::inflow, Condition::open, Condition::symmetric, Condition::symmetric,
                            Condition::wall, Condition::symmetric}};

// C = Q exp(-u (r - x) / 2K) / (4 pi K r) of a point source, and its image below the ground (Roberts 1923).
TEST(SteadyPlume, IsThatOfAPointSourceInAnEvenWind) {
  const double u = 3, mixing = 1.5, rate = 0.01;
  const Grid g = Grid::even(112, 64, 40, 1, 1, 1);
  Passive passive(g, open_ground, even_wind(g, {u, 0, 0}, mixing), tracer(), {});
  const Vec3 at(12.5, 32.5, 4.5);
  passive.add(point(g, at, rate));
  while (passive.time() < 100) passive.step(100);
  const auto exact = [&](const Vec3& p) {
    double sum = 0;
    for (const double z : {at.z(), -at.z()}) {
      const Vec3 way = p - Vec3(at.x(), at.y(), z);
      sum += rate / (4 * pi * mixing * way.norm()) * std::exp(-u * (way.norm() - way.x()) / (2 * mixing));
    }
    return sum;
  };
  double worst = 0;
  for (const double x : {20.0, 40.0, 60.0, 80.0})
    for (const double y : {0.0, 5.0})
      for (const double z : {0.5, 4.5, 9.5}) {
        const Vec3 p(at.x() + x, at.y() + y, z);
        const auto cell = g.at(static_cast<int>(p.x()), static_cast<int>(p.y()), static_cast<int>(p.z()));
        const double error = static_cast<double>(passive.density(0)[cell]) / exact(p) - 1;
        worst = std::max(worst, std::abs(error));
        EXPECT_NEAR(error, 0, x < 30 ? 0.06 : 0.03) << x << " " << y << " " << z;
      }
  RecordProperty("worst", std::to_string(worst));
}

// A puff in an oblique wind: its middle goes with the wind, it spreads as 2 K t, its mass stays.
TEST(SteadyPlume, APuffGoesWithTheWindAndSpreads) {
  const double mixing = 0.4, time = 20;
  const Vec3 u(1.3, -0.8, 0.3);
  const Grid g = Grid::even(64, 48, 32, 1, 1, 1);
  Passive passive(g, {}, even_wind(g, u, mixing), tracer(), {});
  const Vec3 from(16, 32, 12);
  const double spread = 2;
  for (int k = 0; k < g.nz; ++k)
    for (int j = 0; j < g.ny; ++j)
      for (int i = 0; i < g.nx; ++i) {
        const Vec3 way = Vec3(i + 0.5, j + 0.5, k + 0.5) - from;
        passive.density(0)[g.at(i, j, k)] = static_cast<float>(std::exp(-way.squaredNorm() / (2 * spread * spread)));
      }
  passive.begin();
  const double mass = passive.masses()[0];
  while (passive.time() < time) passive.step(time);
  EXPECT_NEAR((passive.masses()[0] + passive.gone()[0]) / mass, 1, 1e-6);
  Vec3 middle(0, 0, 0), square(0, 0, 0);
  for (int k = 0; k < g.nz; ++k)
    for (int j = 0; j < g.ny; ++j)
      for (int i = 0; i < g.nx; ++i) {
        const Vec3 at(i + 0.5, j + 0.5, k + 0.5);
        const auto c = static_cast<double>(passive.density(0)[g.at(i, j, k)]);
        EXPECT_GE(c, 0);
        middle += c * at, square += c * at.cwiseProduct(at);
      }
  middle /= passive.masses()[0], square /= passive.masses()[0];
  for (int a = 0; a < 3; ++a) {
    EXPECT_NEAR(middle[a], from[a] + u[a] * time, 0.05) << a;
    EXPECT_NEAR(square[a] - middle[a] * middle[a], spread * spread + 2 * mixing * time, 0.03 * 20) << a;
  }
}

/// Vortices in a shut box: psi = sin(pi x) sin(pi y) of the box, turning about z; and one about x.
SteadyWind vortices(const Grid& g, double speed) {
  SteadyWind wind = still(g);
  const double lx = g.nx * g.dx, ly = g.ny * g.dy;
  const auto psi = [&](int i, int j) {
    return speed * lx / pi * std::sin(pi * i * g.dx / lx) * std::sin(pi * j * g.dy / ly);
  };
  for (int k = 0; k < g.nz; ++k)
    for (int j = 0; j <= g.ny; ++j)
      for (int i = 0; i <= g.nx; ++i) {
        wind.velocity[0][g.at(i, j, k)] = static_cast<float>((psi(i, j + 1) - psi(i, j)) / g.dy);
        wind.velocity[1][g.at(i, j, k)] = static_cast<float>(-(psi(i + 1, j) - psi(i, j)) / g.dx);
      }
  for (int k = 0; k < g.nz; ++k)
    for (int j = 0; j < g.ny; ++j) {
      wind.velocity[0][g.at(0, j, k)] = wind.velocity[0][g.at(g.nx, j, k)] = 0;
      for (int i = 0; i < g.nx; ++i) wind.mixing[1][g.at(i, j, k)] = j > 0 ? 0.3F : 0.0F;
    }
  for (int k = 0; k < g.nz; ++k)
    for (int i = 0; i < g.nx; ++i) wind.velocity[1][g.at(i, 0, k)] = wind.velocity[1][g.at(i, g.ny, k)] = 0;
  return wind;
}

Sides shut() {
  Sides sides;
  sides.of.fill(Condition::symmetric);
  return sides;
}

TEST(SteadyTransport, WhatIsEvenStaysEven) {
  const Grid g = Grid::even(40, 24, 8, 1, 1, 1);
  Passive passive(g, shut(), vortices(g, 2), tracer(), {});
  for (int k = 0; k < g.nz; ++k)
    for (int j = 0; j < g.ny; ++j)
      for (int i = 0; i < g.nx; ++i) passive.density(0)[g.at(i, j, k)] = 1;
  passive.begin();
  while (passive.time() < 60) passive.step(60);
  for (int j = 0; j < g.ny; ++j)
    for (int i = 0; i < g.nx; ++i) EXPECT_NEAR(passive.density(0)[g.at(i, j, 3)], 1, 1e-4) << i << " " << j;
}

TEST(SteadyTransport, MassIsKeptAndBounded) {
  const Grid g = Grid::even(40, 24, 8, 1, 1, 1);
  Passive passive(g, shut(), vortices(g, 2), tracer(), {});
  passive.add(point(g, {10.5, 6.5, 3.5}, 0.2, 5));
  double most = 0;
  while (passive.time() < 120) {
    passive.step(120);
    double now = 0;
    for (int k = 0; k < g.nz; ++k)
      for (int j = 0; j < g.ny; ++j)
        for (int i = 0; i < g.nx; ++i) {
          now = std::max(now, static_cast<double>(passive.density(0)[g.at(i, j, k)]));
          EXPECT_GE(passive.density(0)[g.at(i, j, k)], -1e-12F);
        }
    if (passive.time() > 5) {
      EXPECT_LE(now, most * (1 + 1e-5)) << "no new peaks once nothing comes";
    }
    most = now;
  }
  EXPECT_NEAR(passive.given()[0], 1, 1e-12);
  EXPECT_NEAR(passive.masses()[0], 1, 1e-6);
  EXPECT_EQ(passive.gone()[0], 0);
}

uint64_t plume_with(size_t threads, double* mass = nullptr) {
  const ThreadLimit limit(threads);
  const Grid g = Grid::even(50, 37, 20, 1, 1, 0.7);
  Passive passive(g, open_ground, even_wind(g, {2, 0, 0}, 0.6), tracer(), {});
  passive.add(point(g, {8.5, 18.5, 2.5}, 0.1, 12));
  while (passive.time() < 40) passive.step(40);
  if (mass != nullptr) *mass = (passive.masses()[0] + passive.gone()[0]) / passive.given()[0];
  return passive.hash();
}

TEST(SteadyTransport, SameBitsAndNothingIsLostThroughTheSides) {
  double mass = 0;
  const uint64_t one = plume_with(1, &mass);
  EXPECT_NEAR(mass, 1, 1e-6);
  EXPECT_EQ(one, plume_with(2));
  EXPECT_EQ(one, plume_with(3));
}

FlowSettings windy(double speed) {
  FlowSettings s;
  s.mixture = tracer();
  s.sides = open_ground;
  s.roughness.ground = 0.1;
  s.wind = rough_wind(speed, 10, 0.1, {1, 0});
  s.turbulence.friction_velocity = friction_velocity(speed, 10, 0.1);
  s.turbulence.length = 6;
  return s;
}

// Over open ground it stays the wind that comes in, and mixes upwards as a surface layer does, kappa u* z, within a
// factor of two (1.3 to 1.5 times as much).
TEST(SteadyWind, OfOpenGroundIsTheWindThatComesIn) {
  const Grid g = Grid::even(48, 32, 12, 2, 2, 2);
  Flow flow(g, windy(5), Obstacles(g));
  const SteadyWind wind = steady_wind(flow, {10, 80});
  const double friction = flow.settings().turbulence.friction_velocity;
  for (const int k : {0, 1, 3, 6}) {
    double speed = 0, up = 0, n = 0;
    for (int j = 6; j < 26; ++j)
      for (int i = 12; i < 40; ++i) {
        speed += static_cast<double>(wind.velocity[0][g.at(i, j, k)]), n += 1;
        up += static_cast<double>(wind.mixing[2][g.at(i, j, k + 1)]);
      }
    const double z = g.z_centre(k), surface_layer = von_karman * friction * g.z[static_cast<size_t>(k) + 1];
    EXPECT_NEAR(speed / n / flow.settings().wind(z).x(), 1, k == 0 ? 0.2 : 0.05) << z;
    EXPECT_GT(up / n / surface_layer, 0.5) << z;
    EXPECT_LT(up / n / surface_layer, 2) << z;
  }
  EXPECT_LT(wind.divergence, 1e-6);
}

// No gas and no wind through walls, whatever mixes beside them.
TEST(SteadyWind, StopsAtWalls) {
  const Grid g = Grid::even(32, 24, 12, 1, 1, 1);
  Obstacles obstacles(g);
  obstacles.add_box({12, 8, 0}, {16, 16, 5});
  obstacles.add_wall(0, {22, 0, 0}, {22, 12, 6});
  FlowSettings settings = windy(4);
  Flow flow(g, settings, obstacles);
  const SteadyWind wind = steady_wind(flow, {4, 10});
  const std::vector<uint8_t> closed = obstacles.at(0);
  size_t faces = 0;
  for (int k = 0; k < g.nz; ++k)
    for (int j = 0; j < g.ny; ++j)
      for (int i = 0; i < g.nx; ++i)
        for (size_t a = 0; a < 3; ++a)
          if ((closed[static_cast<size_t>(g.at(i, j, k))] & (1U << a)) != 0) {
            ++faces;
            EXPECT_EQ(wind.velocity[a][g.at(i, j, k)], 0);
            EXPECT_EQ(wind.mixing[a][g.at(i, j, k)], 0);
          }
  EXPECT_GT(faces, 200u);
  Passive gas(g, settings.sides, wind, settings.mixture, {});
  gas.add(point(g, {18.5, 12.5, 1.5}, 0.01));
  while (gas.time() < 30) gas.step(30);
  for (int k = 0; k < 5; ++k) EXPECT_EQ(gas.density(0)[g.at(14, 12, k)], 0) << "within the block";
  EXPECT_NEAR((gas.masses()[0] + gas.gone()[0]) / gas.given()[0], 1, 1e-6);
}

}  // namespace
}  // namespace muster::flow
