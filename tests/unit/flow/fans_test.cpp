// Fans: what they take, give and drive.
#include "base/parallel.h"
#include "models/flow/step/flow.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <sstream>

#include <gtest/gtest.h>

namespace muster::flow {
namespace {

/// A sealed room of 4 x 4 x 4 m.
struct Sealed {
  Grid grid = Grid::even(8, 8, 8, 0.5, 0.5, 0.5);
  FlowSettings settings;
  Obstacles obstacles{grid};
  Sealed() {
    settings.mixture.released = {{"tracer", substance::molar_mass_of_air, 1006}};
    settings.sides.of.fill(Condition::wall);
  }
  double density() const { return settings.mixture.density(std::array{0.0}.data(), 288.15); }
};

Fan extraction(const Flow& flow, const Vec3& low, const Vec3& high, double volume_flow) {
  Fan fan;
  fan.name = "exhaust", fan.seat = source_in_box(flow.grid(), flow.closed(), low, high);
  fan.course = {{0, volume_flow}};
  return fan;
}

Fan supply(const Flow& flow, const Vec3& low, const Vec3& high, double volume_flow) {
  Fan fan = extraction(flow, low, high, volume_flow);
  fan.name = "supply", fan.kind = Fan::Kind::supply;
  fan.density = flow.settings().mixture.density(std::array{0.0}.data(), 288.15);
  return fan;
}

/// Sets a mass fraction of the tracer everywhere.
void fill_with_tracer(Flow& flow, float fraction) {
  for (ptrdiff_t i = 0; i < static_cast<ptrdiff_t>(flow.grid().stored); ++i) flow.scalars().amount[0][i] = fraction;
  flow.begin();
}

double flow_through(const Flow& flow, int i) {
  const Grid& g = flow.grid();
  double sum = 0;
  for (int k = 0; k < g.nz; ++k)
    for (int j = 0; j < g.ny; ++j) sum += static_cast<double>(flow.velocity()[0][g.at(i, j, k)]) * g.dy * g.dz(k);
  return sum;
}

TEST(FlowFans, MoveTheVolumeOfTheirCourse) {
  Fan fan;
  fan.course = {{10, 0}, {14, 2}, {20, 2}, {20, 0}, {30, 0}, {30, 1}};
  EXPECT_EQ(fan.volume(0, 10), 0);
  EXPECT_NEAR(fan.volume(10, 14), 4, 1e-14);
  EXPECT_NEAR(fan.volume(11, 13), 2, 1e-14);
  EXPECT_NEAR(fan.volume(0, 25), 4 + 12, 1e-13);
  EXPECT_NEAR(fan.volume(18, 40), 4 + 10, 1e-13);
  const Grid grid = Grid::even(4, 4, 4, 0.5, 0.5, 0.5);
  fan.seat = source_in_box(grid, Obstacles(grid).at(0), {0.5, 0.5, 0.5}, {1.5, 1.5, 1.5});  // 8 cells of 1/8 m3
  EXPECT_EQ(fan.onset(grid, 0, 19), 0);
  EXPECT_NEAR(fan.onset(grid, 0, 25), 2, 1e-12);
  EXPECT_NEAR(fan.onset(grid, 25, 35), 1, 1e-12);
  EXPECT_NEAR(fan.rate(grid, 11, 12), 1, 1e-12);
  EXPECT_EQ(fan.rate(grid, 21, 29), 0);
}

TEST(FlowFans, WhatIsThereWasGivenAndNotTaken) {
  // Sides that air passes in a ring; supply, extraction and a leak at once.
  Sealed room;
  for (size_t side = 0; side < 4; ++side) room.settings.sides.of[side] = Condition::periodic;
  Flow flow(room.grid, room.settings, room.obstacles);
  fill_with_tracer(flow, 0.2F);
  const std::vector<double> before = flow.masses();
  flow.add(extraction(flow, {2.6, 1, 1}, {3.4, 2, 2}, 0.8));
  flow.add(supply(flow, {0.6, 1, 1}, {1.4, 2, 2}, 0.5));
  Source leak = source_in_box(room.grid, flow.closed(), {1.6, 2.6, 1}, {2.4, 3.4, 2});
  leak.emission = {{0.3, {0.1, 0}}};
  flow.add(leak);
  for (int step = 0; step < 80; ++step) EXPECT_EQ(flow.step().starved, 0);
  const std::vector<double> now = flow.masses();
  ASSERT_GT(flow.taken(0)[0], 0.3);
  EXPECT_NEAR(now[0] / (before[0] + flow.given()[0] - flow.taken(0)[0]), 1, 1e-6);
  const double given = flow.given()[0] + flow.given()[1], taken = flow.taken(0)[0] + flow.taken(0)[1];
  EXPECT_NEAR(now[1] / (before[1] + given - taken), 1, 1e-6);
  EXPECT_EQ(flow.taken(1)[0] + flow.taken(1)[1], 0);
}

TEST(FlowFans, ADuctDrawsThroughItsOpenEndWhatTheFanTakes) {
  const Grid grid = Grid::even(24, 6, 6, 0.5, 0.5, 0.5);
  FlowSettings s;
  s.mixture.released = {{"tracer", substance::molar_mass_of_air, 1006}};
  s.sides.of = {Condition::open, Condition::wall, Condition::wall, Condition::wall, Condition::wall, Condition::wall};
  Flow flow(grid, s, Obstacles(grid));
  flow.add(extraction(flow, {10.6, 1, 1}, {11.9, 2, 2}, 4.5));
  StepReport last;
  while (flow.time() < 8) last = flow.step();
  EXPECT_TRUE(last.pressure.converged);
  // The tolerance is 2e-5 of a step's volume in each cell; to steady flow all cells add up to the fan's.
  EXPECT_NEAR(flow_through(flow, 1), 4.5, 0.002 * 4.5);
  EXPECT_NEAR(flow_through(flow, 12), 4.5, 0.002 * 4.5);
  // Clean air of outside at its density: 4.5 m3/s times the while, half a step less.
  EXPECT_NEAR(flow.taken(0)[1] / (4.5 * 8 * flow.settings().mixture.density(std::array{0.0}.data(), 288.15)), 1, 0.01);
}

TEST(FlowFans, AMixedRoomClearsExponentially) {
  // Supply and extraction side by side in the small, fanned by a jet so that it is well mixed: c = c0 exp(-Q t / V).
  Sealed room;
  Flow flow(room.grid, room.settings, room.obstacles);
  fill_with_tracer(flow, 0.1F);
  constexpr double q = 1, volume = 64;
  flow.add(extraction(flow, {2.6, 2.6, 2.6}, {3.9, 3.9, 3.9}, q));
  flow.add(supply(flow, {0.1, 0.1, 0.1}, {1.4, 1.4, 1.4}, q));
  Fan mixer = extraction(flow, {1.6, 0.1, 1.6}, {2.4, 1.4, 2.4}, 6);
  mixer.kind = Fan::Kind::jet, mixer.velocity = {0, 6, 2};
  flow.add(mixer);
  const double first = flow.masses()[0];
  while (flow.time() < 64) flow.step();
  EXPECT_NEAR(flow.masses()[0] / first / std::exp(-q * 64 / volume), 1, 0.05);
  float least = 1;
  for (int k = 0; k < 8; ++k)
    for (int j = 0; j < 8; ++j)
      for (int i = 0; i < 8; ++i) least = std::min(least, flow.scalars().amount[0][room.grid.at(i, j, k)]);
  EXPECT_GE(least, 0);
}

TEST(FlowFans, ExtractionLowersThePressureOfASealedRoom) {
  // Without heat through its walls: p V^gamma of what is left, dp/dt = -gamma p Q / V.
  Sealed room;
  room.settings.longest_step = 0.05;
  Flow flow(room.grid, room.settings, room.obstacles);
  ASSERT_EQ(flow.zones().size(), 1U);
  flow.add(extraction(flow, {1.1, 1.1, 1.1}, {2.9, 2.9, 2.9}, 0.02));
  while (flow.time() < 10) flow.step();
  const double gamma = 1 / (1 - substance::gas_constant / substance::molar_mass_of_air / 1006);
  const double lasted = 10 - flow.time() / 200 / 2;  // scalars are half a step behind
  EXPECT_NEAR((flow.zones()[0].pressure - 101325) / (101325 * std::expm1(-gamma * 0.02 * lasted / 64)), 1, 0.01);
}

TEST(FlowFans, AJetFanGivesItsThrust) {
  // Without friction in a ring: rho Q (U - u), u small beside U.
  Sealed room;
  for (size_t side = 0; side < 4; ++side) room.settings.sides.of[side] = Condition::periodic;
  for (size_t side = 4; side < 6; ++side) room.settings.sides.of[side] = Condition::symmetric;
  room.settings.fixed_step = 0.01;
  Flow flow(room.grid, room.settings, room.obstacles);
  Fan fan = extraction(flow, {1, 1, 1}, {3, 3, 3}, 0.5);
  fan.kind = Fan::Kind::jet, fan.velocity = {30, 0, 0};
  flow.add(fan);
  for (int step = 0; step < 40; ++step) flow.step();
  double momentum = 0;
  for (int i = 0; i < 8; ++i) momentum += flow_through(flow, i) * 0.5 * room.density();
  // 0.5 m3/s in 8 m3: u = U (1 - exp(-Q t / V)) in its cells at most, 0.7 m/s of 30.
  const double thrust = room.density() * 0.5 * 30;
  EXPECT_LT(momentum, thrust * 0.4);
  EXPECT_GT(momentum, thrust * 0.4 * 0.97);
  EXPECT_EQ(flow.taken(0)[0] + flow.taken(0)[1] + flow.given()[0] + flow.given()[1], 0);
}

/// Extraction, supply and a jet that all start at some time, in a room with an open side.
struct Fanned {
  Sealed room;
  std::unique_ptr<Flow> flow;
  Fanned() {
    room.settings.sides.of[0] = Condition::open;
    flow = std::make_unique<Flow>(room.grid, room.settings, room.obstacles);
    fill_with_tracer(*flow, 0.1F);
    Fan out = extraction(*flow, {2.6, 2.6, 2.6}, {3.9, 3.9, 3.9}, 2);
    out.course = {{0.2, 0}, {0.6, 2}};
    flow->add(out), flow->add(supply(*flow, {1.1, 0.1, 0.1}, {1.9, 0.9, 0.9}, 1));
    Fan mixer = extraction(*flow, {1.6, 0.1, 1.6}, {2.4, 1.4, 2.4}, 3);
    mixer.kind = Fan::Kind::jet, mixer.velocity = {0, 6, 2};
    flow->add(mixer);
  }
};

TEST(FlowFans, HaveTheSameBitsOnAnyNumberOfThreads) {
  const auto hash = [](size_t threads) {
    const ThreadLimit limit(threads);
    Fanned fanned;
    for (int step = 0; step < 30; ++step) fanned.flow->step();
    EXPECT_GT(fanned.flow->taken(0)[0], 0.01);
    return fanned.flow->hash();
  };
  const uint64_t one = hash(1);
  EXPECT_EQ(one, hash(2));
  EXPECT_EQ(one, hash(3));
}

TEST(FlowFans, GoOnAfterARestart) {
  Fanned whole, restarted;
  for (int step = 0; step < 20; ++step) whole.flow->step();
  std::stringstream file;
  whole.flow->save(file);
  ASSERT_TRUE(restarted.flow->load(file));
  for (int step = 0; step < 10; ++step) whole.flow->step(), restarted.flow->step();
  EXPECT_EQ(whole.flow->hash(), restarted.flow->hash());
  ASSERT_GT(whole.flow->taken(0)[0], 0);
  EXPECT_EQ(whole.flow->taken(0)[0], restarted.flow->taken(0)[0]);
  file.clear(), file.seekg(0);
  Flow without(whole.room.grid, whole.room.settings, whole.room.obstacles);
  EXPECT_FALSE(without.load(file)) << "its fans are missing";
}

TEST(FlowFans, SayWhereACellHoldsLessThanTheyTake) {
  // 2 m3/s out of a cell of 1/8 m3 in steps of 0.2 s that were asked for: more than twice what it holds.
  Sealed room;
  room.settings.sides.of[0] = Condition::open, room.settings.fixed_step = 0.2;
  Flow flow(room.grid, room.settings, room.obstacles);
  flow.add(extraction(flow, {2, 2, 2}, {2.1, 2.1, 2.1}, 2));
  EXPECT_GT(flow.step().starved + flow.step().starved, 0);
  EXPECT_GT(*std::min_element(flow.scalars().density.data() + room.grid.at(0, 4, 4),
                              flow.scalars().density.data() + room.grid.at(8, 4, 4)),
            0);
  room.settings.fixed_step.reset();
  Flow free(room.grid, room.settings, room.obstacles);
  free.add(extraction(free, {2, 2, 2}, {2.1, 2.1, 2.1}, 2));
  for (int step = 0; step < 40; ++step) {
    const StepReport report = free.step();
    EXPECT_EQ(report.starved, 0);
    EXPECT_EQ(report.clipped, 0);
    EXPECT_LE(report.dt, 0.5 / 16 + 1e-12);
  }
}

}  // namespace
}  // namespace muster::flow
