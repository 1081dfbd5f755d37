#include "scene/floors/edges.h"

#include "scene/floors/cells.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace muster::scene::stage {

namespace {

constexpr float drop_height = 2.0F;  ///< [m] of an edge wall, above the body
constexpr float most_rise = 0.5F;    ///< [m] along one edge wall: on stairs they come in pieces

/// Side of a cell, the floor on its left.
struct Edge {
  int32_t i0, j0, i1, j1;  ///< corners of the grid
  float z;
  bool used = false;
};

int64_t corner(int32_t i, int32_t j) { return static_cast<int64_t>(i) << 32 | static_cast<uint32_t>(j); }

/// Cells near which a wall stands at body height.
std::vector<uint8_t> walled(const Floors& floors) {
  std::vector<uint8_t> near(floors.size(), 0);
  const double cell = floors.grid.cell, step = 0.5 * cell;
  for (const Wall& w : floors.walls) {
    const double length = (w.b - w.a).norm();
    if (length < 1e-9) continue;
    const Vec2 along = (w.b - w.a) / length, normal(-along.y(), along.x());
    const auto pieces = static_cast<int>(std::ceil(length / step));
    for (int k = -2; k <= pieces + 2; ++k) {
      for (int m = -4; m <= 4; ++m) {  // 2 cells to the centre, 1.5 to its edge
        const Vec2 at = w.a + along * (length * k / pieces) + normal * (m * step);
        const int32_t column = floors.grid.column(at.x(), at.y());
        if (column < 0) continue;
        for (uint32_t c = floors.column_begin[static_cast<size_t>(column)];
             c < floors.column_begin[static_cast<size_t>(column) + 1]; ++c) {
          if (w.z_high > floors.z[c] + body_low && w.z_low < floors.z[c] + body_high) near[c] = 1;
        }
      }
    }
  }
  return near;
}

std::vector<Edge> outline(const Floors& floors) {
  const std::vector<uint8_t> near = walled(floors);
  auto bare = [&](size_t c) {
    if (near[c] == 0) return true;
    // One cell of overlap with the exact walls closes the joint.
    return std::any_of(floors.neighbour[c].begin(), floors.neighbour[c].end(),
                       [&](CellId n) { return n != no_cell && near[static_cast<size_t>(n)] == 0; });
  };
  std::vector<Edge> edges;
  for (size_t c = 0; c < floors.size(); ++c) {
    const auto& n = floors.neighbour[c];
    if (std::none_of(n.begin(), n.end(), [](CellId x) { return x == no_cell; }) || !bare(c)) continue;
    const int32_t i = floors.column[c] % floors.grid.nx, j = floors.column[c] / floors.grid.nx;
    const float z = floors.z[c];
    if (n[0] == no_cell) edges.push_back({i + 1, j, i + 1, j + 1, z});
    if (n[1] == no_cell) edges.push_back({i + 1, j + 1, i, j + 1, z});
    if (n[2] == no_cell) edges.push_back({i, j + 1, i, j, z});
    if (n[3] == no_cell) edges.push_back({i, j, i + 1, j, z});
  }
  return edges;
}

struct Point {
  Vec2 at;
  float z;
};

/// Splits [from, to] of a chain where it bends or rises too much; appends walls.
void simplify(const std::vector<Point>& chain, size_t from, size_t to, double tolerance, std::vector<Wall>& out) {
  const Point &a = chain[from], &b = chain[to];
  const Vec2 d = b.at - a.at;
  const double length = d.norm();
  double worst = 0;
  size_t split = from;
  float low = a.z, high = a.z;
  for (size_t k = from; k <= to; ++k) {
    const Vec2 r = chain[k].at - a.at;
    const double off = length > 1e-9 ? std::abs(cross(d, r)) / length : r.norm();
    if (off > worst) {
      worst = off;
      split = k;
    }
    low = std::min(low, chain[k].z);
    high = std::max(high, chain[k].z);
  }
  if (worst <= tolerance && high - low > most_rise) split = (from + to) / 2;
  if ((worst > tolerance || high - low > most_rise) && to > from + 1 && split > from && split < to) {
    simplify(chain, from, split, tolerance, out);
    simplify(chain, split, to, tolerance, out);
  } else if (length > 1e-9) {
    out.push_back({a.at, b.at, low, high + drop_height});
  }
}

}  // namespace

std::vector<Wall> edge_walls(const Floors& floors) {
  std::vector<Edge> edges = outline(floors);
  std::unordered_map<int64_t, std::vector<uint32_t>> from;
  std::unordered_map<int64_t, std::vector<uint32_t>> into;
  for (uint32_t e = 0; e < edges.size(); ++e) {
    from[corner(edges[e].i0, edges[e].j0)].push_back(e);
    into[corner(edges[e].i1, edges[e].j1)].push_back(e);
  }
  // The next (or previous) unused edge at a corner at about the same height; a left turn keeps to the same outline.
  auto follow = [&](const std::unordered_map<int64_t, std::vector<uint32_t>>& at, int64_t key, float z) {
    const auto found = at.find(key);
    int64_t best = -1;
    float nearest = 0.4F;
    if (found == at.end()) return best;
    for (const uint32_t e : found->second) {
      if (edges[e].used || std::abs(edges[e].z - z) >= nearest) continue;
      nearest = std::abs(edges[e].z - z);
      best = e;
    }
    return best;
  };
  auto point = [&](int32_t i, int32_t j, float z) {
    return Point{Vec2(floors.grid.x0 + i * floors.grid.cell, floors.grid.y0 + j * floors.grid.cell), z};
  };
  std::vector<Wall> out;
  for (uint32_t start = 0; start < edges.size(); ++start) {
    if (edges[start].used) continue;
    // Back to where the chain begins, then forward over it.
    uint32_t first = start;
    std::vector<uint32_t> back;
    for (int64_t e = start; e >= 0; e = follow(into, corner(edges[first].i0, edges[first].j0), edges[first].z)) {
      first = static_cast<uint32_t>(e);
      edges[first].used = true;
      back.push_back(first);
    }
    std::vector<Point> chain;
    for (auto e = back.rbegin(); e != back.rend(); ++e) chain.push_back(point(edges[*e].i0, edges[*e].j0, edges[*e].z));
    const Edge* last = &edges[start];
    for (int64_t e = start; e >= 0; e = follow(from, corner(last->i1, last->j1), last->z)) {
      last = &edges[static_cast<size_t>(e)];
      edges[static_cast<size_t>(e)].used = true;
      chain.push_back(point(last->i1, last->j1, last->z));
    }
    simplify(chain, 0, chain.size() - 1, 0.75 * floors.grid.cell, out);
  }
  return out;
}

}  // namespace muster::scene::stage
