// Solid cells, thin walls, doors, and models as closed faces.
#include "models/flow/obstacles/obstacles.h"

#include <cmath>
#include <utility>

#include <gtest/gtest.h>

namespace muster::flow {
namespace {

/// The twelve triangles of a box as one element.
scene::Model box_model(const Vec3f& low, const Vec3f& high, scene::Meaning meaning) {
  scene::Model model;
  model.elements.push_back({"", "box", "", meaning});
  for (int c = 0; c < 8; ++c)
    model.vertices.emplace_back((c & 1) != 0 ? high.x() : low.x(), (c & 2) != 0 ? high.y() : low.y(),
                                (c & 4) != 0 ? high.z() : low.z());
  constexpr std::array<std::array<uint32_t, 3>, 12> sides = {{{0, 1, 3},
                                                              {0, 3, 2},
                                                              {4, 5, 7},
                                                              {4, 7, 6},
                                                              {0, 1, 5},
                                                              {0, 5, 4},
                                                              {2, 3, 7},
                                                              {2, 7, 6},
                                                              {0, 2, 6},
                                                              {0, 6, 4},
                                                              {1, 3, 7},
                                                              {1, 7, 5}}};
  for (const auto& t : sides) model.triangles.push_back({t, 0});
  return model;
}

Sides open_top() {
  Sides sides;
  sides.of.fill(Condition::wall);
  sides.of[5] = Condition::open;
  return sides;
}

TEST(Obstacles, ABoxClosesTheFacesOfItsCells) {
  const Grid grid = Grid::even(6, 6, 6, 1, 1, 1);
  Obstacles obstacles(grid);
  EXPECT_EQ(obstacles.add_box({2, 2, 0}, {4, 4, 2}), 8U);
  const auto closed = obstacles.at(0);
  EXPECT_TRUE(obstacles.is_solid(2, 3, 1));
  EXPECT_FALSE(obstacles.is_solid(4, 3, 1));
  EXPECT_NE(closed[size_t(grid.at(4, 3, 1))] & closed_x, 0);  // east of it
  EXPECT_EQ(closed[size_t(grid.at(5, 3, 1))], 0);
}

TEST(Obstacles, AWallThinnerThanACellStaysClosed) {
  // A room of 3 m with walls of 2 cm, far thinner than cells of 0.5 m.
  const Grid grid = Grid::even(16, 16, 10, 0.5, 0.5, 0.5);
  Obstacles obstacles(grid);
  const scene::Model outer = box_model({2, 2, -1}, {5, 5, 3}, scene::Meaning::wall);
  const scene::Model inner = box_model({2.02F, 2.02F, -1}, {4.98F, 4.98F, 2.98F}, scene::Meaning::wall);
  obstacles.add(outer), obstacles.add(inner);
  const Zones zones = sealed_zones(grid, open_top(), obstacles.at(0), 101325);
  ASSERT_EQ(zones.size(), 1U);
  EXPECT_DOUBLE_EQ(zones[0].volume, 3 * 3 * 3);
  EXPECT_EQ(obstacles.fill_unreached(open_top(), {{3, 3, 1}}), 0U);  // somebody is in there
  EXPECT_EQ(obstacles.fill_unreached(open_top(), {}), 6U * 6 * 6);
}

/// A room of 12 m x 8 m x 3 m, one sheet all round, turned about the upright axis and moved.
scene::Model sheet_room(double turned, const Vec3& by) {
  scene::Model room = box_model({0, 0, 0}, {12, 8, 3}, scene::Meaning::wall);
  const double c = std::cos(turned), s = std::sin(turned);
  for (Vec3f& v : room.vertices) {
    const Vec3 at = v.cast<double>();
    v = (Vec3(c * at.x() - s * at.y(), s * at.x() + c * at.y(), at.z()) + by).cast<float>();
  }
  return room;
}

// What is closed in the model is closed in the grid, also where its planes pass through the middles of cells.
TEST(Obstacles, WallsThroughTheMiddlesOfCellsStayClosed) {
  for (const double origin : {-5.75, -5.95, -6.2, 0.0})
    for (const double turned : {0.0, 0.0001, 0.02, 0.4636476090008061, 0.7853981633974483})
      for (const double by : {0.0, 0.25, 0.05, 0.3, 0.5, -0.2}) {
        const Grid grid = Grid::even(60, 60, 12, 0.5, 0.5, 0.5, {origin, origin, -1});
        Obstacles obstacles(grid);
        obstacles.add(sheet_room(turned, {8.5 + by, 2.0 + by, 0.25}));
        const Zones zones = sealed_zones(grid, open_top(), obstacles.at(0), 101325);
        ASSERT_EQ(zones.size(), 1U) << origin << " " << turned << " " << by;
        EXPECT_NEAR(zones[0].volume, 12 * 8 * 3, 0.1 * 12 * 8 * 3) << origin << " " << turned << " " << by;
      }
}

// A partition with a door in it, both in one plane through the middles of cells, parts a hall as long as it is shut.
TEST(Obstacles, DoorsThroughTheMiddlesOfCellsShutTight) {
  for (const double slant : {0.0, 1e-9, 1e-4, 0.05, 1.0}) {
    const Grid grid = Grid::even(80, 40, 10, 0.5, 0.5, 0.5, {-5.75, -5.75, 0});
    Obstacles obstacles(grid);
    const auto at = [&](double y) { return Vec2(18.5 + slant * (y - 4), y); };
    scene::Model wall;
    wall.elements.push_back({"", "partition", "", scene::Meaning::wall});
    for (const auto& [from, until] : {std::pair(-5.75, 3.0), std::pair(7.0, 14.25)}) {
      const auto first = static_cast<uint32_t>(wall.vertices.size());
      for (const auto& [y, z] :
           {std::pair(from, 0.0), std::pair(until, 0.0), std::pair(until, 5.0), std::pair(from, 5.0)})
        wall.vertices.emplace_back(Vec3(at(y).x(), y, z).cast<float>());
      wall.triangles.push_back({{first, first + 1, first + 2}, 0});
      wall.triangles.push_back({{first, first + 2, first + 3}, 0});
    }
    obstacles.add(wall);
    obstacles.add_door(obstacles.opening(at(3), at(7), 0, 5, 5));
    Sides west_open;
    west_open.of.fill(Condition::wall);
    west_open.of[0] = Condition::open;
    const Zones shut = sealed_zones(grid, west_open, obstacles.at(0), 101325);
    ASSERT_EQ(shut.size(), 1U) << slant;
    EXPECT_TRUE(sealed_zones(grid, west_open, obstacles.all_open(), 101325).empty()) << slant;
  }
}

TEST(Obstacles, DoorsOfAModelStandOpen) {
  const Grid grid = Grid::even(8, 8, 8, 0.5, 0.5, 0.5);
  Obstacles obstacles(grid);
  obstacles.add(box_model({1, 1, 1}, {2, 2, 2}, scene::Meaning::door));
  for (const uint8_t cell : obstacles.at(0)) EXPECT_EQ(cell, 0);
}

TEST(Obstacles, AShutterOpensAndShuts) {
  const Grid grid = Grid::even(8, 8, 4, 1, 1, 1);
  Obstacles obstacles(grid);
  Shutter door = obstacles.add_wall(0, {4, 2, 0}, {4, 4, 2});
  EXPECT_EQ(door.size(), 4U);
  door.moves = {{10, true}, {20, false}};
  obstacles.add_door(door);
  const auto bits = [&](double time) { return obstacles.at(time)[size_t(grid.at(4, 2, 0))] & closed_x; };
  EXPECT_NE(bits(5), 0);
  EXPECT_EQ(bits(10), 0);
  EXPECT_NE(bits(20), 0);
  EXPECT_EQ(obstacles.changes_after(10), 20);
  obstacles.move_door(0, 15, false);
  EXPECT_EQ(bits(14), 0);
  EXPECT_NE(bits(15), 0);
}

// A wall across x with an opening of 2 m x 3 m in it; another without a top.
TEST(Obstacles, ADoorFillsItsOpeningUpToTheLintel) {
  const Grid grid = Grid::even(8, 8, 8, 1, 1, 1);
  const auto leaf = [&](bool lintel) {
    Obstacles obstacles(grid);
    obstacles.add_wall(0, {4, 0, 0}, {4, 3, 6}), obstacles.add_wall(0, {4, 5, 0}, {4, 8, 6});
    if (lintel) obstacles.add_wall(0, {4, 3, 3}, {4, 5, 6});
    return obstacles.opening({4, 3}, {4, 5}, 0, 2.1, 5);
  };
  const Shutter gate = leaf(true);
  EXPECT_EQ(gate.faces[0].size(), 2U * 3);
  EXPECT_EQ(gate.size(), 2U * 3);
  EXPECT_EQ(leaf(false).size(), 2U * 2) << "as tall as a door";
  Obstacles obstacles(grid);
  EXPECT_EQ(obstacles.opening({2, 2}, {5, 5}, 0, 2.1, 5).size(), 2U * 2 * 3) << "slanting: three steps of two faces";
}

}  // namespace
}  // namespace muster::flow
