// Plans in two dimensions: well-known text and navigation meshes.

#include "tests/support/shared_data.h"
#include "tests/unit/scene/import_support.h"

namespace muster::scene {
namespace {

class ImportPlan : public ImportTest {
 protected:
  /// Length in plan of the walls [m]: each is two triangles of half its area, 2.5 m high.
  static double wall_length(const Model& model) {
    double area = 0;
    for (const Triangle& t : model.triangles) {
      if (model.elements[t.element].meaning != Meaning::wall) continue;
      const Vec3 a = model.vertices[t.vertex[0]].cast<double>(), b = model.vertices[t.vertex[1]].cast<double>(),
                 c = model.vertices[t.vertex[2]].cast<double>();
      const Vec3 u = b - a, v = c - a;
      area +=
          Vec3(u.y() * v.z() - u.z() * v.y(), u.z() * v.x() - u.x() * v.z(), u.x() * v.y() - u.y() * v.x()).norm() / 2;
    }
    return area / 2.5;
  }
  static size_t count(const Model& model, Meaning meaning) {
    return static_cast<size_t>(std::count_if(model.elements.begin(), model.elements.end(),
                                             [&](const Element& e) { return e.meaning == meaning; }));
  }
};

TEST_F(ImportPlan, PolygonWithHole) {
  const Model model = import("a.wkt", "POLYGON ((0 0, 10 0, 10 8, 0 8, 0 0), (4 3, 6 3, 6 5, 4 5, 4 3))");
  EXPECT_EQ(model.format, "WKT");
  EXPECT_NEAR(plan_area(model, Meaning::floor), 80 - 4, 1e-4);
  EXPECT_NEAR(wall_length(model), 36 + 8, 1e-4);
  EXPECT_FLOAT_EQ(bounds_of(model).low.z(), 0);
  EXPECT_FLOAT_EQ(bounds_of(model).high.z(), 2.5);
  EXPECT_TRUE(model.warnings.empty());
}

TEST_F(ImportPlan, HeightsAreRefused) {
  const std::string floor =
      "MULTIPOLYGON Z (((0 0 0, 9 0 0, 9 9 0, 0 9 0, 0 0 0)), ((0 0 {}, 9 0 {}, 9 9 4, 0 9 4, 0 0 {})))";
  const auto at = [&](const std::string& z) {
    std::string text = floor;
    for (size_t i; (i = text.find("{}")) != std::string::npos;) text.replace(i, 2, z);
    return text;
  };
  EXPECT_NE(refusal("two.wkt", at("4")).find("has a point at the height 4: a plan is flat"), std::string::npos);
  EXPECT_TRUE(import("flat.wkt", "POLYGON Z ((0 0 0, 9 0 0, 9 9 0, 0 9 0, 0 0 0))").warnings.empty());
}

TEST_F(ImportPlan, NestedCollectionOfTouchingAndOverlappingPolygonsIsOneFloor) {
  // Two rooms share a part of an edge, a third overlaps the second: one floor, no wall between them. One stands apart.
  const Model model = import("a.wkt",
                             "GEOMETRYCOLLECTION (GEOMETRYCOLLECTION (POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0))), "
                             "MULTIPOLYGON (((4 1, 8 1, 8 3, 4 3, 4 1)), ((7 0, 10 0, 10 4, 7 4, 7 0))), "
                             "POLYGON ((20 0, 21 0, 21 1, 20 1, 20 0)), POINT (3 3))");
  EXPECT_EQ(count(model, Meaning::floor), 2U);
  EXPECT_NEAR(plan_area(model, Meaning::floor), 16 + 6 + 12 + 1, 1e-4);
  EXPECT_NEAR(wall_length(model), (16 - 2) + 3 + 3 + (14 - 2) + 4, 1e-4);
  EXPECT_TRUE(warned(model, "plan_ignored"));
}

TEST_F(ImportPlan, RoomsDrawnATenthOfAMicrometreApartTouch) {
  const Model model = import(
      "a.wkt", "MULTIPOLYGON (((0 0, 4 0, 4 4, 0 4, 0 0)), ((4.0000001 0, 8 0, 8 4, 4.0000001 4, 4.0000001 0)))");
  EXPECT_EQ(count(model, Meaning::floor), 1U);
  EXPECT_NEAR(wall_length(model), 24, 1e-3);
}

TEST_F(ImportPlan, APolygonThatCrossesItselfIsRepaired) {
  const Model model = import("a.wkt", "POLYGON ((0 0, 4 4, 4 0, 0 4, 0 0))");  // a bow tie: two triangles of 4 m2
  EXPECT_NEAR(plan_area(model, Meaning::floor), 8, 1e-4);
  EXPECT_TRUE(warned(model, "plan_repaired"));
}

TEST_F(ImportPlan, WrittenInTheCase) {
  ModelSource source;
  source.wkt = "POLYGON ((0 0, 10 0, 10 8, 0 8, 0 0))";
  source.unit_m = 0.5;
  const Model model = import_model(source, options_);
  EXPECT_NEAR(plan_area(model, Meaning::floor), 20, 1e-4);
  EXPECT_FLOAT_EQ(bounds_of(model).high.z(), 2.5);  // the walls' height is in metres
}

TEST_F(ImportPlan, NavigationMesh) {
  // Two squares of 2 m side by side; six edges have one polygon.
  const std::string nav =
      "6\n0 0\n2 0\n4 0\n4 2\n2 2\n0 2\n1\n1 4 0 1\n6\n0 1 0 1\n1 2 1 2\n2 3 1 3\n3 4 1 4\n4 5 0 5\n5 0 0 0\n"
      "hall\n2\n1 1\n4 0 1 4 5\n0 0 0.5\n1 0\n3 0 4 5\n\n3 1\n4 1 2 3 4\n0 0 0.5\n1 0\n3 1 2 3\n";
  const Model model = import("a.nav", nav);
  EXPECT_NEAR(plan_area(model, Meaning::floor), 8, 1e-5);
  EXPECT_NEAR(wall_length(model), 12, 1e-5);
  EXPECT_FLOAT_EQ(bounds_of(model).low.z(), 0.5);
  EXPECT_FLOAT_EQ(bounds_of(model).high.z(), 3);
  EXPECT_NE(refusal("b.nav", nav.substr(0, 60)).find("is not a navigation mesh or ends early"), std::string::npos);
  EXPECT_NE(refusal("c.nav", "1\n0 0\n0\n0\nhall\n1\n0 0\n3 0 1 2\n").find("has a corner of 1"), std::string::npos);
}

TEST_F(ImportPlan, PlansOfOthers) {
  MUSTER_NEEDS_SHARED("data/models");
  const std::filesystem::path folder = shared_file("data/models");
  for (const char* name :
       {"jps_arena.wkt", "jps_BUW.wkt", "jps_aknz_evac.wkt", "jps_verwinkelt.wkt", "menge_tradeshow.nav"}) {
    const Model model = import(folder / name);
    EXPECT_GT(plan_area(model, Meaning::floor), 100) << name;
    EXPECT_EQ(warned(model, "recentred"), std::string(name) == "jps_verwinkelt.wkt");
  }
}

}  // namespace
}  // namespace muster::scene
