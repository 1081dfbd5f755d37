// Leaks of what is shut: pressures, what goes through, both ways.
#include "base/parallel.h"
#include "models/flow/step/flow.h"

#include <array>
#include <cmath>
#include <limits>
#include <sstream>

#include <gtest/gtest.h>

namespace muster::flow {
namespace {

constexpr double kappa = substance::gas_constant / (substance::molar_mass_of_air * 1006);

/// A room of 4 x 4 x 3 m of thin walls with a door of 2 x 2 m in the east, in a box of open sides.
struct House {
  Grid grid = Grid::even(24, 16, 12, 0.5, 0.5, 0.5);
  FlowSettings settings;
  Obstacles obstacles{grid};

  explicit House(double door_leaks, double walls_leak = 0, double opens = std::numeric_limits<double>::infinity()) {
    settings.mixture.released = {{"tracer", substance::molar_mass_of_air, 1006}};
    settings.sides.of = {Condition::open, Condition::open, Condition::open,
                         Condition::open, Condition::wall, Condition::open};
    settings.leakage = {walls_leak, walls_leak};
    obstacles.add_wall(0, {2, 2, 0}, {2, 6, 3}), obstacles.add_wall(0, {6, 2, 0}, {6, 6, 3});
    obstacles.add_wall(1, {2, 2, 0}, {6, 2, 3}), obstacles.add_wall(1, {2, 6, 0}, {6, 6, 3});
    obstacles.add_wall(2, {2, 2, 3}, {6, 6, 3});
    Shutter door = obstacles.add_wall(0, {6, 3, 0}, {6, 5, 2});
    door.leakage = door_leaks, door.moves = {{opens, true}};
    obstacles.add_door(door);
  }
  void heat(Flow& flow, double watts) const {
    Source heater = source_in_box(grid, flow.closed(), {2, 2, 0}, {6, 6, 3});
    heater.emission = {{0, {0, 0}, 288.15, watts, {0, 0, 0}}};
    flow.add(heater);
  }
  /// What a cell holds of the tracer.
  double tracer(const Flow& flow, int i, int j, int k) const {
    return static_cast<double>(flow.scalars().amount[0][grid.at(i, j, k)]);
  }
  /// Fills the room with a share of tracer and air of a temperature [K].
  void fill(Flow& flow, float share, float temperature) const {
    for (int k = 0; k < 6; ++k)
      for (int j = 4; j < 12; ++j)
        for (int i = 4; i < 12; ++i) {
          const ptrdiff_t at = grid.at(i, j, k);
          flow.scalars().amount[0][at] = share, flow.scalars().amount[1][at] = 1006 * temperature;
        }
    flow.begin();
  }
};

double over(const Flow& flow, size_t zone = 0) { return flow.zones()[zone].pressure - flow.settings().pressure; }

TEST(FlowGaps, ASteadyFireDrivesOutWhatItSwells) {
  // kappa Q / p = C_d A (2 dp / rho)^(1/2), C_d 0.6; without weight, so that it is the same all over the door.
  for (const double area : {0.01, 0.03}) {
    House house(area);
    house.settings.gravity = 0;
    Flow flow(house.grid, house.settings, house.obstacles);
    house.heat(flow, 20000);
    while (flow.time() < 10) EXPECT_EQ(flow.step().starved, 0);
    const auto density = static_cast<double>(flow.scalars().density[house.grid.at(11, 8, 2)]);
    const double swells = kappa * 20000 / 101325, goes = swells / 0.6 / area;
    EXPECT_NEAR(over(flow) / (density / 2 * goes * goes), 1, 0.02) << area;
  }
}

TEST(FlowGaps, WallsLeakByTheirArea) {
  // 0.17e-3 m2/m2 of 4 walls of 12 m2, but for the tight door of 4 m2, and of 16 m2 of ceiling; the ground is tight.
  House house(0, 1.7e-4);
  house.settings.gravity = 0;
  Flow flow(house.grid, house.settings, house.obstacles);
  EXPECT_NEAR(flow.gaps().area(0), 1.7e-4 * (48 - 4 + 16), 1e-12);
  house.heat(flow, 5000);
  while (flow.time() < 10) flow.step();
  const auto density = static_cast<double>(flow.scalars().density[house.grid.at(5, 8, 2)]);
  const double goes = kappa * 5000 / 101325 / 0.6 / (1.7e-4 * 60);
  EXPECT_NEAR(over(flow) / (density / 2 * goes * goes), 1, 0.02);
}

/// Two rooms that nothing leaves, joined by a leak.
struct Pair {
  Grid grid = Grid::even(16, 8, 8, 0.5, 0.5, 0.5);
  FlowSettings settings;
  Obstacles obstacles{grid};
  explicit Pair(double leak) {
    settings.mixture.released = {{"tracer", substance::molar_mass_of_air, 1006}};
    settings.sides.of.fill(Condition::wall);
    settings.gravity = 0;
    Shutter wall = obstacles.add_wall(0, {3, 0, 0}, {3, 4, 4});
    wall.leakage = leak;
    obstacles.add_door(wall);
  }
  void blow(Flow& flow) const {
    Source source = source_in_box(grid, flow.closed(), {0.1, 0.1, 0.1}, {2.9, 3.9, 3.9});
    source.emission = {{0, {0.4, 0}, 288.15, 0, {0, 0, 0}}, {1, {0, 0}, 288.15, 0, {0, 0, 0}}};
    flow.add(source);
  }
};

TEST(FlowGaps, TwoRoomsComeToOnePressureAndLoseNothing) {
  Pair pair(0.02);
  Flow flow(pair.grid, pair.settings, pair.obstacles);
  ASSERT_EQ(flow.zones().size(), 2U);
  pair.blow(flow);
  const std::vector<double> before = flow.masses();
  double most = 0;
  while (flow.time() < 30) {
    EXPECT_EQ(flow.step().starved, 0);
    most = std::max(most, std::abs(over(flow, 0) - over(flow, 1)));
  }
  EXPECT_GT(most, 50);
  EXPECT_NEAR(over(flow, 0), over(flow, 1), 1);
  // 0.4 kg of air more in 128 m3: c_p T kappa / (1 - kappa) / V each.
  EXPECT_NEAR(over(flow, 0) / (0.4 * 1006 * 288.15 * kappa / (1 - kappa) / 128), 1, 0.01);
  const std::vector<double> now = flow.masses();
  EXPECT_NEAR(now[0] / flow.given()[0], 1, 1e-6);
  EXPECT_NEAR(now[1] / (before[1] + flow.given()[0] + flow.given()[1]), 1, 1e-6);
  const auto behind = static_cast<double>(flow.scalars().amount[0][pair.grid.at(6, 4, 4)]);
  EXPECT_GT(behind, 1e-4) << "what goes through takes the tracer along";
}

TEST(FlowGaps, SmallRoomsDoNotSwing) {
  // 0.1 m2 of leak for 48 m3, steps of 0.5 s: explicit, the pressure would change sign each step.
  Pair pair(0.1);
  pair.settings.fixed_step = 0.5;
  Flow flow(pair.grid, pair.settings, pair.obstacles);
  pair.blow(flow);
  double last = 1e9;
  while (flow.time() < 20) {
    flow.step();
    const double apart = over(flow, 1) - over(flow, 0);
    if (flow.time() > 3) {
      EXPECT_LE(std::abs(apart), last + 0.1) << flow.time();
      last = std::abs(apart);
    }
  }
  EXPECT_LT(last, 0.5);
}

TEST(FlowGaps, SmokeGoesOutAboveAndAirComesInBelow) {
  House house(0.05);
  Flow flow(house.grid, house.settings, house.obstacles);
  house.fill(flow, 0.1F, 400);
  while (flow.time() < 15) flow.step();
  double high = 0, low = 0;
  for (int j = 6; j < 10; ++j) high += house.tracer(flow, 12, j, 3), low += house.tracer(flow, 12, j, 0);
  EXPECT_GT(high, 1e-3);
  EXPECT_LT(low, 0.02 * high);
  double inside_low = 0;
  for (int j = 6; j < 10; ++j) inside_low += house.tracer(flow, 11, j, 0) / 4;
  EXPECT_LT(inside_low, 0.098) << "thinned by what comes in";
}

TEST(FlowGaps, ADoorBesideAnOpeningLeaksToo) {
  // The ceiling is open: no sealed part. What drives is the air's own pressure.
  House house(0.05);
  Obstacles open(house.grid);
  open.add_wall(0, {2, 2, 0}, {2, 6, 3}), open.add_wall(0, {6, 2, 0}, {6, 6, 3});
  open.add_wall(1, {2, 2, 0}, {6, 2, 3}), open.add_wall(1, {2, 6, 0}, {6, 6, 3});
  Shutter door = open.add_wall(0, {6, 3, 0}, {6, 5, 2});
  door.leakage = 0.05;
  open.add_door(door);
  Flow flow(house.grid, house.settings, open);
  ASSERT_TRUE(flow.zones().empty());
  ASSERT_FALSE(flow.gaps().empty());
  // Air 40 K colder than outside lies in the yard and presses out below.
  house.fill(flow, 0.1F, 250);
  while (flow.time() < 3) flow.step();
  double out = 0;
  for (int j = 6; j < 10; ++j) out += house.tracer(flow, 12, j, 0);
  EXPECT_GT(out, 1e-4);
}

uint64_t hash_after(size_t threads, int steps) {
  const ThreadLimit limit(threads);
  House house(0.02, 1.7e-4);
  Flow flow(house.grid, house.settings, house.obstacles);
  house.heat(flow, 5000);
  for (int step = 0; step < steps; ++step) flow.step();
  EXPECT_GT(std::abs(flow.gaps().felt()[0]), 0);
  return flow.hash();
}

TEST(FlowGaps, HaveTheSameBitsOnAnyNumberOfThreads) {
  const uint64_t one = hash_after(1, 30);
  EXPECT_EQ(one, hash_after(2, 30));
  EXPECT_EQ(one, hash_after(3, 30));
}

TEST(FlowGaps, GoOnAfterARestart) {
  House house(0.02, 1.7e-4);
  const auto made = [&] {
    auto flow = std::make_unique<Flow>(house.grid, house.settings, house.obstacles);
    house.heat(*flow, 5000);
    return flow;
  };
  const auto whole = made(), restarted = made();
  for (int step = 0; step < 20; ++step) whole->step();
  std::stringstream file;
  whole->save(file);
  ASSERT_TRUE(restarted->load(file));
  for (int step = 0; step < 10; ++step) whole->step(), restarted->step();
  EXPECT_EQ(whole->hash(), restarted->hash());
}

TEST(FlowGaps, EndWhereTheDoorOpens) {
  House house(0.02, 0, 2);
  Flow flow(house.grid, house.settings, house.obstacles);
  house.heat(flow, 2000);
  EXPECT_NEAR(flow.gaps().area(0), 0.02, 1e-12);
  while (flow.time() < 3) flow.step();
  EXPECT_TRUE(flow.zones().empty());
  EXPECT_TRUE(flow.gaps().empty());
}

}  // namespace
}  // namespace muster::flow
