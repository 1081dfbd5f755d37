// People who fell and are brought out by others.
#include "models/crowd/crowd.h"
#include "models/crowd/people/population.h"
#include "tests/support/flat_floors.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

using test::FlatFloors;

PeopleGroup group_at(const char* name, std::vector<Vec2> points, double speed, bool helps) {
  PeopleGroup group;
  group.name = name;
  group.place.points = std::move(points);
  group.speed = Distribution::constant(speed);
  group.premovement = Distribution::constant(helps ? 0 : 1000);
  group.bonds.helps = helps;
  return group;
}

/// A corridor 50 m x 4 m with an exit over its right end and, where asked for, a door at 10 m.
scene::Floors corridor(bool door = false) {
  FlatFloors floors(0.1);
  floors.floor({0, 0, 50, 4}).wall({0, 0}, {50, 0}).wall({0, 4}, {50, 4}).wall({0, 0}, {0, 4});
  if (door) floors.wall({10, 0}, {10, 1.5}).wall({10, 2.5}, {10, 4}).portal("door", {10, 1.5}, {10, 2.5});
  return floors.exit("end", {50, 0}, {50, 4}, Vec2::UnitX()).build();
}

/// People who stand at `fallen` and fall at 1 s, and a team at `team`.
struct Accident {
  Accident(scene::Floors some, std::vector<Vec2> fallen, std::vector<Vec2> team, std::optional<Rescue> rescue)
      : floors(std::move(some)), falling(fallen.size()) {
    const std::vector<PeopleGroup> groups = {group_at("staff", std::move(fallen), 1.25, false),
                                             group_at("team", std::move(team), 1.25, true)};
    std::vector<Warning> warnings;
    people = populate(floors, groups, 1, warnings);
    settings.together = resolve_bonds(floors, groups);
    settings.together.rescue = std::move(rescue);
    crowd = std::make_unique<Crowd>(floors, people, settings);
    std::vector<std::pair<AgentId, double>> falls;
    for (AgentId id = 0; id < falling; ++id) falls.emplace_back(id, 1.0);
    crowd->expect_falls(falls);
  }
  /// Nobody is ever lost, and whoever fell is in one place only.
  Counts run(double until) {
    while (!crowd->finished() && crowd->time() < until) {
      crowd->step();
      const Counts counts = crowd->counts();
      EXPECT_EQ(counts.placed, counts.evacuated + counts.inside);
      EXPECT_LE(counts.fallen + counts.standing + counts.carried, counts.inside);
      EXPECT_EQ(counts.waiting_for_help + counts.beyond_help, 0u);
    }
    return crowd->counts();
  }
  AssistanceCounts help() const { return crowd->together().assistance.counts(); }

  scene::Floors floors;
  size_t falling;
  std::vector<Person> people;
  CrowdSettings settings;
  std::unique_ptr<Crowd> crowd;
};

TEST(Rescue, AFallenPersonIsFetchedAndLeavesInTheTimeWorkedOutByHand) {
  Accident accident(corridor(), {{10, 2}}, {{30, 1}, {30, 3}}, Rescue{});
  accident.run(300);
  ASSERT_TRUE(accident.crowd->finished());
  EXPECT_EQ(accident.help().rescued, 1u);
  EXPECT_EQ(accident.help().needed, 0u);
  EXPECT_EQ(accident.crowd->falls().size(), 1u);
  // From the fall at 1 s the farther of the two walks back from where he is by then, on his own way out, until his body
  // is an arm from the other's; 15 s; then 40 m at 0.6 m/s.
  const double from = 30 + 1.25 * 1, fetch = (from - 10 - 0.8) / 1.25, out = 1 + fetch + 15 + 40 / 0.6;
  EXPECT_NEAR(accident.crowd->outcomes()[0].exit_time, out, 0.03 * out);
  // They unload for 10 s inside the exit.
  EXPECT_GE(accident.crowd->outcomes()[1].exit_time, accident.crowd->outcomes()[0].exit_time + 10);
}

TEST(Rescue, OneTeamFetchesTwoTheNearerFirst) {
  Accident accident(corridor(), {{10, 2}, {20, 2}}, {{40, 1}, {40, 3}}, Rescue{});
  accident.run(600);
  ASSERT_TRUE(accident.crowd->finished());
  EXPECT_EQ(accident.help().rescued, 2u);
  EXPECT_LT(accident.crowd->outcomes()[1].exit_time + 60, accident.crowd->outcomes()[0].exit_time);
}

TEST(Rescue, WhoLiesBehindAShutDoorIsNotReached) {
  Accident accident(corridor(true), {{5, 2}}, {{30, 1}, {30, 3}}, Rescue{});
  accident.crowd->set_portal(0, true);
  const Counts counts = accident.run(300);
  EXPECT_EQ(counts.evacuated, 2u);
  EXPECT_EQ(counts.fallen, 1u);
  EXPECT_EQ(counts.inside, 1u);
  EXPECT_EQ(accident.help().rescued, 0u);
  EXPECT_EQ(accident.help().unreached, 1u);
}

TEST(Rescue, ARescuerWhoFallsIsFetchedToo) {
  Accident accident(corridor(), {{10, 2}}, {{30, 1}, {30, 3}, {45, 2}}, Rescue{});
  accident.crowd->expect_falls({{0, 1.0}, {1, 2.5}});  // before the third is out
  accident.run(600);
  ASSERT_TRUE(accident.crowd->finished());
  EXPECT_EQ(accident.crowd->falls().size(), 2u);
  EXPECT_EQ(accident.help().rescued, 2u);
}

// He is put down where they are, and carried on by those who are left.
TEST(Rescue, WhoseRescuerFallsOnTheWayIsPutDown) {
  Accident accident(corridor(), {{10, 2}}, {{20, 1}, {20, 3}, {14, 2}}, Rescue{});
  accident.crowd->expect_falls({{0, 1.0}});
  while (accident.crowd->counts().carried == 0 && accident.crowd->time() < 100) accident.crowd->step();
  ASSERT_EQ(accident.crowd->counts().carried, 2u);
  EXPECT_EQ(accident.crowd->counts().fallen, 0u);
  std::vector<Snapshot> all;
  accident.crowd->snapshot(all);
  AgentId carrier = 0;
  for (const Snapshot& s : all)
    if (s.state == State::carried) carrier = s.id;
  ASSERT_GT(carrier, 0u);
  const double falls = accident.crowd->time() + 10;
  while (accident.crowd->time() < falls + 1) {
    accident.crowd->expect_falls({{carrier, falls}});
    accident.crowd->step();
  }
  EXPECT_EQ(accident.crowd->counts().fallen, 2u);
  EXPECT_EQ(accident.crowd->counts().carried, 0u);
  accident.crowd->snapshot(all);
  EXPECT_NEAR(all[0].x, 10 + 10 * 0.6, 0.7);
  accident.crowd->expect_falls({});
  const Counts counts = accident.run(300);
  EXPECT_EQ(counts.placed, counts.evacuated + counts.inside);
  EXPECT_EQ(accident.help().rescued + counts.fallen, 2u);
}

TEST(Rescue, TooFewRescuersLeaveThemAndGo) {
  Rescue rescue;
  rescue.helpers = 3;
  Accident accident(corridor(), {{10, 2}}, {{30, 1}, {30, 3}}, rescue);
  const Counts counts = accident.run(120);
  EXPECT_EQ(counts.evacuated, 2u);
  EXPECT_EQ(counts.fallen, 1u);
  EXPECT_EQ(accident.help().unreached, 1u);
}

// Only those whom the settings name go in.
TEST(Rescue, OnlyRescuersFetchTheFallen) {
  Accident accident(corridor(), {{10, 2}}, {{30, 1}, {30, 3}}, Rescue{});
  accident.settings.together.rescuers = {0, 0};
  accident.crowd = std::make_unique<Crowd>(accident.floors, accident.people, accident.settings);
  accident.crowd->expect_falls({{0, 1.0}});
  const Counts counts = accident.run(60);
  EXPECT_EQ(counts.evacuated, 2u);
  EXPECT_EQ(counts.fallen, 1u);
}

// A rescue without anybody who falls changes nothing; nor does a fall where nobody is to fetch.
TEST(Rescue, WithoutAFallNothingChanges) {
  Accident with(corridor(), {{10, 2}}, {{30, 1}, {30, 3}}, Rescue{}),
      without(corridor(), {{10, 2}}, {{30, 1}, {30, 3}}, {});
  for (Accident* one : {&with, &without}) {
    one->crowd->expect_falls({});
    one->crowd->start_now(std::vector<AgentId>{0});
    one->run(20);
  }
  EXPECT_EQ(with.crowd->state_hash(), without.crowd->state_hash());
}

}  // namespace
}  // namespace muster::crowd
