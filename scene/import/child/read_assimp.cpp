#include "base/digest.h"
#include "scene/import/child/readers.h"
#include "scene/import/exchange/meaning_of_name.h"
#include "scene/import/exchange/scene_file.h"
#include "scene/import/formats.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <regex>

#include <Eigen/Geometry>
#include <assimp/Importer.hpp>
#include <assimp/config.h>
#include <assimp/postprocess.h>
#include <assimp/scene.h>
#include <fmt/format.h>

namespace muster::scene {

namespace {

using Transform = Eigen::Matrix4d;

Transform transform_of(const aiMatrix4x4& m) {
  Transform t;
  for (unsigned row = 0; row < 4; ++row)
    for (unsigned column = 0; column < 4; ++column) t(row, column) = static_cast<double>(m[row][column]);
  return t;
}

/// Stands for a blank within an OBJ name, which Assimp would cut off there.
constexpr char blank = '\x1f';

/// Names that Assimp or an exporter made up.
bool made_up(const std::string& name) {
  static const std::regex pattern(
      R"((nodes?|3dsmesh|mesh|meshes|object|root|rootnode|scene|default|defaultobject|polymesh|untitled|geometry)?[ _\-.\[]*\d*\]?|<.*>|\$.*)",
      std::regex::icase);
  return std::regex_match(name, pattern);
}

std::string valid_name(const aiString& name) {
  std::string text = name.C_Str();
  std::replace(text.begin(), text.end(), blank, ' ');
  if (is_utf8(text)) return text;
  std::string converted;  // Latin-1, as older exporters write
  for (const char letter : text) {
    const auto c = static_cast<unsigned char>(letter);
    if (c < 0x80)
      converted += letter;
    else
      converted += {static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 0x3F))};
  }
  return converted;
}

/// What a node inherits from the nodes above it.
struct Above {
  Transform transform = Transform::Identity();
  int32_t element = -1;  ///< that of the nearest named node; -1 none yet
  bool meant = false;    ///< the element has its meaning by the convention `prefix: name`: all below belongs to it
  int32_t storey = -1;
};

class Flattener {
 public:
  Flattener(const aiScene& scene, const std::string& file, Draft& draft)
      : scene_(scene), file_(std::filesystem::path(file).filename().string()), draft_(draft) {}

  void visit(const aiNode& node, const Above& above, int depth = 0) {
    if (depth > 500) throw Refusal("has nodes nested deeper than 500 levels");
    Above here = above;
    here.transform = above.transform * transform_of(node.mTransformation);
    const std::string name = valid_name(node.mName);
    const bool named = !made_up(name) && name != file_;  // some readers call the root by the file
    if (const auto storey = storey_name(name)) {
      here.storey = static_cast<int32_t>(draft_.storeys.size());
      here.element = -1;
      draft_.storeys.push_back({*storey, here.transform.block<3, 1>(0, 3)});
    } else if (named && (prefixed_name(name) || !above.meant)) {
      here.element = new_element(name, here.storey);
      here.meant = prefixed_name(name).has_value();
    }
    for (unsigned k = 0; k < node.mNumMeshes; ++k) add_mesh(*scene_.mMeshes[node.mMeshes[k]], here);
    for (unsigned k = 0; k < node.mNumChildren; ++k) visit(*node.mChildren[k], here, depth + 1);
  }

 private:
  int32_t new_element(const std::string& name, int32_t storey) {
    draft_.elements.push_back({"", name, "", meaning_of_name(name), storey});
    return static_cast<int32_t>(draft_.elements.size() - 1);
  }

  /// The element that a mesh belongs to: its node's, else one of its own by its name.
  uint32_t element_of(const aiMesh& mesh, Above& here) {
    if (here.element >= 0) return static_cast<uint32_t>(here.element);
    const std::string mesh_name = valid_name(mesh.mName);
    if (!made_up(mesh_name)) return static_cast<uint32_t>(new_element(mesh_name, here.storey));
    here.element = new_element("", here.storey);
    return static_cast<uint32_t>(here.element);
  }

  void add_mesh(const aiMesh& mesh, Above& here) {
    if ((mesh.mPrimitiveTypes & aiPrimitiveType_TRIANGLE) == 0 || mesh.mNumFaces == 0) return;
    const uint32_t element = element_of(mesh, here);
    const size_t first = draft_.points.size();
    if (first + mesh.mNumVertices > UINT32_MAX / 2 || draft_.triangles.size() + mesh.mNumFaces > 2 * max_triangles)
      throw Refusal(fmt::format("has more than {} triangles", max_triangles));
    for (unsigned k = 0; k < mesh.mNumVertices; ++k) {
      const aiVector3D& p = mesh.mVertices[k];
      draft_.points.push_back((here.transform * Eigen::Vector4d(p.x, p.y, p.z, 1)).head<3>());
    }
    for (unsigned k = 0; k < mesh.mNumFaces; ++k) {
      const aiFace& face = mesh.mFaces[k];
      if (face.mNumIndices != 3) continue;  // points and lines
      Triangle triangle{{}, element};
      for (unsigned corner = 0; corner < 3; ++corner) {
        if (face.mIndices[corner] >= mesh.mNumVertices) throw Refusal("has a face with a corner that does not exist");
        triangle.vertex[corner] = static_cast<uint32_t>(first + face.mIndices[corner]);
      }
      draft_.triangles.push_back(triangle);
    }
  }

  const aiScene& scene_;
  std::string file_;
  Draft& draft_;
};

/// Group nodes have become elements too; those without triangles go.
void drop_unused_elements(Draft& draft) {
  std::vector<char> used(draft.elements.size(), 0);
  for (const Triangle& triangle : draft.triangles) used[triangle.element] = 1;
  std::vector<uint32_t> rank(draft.elements.size());
  std::vector<Element> kept;
  for (size_t k = 0; k < draft.elements.size(); ++k) {
    rank[k] = static_cast<uint32_t>(kept.size());
    if (used[k] != 0) kept.push_back(std::move(draft.elements[k]));
  }
  draft.elements = std::move(kept);
  for (Triangle& triangle : draft.triangles) triangle.element = rank[triangle.element];
}

/// An OBJ whose `o` and `g` lines carry their whole name.
std::string obj_with_whole_names(std::string content) {
  for (size_t at = 0; at < content.size();) {
    const size_t end = std::min(content.find('\n', at), content.size());
    if (end - at > 2 && (content[at] == 'o' || content[at] == 'g') && content[at + 1] == ' ') {
      size_t last = end;  // without blanks and a carriage return at the end
      while (last > at + 2 && std::isspace(static_cast<unsigned char>(content[last - 1])) != 0) --last;
      std::replace(content.begin() + static_cast<ptrdiff_t>(at) + 2, content.begin() + static_cast<ptrdiff_t>(last),
                   ' ', blank);
    }
    at = end + 1;
  }
  return content;
}

const aiScene& load(Assimp::Importer& importer, const std::string& file) {
  importer.SetPropertyBool(AI_CONFIG_IMPORT_FBX_PRESERVE_PIVOTS, false);
  importer.SetPropertyBool(AI_CONFIG_IMPORT_COLLADA_IGNORE_UP_DIRECTION,
                           true);  // settled here, so that it can be overridden
  importer.SetPropertyBool(AI_CONFIG_IMPORT_COLLADA_USE_COLLADA_NAMES, true);
  const aiScene* scene = nullptr;
  if (file.ends_with(".obj") || file.ends_with(".OBJ")) {
    const std::string content = obj_with_whole_names(read_file(file));
    scene = importer.ReadFileFromMemory(content.data(), content.size(), aiProcess_Triangulate, "obj");
  } else {
    scene = importer.ReadFile(file, aiProcess_Triangulate);
  }
  if (scene == nullptr) {
    const std::string why = importer.GetErrorString();
    if (why.starts_with("No suitable reader"))
      throw Refusal("cannot be read: its content is damaged or of another format");
    throw Refusal(fmt::format("cannot be read: {}", why));
  }
  if (scene->mRootNode == nullptr) throw Refusal("has no scene");
  return *scene;
}

/// COLLADA's first <asset>: unit and up axis; Assimp has applied the unit already.
void settle_collada(const ReadOrder& order, Draft& draft, double& applied) {
  const std::string content = read_file(order.file);
  const std::string head = content.substr(0, 65536);
  std::smatch found;
  applied = 1;
  if (std::regex_search(head, found, std::regex(R"(<unit\b[^>]*\bmeter\s*=\s*["']([^"']+)["'])"))) {
    applied = std::strtod(found[1].str().c_str(), nullptr);
    if (!(applied > 0) || !std::isfinite(applied)) throw Refusal(fmt::format("states a unit of {} m", found[1].str()));
  }
  if (std::regex_search(head, found, std::regex(R"(<up_axis>\s*([XYZ])_UP\s*</up_axis>)")))
    draft.up = static_cast<char>(std::tolower(found[1].str()[0]));
  draft.unit_m = applied;
}

/// FBX: metadata UpAxis (0, 1, 2) and UnitScaleFactor (centimetres per unit); Assimp applies neither.
void settle_fbx(const aiScene& scene, Draft& draft) {
  draft.unit_m = 0.01;
  if (scene.mMetaData == nullptr) return;
  int32_t axis = 1;
  if (scene.mMetaData->Get("UpAxis", axis) && axis >= 0 && axis <= 2) draft.up = "xyz"[axis];
  double centimetres = 1;
  float single = 1;
  if (!scene.mMetaData->Get("UnitScaleFactor", centimetres))
    if (scene.mMetaData->Get("UnitScaleFactor", single)) centimetres = static_cast<double>(single);
  if (!(centimetres > 0) || !std::isfinite(centimetres))
    throw Refusal(fmt::format("states a unit of {} cm", centimetres));
  draft.unit_m = centimetres * 0.01;
}

void warn_of_guesses(const ReadOrder& order, const Format& format, Draft& draft) {
  if (!order.up)
    draft.warnings.push_back({"up_axis_guessed",
                              fmt::format("{} files do not say which axis points up; {} was taken, because most level "
                                          "area lies across it or the format is mostly written so",
                                          format.name, draft.up),
                              "model.up"});
  if (!order.unit_m)
    draft.warnings.push_back({"unit_guessed",
                              fmt::format("{} files do not say their unit; metres were taken", format.name),
                              "model.unit_m"});
}

}  // namespace

Draft read_with_assimp(const ReadOrder& order) {
  const Format* format = format_of(order.file);
  if (format == nullptr) throw Refusal("is of no format that is read");
  Assimp::Importer importer;
  const aiScene& scene = load(importer, order.file);
  Draft draft;
  draft.format = format->name;
  draft.up = format->up;
  Flattener(scene, order.file, draft).visit(*scene.mRootNode, {});
  drop_unused_elements(draft);
  if (draft.format == "3DS")  // Assimp turns it from z up to y up; back to what the file says
    for (Vec3& point : draft.points) point = to_z_up(point, 'y');
  double applied = 1;  // the unit [m] that Assimp has already multiplied with
  if (draft.format == "COLLADA") settle_collada(order, draft, applied);
  if (draft.format == "FBX") settle_fbx(scene, draft);
  if (order.unit_m) draft.unit_m = *order.unit_m;
  if (order.up)
    draft.up = *order.up;
  else if (format->frame == Frame::guessed)
    draft.up = guess_up(draft, format->up);
  if (applied != 1) {
    for (Vec3& point : draft.points) point /= applied;
    for (DraftStorey& storey : draft.storeys) storey.origin /= applied;
  }
  if (format->frame == Frame::guessed) warn_of_guesses(order, *format, draft);
  return draft;
}

std::map<std::string, NamedMesh> read_glb_by_node(const std::string& file) {
  Assimp::Importer importer;
  const aiScene& scene = load(importer, file);
  std::map<std::string, NamedMesh> meshes;
  const aiNode& root = *scene.mRootNode;
  auto take = [&](const aiNode& node) {
    NamedMesh& named = meshes[node.mName.C_Str()];
    for (unsigned m = 0; m < node.mNumMeshes; ++m) {
      const aiMesh& mesh = *scene.mMeshes[node.mMeshes[m]];
      const auto first = static_cast<uint32_t>(named.points.size());
      for (unsigned k = 0; k < mesh.mNumVertices; ++k)
        named.points.emplace_back(mesh.mVertices[k].x, mesh.mVertices[k].y, mesh.mVertices[k].z);
      for (unsigned k = 0; k < mesh.mNumFaces; ++k) {
        const aiFace& face = mesh.mFaces[k];
        if (face.mNumIndices != 3) continue;
        named.triangles.push_back({first + face.mIndices[0], first + face.mIndices[1], first + face.mIndices[2]});
      }
    }
  };
  take(root);
  for (unsigned k = 0; k < root.mNumChildren; ++k) take(*root.mChildren[k]);
  return meshes;
}

}  // namespace muster::scene
