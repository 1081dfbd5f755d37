// Buildings out of BIM files and other real models; skipped where Node.js, web-ifc or the shared models are absent.

#include "tests/support/shared_data.h"
#include "tests/unit/scene/import_support.h"

#include <cmath>
#include <csignal>
#include <cstdlib>
#include <map>
#include <sstream>

namespace muster::scene {
namespace {

const std::filesystem::path models = shared_file("data/models");

class ImportIfc : public ImportTest {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(MUSTER_SOURCE_DIR "/scene/import/ifc/node_modules/web-ifc"))
      GTEST_SKIP() << "web-ifc is not installed";
    // The real buildings are read once for all tests of this build; that the cache is right is tested elsewhere.
    options_.cache_folder = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "import-test-cache";
    if (std::system("node --version > /dev/null 2>&1") != 0) GTEST_SKIP() << "Node.js is not installed";
  }
  static std::map<std::string, int> meanings(const Model& model) {
    std::map<std::string, int> counts;
    for (const Element& element : model.elements) ++counts[meaning_names[static_cast<size_t>(element.meaning)]];
    return counts;
  }
};

#define NEEDS_MODELS() MUSTER_NEEDS_SHARED("data/models")

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

const std::string ifc4_header =
    "ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\nFILE_NAME('','',(''),(''),'','','');\nFILE_SCHEMA(('IFC4'"
    "));\nENDSEC;\nDATA;\n";

/// A wall of 20 x 1 x 10 ft with an opening of 3 ft at x = 4.5 to 7.5 ft, cut 0.5 ft too deep on both sides, a door in
/// it that states no size and is contained in nothing, a slab, a space; on a site 1.64 and 16.4 million feet away.
const char* const house_in_feet = R"(#1=IFCPROJECT('p',$,'P',$,$,$,$,(#20),#10);
#10=IFCUNITASSIGNMENT((#11));
#11=IFCCONVERSIONBASEDUNIT(#12,.LENGTHUNIT.,'FOOT',#13);
#12=IFCDIMENSIONALEXPONENTS(1,0,0,0,0,0,0);
#13=IFCMEASUREWITHUNIT(IFCLENGTHMEASURE(0.3048),#14);
#14=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);
#20=IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-5,#21,$);
#21=IFCAXIS2PLACEMENT3D(#22,$,$);
#22=IFCCARTESIANPOINT((0.,0.,0.));
#30=IFCLOCALPLACEMENT($,#31);
#31=IFCAXIS2PLACEMENT3D(#32,$,$);
#32=IFCCARTESIANPOINT((1640000.,16400000.,0.));
#33=IFCSITE('s',$,'Site',$,$,#30,$,$,.ELEMENT.,$,$,$,$,$);
#34=IFCBUILDING('b',$,'B',$,$,#35,$,$,.ELEMENT.,$,$,$);
#35=IFCLOCALPLACEMENT(#30,#21);
#36=IFCBUILDINGSTOREY('u',$,'Upper',$,$,#37,$,$,.ELEMENT.,110.);
#37=IFCLOCALPLACEMENT(#35,#38);
#38=IFCAXIS2PLACEMENT3D(#39,$,$);
#39=IFCCARTESIANPOINT((0.,0.,10.));
#40=IFCWALL('w',$,'W',$,$,#41,#42,$,$);
#41=IFCLOCALPLACEMENT(#37,#21);
#42=IFCPRODUCTDEFINITIONSHAPE($,$,(#43));
#43=IFCSHAPEREPRESENTATION(#20,'Body','SweptSolid',(#44));
#44=IFCEXTRUDEDAREASOLID(#45,#21,#48,10.);
#45=IFCRECTANGLEPROFILEDEF(.AREA.,$,#46,20.,1.);
#46=IFCAXIS2PLACEMENT2D(#47,$);
#47=IFCCARTESIANPOINT((10.,0.5));
#48=IFCDIRECTION((0.,0.,1.));
#50=IFCOPENINGELEMENT('o',$,'O',$,$,#51,#52,$,.OPENING.);
#51=IFCLOCALPLACEMENT(#41,#21);
#52=IFCPRODUCTDEFINITIONSHAPE($,$,(#53));
#53=IFCSHAPEREPRESENTATION(#20,'Body','SweptSolid',(#54));
#54=IFCEXTRUDEDAREASOLID(#55,#21,#48,7.);
#55=IFCRECTANGLEPROFILEDEF(.AREA.,$,#56,3.,2.);
#56=IFCAXIS2PLACEMENT2D(#57,$);
#57=IFCCARTESIANPOINT((6.,0.5));
#60=IFCRELVOIDSELEMENT('v',$,$,$,#40,#50);
#70=IFCDOOR('d',$,'T\X2\00FC\X0\r',$,$,#71,$,$,$,$,$,$,$);
#71=IFCLOCALPLACEMENT(#51,#72);
#72=IFCAXIS2PLACEMENT3D(#73,$,$);
#73=IFCCARTESIANPOINT((4.5,0.,0.));
#80=IFCRELFILLSELEMENT('f',$,$,$,#50,#70);
#90=IFCSPACE('r',$,'101',$,$,#41,#92,'Lobby',.ELEMENT.,.INTERNAL.,$);
#92=IFCPRODUCTDEFINITIONSHAPE($,$,(#93));
#93=IFCSHAPEREPRESENTATION(#20,'Body','SweptSolid',(#94));
#94=IFCEXTRUDEDAREASOLID(#95,#21,#48,9.);
#95=IFCRECTANGLEPROFILEDEF(.AREA.,$,#96,20.,10.);
#96=IFCAXIS2PLACEMENT2D(#97,$);
#97=IFCCARTESIANPOINT((10.,6.));
#98=IFCSLAB('l',$,'S',$,$,#41,#92,$,.FLOOR.);
#100=IFCRELAGGREGATES('1',$,$,$,#1,(#33));
#101=IFCRELAGGREGATES('2',$,$,$,#33,(#34));
#102=IFCRELAGGREGATES('3',$,$,$,#34,(#36));
#103=IFCRELAGGREGATES('4',$,$,$,#36,(#90));
#104=IFCRELCONTAINEDINSPATIALSTRUCTURE('5',$,$,$,(#40,#98),#36);
ENDSEC;
END-ISO-10303-21;
)";

TEST_F(ImportIfc, FeetFarAwayAndADoorWithoutSize) {
  const double foot = 0.3048;
  const Model model = import("house.ifc", ifc4_header + house_in_feet);
  EXPECT_EQ(model.schema, "IFC4");
  EXPECT_NEAR(model.unit_m, foot, 1e-12);
  EXPECT_TRUE(warned(model, "recentred"));
  EXPECT_EQ(model.offset, Vec3(499900, 4998700, 0));  // 499 872 m and 4 998 720 m, to 100 m
  const Vec3 site(1.64e6 * foot, 1.64e7 * foot, 0);
  ASSERT_EQ(model.storeys.size(), 1U);
  EXPECT_NEAR(model.storeys[0].z, 10 * foot, 1e-9);  // where it stands, not its attribute Elevation
  ASSERT_EQ(model.doors.size(), 1U);
  const Door& door = model.doors[0];
  EXPECT_EQ(door.name, "Tür");
  EXPECT_TRUE(door.measured);
  EXPECT_NEAR(door.width, 3 * foot, 1e-4);
  EXPECT_NEAR(door.height, 7 * foot, 1e-4);
  EXPECT_NEAR((door.centre + model.offset - site - Vec3(6, 0.5, 10) * foot).norm(), 0, 2e-3);
  EXPECT_NEAR(std::abs(door.along.x()), 1, 1e-9);
  EXPECT_EQ(door.storey, 0);
  ASSERT_EQ(model.spaces.size(), 1U);
  EXPECT_EQ(model.spaces[0].name, "101");
  EXPECT_EQ(model.spaces[0].long_name, "Lobby");
  EXPECT_EQ(model.spaces[0].storey, 0);
  // Two level faces of 20 x 10 ft.
  EXPECT_NEAR(plan_area(model, Meaning::floor), 2 * 200 * foot * foot, 0.01);
}

// Some programs are started with SIGCHLD ignored; the converter is a child of the reader, a child of ours.
TEST_F(ImportIfc, IsReadWhereSigchldIsIgnored) {
  NEEDS_MODELS();
  options_.cache_folder.clear();
  const auto before = std::signal(SIGCHLD, SIG_IGN);
  EXPECT_EQ(import(models / "duplex.ifc").spaces.size(), 21U);
  std::signal(SIGCHLD, before);
}

TEST(ImportIfcConverter, IsThatOfTheProgramsOwnCheckout) {
  const test::TemporaryFolder root;
  const std::filesystem::path script = root.path() / "scene/import/ifc/convert.mjs";
  std::filesystem::create_directories(script.parent_path());
  const std::filesystem::path program = root.path() / "build/release/bin/muster";
  EXPECT_EQ(ifc_converter(program), MUSTER_SOURCE_DIR "/scene/import/ifc/convert.mjs");  // nothing there yet
  std::ofstream(script) << "// converter";
  EXPECT_EQ(ifc_converter(program), script);
}

TEST_F(ImportIfc, TruncatedOrEmptyBuildings) {
  EXPECT_NE(refusal("a.ifc", ifc4_header + "ENDSEC;\nEND-ISO-10303-21;\n").find("holds no geometry"),
            std::string::npos);
  NEEDS_MODELS();
  std::ifstream file(models / "duplex.ifc", std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(file), {}};
  EXPECT_NE(refusal("b.ifc", content.substr(0, content.size() / 2)).find("is truncated"), std::string::npos);
}

TEST_F(ImportIfc, MissingEntitiesAreToldAndMostOfThemRefused) {
  NEEDS_MODELS();
  std::ifstream file(models / "duplex.ifc", std::ios::binary);
  std::istringstream content(std::string{std::istreambuf_iterator<char>(file), {}});
  std::string half, nearly;
  int entity = 0;
  for (std::string line; std::getline(content, line);) {
    const bool data = line.starts_with("#");
    entity += data ? 1 : 0;
    if (!data || entity % 2 == 0) half += line + "\n";
    if (!data || !line.starts_with("#1000=")) nearly += line + "\n";
  }
  ASSERT_NE(nearly.size(), content.str().size());
  EXPECT_NE(refusal("half.ifc", half).find("parts are missing"), std::string::npos);
  const Model model = import("nearly.ifc", nearly);
  EXPECT_TRUE(std::any_of(model.warnings.begin(), model.warnings.end(), [](const Warning& w) {
    return w.text.find("refers to 1 entities that it does not hold (the first is #1000)") != std::string::npos;
  }));
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
