// What cannot be honoured is refused with a reason.

#include "tests/unit/scene/import_support.h"

#include <fmt/format.h>

namespace muster::scene {
namespace {

class ImportRefusal : public ImportTest {
 protected:
  void expect_refusal(const std::string& message, const std::string& part) {
    EXPECT_NE(message.find(part), std::string::npos) << "message: \"" << message << "\"";
  }
};

std::string obj_triangle(const std::string& a, const std::string& b, const std::string& c) {
  return "o floor\nv " + a + "\nv " + b + "\nv " + c + "\nf 1 2 3\n";
}

TEST_F(ImportRefusal, WhatIsNoFile) {
  expect_refusal(refusal(folder_ / "none.glb"), "none.glb: does not exist");
  std::filesystem::create_directory(folder_ / "folder.obj");
  expect_refusal(refusal(folder_ / "folder.obj"), "is a directory");
  for (const char* name : {"a.glb", "a.ifc", "a.obj", "a.wkt", "a.stl"}) expect_refusal(refusal(name, ""), "is empty");
}

TEST_F(ImportRefusal, FormatsThatAreNotRead) {
  expect_refusal(refusal("a.xyz", "1 2 3"), "these are: IFC (.ifc), glTF (.glb)");
  expect_refusal(refusal("a", "1 2 3"), "has an extension that is not read");
  expect_refusal(refusal("a.ifczip", "PK"), "unpack it");
  expect_refusal(refusal("a.dwg", "AC1032"), "export IFC");
  expect_refusal(refusal("a.ifc", "PK\x03\x04zip"), "zip archive");
}

TEST_F(ImportRefusal, ContentThatIsNotWhatTheNameSays) {
  expect_refusal(refusal("a.glb", "this is a text"), "this is not a binary glTF file");
  expect_refusal(refusal("a.gltf", "this is a text"), "not a glTF file");
  expect_refusal(refusal("a.ifc", "this is a text"), "this is not an IFC file");
  expect_refusal(refusal("a.dae", "this is a text"), "not a COLLADA file");
  expect_refusal(refusal("a.fbx", "this is a text"), "not an FBX file");
  expect_refusal(refusal("a.ply", "this is a text"), "not a PLY file");
  expect_refusal(refusal("a.3ds", "this is a text"), "0x4D4D");
  expect_refusal(refusal("a.stl", "this is a text"), "STL");
  expect_refusal(refusal("a.wkt", "LINESTRING (0 0, 1 1)"), "does not begin with POLYGON");
  expect_refusal(refusal("a.obj", std::string("\0\1\2", 3)), "is not text");
  EXPECT_NE(refusal("b.gltf", "{\"asset\": {\"version\": \"2.0\"}, \"nodes\": [1, 2"), "");
  EXPECT_NE(refusal("b.dae", "<COLLADA><library>"), "");
}

TEST_F(ImportRefusal, TruncatedFiles) {
  expect_refusal(refusal("a.ifc", "ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\n#1=IFCWALL("),
                 "is truncated");
  expect_refusal(refusal("a.stl", "solid a\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\n"), "is truncated");
  std::string binary(84 + 50, '\0');
  binary[80] = 2;  // two facets promised, one there
  expect_refusal(refusal("b.stl", binary), "promises 184 bytes, it has 134");
}

TEST_F(ImportRefusal, IfcHeader) {
  const std::string end = "ENDSEC;\nDATA;\nENDSEC;\nEND-ISO-10303-21;\n";
  expect_refusal(refusal("a.ifc", "ISO-10303-21;\nHEADER;\n" + end), "states no schema");
  expect_refusal(refusal("a.ifc", "ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('AUTOMOTIVE_DESIGN'));\n" + end),
                 "AUTOMOTIVE_DESIGN");
  const std::string header = "ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC2X3'));\nENDSEC;\nDATA;\n";
  expect_refusal(refusal("b.ifc", header + "#1=IFCCARTESIANPOINT((0.,NAN,0.));\n" + end), "line 6");
  expect_refusal(refusal("c.ifc", header + "#1=IFCDIRECTION((-inf,0.));\n" + end), "NaN or infinity");
  // In a text the letters mean nothing.
  EXPECT_EQ(refusal("d.ifc", header + "#1=IFCLABEL('a (NAN, INF)');\n" + end).find("NaN"), std::string::npos);
}

TEST_F(ImportRefusal, NothingThere) {
  expect_refusal(refusal("a.obj", "v 0 0 0\nv 1 0 0\n"), "");
  EXPECT_NE(refusal("a.obj", "v 0 0 0\nv 1 0 0\n"), "");
  expect_refusal(refusal("b.obj", obj_triangle("0 0 0", "0 0 0", "1 0 0")), "has no triangles");
  expect_refusal(refusal("a.wkt", "POLYGON EMPTY"), "has no polygon");
  expect_refusal(refusal("b.wkt", "GEOMETRYCOLLECTION (POINT (1 1))"), "has no polygon");
}

TEST_F(ImportRefusal, CoordinatesThatCannotBe) {
  expect_refusal(refusal("a.obj", obj_triangle("nan 0 0", "1 0 0", "0 0 1")), "not a number or infinite");
  expect_refusal(refusal("b.obj", obj_triangle("inf 0 0", "1 0 0", "0 0 1")), "not a number or infinite");
  expect_refusal(refusal("c.obj", obj_triangle("1e9 0 0", "1000000100 0 0", "1e9 0 500")), "1e+09 m");
  expect_refusal(refusal("d.obj", obj_triangle("0 0 0", "30000 0 0", "0 0 1")), "at most 20000 m");
  expect_refusal(refusal("a.wkt", "POLYGON ((0 0, 1e9 0, 1e9 1e9, 0 0))"), "1e+09 m");
  expect_refusal(refusal("b.wkt", "POLYGON ((0 0, nan 0, 1 1, 0 0))"), "");
  EXPECT_NE(refusal("b.wkt", "POLYGON ((0 0, nan 0, 1 1, 0 0))"), "");
  // Millimetres read as metres: the message says what to do.
  expect_refusal(refusal("e.obj", obj_triangle("0 0 0", "50000 0 0", "0 0 50000")), "unit_m");
}

TEST_F(ImportRefusal, FarAwayModelsAreMovedAndSaySo) {
  const Model model =
      import("a.wkt", "POLYGON ((500000 5000000, 500010 5000000, 500010 5000008, 500000 5000008, 500000 5000000))");
  EXPECT_TRUE(warned(model, "recentred"));
  EXPECT_EQ(model.offset, Vec3(500000, 5000000, 0));
  EXPECT_FLOAT_EQ(bounds_of(model).high.x(), 10);
  EXPECT_FLOAT_EQ(bounds_of(model).high.y(), 8);
}

TEST_F(ImportRefusal, OverridesOutOfRange) {
  ModelSource source;
  source.file = write("a.obj", obj_triangle("0 0 0", "1 0 0", "0 0 1"));
  source.up = "w";
  expect_refusal(refusal(source), "must be \"x\", \"y\" or \"z\"");
  source.up.reset();
  source.unit_m = 0;
  expect_refusal(refusal(source), "must lie in");
}

TEST_F(ImportRefusal, NamesTheLineOfTheCase) {
  ModelSource source;
  source.file = (folder_ / "none.glb").string();
  source.origin = {"case.toml", 7, "model"};
  expect_refusal(refusal(source), fmt::format("case.toml:7: model.file = \"{}\": does not exist", source.file));
  ModelSource plan;
  plan.wkt = "POLYGON ((0 0, 1 0";
  plan.origin = {"case.toml", 3, "model"};
  expect_refusal(refusal(plan), "case.toml:3: model.wkt");
}

}  // namespace
}  // namespace muster::scene
