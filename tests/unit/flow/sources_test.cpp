// What sources give, and into which cells.
#include "models/flow/obstacles/obstacles.h"
#include "models/flow/step/flow.h"

#include <array>
#include <numeric>

#include <gtest/gtest.h>

namespace muster::flow {
namespace {

FlowSettings open_box() {
  FlowSettings s;
  s.mixture.released = {{"methane", 0.01604, 2200}};
  s.sides.of.fill(Condition::open);
  s.sides.of[4] = Condition::wall;
  return s;
}

TEST(FlowSources, GiveTheMassHeatAndMomentumOfTheirSeries) {
  Mixture mixture;
  mixture.released = {{"methane", 0.01604, 2000}};
  Source source;
  source.emission = {{1, {0.5, 0}, 120, 30, {0, 0, 0}}, {3, {0.2, 0.1}, 300, 0, {4, 0, -1}}, {4, {0, 0}, 300, 0, {}}};
  const Released before = source.between(mixture, 0, 1), all = source.between(mixture, 0, 10);
  EXPECT_EQ(before.mass[0] + before.mass[1] + before.heat, 0);
  EXPECT_NEAR(all.mass[0], 2 * 0.5 + 0.2, 1e-14);
  EXPECT_NEAR(all.mass[1], 0.1, 1e-14);
  EXPECT_NEAR(all.heat, 2 * (0.5 * 2000 * 120 + 30) + 0.2 * 2000 * 300 + 0.1 * 1006 * 300, 1e-6);
  EXPECT_NEAR(all.blown, 0.3, 1e-14);
  EXPECT_NEAR(all.momentum.x(), 1.2, 1e-14);
  EXPECT_NEAR(all.momentum.z(), -0.3, 1e-14);
  const Released part = source.between(mixture, 2.75, 3.5);
  EXPECT_NEAR(part.mass[0], 0.25 * 0.5 + 0.5 * 0.2, 1e-14);
}

TEST(FlowSources, AnEntryEndsWhatStandsBeforeItInTheSeries) {
  Mixture mixture;
  mixture.released = {{"methane", 0.01604, 2000}};
  Source source;  // shut off at 5 s, before the last time of its outflow
  source.emission = {{0, {1, 0}}, {10, {3, 0}}, {5, {0, 0}}};
  EXPECT_NEAR(source.between(mixture, 0, 20).mass[0], 5, 1e-14);
}

/// [kg] given and in the box after 4 s; a release of 2 s, then a puff of 0.1 s.
std::array<double, 2> mass_of_release(std::optional<double> fixed, double until) {
  FlowSettings s = open_box();
  s.fixed_step = fixed;
  const Grid grid = Grid::even(16, 16, 16, 1, 1, 1);
  Flow flow(grid, s, Obstacles(grid));
  Source source = source_in_box(grid, flow.closed(), {7, 7, 7}, {9, 9, 9});
  source.emission = {{0.25, {0.02, 0}}, {2.25, {0, 0}}, {3, {0.1, 0}}, {3.1, {0, 0}}};
  flow.add(source);
  while (flow.time() < until) flow.step(fixed ? 1e30 : until);
  return {flow.given()[0], flow.masses()[0]};
}

TEST(FlowSources, AReleaseGivesItsMassWhateverTheSteps) {
  constexpr double mass = 0.02 * 2 + 0.1 * 0.1;
  for (const double step : {0.07, 0.3, 0.55, 1.0}) {
    const auto [given, there] = mass_of_release(step, 5);
    EXPECT_NEAR(given / mass, 1, 1e-6) << step;
    EXPECT_NEAR(there / mass, 1, 1e-4) << step;
  }
  EXPECT_NEAR(mass_of_release(std::nullopt, 5)[0] / mass, 1, 1e-6);
}

// What burns is gone, to the last gram; the air in its place is as warm, so that nothing swells.
TEST(FlowSources, WhatIsTakenAwayIsGone) {
  FlowSettings s = open_box();
  const Grid grid = Grid::even(16, 16, 16, 1, 1, 1);
  Flow flow(grid, s, Obstacles(grid));
  Source source = source_in_box(grid, flow.closed(), {7, 7, 7}, {9, 9, 9});
  source.emission = {{0, {0.05, 0}, 200}, {2, {0, 0}}};
  flow.add(source);
  double mismatch = 0;
  while (flow.time() < 3) mismatch = flow.step(3).largest_mismatch;
  const double there = flow.masses()[0], warm = flow.temperature(grid.at(8, 8, 8));
  ASSERT_LT(warm, 287);
  EXPECT_NEAR(flow.take_away(0) / there, 1, 1e-12);
  EXPECT_EQ(flow.masses()[0], 0);
  EXPECT_EQ(flow.volume_fraction(grid.at(8, 8, 8), 0), 0);
  EXPECT_NEAR(flow.temperature(grid.at(8, 8, 8)), warm, 1e-4);
  EXPECT_LT(flow.step().largest_mismatch, 1.2 * mismatch);
  EXPECT_EQ(flow.masses()[0], 0);
}

// A seat of one cell, a wall west of it and an open side north of it: what it gives moves the air by its whole
// momentum.
TEST(FlowSources, BesideAClosedFaceNothingOfTheMomentumIsLost) {
  const Grid g = Grid::even(6, 6, 6, 1, 1, 0.5);
  Velocity u = {Field(g), Field(g), Field(g)}, beta = u, next = u;
  Field viscosity(g), density(g);
  constexpr double rho = 1.25, volume = 0.5;
  for (Field& b : beta) b.fill(static_cast<float>(1 / rho));
  const ptrdiff_t seat = g.at(2, 5, 2), west = seat, east = g.at(3, 5, 2), south = seat, north = seat + g.row;
  beta[0][west] = 0, beta[1][north] = static_cast<float>(2 / rho);  // that of half a cell, as open sides have it
  const std::vector<float> calm(8, 1.25F);
  const Push push{g, u, beta, viscosity, density, calm};
  const Source source = source_in_box(g, Obstacles(g).at(0), {2.5, 5.5, 1.25}, {2.5, 5.5, 1.25});
  ASSERT_EQ(source.cells, std::vector{seat});
  Released given;
  given.mass = {1e-6, 0}, given.blown = 1e-6, given.momentum = {0.02, 0.03, -0.01};
  thrust(push, source, given, next);
  const auto momentum = [&](size_t axis, ptrdiff_t face, double of) {
    return rho * of * volume * static_cast<double>(next[axis][face]);
  };
  EXPECT_EQ(next[0][west], 0);
  EXPECT_NEAR(momentum(0, east, 1), 0.02, 2e-7);
  EXPECT_NEAR(momentum(1, south, 1) + momentum(1, north, 0.5), 0.03, 2e-7);
  EXPECT_NEAR(momentum(2, seat, 1) + momentum(2, seat + g.plane, 1), -0.01, 2e-7);
  Released driven;  // a jet fan
  driven.mass = {0, 0}, driven.moved = 1e-6 * volume, driven.driven = {1e-6 * volume * 10, 0, 0};
  for (Field& field : next) field.fill(0);
  thrust(push, source, driven, next);
  EXPECT_NEAR(momentum(0, east, 1), rho * 1e-6 * volume * 10, 1e-10);
}

// 0.2 kg/s at 300 m/s set off in calm air: 10 m/s on both faces of the cell within a step that was as long as calm air
// lets it be. What the step before owes the scalars is carried in parts.
TEST(FlowSources, AVelocityThatJumpsCarriesNothingBeyondACell) {
  FlowSettings s = open_box();
  s.longest_step = 1;
  const Grid grid = Grid::even(16, 16, 16, 1, 1, 1);
  Flow flow(grid, s, Obstacles(grid));
  Source source = source_in_box(grid, flow.closed(), {8.5, 8.5, 8.5}, {8.5, 8.5, 8.5});
  source.emission = {{0, {0.2, 0}, 288.15, 0, {300, 0, 0}}};
  flow.add(source);
  float least = 0;
  for (int step = 0; step < 12; ++step) {
    const StepReport report = flow.step();
    EXPECT_LE(report.courant, 0.5 + 1e-6) << step;
    for (int k = 0; k < grid.nz; ++k)
      for (int j = 0; j < grid.ny; ++j)
        for (int i = 0; i < grid.nx; ++i) least = std::min(least, flow.scalars().amount[0][grid.at(i, j, k)]);
  }
  EXPECT_EQ(least, 0);
  EXPECT_NEAR(flow.given()[0] / flow.masses()[0], 1, 1e-5);
}

std::vector<ptrdiff_t> sorted(std::vector<ptrdiff_t> cells) {
  std::sort(cells.begin(), cells.end());
  return cells;
}

TEST(FlowSources, WhatBeginsSuddenlyFindsStepsShortEnough) {
  // 1 m3/s of light gas into one cell of 1/64 m3 in air at rest: 64 times its volume a second.
  FlowSettings s = open_box();
  const Grid grid = Grid::even(24, 24, 24, 0.25, 0.25, 0.25);
  Flow flow(grid, s, Obstacles(grid));
  Source source = source_in_box(grid, flow.closed(), {3, 3, 3}, {3.25, 3.25, 3.25});
  const double density = s.mixture.density(std::array{1.0}.data(), 288.15);
  source.emission = {{0.1, {density, 0}, 288.15, 0, {0, 0, 0}}};
  EXPECT_NEAR(source.onset(grid, s.mixture, s.pressure, 0, 1), 64, 1e-9);
  EXPECT_EQ(source.onset(grid, s.mixture, s.pressure, 0.2, 1), 0);
  flow.add(source);
  double fastest = 0;
  for (int step = 0; step < 60; ++step) {
    const StepReport report = flow.step();
    EXPECT_EQ(report.clipped, 0) << step;
    EXPECT_LT(report.largest_mismatch, 0.2) << step;
  }
  for (const Field& u : flow.velocity())
    for (int k = 0; k < grid.nz; ++k)
      for (int j = 0; j < grid.ny; ++j)
        for (int i = 0; i < grid.nx; ++i)
          fastest = std::max(fastest, std::abs(static_cast<double>(u[grid.at(i, j, k)])));
  // Evenly through six faces of 1/16 m2: 2.7 m/s; what rises goes faster.
  EXPECT_GT(fastest, 2);
  EXPECT_LT(fastest, 6);
  EXPECT_GT(flow.time(), 0.3);
}

TEST(FlowSources, PoolsStayOnTheirGroundRoundWhatStandsInThem) {
  const Grid grid = Grid::even(12, 12, 8, 1, 1, 1);
  Obstacles obstacles(grid);
  obstacles.add_box({7, 5, 0}, {9, 7, 3});  // four columns of a tank in it
  const Source source = source_on_disc(grid, obstacles.at(0), {5.5, 5.5, 0.5}, 3.2);
  const Source free = source_on_disc(grid, Obstacles(grid).at(0), {5.5, 5.5, 0.5}, 3.2);
  for (const int32_t plane : source.plane) EXPECT_EQ(plane, 0);
  for (const ptrdiff_t cell : {grid.at(7, 5, 0), grid.at(8, 5, 0), grid.at(7, 6, 0), grid.at(8, 6, 0)}) {
    EXPECT_EQ(std::count(free.cells.begin(), free.cells.end(), cell), 1);
    EXPECT_EQ(std::count(source.cells.begin(), source.cells.end(), cell), 0);
  }
  EXPECT_EQ(source.cells.size(), free.cells.size() - 4);
  EXPECT_NEAR(std::accumulate(source.share.begin(), source.share.end(), 0.0), 1, 1e-12);
  EXPECT_TRUE(source_on_disc(grid, obstacles.at(0), {8, 6, 0.5}, 3).cells.empty()) << "within the tank";
  EXPECT_EQ(source_on_disc(grid, obstacles.at(0), {2.2, 2.2, 0.5}, 0.1).cells, (std::vector{grid.at(2, 2, 0)}));
  EXPECT_TRUE(source_on_disc(grid, obstacles.at(0), {-1, 2, 0.5}, 3).cells.empty()) << "outside the grid";
}

TEST(FlowSources, StayOnTheirSideOfAThinWall) {
  const Grid grid = Grid::even(8, 8, 8, 1, 1, 1);
  Obstacles obstacles(grid);
  obstacles.add_wall(0, {4, 0, 0}, {4, 8, 8});
  const auto closed = obstacles.at(0);
  const Source box = source_in_box(grid, closed, {2, 2, 0}, {5, 4, 1});
  EXPECT_EQ(sorted(box.cells), sorted({grid.at(2, 2, 0), grid.at(3, 2, 0), grid.at(2, 3, 0), grid.at(3, 3, 0)}));
  for (const double share : box.share) EXPECT_NEAR(share, 0.25, 1e-12);
  const Source disc = source_on_disc(grid, closed, {4.5, 4.5, 0.5}, 1.2);
  EXPECT_EQ(sorted(disc.cells), sorted({grid.at(4, 4, 0), grid.at(5, 4, 0), grid.at(4, 3, 0), grid.at(4, 5, 0)}));
  // Round the end of a shorter wall, but only within the box.
  Obstacles shorter(grid);
  shorter.add_wall(0, {4, 0, 0}, {4, 4, 8});
  EXPECT_EQ(source_in_box(grid, shorter.at(0), {3, 2, 0}, {4.9, 4, 1}).cells.size(), 2U);
  EXPECT_EQ(source_in_box(grid, shorter.at(0), {3, 2, 0}, {4.9, 5, 1}).cells.size(), 6U);
  obstacles.add_box({0, 0, 0}, {2, 8, 8});
  EXPECT_TRUE(source_in_box(grid, obstacles.at(0), {0, 2, 0}, {3.5, 4, 1}).cells.empty()) << "its middle is solid";
}

TEST(FlowSources, KnowTheSealedPartTheyLieIn) {
  const Grid grid = Grid::even(8, 8, 8, 1, 1, 1);
  Obstacles obstacles(grid);
  for (const double x : {2.0, 6.0}) obstacles.add_wall(0, {x, 2, 0}, {x, 6, 4});
  for (const double y : {2.0, 6.0}) obstacles.add_wall(1, {2, y, 0}, {6, y, 4});
  obstacles.add_wall(2, {2, 2, 4}, {6, 6, 4});
  const auto closed = obstacles.at(0);
  const Zones zones = sealed_zones(grid, Sides{}, closed, 101325);
  const Zone* zone = sealed_around(zones, source_in_box(grid, closed, {3, 3, 1}, {5, 5, 2}));
  ASSERT_NE(zone, nullptr);
  EXPECT_EQ(zone->volume, 4 * 4 * 4);
  EXPECT_EQ(sealed_around(zones, source_in_box(grid, closed, {0, 0, 0}, {1, 1, 1})), nullptr);
}

}  // namespace
}  // namespace muster::flow
