// Staff who direct people, and what is told of those who do not get on.

#include "models/crowd/crowd.h"
#include "models/crowd/people/population.h"
#include "tests/support/flat_floors.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

using test::FlatFloors;

/// 24 m x 10 m with an exit at either end.
scene::Floors two_ended(bool wall = false) {
  FlatFloors f(0.1);
  f.floor({0, 0, 24, 10}).wall({0, 0}, {24, 0}).wall({0, 10}, {24, 10});
  if (wall) f.wall({10, 0}, {10, 10}, {{8, 10}});
  f.exit("west", {0, 0}, {0, 10}, -Vec2::UnitX()).exit("east", {24, 0}, {24, 10}, Vec2::UnitX());
  return f.build();
}

PeopleGroup visitors(double x0, double x1, int count) {
  PeopleGroup group;
  group.count = count;
  group.place.polygon = {{x0, 1}, {x1, 1}, {x1, 7}, {x0, 7}};
  return group;
}

PeopleGroup steward(const Vec2& from, const Vec2& at, const std::string& to) {
  PeopleGroup group;
  group.place.points = {from};
  group.bonds.directs = Post{{}, at, {}, {to}, 8, 5};
  return group;
}

struct Hall {
  Hall(const scene::Floors& some_floors, const std::vector<PeopleGroup>& groups) : floors(some_floors) {
    people = populate(floors, groups, 1, warnings);
    settings.together = resolve_bonds(floors, groups);
  }
  /// People of a group who left by an exit.
  size_t left_by(const Crowd& crowd, uint32_t group, int32_t exit) const {
    size_t count = 0;
    for (const Person& p : people) count += p.group == group && crowd.outcomes()[p.id].exit == exit ? 1 : 0;
    return count;
  }
  scene::Floors floors;
  std::vector<Warning> warnings;
  std::vector<Person> people;
  CrowdSettings settings;
};

void go(Crowd& crowd, double until) {
  while (!crowd.finished() && crowd.time() < until) crowd.step();
}

TEST(Directing, WhoComesNearGoesToTheExitThatHePointsTo) {
  for (const bool wall : {false, true}) {  // behind which people neither see nor hear him
    Hall run(two_ended(wall), {visitors(5, 9, 20), steward({11, 4}, {11, 4}, "east")});
    Crowd crowd(run.floors, run.people, run.settings);
    go(crowd, 120);
    EXPECT_TRUE(crowd.finished());
    EXPECT_EQ(run.left_by(crowd, 0, 1), wall ? 0u : 20u);  // of their own, all take the west exit, 5 to 9 m away
    EXPECT_EQ(run.left_by(crowd, 0, 0), wall ? 20u : 0u);
    EXPECT_EQ(crowd.together().directing.told(), wall ? 0u : 20u);
  }
}

TEST(Directing, HeWalksToHisPostAndLeavesWhenNobodyIsAbout) {
  Hall run(two_ended(), {visitors(9, 11, 5), steward({22, 4}, {14, 4}, "w*")});
  run.people[0].premovement = 30;  // one who hears him late
  Crowd crowd(run.floors, run.people, run.settings);
  bool stood = false;
  while (!crowd.finished() && crowd.time() < 120) {
    crowd.step();
    stood = stood || crowd.together().directing.at_post(5);
  }
  ASSERT_TRUE(crowd.finished());
  EXPECT_TRUE(stood);
  EXPECT_EQ(run.left_by(crowd, 0, 0), 5u);
  // The last has left his circle at x = 6 m, 30 s + about 4 s after the start; 5 s later he goes 14 m west.
  EXPECT_EQ(crowd.outcomes()[5].exit, 0);
  EXPECT_GT(crowd.outcomes()[5].exit_time, 30 + 2 + 5 + 14 / 2.2);
  EXPECT_LT(crowd.outcomes()[5].exit_time, 30 + 8 + 5 + 14 / 0.6);
}

TEST(Directing, ACompanyGoesTogetherAndWhoChoosesTheQuickestKeepsToIt) {
  PeopleGroup family = visitors(6, 9, 12), quick = visitors(5, 9, 12);
  family.bonds.company = Distribution::constant(4);
  quick.route = "quickest";
  const std::vector<PeopleGroup> groups{family, quick, steward({10, 4}, {10, 4}, "east")};
  Hall run(two_ended(), groups);
  run.settings.choices.groups.resize(groups.size());
  run.settings.choices.groups[1].choice = RouteChoice::quickest;
  Crowd crowd(run.floors, run.people, run.settings);
  go(crowd, 180);
  EXPECT_TRUE(crowd.finished());
  EXPECT_EQ(run.left_by(crowd, 0, 1), 12u);
  EXPECT_EQ(run.left_by(crowd, 1, 1), 12u);
}

TEST(Directing, WhereHisExitShutsPeopleTakeAnother) {
  Hall run(two_ended(), {visitors(6, 9, 15), steward({10, 4}, {10, 4}, "east")});
  run.settings.gates.events = {{6, "east shuts", {}, {1}, {}, {}}};
  Crowd crowd(run.floors, run.people, run.settings);
  go(crowd, 120);
  EXPECT_TRUE(crowd.finished());
  EXPECT_EQ(run.left_by(crowd, 0, 0), 15u);
}

TEST(Directing, NamesThatAreNotThereAreRefusedWithTheNearest) {
  try {
    Hall run(two_ended(), {visitors(6, 9, 1), steward({10, 4}, {40, 4}, "eaast")});
    FAIL() << "was taken";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("did you mean 'east'?"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("no walkable floor lies there"), std::string::npos) << error.what();
  }
}

/// One room with a door of 0.6 m and an exit beyond.
scene::Floors room() {
  return FlatFloors(0.1)
      .floor({0, 0, 12, 4})
      .wall({0, 0}, {12, 0})
      .wall({0, 4}, {12, 4})
      .wall({0, 0}, {0, 4})
      .wall({6, 0}, {6, 4}, {{1.7, 2.3}})
      .portal("door", {6, 1.7}, {6, 2.3})
      .exit("end", {12, 0}, {12, 4}, Vec2::UnitX())
      .build();
}

PeopleGroup one(double radius) {
  PeopleGroup group;
  group.place.points = {{3, 2}};
  group.radius = Distribution::constant(radius);
  return group;
}

/// The first of those held after 140 s.
Held held_in(Hall& run, ModelChoice model = ModelChoice::collision_free_speed) {
  run.settings.walking.model = model;
  Crowd crowd(run.floors, run.people, run.settings);
  go(crowd, 140);
  const std::vector<Held> held = crowd.held();
  EXPECT_FALSE(held.empty());
  return held.empty() ? Held{} : held.front();
}

TEST(Held, EachKnowsItsReason) {
  Hall wide(room(), {one(0.33)});
  EXPECT_EQ(held_in(wide).reason, Reason::too_wide);
  Hall shut(room(), {one(0.15)});
  shut.settings.gates.events = {{0, "door shuts", {0}, {}, {}, {}}};
  const Held before_door = held_in(shut);
  EXPECT_EQ(before_door.reason, Reason::shut);
  EXPECT_NEAR(before_door.at.x(), 3, 1);
  EXPECT_FALSE(is_stuck(before_door.reason));
  Hall late(room(), {one(0.15)});
  late.people[0].premovement = 1e6f;
  EXPECT_EQ(held_in(late).reason, Reason::not_started);
  PeopleGroup patient = one(0.15);
  patient.bonds.needs_help = HelpNeeded{};
  complete_help(patient);
  Hall alone(room(), {patient});
  EXPECT_EQ(held_in(alone).reason, Reason::no_helpers);
}

/// A corridor 12 m long and 1 m wide, open at its right end; with `two_ends` at both.
scene::Floors narrow(bool two_ends = false) {
  FlatFloors f(0.1);
  f.floor({0, 0, 12, 1}).wall({0, 0}, {12, 0}).wall({0, 1}, {12, 1}).exit("end", {12, 0}, {12, 1}, Vec2::UnitX());
  if (two_ends)
    f.exit("begin", {0, 0}, {0, 1}, -Vec2::UnitX());
  else
    f.wall({0, 0}, {0, 1});
  return f.build();
}

TEST(Held, WhoIsStuckIsToldWithWhatIsBeforeHim) {
  // Those of the social force model do not squeeze past: three abreast, or a wheelchair, shut a corridor of 1 m.
  for (const bool device : {false, true}) {
    PeopleGroup walker = one(0.15), standing;
    walker.place.points = {{2, 0.5}};
    standing.place.points = {{6, 0.5}};
    if (!device) standing.place.points = {{6, 0.18}, {6, 0.5}, {6, 0.82}};
    standing.premovement = Distribution::constant(1e6);
    standing.radius = Distribution::constant(device ? 0.35 : 0.15);
    Hall run(narrow(), {walker, standing});
    const Held held = held_in(run, ModelChoice::social_force);
    EXPECT_EQ(held.id, 0u);
    EXPECT_EQ(held.reason, device ? Reason::bed : Reason::people_stand) << text(held.reason);
    EXPECT_TRUE(is_stuck(held.reason));
    EXPECT_GT(held.since, 0);
    EXPECT_NEAR(held.at.x(), 5.4, 0.3);
  }
}

TEST(Held, WhoMeetFaceToFaceAreStuckAgainstOneAnother) {
  // Two of 0.6 m across do not pass one another in 1 m.
  PeopleGroup east = one(0.3), west = one(0.3);
  east.place.points = {{3, 0.5}}, east.exit = "end";
  west.place.points = {{9, 0.5}}, west.exit = "begin";
  east.speed = west.speed = Distribution::constant(1.3);
  Hall run(narrow(true), {east, west});
  run.settings.walking.model = ModelChoice::social_force;
  Crowd crowd(run.floors, run.people, run.settings);
  go(crowd, 140);
  const std::vector<Held> held = crowd.held();
  ASSERT_EQ(held.size(), 2u);
  for (const Held& h : held) EXPECT_EQ(h.reason, Reason::opposite) << text(h.reason);
}

TEST(Held, WhoWaitsForLeaveAtALimitedExitIsToldSo) {
  PeopleGroup six = one(0.15);
  six.place.points = {{9, 0.5}, {7, 0.5}, {6, 0.5}, {5, 0.5}, {4, 0.5}, {3, 0.5}};
  Hall run(narrow(), {six});
  run.settings.gates.rules = {{true, 0, 0, 0.002}};  // 1 m wide: one in 500 s; the first goes at once
  Crowd crowd(run.floors, run.people, run.settings);
  go(crowd, 140);
  const std::vector<Held> held = crowd.held();
  ASSERT_EQ(held.size(), 5u);
  EXPECT_EQ(held.front().reason, Reason::flow_limit);
  EXPECT_EQ(held.back().reason, Reason::crowd);
}

}  // namespace
}  // namespace muster::crowd
