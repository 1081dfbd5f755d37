#include "scene/floors/cells.h"

#include "base/parallel.h"

#include <algorithm>
#include <cmath>

namespace muster::scene::stage {

namespace {

bool on_stair(Carry kind) { return kind == Carry::stair; }

/// Links along one axis: `k`-th grid line between centres, from `from` to `to` across the wall's extent.
void crossed_along(const Cells& cells, const Vec2& a, const Vec2& b, const Wall& wall, int axis,
                   std::vector<Step>& out) {
  // Lines of centres run along `axis`; their position lies on the other coordinate.
  const int other = 1 - axis;
  const Grid& g = cells.grid;
  const double origin[2] = {g.x0 + 0.5 * g.cell, g.y0 + 0.5 * g.cell};
  const int32_t n[2] = {g.nx, g.ny};
  const double u0 = (a[other] - origin[other]) / g.cell, u1 = (b[other] - origin[other]) / g.cell;
  const double low = std::max(std::ceil(std::min(u0, u1)), 0.0),
               high = std::min(std::ceil(std::max(u0, u1)), static_cast<double>(n[other]));
  for (auto line = static_cast<int32_t>(low); line < static_cast<int32_t>(high); ++line) {
    const double s = (line - u0) / (u1 - u0);
    const double at = (a[axis] + s * (b[axis] - a[axis]) - origin[axis]) / g.cell;
    if (!(at >= 0 && at < n[axis] - 1)) continue;
    const auto left = static_cast<int32_t>(at);
    const int32_t column = axis == 0 ? line * g.nx + left : left * g.nx + line;
    for (uint32_t c = cells.begin[static_cast<size_t>(column)]; c < cells.begin[static_cast<size_t>(column) + 1]; ++c) {
      const CellId next = cells.neighbour[c][static_cast<size_t>(axis)];
      if (next == no_cell) continue;
      const float z = std::max(cells.z[c], cells.z[static_cast<size_t>(next)]);
      if (wall.z_high > z + body_low && wall.z_low < z + body_high) {
        out.push_back({static_cast<CellId>(c), static_cast<int8_t>(axis)});
      }
    }
  }
}

}  // namespace

void link(const FloorSettings& settings, Cells& cells) {
  cells.neighbour.assign(cells.size(), {no_cell, no_cell, no_cell, no_cell});
  const Grid& g = cells.grid;
  // Each cell looks towards +x and +y; a second pass writes the way back, so pieces do not write to one another.
  parallel_for(cells.size(), 1 << 15, [&](size_t begin, size_t end) {
    for (size_t c = begin; c < end; ++c) {
      const int32_t column = cells.column[c];
      for (size_t d = 0; d < 2; ++d) {
        if (d == 0 ? column % g.nx == g.nx - 1 : column / g.nx == g.ny - 1) continue;
        const int32_t next = column + (d == 0 ? 1 : g.nx);
        const CellId n = cells.find(next, cells.z[c], settings.step + stair_extra);
        if (n == no_cell) continue;
        const bool stair = on_stair(cells.kind[c]) || on_stair(cells.kind[static_cast<size_t>(n)]);
        const double rise = std::abs(cells.z[c] - cells.z[static_cast<size_t>(n)]);
        if (rise <= settings.step + (stair ? stair_extra : 0) + 0.005) cells.neighbour[c][d] = n;
      }
    }
  });
  for (size_t c = 0; c < cells.size(); ++c) {
    for (size_t d = 0; d < 2; ++d) {
      const CellId n = cells.neighbour[c][d];
      if (n == no_cell) continue;
      CellId& back = cells.neighbour[static_cast<size_t>(n)][d + 2];
      if (back == no_cell) {
        back = static_cast<CellId>(c);
      } else {
        cells.neighbour[c][d] = no_cell;
      }
    }
  }
}

std::vector<Step> crossed(const Cells& cells, const Wall& wall, double lengthen) {
  std::vector<Step> out;
  const double length = (wall.b - wall.a).norm();
  if (length < 1e-9) return out;
  const Vec2 more = (wall.b - wall.a) * (lengthen / length);
  const Vec2 a = wall.a - more, b = wall.b + more;
  crossed_along(cells, a, b, wall, 0, out);
  crossed_along(cells, a, b, wall, 1, out);
  return out;
}

void cut(const std::vector<Step>& steps, Cells& cells) {
  for (const Step& s : steps) {
    CellId& there = cells.neighbour[static_cast<size_t>(s.from)][static_cast<size_t>(s.direction)];
    if (there == no_cell) continue;
    cells.neighbour[static_cast<size_t>(there)][static_cast<size_t>(s.direction) + 2] = no_cell;
    there = no_cell;
  }
}

void cut(const std::vector<Wall>& walls, Cells& cells) {
  for (const Wall& w : walls) cut(crossed(cells, w), cells);
}

Pieces find_pieces(const Cells& cells) {
  Pieces pieces;
  pieces.of.assign(cells.size(), -1);
  std::vector<CellId> front;
  for (size_t start = 0; start < cells.size(); ++start) {
    if (pieces.of[start] >= 0) continue;
    pieces.of[start] = pieces.count;
    front.assign(1, static_cast<CellId>(start));
    while (!front.empty()) {
      const auto c = static_cast<size_t>(front.back());
      front.pop_back();
      for (const CellId n : cells.neighbour[c]) {
        if (n == no_cell || pieces.of[static_cast<size_t>(n)] >= 0) continue;
        pieces.of[static_cast<size_t>(n)] = pieces.count;
        front.push_back(n);
      }
    }
    ++pieces.count;
  }
  return pieces;
}

}  // namespace muster::scene::stage
