// Fields of walking time against straight lines and known detours.

#include "models/crowd/routes/routes.h"

#include "tests/support/flat_floors.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

using test::FlatFloors;

struct Made {
  explicit Made(scene::Floors f) : floors(std::move(f)), ground(floors, 0.15f, 0.1f), routes(floors, ground) {}
  const Field& field(int32_t exit = -1) {
    const int32_t id = routes.need(to_exit(exit));
    routes.update();
    return routes.field(id);
  }
  size_t at(double x, double y, double z = 0) const { return static_cast<size_t>(floors.find(x, y, z)); }
  scene::Floors floors;
  Ground ground;
  Routes routes;
};

double degrees_between(Way way, Vec2 towards) {
  const Vec2 w(way.x, way.y);
  return std::atan2(std::abs(cross(w, towards)), w.dot(towards)) * 180 / M_PI;
}

TEST(Routes, directionsInTheOpenAreStraightWithinThreeDegrees) {
  // Open ground round an exit one cell wide: the way is the straight line to its sink.
  FlatFloors f;
  f.floor({0, 0, 30, 30});
  f.exit("e", {30, 14.95}, {30, 15.05}, Vec2::UnitX(), 0.3, 0.1);
  Made m(f.build());
  const Field& field = m.field();
  const Vec2 mouth(29.95, 15);
  double worst = 0, mean = 0;
  int n = 0;
  for (double x = 1; x < 25; x += 1.3)
    for (double y = 1; y < 29; y += 1.3) {
      const size_t c = m.at(x, y);
      const Vec2 line = mouth - m.floors.centre(static_cast<CellId>(c));
      const double off = degrees_between(field.way[c], line);
      worst = std::max(worst, off);
      mean += off, ++n;
      EXPECT_NEAR(field.distance[c], line.norm() + 0.2, 0.02 * line.norm() + 0.2);
    }
  EXPECT_LT(worst, 3);
  EXPECT_LT(mean / n, 1);
}

TEST(Routes, aWayRoundAWallHasItsLength) {
  // From (1.05, 1.05) round the end of a wall at (5, 8), 0.2 m from it, to the near end of the exit line and its sink:
  // a taut string.
  FlatFloors f;
  f.floor({0, 0, 10, 10}).wall({5, 0}, {5, 8});
  f.exit("e", {10, 0}, {10, 2}, Vec2::UnitX(), 0.5, 0.1);
  Made m(f.build());
  const double taut = (Vec2(5, 8.2) - Vec2(1.05, 1.05)).norm() + (Vec2(10.15, 2) - Vec2(5, 8.2)).norm();
  EXPECT_NEAR(m.field().distance[m.at(1.05, 1.05)], taut, 0.03 * taut);
  // On either side of the wall people part: no direction points into it.
  const Way left = m.field().way[m.at(4.75, 3)];
  EXPECT_GT(left.y, 100);
}

TEST(Routes, everyCellOfARoomHasAWay) {
  // Also those nearer to a wall than a body can be, whatever the rounding of the grid.
  for (const double width : {4.0, 4.03, 4.07}) {
    Made m(test::room_with_door(6, width, 0.9));
    const Field& field = m.field();
    for (size_t c = 0; c < m.floors.size(); ++c)
      EXPECT_FALSE(field.way[c].none()) << m.floors.centre(static_cast<CellId>(c)).transpose();
  }
}

TEST(Routes, aClosedDoorIsNoWayAndOpeningItIs) {
  FlatFloors f;
  f.floor({0, 0, 10, 4}).wall({5, 0}, {5, 4}, {{1.5, 2.5}}).portal("d", {5, 1.5}, {5, 2.5}, true);
  f.exit("e", {10, 1}, {10, 3}, Vec2::UnitX());
  Made m(f.build());
  EXPECT_FALSE(m.field().reached(static_cast<CellId>(m.at(2, 2))));
  EXPECT_TRUE(m.field().way[m.at(2, 2)].none());
  EXPECT_TRUE(m.field().reached(static_cast<CellId>(m.at(7, 2))));
  EXPECT_EQ(m.routes.update(), 0);
  m.routes.set_portal(0, false);
  EXPECT_EQ(m.routes.update(), 1);
  EXPECT_NEAR(m.field().distance[m.at(2.05, 2.05)], 8.95, 0.4);
}

TEST(Routes, everyExitHasItsOwnFieldAndOnlyThoseAChangeTouchesAreMadeAnew) {
  FlatFloors f;
  f.floor({0, 0, 20, 4});
  f.exit("west", {0, 1}, {0, 3}, -Vec2::UnitX()).exit("east", {20, 1}, {20, 3}, Vec2::UnitX());
  Made m(f.build());
  const size_t c = m.at(5.05, 2.05);
  EXPECT_LT(m.field().way[c].x, 0);
  EXPECT_GT(m.field(1).way[c].x, 0);
  EXPECT_LT(m.field(0).way[c].x, 0);
  EXPECT_NEAR(m.field(1).distance[c], 14.95 + 1, 0.3);
  m.routes.set_exit(0, true);
  EXPECT_EQ(m.routes.update(), 2);  // west and nearest
  EXPECT_GT(m.field().way[c].x, 0);
  EXPECT_TRUE(m.field(0).way[c].none());
}

TEST(Routes, aShortStairIsChosenOnlyWhenItSavesTime) {
  // Up a stair of 3 m plan or along a level detour: 3 / 0.455 = 6.6 m equivalent.
  for (const double detour : {4.0, 9.0}) {
    FlatFloors f;
    f.floor({0, 0, 4, 2});
    f.stair({4, 0, 7, 2}, 0, 1.5).floor({7, 0, 9, 2}, 1.5);
    f.exit("up", {9, 0}, {9, 2}, Vec2::UnitX(), 1.6, 1, 0, 1.5);
    f.floor({-detour, 0, 0, 2}).exit("level", {-detour, 0}, {-detour, 2}, -Vec2::UnitX());
    Made m(f.build());
    const size_t c = m.at(2.05, 1.05);
    EXPECT_EQ(m.field().way[c].x > 0, detour > 8) << detour;  // 2 + 6.6 + 2 = 10.6 against 2 + detour
    EXPECT_NEAR(m.field(0).distance[c], 1.95 + 3 / 0.455 + 2 + 1, 0.5);
  }
}

TEST(Routes, aLinkJoinsFloors) {
  FlatFloors f;
  f.floor({0, 0, 6, 3}, 3).floor({10, 0, 16, 3}, 0);
  f.exit("e", {16, 0}, {16, 3}, Vec2::UnitX());
  f.link("ladder", scene::Link::Kind::ladder, {{5, 1.5, 3}, {11, 1.5, 0}}, 0.6);
  Made m(f.build());
  const size_t c = m.at(1.05, 1.55, 3);
  ASSERT_TRUE(m.field().reached(static_cast<CellId>(c)));
  EXPECT_GT(m.field().way[c].x, 120);
  const size_t start = m.at(5, 1.55, 3);
  EXPECT_TRUE(m.field().way[start].enters_link());
  const LinkEnd* end = m.routes.link_at(static_cast<CellId>(start), Routes::nearest);
  ASSERT_NE(end, nullptr);
  EXPECT_TRUE(end->forward);
  // sqrt(45) m of rungs at 0.3 m/s.
  EXPECT_NEAR(link_pace(m.floors.links[0], true, 0.5, 0.5).seconds(1.34), std::sqrt(45.0) / 0.3, 1e-9);
}

}  // namespace
}  // namespace muster::crowd
