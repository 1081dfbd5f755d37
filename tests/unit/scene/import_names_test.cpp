#include "scene/import/exchange/meaning_of_name.h"
#include "scene/import/finish.h"

#include <gtest/gtest.h>

namespace muster::scene {
namespace {

TEST(ImportNames, PrefixSaysTheMeaning) {
  for (size_t k = 0; k < meaning_names.size(); ++k) {
    const auto name = prefixed_name(std::string(meaning_names[k]) + ": Thing 1");
    ASSERT_TRUE(name) << meaning_names[k];
    EXPECT_EQ(name->meaning, static_cast<Meaning>(k));
    EXPECT_EQ(name->rest, "Thing 1");
  }
  EXPECT_EQ(prefixed_name("DOOR : Main")->rest, "Main");
  EXPECT_FALSE(prefixed_name("indoor: Main"));
  EXPECT_FALSE(prefixed_name("door Main"));
  EXPECT_EQ(storey_name("storey: First floor"), "First floor");
  EXPECT_FALSE(storey_name("floor: First"));
}

TEST(ImportNames, WholeWordsInThreeLanguages) {
  const std::pair<const char*, Meaning> expected[] = {{"Basic Wall:Generic - 200mm", Meaning::wall},
                                                      {"wall_12", Meaning::wall},
                                                      {"OuterWall.003", Meaning::wall},
                                                      {"wallpaper", Meaning::unknown},
                                                      {"M_Single-Flush Door", Meaning::door},
                                                      {"outdoor_unit", Meaning::unknown},
                                                      {"hospital_floor_01_floor_1", Meaning::floor},
                                                      {"floor_1_portrait", Meaning::unknown},
                                                      {"Walls floor 2", Meaning::wall},
                                                      {"Ground floor", Meaning::floor},
                                                      {"ground_plane", Meaning::terrain},
                                                      {"roof slab", Meaning::roof},
                                                      {"Stair railing", Meaning::railing},
                                                      {"wall lamp", Meaning::furniture},
                                                      {"window wall", Meaning::wall},
                                                      {"Innentür-1", Meaning::door},
                                                      {"INNENTÜR", Meaning::door},
                                                      {"Haustuer", Meaning::door},
                                                      {"Aussenwand", Meaning::wall},
                                                      {"Geschossdecke EG", Meaning::floor},
                                                      {"Treppengeländer", Meaning::railing},
                                                      {"Treppe", Meaning::stair},
                                                      {"Gewand", Meaning::unknown},
                                                      {"Schreibtisch", Meaning::furniture},
                                                      {"Fenster 3", Meaning::window},
                                                      {"墙体1", Meaning::wall},
                                                      {"防火门", Meaning::door},
                                                      {"一层楼板", Meaning::floor},
                                                      {"楼梯扶手", Meaning::railing},
                                                      {"坡道", Meaning::ramp},
                                                      {"天花板", Meaning::ceiling},
                                                      {"屋顶", Meaning::roof},
                                                      {"窗", Meaning::window},
                                                      {"家具", Meaning::furniture},
                                                      {"地形", Meaning::terrain},
                                                      {"Component#1", Meaning::unknown},
                                                      {"", Meaning::unknown}};
  for (const auto& [name, meaning] : expected)
    EXPECT_STREQ(meaning_names[static_cast<size_t>(meaning_of_name(name))], meaning_names[static_cast<size_t>(meaning)])
        << name;
}

TEST(ImportNames, IfcClasses) {
  EXPECT_EQ(meaning_of_ifc("IfcWallStandardCase", "", ""), Meaning::wall);
  EXPECT_EQ(meaning_of_ifc("IFCSLAB", "FLOOR", ""), Meaning::floor);
  EXPECT_EQ(meaning_of_ifc("IfcSlab", "", ""), Meaning::floor);
  EXPECT_EQ(meaning_of_ifc("IfcSlab", "ROOF", ""), Meaning::roof);
  EXPECT_EQ(meaning_of_ifc("IfcSlab", "NOTDEFINED", "IfcRoof"), Meaning::roof);
  EXPECT_EQ(meaning_of_ifc("IfcSlab", "LANDING", "IfcStair"), Meaning::stair);
  EXPECT_EQ(meaning_of_ifc("IfcMember", "", "IfcStair"), Meaning::railing);
  EXPECT_EQ(meaning_of_ifc("IfcMember", "", "IfcBuildingStorey"), Meaning::wall);
  EXPECT_EQ(meaning_of_ifc("IfcCovering", "CEILING", ""), Meaning::ceiling);
  EXPECT_EQ(meaning_of_ifc("IfcCovering", "FLOORING", ""), Meaning::floor);
  EXPECT_EQ(meaning_of_ifc("IfcSpace", "", ""), Meaning::space);
  EXPECT_EQ(meaning_of_ifc("IfcSpaceHeater", "", ""), Meaning::furniture);
  EXPECT_EQ(meaning_of_ifc("IfcFurnishingElement", "", ""), Meaning::furniture);
  EXPECT_EQ(meaning_of_ifc("IfcBuildingElementProxy", "", ""), Meaning::unknown);
}

/// A model of one element from quadrilaterals given by four corners each.
Model quads(const std::vector<std::array<Vec3f, 4>>& faces) {
  Model model;
  model.elements.push_back({"", "door: A", "", Meaning::door, -1});
  for (const auto& face : faces) {
    const auto first = static_cast<uint32_t>(model.vertices.size());
    model.vertices.insert(model.vertices.end(), face.begin(), face.end());
    model.triangles.push_back({{first, first + 1, first + 2}, 0});
    model.triangles.push_back({{first, first + 2, first + 3}, 0});
  }
  return model;
}

/// The four upright sides and the top of a box whose plan is turned by `angle` around (cx, cy).
std::vector<std::array<Vec3f, 4>> box(double cx, double cy, double angle, double from_x, double to_x, double from_y,
                                      double to_y, double low, double high) {
  const auto at = [&](double x, double y, double z) {
    return Vec3(cx + x * std::cos(angle) - y * std::sin(angle), cy + x * std::sin(angle) + y * std::cos(angle), z)
        .cast<float>()
        .eval();
  };
  const double x[] = {from_x, to_x, to_x, from_x}, y[] = {from_y, from_y, to_y, to_y};
  std::vector<std::array<Vec3f, 4>> faces;
  for (size_t k = 0; k < 4; ++k) {
    const size_t n = (k + 1) % 4;
    faces.push_back({at(x[k], y[k], low), at(x[n], y[n], low), at(x[n], y[n], high), at(x[k], y[k], high)});
  }
  faces.push_back({at(x[0], y[0], high), at(x[1], y[1], high), at(x[2], y[2], high), at(x[3], y[3], high)});
  return faces;
}

TEST(ImportDoors, MeasuresATurnedLeaf) {
  const double angle = 0.6;
  const Model model = quads(box(3, 4, angle, -0.45, 0.45, -0.02, 0.02, 1.5, 3.6));
  const auto door = measure_door(model, model.triangles);
  ASSERT_TRUE(door);
  EXPECT_NEAR(door->width, 0.9, 1e-5);
  EXPECT_NEAR(door->height, 2.1, 1e-5);
  EXPECT_NEAR((door->centre - Vec3(3, 4, 1.5)).norm(), 0, 1e-5);
  EXPECT_NEAR(std::abs(door->along.dot(Vec2(std::cos(angle), std::sin(angle)))), 1, 1e-6);
  EXPECT_TRUE(door->measured);
}

TEST(ImportDoors, AnOpenLeafDoesNotTurnTheDoor) {
  // Frame 1.00 m wide and 0.10 m deep with its head at 2.05-2.10 m; the leaf stands open across it up to 2.05 m.
  std::vector<std::array<Vec3f, 4>> faces = box(0, 0, 0.3, -0.5, -0.45, 0, 0.1, 0, 2.1);
  for (const auto& part : {box(0, 0, 0.3, 0.45, 0.5, 0, 0.1, 0, 2.1), box(0, 0, 0.3, -0.5, 0.5, 0, 0.1, 2.05, 2.1),
                           box(0, 0, 0.3, -0.45, -0.41, -0.9, 0, 0, 2.05)})
    faces.insert(faces.end(), part.begin(), part.end());
  const Model model = quads(faces);
  const auto door = measure_door(model, model.triangles);
  ASSERT_TRUE(door);
  EXPECT_NEAR(door->width, 1.0, 1e-5);
  EXPECT_NEAR(std::abs(door->along.dot(Vec2(std::cos(0.3), std::sin(0.3)))), 1, 1e-6);
  EXPECT_NEAR(door->centre.z(), 0, 1e-6);
}

TEST(ImportDoors, NothingToMeasure) {
  const Model model = quads({});
  EXPECT_FALSE(measure_door(model, model.triangles));
  const Model post = quads(box(0, 0, 0, 0, 0.05, 0, 0.05, 0, 2));
  EXPECT_FALSE(measure_door(post, post.triangles));
}

TEST(ImportRules, LastRuleWinsAndMeaningsMakeDoorsAndSpaces) {
  Model model = quads(box(0, 0, 0, 0, 1, 0, 0.1, 0, 2));
  model.elements[0] = {"guid", "Panel 1", "IfcPlate", Meaning::wall, -1};
  apply_rules({{"ifcplate", Meaning::ignore, {}}, {"panel ?", Meaning::door, {}}, {"nothing", Meaning::wall, {}}},
              model);
  EXPECT_EQ(model.elements[0].meaning, Meaning::door);
  ASSERT_EQ(model.warnings.size(), 1U);
  EXPECT_EQ(model.warnings[0].code, "rule_unused");
  derive_doors_and_spaces(model);
  ASSERT_EQ(model.doors.size(), 1U);
  EXPECT_EQ(model.doors[0].id, "guid");
  EXPECT_NEAR(model.doors[0].width, 1, 1e-6);
  apply_rules({{"GUID", Meaning::space, {}}}, model);
  derive_doors_and_spaces(model);
  EXPECT_TRUE(model.doors.empty());
  ASSERT_EQ(model.spaces.size(), 1U);
  EXPECT_EQ(model.spaces[0].name, "Panel 1");
}

TEST(ImportRules, AuthoredStoreysTakeElementsByHeight) {
  Model model = quads(box(0, 0, 0, 0, 1, 0, 1, 2.8, 3.0));
  model.elements[0] = {"", "slab", "", Meaning::floor, -1};
  apply_storeys({{"Upper", 3}, {"Ground", 0}}, model);
  ASSERT_EQ(model.storeys.size(), 2U);
  EXPECT_EQ(model.storeys[0].name, "Ground");
  EXPECT_EQ(model.elements[0].storey, 1);
  model.elements[0] = {"", "wall", "", Meaning::wall, -1};  // foot at 2.8 m: within 0.5 m of the upper storey
  apply_storeys({}, model);
  EXPECT_EQ(model.elements[0].storey, 1);
}

}  // namespace
}  // namespace muster::scene
