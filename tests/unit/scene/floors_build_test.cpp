#include "base/parallel.h"
#include "floors_models.h"
#include "scene/floors/build.h"
#include "scene/floors/report.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace muster::scene {
namespace {

double total_area(const Floors& f) {
  return f.area([&](CellId c) { return f.surface[static_cast<size_t>(c)] != Surface::beyond_exit; });
}

bool connected(const Floors& f, CellId from, CellId to) {
  std::vector<uint8_t> seen(f.size(), 0);
  std::vector<CellId> front = {from};
  seen[static_cast<size_t>(from)] = 1;
  while (!front.empty()) {
    const CellId c = front.back();
    front.pop_back();
    if (c == to) return true;
    for (const CellId n : f.neighbour[static_cast<size_t>(c)]) {
      if (n == no_cell || seen[static_cast<size_t>(n)] != 0) continue;
      seen[static_cast<size_t>(n)] = 1;
      front.push_back(n);
    }
  }
  return false;
}

/// Free width across a line: the nearest walls met from its middle in both directions.
double clear_width(const Floors& f, const Vec2& middle, const Vec2& along, double z) {
  double ahead = 1e9, behind = 1e9;
  const Vec2 normal(-along.y(), along.x());
  for (const Wall& w : f.walls) {
    if (w.z_high < z + 0.3 || w.z_low > z + 1.7) continue;
    const double t0 = (w.a - middle).dot(normal), t1 = (w.b - middle).dot(normal);
    if ((t0 > 0) == (t1 > 0) && std::min(std::abs(t0), std::abs(t1)) > 1e-9) continue;
    const double part = std::abs(t1 - t0) < 1e-12 ? 0 : -t0 / (t1 - t0);
    const double s = (w.a + (w.b - w.a) * part - middle).dot(along);
    (s > 0 ? ahead : behind) = std::min(s > 0 ? ahead : behind, std::abs(s));
  }
  return ahead + behind;
}

/// Two rooms of 4 m x 5 m on either side of a wall 0.2 m thick with a door 0.90 m wide; the way out lies at y = 10.2.
Builder two_rooms() {
  Builder b;
  b.sheet(Meaning::floor, 0, 0, 4, 10.2, 0);
  b.wall_with_door(0, 4, 5, 0.2, 1.55, 2.45);
  b.box(Meaning::wall, {-0.2, -0.2, 0}, {0, 10.4, 2.7});
  b.box(Meaning::wall, {4, -0.2, 0}, {4.2, 10.4, 2.7});
  b.box(Meaning::wall, {0, -0.2, 0}, {4, 0, 2.7});
  b.wall_with_door(0, 4, 10.2, 0.2, 1, 2.2);
  b.space("A", {0, 0, 0}, {4, 5, 2.7});
  b.space("B", {0, 5.2, 0}, {4, 10.2, 2.7});
  b.door("Inner", {2, 5.1, 0}, {1, 0}, 0.9);
  b.door("Main entrance", {1.6, 10.3, 0}, {1, 0}, 1.2);
  return b;
}

TEST(FloorsBuild, PlanWithExitOnItsOutline) {
  Authored a;
  a.exits.push_back(exit_at("door", {6, 1.5}, {6, 2.5}));
  const Floors f = build_floors(plan_room().model, a);
  EXPECT_NEAR(total_area(f), 24, 1.0);  // cells that touch the outline from outside are at most one row
  ASSERT_EQ(f.exits.size(), 1U);
  const Exit& e = f.exits[0];
  EXPECT_NEAR(e.width, 1, 1e-9);
  EXPECT_NEAR(e.outward.x(), 1, 1e-9);
  EXPECT_NEAR(cross(e.b - e.a, e.outward), -1, 1e-9);  // outward is to the right of a->b
  EXPECT_NEAR(clear_width(f, {6, 2}, {0, 1}, 0), 1, 1e-6);
  EXPECT_GE(e.line_cells.size(), 9U);
  ASSERT_FALSE(e.sink.empty());
  for (const CellId c : e.sink) {
    EXPECT_EQ(f.surface[static_cast<size_t>(c)], Surface::beyond_exit);
    EXPECT_GE(f.centre(c).x(), 6);
    const double s = std::clamp(f.centre(c).y(), 1.5, 2.5);
    EXPECT_GE(std::hypot(f.centre(c).x() - 6, f.centre(c).y() - s), 2.0);
  }
  EXPECT_TRUE(connected(f, f.find(1, 1, 0), e.sink.front()));
  EXPECT_TRUE(f.unreachable.empty());
}

TEST(FloorsBuild, DoorHasItsExactWidthAndItsLeafSeparatesNothing) {
  const Floors f = build_floors(two_rooms().model, {});
  ASSERT_EQ(f.portals.size(), 2U);
  EXPECT_NEAR(f.portals[0].width, 0.9, 1e-6);
  EXPECT_NEAR(clear_width(f, {2, 5.1}, {1, 0}, 0), 0.9, 1e-5);
  EXPECT_NEAR(clear_width(f, {1.6, 10.3}, {1, 0}, 0), 1.2, 1e-5);
  EXPECT_TRUE(connected(f, f.find(2, 1, 0), f.find(2, 9, 0)));
  // a->b runs along +x, so the room at lower y lies on the right.
  EXPECT_EQ(f.spaces[static_cast<size_t>(f.portals[0].spaces[0])].name, "A");
  EXPECT_EQ(f.spaces[static_cast<size_t>(f.portals[0].spaces[1])].name, "B");
  EXPECT_FALSE(f.portals[0].cells.empty());
  for (const CellId c : f.portals[0].cells) EXPECT_LE(std::abs(f.centre(c).y() - 5.1), 0.1 + 1e-9);
}

TEST(FloorsBuild, WithoutExitsTheDoorThatLeadsOutsideIsTaken) {
  const Floors f = build_floors(two_rooms().model, {});
  ASSERT_EQ(f.exits.size(), 1U);
  EXPECT_EQ(f.exits[0].name, "Main entrance");
  EXPECT_EQ(f.exits[0].portal, 1);
  EXPECT_NEAR(f.exits[0].outward.y(), 1, 1e-9);
  EXPECT_FALSE(f.exits[0].sink.empty());
  EXPECT_FALSE(f.exits[0].line_cells.empty());
  EXPECT_TRUE(
      std::any_of(f.warnings.begin(), f.warnings.end(), [](const Warning& w) { return w.code == "default_exits"; }));
}

TEST(FloorsBuild, OpeningWiderThanTheLeafGetsJambs) {
  Builder b = two_rooms();
  b.model.doors[0].width = 0.8;
  const Floors f = build_floors(b.model, {});
  EXPECT_NEAR(f.portals[0].width, 0.8, 1e-6);
  EXPECT_NEAR(clear_width(f, {2, 5.1}, {1, 0}, 0), 0.8, 1e-5);
}

TEST(FloorsBuild, AWidthThatTheWallsDoNotLeaveIsRefused) {
  Authored a;
  a.doors.resize(1);
  a.doors[0].name = two_rooms().model.doors[0].name;
  a.doors[0].width = 0.7;
  EXPECT_NEAR(build_floors(two_rooms().model, a).portals[0].width, 0.7, 1e-6);
  a.doors[0].width = 3;
  a.doors[0].origin = {"case.toml", 9, "door[0]"};
  try {
    build_floors(two_rooms().model, a);
    FAIL() << "a door 3 m wide in an opening of 0.9 m";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("case.toml:9: door[0].width_m = 3"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("0.90 m"), std::string::npos) << error.what();
  }
}

TEST(FloorsBuild, ClosedDoorStillConnectsButIsShut) {
  Authored a;
  DoorSpec d;
  d.name = "inner";
  d.closed = true;
  a.doors.push_back(d);
  const Floors f = build_floors(two_rooms().model, a);
  EXPECT_TRUE(f.portals[0].closed);
  EXPECT_TRUE(f.unreachable.empty());
  EXPECT_GT(f.area([&](CellId c) { return f.space[static_cast<size_t>(c)] == 0; }), 18.0);
  // With the leaf's cells shut there is no way between the rooms.
  Floors shut = f;
  for (size_t c = 0; c < shut.size(); ++c) {
    for (CellId& n : shut.neighbour[c]) {
      if (n != no_cell && (shut.portal[c] == 0 || shut.portal[static_cast<size_t>(n)] == 0)) n = no_cell;
    }
  }
  EXPECT_FALSE(connected(shut, shut.find(2, 1, 0), shut.find(2, 9, 0)));
}

TEST(FloorsBuild, UnknownDoorNamesTheNearest) {
  Authored a;
  ExitSpec e;
  e.name = "out";
  e.door = "Main entrence";
  e.origin = {"case.toml", 7, "exit[0]"};
  a.exits.push_back(e);
  try {
    build_floors(two_rooms().model, a);
    FAIL();
  } catch (const InputError& error) {
    ASSERT_EQ(error.mistakes().size(), 1U);
    EXPECT_EQ(error.mistakes()[0].line, 7);
    EXPECT_EQ(error.mistakes()[0].key, "exit[0].door");
    EXPECT_NE(error.mistakes()[0].text.find("Main entrance"), std::string::npos);
  }
}

TEST(FloorsBuild, ExitWithoutFloorIsRefused) {
  Authored a;
  a.exits.push_back(exit_at("far", {60, 1}, {60, 2}));
  EXPECT_THROW(build_floors(plan_room().model, a), InputError);
}

TEST(FloorsBuild, NeedsAnExitButCanBeSurveyed) {
  EXPECT_THROW(build_floors(plan_room().model, {}), InputError);
  const Floors f = survey(plan_room().model, {});
  EXPECT_NEAR(total_area(f), 24, 1.0);
  EXPECT_NE(describe(f).find("walkable"), std::string::npos);
}

TEST(FloorsBuild, TwoStoreysJoinOverAStair) {
  Builder b;
  // Ground floor 12 m x 4 m; 18 risers of 0.17 m with treads of 0.28 m reach 3.06 m at x = 2 + 17 * 0.28 = 6.76.
  b.sheet(Meaning::floor, 0, 0, 12, 4, 0);
  b.sheet(Meaning::floor, 2 + 17 * 0.28, 0, 12, 4, 3.06);
  b.flight(Meaning::stair, 2, 1, 2.2, 0, 17, 0.17, 0.28);
  b.model.storeys = {{"EG", 0}, {"OG", 3.06}};
  Authored a;
  a.exits.push_back(exit_at("out", {0, 1}, {0, 3}));
  const Floors f = build_floors(b.model, a);
  const CellId low = f.find(1, 1.6, 0), high = f.find(9, 1.6, 3.06);
  ASSERT_NE(high, no_cell);
  EXPECT_EQ(f.storey[static_cast<size_t>(high)], 1);
  EXPECT_TRUE(connected(f, low, high));
  EXPECT_TRUE(f.unreachable.empty());
  // Along the flight: heights rise without a drop, slope 0.17 / 0.28 within a tenth.
  float before = -1;
  for (double x = 1.0; x < 8.0; x += f.grid.cell) {
    const CellId c = f.find(x, 1.6, std::clamp((x - 2) * 0.17 / 0.28 + 0.085, 0.0, 3.06), 0.4);
    ASSERT_NE(c, no_cell) << x;
    EXPECT_GE(f.z[static_cast<size_t>(c)], before - 1e-5) << x;
    before = f.z[static_cast<size_t>(c)];
    if (x < 2.6 || x > 6.1) continue;
    EXPECT_EQ(f.surface[static_cast<size_t>(c)], Surface::stair) << x;
    EXPECT_NEAR(f.slope[static_cast<size_t>(c)][0], 0.17 / 0.28, 0.06) << x;
    EXPECT_NEAR(f.slope[static_cast<size_t>(c)][1], 0, 0.02) << x;
  }
  // Nobody falls off the upper floor's edge beside the flight.
  EXPECT_LT(clear_width(f, {2 + 17 * 0.28 + 1, 3}, {-1, 0}, 3.06), 12);
}

TEST(FloorsBuild, StairWithoutAClassIsFound) {
  Builder b;
  b.sheet(Meaning::unknown, 0, 0, 12, 4, 0);
  b.sheet(Meaning::unknown, 2 + 17 * 0.28, 0, 12, 4, 3.06);
  b.flight(Meaning::unknown, 2, 1, 2.2, 0, 17, 0.17, 0.28);
  Authored a;
  a.exits.push_back(exit_at("out", {0, 1}, {0, 3}));
  const Floors f = build_floors(b.model, a);
  EXPECT_TRUE(connected(f, f.find(1, 1.6, 0), f.find(9, 1.6, 3.06)));
  EXPECT_EQ(f.surface[static_cast<size_t>(f.find(4, 1.6, 1.3))], Surface::stair);
  EXPECT_EQ(f.surface[static_cast<size_t>(f.find(9, 1.6, 3.06))], Surface::level);
  // Risers are no walls: nothing crosses the flight at the height of those on it.
  for (double x = 2.2; x < 6.5; x += 0.05) {
    EXPECT_GT(clear_width(f, {x, 1.6}, {1, 0}, (x - 2) * 0.17 / 0.28 + 0.085), 0.9) << x;
  }
}

TEST(FloorsBuild, StairThatEndsBeforeTheFloorIsJoined) {
  for (const double gap : {0.3, 0.9}) {
    Builder b;
    b.sheet(Meaning::floor, 0, 0, 12, 4, 0);
    b.sheet(Meaning::floor, 2 + 17 * 0.28 + gap, 0, 12, 4, 3.06);
    b.flight(Meaning::stair, 2, 1, 2.2, 0, 17, 0.17, 0.28);
    b.model.storeys = {{"EG", 0}, {"OG", 3.06}};
    Authored a;
    a.exits.push_back(exit_at("out", {0, 1}, {0, 3}));
    const Floors f = build_floors(b.model, a);
    if (gap < 0.5) {
      EXPECT_TRUE(f.unreachable.empty());
      EXPECT_TRUE(connected(f, f.find(1, 1.6, 0), f.find(9, 1.6, 3.06)));
    } else {
      ASSERT_EQ(f.unreachable.size(), 1U);
      EXPECT_EQ(f.unreachable[0].what, "storey 'OG'");
      EXPECT_NEAR(f.unreachable[0].gap_horizontal, 0.9, 0.15);
      EXPECT_NEAR(f.unreachable[0].gap_vertical, 0.17, 0.02);
    }
  }
}

TEST(FloorsBuild, ExitAgainstAWallGetsAPassage) {
  Builder b = plan_room();
  b.box(Meaning::wall, {6.5, -2, 0}, {7, 6, 3});  // half a metre outside
  Authored a;
  a.exits.push_back(exit_at("door", {6, 1.5}, {6, 2.5}));
  const Floors f = build_floors(b.model, a);
  ASSERT_FALSE(f.exits[0].sink.empty());
  EXPECT_TRUE(connected(f, f.find(1, 1, 0), f.exits[0].sink.front()));
  for (const CellId c : f.exits[0].sink) EXPECT_GE(f.centre(c).x(), 7.9);
  EXPECT_NEAR(clear_width(f, {7.5, 2}, {0, 1}, 0), 1, 1e-6);
}

TEST(FloorsBuild, ExitsThatOverlapAreRefused) {
  const auto build = [](double from) {
    Authored a;
    a.exits.push_back(exit_at("long", {6, 1.0}, {6, 2.5}));
    a.exits.push_back(exit_at("other", {6.1, 3.2}, {6.1, from}));
    return build_floors(plan_room().model, a);
  };
  EXPECT_EQ(build(2.48).exits.size(), 2U);
  try {
    build(1.8);
    FAIL() << "two exits in one opening";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("overlaps the exit 'long' over 0.70 m"), std::string::npos)
        << error.what();
  }
}

TEST(FloorsBuild, ADoorThatIsAnExitTwiceIsRefused) {
  Authored a;
  ExitSpec door;
  door.door = "Main entrance";
  a.exits = {exit_at("line", {1.0, 10.3}, {2.2, 10.3}), door};
  EXPECT_THROW(build_floors(two_rooms().model, a), InputError);
  a.exits = {door};
  EXPECT_EQ(build_floors(two_rooms().model, a).exits.size(), 1U);
}

TEST(FloorsBuild, RampJoinsAndKnowsItsSlope) {
  Builder b;
  b.sheet(Meaning::unknown, 0, 0, 4, 3, 0);
  const uint32_t ramp = b.element(Meaning::unknown);
  b.quad(ramp, {4, 0, 0}, {14, 0, 1}, {14, 3, 1}, {4, 3, 0});
  b.sheet(Meaning::unknown, 14, 0, 18, 3, 1);
  Authored a;
  a.exits.push_back(exit_at("out", {0, 1}, {0, 2}));
  const Floors f = build_floors(b.model, a);
  const CellId c = f.find(9, 1.5, 0.5);
  EXPECT_EQ(f.surface[static_cast<size_t>(c)], Surface::ramp);
  EXPECT_NEAR(f.slope[static_cast<size_t>(c)][0], 0.1, 1e-3);
  EXPECT_NEAR(f.z[static_cast<size_t>(c)], 0.5, 0.01);
  EXPECT_TRUE(connected(f, f.find(1, 1.5, 0), f.find(16, 1.5, 1)));
}

TEST(FloorsBuild, RoomWithoutAWayIsReportedWithItsGap) {
  Builder b = plan_room();
  b.sheet(Meaning::floor, 7.5, 0, 10.5, 4, 0.5);
  b.space("Attic", {7.5, 0, 0.5}, {10.5, 4, 3});
  b.space("Hall", {0, 0, 0}, {6, 4, 3});
  Authored a;
  a.exits.push_back(exit_at("door", {0, 1.5}, {0, 2.5}));
  const Floors f = build_floors(b.model, a);
  ASSERT_EQ(f.unreachable.size(), 1U);
  EXPECT_EQ(f.unreachable[0].what, "space 'Attic'");
  EXPECT_NEAR(f.unreachable[0].area, 12, 0.5);
  EXPECT_NEAR(f.unreachable[0].gap_horizontal, 1.5, 0.2);
  EXPECT_NEAR(f.unreachable[0].gap_vertical, 0.5, 0.02);
  EXPECT_NE(describe(f).find("Attic"), std::string::npos);
}

TEST(FloorsBuild, StripJoinsAGap) {
  Builder b = plan_room(6, 4);
  b.model.triangles.resize(2);  // the floor alone
  b.sheet(Meaning::floor, 7, 0, 10, 4, 0);
  Authored a;
  a.exits.push_back(exit_at("door", {0, 1.5}, {0, 2.5}));
  EXPECT_EQ(build_floors(b.model, a).unreachable.size(), 1U);
  StripSpec strip;
  strip.polygon = {{5.9, 1, 0}, {7.1, 1, 0}, {7.1, 2, 0}, {5.9, 2, 0}};
  a.strips.push_back(strip);
  const Floors f = build_floors(b.model, a);
  EXPECT_TRUE(f.unreachable.empty());
  EXPECT_NEAR(total_area(f), 24 + 12 + 1, 1.5);
}

TEST(FloorsBuild, SeedsKeepTheFloorTheyLieOn) {
  Builder b = plan_room();
  b.sheet(Meaning::floor, 0, 0, 6, 4, 3.2);
  b.sheet(Meaning::floor, 10, 0, 14, 4, 30);
  Authored a;
  a.exits.push_back(exit_at("door", {0, 1.5}, {0, 2.5}));
  a.exits[0].z = 0;
  const auto kept = [&](const Seed& seed) {
    a.seeds = {seed};
    const Floors f = build_floors(b.model, a);
    return std::array{f.find(3, 2, 0) != no_cell, f.find(3, 2, 3.2) != no_cell, f.find(12, 2, 30) != no_cell};
  };
  // Without a height: the only floor of the column however high it lies, or all where several overlap.
  EXPECT_EQ(kept({{12, 2}, std::nullopt, {}}), (std::array{true, false, true}));
  EXPECT_EQ(kept({{3, 2}, std::nullopt, {}}), (std::array{true, true, false}));
  EXPECT_EQ(kept({{3, 2}, 0.0, {}}), (std::array{true, false, false}));
  EXPECT_EQ(kept({{12, 2}, 29.5, {}}), (std::array{true, false, true}));
  for (const Seed& off : {Seed{{8, 2}, std::nullopt, {"c.toml", 5, "people[0]"}}, Seed{{12, 2}, 0.0, {"c.toml", 5, ""}},
                          Seed{{900, 2}, std::nullopt, {"c.toml", 5, ""}}}) {
    a.seeds = {off};
    EXPECT_THROW(build_floors(b.model, a), InputError) << off.at.transpose();
  }
}

TEST(FloorsBuild, BlockerTakesItsPlanAndIsAWall) {
  Authored a;
  a.exits.push_back(exit_at("door", {0, 1.5}, {0, 2.5}));
  const double before = total_area(build_floors(plan_room().model, a));
  BlockerSpec blocker;
  blocker.polygon = {{2, 1}, {4, 1}, {4, 3}, {2, 3}};
  a.blockers.push_back(blocker);
  const Floors f = build_floors(plan_room().model, a);
  EXPECT_NEAR(before - total_area(f), 4, 1.0);
  EXPECT_EQ(f.find(3, 2, 0), no_cell);
  // From the wall y = 0 up to the blocker's face y = 1 at x = 3.
  EXPECT_NEAR(clear_width(f, {3, 0.5}, {0, 1}, 0), 1, 1e-6);
}

TEST(FloorsBuild, FurnitureStandsInTheWayUnlessTold) {
  Builder b = plan_room();
  b.box(Meaning::furniture, {2, 1, 0.7}, {4, 3, 0.75});
  Authored a;
  a.exits.push_back(exit_at("door", {0, 1.5}, {0, 2.5}));
  EXPECT_EQ(build_floors(b.model, a).find(3, 2, 0), no_cell);
  a.floors.furniture = false;
  EXPECT_NE(build_floors(b.model, a).find(3, 2, 0), no_cell);
}

TEST(FloorsBuild, SlabWithDownwardWindingCarries) {
  Builder b;
  b.downward = true;
  b.box(Meaning::floor, {0, 0, -0.3}, {6, 4, 0});
  Authored a;
  a.exits.push_back(exit_at("out", {0, 1.5}, {0, 2.5}));
  const Floors f = build_floors(b.model, a);
  EXPECT_NEAR(total_area(f), 24, 1.5);
  EXPECT_NEAR(f.z[static_cast<size_t>(f.find(3, 2, 0))], 0, 1e-3);
}

TEST(FloorsBuild, ModelWithoutSlabsTakesItsFloorsFromItsSpaces) {
  Builder b = two_rooms();
  b.model.triangles.erase(b.model.triangles.begin(), b.model.triangles.begin() + 2);
  const Floors f = build_floors(b.model, {});
  EXPECT_TRUE(connected(f, f.find(2, 1, 0), f.find(2, 9, 0)));  // over the threshold in the wall
  EXPECT_NEAR(total_area(f), 40, 2.5);
  EXPECT_TRUE(f.unreachable.empty());
}

TEST(FloorsBuild, OddGeometryIsRefusedOrSurvived) {
  Builder b = plan_room();
  b.triangle(b.element(Meaning::unknown), {1, 1, 1}, {1, 1, 1}, {1, 1, 1});
  b.triangle(b.element(Meaning::unknown), {1, 1, 1}, {2, 1, 1}, {3, 1, 1});
  Authored a;
  a.exits.push_back(exit_at("door", {0, 1.5}, {0, 2.5}));
  EXPECT_NO_THROW(build_floors(b.model, a));
  b.sheet(Meaning::floor, 5000, 5000, 5001, 5001, 0);
  EXPECT_THROW(build_floors(b.model, a), InputError);  // 2 500 million columns
  EXPECT_THROW(build_floors(Model(), a), InputError);
  Builder nan = plan_room();
  nan.model.vertices[0].x() = std::nanf("");
  EXPECT_THROW(build_floors(nan.model, a), InputError);
}

// A rack of shelves 2 m apart, joined by links: the results name a floor of a column by one byte.
TEST(FloorsBuild, ColumnsHoldUpTo254Floors) {
  const auto rack = [](int floors) {
    Builder b;
    Authored a;
    a.floors.cell = 0.2;
    for (int k = 0; k < floors; ++k) b.sheet(Meaning::floor, 0, 0, 2, 2, 2.0 * k);
    a.exits.push_back(exit_at("out", {0, 0.5}, {0, 1.5}));
    a.exits[0].z = 0;
    for (int k = 1; k < floors; ++k) {
      LinkSpec ladder;
      ladder.kind = Link::Kind::ladder;
      ladder.path = {{1, 1, 2.0 * (k - 1)}, {1, 1, 2.0 * k}};
      a.links.push_back(ladder);
    }
    return build_floors(b.model, a);
  };
  const Floors f = rack(254);
  const auto column = static_cast<size_t>(f.grid.column(1, 1));
  EXPECT_EQ(f.column_begin[column + 1] - f.column_begin[column], 254U);
  for (const int floors : {255, 300}) {
    try {
      rack(floors);
      FAIL() << floors;
    } catch (const InputError& error) {
      EXPECT_NE(std::string(error.what()).find(fmt::format("{} floors", floors)), std::string::npos) << error.what();
      EXPECT_NE(std::string(error.what()).find("at most 254"), std::string::npos) << error.what();
    }
  }
}

// Where no line of a case can be named, the model's name stands for it.
TEST(FloorsBuild, TooManyCellsNameTheModelAndTheSetting) {
  Builder b = plan_room();
  b.model.source = "wide.obj";
  b.sheet(Meaning::floor, 5000, 5000, 5001, 5001, 0);
  try {
    survey(b.model, {});
    FAIL();
  } catch (const InputError& error) {
    ASSERT_EQ(error.mistakes().size(), 1U);
    EXPECT_EQ(error.mistakes()[0].file, "wide.obj");
    EXPECT_EQ(error.mistakes()[0].key, "floors.cell_m");
  }
}

TEST(FloorsBuild, SameOnAnyNumberOfThreads) {
  auto with = [](size_t threads) {
    const ThreadLimit limit(threads);
    return build_floors(two_rooms().model, {});
  };
  const Floors one = with(1), three = with(3);
  EXPECT_EQ(one.z, three.z);
  EXPECT_EQ(one.neighbour, three.neighbour);
  EXPECT_EQ(one.slope, three.slope);
  EXPECT_EQ(one.exits[0].sink, three.exits[0].sink);
  ASSERT_EQ(one.walls.size(), three.walls.size());
  for (size_t w = 0; w < one.walls.size(); ++w) {
    EXPECT_EQ(one.walls[w].a, three.walls[w].a);
    EXPECT_EQ(one.walls[w].b, three.walls[w].b);
    EXPECT_EQ(one.walls[w].z_low, three.walls[w].z_low);
  }
}

TEST(FloorsBuild, NeighboursAreMutual) {
  const Floors f = build_floors(two_rooms().model, {});
  for (size_t c = 0; c < f.size(); ++c) {
    for (size_t d = 0; d < 4; ++d) {
      const CellId n = f.neighbour[c][d];
      if (n == no_cell) continue;
      EXPECT_EQ(f.neighbour[static_cast<size_t>(n)][(d + 2) % 4], static_cast<CellId>(c));
    }
  }
}

}  // namespace
}  // namespace muster::scene
