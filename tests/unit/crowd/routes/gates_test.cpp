// Doors of one direction, lines of limited flow, closing and opening in time.

#include "models/crowd/crowd.h"
#include "models/crowd/people/population.h"
#include "tests/support/flat_floors.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

using test::FlatFloors;

std::vector<Person> people_in(const scene::Floors& floors, std::vector<Vec2> polygon, int count) {
  PeopleGroup group;
  group.count = count;
  group.place.polygon = std::move(polygon);
  std::vector<Warning> warnings;
  return populate(floors, std::span(&group, 1), 1, warnings);
}

/// 20 x 4 m, a wall at x = 10 with doors "low" (y 0.5 to 1.5) and "high" (2.5 to 3.5), an exit at either end.
scene::Floors two_doors() {
  FlatFloors f;
  f.floor({0, 0, 20, 4}).wall({0, 0}, {20, 0}).wall({0, 4}, {20, 4}).wall({10, 0}, {10, 4}, {{0.5, 1.5}, {2.5, 3.5}});
  f.portal("low", {10, 0.5}, {10, 1.5}).portal("high", {10, 2.5}, {10, 3.5});
  f.exit("west", {0, 0}, {0, 4}, -Vec2::UnitX()).exit("east", {20, 0}, {20, 4}, Vec2::UnitX());
  return f.build();
}

TEST(Gates, aDoorOfOneDirectionIsPassedInItOnly) {
  const scene::Floors floors = two_doors();
  // Left of the line from low to high y lies x < 10: "low" passes to the right of its line, eastwards, only.
  for (const int8_t direction : {int8_t{1}, int8_t{-1}}) {
    CrowdSettings settings;
    settings.gates.rules = {{false, 0, direction, 0}, {false, 1, static_cast<int8_t>(-direction), 0}};
    std::vector<Person> people = people_in(floors, {{6, 0.3}, {9, 0.3}, {9, 3.7}, {6, 3.7}}, 20);
    const std::vector<Person> others = people_in(floors, {{11, 0.3}, {14, 0.3}, {14, 3.7}, {11, 3.7}}, 20);
    for (Person& p : people) p.exit = 1;
    for (Person p : others) {
      p.id += 20, p.exit = 0;
      people.push_back(p);
    }
    Crowd crowd(floors, people, settings);
    while (!crowd.finished() && crowd.time() < 120) crowd.step();
    EXPECT_TRUE(crowd.finished());
    for (const Crossing& c : crowd.portal_crossings()) EXPECT_EQ(c.forward, (direction > 0) == (c.line == 0)) << c.line;
    EXPECT_EQ(crowd.portal_crossings().size(), 40u);
  }
}

TEST(Gates, whoIsPushedAgainstAOneWayLineDoesNotCrossIt) {
  const scene::Floors floors = two_doors();
  Ground ground(floors, 0.15f, 0.2f);
  ground.set_one_way(ground.portal_wall(0), 1);  // to smaller x only
  const auto from = [&](double x) {
    return Body{ground.to_local_x(x), ground.to_local_y(1), 0, 0.15f, floors.find(x, 1, 0)};
  };
  Body against = from(9.97);
  EXPECT_TRUE(ground.move(against, 0.1f, 0).corrected);
  EXPECT_LT(ground.to_world_x(against.x), 10);
  Body along = from(10.03);
  ground.move(along, -0.1f, 0);
  EXPECT_NEAR(ground.to_world_x(along.x), 9.93, 1e-4);
}

/// Fields know the centres of cells: who begins with his feet on this side of a line and his cell's centre on the other
/// has the way of the other side, and stood at the line for good (random case 1034).
TEST(Gates, whoBeginsOnAOneWayLineGoesOnToTheSideOfHisCell) {
  FlatFloors f;
  f.floor({0, 0, 20, 4}).wall({0, 0}, {20, 0}).wall({0, 4}, {20, 4}).wall({10.03, 0}, {10.03, 4}, {{1.5, 2.5}});
  f.portal("door", {10.03, 1.5}, {10.03, 2.5}).exit("west", {0, 0}, {0, 4}, -Vec2::UnitX());
  const scene::Floors floors = f.exit("east", {20, 0}, {20, 4}, Vec2::UnitX()).build();
  CrowdSettings settings;
  settings.gates.rules = {{false, 0, -1, 0}};  // eastwards only
  std::vector<Person> people = people_in(floors, {{11, 1}, {12, 1}, {12, 3}, {11, 3}}, 1);
  people[0].exit = 0;
  people[0].at.x() = 10.02, people[0].at.y() = 2;
  people[0].cell = floors.find(10.02, 2, 0);
  ASSERT_GT(floors.centre(people[0].cell).x(), 10.03);
  Crowd crowd(floors, people, settings);
  while (!crowd.finished() && crowd.time() < 60) crowd.step();
  EXPECT_EQ(crowd.counts().evacuated, 1u);  // by the exit in the east: on that side, there is no way to his own
}

/// And nobody comes to have such a cell from this side.
TEST(Gates, noCellBehindAOneWayLineIsEnteredAgainstIt) {
  FlatFloors f;
  const scene::Floors floors = f.floor({0, 0, 20, 4}).portal("line", {10.03, 0}, {10.03, 4}).build();
  Ground ground(floors, 0.15f, 0.2f);
  ground.set_one_way(ground.portal_wall(0), 1);
  Body body{ground.to_local_x(9.9), ground.to_local_y(2), 0, 0.15f, floors.find(9.9, 2, 0)};
  for (int k = 0; k < 20; ++k) ground.move(body, 0.02f, 0);
  EXPECT_LT(floors.centre(body.cell).x(), 10.03);
  EXPECT_NEAR(ground.to_world_x(body.x), 10, 0.021);
}

TEST(Gates, leaveGoesToWhoeverWaitedLongestAtTheRateOfTheLimit) {
  const scene::Floors floors = two_doors();
  const Ground ground(floors, 0.15f, 0.2f);
  FlowLimits limits(ground, {{false, 0, 0, 2.0}});  // 1 m wide: one in half a second
  const auto wall = static_cast<uint32_t>(ground.portal_wall(0));
  EXPECT_FALSE(limits.none());
  EXPECT_TRUE(limits.limited(wall));
  EXPECT_FALSE(limits.limited(static_cast<uint32_t>(ground.portal_wall(1))));
  limits.held(wall, 7, 0.0);
  limits.held(wall, 3, 0.05);
  limits.held(wall, 5, 0.05);
  limits.held(wall, 7, 0.05);
  limits.give_leave(0.1, 0.05);
  EXPECT_TRUE(limits.has_leave(wall, 7));
  EXPECT_FALSE(limits.has_leave(wall, 3));
  limits.crossed(wall, 7, 0.12);
  std::vector<std::pair<uint32_t, double>> order;
  for (int k = 3; k < 40; ++k) {
    const double now = 0.05 * k;
    for (const uint32_t id : {5u, 3u, 9u})
      if (std::none_of(order.begin(), order.end(), [&](const auto& o) { return o.first == id; }))
        limits.held(wall, id, now - 0.05);
    limits.give_leave(now, 0.05);
    for (const uint32_t id : {5u, 3u, 9u})
      if (limits.has_leave(wall, id)) {
        order.emplace_back(id, now + 0.01);
        limits.crossed(wall, id, now + 0.01);
      }
  }
  ASSERT_EQ(order.size(), 3u);
  EXPECT_EQ(order[0].first, 3u);  // as long as 5: the smaller number
  EXPECT_EQ(order[1].first, 5u);
  EXPECT_EQ(order[2].first, 9u);
  // No earlier than 0.12 + n / 2 s, and at most a step and the crossing later.
  for (size_t n = 0; n < 3; ++n) {
    EXPECT_GE(order[n].second, 0.12 + 0.5 * static_cast<double>(n + 1));
    EXPECT_LE(order[n].second, 0.12 + 0.5 * static_cast<double>(n + 1) + 0.061);
  }
}

TEST(Gates, whereExitsLieOnOneAnotherOneLeaveIsEnough) {
  FlatFloors f;
  f.floor({0, 0, 6, 4}).wall({0, 0}, {6, 0}).wall({0, 4}, {6, 4}).wall({0, 0}, {0, 4});
  f.wall({6, 0}, {6, 4}, {{1, 3}});
  f.exit("wide", {6, 1}, {6, 3}, Vec2::UnitX()).exit("within it", {6, 1.5}, {6, 2.5}, Vec2::UnitX());
  const scene::Floors floors = f.build();
  CrowdSettings settings;
  settings.gates.rules = {{true, 0, 0, 0.5}, {true, 1, 0, 0.7}};
  Crowd crowd(floors, people_in(floors, {{1, 0.5}, {5, 0.5}, {5, 3.5}, {1, 3.5}}, 12), settings);
  while (!crowd.finished() && crowd.time() < 60) crowd.step();
  EXPECT_TRUE(crowd.finished());
  // Whoever crosses both is counted by the first, 1 /s; nobody is within the second alone.
  EXPECT_GE(crowd.time(), 11);
}

TEST(Gates, whereDoorsLieOnOneAnotherBothLeavesAreGot) {
  FlatFloors f;
  f.floor({0, 0, 12, 4})
      .wall({0, 0}, {12, 0})
      .wall({0, 4}, {12, 4})
      .wall({0, 0}, {0, 4})
      .wall({6, 0}, {6, 4}, {{1, 3}});
  f.portal("wide", {6, 1}, {6, 3}).portal("within it", {6, 1.2}, {6, 2.8});
  f.exit("end", {12, 0}, {12, 4}, Vec2::UnitX());
  const scene::Floors floors = f.build();
  CrowdSettings settings;
  settings.gates.rules = {{false, 0, 0, 0.5}, {false, 1, 0, 0.7}};
  Crowd crowd(floors, people_in(floors, {{1, 0.5}, {5, 0.5}, {5, 3.5}, {1, 3.5}}, 10), settings);
  while (!crowd.finished() && crowd.time() < 90) crowd.step();
  EXPECT_TRUE(crowd.finished());
}

/// What a shut exit leaves of one that it lies on may be too narrow: people stood before it for good (random case
/// 2476).
TEST(Gates, whatAShutExitLeavesOfAnotherIsAWayForBodiesThatFitOnly) {
  for (const double left : {0.32, 0.8}) {
    FlatFloors f;
    f.floor({0, 0, 10, 6}).wall({0, 0}, {10, 0}).wall({0, 6}, {10, 6}).wall({10, 0}, {10, 6});
    f.wall({0, 0}, {0, 6}, {{2.06, 4.2}});
    f.exit("lower", {0, 2.06}, {0, 3.82}, -Vec2::UnitX()).exit("upper", {0, 2.06 + left}, {0, 4.2}, -Vec2::UnitX());
    const scene::Floors floors = f.build();
    CrowdSettings settings;
    settings.gates.events = {{2, "upper shuts", {}, {1}, {}, {}}};
    Crowd crowd(floors, people_in(floors, {{6, 1}, {9, 1}, {9, 5}, {6, 5}}, 10), settings);
    while (!crowd.finished() && crowd.time() < 90) crowd.step();
    EXPECT_EQ(crowd.counts().without_route, left > 0.5 ? 0u : 10u) << left;
    EXPECT_EQ(crowd.counts().evacuated, left > 0.5 ? 10u : 0u) << left;
  }
}

TEST(Gates, leaveThatIsNotUsedGoesToAnother) {
  const scene::Floors floors = two_doors();
  const Ground ground(floors, 0.15f, 0.2f);
  FlowLimits limits(ground, {{false, 0, 0, 1.0}});
  const auto wall = static_cast<uint32_t>(ground.portal_wall(0));
  limits.held(wall, 1, 0);
  limits.give_leave(0.05, 0.05);
  EXPECT_TRUE(limits.has_leave(wall, 1));
  for (double t = 0.1; t < 1.2; t += 0.05) {
    limits.held(wall, 2, t - 0.05);
    limits.give_leave(t, 0.05);
  }
  EXPECT_FALSE(limits.has_leave(wall, 1));
  EXPECT_TRUE(limits.has_leave(wall, 2));
}

TEST(Gates, whoStandsInADoorThatShutsStaysOnTheSideWhereHeIs) {
  const scene::Floors floors = two_doors();
  PeopleGroup group;
  group.place.points = {{9.96, 1.05}, {10.04, 3.05}};
  group.premovement = Distribution::constant(1e6);
  std::vector<Warning> warnings;
  CrowdSettings settings;
  settings.gates.events = {{1, "close both", {0, 1}, {}, {}, {}}};
  Crowd crowd(floors, populate(floors, std::span(&group, 1), 1, warnings), settings);
  while (crowd.time() < 2) crowd.step();
  std::vector<Snapshot> people;
  crowd.snapshot(people);
  ASSERT_EQ(people.size(), 2u);
  EXPECT_LE(people[0].x, 10 - 0.14);
  EXPECT_GE(people[1].x, 10 + 0.14);
  EXPECT_TRUE(crowd.portal_crossings().empty());
}

TEST(Gates, anEventCountsThoseWhoseWayItChanges) {
  const scene::Floors floors = two_doors();
  CrowdSettings settings;
  settings.gates.events = {{4, "open both", {}, {}, {0, 1}, {}}, {2, "close both", {0, 1}, {}, {}, {}}};
  // Who is west of the wall goes west in any case; the exit east is that of nobody but the second ten.
  std::vector<Person> people = people_in(floors, {{1, 0.3}, {9, 0.3}, {9, 3.7}, {1, 3.7}}, 30);
  for (size_t i = 0; i < people.size(); ++i) people[i].premovement = 10, people[i].exit = i < 10 ? 1 : -1;
  Crowd crowd(floors, people, settings);
  EXPECT_TRUE(crowd.awaits_opening());
  while (crowd.time() < 5) crowd.step();
  ASSERT_EQ(crowd.events().size(), 2u);
  EXPECT_FALSE(crowd.awaits_opening());
  // Closing sends the ten west, opening sends them east again.
  for (const EventReport& e : crowd.events()) {
    EXPECT_EQ(e.affected, 10u) << e.what;
    EXPECT_EQ(e.rerouted, 10u);
    EXPECT_EQ(e.waiting, 0u);
  }
  EXPECT_EQ(crowd.events()[0].what, "close both");
  while (!crowd.finished() && crowd.time() < 60) crowd.step();
  ASSERT_TRUE(crowd.finished());
  for (size_t i = 0; i < 10; ++i) EXPECT_EQ(crowd.outcomes()[i].exit, 1);
}

}  // namespace
}  // namespace muster::crowd
