#pragma once
// A temporary folder with files, and imports from it without the user's cache.

#include "scene/import/import.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

namespace muster::scene {

class ImportTest : public testing::Test {
 protected:
  ImportTest() { options_.cache_folder = ""; }

  std::filesystem::path write(const std::string& name, const std::string& content) const {
    return temporary_.write(name, content);
  }
  Model import(const std::filesystem::path& path) const {
    ModelSource source;
    source.file = path.string();
    return import_model(source, options_);
  }
  Model import(const std::string& name, const std::string& content) const { return import(write(name, content)); }

  /// The message with which an import is refused; "" where it is not.
  std::string refusal(const ModelSource& source) const {
    try {
      import_model(source, options_);
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }
  std::string refusal(const std::filesystem::path& path) const {
    ModelSource source;
    source.file = path.string();
    return refusal(source);
  }
  std::string refusal(const std::string& name, const std::string& content) const {
    return refusal(write(name, content));
  }

  const test::TemporaryFolder temporary_;
  const std::filesystem::path folder_ = temporary_.path();
  ImportOptions options_;
};

struct ModelBounds {
  Vec3f low = Vec3f::Constant(1e30F), high = Vec3f::Constant(-1e30F);
};

inline ModelBounds bounds_of(const Model& model) {
  ModelBounds bounds;
  for (const Vec3f& vertex : model.vertices) {
    bounds.low = bounds.low.cwiseMin(vertex);
    bounds.high = bounds.high.cwiseMax(vertex);
  }
  return bounds;
}

inline bool warned(const Model& model, const std::string& code) {
  return std::any_of(model.warnings.begin(), model.warnings.end(), [&](const Warning& w) { return w.code == code; });
}

/// Area in plan of the triangles of elements with a meaning [m2].
inline double plan_area(const Model& model, Meaning meaning) {
  double area = 0;
  for (const Triangle& t : model.triangles) {
    if (model.elements[t.element].meaning != meaning) continue;
    const Vec2 a = model.vertices[t.vertex[0]].head<2>().cast<double>(),
               b = model.vertices[t.vertex[1]].head<2>().cast<double>(),
               c = model.vertices[t.vertex[2]].head<2>().cast<double>();
    area += std::abs(cross(b - a, c - a)) / 2;
  }
  return area;
}

}  // namespace muster::scene
