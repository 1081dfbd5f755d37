// Tiny models of each format, written here as text, with sizes that can be checked by hand.

#include "tests/unit/scene/import_support.h"

#include <cstring>

#include <fmt/format.h>

namespace muster::scene {
namespace {

class ImportFormats : public ImportTest {};

void expect_bounds(const Model& model, const Vec3f& low, const Vec3f& high) {
  const ModelBounds bounds = bounds_of(model);
  EXPECT_LT((bounds.low - low).norm(), 1e-5F) << bounds.low.transpose();
  EXPECT_LT((bounds.high - high).norm(), 1e-5F) << bounds.high.transpose();
}

const Element* element_named(const Model& model, const std::string& name) {
  const auto found =
      std::find_if(model.elements.begin(), model.elements.end(), [&](const Element& e) { return e.name == name; });
  return found == model.elements.end() ? nullptr : &*found;
}

/// A floor of 10 m x 8 m and a wall 3 m high along its front, for each up axis of an OBJ.
const char* const obj_y_up = R"(o slab
v 0 0 0
v 10 0 0
v 10 0 -8
v 0 0 -8
f 1 2 3 4
o wall: Outer skin
v 0 0 0
v 10 0 0
v 10 3 0
v 0 3 0
f 5 6 7 8
)";
const char* const obj_z_up = R"(o slab
v 0 0 0
v 10 0 0
v 10 8 0
v 0 8 0
f 1 2 3 4
)";

TEST_F(ImportFormats, ObjYUp) {
  const Model model = import("a.obj", obj_y_up);
  EXPECT_EQ(model.format, "OBJ");
  EXPECT_EQ(model.up_axis, "y");
  EXPECT_EQ(model.triangles.size(), 4U);
  expect_bounds(model, {0, 0, 0}, {10, 8, 3});
  ASSERT_NE(element_named(model, "slab"), nullptr);
  EXPECT_EQ(element_named(model, "slab")->meaning, Meaning::floor);
  ASSERT_NE(element_named(model, "wall: Outer skin"), nullptr);
  EXPECT_EQ(element_named(model, "wall: Outer skin")->meaning, Meaning::wall);
  EXPECT_NEAR(plan_area(model, Meaning::floor), 80, 1e-4);
  EXPECT_TRUE(warned(model, "up_axis_guessed"));
  EXPECT_TRUE(warned(model, "unit_guessed"));
  EXPECT_EQ(model.sha256.size(), 64U);
}

TEST_F(ImportFormats, ObjZUpIsGuessedFromLevelArea) {
  const Model model = import("a.obj", obj_z_up);
  EXPECT_EQ(model.up_axis, "z");
  expect_bounds(model, {0, 0, 0}, {10, 8, 0});
}

TEST_F(ImportFormats, OverridesWin) {
  ModelSource source;
  source.file = write("a.obj", obj_z_up);
  source.up = "y";
  source.unit_m = 0.5;
  const Model model = import_model(source, options_);
  EXPECT_EQ(model.up_axis, "y");
  EXPECT_DOUBLE_EQ(model.unit_m, 0.5);
  expect_bounds(model, {0, 0, 0}, {5, 0, 4});
  EXPECT_FALSE(warned(model, "up_axis_guessed"));
  EXPECT_FALSE(warned(model, "unit_guessed"));
  source.up = "x";  // x of the file points up, -y to the right, z to the front
  expect_bounds(import_model(source, options_), {-4, 0, 0}, {0, 0, 5});
}

TEST_F(ImportFormats, StlPlyOffAc3d) {
  const Model stl = import("a.stl",
                           "solid ramp\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 4 0 0\nvertex 0 3 "
                           "1\nendloop\nendfacet\nendsolid ramp\n");
  EXPECT_EQ(stl.format, "STL");
  expect_bounds(stl, {0, 0, 0}, {4, 3, 1});
  EXPECT_NEAR(plan_area(stl, Meaning::ramp), 6, 1e-5);
  const Model ply =
      import("a.ply",
             "ply\nformat ascii 1.0\nelement vertex 4\nproperty float x\nproperty float y\nproperty float z\nelement "
             "face 1\nproperty list uchar int vertex_indices\nend_header\n0 0 2\n4 0 2\n4 3 2\n0 3 2\n4 0 1 2 3\n");
  EXPECT_EQ(ply.format, "PLY");
  EXPECT_EQ(ply.triangles.size(), 2U);
  expect_bounds(ply, {0, 0, 2}, {4, 3, 2});
  const Model off = import("a.off", "OFF\n4 1 0\n0 0 2\n4 0 2\n4 3 2\n0 3 2\n4 0 1 2 3\n");
  EXPECT_EQ(off.triangles.size(), 2U);
  expect_bounds(off, {0, 0, 2}, {4, 3, 2});
  const Model ac = import("a.ac",
                          "AC3Db\nMATERIAL \"m\" rgb 1 1 1 amb 1 1 1 emis 0 0 0 spec 0 0 0 shi 0 trans 0\nOBJECT "
                          "world\nkids 1\nOBJECT poly\nname \"slab\"\nnumvert 4\n0 0 0\n4 0 0\n4 0 -3\n0 0 -3\nnumsurf "
                          "1\nSURF 0x20\nmat 0\nrefs 4\n0 0 0\n1 0 0\n2 0 0\n3 0 0\nkids 0\n");
  EXPECT_NEAR(plan_area(ac, Meaning::floor), 12, 1e-5);
}

std::string dae(const char* unit, const char* up) {
  return fmt::format(R"(<?xml version="1.0"?>
<COLLADA xmlns="http://www.collada.org/2005/11/COLLADASchema" version="1.4.1"><asset>{}<up_axis>{}</up_axis></asset>
<library_geometries><geometry id="g" name="g"><mesh>
<source id="p"><float_array id="pa" count="12">0 0 0 100 0 0 100 200 0 0 200 0</float_array>
<technique_common><accessor source="#pa" count="4" stride="3"><param name="X" type="float"/><param name="Y" type="float"/><param name="Z" type="float"/></accessor></technique_common></source>
<vertices id="v"><input semantic="POSITION" source="#p"/></vertices>
<triangles count="2"><input semantic="VERTEX" source="#v" offset="0"/><p>0 1 2 0 2 3</p></triangles>
</mesh></geometry></library_geometries>
<library_visual_scenes><visual_scene id="s"><node id="n" name="Level slab"><translate>0 0 10</translate><instance_geometry url="#g"/></node></visual_scene></library_visual_scenes>
<scene><instance_visual_scene url="#s"/></scene></COLLADA>)",
                     unit, up);
}

TEST_F(ImportFormats, ColladaUnitAndUpAxis) {
  const Model inch = import("a.dae", dae(R"(<unit name="inch" meter="0.0254"/>)", "Z_UP"));
  EXPECT_EQ(inch.up_axis, "z");
  EXPECT_DOUBLE_EQ(inch.unit_m, 0.0254);
  expect_bounds(inch, {0, 0, 0.254F}, {2.54F, 5.08F, 0.254F});
  EXPECT_NEAR(plan_area(inch, Meaning::floor), 2.54 * 5.08, 1e-5);
  EXPECT_TRUE(inch.warnings.empty());
  const Model y_up = import("b.dae", dae("", "Y_UP"));
  EXPECT_DOUBLE_EQ(y_up.unit_m, 1);
  expect_bounds(y_up, {0, -10, 0}, {100, -10, 200});
  ModelSource misstated;
  misstated.file = folder_ / "b.dae";
  misstated.up = "z";
  misstated.unit_m = 0.01;
  expect_bounds(import_model(misstated, options_), {0, 0, 0.1F}, {1, 2, 0.1F});
}

/// ASCII FBX with a square of 100 x 200 units in the plane across z.
std::string fbx(int up, double centimetres) {
  return fmt::format(R"(; FBX 7.3.0 project file
FBXHeaderExtension:  {{
	FBXHeaderVersion: 1003
	FBXVersion: 7300
}}
GlobalSettings:  {{
	Version: 1000
	Properties70:  {{
		P: "UpAxis", "int", "Integer", "",{}
		P: "UpAxisSign", "int", "Integer", "",1
		P: "UnitScaleFactor", "double", "Number", "",{}
	}}
}}
Objects:  {{
	Geometry: 10, "Geometry::g", "Mesh" {{
		Vertices: *12 {{
			a: 0,0,0,100,0,0,100,200,0,0,200,0
		}}
		PolygonVertexIndex: *4 {{
			a: 0,1,2,-4
		}}
		GeometryVersion: 124
	}}
	Model: 20, "Model::floor: Deck", "Mesh" {{
		Version: 232
	}}
}}
Connections:  {{
	C: "OO",20,0
	C: "OO",10,20
}}
)",
                     up, centimetres);
}

TEST_F(ImportFormats, FbxUnitAndUpAxisFromItsSettings) {
  const Model inch = import("a.fbx", fbx(2, 2.54));
  EXPECT_EQ(inch.up_axis, "z");
  EXPECT_NEAR(inch.unit_m, 0.0254, 1e-9);
  expect_bounds(inch, {0, 0, 0}, {2.54F, 5.08F, 0});
  EXPECT_NEAR(plan_area(inch, Meaning::floor), 2.54 * 5.08, 1e-4);
  const Model y_up = import("b.fbx", fbx(1, 1));
  expect_bounds(y_up, {0, 0, 0}, {1, 0, 2});
}

std::string chunk(uint16_t id, const std::string& body) {
  std::string bytes(6, '\0');
  const auto size = static_cast<uint32_t>(6 + body.size());
  std::memcpy(bytes.data(), &id, 2);
  std::memcpy(bytes.data() + 2, &size, 4);
  return bytes + body;
}

template <class Number>
std::string raw(std::initializer_list<Number> numbers) {
  std::string bytes(numbers.size() * sizeof(Number), '\0');
  std::memcpy(bytes.data(), numbers.begin(), bytes.size());
  return bytes;
}

TEST_F(ImportFormats, ThreeDs) {
  const std::string points = raw<uint16_t>({4}) + raw<float>({0, 0, 1, 4, 0, 1, 4, 3, 1, 0, 3, 1});
  const std::string faces = raw<uint16_t>({2, 0, 1, 2, 7, 0, 2, 3, 7});
  const std::string mesh = chunk(0x4100, chunk(0x4110, points) + chunk(0x4120, faces));
  const std::string object = chunk(0x4000, std::string("slab") + '\0' + mesh);
  const Model model = import("a.3ds", chunk(0x4D4D, chunk(0x0002, raw<uint32_t>({3})) + chunk(0x3D3D, object)));
  EXPECT_EQ(model.format, "3DS");
  EXPECT_EQ(model.up_axis, "z");
  EXPECT_NEAR(plan_area(model, Meaning::unknown), 12, 1e-4);
  expect_bounds(model, {0, 0, 1}, {4, 3, 1});
}

std::string base64(const std::string& bytes) {
  const char* letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (size_t k = 0; k < bytes.size(); k += 3) {
    uint32_t word = 0;
    for (size_t b = 0; b < 3; ++b)
      word = word << 8 | (k + b < bytes.size() ? static_cast<unsigned char>(bytes[k + b]) : 0U);
    for (size_t c = 0; c < 4; ++c) text += k + c > bytes.size() ? '=' : letters[word >> (18 - 6 * c) & 63];
  }
  return text;
}

/// Unit squares, mesh 0 upright (x, y) and mesh 1 level (x, z), and nodes that place them.
std::string gltf_buffer() {
  return raw<float>({0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1}) +
         raw<uint32_t>({0, 1, 2, 0, 2, 3});
}

std::string gltf_json(const std::string& buffer) {
  return fmt::format(R"({{"asset":{{"version":"2.0"}},"scene":0,"scenes":[{{"nodes":[0,6]}}],"nodes":[
{{"name":"storey: First floor","translation":[0,3,0],"children":[1,2,3]}},
{{"name":"floor: Slab","mesh":1,"scale":[10,1,8]}},
{{"name":"door: Main entrance","translation":[2,0,0],"children":[4,5]}},
{{"name":"space: Office 1.03","mesh":1,"scale":[5,1,8]}},
{{"name":"leaf","mesh":0,"scale":[0.9,2.1,1]}},
{{"mesh":0,"scale":[0.9,2.1,1],"translation":[0,0,0.05]}},
{{"name":"desk","mesh":1,"translation":[1,0.7,-1]}}],
"meshes":[{{"primitives":[{{"attributes":{{"POSITION":0}},"indices":2}}]}},{{"primitives":[{{"attributes":{{"POSITION":1}},"indices":2}}]}}],
"accessors":[{{"bufferView":0,"componentType":5126,"count":4,"type":"VEC3","min":[0,0,0],"max":[1,1,0]}},
{{"bufferView":0,"byteOffset":48,"componentType":5126,"count":4,"type":"VEC3","min":[0,0,0],"max":[1,0,1]}},
{{"bufferView":1,"componentType":5125,"count":6,"type":"SCALAR"}}],
"bufferViews":[{{"buffer":0,"byteLength":96}},{{"buffer":0,"byteOffset":96,"byteLength":24}}],"buffers":[{{{}"byteLength":120}}]}})",
                     buffer);
}

void expect_gltf(const Model& model) {
  EXPECT_EQ(model.format, "glTF");
  EXPECT_TRUE(model.warnings.empty());
  ASSERT_EQ(model.storeys.size(), 1U);
  EXPECT_EQ(model.storeys[0].name, "First floor");
  EXPECT_NEAR(model.storeys[0].z, 3, 1e-6);
  ASSERT_EQ(model.elements.size(), 4U);  // the two parts of the door are one element
  ASSERT_EQ(model.doors.size(), 1U);
  const Door& door = model.doors[0];
  EXPECT_EQ(door.name, "Main entrance");
  EXPECT_NEAR(door.width, 0.9, 1e-5);
  EXPECT_NEAR(door.height, 2.1, 1e-5);
  EXPECT_NEAR((door.centre - Vec3(2.45, -0.025, 3)).norm(), 0, 1e-5);
  EXPECT_NEAR(std::abs(door.along.x()), 1, 1e-6);
  EXPECT_EQ(door.storey, 0);
  ASSERT_EQ(model.spaces.size(), 1U);
  EXPECT_EQ(model.spaces[0].name, "Office 1.03");
  EXPECT_EQ(model.spaces[0].storey, 0);
  EXPECT_NEAR(plan_area(model, Meaning::floor), 80, 1e-4);
  EXPECT_NEAR(plan_area(model, Meaning::furniture), 1, 1e-5);
  expect_bounds(model, {0, -8, 0.7F}, {10, 1, 5.1F});
}

TEST_F(ImportFormats, GltfWithStoreysDoorsAndSpaces) {
  expect_gltf(
      import("a.gltf", gltf_json("\"uri\":\"data:application/octet-stream;base64," + base64(gltf_buffer()) + "\",")));
  write("b.bin", gltf_buffer());
  expect_gltf(import("b.gltf", gltf_json("\"uri\":\"b.bin\",")));
}

std::string glb() {
  std::string json = gltf_json("");
  while (json.size() % 4 != 0) json += ' ';
  const std::string body = raw<uint32_t>({static_cast<uint32_t>(json.size())}) + "JSON" + json + raw<uint32_t>({120}) +
                           std::string("BIN\0", 4) + gltf_buffer();
  return "glTF" + raw<uint32_t>({2, static_cast<uint32_t>(12 + body.size())}) + body;
}

TEST_F(ImportFormats, Glb) {
  expect_gltf(import("a.glb", glb()));
  EXPECT_NE(refusal("b.glb", glb().substr(0, 900)).find("is truncated"), std::string::npos);
}

TEST_F(ImportFormats, RulesAndAuthoredStoreysAfterReading) {
  ModelSource source;
  source.file = write("a.glb", glb());
  source.rules = {{"floor: *", Meaning::ramp, {}}, {"space:*", Meaning::ignore, {}}};
  source.storeys = {{"Low", 0}, {"High", 2.9}};
  const Model model = import_model(source, options_);
  EXPECT_NEAR(plan_area(model, Meaning::ramp), 80, 1e-4);
  EXPECT_TRUE(model.spaces.empty());
  ASSERT_EQ(model.storeys.size(), 2U);
  EXPECT_EQ(model.doors.at(0).storey, 1);
  EXPECT_EQ(element_named(model, "desk")->storey, 0);
}

}  // namespace
}  // namespace muster::scene
