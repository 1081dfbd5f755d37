// What every walking model must do.

#include "base/parallel.h"
#include "models/crowd/crowd.h"
#include "models/crowd/people/population.h"
#include "models/crowd/walking/models/half_planes.h"
#include "tests/support/flat_floors.h"

#include <array>
#include <cmath>
#include <string>

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

using test::FlatFloors;

Person person(const scene::Floors& floors, AgentId id, double x, double y, int32_t exit = -1) {
  Person p;
  p.id = id;
  p.at = {x, y};
  p.cell = floors.find(x, y, 0);
  p.speed = 1;
  p.radius = 0.15f;
  p.exit = exit;
  return p;
}

class EveryModel : public testing::TestWithParam<ModelChoice> {
 protected:
  WalkingSettings walking() const {
    WalkingSettings w;
    w.model = GetParam();
    return w;
  }
  bool social_force() const { return GetParam() == ModelChoice::social_force; }
};

TEST_P(EveryModel, aLoneWalkerReachesItsFreeSpeed) {
  FlatFloors f;
  f.floor({0, 0, 41, 2}).wall({0, 0}, {41, 0}).wall({0, 2}, {41, 2}).wall({0, 0}, {0, 2});
  f.exit("end", {41, 0}, {41, 2}, Vec2::UnitX());
  const scene::Floors floors = f.build();
  Crowd crowd(floors, {person(floors, 0, 1, 1)}, walking(), 1, 0.05);
  std::vector<Snapshot> now;
  while (!crowd.finished() && crowd.time() < 60) {
    crowd.step();
    crowd.snapshot(now);
    if (crowd.time() > 10 && crowd.time() < 35) {
      EXPECT_NEAR(now.at(0).speed, 1, 0.005);
    }
  }
  // From rest, v = v0 (1 - exp(-t / tau)) of the social force lags v0 tau = 0.5 m behind the free speed.
  EXPECT_NEAR(crowd.outcomes()[0].exit_time, social_force() ? 40.5 : 40, 0.1);
}

TEST_P(EveryModel, twoWhoMeetInACorridorPass) {
  FlatFloors f;
  f.floor({0, 0, 20, 2}).wall({0, 0}, {20, 0}).wall({0, 2}, {20, 2});
  f.exit("west", {0, 0}, {0, 2}, -Vec2::UnitX()).exit("east", {20, 0}, {20, 2}, Vec2::UnitX());
  const scene::Floors floors = f.build();
  for (const double offset : {0.0, 0.05}) {
    Crowd crowd(floors, {person(floors, 0, 2, 1, 1), person(floors, 1, 18, 1 + offset, 0)}, walking(), 1, 0.05);
    while (!crowd.finished() && crowd.time() < 60) crowd.step();
    for (const Outcome& o : crowd.outcomes()) EXPECT_LT(o.exit_time, 18 + 4);  // 18 m at 1 m/s, and the passing
    EXPECT_LT(crowd.diagnostics().max_overlap, 0.1);
  }
}

TEST_P(EveryModel, nobodyGoesThroughTheWallsOfACorner) {
  FlatFloors f;
  f.floor({0, 0, 12, 2}).floor({10, 2, 12, 12});
  f.wall({0, 0}, {12, 0}).wall({12, 0}, {12, 12}).wall({10, 12}, {10, 2}).wall({10, 2}, {0, 2}).wall({0, 2}, {0, 0});
  f.exit("end", {10, 12}, {12, 12}, Vec2::UnitY());
  const scene::Floors floors = f.build();
  PeopleGroup group;
  group.count = 20;
  group.place.polygon = {{0, 0}, {6, 0}, {6, 2}, {0, 2}};
  std::vector<Warning> warnings;
  Crowd crowd(floors, populate(floors, std::span(&group, 1), 7, warnings), walking(), 3, 0.05);
  std::vector<Snapshot> now;
  while (!crowd.finished() && crowd.time() < 120) {
    crowd.step();
    crowd.snapshot(now);
    for (const Snapshot& s : now) {
      if (s.y > 12) continue;  // beyond the exit
      const double r = 0.9 * 0.15;
      EXPECT_TRUE(s.x > r && s.x < 12 - r && s.y > r) << s.x << " " << s.y;
      // Before the corner at (10, 2) below the upper wall, beyond it right of the left one, between at its distance.
      const double corner = std::hypot(std::max(0.0, s.x - 10), std::max(0.0, 2 - s.y));
      EXPECT_GT(corner, r) << s.x << " " << s.y;
    }
  }
  EXPECT_EQ(crowd.counts().evacuated, 20u);
}

/// Seconds until 100 people have left a room of 10 m x 8 m through a door of 1.2 m.
double evacuation(const WalkingSettings& walking, double step) {
  const scene::Floors floors = test::room_with_door(10, 8, 1.2);
  PeopleGroup group;
  group.count = 100;
  group.place.polygon = {{0, 0}, {10, 0}, {10, 8}, {0, 8}};
  std::vector<Warning> warnings;
  Crowd crowd(floors, populate(floors, std::span(&group, 1), 7, warnings), walking, 5, step);
  while (!crowd.finished() && crowd.time() < 300) {
    crowd.step();
    const Counts c = crowd.counts();
    EXPECT_EQ(c.placed, c.evacuated + c.inside);
  }
  EXPECT_TRUE(crowd.finished());
  EXPECT_EQ(crowd.counts().recovered, 0u);
  return crowd.exit_crossings().back().time;
}

TEST_P(EveryModel, aRoomEmptiesAndHalfTheStepGivesTheSameTime) {
  const double coarse = evacuation(walking(), 0.05), fine = evacuation(walking(), 0.025);
  RecordProperty("seconds", std::to_string(coarse) + " " + std::to_string(fine));
  EXPECT_LT(std::abs(coarse - fine), 0.1 * coarse) << coarse << " s and " << fine << " s";
}

TEST_P(EveryModel, theSameBitsOnAnyNumberOfThreads) {
  const scene::Floors floors = test::room_with_door(8, 6, 1.0);
  PeopleGroup group;
  group.count = 80;
  std::vector<Warning> warnings;
  const std::vector<Person> people = populate(floors, std::span(&group, 1), 7, warnings);
  uint64_t expected = 0;
  for (const size_t threads : {1u, 2u, 3u}) {
    const ThreadLimit limit(threads);
    Crowd crowd(floors, people, walking(), 5, 0.05);
    for (int i = 0; i < 120; ++i) crowd.step();
    EXPECT_GT(crowd.counts().evacuated, 1u);
    if (threads == 1) expected = crowd.state_hash();
    EXPECT_EQ(crowd.state_hash(), expected) << threads << " threads";
  }
}

std::string name_of(const testing::TestParamInfo<ModelChoice>& model) {
  constexpr std::array names = {"collisionFreeSpeed", "anticipationVelocity", "socialForce", "reciprocalAvoidance"};
  return names.at(static_cast<size_t>(model.param));
}

INSTANTIATE_TEST_SUITE_P(Models, EveryModel,
                         testing::Values(ModelChoice::collision_free_speed, ModelChoice::anticipation_velocity,
                                         ModelChoice::social_force, ModelChoice::reciprocal_avoidance),
                         name_of);

TEST(HalfPlanes, theNearestAllowedVelocity) {
  std::vector<HalfPlane> work;
  // To the left of a line along -x through (0, 0.5): y <= 0.5.
  const HalfPlane below{{0, 0.5f}, {-1, 0}}, right{{0.25f, 0}, {0, -1}};  // right: x >= 0.25
  Vec v = nearest_allowed(std::span(&below, 1), 0, {0.3f, 0.4f}, 2, work);
  EXPECT_FLOAT_EQ(v.x, 0.3f);
  EXPECT_FLOAT_EQ(v.y, 0.4f);
  v = nearest_allowed(std::span(&below, 1), 0, {0.3f, 1.5f}, 2, work);
  EXPECT_FLOAT_EQ(v.x, 0.3f);
  EXPECT_FLOAT_EQ(v.y, 0.5f);
  const HalfPlane both[] = {below, {right.point, {0, 1}}};  // x <= 0.25
  v = nearest_allowed(both, 0, {1, 1}, 2, work);
  EXPECT_FLOAT_EQ(v.x, 0.25f);
  EXPECT_FLOAT_EQ(v.y, 0.5f);
  v = nearest_allowed({}, 0, {3, 4}, 1, work);  // the disc alone
  EXPECT_FLOAT_EQ(v.x, 0.6f);
  EXPECT_FLOAT_EQ(v.y, 0.8f);
}

TEST(HalfPlanes, whereNothingIsAllowedTheLargestViolationIsLeast) {
  std::vector<HalfPlane> work;
  // x <= -0.2 and x >= 0.6: the middle, 0.4 outside of either.
  const HalfPlane both[] = {{{-0.2f, 0}, {0, 1}}, {{0.6f, 0}, {0, -1}}};
  Vec v = nearest_allowed(both, 0, {0, 0}, 2, work);
  EXPECT_NEAR(v.x, 0.2f, 1e-5f);
  EXPECT_NEAR(both[0].outside(v), 0.4f, 1e-5f);
  // The first holds where it is a wall.
  v = nearest_allowed(both, 1, {0, 0}, 2, work);
  EXPECT_NEAR(v.x, -0.2f, 1e-5f);
}

}  // namespace
}  // namespace muster::crowd
