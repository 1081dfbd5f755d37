// Contact pressure against hand calculations. Everybody has a radius of 0.15 m (circumference 0.942 m) and wants to
// walk 1 m/s: 80 kg * 1 m/s / 0.5 s = 160 N.

#include "models/crowd/walking/pressing.h"

#include "models/crowd/crowd.h"
#include "tests/support/flat_floors.h"

#include <numbers>
#include <vector>

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

constexpr float circumference = 2 * std::numbers::pi_v<float> * 0.15f;
constexpr float drive = 160;

/// A corridor along x, 2 m wide, that people want to leave at x = 20.
struct Corridor {
  Corridor() : floors(build()), ground(floors, 0.15f, 0.2f), routes(floors, ground) {
    goal = routes.need(to_exit(0));
    routes.update();
  }
  static scene::Floors build() {
    test::FlatFloors f;
    f.floor({0, 0, 20, 2}).wall({0, 0}, {20, 0}).wall({0, 2}, {20, 2});
    f.exit("end", {20, 0}, {20, 2}, Vec2::UnitX());
    return f.build();
  }
  /// Pressures of people who stand still at `at`; those of `standing` want to, those of `idle` do not press on their
  /// own.
  std::vector<float> pressures(const std::vector<Vec2>& at, const std::vector<size_t>& standing,
                               const std::vector<size_t>& idle = {}) {
    Rows rows;
    rows.reset(at.size());
    for (size_t i = 0; i < at.size(); ++i) {
      rows.id[i] = static_cast<uint32_t>(i);
      rows.x[i] = ground.to_local_x(at[i].x()), rows.y[i] = ground.to_local_y(at[i].y()), rows.z[i] = 0;
      rows.radius[i] = 0.15f;
      rows.free_speed[i] = 1;
      rows.pace[i] = 1;
      rows.goal[i] = goal;
      rows.cell[i] = floors.find(at[i].x(), at[i].y(), 0);
      rows.state[i] = State::walking;
    }
    for (const size_t i : standing) rows.state[i] = State::waiting;
    for (const size_t i : idle) rows.pace[i] = 0;
    Strips strips(floors);
    NextPositions spare;
    strips.sort(rows, spare);
    Pressing pressing(at.size());
    pressing.sample(rows, strips, ground, routes, 0.15f, 0);
    return {pressing.pressure().begin(), pressing.pressure().end()};
  }

  scene::Floors floors;
  Ground ground;
  Routes routes;
  int32_t goal = 0;
};

TEST(Pressing, loadsOfALineAddUp) {
  Corridor c;
  const std::vector<float> p = c.pressures({{5, 1}, {5.3, 1}, {5.6, 1}, {5.9, 1}}, {3});
  EXPECT_NEAR(p[0], drive / circumference, 1);                // presses on the next
  EXPECT_NEAR(p[1], (drive + 2 * drive) / circumference, 1);  // is pressed, and presses twice as hard
  EXPECT_NEAR(p[2], (2 * drive + 3 * drive) / circumference, 1);
  EXPECT_NEAR(p[3], 3 * drive / circumference, 1);  // stands
}

TEST(Pressing, whoeverIsHeldByTwoWedgesBetweenThem) {
  Corridor c;
  const double h = 0.3 * std::numbers::sqrt2 / 2;
  const std::vector<float> p = c.pressures({{5, 1}, {5 + h, 1 + h}, {5 + h, 1 - h}}, {1, 2});
  const float each = drive / std::numbers::sqrt2_v<float>;  // 2 f cos 45 = 160 N
  EXPECT_NEAR(p[0], 2 * each / circumference, 2);
  EXPECT_NEAR(p[1], each / circumference, 1);
  EXPECT_NEAR(p[2], each / circumference, 1);
}

TEST(Pressing, aWallCarriesWhatPointsAtIt) {
  Corridor c;
  const double h = 0.3 * std::numbers::sqrt2 / 2;
  // The first presses the second, who touches the wall at y = 0, with 160 cos 45 = 113 N at 45 degrees: (80, -80) N.
  // The wall carries 80 N of that; the second does not press on its own.
  const std::vector<float> p = c.pressures({{5, 0.15 + h}, {5 + h, 0.15}}, {}, {1});
  const float push = drive / std::numbers::sqrt2_v<float>;
  EXPECT_NEAR(p[0], push / circumference, 2);
  EXPECT_NEAR(p[1], (push + drive / 2) / circumference, 2);
}

TEST(Pressing, whoTouchesNobodyIsNotPressed) {
  Corridor c;
  for (const float p : c.pressures({{5, 1}, {5.4, 1}, {5.8, 1}}, {2})) EXPECT_EQ(p, 0);
}

TEST(Pressing, theForcesOfTheSocialForceModelBalanceTheDrive) {
  // A corridor of 0.9 m and bodies of 0.3 m: a wall 0.15 m away on either side repels with 2000 exp(-0.15 / 0.08) =
  // 306.7 N. Two press on one who walks at 0.02 m/s; all walk as he does, so that each wants 80 * 0.98 / 0.5 = 156.8 N.
  test::FlatFloors f(0.05);
  f.floor({0, 0, 20, 0.9}).wall({0, 0}, {20, 0}).wall({0, 0.9}, {20, 0.9});
  f.exit("end", {20, 0}, {20, 0.9}, Vec2::UnitX());
  const scene::Floors floors = f.build();
  std::vector<Person> people(3);
  for (AgentId i = 0; i < 3; ++i) {
    people[i].id = i;
    people[i].at = {5 - 0.8 * i, 0.45};
    people[i].cell = floors.find(people[i].at.x(), 0.45, 0);
    people[i].speed = i == 0 ? 0.02f : 1.0f;
    people[i].radius = 0.3f;
  }
  WalkingSettings walking;
  walking.model = ModelChoice::social_force;
  walking.heading_noise = 0;
  Crowd crowd(floors, people, walking, 1, 0.05);
  while (crowd.time() < 20) crowd.step();
  const double round = 2 * std::numbers::pi * 0.3, walls = 2 * 306.7, one = 156.8;
  EXPECT_NEAR(crowd.pressure()[2], (one + walls) / round, 0.05 * (one + walls) / round);
  EXPECT_NEAR(crowd.pressure()[1], (3 * one + walls) / round, 0.05 * (3 * one + walls) / round);
  EXPECT_NEAR(crowd.pressure()[0], (2 * one + walls) / round, 0.05 * (2 * one + walls) / round);
  EXPECT_GE(crowd.diagnostics().peak_pressure_N_per_m, crowd.pressure()[1]);
}

}  // namespace
}  // namespace muster::crowd
