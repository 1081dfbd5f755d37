// Buildings out of BIM files and other real models; skipped where Node.js, web-ifc or the shared models are absent.

#include "tests/unit/scene/import_support.h"

#include <cmath>
#include <cstdlib>
#include <map>

namespace muster::scene {
namespace {

const std::filesystem::path models = MUSTER_SOURCE_DIR "/../shared/data/models";

class ImportIfc : public ImportTest {
 protected:
  void SetUp() override {
    ImportTest::SetUp();
    if (!std::filesystem::exists(MUSTER_SOURCE_DIR "/scene/import/ifc/node_modules/web-ifc"))
      GTEST_SKIP() << "web-ifc is not installed";
    if (std::system("node --version > /dev/null 2>&1") != 0) GTEST_SKIP() << "Node.js is not installed";
  }
  static std::map<std::string, int> meanings(const Model& model) {
    std::map<std::string, int> counts;
    for (const Element& element : model.elements) ++counts[meaning_names[static_cast<size_t>(element.meaning)]];
    return counts;
  }
};

#define NEEDS_MODELS() \
  if (!std::filesystem::exists(models)) GTEST_SKIP() << models << " is not there"

TEST_F(ImportIfc, InstituteHasItsStoreysSpacesAndDoors) {
  NEEDS_MODELS();
  const Model model = import(models / "AC11-Institute-Var-2.ifc");
  EXPECT_EQ(model.schema, "IFC2X3");
  ASSERT_EQ(model.storeys.size(), 5U);
  EXPECT_EQ(model.storeys[0].name, "Keller");
  for (size_t k = 0; k < 5; ++k) EXPECT_NEAR(model.storeys[k].z, 3.0 * static_cast<double>(k) - 3, 1e-9);
  ASSERT_EQ(model.spaces.size(), 82U);
  EXPECT_EQ(model.spaces[0].long_name, "Besprechungsraum I");
  ASSERT_EQ(model.doors.size(), 77U);
  for (const Door& door : model.doors) {
    EXPECT_GE(door.width, 0.6) << door.name;
    EXPECT_LE(door.width, 3.0) << door.name;
    EXPECT_FALSE(door.measured);
    EXPECT_GE(door.storey, 0);
    EXPECT_FALSE(door.id.empty());
  }
  // Tür-014 stands in the wall y = 9.00 to 9.30 m, its opening from x = 15.20 to 16.20 m.
  EXPECT_EQ(model.doors[0].name, "Tür-014");
  EXPECT_NEAR((model.doors[0].centre - Vec3(15.7, 9.15, -3)).norm(), 0, 1e-6);
  EXPECT_NEAR(std::abs(model.doors[0].along.x()), 1, 1e-9);
  const auto counts = meanings(model);
  EXPECT_EQ(counts.at("stair"), 4);
  EXPECT_EQ(counts.at("furniture"), 253);
  EXPECT_EQ(counts.at("window"), 206);
  EXPECT_EQ(counts.at("terrain"), 1);
  EXPECT_TRUE(model.warnings.empty());
}

TEST_F(ImportIfc, FzkHausIsTheSameInBothSchemas) {
  NEEDS_MODELS();
  const Model old = import(models / "AC14-FZK-Haus.ifc"), four = import(models / "AC20-FZK-Haus.ifc");
  EXPECT_EQ(old.schema, "IFC2X3");
  EXPECT_EQ(four.schema, "IFC4");
  for (const Model* model : {&old, &four}) {
    EXPECT_EQ(model->storeys.size(), 2U);
    EXPECT_EQ(model->spaces.size(), 7U);
    ASSERT_EQ(model->doors.size(), 5U);
    const auto door =
        std::find_if(model->doors.begin(), model->doors.end(), [](const Door& d) { return d.name == "Haustuer"; });
    ASSERT_NE(door, model->doors.end());
    EXPECT_NEAR(door->width, 1.01, 1e-9);
    // In the wall x = 0 to 0.30 m; one of the files cuts the opening 0.60 m deep.
    EXPECT_NEAR((door->centre - Vec3(0.15, 5, 0)).norm(), 0, 1e-6);
    EXPECT_NEAR(std::abs(door->along.y()), 1, 1e-9);
  }
}

TEST_F(ImportIfc, DuplexAndMillimetres) {
  NEEDS_MODELS();
  const Model duplex = import(models / "duplex.ifc");
  EXPECT_EQ(duplex.spaces.size(), 21U);
  EXPECT_EQ(duplex.doors.size(), 14U);
  EXPECT_EQ(duplex.storeys.size(), 4U);
  const Model hall = import(models / "BW_LargeBuilding.ifc");
  EXPECT_DOUBLE_EQ(hall.unit_m, 0.001);
  EXPECT_EQ(hall.spaces.size(), 8U);
  ASSERT_EQ(hall.doors.size(), 18U);
  EXPECT_NEAR(hall.doors[0].width, 0.915, 1e-9);
  EXPECT_NEAR(hall.storeys.at(1).z, 4, 1e-9);
  ModelSource inches;
  inches.file = (models / "BW_TallBuilding.ifc").string();
  inches.unit_m = 0.002;  // twice its unit: everything twice as large
  const Model twice = import_model(inches, options_);
  EXPECT_NEAR(twice.storeys.at(1).z, 8, 1e-9);
  EXPECT_NEAR(twice.doors.at(0).width, 3.1, 1e-9);
  EXPECT_NEAR(bounds_of(twice).high.z(), 32.8, 1e-4);
}

TEST_F(ImportIfc, TruncatedOrEmptyBuildings) {
  const std::string header =
      "ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\nFILE_NAME('','',(''),(''),'','','');\nFILE_SCHEMA(('IFC4'"
      "));\nENDSEC;\nDATA;\n";
  EXPECT_NE(refusal("a.ifc", header + "ENDSEC;\nEND-ISO-10303-21;\n").find("holds no geometry"), std::string::npos);
  if (!std::filesystem::exists(models)) GTEST_SKIP() << models << " is not there";
  std::ifstream file(models / "duplex.ifc", std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(file), {}};
  EXPECT_NE(refusal("b.ifc", content.substr(0, content.size() / 2)).find("is truncated"), std::string::npos);
}

TEST_F(ImportTest, GarageAndHospitalStandUpright) {
  NEEDS_MODELS();
  const Model garage = import(models / "parking_garage.dae");
  EXPECT_EQ(garage.up_axis, "z");
  EXPECT_NEAR(bounds_of(garage).high.z() - bounds_of(garage).low.z(), 45.9, 0.05);
  // Eight decks: level area of more than 500 m2 within each of eight bands of heights.
  std::map<int, double> level;
  for (const Triangle& t : garage.triangles) {
    const Vec3f &a = garage.vertices[t.vertex[0]], &b = garage.vertices[t.vertex[1]], &c = garage.vertices[t.vertex[2]];
    const Vec3f low = a.cwiseMin(b).cwiseMin(c), high = a.cwiseMax(b).cwiseMax(c);
    if (high.z() - low.z() > 0.01F) continue;
    const Vec2 u = (b - a).head<2>().cast<double>(), v = (c - a).head<2>().cast<double>();
    level[static_cast<int>(std::lround(low.z() * 2))] += std::abs(cross(u, v)) / 2;
  }
  size_t decks = 0;
  for (const auto& [height, area] : level) decks += area > 500 ? 1 : 0;
  EXPECT_GE(decks, 8U);
  const Model office = import(models / "willowgarage_visual.dae");
  EXPECT_NEAR(bounds_of(office).high.z(), 2.84, 0.01);
  const Model hospital = import(models / "aws_hospital.obj");
  EXPECT_EQ(hospital.up_axis, "y");
  EXPECT_NEAR(bounds_of(hospital).high.z() - bounds_of(hospital).low.z(), 6, 0.1);
  EXPECT_GT(plan_area(hospital, Meaning::floor), 1000);
}

}  // namespace
}  // namespace muster::scene
