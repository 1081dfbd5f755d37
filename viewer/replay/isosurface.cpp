#include "viewer/replay/isosurface.h"

#include <algorithm>
#include <cmath>

namespace muster::viewer {

namespace {

constexpr float nothing = 1e-7f;  // below 10^-6.35, the smallest volume fraction in a file

/// A corner of a tetrahedron.
struct Node {
  Corner at;
  float height;  // logarithm of the value above that of the level
};

Corner crossing(const Node& a, const Node& b) {
  const float part = a.height / (a.height - b.height);
  Corner p;
  for (size_t k = 0; k < 3; ++k) p[k] = a.at[k] + part * (b.at[k] - a.at[k]);
  return p;
}

void cut(const std::array<Node, 4>& corners, std::vector<Corner>& triangles) {
  std::array<const Node*, 4> in{}, out{};
  size_t ins = 0, outs = 0;
  for (const Node& node : corners)
    if (node.height >= 0)
      in[ins++] = &node;
    else
      out[outs++] = &node;
  const auto add = [&](const Corner& a, const Corner& b, const Corner& c) {
    triangles.insert(triangles.end(), {a, b, c});
  };
  if (ins == 1) add(crossing(*in[0], *out[0]), crossing(*in[0], *out[1]), crossing(*in[0], *out[2]));
  if (ins == 3) add(crossing(*in[0], *out[0]), crossing(*in[1], *out[0]), crossing(*in[2], *out[0]));
  if (ins == 2) {
    const Corner a = crossing(*in[0], *out[0]), b = crossing(*in[0], *out[1]), c = crossing(*in[1], *out[1]),
                 d = crossing(*in[1], *out[0]);
    add(a, b, c);
    add(a, c, d);
  }
}

}  // namespace

std::vector<Corner> isosurface(const results::VolumeGrid& grid, std::span<const float> values, double level) {
  std::vector<Corner> triangles;
  const size_t nx = grid.x.size(), ny = grid.y.size(), nz = grid.z.size();
  if (nx < 2 || ny < 2 || nz < 2 || values.size() != grid.size() || !(level > 0)) return triangles;
  const auto node = [&](size_t i, size_t j, size_t k) {
    const float value = std::max(values[(k * ny + j) * nx + i], nothing);
    return Node{{grid.x[i], grid.y[j], grid.z[k]}, std::log(value / static_cast<float>(level))};
  };
  // From the corner 0 to 7 (bits x, y, z) along the axes in each order.
  constexpr std::array<std::array<size_t, 4>, 6> tetrahedra = {
      {{0, 1, 3, 7}, {0, 1, 5, 7}, {0, 2, 3, 7}, {0, 2, 6, 7}, {0, 4, 5, 7}, {0, 4, 6, 7}}};
  for (size_t k = 0; k + 1 < nz; ++k)
    for (size_t j = 0; j + 1 < ny; ++j)
      for (size_t i = 0; i + 1 < nx; ++i) {
        std::array<Node, 8> box;
        size_t above = 0;
        for (size_t c = 0; c < 8; ++c) {
          box[c] = node(i + (c & 1), j + ((c >> 1) & 1), k + (c >> 2));
          above += box[c].height >= 0 ? 1 : 0;
        }
        if (above == 0 || above == 8) continue;
        for (const auto& t : tetrahedra) cut({box[t[0]], box[t[1]], box[t[2]], box[t[3]]}, triangles);
      }
  return triangles;
}

}  // namespace muster::viewer
