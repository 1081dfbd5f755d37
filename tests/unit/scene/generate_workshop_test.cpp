// The generated workshop: what stands where, what does not fit, and a way out from everywhere.
#include "scene/floors/build.h"
#include "scene/generate/workshop.h"

#include <array>
#include <set>

#include <gtest/gtest.h>

namespace muster::scene {
namespace {

/// West, south, east and north end of an element's vertices.
std::array<double, 4> extent(const Model& model, const std::string& name) {
  std::array<double, 4> all = {1e9, 1e9, -1e9, -1e9};
  for (const Triangle& t : model.triangles) {
    if (model.elements[t.element].name != name) continue;
    for (const auto v : t.vertex) {
      const Vec3 at = model.vertices[v].cast<double>();
      all = {std::min(all[0], at.x()), std::min(all[1], at.y()), std::max(all[2], at.x()), std::max(all[3], at.y())};
    }
  }
  return all;
}

TEST(Workshop, MachinesStandBesideTheGangway) {
  WorkshopParams params;
  params.gangway_at = 0.25;
  const Model model = workshop(params);
  // The gangway begins at 1.4 + 0.25 (60 - 2.8 - 2.4) = 15.1 m: three machines of ten west of it, seven east.
  EXPECT_NEAR(extent(model, "furniture: Machine 1.03")[2], 15.1, 1e-5);
  EXPECT_NEAR(extent(model, "furniture: Machine 1.04")[0], 17.5, 1e-5);
  EXPECT_NEAR(extent(model, "furniture: Machine 1.01")[0], 15.1 - 3 * 4 - 2 * 0.3, 1e-5);
  // Seven aisles share 30 - 6 * 1.8 = 19.2 m.
  EXPECT_NEAR(extent(model, "furniture: Machine 2.01")[1], 2 * 19.2 / 7 + 1.8, 1e-5);
  std::set<std::string> names;
  for (const Element& element : model.elements) EXPECT_TRUE(names.insert(element.name).second) << element.name;
  EXPECT_EQ(model.doors.size(), 2u);
}

TEST(Workshop, DoorsStayWithinTheHall) {
  WorkshopParams params;
  params.south_door_at = 0;
  params.north_door_at = 1;
  params.north_door = 3;
  const Model model = workshop(params);
  EXPECT_NEAR(extent(model, "door: South door")[0], 0.3, 1e-5);
  EXPECT_NEAR(extent(model, "door: North door")[2], 59.7, 1e-5);
  EXPECT_NEAR(extent(model, "door: North door")[0], 56.7, 1e-5);
}

TEST(Workshop, WhatDoesNotFitIsRefused) {
  const auto first = [](auto change) {
    WorkshopParams params;
    change(params);
    const std::vector<Mistake> mistakes = workshop_mistakes(params);
    return mistakes.empty() ? std::string() : mistakes.front().key;
  };
  EXPECT_EQ(first([](auto&) {}), "");
  EXPECT_EQ(first([](auto& p) { p.rows = 14; }), "rows");
  EXPECT_EQ(first([](auto& p) { p.machines_per_row = 14; }), "machines_per_row");
  EXPECT_EQ(first([](auto& p) { p.gangway_at = 1.1; }), "gangway_at");
  // 54.8 m beside the gangway hold 12 machines of 4.3 m, whatever its place, or one less where both ends are cut.
  EXPECT_EQ(first([](auto& p) { p.machines_per_row = 12, p.gangway_at = 0; }), "");
}

TEST(Workshop, ThereIsAWayOutFromEverywhere) {
  for (const double at : {0.0, 0.3, 1.0}) {
    WorkshopParams params;
    params.gangway_at = at;
    Authored authored;
    for (const char* door : {"South door", "North door"}) {
      ExitSpec exit;
      exit.name = exit.door = door;
      authored.exits.push_back(exit);
    }
    authored.floors.cell = 0.1;
    const Floors floors = build_floors(workshop(params), authored);
    for (const Unreachable& place : floors.unreachable) ADD_FAILURE() << place.what << ", " << place.area << " m2";
    ASSERT_EQ(floors.exits.size(), 2U);
  }
}

}  // namespace
}  // namespace muster::scene
