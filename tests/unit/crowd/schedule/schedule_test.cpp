// Who comes in when, what makes people start, and where they go first.

#include "base/parallel.h"
#include "models/crowd/crowd.h"
#include "models/crowd/people/population.h"
#include "models/crowd/schedule/plan.h"
#include "tests/support/flat_floors.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

using test::FlatFloors;

/// A hall of 20 m x 10 m with an exit at its right end; "West" is its left half, "East" its right.
FlatFloors hall() {
  FlatFloors f;
  f.floor({0, 0, 10, 10}, 0, "West").floor({10, 0, 20, 10}, 0, "East");
  f.wall({0, 0}, {20, 0}).wall({0, 10}, {20, 10}).wall({0, 0}, {0, 10}).wall({20, 0}, {20, 10}, {{4, 6}});
  f.exit("gate", {20, 4}, {20, 6}, Vec2::UnitX());
  return f;
}

PeopleGroup group_at(std::vector<Vec2> points, double premovement = 0) {
  PeopleGroup g;
  g.name = "people";
  g.count = static_cast<int>(points.size());
  g.place.points = std::move(points);
  g.speed = Distribution::constant(1);
  g.premovement = Distribution::constant(premovement);
  g.origin = {"case.toml", 3, "people[0]"};
  return g;
}

PeopleGroup inflow_of(int count, double from, double until) {
  PeopleGroup g = group_at({});
  g.count = count;
  g.inflow = Inflow{};
  g.inflow->from = from, g.inflow->until = until, g.inflow->regular = true;
  g.inflow->source.place.polygon = {{0, 3}, {1.5, 3}, {1.5, 7}, {0, 7}};
  return g;
}

/// Floors, people and schedule that belong together.
struct Scene {
  Scene(const FlatFloors& f, std::vector<PeopleGroup> of, const std::vector<Alarm>& alarms = {}, uint64_t seed = 1)
      : groups(std::move(of)),
        floors(f.build()),
        people(populate(floors, groups, seed, warnings)),
        settings{{}, seed, 0.05, plan(floors, groups, people, alarms, warnings)},
        crowd(floors, people, settings) {}
  void run(double until) {
    while (!crowd.finished() && crowd.time() < until - 1e-9) crowd.step();
  }
  Vec2 at(AgentId id) const {
    std::vector<Snapshot> all;
    crowd.snapshot(all);
    for (const Snapshot& s : all)
      if (s.id == id) return {s.x, s.y};
    return {-1, -1};
  }
  std::vector<PeopleGroup> groups;
  std::vector<Warning> warnings;
  scene::Floors floors;
  std::vector<Person> people;
  CrowdSettings settings;
  Crowd crowd;
};

Alarm alarm_in(const std::string& space, double time) {
  Alarm a;
  a.name = space;
  a.time = time;
  if (!space.empty()) a.place.spaces = {space};
  a.origin = {"case.toml", 9, "alarm[0]"};
  return a;
}

TEST(Inflow, keepsItsRateAndLosesNobody) {
  Scene s(hall(), {inflow_of(100, 5, 55)});
  EXPECT_EQ(s.crowd.counts().placed, 0u);
  EXPECT_EQ(s.crowd.counts().not_yet_in, 100u);
  size_t largest_lag = 0;
  while (!s.crowd.finished() && s.crowd.time() < 200) {
    s.crowd.step();
    const Counts c = s.crowd.counts();
    ASSERT_EQ(c.placed + c.not_yet_in, 100u);
    ASSERT_EQ(c.placed, c.inside + c.evacuated);
    const double due = std::floor(2 * (s.crowd.time() - 5) + 0.5);
    const auto expected = static_cast<size_t>(std::clamp(due, 0.0, 100.0));
    ASSERT_LE(c.placed, expected);
    largest_lag = std::max(largest_lag, expected - c.placed);
  }
  EXPECT_TRUE(s.crowd.finished());
  EXPECT_LE(largest_lag, 1u) << "there is room: everybody comes in within 0.2 s of his time";
  // The first comes at 5.25 s and has about 19 m to go at 1 m/s.
  EXPECT_NEAR(s.crowd.exit_crossings().front().time, 5.25 + 19.2, 1.5);
}

TEST(Inflow, whoFindsNoRoomWaitsOutside) {
  PeopleGroup g = inflow_of(60, 0, 1);
  g.inflow->source.place.polygon = {{0.2, 4}, {1.2, 4}, {1.2, 5}, {0.2, 5}};
  Scene s(hall(), {g});
  s.run(2);
  EXPECT_GT(s.crowd.counts().not_yet_in, 30u) << "a square metre holds a dozen";
  EXPECT_GT(s.crowd.longest_wait_outside(), 0.5);
  s.run(200);
  EXPECT_EQ(s.crowd.counts().evacuated, 60u);
  EXPECT_LT(s.crowd.diagnostics().max_overlap, 0.2f);
}

TEST(Inflow, comesInAtAGateAgainstNobody) {
  PeopleGroup g = inflow_of(10, 0, 10);
  g.inflow->source = {};
  g.inflow->source.gate = "gate";
  g.stops = {{}};
  g.stops[0].place.spaces = {"West"};
  g.leave_at = Distribution::constant(60);
  Scene s(hall(), {g});
  s.run(50);
  EXPECT_EQ(s.crowd.counts().visiting, 10u);
  std::vector<Snapshot> all;
  s.crowd.snapshot(all);
  ASSERT_EQ(all.size(), 10u);
  for (const Snapshot& person : all) {
    EXPECT_LT(person.x, 10) << "has got to where he goes";
    EXPECT_EQ(person.state, State::standing);
  }
  s.run(150);
  EXPECT_TRUE(s.crowd.finished());
  for (const Outcome& o : s.crowd.outcomes()) {
    EXPECT_EQ(o.start_time, 60);
    EXPECT_GT(o.exit_time, 70);
  }
}

TEST(Alarms, reachTheirZoneAtTheirTime) {
  Scene s(hall(), {group_at({{5, 5.5}, {15, 4.5}}, 4)}, {alarm_in("West", 10), alarm_in("East", 30)});
  s.run(9.9);
  EXPECT_TRUE(std::isinf(s.crowd.start_time(0)));
  s.run(13.9);
  EXPECT_NEAR(s.at(0).x(), 5, 1e-3);
  EXPECT_EQ(s.crowd.counts().waiting, 2u);
  s.run(100);
  EXPECT_EQ(s.crowd.outcomes()[0].start_time, 14);
  EXPECT_EQ(s.crowd.outcomes()[1].start_time, 34);
  EXPECT_NEAR(s.crowd.outcomes()[0].exit_time, 14 + 15, 0.6);
  EXPECT_NEAR(s.crowd.outcomes()[1].exit_time, 34 + 5, 0.6);
}

TEST(Alarms, nobodyStartsWithoutAndItIsTold) {
  Scene s(hall(), {group_at({{5, 5}, {15, 5}}, 4)}, {alarm_in("West", 0)});
  ASSERT_EQ(s.warnings.size(), 1u);
  EXPECT_EQ(s.warnings[0].code, "no_alarm_heard");
  s.run(60);
  EXPECT_EQ(s.crowd.counts().evacuated, 1u);
  EXPECT_EQ(s.crowd.counts().waiting, 1u);
  const AgentId left = 1;
  s.crowd.start_now(std::span(&left, 1));
  EXPECT_EQ(s.crowd.start_time(1), s.crowd.time());
  s.run(80);
  EXPECT_TRUE(s.crowd.finished());
}

TEST(Alarms, areHeardByThoseWhoComeIntoTheZoneLater) {
  // He walks from east to west, where the alarm has sounded already.
  PeopleGroup g = group_at({{19, 5}});
  g.stops = {{}};
  g.stops[0].place.polygon = {{1, 4}, {3, 4}, {3, 6}, {1, 6}};
  Scene s(hall(), {g}, {alarm_in("West", 0)});
  s.run(60);
  ASSERT_TRUE(s.crowd.finished());
  EXPECT_NEAR(s.crowd.outcomes()[0].start_time, 9 + 1, 1.5) << "9 m to the zone, noticed within a second";
  EXPECT_NEAR(s.crowd.outcomes()[0].exit_time, 9 + 10 + 2, 3);
}

TEST(Alarms, aDetectorCanSoundThem) {
  Scene s(hall(), {group_at({{5, 5}}, 2)}, {alarm_in("", 1000)});
  s.run(3);
  s.crowd.sound_alarm(0);
  s.run(40);
  EXPECT_NEAR(s.crowd.outcomes()[0].start_time, 5, 0.06);
}

TEST(Alarms, unknownPlacesAreRefusedWithTheNearestName) {
  try {
    Scene s(hall(), {group_at({{5, 5}})}, {alarm_in("Wesst", 0)});
    FAIL();
  } catch (const InputError& e) {
    EXPECT_NE(std::string(e.what()).find("case.toml:9: alarm[0].spaces = Wesst"), std::string::npos) << e.what();
    EXPECT_NE(std::string(e.what()).find("West"), std::string::npos);
  }
}

TEST(Imitation, peopleStartWithThoseTheySeeAndNotThroughWalls) {
  FlatFloors f = hall();
  f.wall({10, 0}, {10, 10}, {{8, 10}});  // the opening is far from everybody
  PeopleGroup first = group_at({{12, 5}}), others = group_at({{12, 3}, {9, 5}, {12, 9}}, 500);
  others.imitation = {0.5, 5};
  Scene s(f, {first, others});
  s.run(30);
  const std::vector<Outcome> outcomes = s.crowd.outcomes();
  EXPECT_LE(outcomes[1].start_time, 1.1) << "sees one of two start";
  EXPECT_GT(outcomes[1].start_time, 0);
  EXPECT_LE(outcomes[3].start_time, 2.1) << "sees the first, then both";
  EXPECT_EQ(outcomes[2].start_time, 500) << "the wall hides them";
  EXPECT_EQ(s.crowd.counts().waiting, 1u);
}

TEST(Imitation, asksForItsShare) {
  PeopleGroup first = group_at({{12, 5}}), others = group_at({{12, 3}, {12, 7}, {13, 3}}, 500);
  others.imitation = {0.6, 6};
  Scene s(hall(), {first, others});
  s.run(30);
  for (AgentId id = 1; id < 4; ++id) EXPECT_EQ(s.crowd.start_time(id), 500) << "one of three seen is less than 0.6";
}

TEST(Visits, goThereStayAndLeave) {
  PeopleGroup g = group_at({{15, 5}});
  g.stops = {{}, {}};
  g.stops[0].place.polygon = {{4, 4}, {6, 4}, {6, 6}, {4, 6}};
  g.stops[0].stay = Distribution::constant(7);
  g.stops[1].place.polygon = {{14, 0.5}, {16, 0.5}, {16, 2.5}, {14, 2.5}};
  g.stops[1].stay = Distribution::constant(5);
  Scene s(hall(), {g});
  s.run(14);
  EXPECT_EQ(s.crowd.counts().visiting, 1u);
  EXPECT_NEAR(s.at(0).x(), 5.9, 0.3);
  EXPECT_NEAR(s.at(0).y(), 5, 1.0);
  s.run(100);
  ASSERT_TRUE(s.crowd.finished());
  // 9 m, 7 s, about 8.5 m, 5 s; each decision takes up to half a second.
  EXPECT_NEAR(s.crowd.outcomes()[0].start_time, 9 + 7 + 8.5 + 5, 2.5);
}

TEST(Visits, aFullPlaceIsFilledFromWithinAndNobodyIsStuck) {
  PeopleGroup g = group_at({});
  g.count = 60;
  g.place.spaces = {"East"};
  g.stops = {{}};
  g.stops[0].place.polygon = {{1, 3}, {5, 3}, {5, 7}, {1, 7}};  // 60 people on 16 m2
  g.leave_at = Distribution::constant(90);
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    Scene s(hall(), {g}, {}, seed);
    s.run(89);
    EXPECT_EQ(s.crowd.counts().visiting, 60u) << seed;
    EXPECT_EQ(s.crowd.counts().stuck, 0u) << seed;
    std::vector<Snapshot> all;
    s.crowd.snapshot(all);
    size_t standing = 0, near = 0;
    for (const Snapshot& person : all) {
      standing += person.state == State::standing ? 1 : 0;
      near += person.x < 8.2 && person.y > 0.5 && person.y < 9.5 ? 1 : 0;
    }
    // The slowest of them has been there for more than a minute: whoever found no room stopped behind others.
    EXPECT_EQ(standing, 60u) << seed;
    EXPECT_EQ(near, 60u) << seed;
    if (seed > 1) continue;
    s.run(300);
    EXPECT_TRUE(s.crowd.finished());
  }
}

TEST(Schedule, isTheSameOnAnyNumberOfThreads) {
  const auto hash = [](size_t threads) {
    const ThreadLimit limit(threads);
    PeopleGroup in = inflow_of(80, 0, 30), there = group_at({});
    in.stops = {{}};
    in.stops[0].place.spaces = {"East"};
    there.count = 200;
    there.place.spaces = {"West"};
    there.premovement = Distribution::uniform(0, 40);
    there.imitation = {0.4, 4};
    Scene s(hall(), {there, in}, {alarm_in("West", 5), alarm_in("East", 25)});
    s.run(40);
    return s.crowd.state_hash();
  };
  const uint64_t one = hash(1);
  EXPECT_EQ(hash(2), one);
  EXPECT_EQ(hash(3), one);
}

}  // namespace
}  // namespace muster::crowd
