// The generated metro station: names, closed bodies, and ways from train and platforms up to the street.
#include "scene/floors/build.h"
#include "scene/generate/metro_platform.h"

#include <array>
#include <map>
#include <set>
#include <tuple>

#include <gtest/gtest.h>

namespace muster::scene {
namespace {

Authored four_exits() {
  Authored authored;
  for (const char* door : {"Exit SW", "Exit SE", "Exit NW", "Exit NE"}) {
    ExitSpec exit;
    exit.name = exit.door = door;
    authored.exits.push_back(exit);
  }
  authored.floors.cell = 0.2;
  return authored;
}

TEST(MetroPlatform, NamesAreUnique) {
  MetroPlatformParams params;
  params.screen_height = 2.4;
  const Model model = metro_platform(params);
  std::set<std::string> names;
  for (const Element& element : model.elements) EXPECT_TRUE(names.insert(element.name).second) << element.name;
  for (const char* name : {"floor: Platform", "floor: Concourse", "floor: Train floor", "stair: Stair 2",
                           "stair: Escalator 1.1", "space: Car 3", "space: Concourse", "door: Train door 3.4",
                           "door: Gate E8", "door: Exit NW", "wall: Screen south", "terrain: Ground west"})
    EXPECT_TRUE(names.count(name)) << name;
}

TEST(MetroPlatform, EveryBodyIsClosed) {
  // Each edge of an element belongs to as many triangles one way as the other.
  const Model model = metro_platform();
  using Point = std::array<float, 3>;
  std::map<std::tuple<uint32_t, Point, Point>, int> edges;
  for (const auto& triangle : model.triangles)
    for (size_t c = 0; c < 3; ++c) {
      const Vec3f &a = model.vertices[triangle.vertex[c]], &b = model.vertices[triangle.vertex[(c + 1) % 3]];
      const Point from = {a.x(), a.y(), a.z()}, to = {b.x(), b.y(), b.z()};
      ++edges[{triangle.element, from, to}], --edges[{triangle.element, to, from}];
    }
  for (const auto& [edge, sum] : edges) ASSERT_EQ(sum, 0) << model.elements[std::get<0>(edge)].name;
}

TEST(MetroPlatform, ThereAreWaysFromTheTrainToTheStreet) {
  const MetroPlatformParams params;
  const Floors floors = build_floors(metro_platform(params), four_exits());
  for (const Unreachable& place : floors.unreachable) ADD_FAILURE() << place.what << ", " << place.area << " m2";
  ASSERT_EQ(floors.exits.size(), 4U);
  const double z = platform_level(params);
  EXPECT_NEAR(z, -5.1, 1e-12);
  EXPECT_NE(floors.find(40, 9, z), no_cell) << "platform";
  EXPECT_NE(floors.find(40, 2.6, z), no_cell) << "train";
  EXPECT_NE(floors.find(40, 9, 0), no_cell) << "concourse";
  EXPECT_EQ(floors.find(40, 16, z - params.track_depth), no_cell) << "nobody walks on the tracks";
  const CellId stair = floors.find(22.4, 8.5, z / 2);
  ASSERT_NE(stair, no_cell);
  EXPECT_EQ(floors.surface[static_cast<size_t>(stair)], Surface::stair);
}

TEST(MetroPlatform, SidePlatformsAndScreensHaveWaysToo) {
  MetroPlatformParams params;
  params.side_platforms = 1, params.platform_width = 7, params.screen_height = params.ceiling_height;
  params.escalators = 2, params.shafts = 0;
  const Floors floors = build_floors(metro_platform(params), four_exits());
  for (const Unreachable& place : floors.unreachable) ADD_FAILURE() << place.what << ", " << place.area << " m2";
  const double z = platform_level(params);
  for (const double y : {6.0, 16.0}) EXPECT_NE(floors.find(40, y, z), no_cell) << y;
  EXPECT_NE(floors.find(40, 8.5, z), no_cell) << "train";
}

TEST(MetroPlatform, WhatDoesNotFitIsRefused) {
  const auto key = [](const MetroPlatformParams& params) {
    const std::vector<Mistake> mistakes = metro_platform_mistakes(params);
    return mistakes.size() == 1 ? mistakes[0].key : fmt::format("{} mistakes", mistakes.size());
  };
  MetroPlatformParams params;
  params.cars = 5;
  EXPECT_EQ(key(params), "cars");
  params = {};
  params.platform_width = 7;  // 2.4 + 1 + 0.3 + 4 = 7.7 m
  EXPECT_EQ(key(params), "platform_width_m");
  params = {};
  params.stairs = 3;
  EXPECT_EQ(key(params), "stairs");
  params = {};
  params.screen_height = 5;
  EXPECT_EQ(key(params), "screen_height_m");
  params = {};
  params.gates = 20;
  EXPECT_EQ(key(params), "gates");
  EXPECT_TRUE(metro_platform_mistakes({}).empty());
}

}  // namespace
}  // namespace muster::scene
