// Fields by destination and access: sets of exits, areas, wide bodies, no stairs, waits at links, costs of hazards.

#include "models/crowd/routes/routes.h"
#include "tests/support/flat_floors.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

using test::FlatFloors;

constexpr float infinity = std::numeric_limits<float>::infinity();

struct Made {
  explicit Made(scene::Floors f, std::vector<float> radii = {0.15f})
      : floors(std::move(f)),
        ground(floors, 0.5f, 0.1f),
        routes(floors, ground, {.bodies = BodyClasses(std::move(radii))}) {}
  const Field& field(const FieldKey& key) {
    const int32_t id = routes.need(key);
    routes.update();
    return routes.field(id);
  }
  CellId cell(double x, double y, double z = 0) const { return floors.find(x, y, z); }
  size_t at(double x, double y, double z = 0) const { return static_cast<size_t>(cell(x, y, z)); }
  std::vector<CellId> cells_within(double x0, double y0, double x1, double y1) const {
    std::vector<CellId> in;
    for (size_t c = 0; c < floors.size(); ++c) {
      const Vec2 p = floors.centre(static_cast<CellId>(c));
      if (p.x() > x0 && p.x() < x1 && p.y() > y0 && p.y() < y1) in.push_back(static_cast<CellId>(c));
    }
    return in;
  }
  scene::Floors floors;
  Ground ground;
  Routes routes;
};

/// 30 x 4 m with an exit at either end; a partition at x = 10 with a door 0.9 m wide, one at x = 20 with 1.4 m.
scene::Floors hall_of_two_doors() {
  FlatFloors f;
  f.floor({0, 0, 30, 4}).wall({0, 0}, {30, 0}).wall({0, 4}, {30, 4});
  f.wall({10, 0}, {10, 4}, {{1.55, 2.45}}).wall({20, 0}, {20, 4}, {{1.3, 2.7}});
  f.exit("west", {0, 0.5}, {0, 3.5}, -Vec2::UnitX()).exit("east", {30, 0.5}, {30, 3.5}, Vec2::UnitX());
  return f.build();
}

TEST(RoutesKeys, bodiesFallIntoClassesAsWideAsTheirWidest) {
  const BodyClasses classes({0.22f, 0.15f, 0.33f, 0.45f, 0.5f});
  ASSERT_EQ(classes.size(), 3u);
  EXPECT_EQ(classes.radius(0), 0.22f);
  EXPECT_EQ(classes.radius(1), 0.33f);
  EXPECT_EQ(classes.radius(2), 0.5f);
  EXPECT_EQ(classes.of(0.15f), 0);
  EXPECT_EQ(classes.of(0.23f), 1);
  EXPECT_EQ(classes.of(0.45f), 2);
  EXPECT_EQ(BodyClasses().radius(0), 0.15f);
}

TEST(RoutesKeys, aBedGoesRoundTheNarrowDoorThatOthersTake) {
  Made m(hall_of_two_doors(), {0.15f, 0.5f});
  const Access bed{.body = m.routes.body_class(0.5f)};
  EXPECT_EQ(bed.body, 1);
  // From x = 13 the west exit is nearer, behind a door of 0.9 m: 1 m of bed does not pass.
  EXPECT_LT(m.field({}).way[m.at(13, 2.05)].x, 0);
  EXPECT_GT(m.field(to_exit(-1, bed)).way[m.at(13, 2.05)].x, 0);
  EXPECT_FALSE(m.field(to_exit(0, bed)).reached(m.cell(13, 2.05)));
  EXPECT_TRUE(m.field(to_exit(1, bed)).reached(m.cell(13, 2.05)));
}

TEST(RoutesKeys, withoutStairsFlightsAreLeftNotEntered) {
  // The nearest exit lies up a flight, another 20 m away on the level.
  FlatFloors f;
  f.floor({0, 0, 20, 2}).stair({20, 0, 23, 2}, 0, 1.5).floor({23, 0, 25, 2}, 1.5);
  f.exit("up", {25, 0}, {25, 2}, Vec2::UnitX(), 1.6, 1, 0, 1.5);
  f.exit("level", {0, 0}, {0, 2}, -Vec2::UnitX());
  Made m(f.build());
  const Access wheels{.stairs = false};
  EXPECT_GT(m.field({}).way[m.at(19, 1.05)].x, 0);
  EXPECT_LT(m.field(to_exit(-1, wheels)).way[m.at(19, 1.05)].x, 0);
  EXPECT_FALSE(m.field(to_exit(0, wheels)).reached(m.cell(19, 1.05)));
  // On the landing above, the exit there serves.
  EXPECT_GT(m.field(to_exit(-1, wheels)).way[m.at(24, 1.05, 1.5)].x, 0);
}

TEST(RoutesKeys, ofSeveralExitsTheNearestIsTakenAndTheOthersAreWalls) {
  FlatFloors f;
  f.floor({0, 0, 30, 4});
  f.exit("west", {0, 1}, {0, 3}, -Vec2::UnitX()).exit("east", {30, 1}, {30, 3}, Vec2::UnitX());
  f.exit("north", {14, 4}, {16, 4}, Vec2::UnitY());
  Made m(f.build());
  const FieldKey ends{{0, 1}, -1, {}};
  // At 14 m of 30: west is nearer than east, north nearest but not in the set. 14.05 m and 1 m beyond the line.
  const Field& field = m.field(ends);
  EXPECT_NEAR(field.distance[m.at(14.05, 2.05)], 15.05, 0.2);
  EXPECT_LT(field.way[m.at(14.05, 2.05)].x, 0);
  EXPECT_GT(field.way[m.at(16.05, 2.05)].x, 0);
  EXPECT_GT(m.field({}).way[m.at(14.95, 2.05)].y, 120);
  // Shutting one of the set sends all to the other; shutting the third exit does not concern it.
  m.routes.set_exit(2, true);
  EXPECT_EQ(m.routes.update(), 1);
  m.routes.set_exit(0, true);
  EXPECT_EQ(m.routes.update(), 2);
  EXPECT_GT(m.field(ends).way[m.at(14.05, 2.05)].x, 0);
  m.routes.set_exit(1, true);
  EXPECT_FALSE(m.field(ends).reached(m.cell(14.05, 2.05)));
}

TEST(RoutesKeys, anAreaIsReachedMovedAndGivenUp) {
  Made m(hall_of_two_doors());
  const int32_t area = m.routes.add_area(m.cells_within(24, 1, 26, 3));
  const int32_t id = m.routes.need(to_area(area));
  EXPECT_EQ(id, 1);
  EXPECT_EQ(m.routes.need(to_area(area)), id);
  m.routes.update();
  EXPECT_NEAR(m.routes.field(id).distance[m.at(22.05, 2.05)], 2, 0.1);
  EXPECT_TRUE(m.routes.field(id).way[m.at(25, 2.05)].arrived());
  EXPECT_FALSE(m.routes.field(id).way[m.at(25, 2.05)].none());
  EXPECT_LT(m.routes.field(id).way[m.at(28, 2.05)].x, 0);
  // Nobody gets there from beyond an exit's line.
  EXPECT_FALSE(m.routes.field(id).reached(m.cell(30.5, 2.05)));
  m.routes.move_area(area, m.cells_within(1, 1, 3, 3));
  EXPECT_EQ(m.routes.update(), 1);
  EXPECT_LT(m.routes.field(id).way[m.at(22.05, 2.05)].x, 0);
  EXPECT_NEAR(m.routes.field(id).distance[m.at(8.05, 2.05)], 5, 0.1);
  // Numbers of what was given up are used again.
  m.routes.remove_area(area);
  EXPECT_EQ(m.routes.update(), 0);
  EXPECT_EQ(m.routes.need(to_exit(1)), id);
}

TEST(RoutesKeys, anAreaOfShortReachKnowsItsSurroundingsOnly) {
  Made m(hall_of_two_doors());
  const auto place = m.cells_within(24, 1, 26, 3);
  const Field near = m.field(to_area(m.routes.add_area(place, {.reach = 3})));
  EXPECT_TRUE(near.reached(m.cell(22.05, 2.05)));
  EXPECT_TRUE(near.way[m.at(8.05, 2.05)].none());
  EXPECT_FALSE(near.reached(m.cell(8.05, 2.05)));
  EXPECT_EQ(near.otherwise, -1);
  const Field& other = m.field(to_area(m.routes.add_area(place, {.reach = 3, .else_nearest_exit = true})));
  EXPECT_EQ(other.otherwise, Routes::nearest);
}

TEST(RoutesKeys, everyAccessStandsInWithItsOwnNearestExit) {
  Made m(hall_of_two_doors(), {0.15f, 0.5f});
  const Access bed{.body = 1};
  const int32_t west = m.routes.need(to_exit(0, bed));
  const int32_t home = m.routes.need(to_exit(-1, bed));
  m.routes.update();
  EXPECT_EQ(m.routes.field(west).nearest, home);
  EXPECT_EQ(m.routes.followed(west, m.cell(13, 2.05)), home);
  EXPECT_EQ(m.routes.followed(west, m.cell(5, 2.05)), west);
}

TEST(RoutesKeys, aWaitBeforeALinkSendsPeopleRound) {
  // A ladder down of 3 m takes 10 s, 13.4 m at 1.34 m/s; round it is 30 m. A wait of 20 s more (26.8 m) turns that.
  FlatFloors f;
  f.floor({0, 0, 20, 2}, 3).stair({20, 0, 26, 2}, 3, 0).floor({26, 0, 30, 2}).floor({0, -4, 30, -2});
  f.floor({28, -4, 30, 0});
  f.exit("e", {0, -4}, {0, -2}, -Vec2::UnitX());
  f.link("ladder", scene::Link::Kind::ladder, {{2, 0.5, 3}, {2, -2.5, 0}}, 0.6);
  Made m(f.build());
  const size_t c = m.at(6, 1.05, 3);
  EXPECT_LT(m.field({}).way[c].x, 0);
  // The rungs: hypot(3, 3) m at 0.3 m/s, 18.95 m; from (6, 1.05) about 3.5 m there and 3.0 m on to the sink.
  EXPECT_NEAR(m.field({}).distance[c], 3.6 + std::sqrt(18.0) / 0.3 * 1.34 + 3.0, 0.6);
  m.routes.set_link_wait(0, true, 60);
  EXPECT_EQ(m.routes.update(), 1);
  EXPECT_GT(m.field({}).way[c].x, 0);
  m.routes.set_link_wait(0, true, 0);
  EXPECT_LT(m.field({}).way[c].x, 0);
}

TEST(RoutesKeys, hazardsCostTimeAndAreLeftNotEnteredWhereImpassable) {
  // Two ways of 20 m round a block; the southern one is shorter by 1 m.
  FlatFloors f;
  f.floor({0, 0, 20, 10}).wall({5, 3}, {15, 3}).wall({5, 8}, {15, 8}).wall({5, 3}, {5, 8}).wall({15, 3}, {15, 8});
  f.exit("e", {20, 4}, {20, 6}, Vec2::UnitX());
  Made m(f.build());
  const size_t start = m.at(2.05, 5.05);
  EXPECT_LT(m.field({}).way[start].y, 0);
  std::vector<float> factor(m.floors.size(), 1);
  const auto smoke = m.cells_within(8, 0, 12, 3);
  for (const CellId c : smoke) factor[static_cast<size_t>(c)] = 3;
  m.routes.set_hazard_cost(factor);
  EXPECT_GT(m.field({}).way[start].y, 0);
  // Within it one metre counts three: 1 m on from x = 10.05 to 11.05.
  const Field& field = m.field({});
  EXPECT_NEAR(field.distance[m.at(10.05, 1.55)] - field.distance[m.at(11.05, 1.55)], 3, 0.1);
  // Impassable on both sides: who is in it gets out, who is before it has no way.
  for (const CellId c : m.cells_within(8, 0, 12, 10)) factor[static_cast<size_t>(c)] = infinity;
  m.routes.set_hazard_cost(factor);
  EXPECT_FALSE(m.field({}).reached(static_cast<CellId>(start)));
  EXPECT_TRUE(m.field({}).reached(m.cell(11.95, 1.55)));
  m.routes.set_hazard_cost({});
  EXPECT_LT(m.field({}).way[start].y, 0);
}

}  // namespace
}  // namespace muster::crowd
