// Nobody leaves the floor, nobody goes through a wall, and the threads do not matter.

#include "base/parallel.h"
#include "models/crowd/crowd.h"
#include "models/crowd/people/population.h"
#include "tests/support/flat_floors.h"

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

using test::FlatFloors;

std::vector<Person> people_in(const scene::Floors& floors, int count, std::vector<Vec2> polygon = {}) {
  PeopleGroup group;
  group.count = count;
  group.place.polygon = std::move(polygon);
  std::vector<Warning> warnings;
  return populate(floors, std::span(&group, 1), 7, warnings);
}

/// Exact distance of a point to the nearest wall [m].
double to_walls(const scene::Floors& floors, double x, double y) {
  double least = 1e9;
  for (const scene::Wall& w : floors.walls) {
    const Vec2 p(x, y), d = w.b - w.a;
    least = std::min(least, (p - w.a - std::clamp((p - w.a).dot(d) / d.squaredNorm(), 0.0, 1.0) * d).norm());
  }
  return least;
}

TEST(Bounds, nobodyGoesThroughTheWallsOfACorner) {
  // RiMEA 6: two arms of 10 m, 2 m wide, left turn; start in 6 m x 2 m.
  FlatFloors f;
  f.floor({0, 0, 12, 2}).floor({10, 2, 12, 12});
  f.wall({0, 0}, {12, 0}).wall({12, 0}, {12, 12}).wall({10, 12}, {10, 2}).wall({10, 2}, {0, 2}).wall({0, 2}, {0, 0});
  f.exit("end", {10, 12}, {12, 12}, Vec2::UnitY());
  const scene::Floors floors = f.build();
  Crowd crowd(floors, people_in(floors, 20, {{0, 0}, {6, 0}, {6, 2}, {0, 2}}), {}, 3, 0.05);
  std::vector<Snapshot> now;
  double least = 1;
  while (!crowd.finished() && crowd.time() < 120) {
    crowd.step();
    crowd.snapshot(now);
    for (const Snapshot& s : now) {
      EXPECT_TRUE((s.x > 0 && s.x < 12 && s.y > 0 && s.y < 2) || (s.x > 10 && s.x < 12 && s.y > 0))
          << s.x << " " << s.y;
      least = std::min(least, to_walls(floors, s.x, s.y));
    }
    EXPECT_EQ(crowd.counts().placed, crowd.counts().evacuated + crowd.counts().inside);
  }
  EXPECT_TRUE(crowd.finished());
  EXPECT_GE(least, 0.9 * 0.15);
}

TEST(Bounds, aMoveAgainstAThinWallIsHeldAndSlides) {
  FlatFloors f;
  f.floor({0, 0, 10, 10}).wall({5, 0}, {5, 10});
  f.exit("end", {10, 0}, {10, 10}, Vec2::UnitX());
  const scene::Floors floors = f.build();
  const Ground ground(floors, 0.15f, 0.7f);
  for (const float step : {0.05f, 0.2f, 0.6f}) {
    Body body{ground.to_local_x(4.05), ground.to_local_y(3.05), 0, 0.15f, floors.find(4.05, 3.05, 0)};
    bool corrected = false;
    for (int i = 0; i < 40; ++i) corrected |= ground.move(body, step, 0.5f * step).corrected;
    EXPECT_TRUE(corrected);
    EXPECT_LE(ground.to_world_x(body.x), 5 - 0.95 * 0.15);
    EXPECT_GT(ground.to_world_y(body.y), 3.5);
    const Vec2 off = floors.centre(body.cell) - Vec2(ground.to_world_x(body.x), ground.to_world_y(body.y));
    EXPECT_LE(off.cwiseAbs().maxCoeff(), 0.05 + 1e-5);
  }
}

TEST(Bounds, theEdgeOfTheFloorHoldsWithoutAWall) {
  FlatFloors f;
  f.floor({0, 0, 4, 4});
  f.exit("end", {4, 0}, {4, 4}, Vec2::UnitX());
  const scene::Floors floors = f.build();
  const Ground ground(floors, 0.15f, 0.7f);
  Body body{ground.to_local_x(1.05), ground.to_local_y(1.05), 0, 0.15f, floors.find(1.05, 1.05, 0)};
  for (int i = 0; i < 100; ++i) ground.move(body, -0.07f, 0.03f);
  EXPECT_GE(ground.to_world_x(body.x), 0);
  EXPECT_LT(ground.to_world_y(body.y), 4);
  EXPECT_NE(body.cell, no_cell);
}

TEST(Bounds, theSameBitsOnAnyNumberOfThreads) {
  const scene::Floors floors = test::room_with_door(12, 10, 1.0);
  const std::vector<Person> people = people_in(floors, 250);
  uint64_t expected = 0;
  for (const size_t threads : {1u, 2u, 3u}) {
    const ThreadLimit limit(threads);
    Crowd crowd(floors, people, {}, 5, 0.05);
    for (int i = 0; i < 400; ++i) crowd.step();
    EXPECT_GT(crowd.counts().evacuated, 10u);
    if (threads == 1) expected = crowd.state_hash();
    EXPECT_EQ(crowd.state_hash(), expected) << threads << " threads";
  }
}

TEST(Bounds, peopleOnEitherSideOfAThinWallDoNotMeet) {
  // Two corridors side by side, 0.02 m of wall between: each walks as if alone.
  FlatFloors f;
  f.floor({0, 0, 20, 2}).wall({0, 1}, {20, 1});
  f.exit("end", {20, 0}, {20, 2}, Vec2::UnitX());
  const scene::Floors floors = f.build();
  std::vector<Person> people(2);
  for (AgentId i = 0; i < 2; ++i) {
    people[i].id = i;
    people[i].at = {1, i == 0 ? 0.8 : 1.2};
    people[i].cell = floors.find(1, people[i].at.y(), 0);
    people[i].speed = i == 0 ? 1.0f : 1.1f;
    people[i].radius = 0.15f;
  }
  std::vector<double> together, alone;
  {
    Crowd crowd(floors, people, {}, 1, 0.05);
    while (!crowd.finished() && crowd.time() < 40) crowd.step();
    for (const Outcome& o : crowd.outcomes()) together.push_back(o.exit_time);
  }
  for (Person p : people) {
    p.id = 0;
    Crowd crowd(floors, {p}, {}, 1, 0.05);
    while (!crowd.finished() && crowd.time() < 40) crowd.step();
    alone.push_back(crowd.outcomes()[0].exit_time);
  }
  EXPECT_DOUBLE_EQ(together[0], alone[0]);
  EXPECT_DOUBLE_EQ(together[1], alone[1]);
}

}  // namespace
}  // namespace muster::crowd
