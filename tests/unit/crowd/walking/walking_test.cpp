// One or a few people against hand calculations.

#include "models/crowd/crowd.h"
#include "tests/support/flat_floors.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

using test::FlatFloors;

Person person(const scene::Floors& floors, AgentId id, double x, double y, double z = 0, float speed = 1) {
  Person p;
  p.id = id;
  p.at = {x, y};
  p.cell = floors.find(x, y, z);
  p.speed = speed;
  p.radius = 0.15f;
  p.stairs_up = 0.5f;
  p.stairs_down = 0.6f;
  return p;
}

FlatFloors corridor(double length) {
  FlatFloors f;
  f.floor({0, 0, length, 2}).wall({0, 0}, {length, 0}).wall({0, 2}, {length, 2}).wall({0, 0}, {0, 2});
  f.exit("end", {length, 0}, {length, 2}, Vec2::UnitX());
  return f;
}

TEST(Walking, fortyMetresAtOneMetrePerSecondTakeFortySeconds) {
  const scene::Floors floors = corridor(41).build();
  Crowd crowd(floors, {person(floors, 0, 1, 1)}, {}, 1, 0.05);
  while (!crowd.finished() && crowd.time() < 60) crowd.step();
  EXPECT_NEAR(crowd.outcomes()[0].exit_time, 40, 0.05);
  EXPECT_NEAR(crowd.outcomes()[0].path_length, 40, 0.15);
  EXPECT_EQ(crowd.outcomes()[0].exit, 0);
  EXPECT_EQ(crowd.diagnostics().wall_corrections, 0);
}

TEST(Walking, premovementIsKeptToTheHundredth) {
  const scene::Floors floors = corridor(20).build();
  std::vector<Person> people;
  for (AgentId i = 0; i < 5; ++i) {
    people.push_back(person(floors, i, 2.0 + 3 * i, 1));
    people.back().premovement = 0.33f + 1.7f * static_cast<float>(i);
  }
  Crowd crowd(floors, people, {}, 1, 0.05);
  std::vector<Snapshot> now;
  std::vector<double> moved(5, -1);
  while (!crowd.finished() && crowd.time() < 60) {
    crowd.step();
    crowd.snapshot(now);
    for (const Snapshot& s : now)
      if (moved[s.id] < 0 && s.x > people[s.id].at.x() + 1e-3) moved[s.id] = crowd.time();
  }
  for (size_t i = 0; i < 5; ++i) {
    const double start = static_cast<double>(people[i].premovement);
    EXPECT_GT(moved[i], start);
    EXPECT_LE(moved[i], start + 0.0501);
  }
  // The first to start has nobody behind and the last nobody ahead of it by then: free walks of 18 m and 6 m.
  EXPECT_NEAR(crowd.outcomes()[4].exit_time, static_cast<double>(people[4].premovement) + 6, 0.05);
}

TEST(Walking, aStairTakesItsPlanLengthOverSpeedTimesFactor) {
  for (const bool up : {true, false}) {
    FlatFloors f;
    const double z0 = up ? 0 : 3, z1 = up ? 3 : 0;
    f.floor({0, 0, 5, 2}, z0).stair({5, 0, 11, 2}, z0, z1).floor({11, 0, 16, 2}, z1);
    f.exit("end", {16, 0}, {16, 2}, Vec2::UnitX(), 1.6, 1.0, 0, z1);
    const scene::Floors floors = f.build();
    Crowd crowd(floors, {person(floors, 0, 1, 1, z0)}, {}, 1, 0.05);
    std::vector<Snapshot> now;
    while (!crowd.finished() && crowd.time() < 60) crowd.step();
    // 4 m and 5 m on the level at 1 m/s, 6 m of stair at 0.5 or 0.6 m/s.
    EXPECT_NEAR(crowd.outcomes()[0].exit_time, 9 + 6 / (up ? 0.5 : 0.6), 0.15) << up;
  }
}

TEST(Walking, peopleOnDifferentStoreysDoNotMeet) {
  FlatFloors f;
  for (const double z : {0.0, 3.0}) {
    f.floor({0, 0, 20, 2}, z).wall({0, 0}, {20, 0}, {}, z).wall({0, 2}, {20, 2}, {}, z);
    f.exit(z > 0 ? "up" : "down", {20, 0}, {20, 2}, Vec2::UnitX(), 1.6, 1.0, 0, z);
  }
  const scene::Floors floors = f.build();
  // Slow above, fast below, starting behind: on one floor the fast one would have to go round.
  Person slow = person(floors, 0, 3, 1, 3, 0.5f), fast = person(floors, 1, 1, 1, 0, 1);
  Crowd crowd(floors, {slow, fast}, {}, 1, 0.05);
  double farthest = 0;
  std::vector<Snapshot> now;
  while (!crowd.finished() && crowd.time() < 60) {
    crowd.step();
    crowd.snapshot(now);
    for (const Snapshot& s : now) farthest = std::max(farthest, std::abs(s.y - 1));
  }
  EXPECT_NEAR(crowd.outcomes()[1].exit_time, 19, 0.05);
  EXPECT_NEAR(crowd.outcomes()[0].exit_time, 34, 0.05);
  EXPECT_LT(farthest, 0.06);
}

TEST(Walking, aStandingPersonIsPassed) {
  const scene::Floors floors = corridor(20).build();
  std::vector<Person> people{person(floors, 0, 1, 1)};
  for (AgentId i = 1; i < 4; ++i) {
    people.push_back(person(floors, i, 4.0 + 3 * i, 1));
    people.back().premovement = 1000;
  }
  Crowd crowd(floors, people, {}, 1, 0.05);
  while (std::isnan(crowd.outcomes()[0].exit_time) && crowd.time() < 60) crowd.step();
  EXPECT_LT(crowd.outcomes()[0].exit_time, 26);
  EXPECT_EQ(crowd.counts().waiting, 3u);
  EXPECT_EQ(crowd.counts().inside, 3u);
  EXPECT_FALSE(crowd.finished());
}

TEST(Walking, whoeverIsHeldByAStandingPersonInADoorwayTurnsAside) {
  // A room over a corridor; the way turns right behind the door, where somebody stands near the right jamb, so that
  // only the left half of the door is open.
  FlatFloors f;
  f.floor({0, 0, 5, 5}).floor({0, -2, 20, 0});
  f.wall({0, 0}, {20, 0}, {{2, 2.9}}).wall({0, 5}, {5, 5}).wall({0, -2}, {0, 5}).wall({5, 0}, {5, 5});
  f.wall({0, -2}, {20, -2});
  f.exit("end", {20, -2}, {20, 0}, Vec2::UnitX());
  const scene::Floors floors = f.build();
  std::vector<Person> people = {person(floors, 0, 2.7, 2), person(floors, 1, 2.63, -0.42)};
  people[1].premovement = 200;
  Crowd crowd(floors, people, {}, 1, 0.05);
  while (crowd.counts().evacuated == 0 && crowd.time() < 100) crowd.step();
  // 20 m at 1 m/s and a few seconds to find the way round.
  EXPECT_LT(crowd.outcomes()[0].exit_time, 32);
}

TEST(Walking, aClosedDoorHoldsPeopleUntilItOpens) {
  FlatFloors f;
  f.floor({0, 0, 10, 4}).walls_round({0, 0, 10, 4});
  f.floor({10, 0, 14, 4}).wall({14, 0}, {14, 4}, {{1.5, 2.5}}).portal("door", {10, 1.5}, {10, 2.5}, true);
  f.exit("exit", {14, 1.5}, {14, 2.5}, Vec2::UnitX());
  scene::Floors floors = f.build();
  // Leave the doorway open in the wall between the rooms.
  std::erase_if(floors.walls, [](const scene::Wall& w) { return w.a.x() == 10 && w.b.x() == 10; });
  floors.walls.push_back({{10, 0}, {10, 1.5}, 0, 3});
  floors.walls.push_back({{10, 2.5}, {10, 4}, 0, 3});
  std::vector<Person> people;
  for (AgentId i = 0; i < 6; ++i) people.push_back(person(floors, i, 1 + 1.2 * i, 2));
  Crowd crowd(floors, people, {}, 1, 0.05);
  while (crowd.time() < 10) crowd.step();
  EXPECT_EQ(crowd.counts().without_route, 6u);
  EXPECT_EQ(crowd.counts().inside, 6u);
  crowd.set_portal(0, false);
  while (crowd.time() < 12) crowd.step();
  // Shut again while some are on their way: they stop at the door.
  crowd.set_portal(0, true);
  while (crowd.time() < 30) crowd.step();
  const Counts shut = crowd.counts();
  EXPECT_GT(shut.without_route, 0u);
  EXPECT_EQ(shut.without_route + shut.evacuated, 6u);
  EXPECT_EQ(crowd.portal_crossings().size(), shut.evacuated);
  crowd.set_portal(0, false);
  while (!crowd.finished() && crowd.time() < 60) crowd.step();
  EXPECT_TRUE(crowd.finished());
  EXPECT_EQ(crowd.portal_crossings().size(), 6u);
  EXPECT_EQ(crowd.counts().lost, 0u);
}

TEST(Walking, whoseExitShutsTakesTheNearest) {
  FlatFloors f;
  f.floor({0, 0, 20, 2}).wall({0, 0}, {20, 0}).wall({0, 2}, {20, 2});
  f.exit("west", {0, 0}, {0, 2}, -Vec2::UnitX()).exit("east", {20, 0}, {20, 2}, Vec2::UnitX());
  const scene::Floors floors = f.build();
  Person p = person(floors, 0, 8, 1);
  p.exit = 1;
  Crowd crowd(floors, {p}, {}, 1, 0.05);
  while (crowd.time() < 2 - 0.01) crowd.step();
  crowd.set_exit(1, true);
  while (!crowd.finished() && crowd.time() < 60) crowd.step();
  EXPECT_EQ(crowd.outcomes()[0].exit, 0);
  EXPECT_NEAR(crowd.outcomes()[0].exit_time, 2 + 10, 0.1);
}

TEST(Walking, aLinkIsWalkedAtStairSpeedAndLimitsTheFlow) {
  FlatFloors f;
  f.floor({0, 0, 8, 4}, 3).walls_round({0, 0, 8, 4}, 3);
  f.floor({10, 0, 20, 4}, 0).wall({10, 0}, {20, 0}).wall({10, 4}, {20, 4}).wall({10, 0}, {10, 4});
  f.exit("exit", {20, 0}, {20, 4}, Vec2::UnitX());
  f.link("stair", scene::Link::Kind::stairs, {{7, 2, 3}, {11, 2, 1.5}, {12.2, 2, 0}}, 1.0);
  const scene::Floors floors = f.build();
  std::vector<Person> people;
  for (AgentId i = 0; i < 12; ++i) people.push_back(person(floors, i, 1 + 1.2 * (i % 4), 1 + 0.9 * (i / 4), 3));
  Crowd crowd(floors, people, {}, 1, 0.05);
  size_t most = 0;
  std::vector<double> entered;
  while (!crowd.finished() && crowd.time() < 200) {
    crowd.step();
    const Counts c = crowd.counts();
    EXPECT_EQ(c.placed, c.inside + c.evacuated);
    if (c.on_links > most) most = c.on_links, entered.push_back(crowd.time());
  }
  ASSERT_TRUE(crowd.finished());
  // 5.2 m of plan (longer than 3 m of rise * 29/17) at 0.6 m/s: 8.7 s; 1.1 people a second enter.
  ASSERT_GE(entered.size(), 5u);
  EXPECT_NEAR(entered[4] - entered[0], 4 / 1.1, 0.35);
  EXPECT_GE(most, 6u);
  for (const Outcome& o : crowd.outcomes()) EXPECT_GT(o.path_length, 5.2 + 7.5);
}

}  // namespace
}  // namespace muster::crowd
