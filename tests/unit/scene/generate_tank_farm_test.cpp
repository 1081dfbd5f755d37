// The generated tank farm: names, closed shells, and ground from which everybody finds a gate, over the bund walls too.
#include "scene/floors/build.h"
#include "scene/generate/tank_farm.h"

#include <cmath>
#include <numbers>
#include <set>

#include <Eigen/Geometry>
#include <gtest/gtest.h>

namespace muster::scene {
namespace {

TankFarmParams small() {
  TankFarmParams params;
  params.tank_diameter = 20;
  params.tank_height = 12;
  params.tank_gap = 8;
  params.bund_clearance = 6;
  params.bund_height = 1.2;
  return params;
}

/// [m3] enclosed by the triangles of an element, by the divergence theorem; positive where they face outwards.
double volume_of(const Model& model, const std::string& name) {
  double volume = 0;
  for (const Triangle& t : model.triangles) {
    if (model.elements[t.element].name != name) continue;
    const Vec3 a = model.vertices[t.vertex[0]].cast<double>(), b = model.vertices[t.vertex[1]].cast<double>(),
               c = model.vertices[t.vertex[2]].cast<double>();
    volume += a.dot(b.cross(c)) / 6;
  }
  return volume;
}

TEST(TankFarm, NamesAreUniqueAndTanksStandWhereTheyShould) {
  const Model model = tank_farm(small());
  std::set<std::string> names;
  for (const Element& element : model.elements) EXPECT_TRUE(names.insert(element.name).second) << element.name;
  for (const char* name : {"wall: Tank T101", "wall: Tank T202", "wall: Bund 2", "stair: Bund 1 steps N2",
                           "space: Control room", "door: Main gate", "furniture: Pipes"})
    EXPECT_TRUE(names.count(name)) << name;
  const std::vector<TankPlace> places = tank_places(small());
  ASSERT_EQ(places.size(), 4U);
  EXPECT_EQ(places[3].name, "T202");
  EXPECT_NEAR(places[1].centre.x() - places[0].centre.x(), 20 + 8, 1e-12);
  EXPECT_NEAR(places[2].centre.y() - places[0].centre.y(), 20 + 2 * 6 + 8 + 2 * (0.4 + 5 * 0.28),
              1e-12);  // bund, road, walls and five treads on either side
}

// A prism of n sides: n/2 r2 sin(2 pi / n) times its length.
TEST(TankFarm, ShellsAndPipesAreClosedAndFaceOutwards) {
  const Model model = tank_farm(small());
  EXPECT_NEAR(volume_of(model, "wall: Tank T101"), 24 * 100 * std::sin(2 * std::numbers::pi / 48) * 12, 0.1);
  EXPECT_GT(volume_of(model, "furniture: Pipes"), 0);
}

TEST(TankFarm, ThereIsAWayOutOfEveryBundAndHouse) {
  Authored authored;
  for (const char* door : {"Main gate", "North gate", "South gate"}) {
    ExitSpec exit;
    exit.name = exit.door = door;
    authored.exits.push_back(exit);
  }
  authored.floors.cell = 0.2;
  const Floors floors = build_floors(tank_farm(small()), authored);
  for (const Unreachable& place : floors.unreachable) ADD_FAILURE() << place.what << ", " << place.area << " m2";
  ASSERT_EQ(floors.exits.size(), 3U);
  const TankPlace tank = tank_places(small()).front();
  EXPECT_NE(floors.find(tank.centre.x() - 10 - 3, tank.centre.y(), 0), no_cell);  // inside the bund
  EXPECT_EQ(floors.find(tank.centre.x(), tank.centre.y(), 0), no_cell);           // inside the tank
  EXPECT_EQ(floors.find(tank.centre.x(), tank.centre.y(), 12), no_cell);          // on its roof
}

TEST(TankFarm, WhatDoesNotFitIsRefused) {
  TankFarmParams params = small();
  params.bund_height = 3;
  params.bund_clearance = 4;  // fifteen risers need 14 treads: 3.92 m
  ASSERT_EQ(tank_farm_mistakes(params).size(), 1U);
  EXPECT_EQ(tank_farm_mistakes(params)[0].key, "bund_clearance_m");
  params = small();
  params.gate_width = 9;
  ASSERT_EQ(tank_farm_mistakes(params).size(), 1U);
  EXPECT_EQ(tank_farm_mistakes(params)[0].key, "gate_width_m");
  params = small();
  params.rows = 1;
  params.tank_diameter = 2;
  params.bund_clearance = 3;
  EXPECT_FALSE(tank_farm_mistakes(params).empty());
  EXPECT_TRUE(tank_farm_mistakes({}).empty());
}

}  // namespace
}  // namespace muster::scene
