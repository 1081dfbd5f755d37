// Doors that move while the air does.
#include "models/flow/step/flow.h"

#include <sstream>

#include <gtest/gtest.h>

namespace muster::flow {
namespace {

FlowSettings shut_in() {
  FlowSettings s;
  s.mixture.released = {{"gas", 0.044, 850}};
  s.sides.of.fill(Condition::wall);
  s.gravity = 0;
  return s;
}

// A sealed hall of two rooms is heated, then the door between them moves ten times: nothing gives the air energy.
TEST(FlowDoors, MovesOfAnInnerDoorLeaveThePressureOfASealedHall) {
  const Grid grid = Grid::even(16, 8, 8, 0.5, 0.5, 0.5);
  Obstacles obstacles(grid);
  obstacles.add_wall(0, {4, 0, 0}, {4, 1, 4}), obstacles.add_wall(0, {4, 3, 0}, {4, 4, 4});
  Shutter door = obstacles.add_wall(0, {4, 1, 0}, {4, 3, 4});
  door.open = true;
  for (int n = 0; n < 10; ++n) door.moves.emplace_back(3 + 0.5 * n, n % 2 != 0);
  obstacles.add_door(door);
  Flow flow(grid, shut_in(), obstacles);
  Source heat = source_in_box(grid, flow.closed(), {1, 1, 1}, {3, 3, 3});
  heat.emission = {{0, {0, 0}, 288.15, 10e3, {0, 0, 0}}, {2, {0, 0}, 288.15, 0, {0, 0, 0}}};
  flow.add(heat);
  while (flow.time() < 2.9) flow.step(2.9);
  ASSERT_EQ(flow.zones().size(), 1U);
  const double risen = flow.zones()[0].pressure - 101325;
  // kappa / (1 - kappa) Q / V = 0.4 x 20 kJ / 64 m3
  EXPECT_NEAR(risen / (0.4 * 20e3 / (8 * 4 * 4 * 1.0)), 1, 0.02);
  while (flow.time() < 9) {
    flow.step(9);
    double mean = 0;
    for (const Zone& zone : flow.zones()) mean += zone.pressure * zone.volume / (8 * 4 * 4);
    ASSERT_NEAR((mean - 101325) / risen, 1, 0.01) << flow.time();
  }
  EXPECT_EQ(flow.zones().size(), 1U) << "open at last";
}

/// [kg] of the gas east of the door.
double beyond_door(const Flow& flow) {
  const Grid& g = flow.grid();
  double sum = 0;
  for (int k = 0; k < g.nz; ++k)
    for (int j = 0; j < g.ny; ++j)
      for (int i = g.nx / 2; i < g.nx; ++i)
        sum += g.volume(k) *
               static_cast<double>(flow.scalars().density[g.at(i, j, k)] * flow.scalars().amount[0][g.at(i, j, k)]);
  return sum;
}

/// A duct in a ring with a wind of 2 m/s, gas in its western half and a door at either end of that, shut from 1 s on.
struct Duct {
  Grid grid = Grid::even(16, 4, 4, 1, 1, 1);
  FlowSettings settings = shut_in();
  Obstacles obstacles{grid};

  Duct() {
    settings.sides.of[0] = settings.sides.of[1] = Condition::periodic;
    settings.wind = [](double) { return Vec2(2, 0); };
    for (const double x : {0.0, 8.0}) {
      Shutter door = obstacles.add_wall(0, {x, 0, 0}, {x, 4, 4});
      door.open = true, door.moves = {{1, false}};
      obstacles.add_door(door);
    }
  }
  void fill(Flow& flow) const {
    for (int k = 0; k < 4; ++k)
      for (int j = 0; j < 4; ++j)
        for (int i = 0; i < 8; ++i) flow.scalars().amount[0][grid.at(i, j, k)] = 0.2F;
    flow.begin();
  }
};

TEST(FlowDoors, NothingPassesADoorOnceItIsShut) {
  const Duct duct;
  Flow flow(duct.grid, duct.settings, duct.obstacles);
  duct.fill(flow);
  while (flow.time() < 1) flow.step(1);
  const double there = beyond_door(flow);
  EXPECT_GT(there, 1);
  for (int step = 0; step < 5; ++step) {
    flow.step(3);
    EXPECT_NEAR(beyond_door(flow) / there, 1, 1e-6) << flow.time();
  }
  EXPECT_EQ(flow.zones().size(), 2U);
  EXPECT_EQ(flow.through_solids(), 0);
}

// Kept in the moment at which a door is due, the state goes on as it would have.
TEST(FlowDoors, ACheckpointAtTheTimeOfADoorGoesOnWithTheSameBits) {
  const Duct duct;
  Flow flow(duct.grid, duct.settings, duct.obstacles), other(duct.grid, duct.settings, duct.obstacles);
  duct.fill(flow);
  while (flow.time() < 1) flow.step(1);
  std::stringstream kept;
  flow.save(kept);
  ASSERT_TRUE(other.load(kept));
  for (int step = 0; step < 3; ++step) {
    flow.step(), other.step();
    EXPECT_EQ(flow.hash(), other.hash()) << step;
  }
}

}  // namespace
}  // namespace muster::flow
