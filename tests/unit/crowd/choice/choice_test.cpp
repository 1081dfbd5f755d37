// Which way people choose: the quickest exit, one they know, signs, muster points, refuges.

#include "models/crowd/choice/choice.h"

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

/// 30 x 6 m; exits "near" (1 m, at x = 0) and "far" (1 m, at x = 30).
scene::Floors hall() {
  FlatFloors f;
  f.floor({0, 0, 30, 6}).wall({0, 0}, {30, 0}).wall({0, 6}, {30, 6});
  f.wall({0, 0}, {0, 6}, {{2.5, 3.5}}).wall({30, 0}, {30, 6}, {{2.5, 3.5}});
  f.exit("near", {0, 2.5}, {0, 3.5}, -Vec2::UnitX()).exit("far", {30, 2.5}, {30, 3.5}, Vec2::UnitX());
  return f.build();
}

std::vector<scene::CellId> cells_within(const scene::Floors& floors, double x0, double y0, double x1, double y1) {
  std::vector<scene::CellId> in;
  for (size_t c = 0; c < floors.size(); ++c) {
    const Vec2 p = floors.centre(static_cast<CellId>(c));
    if (p.x() > x0 && p.x() < x1 && p.y() > y0 && p.y() < y1) in.push_back(static_cast<CellId>(c));
  }
  return in;
}

GroupRoute choosing(RouteChoice choice, std::vector<int32_t> familiar = {}, double follow_others = 0) {
  GroupRoute route;
  route.choice = choice;
  route.familiar = std::move(familiar);
  route.follow_others = follow_others;
  return route;
}

/// By how many each exit was used.
std::vector<size_t> uses(const Crowd& crowd, size_t exits) {
  std::vector<size_t> n(exits, 0);
  for (const Outcome& o : crowd.outcomes())
    if (o.exit >= 0) ++n[static_cast<size_t>(o.exit)];
  return n;
}

TEST(Choice, timeToGetOutIsThatOfTheWayOrOfThoseAhead) {
  EXPECT_DOUBLE_EQ(time_by(20, 10, 1.3), 20);  // ten are gone after 7.7 s
  EXPECT_DOUBLE_EQ(time_by(20, 52, 1.3), 40);  // 52 / 1.3
  EXPECT_DOUBLE_EQ(time_by(0.5, 0, 1.3), 0.5);
}

TEST(Choice, theQuickestExitIsChosenByItsQueue) {
  // 150 people 2 to 12 m from one exit, 18 to 28 m from the other, each 1 m wide. All by the near one: 150 / 1.8 = 83
  // s.
  const scene::Floors floors = hall();
  const std::vector<Person> people = people_in(floors, {{2, 0.5}, {12, 0.5}, {12, 5.5}, {2, 5.5}}, 150);
  double last[2] = {0, 0};
  for (const RouteChoice choice : {RouteChoice::nearest, RouteChoice::quickest}) {
    CrowdSettings settings;
    settings.choices.groups = {choosing(choice)};
    Crowd crowd(floors, people, settings);
    while (!crowd.finished() && crowd.time() < 300) crowd.step();
    ASSERT_TRUE(crowd.finished());
    const std::vector<size_t> n = uses(crowd, 2);
    if (choice == RouteChoice::nearest) {
      EXPECT_EQ(n[1], 0u);
    } else {
      // If all knew: both exits busy until the end, the farther one from 14 s on. n0 / c = n1 / c + 14 s: at c between
      // 1.3 /s and 1.9 /s n1 lies between 62 and 66. They decide with rules of thumb and hysteresis: a third at least.
      EXPECT_GT(n[1], 30u);
      EXPECT_LT(n[1], 75u);
      EXPECT_GE(crowd.choice().changes(), n[1]);
      EXPECT_LT(crowd.choice().changes(), people.size());  // they do not go to and fro
    }
    for (const Outcome& o : crowd.outcomes())
      last[choice == RouteChoice::quickest] = std::max(last[choice == RouteChoice::quickest], o.exit_time);
  }
  EXPECT_LT(last[1], 0.85 * last[0]);
}

TEST(Choice, peopleTakeTheExitThatTheyKnow) {
  const scene::Floors floors = hall();
  CrowdSettings settings;
  settings.choices.groups = {choosing(RouteChoice::familiar, {1})};
  Crowd crowd(floors, people_in(floors, {{2, 0.5}, {12, 0.5}, {12, 5.5}, {2, 5.5}}, 20), settings);
  while (!crowd.finished() && crowd.time() < 120) crowd.step();
  EXPECT_EQ(uses(crowd, 2), (std::vector<size_t>{0, 20}));
}

TEST(Choice, aSignIsReadWithinItsCircleAndNotThroughWalls) {
  FlatFloors f;
  f.floor({0, 0, 60, 40}).wall({0, 0}, {60, 0}).wall({20, 10}, {20, 40});
  f.exit("e", {60, 5}, {60, 8}, Vec2::UnitX());
  const scene::Floors floors = f.build();
  const Ground ground(floors, 0.15f, 0.2f);
  const Sign sign{"s", {30, 0, 2.5}, {0}, {0, 1}, 30};
  EXPECT_TRUE(reads(sign, {30, 29.9, 0}, ground));
  EXPECT_FALSE(reads(sign, {30, 30.1, 0}, ground));
  // At 60 degrees off its axis half of the range: 15 m.
  const double s60 = std::sin(M_PI / 3), c60 = 0.5;
  EXPECT_TRUE(reads(sign, {30 + 14.9 * s60, 14.9 * c60, 0}, ground));
  EXPECT_FALSE(reads(sign, {30 + 15.1 * s60, 15.1 * c60, 0}, ground));
  // A wall at x = 20 from y = 10 on: the line from (15, 20) meets it at y = 13.3, that from (15, 10) at 6.7.
  EXPECT_FALSE(reads(sign, {30, 5, 6}, ground));  // another storey
  Sign round = sign;
  round.facing = Vec2::Zero();
  EXPECT_FALSE(reads(round, {15, 20, 0}, ground));
  EXPECT_TRUE(reads(round, {15, 10, 0}, ground));
  EXPECT_TRUE(reads(round, {30 + 20 * s60, 20 * c60, 0}, ground));
}

// Jin: a reflecting sign is seen for 3 / K, a lit one for 8 / K: 10 and 26.7 m at 0.3 /m. Of smoke on a part of the way
// that part counts.
TEST(Choice, smokeHidesSignsByItsDepth) {
  FlatFloors f;
  f.floor({0, 0, 60, 10});
  f.exit("e", {60, 2}, {60, 8}, Vec2::UnitX());
  const scene::Floors floors = f.build();
  std::vector<int32_t> halves(floors.size());
  for (size_t c = 0; c < halves.size(); ++c) halves[c] = floors.centre(static_cast<scene::CellId>(c)).x() > 30;
  const auto seen_from = [&](double x, double through, std::vector<float> extinction) {
    const Sign sign{"s", {1, 5, 2.5}, {0}, {1, 0}, 100, through};
    return seen_through(sign, {x, 5, 0}, {halves, std::move(extinction)}, floors);
  };
  EXPECT_TRUE(seen_from(59, 3, {}));
  EXPECT_TRUE(seen_from(10.9, 3, {0.3f, 0.3f}));
  EXPECT_FALSE(seen_from(11.1, 3, {0.3f, 0.3f}));
  EXPECT_TRUE(seen_from(27.6, 8, {0.3f, 0.3f}));
  EXPECT_FALSE(seen_from(27.8, 8, {0.3f, 0.3f}));
  EXPECT_TRUE(seen_from(32.5, 3, {0, 1}));
  EXPECT_FALSE(seen_from(33.5, 3, {0, 1}));
}

TEST(Choice, whoSeesASignTakesTheNearerExitFromThenOn) {
  const scene::Floors floors = hall();
  CrowdSettings settings;
  settings.choices.groups = {choosing(RouteChoice::familiar, {1})};
  // Within two seconds, 4.4 m at most, everybody of the first five is asked at less than 9 m from it.
  settings.choices.signs = {{"to near", {2, 6, 2.5}, {0}, Vec2::Zero(), 9}};
  std::vector<Person> people = people_in(floors, {{2, 2}, {4.5, 2}, {4.5, 4}, {2, 4}}, 5);
  for (Person p : people_in(floors, {{12, 1}, {16, 1}, {16, 5}, {12, 5}}, 5)) {
    p.id += 5;
    people.push_back(p);
  }
  Crowd crowd(floors, people, settings);
  while (!crowd.finished() && crowd.time() < 120) crowd.step();
  EXPECT_EQ(crowd.choice().learnt(), 5u);
  for (size_t i = 0; i < 10; ++i) EXPECT_EQ(crowd.outcomes()[i].exit, i < 5 ? 0 : 1) << i;
}

TEST(Choice, othersDrawAlong) {
  // In the middle between two equal exits of 3 m, 1 m nearer to "near"; 20 people beside them go to "far". At 1.34 m/s
  // 10.8 s to the one, 11.6 s to the other, 20 / 3.9 = 5.1 s for those ahead; with all of f: 10.8 (1 - 0.5 * 6 / 25)
  // = 9.5 s and 11.6 (1 - 0.5 * 20 / 25) = 7.0 s.
  FlatFloors f;
  f.floor({0, 0, 30, 6}).wall({0, 0}, {30, 0}).wall({0, 6}, {30, 6});
  f.exit("near", {0, 1.5}, {0, 4.5}, -Vec2::UnitX()).exit("far", {30, 1.5}, {30, 4.5}, Vec2::UnitX());
  const scene::Floors floors = f.build();
  size_t far[2];
  for (const bool follows : {false, true}) {
    CrowdSettings settings;
    settings.choices.groups = {choosing(RouteChoice::quickest, {}, follows ? 1 : 0)};
    std::vector<Person> people = people_in(floors, {{14, 0.5}, {15, 0.5}, {15, 5.5}, {14, 5.5}}, 6);
    for (Person p : people_in(floors, {{16, 0.5}, {20, 0.5}, {20, 5.5}, {16, 5.5}}, 20)) {
      p.id += 6, p.group = 1;
      people.push_back(p);
    }
    settings.choices.groups.emplace_back();
    Crowd crowd(floors, people, settings);
    while (!crowd.finished() && crowd.time() < 120) crowd.step();
    far[follows] = 0;
    for (size_t i = 0; i < 6; ++i) far[follows] += crowd.outcomes()[i].exit == 1;
  }
  EXPECT_EQ(far[0], 0u);
  EXPECT_GE(far[1], 3u);
}

TEST(Havens, peopleAreCountedAsEvacuatedAtAMusterPoint) {
  const scene::Floors floors = hall();
  CrowdSettings settings;
  settings.choices.muster_points = {{"meadow", cells_within(floors, 14, 0, 16, 6)}};
  settings.choices.groups = {{}};
  settings.choices.groups[0].muster_points = {0};
  Crowd crowd(floors, people_in(floors, {{2, 0.5}, {8, 0.5}, {8, 5.5}, {2, 5.5}}, 30), settings);
  while (!crowd.finished() && crowd.time() < 60) {
    crowd.step();
    const Counts c = crowd.counts();
    ASSERT_EQ(c.placed, c.evacuated + c.inside);
  }
  EXPECT_TRUE(crowd.finished());
  EXPECT_EQ(crowd.muster_arrivals().size(), 30u);
  EXPECT_TRUE(crowd.exit_crossings().empty());
  for (const Outcome& o : crowd.outcomes()) {
    EXPECT_EQ(o.exit, -1);
    EXPECT_EQ(o.muster_point, 0);
    EXPECT_GT(o.exit_time, 6 / 2.2);  // 6 m at least, at 2.2 m/s at most
  }
}

TEST(Havens, aFullRefugeSendsPeopleToTheNext) {
  // Two refuges for 8 and 30 people; 20 come. Nobody leaves, all are counted.
  const scene::Floors floors = hall();
  CrowdSettings settings;
  settings.choices.refuges = {{"small", cells_within(floors, 10, 0, 13, 6), 8},
                              {"large", cells_within(floors, 20, 0, 26, 6), 30}};
  settings.choices.groups = {{}};
  settings.choices.groups[0].refuges = {0, 1};
  Crowd crowd(floors, people_in(floors, {{2, 0.5}, {8, 0.5}, {8, 5.5}, {2, 5.5}}, 20), settings);
  while (crowd.time() < 90) crowd.step();
  const Counts c = crowd.counts();
  EXPECT_EQ(c.in_refuge, 20u);
  EXPECT_EQ(c.inside, 20u);
  EXPECT_EQ(c.stuck, 0u);
  EXPECT_EQ(crowd.choice().havens().taken(0), 8u);
  EXPECT_EQ(crowd.choice().havens().taken(1), 12u);
  std::vector<Snapshot> people;
  crowd.snapshot(people);
  size_t in_small = 0, in_large = 0;
  for (const Snapshot& s : people) {
    EXPECT_EQ(s.state, State::in_refuge);
    in_small += s.x > 9.9 && s.x < 13.1;
    in_large += s.x > 19.9 && s.x < 26.1;
  }
  EXPECT_EQ(in_small, 8u);
  EXPECT_EQ(in_large, 12u);
}

TEST(Havens, whoCannotUseTheStairsGoesToARefugeByItself) {
  FlatFloors f;
  f.floor({0, 0, 10, 4}, 3).stair({10, 0, 16, 2}, 3, 0).floor({16, 0, 20, 4});
  f.exit("e", {20, 1}, {20, 3}, Vec2::UnitX());
  const scene::Floors floors = f.build();
  CrowdSettings settings;
  settings.choices.refuges = {{"landing", cells_within(floors, 7, 2, 10, 4), 10}};
  std::vector<Person> people = people_in(floors, {{1, 1}, {5, 1}, {5, 3}, {1, 3}}, 10);
  for (size_t i = 0; i < 4; ++i) people[i].stairs_allowed = false;
  Crowd crowd(floors, people, settings);
  while (crowd.time() < 90) crowd.step();
  EXPECT_EQ(crowd.counts().evacuated, 6u);
  EXPECT_EQ(crowd.counts().in_refuge, 4u);
  EXPECT_EQ(crowd.counts().without_route, 0u);
}

/// A third of the refuge is walled off: people went to its far end, which nobody can walk to, and had no way any more.
TEST(Choice, theDeepestPlaceOfARefugeIsOneThatPeopleCanWalkTo) {
  FlatFloors f;
  f.floor({0, 0, 30, 6}).wall({0, 0}, {30, 0}).wall({0, 6}, {30, 6}).wall({26, 0}, {26, 6});
  const scene::Floors floors = f.exit("near", {0, 0}, {0, 6}, -Vec2::UnitX()).build();
  CrowdSettings settings;
  settings.choices.refuges = {{"refuge", cells_within(floors, 20, 0, 30, 6)}};
  settings.choices.groups.resize(1);
  settings.choices.groups[0].refuges = {0};
  Crowd crowd(floors, people_in(floors, {{6, 1}, {12, 1}, {12, 5}, {6, 5}}, 12), settings);
  while (crowd.counts().in_refuge < 12 && crowd.time() < 60) crowd.step();
  EXPECT_EQ(crowd.counts().in_refuge, 12u);
  EXPECT_EQ(crowd.counts().without_route, 0u);
  std::vector<Snapshot> all;
  crowd.snapshot(all);
  for (const Snapshot& s : all) EXPECT_GT(s.x, 23) << s.id;  // deep enough that others find room
}

}  // namespace
}  // namespace muster::crowd
