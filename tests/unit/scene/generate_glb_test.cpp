// The GLB writer, checked by reading its bytes back according to the glTF 2.0 specification.

#include "base/digest.h"
#include "scene/generate/glb.h"
#include "scene/generate/office.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace muster::scene {
namespace {

uint32_t word(const std::string& bytes, size_t at) {
  uint32_t value = 0;
  std::memcpy(&value, bytes.data() + at, 4);
  return value;
}

struct File {
  nlohmann::json json;
  std::string binary;
};

File read(const std::string& bytes) {
  File file;
  EXPECT_EQ(bytes.substr(0, 4), "glTF");
  EXPECT_EQ(word(bytes, 4), 2U);
  EXPECT_EQ(word(bytes, 8), bytes.size());
  const uint32_t json_size = word(bytes, 12);
  EXPECT_EQ(json_size % 4, 0U);
  EXPECT_EQ(bytes.substr(16, 4), "JSON");
  file.json = nlohmann::json::parse(bytes.substr(20, json_size));
  const uint32_t binary_size = word(bytes, 20 + json_size);
  EXPECT_EQ(binary_size % 4, 0U);
  EXPECT_EQ(word(bytes, 24 + json_size), 0x004E4942U);
  file.binary = bytes.substr(28 + json_size);
  EXPECT_EQ(file.binary.size(), binary_size);
  return file;
}

/// The positions and indices of a mesh, by way of its accessors and buffer views.
struct Mesh {
  std::vector<Vec3f> positions;
  std::vector<uint32_t> indices;
};

Mesh mesh_of(const File& file, size_t index) {
  const auto& primitive = file.json["meshes"].at(index)["primitives"].at(0);
  auto start_of = [&](const nlohmann::json& accessor) {
    return file.json["bufferViews"].at(accessor["bufferView"].get<size_t>())["byteOffset"].get<size_t>() +
           accessor["byteOffset"].get<size_t>();
  };
  Mesh mesh;
  const auto& positions = file.json["accessors"].at(primitive["attributes"]["POSITION"].get<size_t>());
  EXPECT_EQ(positions["componentType"], 5126);
  EXPECT_EQ(start_of(positions) % 4, 0U);
  mesh.positions.resize(positions["count"].get<size_t>());
  std::memcpy(mesh.positions.front().data(), file.binary.data() + start_of(positions),
              mesh.positions.size() * sizeof(Vec3f));

  const auto& indices = file.json["accessors"].at(primitive["indices"].get<size_t>());
  const size_t size = indices["componentType"] == 5123 ? 2 : 4;
  EXPECT_EQ(start_of(indices) % size, 0U);
  EXPECT_LE(start_of(indices) + indices["count"].get<size_t>() * size, file.binary.size());
  for (size_t i = 0; i < indices["count"].get<size_t>(); ++i) {
    uint32_t value = 0;
    std::memcpy(&value, file.binary.data() + start_of(indices) + i * size, size);
    mesh.indices.push_back(value);
  }
  // The bounds are required for positions, and exact.
  Vec3f low = mesh.positions.front(), high = low;
  for (const Vec3f& v : mesh.positions) {
    low = low.cwiseMin(v);
    high = high.cwiseMax(v);
  }
  for (size_t axis = 0; axis < 3; ++axis) {
    EXPECT_EQ(positions["min"][axis].get<float>(), low[static_cast<Eigen::Index>(axis)]);
    EXPECT_EQ(positions["max"][axis].get<float>(), high[static_cast<Eigen::Index>(axis)]);
  }
  return mesh;
}

OfficeParams small() {
  OfficeParams params;
  params.storeys = 3;
  params.length = 22;
  params.rooms_per_side = 4;
  return params;
}

TEST(Glb, ChunksAccessorsAndIndicesAreValid) {
  const Model model = office(small());
  const File file = read(glb_bytes(model));
  EXPECT_EQ(file.json["asset"]["version"], "2.0");
  EXPECT_EQ(file.json["buffers"].size(), 1U);
  EXPECT_EQ(file.json["buffers"][0]["byteLength"].get<size_t>(), file.binary.size());
  for (const auto& view : file.json["bufferViews"]) {
    EXPECT_LE(view["byteOffset"].get<size_t>() + view["byteLength"].get<size_t>(), file.binary.size());
    EXPECT_EQ(view["byteOffset"].get<size_t>() % 4, 0U);
  }
  size_t triangles = 0;
  for (size_t m = 0; m < file.json["meshes"].size(); ++m) {
    const Mesh mesh = mesh_of(file, m);
    EXPECT_EQ(mesh.indices.size() % 3, 0U);
    for (const uint32_t index : mesh.indices) ASSERT_LT(index, mesh.positions.size());
    triangles += mesh.indices.size() / 3;
    EXPECT_LT(file.json["meshes"][m]["primitives"][0]["material"].get<size_t>(), file.json["materials"].size());
  }
  EXPECT_EQ(triangles, model.triangles.size());
}

// Nodes and translations put every vertex back where the model has it.
TEST(Glb, HierarchySaysStoreyNameAndPlace) {
  const Model model = office(small());
  const File file = read(glb_bytes(model));
  std::map<std::string, const Element*> by_name;
  for (const Element& element : model.elements) by_name[element.name] = &element;
  std::map<std::string, std::array<Vec3, 2>> expected, found;
  auto add = [](auto& bounds, const std::string& name, const Vec3& v) {
    auto [entry, is_new] = bounds.try_emplace(name, std::array<Vec3, 2>{v, v});
    entry->second[0] = entry->second[0].cwiseMin(v);
    entry->second[1] = entry->second[1].cwiseMax(v);
  };
  for (const Triangle& t : model.triangles) {
    for (const uint32_t v : t.vertex) add(expected, model.elements[t.element].name, model.vertices[v].cast<double>());
  }

  ASSERT_EQ(file.json["scenes"].size(), 1U);
  ASSERT_EQ(file.json["scenes"][0]["nodes"].size(), 3U);
  size_t seen = 0;
  for (size_t s = 0; s < 3; ++s) {
    const auto& group = file.json["nodes"].at(file.json["scenes"][0]["nodes"][s].get<size_t>());
    EXPECT_EQ(group["name"], "storey: " + model.storeys[s].name);
    const double height = group["translation"][1].get<double>();
    EXPECT_NEAR(height, model.storeys[s].z, 1e-6);
    for (const auto& child : group["children"]) {
      const auto& node = file.json["nodes"].at(child.get<size_t>());
      const auto element = by_name.find(node["name"].get<std::string>());
      ASSERT_NE(element, by_name.end()) << node["name"];
      EXPECT_EQ(element->second->storey, static_cast<int32_t>(s));
      for (const Vec3f& v : mesh_of(file, node["mesh"].get<size_t>()).positions) {
        add(found, element->first, Vec3(v.x(), -v.z(), v.y() + height));  // y up to z up
      }
      ++seen;
    }
  }
  EXPECT_EQ(seen, model.elements.size());
  ASSERT_EQ(found.size(), expected.size());
  for (const auto& [name, bounds] : expected) {
    EXPECT_LT((bounds[0] - found[name][0]).cwiseAbs().maxCoeff(), 1e-5) << name;
    EXPECT_LT((bounds[1] - found[name][1]).cwiseAbs().maxCoeff(), 1e-5) << name;
  }
}

TEST(Glb, MaterialsSayTheMeaningAndRoomsAreNotDrawn) {
  const File file = read(glb_bytes(office(small())));
  std::set<std::string> names;
  for (const auto& material : file.json["materials"]) {
    const std::string name = material["name"];
    EXPECT_TRUE(names.insert(name).second);
    EXPECT_NE(std::find(meaning_names.begin(), meaning_names.end(), name), meaning_names.end());
    EXPECT_EQ(material.value("alphaMode", "OPAQUE"), name == "space" ? "MASK" : name == "window" ? "BLEND" : "OPAQUE");
  }
  EXPECT_TRUE(names.count("stair") && names.count("space") && names.count("door"));
}

// Elements with more than 65 534 vertices need wider indices.
TEST(Glb, LargeMeshesUseWideIndices) {
  Model model;
  model.elements.push_back({"", "terrain: Grid", "", Meaning::terrain, -1});
  constexpr uint32_t side = 300;
  for (uint32_t i = 0; i < side * side; ++i) {
    model.vertices.emplace_back(static_cast<float>(i % side), static_cast<float>(i / side), 0.0F);
  }
  for (uint32_t row = 0; row + 1 < side; ++row) {
    const uint32_t a = row * side;
    for (uint32_t k = 0; k + 1 < side; ++k) model.triangles.push_back({{a + k, a + k + 1, a + k + side}, 0});
  }
  model.triangles.push_back({{side * side - 1, side * side - 2, side * side - 1 - side}, 0});
  const File file = read(glb_bytes(model));
  EXPECT_EQ(file.json["scenes"][0]["nodes"].size(), 1U);  // no storey: the element stands at the top
  const Mesh mesh = mesh_of(file, 0);
  EXPECT_EQ(mesh.positions.size(), side * side);
  const Vec3f& last = mesh.positions[mesh.indices[mesh.indices.size() - 3]];
  EXPECT_EQ(last, Vec3f(299, 0, -299));
}

TEST(Glb, SameModelSameBytes) {
  const std::string first = glb_bytes(office(small()));
  EXPECT_EQ(sha256(first), sha256(glb_bytes(office(small()))));
  OfficeParams other = small();
  other.room_door = 1.0;
  EXPECT_NE(sha256(first), sha256(glb_bytes(office(other))));
}

// What the scenario ships is what the generator makes today.
TEST(Glb, ScenarioHoldsTheDefaultOffice) {
  const std::filesystem::path shipped = std::filesystem::path(MUSTER_SOURCE_DIR) / "scenarios/office/office.glb";
  EXPECT_EQ(sha256_of_file(shipped), sha256(glb_bytes(office())))
      << "make it again: ./muster generate office -o scenarios/office/office.glb";
}

TEST(Glb, WhereItCannotBeWrittenIsAnInputError) {
  EXPECT_THROW(write_glb(office(small()), "/nonexistent/folder/office.glb"), InputError);
}

}  // namespace
}  // namespace muster::scene
