// What another module says of the ways as numbers on the floor cells, and what people make of it.
#include "models/crowd/crowd.h"
#include "models/crowd/people/population.h"
#include "tests/support/flat_floors.h"

#include <limits>

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

/// 30 x 6 m; exits "near" at x = 0 and "far" at x = 30, 2 m wide.
scene::Floors hall() {
  test::FlatFloors f;
  f.floor({0, 0, 30, 6}).wall({0, 0}, {30, 0}).wall({0, 6}, {30, 6});
  f.wall({0, 0}, {0, 6}, {{2, 4}}).wall({30, 0}, {30, 6}, {{2, 4}});
  f.exit("near", {0, 2}, {0, 4}, -Vec2::UnitX()).exit("far", {30, 2}, {30, 4}, Vec2::UnitX());
  return f.build();
}

/// 15 people between x = 7 and x = 10 m.
std::vector<Person> fifteen(const scene::Floors& floors) {
  PeopleGroup group;
  group.count = 15;
  group.place.polygon = {{7, 1}, {10, 1}, {10, 5}, {7, 5}};
  std::vector<Warning> warnings;
  return populate(floors, std::span(&group, 1), 1, warnings);
}

/// A factor on the cells between x0 and x1 [m], 1 elsewhere.
std::vector<float> factor_between(const scene::Floors& floors, double x0, double x1, float factor) {
  std::vector<float> all(floors.size(), 1);
  for (size_t c = 0; c < floors.size(); ++c)
    if (const double x = floors.centre(static_cast<scene::CellId>(c)).x(); x > x0 && x < x1) all[c] = factor;
  return all;
}

/// How many left by the exit "near".
size_t by_near(const Crowd& crowd) {
  size_t n = 0;
  for (const Outcome& o : crowd.outcomes()) n += o.exit == 0;
  return n;
}

void run(Crowd& crowd, double until) {
  while (!crowd.finished() && crowd.time() < until) crowd.step();
}

TEST(HazardCost, PeopleTakeTheLongerWayWhereItIsTheCheaperOne) {
  const scene::Floors floors = hall();
  // The near exit costs at most 10 m; with a factor of 4 on its last 6 m at least 1 + 4 * 6 = 25 m, the far one at most
  // 23 m.
  for (const float factor : {1.0f, 4.0f}) {
    Crowd crowd(floors, fifteen(floors), {});
    crowd.set_hazard_cost(factor_between(floors, 0, 6, factor));
    run(crowd, 100);
    EXPECT_TRUE(crowd.finished());
    EXPECT_EQ(by_near(crowd), factor > 1 ? 0u : 15u);
  }
}

TEST(HazardCost, TheyComeBackWhenItIsLifted) {
  const scene::Floors floors = hall();
  Crowd crowd(floors, fifteen(floors), {});
  crowd.set_hazard_cost(factor_between(floors, 0, 6, 4));
  std::vector<Snapshot> before, after;
  crowd.snapshot(before);
  run(crowd, 2);
  crowd.snapshot(after);
  // Towards the far exit at 0.5 to 2.2 m/s: at x = 14.4 m at most, where the near one is still the nearer.
  for (size_t i = 0; i < after.size(); ++i) EXPECT_GT(after[i].x, before[i].x + 0.3) << i;
  crowd.set_hazard_cost({});
  run(crowd, 100);
  EXPECT_TRUE(crowd.finished());
  EXPECT_EQ(by_near(crowd), 15u);
}

TEST(HazardCost, WhomImpassableCellsCutOffWaitsAndIsCounted) {
  const scene::Floors floors = hall();
  Crowd crowd(floors, fifteen(floors), {});
  std::vector<float> factors = factor_between(floors, 4, 5, infinity);
  for (size_t c = 0; c < factors.size(); ++c)
    if (const double x = floors.centre(static_cast<scene::CellId>(c)).x(); x > 25 && x < 26) factors[c] = infinity;
  crowd.set_hazard_cost(factors);
  run(crowd, 1);
  std::vector<Snapshot> first, later;
  crowd.snapshot(first);
  run(crowd, 90);
  const Counts cut_off = crowd.counts();
  EXPECT_EQ(cut_off.inside, 15u);
  EXPECT_EQ(cut_off.without_route, 15u);
  EXPECT_EQ(cut_off.stuck, 0u);  // they have a reason
  for (const Held& held : crowd.held()) EXPECT_EQ(held.reason, Reason::hazard) << held.id;
  EXPECT_EQ(crowd.held().size(), 15u);
  crowd.snapshot(later);
  for (size_t i = 0; i < 15; ++i) EXPECT_NEAR(later[i].x, first[i].x, 0.2) << i;
  // One side opens: all go there, the longer way.
  crowd.set_hazard_cost(factor_between(floors, 4, 5, infinity));
  run(crowd, 200);
  EXPECT_TRUE(crowd.finished());
  EXPECT_EQ(by_near(crowd), 0u);
}

TEST(HazardCost, WhoStandsAtTheEdgeOfAnImpassablePlaceLeavesIt) {
  const scene::Floors floors = hall();
  Crowd crowd(floors, fifteen(floors), {});
  // An impassable strip across the people's starting place: who stands on it steps off, none steps on.
  crowd.set_hazard_cost(factor_between(floors, 8.4, 8.6, infinity));
  run(crowd, 100);
  EXPECT_TRUE(crowd.finished());
  EXPECT_GT(by_near(crowd), 0u);
  EXPECT_LT(by_near(crowd), 15u);  // the strip parts the room
}

}  // namespace
}  // namespace muster::crowd
