#include "scene/generate/glb.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <map>

#include <nlohmann/json.hpp>

namespace muster::scene {

namespace {

// Numbers as float, so that they are written with as few digits as a float needs and accessor bounds match the data.
using Json = nlohmann::basic_json<std::map, std::vector, std::string, bool, int64_t, uint64_t, float>;

// Values that the glTF 2.0 specification gives.
constexpr uint32_t magic = 0x46546C67, container_version = 2, chunk_json = 0x4E4F534A, chunk_binary = 0x004E4942;
constexpr int unsigned_short = 5123, unsigned_int = 5125, component_float = 5126;
constexpr int array_buffer = 34962, element_array_buffer = 34963;

/// Colour and opacity of a meaning, linear RGB; 0 opacity is not drawn at all.
std::array<float, 4> colour(Meaning meaning) {
  switch (meaning) {
    case Meaning::floor:
      return {0.62F, 0.60F, 0.56F, 1};
    case Meaning::stair:
      return {0.80F, 0.55F, 0.25F, 1};
    case Meaning::ramp:
      return {0.75F, 0.60F, 0.35F, 1};
    case Meaning::wall:
      return {0.86F, 0.85F, 0.82F, 1};
    case Meaning::door:
      return {0.25F, 0.42F, 0.30F, 1};
    case Meaning::window:
      return {0.45F, 0.65F, 0.80F, 0.35F};
    case Meaning::railing:
      return {0.30F, 0.32F, 0.35F, 1};
    case Meaning::furniture:
      return {0.55F, 0.38F, 0.22F, 1};
    case Meaning::ceiling:
      return {0.90F, 0.90F, 0.90F, 1};
    case Meaning::roof:
      return {0.50F, 0.52F, 0.54F, 1};
    case Meaning::terrain:
      return {0.33F, 0.45F, 0.25F, 1};
    case Meaning::space:
    case Meaning::ignore:
      return {1, 1, 1, 0};
    case Meaning::unknown:
      break;
  }
  return {0.70F, 0.70F, 0.70F, 1};
}

Json material(Meaning meaning) {
  const auto [r, g, b, opacity] = colour(meaning);
  Json json = {{"name", meaning_names[static_cast<size_t>(meaning)]},
               {"pbrMetallicRoughness",
                {{"baseColorFactor", {r, g, b, opacity}}, {"metallicFactor", 0}, {"roughnessFactor", 0.9F}}}};
  // Volumes of rooms are there to be read, not seen: a cut-off hides them in every viewer.
  if (opacity == 0)
    json["alphaMode"] = "MASK";
  else if (opacity < 1)
    json["alphaMode"] = "BLEND";
  return json;
}

/// glTF is y up: (x, y, z) here is (x, z, -y) there.
Vec3f y_up(const Vec3f& v) { return {v.x(), v.z(), -v.y()}; }

/// Triangles of an element with vertices of its own, relative to its storey's height.
struct Mesh {
  std::vector<Vec3f> vertices;
  std::vector<uint32_t> indices;
};

std::vector<Mesh> split_by_element(const Model& model) {
  std::vector<Mesh> meshes(model.elements.size());
  std::vector<std::map<uint32_t, uint32_t>> known(model.elements.size());
  for (const Triangle& triangle : model.triangles) {
    Mesh& mesh = meshes.at(triangle.element);
    const int32_t storey = model.elements[triangle.element].storey;
    const double base = storey < 0 ? 0 : model.storeys.at(static_cast<size_t>(storey)).z;
    for (const uint32_t vertex : triangle.vertex) {
      const auto [entry, is_new] =
          known[triangle.element].try_emplace(vertex, static_cast<uint32_t>(mesh.vertices.size()));
      if (is_new) {
        Vec3f at = model.vertices.at(vertex);
        at.z() = static_cast<float>(static_cast<double>(at.z()) - base);
        // Negative zero would be another bit pattern of the same place.
        mesh.vertices.push_back(y_up(at) + Vec3f::Zero());
      }
      mesh.indices.push_back(entry->second);
    }
  }
  return meshes;
}

template <class Value>
void append(std::string& bytes, Value value) {
  static_assert(std::is_trivially_copyable_v<Value>);
  char raw[sizeof value];
  std::memcpy(raw, &value, sizeof value);  // little-endian, as are all the machines that this is built for
  bytes.append(raw, sizeof value);
}

void pad(std::string& bytes, char with) {
  while (bytes.size() % 4 != 0) bytes.push_back(with);
}

/// Collects the parts of a file: one buffer view of positions, one of indices, an accessor pair a mesh.
class Writer {
 public:
  explicit Writer(const Model& model) : model_(model), meshes_(split_by_element(model)) {}

  std::string bytes() {
    add_nodes();
    std::string binary = positions_ + indices_;
    pad(binary, '\0');
    root_["asset"] = {{"version", "2.0"}, {"generator", "muster"}};
    root_["scene"] = 0;
    root_["buffers"] = {{{"byteLength", binary.size()}}};
    root_["bufferViews"] = {{{"buffer", 0},
                             {"byteOffset", 0},
                             {"byteLength", positions_.size()},
                             {"byteStride", 12},
                             {"target", array_buffer}},
                            {{"buffer", 0},
                             {"byteOffset", positions_.size()},
                             {"byteLength", indices_.size()},
                             {"target", element_array_buffer}}};
    std::string json = root_.dump();
    pad(json, ' ');

    std::string file;
    append(file, magic);
    append(file, container_version);
    append(file, static_cast<uint32_t>(12 + 8 + json.size() + 8 + binary.size()));
    append(file, static_cast<uint32_t>(json.size()));
    append(file, chunk_json);
    file += json;
    append(file, static_cast<uint32_t>(binary.size()));
    append(file, chunk_binary);
    return file + binary;
  }

 private:
  void add_nodes() {
    std::vector<Json> children(model_.storeys.size(), Json::array());
    Json top = Json::array(), nodes = Json::array();
    for (size_t e = 0; e < meshes_.size(); ++e) {
      if (meshes_[e].indices.empty()) continue;
      const Element& element = model_.elements[e];
      (element.storey < 0 ? top : children[static_cast<size_t>(element.storey)]).push_back(nodes.size());
      nodes.push_back({{"name", element.name}, {"mesh", add_mesh(meshes_[e], element)}});
    }
    for (size_t s = 0; s < model_.storeys.size(); ++s) {
      top.push_back(nodes.size());
      Json group = {{"name", "storey: " + model_.storeys[s].name}};
      group["translation"] = {0, static_cast<float>(model_.storeys[s].z), 0};
      if (!children[s].empty()) group["children"] = children[s];
      nodes.push_back(group);
    }
    root_["nodes"] = nodes;
    root_["scenes"] = {{{"nodes", top}}};
  }

  size_t add_mesh(const Mesh& mesh, const Element& element) {
    Vec3f low = mesh.vertices.front(), high = low;
    const size_t position_offset = positions_.size();
    for (const Vec3f& v : mesh.vertices) {
      low = low.cwiseMin(v);
      high = high.cwiseMax(v);
      for (int axis = 0; axis < 3; ++axis) append(positions_, v[axis]);
    }
    pad(indices_, '\0');
    const size_t index_offset = indices_.size();
    const bool is_short = mesh.vertices.size() < 65535;  // 65535 itself would restart a primitive
    for (const uint32_t index : mesh.indices) {
      if (is_short)
        append(indices_, static_cast<uint16_t>(index));
      else
        append(indices_, index);
    }
    Json& accessors = root_["accessors"];
    accessors.push_back({{"bufferView", 0},
                         {"byteOffset", position_offset},
                         {"componentType", component_float},
                         {"type", "VEC3"},
                         {"count", mesh.vertices.size()},
                         {"min", {low.x(), low.y(), low.z()}},
                         {"max", {high.x(), high.y(), high.z()}}});
    accessors.push_back({{"bufferView", 1},
                         {"byteOffset", index_offset},
                         {"componentType", is_short ? unsigned_short : unsigned_int},
                         {"type", "SCALAR"},
                         {"count", mesh.indices.size()}});
    Json primitive = {{"attributes", {{"POSITION", accessors.size() - 2}}}, {"indices", accessors.size() - 1}};
    primitive["material"] = material_of(element.meaning);
    Json& meshes = root_["meshes"];
    meshes.push_back({{"primitives", Json::array({primitive})}});
    return meshes.size() - 1;
  }

  size_t material_of(Meaning meaning) {
    Json& materials = root_["materials"];
    const auto [entry, is_new] = material_.try_emplace(meaning, materials.size());
    if (is_new) materials.push_back(material(meaning));
    return entry->second;
  }

  const Model& model_;
  std::vector<Mesh> meshes_;
  std::map<Meaning, size_t> material_;
  std::string positions_, indices_;
  Json root_;
};

}  // namespace

std::string glb_bytes(const Model& model) {
  MUSTER_CHECK(!model.triangles.empty(), "a model without triangles has no file");
  return Writer(model).bytes();
}

void write_glb(const Model& model, const std::filesystem::path& path) {
  const std::string bytes = glb_bytes(model);
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) throw InputError(Mistake{path.string(), 0, "", "", "cannot be written"});
}

}  // namespace muster::scene
