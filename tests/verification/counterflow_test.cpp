// IMO MSC.1/Circ.1533 test 8 = NIST TN 1822 test 2.8 = ISO 20414 test 6: two rooms of 10 m x 10 m joined by a corridor
// 10 m long and 2 m wide. 100 people cross from the left room to the right one against 0, 10, 50 and 100 who come the
// other way. Criterion: everybody gets through, and the last of the 100 takes longer the more come towards them.

#include "models/crowd/crowd.h"
#include "models/crowd/people/population.h"
#include "tests/support/flat_floors.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

PeopleGroup group_of(int count, const std::string& exit, double x) {
  PeopleGroup group;
  group.count = count;
  group.exit = exit;
  group.speed = Distribution::uniform(0.97, 1.62);  // males of 30 to 50 years, Circ.1533 table 3.4
  group.place.polygon = {{x, 0}, {x + 10, 0}, {x + 10, 10}, {x, 10}};
  return group;
}

/// Time [s] at which the last of 100 leaves the right room at its far wall; 1000 where somebody does not.
double last_of_hundred(int opposing, uint64_t seed, ModelChoice model = ModelChoice::collision_free_speed) {
  test::FlatFloors f;
  f.floor({0, 0, 10, 10}).floor({10, 4, 20, 6}).floor({20, 0, 30, 10});
  f.wall({0, 0}, {10, 0}).wall({0, 10}, {10, 10}).wall({20, 0}, {30, 0}).wall({20, 10}, {30, 10});
  f.wall({10, 0}, {10, 10}, {{4, 6}}).wall({20, 0}, {20, 10}, {{4, 6}}).wall({10, 4}, {20, 4}).wall({10, 6}, {20, 6});
  f.exit("left", {0, 0}, {0, 10}, -Vec2::UnitX()).exit("right", {30, 0}, {30, 10}, Vec2::UnitX());
  const scene::Floors floors = f.build();
  std::vector<PeopleGroup> groups = {group_of(100, "right", 0)};
  if (opposing > 0) groups.push_back(group_of(opposing, "left", 20));
  std::vector<Warning> warnings;
  WalkingSettings walking;
  walking.model = model;
  Crowd crowd(floors, populate(floors, groups, seed, warnings), walking, seed, 0.05);
  while (!crowd.finished() && crowd.time() < 400) crowd.step();
  EXPECT_EQ(crowd.counts().evacuated, 100u + static_cast<size_t>(opposing)) << opposing << " against, seed " << seed;
  EXPECT_LT(crowd.diagnostics().max_overlap, 0.08);
  if (!crowd.finished()) return 1000;
  double last = 0;
  const std::vector<Outcome> outcomes = crowd.outcomes();
  for (size_t i = 0; i < 100; ++i) {
    const Outcome& o = outcomes[i];
    EXPECT_EQ(o.exit, 1);
    last = std::max(last, o.exit_time);
  }
  return last;
}

TEST(Counterflow, Imo8EverybodyPassesAndTimesGrowWithThoseWhoComeTowardsThem) {
  for (const uint64_t seed : {1u, 2u, 3u}) {
    double before = 0;
    for (const int opposing : {0, 10, 50, 100}) {
      const double last = last_of_hundred(opposing, seed);
      RecordProperty("seconds_" + std::to_string(opposing) + "_seed_" + std::to_string(seed), std::to_string(last));
      EXPECT_GT(last, before) << opposing << " against, seed " << seed;
      before = last;
    }
    EXPECT_LT(before, 200) << seed;  // FDS+Evac: 136 s
  }
}

TEST(Counterflow, fortyAgainstFortyPassInACorridor) {
  test::FlatFloors f;
  f.floor({0, 0, 40, 2}).wall({0, 0}, {40, 0}).wall({0, 2}, {40, 2});
  f.exit("left", {0, 0}, {0, 2}, -Vec2::UnitX()).exit("right", {40, 0}, {40, 2}, Vec2::UnitX());
  const scene::Floors floors = f.build();
  for (const uint64_t seed : {1u, 2u, 3u, 4u}) {
    PeopleGroup east = group_of(40, "right", 0), west = group_of(40, "left", 0);
    east.place.polygon = {{1, 0}, {16, 0}, {16, 2}, {1, 2}};
    west.place.polygon = {{24, 0}, {39, 0}, {39, 2}, {24, 2}};
    const std::array groups = {east, west};
    std::vector<Warning> warnings;
    Crowd crowd(floors, populate(floors, groups, seed, warnings), {}, seed, 0.05);
    while (!crowd.finished() && crowd.time() < 200) crowd.step();
    EXPECT_TRUE(crowd.finished()) << crowd.counts().inside << " left, seed " << seed;
    RecordProperty("seconds_" + std::to_string(seed), std::to_string(crowd.time()));
  }
}

}  // namespace
}  // namespace muster::crowd
