#pragma once
// A box in a model, for tests of what stands in the way.

#include "scene/model.h"

#include <array>
#include <cstdint>
#include <string>

namespace muster::test {

/// A closed box of 12 triangles, turned outwards.
inline void add_box(scene::Model& model, const std::string& name, const Vec3f& low, const Vec3f& high) {
  const auto element = static_cast<uint32_t>(model.elements.size());
  model.elements.emplace_back();
  model.elements.back().name = name, model.elements.back().meaning = scene::Meaning::wall;
  const auto first = static_cast<uint32_t>(model.vertices.size());
  for (int i = 0; i < 8; ++i)
    model.vertices.emplace_back((i & 1) != 0 ? high.x() : low.x(), (i & 2) != 0 ? high.y() : low.y(),
                                (i & 4) != 0 ? high.z() : low.z());
  const std::array<std::array<uint32_t, 4>, 6> sides = {
      {{0, 4, 6, 2}, {1, 3, 7, 5}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 2, 3, 1}, {4, 5, 7, 6}}};
  for (const auto& s : sides) {
    model.triangles.push_back({{first + s[0], first + s[1], first + s[2]}, element});
    model.triangles.push_back({{first + s[0], first + s[2], first + s[3]}, element});
  }
}

}  // namespace muster::test
