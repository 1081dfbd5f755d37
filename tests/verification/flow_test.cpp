// The large-eddy solver against exact and manufactured solutions: observed order, conservation, symmetry, limits.

#include "models/flow/step/flow.h"

#include "base/parallel.h"

#include <array>
#include <cmath>
#include <cstring>
#include <numbers>
#include <sstream>

#include <gtest/gtest.h>

namespace muster::flow {
namespace {

constexpr double pi = std::numbers::pi;

Sides all(Condition c) {
  Sides sides;
  sides.of.fill(c);
  return sides;
}

FlowSettings plain() {
  FlowSettings s;
  s.mixture.released = {{"gas", 0.016, 2200}};
  s.vreman = 0;
  s.gravity = 0;
  s.mixing.viscosity = 0;
  s.solver = {3, 1e-6, 60};
  return s;
}

/// rms error of u and w of a Taylor-Green vortex that drifts along x, after a quarter of its decay.
double taylor_green(int n) {
  const double box = 1, wave = 2 * pi / box, drift = 0.5;
  FlowSettings s = plain();
  s.sides = all(Condition::periodic);
  const double rho = s.mixture.density(std::array{0.0}.data(), 288.15);
  const double nu = 0.005;
  s.mixing.viscosity = nu * rho;
  s.fixed_step = 0.2 / n;
  const Grid grid = Grid::even(n, 4, n, box / n, box / n, box / n);
  Flow flow(grid, s, Obstacles(grid));
  const auto u_exact = [&](double x, double z, double t) {
    return drift + std::cos(wave * (x - drift * t)) * std::sin(wave * z) * std::exp(-2 * nu * wave * wave * t);
  };
  const auto w_exact = [&](double x, double z, double t) {
    return -std::sin(wave * (x - drift * t)) * std::cos(wave * z) * std::exp(-2 * nu * wave * wave * t);
  };
  const double h = box / n;
  for (int k = 0; k < n; ++k)
    for (int j = 0; j < 4; ++j)
      for (int i = 0; i < n; ++i) {
        flow.velocity()[0][grid.at(i, j, k)] = static_cast<float>(u_exact(i * h, (k + 0.5) * h, 0));
        flow.velocity()[2][grid.at(i, j, k)] = static_cast<float>(w_exact((i + 0.5) * h, k * h, 0));
      }
  flow.begin();
  const int steps = static_cast<int>(std::lround(0.6 / *s.fixed_step));
  for (int step = 0; step < steps; ++step) EXPECT_TRUE(flow.step().pressure.converged);
  double sum = 0;
  for (int k = 0; k < n; ++k)
    for (int i = 0; i < n; ++i) {
      const double t = flow.time();
      const double a = static_cast<double>(flow.velocity()[0][grid.at(i, 1, k)]) - u_exact(i * h, (k + 0.5) * h, t);
      const double b = static_cast<double>(flow.velocity()[2][grid.at(i, 1, k)]) - w_exact((i + 0.5) * h, k * h, t);
      sum += a * a + b * b;
    }
  return std::sqrt(sum / (2.0 * n * n));
}

TEST(Flow, TaylorGreenVortexDecaysAtSecondOrder) {
  const double coarse = taylor_green(16), middle = taylor_green(32), fine = taylor_green(64);
  RecordProperty("rms_64", std::to_string(fine));
  EXPECT_GT(std::log2(coarse / middle), 1.9);
  EXPECT_GT(std::log2(middle / fine), 1.9);
  EXPECT_LT(fine, 2e-3);
}

/// rms error of u and w of a Taylor-Green vortex between two floors without friction, on planes that stretch and
/// shrink, after a quarter of its decay.
double stretched_vortex(int n) {
  const double wave = 2 * pi, nu = 0.005, h = 1.0 / n;
  FlowSettings s = plain();
  s.sides.of = {Condition::periodic, Condition::periodic,  Condition::periodic,
                Condition::periodic, Condition::symmetric, Condition::symmetric};
  s.mixing.viscosity = nu * s.mixture.density(std::array{0.0}.data(), 288.15);
  s.fixed_step = 0.15 / n;
  std::vector<double> z;
  for (int k = 0; k <= n; ++k) z.push_back(k * h + 0.4 / wave * std::sin(wave * k * h));  // 1.4 h to 0.6 h thick
  const Grid grid(n, 4, h, h, z);
  Flow flow(grid, s, Obstacles(grid));
  const auto u_exact = [&](double x, double up, double t) {
    return std::cos(wave * x) * std::cos(wave * up) * std::exp(-2 * nu * wave * wave * t);
  };
  const auto w_exact = [&](double x, double up, double t) {
    return std::sin(wave * x) * std::sin(wave * up) * std::exp(-2 * nu * wave * wave * t);
  };
  for (int k = 0; k < n; ++k)
    for (int j = 0; j < 4; ++j)
      for (int i = 0; i < n; ++i) {
        const auto at = grid.at(i, j, k);
        flow.velocity()[0][at] = static_cast<float>(u_exact(i * h, grid.z_centre(k), 0));
        flow.velocity()[2][at] = static_cast<float>(w_exact((i + 0.5) * h, z[static_cast<size_t>(k)], 0));
      }
  flow.begin();
  const int steps = static_cast<int>(std::lround(0.6 / *s.fixed_step));
  for (int step = 0; step < steps; ++step) EXPECT_TRUE(flow.step().pressure.converged);
  double sum = 0;
  for (int k = 0; k < n; ++k)
    for (int i = 0; i < n; ++i) {
      const auto at = grid.at(i, 1, k);
      const double a = static_cast<double>(flow.velocity()[0][at]) - u_exact(i * h, grid.z_centre(k), flow.time());
      const double b =
          static_cast<double>(flow.velocity()[2][at]) - w_exact((i + 0.5) * h, z[static_cast<size_t>(k)], flow.time());
      sum += (a * a + b * b) * grid.dz(k) / h;
    }
  return std::sqrt(sum / (2.0 * n * n));
}

TEST(Flow, StretchedPlanesKeepSecondOrder) {
  const double coarse = stretched_vortex(16), middle = stretched_vortex(32), fine = stretched_vortex(64);
  RecordProperty("errors", std::to_string(coarse) + " " + std::to_string(middle) + " " + std::to_string(fine));
  EXPECT_GT(std::log2(coarse / middle), 1.8);
  EXPECT_GT(std::log2(middle / fine), 1.8);
}

/// A gas five times as heavy as air turns with vortices that swell and shrink; what keeps them so is a given force.
/// rms error of the velocity and mean error of the mass fraction.
std::array<double, 2> heavy_vortices(int n) {
  const double wave = 2 * pi, h = 1.0 / n;
  FlowSettings s = plain();
  s.sides = all(Condition::periodic);
  s.mixture.released = {{"heavy", 5 * substance::molar_mass_of_air, 700}};
  s.fixed_step = 0.16 / n;
  s.longest_step = 1;
  const Grid grid = Grid::even(n, 4, n, h, h, h);
  const auto swell = [](double t) { return 1 + 0.5 * std::sin(3 * t); };
  const auto fraction = [&](double x, double z) { return 0.5 + 0.45 * std::sin(wave * x) * std::sin(wave * z); };
  const Mixture& mixture = s.mixture;
  s.force = [&](int axis, double x, double, double z, double t) {
    const double g = swell(t), change = 1.5 * std::cos(3 * t), y = fraction(x, z);
    const double rho = mixture.density(&y, 288.15), p = 0.7 * wave;  // p = 0.7 cos cos
    const double sx = std::sin(wave * x), cx = std::cos(wave * x), sz = std::sin(wave * z), cz = std::cos(wave * z);
    if (axis == 0) return change * sx * cz + g * g * wave * sx * cx - p * sx * cz / rho;
    if (axis == 2) return -change * cx * sz + g * g * wave * sz * cz - p * cx * sz / rho;
    return 0.0;
  };
  Flow flow(grid, s, Obstacles(grid));
  for (int k = 0; k < n; ++k)
    for (int j = 0; j < 4; ++j)
      for (int i = 0; i < n; ++i) {
        const ptrdiff_t at = grid.at(i, j, k);
        const double x = (i + 0.5) * h, z = (k + 0.5) * h, y = fraction(x, z);
        flow.velocity()[0][at] = static_cast<float>(std::sin(wave * i * h) * std::cos(wave * z));
        flow.velocity()[2][at] = static_cast<float>(-std::cos(wave * x) * std::sin(wave * k * h));
        flow.scalars().amount[0][at] = static_cast<float>(y);
        flow.scalars().amount[1][at] = static_cast<float>(mixture.heat_capacity(&y) * 288.15);
      }
  flow.begin();
  const int steps = static_cast<int>(std::lround(0.4 / *s.fixed_step));
  for (int step = 0; step < steps; ++step) EXPECT_TRUE(flow.step().pressure.converged);
  double velocity = 0, mass = 0;
  for (int k = 0; k < n; ++k)
    for (int i = 0; i < n; ++i) {
      const ptrdiff_t at = grid.at(i, 1, k);
      const double x = (i + 0.5) * h, z = (k + 0.5) * h, g = swell(flow.time());
      const double a = static_cast<double>(flow.velocity()[0][at]) - g * std::sin(wave * i * h) * std::cos(wave * z);
      const double b = static_cast<double>(flow.velocity()[2][at]) + g * std::cos(wave * x) * std::sin(wave * k * h);
      velocity += a * a + b * b;
      mass += std::abs(static_cast<double>(flow.scalars().amount[0][at]) - fraction(x, z));
    }
  return {std::sqrt(velocity / (2.0 * n * n)), mass / (n * n)};
}

TEST(Flow, HeavyGasInManufacturedVorticesIsOfSecondOrder) {
  const auto coarse = heavy_vortices(16), middle = heavy_vortices(32), fine = heavy_vortices(64);
  for (size_t q = 0; q < 2; ++q) {
    EXPECT_GT(std::log2(coarse[q] / middle[q]), 1.8) << q;
    EXPECT_GT(std::log2(middle[q] / fine[q]), 1.8) << q;
  }
}

/// A hall with a leak of cold methane, a block and a heater: nothing gets out.
struct Hall {
  Grid grid = Grid::even(24, 20, 16, 0.5, 0.5, 0.5);
  FlowSettings settings;
  Obstacles obstacles{grid};

  Hall() {
    settings.sides = all(Condition::wall);
    settings.mixture.released = {{"methane", 0.01604, 2200}};
    obstacles.add_box({5, 4, 0}, {7, 6, 3});
  }
  void leak(Flow& flow) const {
    Source source = source_in_box(grid, flow.closed(), {1, 1, 0}, {3, 3, 0.5});
    source.emission = {{0, {0.2, 0}, 120, 5000, {0, 0, 0}}};
    flow.add(source);
  }
};

TEST(Flow, MassOfEachSpeciesIsThatOfItsSources) {
  Hall hall;
  Flow flow(hall.grid, hall.settings, hall.obstacles);
  hall.leak(flow);
  const std::vector<double> before = flow.masses();
  StepReport last;
  for (int step = 0; step < 200; ++step) last = flow.step();
  const std::vector<double> after = flow.masses();
  EXPECT_NEAR((after[0] - before[0]) / flow.given()[0], 1, 1e-6);
  EXPECT_NEAR((after[1] - before[1] - flow.given()[0]) / after[1], 0, 1e-6);
  EXPECT_EQ(flow.through_solids(), 0);
}

/// Rooms of 4 m x 4 m x 3 m in a row, doors of one cell between them and from the last into the open; a fan heater
/// that leaks in the first.
struct Row {
  static constexpr double cell = 0.25, tall = 3;
  Grid grid;
  FlowSettings settings;
  Obstacles obstacles;

  explicit Row(int rooms) : grid(Grid::even(rooms * 16 + 16, 20, 14, cell, cell, cell)), obstacles(grid) {
    settings.mixture.released = {{"chlorine", 0.0709, 480}};
    settings.sides.of = {Condition::wall,      Condition::open, Condition::symmetric,
                         Condition::symmetric, Condition::wall, Condition::open};
    settings.fixed_step = 0.05;
    const double end = rooms * 4 + cell;
    obstacles.add_wall(0, {cell, 0.5, 0}, {cell, 4.5, tall});
    for (int r = 1; r <= rooms; ++r) {
      const double x = r * 4 + cell, door = 2 + cell * (r % 5);
      obstacles.add_wall(0, {x, 0.5, 0}, {x, door, tall});
      obstacles.add_wall(0, {x, door + cell, 0}, {x, 4.5, tall});
      obstacles.add_wall(0, {x, door, 2}, {x, door + cell, tall});
    }
    obstacles.add_wall(1, {cell, 0.5, 0}, {end, 0.5, tall}), obstacles.add_wall(1, {cell, 4.5, 0}, {end, 4.5, tall});
    obstacles.add_wall(2, {cell, 0.5, tall}, {end, 4.5, tall});
  }
  void heat(Flow& flow) const {
    Source source = source_in_box(grid, flow.closed(), {1, 1, 0}, {2, 2, 0.5});
    source.emission = {{0, {0.05, 0}, 288, 20000, {0, 0, 0}}};
    flow.add(source);
  }
};

TEST(Flow, ManyRoomsJoinedByDoorsConverge) {
  for (const int rooms : {4, 12}) {
    Row row(rooms);
    Flow flow(row.grid, row.settings, row.obstacles);
    row.heat(flow);
    EXPECT_TRUE(flow.zones().empty());
    for (int step = 0; step < 60; ++step) {
      const StepReport report = flow.step();
      EXPECT_TRUE(report.pressure.converged) << rooms << " " << step;
      EXPECT_LE(report.pressure.iterations, 8) << rooms << " " << step;
      EXPECT_EQ(report.clipped, 0) << rooms << " " << step;
    }
    // What the heater adds in volume, and nothing else, drives the air through every door: Q R / (W c_p p) + m / rho.
    double out = 0;
    const int i = rooms * 16 + 1;
    for (int k = 0; k < 8; ++k)
      for (int j = 2; j < 18; ++j)
        out += static_cast<double>(flow.velocity()[0][row.grid.at(i, j, k)]) * Row::cell * Row::cell;
    const double swell = substance::gas_constant / (substance::molar_mass_of_air * 1006 * 101325) * 20000;
    const double gas = 0.05 / 0.0709 * substance::gas_constant * 288 / 101325;
    EXPECT_NEAR(out / (swell + gas), 1, 0.05) << rooms;
  }
}

TEST(Flow, RoomsHaveTheSameBitsOnAnyNumberOfThreads) {
  const auto hash = [](size_t threads) {
    const ThreadLimit limit(threads);
    Row row(4);
    Flow flow(row.grid, row.settings, row.obstacles);
    row.heat(flow);
    for (int step = 0; step < 5; ++step) EXPECT_GT(flow.step().pressure.iterations + step, 0);
    return flow.hash();
  };
  EXPECT_EQ(hash(1), hash(3));
}

TEST(Flow, PressureOfAShutRoomIsThatOfItsHeat) {
  // A gas of the molar heat capacity of air: kappa = R / (W c_p) is the same everywhere, however well it has mixed.
  Hall hall;
  hall.settings.mixture.released = {{"light", 0.016, 1006 * substance::molar_mass_of_air / 0.016}};
  Flow flow(hall.grid, hall.settings, hall.obstacles);
  hall.leak(flow);
  for (int step = 0; step < 100; ++step) flow.step();
  // p - p0 = kappa / (1 - kappa) (Q + m c_p T) / V
  const double heat = hall.settings.mixture.released[0].heat_capacity;
  const double energy = flow.given()[0] * (heat * 120 + 5000 / 0.2), volume = flow.zones()[0].volume;
  const double kappa = substance::gas_constant / substance::molar_mass_of_air / 1006;
  EXPECT_NEAR((flow.zones()[0].pressure - 101325) / (kappa / (1 - kappa) * energy / volume), 1, 1e-3);
}

TEST(Flow, RestStaysAtRestInStratifiedAir) {
  const Grid grid = Grid::even(24, 20, 20, 1, 1, 1);
  FlowSettings s;
  s.sides.of = {Condition::open,      Condition::open, Condition::symmetric,
                Condition::symmetric, Condition::wall, Condition::open};
  s.mixture.released = {{"gas", 0.016, 2200}};
  s.mixing.viscosity = 0;
  s.temperature = [](double z) { return 285 + 0.1 * z; };
  s.fixed_step = 0.2;
  Obstacles obstacles(grid);
  obstacles.add_box({8, 8, 0}, {14, 13, 6});
  Flow flow(grid, s, obstacles);
  for (int step = 0; step < 100; ++step) flow.step();
  double most = 0;
  for (const Field& u : flow.velocity())
    for (int k = 0; k < grid.nz; ++k)
      for (int j = 0; j < grid.ny; ++j)
        for (int i = 0; i < grid.nx; ++i) most = std::max(most, std::abs(static_cast<double>(u[grid.at(i, j, k)])));
  EXPECT_EQ(most, 0);
}

/// Wind past a room of thin walls with a leak of heavy gas inside; its door opens after a while.
struct Room {
  Grid grid = Grid::even(32, 24, 16, 0.5, 0.5, 0.5);
  FlowSettings settings;
  Obstacles obstacles{grid};

  explicit Room(double opens) {
    settings.mixture.released = {{"chlorine", 0.0709, 480}};
    settings.wind = rough_wind(3, 10, 0.03, {1, 0});
    settings.turbulence = {friction_velocity(3, 10, 0.03), 2, 7};
    settings.fixed_step = 0.05;
    obstacles.add_wall(0, {5, 4, 0}, {5, 8, 3});
    Shutter door = obstacles.add_wall(0, {9, 4, 0}, {9, 8, 3});
    obstacles.add_wall(1, {5, 4, 0}, {9, 4, 3}), obstacles.add_wall(1, {5, 8, 0}, {9, 8, 3});
    obstacles.add_wall(2, {5, 4, 3}, {9, 8, 3});
    door.moves = {{opens, true}};
    obstacles.add_door(door);
  }
  void leak(Flow& flow) const {
    Source source = source_in_box(grid, flow.closed(), {6, 5, 0}, {7, 6, 1});
    source.emission = {{0, {0.05, 0}, 288.15, 0, {0, 0, 0}}};
    flow.add(source);
  }
};

TEST(Flow, SealedRoomStaysSealedUntilItsDoorOpens) {
  Room room(4);
  Flow flow(room.grid, room.settings, room.obstacles);
  room.leak(flow);
  ASSERT_EQ(flow.zones().size(), 1U);
  const auto outside = [&] {
    double sum = 0;
    for (int k = 0; k < room.grid.nz; ++k)
      for (int j = 0; j < room.grid.ny; ++j)
        for (int i = 0; i < room.grid.nx; ++i)
          if (i < 10 || i >= 18 || j < 8 || j >= 16 || k >= 6)
            sum += std::abs(static_cast<double>(flow.scalars().amount[0][room.grid.at(i, j, k)]));
    return sum;
  };
  StepReport last;
  while (flow.time() < 3.99) last = flow.step();
  EXPECT_EQ(outside(), 0);
  EXPECT_EQ(flow.through_solids(), 0);
  EXPECT_EQ(flow.zones()[0].volume, 4 * 4 * 3);
  EXPECT_GT(flow.zones()[0].pressure, 101325 + 100);
  while (flow.time() < 8) last = flow.step();
  EXPECT_TRUE(flow.zones().empty());
  EXPECT_GT(outside(), 0);
}

uint64_t hash_of_room(size_t threads) {
  const ThreadLimit limit(threads);
  Room room(0.5);
  Flow flow(room.grid, room.settings, room.obstacles);
  room.leak(flow);
  for (int step = 0; step < 20; ++step) flow.step();
  // Equal fields must not be equal because nothing is in them.
  EXPECT_GT(flow.masses()[0], 0.02);
  for (const Field& u : flow.velocity()) {
    float most = 0;
    for (int k = 0; k < room.grid.nz; ++k)
      for (int j = 0; j < room.grid.ny; ++j)
        for (int i = 0; i < room.grid.nx; ++i) most = std::max(most, std::abs(u[room.grid.at(i, j, k)]));
    EXPECT_GT(most, 0.1F);
  }
  return flow.hash();
}

TEST(Flow, SameBitsOnAnyNumberOfThreads) {
  const uint64_t one = hash_of_room(1);
  EXPECT_EQ(one, hash_of_room(2));
  EXPECT_EQ(one, hash_of_room(3));
}

TEST(Flow, HashTellsThePressureOfASealedPart) {
  Room room(4);
  Flow flow(room.grid, room.settings, room.obstacles);
  std::stringstream file;
  flow.save(file);
  std::string bytes = file.str();
  // Seven words stand before it: name, values, fields, time, step, steps, parts.
  double pressure = 0;
  std::memcpy(&pressure, bytes.data() + 56, sizeof pressure);
  ASSERT_EQ(pressure, flow.zones()[0].pressure);
  pressure += 1;
  std::memcpy(bytes.data() + 56, &pressure, sizeof pressure);
  Flow other(room.grid, room.settings, room.obstacles);
  std::istringstream changed(bytes);
  ASSERT_TRUE(other.load(changed));
  EXPECT_NE(other.hash(), flow.hash());
}

TEST(Flow, RestartGoesOnWithTheSameBits) {
  Room room(0.5);
  room.settings.fixed_step.reset();
  Flow whole(room.grid, room.settings, room.obstacles);
  room.leak(whole);
  for (int step = 0; step < 8; ++step) whole.step();
  std::stringstream file;
  whole.save(file);
  Flow restarted(room.grid, room.settings, room.obstacles);
  room.leak(restarted);
  ASSERT_TRUE(restarted.load(file));
  EXPECT_EQ(restarted.hash(), whole.hash());
  for (int step = 0; step < 12; ++step) whole.step(), restarted.step();
  EXPECT_EQ(restarted.hash(), whole.hash());
  EXPECT_EQ(restarted.given(), whole.given());
}

}  // namespace
}  // namespace muster::flow
