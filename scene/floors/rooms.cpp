#include "scene/floors/rooms.h"

#include "scene/floors/raster.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace muster::scene::stage {

namespace {

constexpr double above = 0.3;  ///< [m] a raw slab may lie this far below a room's volume

struct Crossing {
  int32_t column;
  float z;
};

}  // namespace

std::vector<int32_t> find_spaces(const Model& model, const Cells& cells) {
  std::vector<int32_t> space(cells.size(), -1);
  if (model.spaces.empty()) return space;
  std::vector<float> rise(cells.size(), 1e30F);
  std::unordered_map<uint32_t, size_t> space_of;
  for (size_t s = 0; s < model.spaces.size(); ++s) space_of[model.spaces[s].element] = s;
  std::vector<std::vector<Crossing>> crossings(model.spaces.size());
  for (const Triangle& t : model.triangles) {
    const auto found = space_of.find(t.element);
    if (found == space_of.end()) continue;
    auto& list = crossings[found->second];
    raster({model.vertices[t.vertex[0]], model.vertices[t.vertex[1]], model.vertices[t.vertex[2]]}, cells.grid.x0,
           cells.grid.y0, cells.grid.cell, [&](int32_t i, int32_t j, double z) {
             if (i < 0 || j < 0 || i >= cells.grid.nx || j >= cells.grid.ny) return;
             list.push_back({j * cells.grid.nx + i, static_cast<float>(z)});
           });
  }
  for (size_t s = 0; s < crossings.size(); ++s) {
    auto& list = crossings[s];
    std::sort(list.begin(), list.end(), [](const Crossing& a, const Crossing& b) {
      return a.column != b.column ? a.column < b.column : a.z < b.z;
    });
    for (size_t begin = 0; begin < list.size();) {
      size_t end = begin + 1;
      while (end < list.size() && list[end].column == list[begin].column) ++end;
      const auto column = static_cast<size_t>(list[begin].column);
      for (uint32_t c = cells.begin[column]; c < cells.begin[column + 1]; ++c) {
        const float height = cells.z[c] + static_cast<float>(above);
        for (size_t k = begin; k + 1 < end; k += 2) {
          // An odd number of crossings: the volume is open, its lowest and highest count.
          const float bottom = list[k].z, top = (end - begin) % 2 == 1 ? list[end - 1].z : list[k + 1].z;
          if (height < bottom || height > top || std::abs(cells.z[c] - bottom) >= rise[c]) continue;
          rise[c] = std::abs(cells.z[c] - bottom);
          space[c] = static_cast<int32_t>(s);
        }
      }
      begin = end;
    }
  }
  return space;
}

std::vector<int16_t> find_storeys(const std::vector<Storey>& storeys, const Cells& cells) {
  std::vector<int16_t> out(cells.size(), -1);
  for (size_t c = 0; c < cells.size() && !storeys.empty(); ++c) {
    size_t best = 0;
    for (size_t s = 0; s < storeys.size(); ++s) {
      if (storeys[s].z <= cells.z[c] + 0.5) best = s;
    }
    out[c] = static_cast<int16_t>(best);
  }
  return out;
}

}  // namespace muster::scene::stage
