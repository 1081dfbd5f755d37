// What a generated arena consists of, before anybody walks in it.
#include "scene/generate/arena.h"
#include "scene/generate/arena_plan.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace muster::scene {
namespace {

ArenaParams sized(int seats, double length, double width) {
  ArenaParams p;
  p.seats = seats;
  p.field_length = length;
  p.field_width = width;
  return p;
}

TEST(Arena, HasTheSeatsThatAreWantedAndAtMostARowMore) {
  for (const ArenaParams& p : {sized(500, 30, 24), sized(5000, 66, 46), sized(20000, 90, 60), sized(80000, 160, 120)}) {
    ASSERT_TRUE(arena_mistakes(p).empty()) << arena_mistakes(p)[0].str();
    const ArenaPlan plan(p);
    int row = 0;
    for (const StandPlan& stand : plan.stands) row += plan.places(stand, false);
    EXPECT_GE(arena_seats(p), p.seats);
    EXPECT_LE(arena_seats(p), p.seats + row);
  }
}

TEST(Arena, RowsOfTheSmallestByHand) {
  // Field 30 m x 24 m, corners 4 m: stands of 22 and 16 m, 21.6 and 15.6 m between their end walls. Aisles of 1.2 m
  // every 10 m + 1.2 m: two each (lround of 1.93 and 1.39, at least two). Middles at a quarter and three quarters.
  const ArenaParams p = sized(500, 30, 24);
  const ArenaPlan plan(p);
  ASSERT_EQ(plan.stands[0].aisles.size(), 2u);
  EXPECT_NEAR(plan.stands[0].aisles[0], 0.2 + 5.4, 1e-9);
  EXPECT_NEAR(plan.stands[0].vomitory[0], 11, 1e-9);
  // Blocks: 4.8, 9.6, 4.8 m: 9 + 19 + 9 seats; short side 3.3, 6.6, 3.3 m: 6 + 13 + 6.
  EXPECT_EQ(plan.places(plan.stands[0], false), 37);
  EXPECT_EQ(plan.places(plan.stands[1], false), 25);
  // 124 a row: five rows, one tier; the ways behind them 1 m + 5 x 0.35 m high: 17 risers, one landing.
  EXPECT_EQ(plan.lower_rows, 5);
  EXPECT_EQ(plan.upper_rows, 0);
  EXPECT_EQ(arena_seats(p), 620);
  EXPECT_NEAR(plan.walk_z, 2.75, 1e-9);
  EXPECT_EQ(plan.risers, 17);
  EXPECT_NEAR(plan.stair_end - plan.deck_end, 15 * 0.29 + 1.4, 1e-9);
}

TEST(Arena, NamesWhatPeopleAsk) {
  const Model model = arena(sized(5000, 66, 46));
  const auto has_space = [&](const std::string& name) {
    return std::any_of(model.spaces.begin(), model.spaces.end(), [&](const Space& s) { return s.name == name; });
  };
  for (const char* name : {"Field", "Block S1.01", "Block W2.01", "Cross-aisle E", "Vomitory N1", "Concourse S"})
    EXPECT_TRUE(has_space(name)) << name;
  EXPECT_EQ(model.doors.size(), 4u * 2u * (1 + 4));
  for (const Door& door : model.doors) {
    const bool gate = door.name.substr(0, 4) == "Gate";
    EXPECT_NEAR(door.width, gate ? 4.0 : 0.7, 1e-9) << door.name;
  }
  for (const Element& e : model.elements) EXPECT_NE(e.name.find(": "), std::string::npos);
}

TEST(Arena, RefusesWhatCannotBeBuilt) {
  ArenaParams p;
  p.seats = 400;
  p.row_rise = 0.6;
  EXPECT_EQ(arena_mistakes(p).size(), 2u);
  p = sized(80000, 40, 40);
  ASSERT_EQ(arena_mistakes(p).size(), 1u);
  EXPECT_EQ(arena_mistakes(p)[0].key, "seats");
  p = sized(5000, 20, 60);
  p.corner = 8;
  ASSERT_EQ(arena_mistakes(p).size(), 1u);
  EXPECT_EQ(arena_mistakes(p)[0].key, "field_length_m");
  p = {};
  p.gates_per_side = 12;
  p.gate_width = 12;
  ASSERT_EQ(arena_mistakes(p).size(), 1u);
  EXPECT_EQ(arena_mistakes(p)[0].key, "gates_per_side");
}

}  // namespace
}  // namespace muster::scene
