#include "sim/export/outline.h"

#include "base/error.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace muster::sim {

namespace {

/// Sides of a cell in anticlockwise order, each walked with the cell on the left: bottom, right, top, left.
constexpr std::array<std::array<int32_t, 2>, 4> heading = {{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}};
/// The corner of the cell at which a side ends, counted in cells from the cell's lower left corner.
constexpr std::array<std::array<int32_t, 2>, 4> end_corner = {{{1, 0}, {1, 1}, {0, 1}, {0, 0}}};

/// A side of a cell.
struct Edge {
  int32_t i, j;
  size_t side;
  bool operator==(const Edge&) const = default;
};

/// Whether the cell beyond a side is missing from the piece.
bool is_border(const Pieces& pieces, int32_t number, const Edge& edge) {
  const auto& outward = heading[(edge.side + 3) % 4];
  return !pieces.has(edge.i + outward[0], edge.j + outward[1], number);
}

/// The border's next edge; adds a corner to `ring` where it turns.
Edge follow(const Pieces& pieces, int32_t number, const Edge& edge, Ring& ring) {
  const scene::Grid& grid = pieces.grid;
  const auto& ahead = heading[edge.side];
  const auto& right = heading[(edge.side + 3) % 4];
  const int32_t ai = edge.i + ahead[0], aj = edge.j + ahead[1];
  const bool has_ahead = pieces.has(ai, aj, number), has_diagonal = pieces.has(ai + right[0], aj + right[1], number);
  if (has_ahead && !has_diagonal) return {ai, aj, edge.side};

  const auto& end = end_corner[edge.side];
  Vec2 corner(grid.x0 + (edge.i + end[0]) * grid.cell, grid.y0 + (edge.j + end[1]) * grid.cell);
  if (has_ahead) {
    ring.push_back(corner);
    return {ai + right[0], aj + right[1], (edge.side + 3) % 4};
  }
  // Stay with this cell: one that only touches it at the corner has a border of its own there.
  if (has_diagonal) corner += corner_cut * Vec2(1 - 2 * end[0], 1 - 2 * end[1]);
  ring.push_back(corner);
  return {edge.i, edge.j, (edge.side + 1) % 4};
}

double signed_area(const Ring& ring) {
  double twice = 0;
  for (size_t k = 0; k < ring.size(); ++k) twice += cross(ring[k] - ring[0], ring[(k + 1) % ring.size()] - ring[0]);
  return twice / 2;
}

}  // namespace

Pieces pieces_of(const scene::Grid& grid, const std::vector<uint8_t>& marked) {
  MUSTER_CHECK(marked.size() == static_cast<size_t>(grid.nx) * static_cast<size_t>(grid.ny), "{}", marked.size());
  Pieces pieces{grid, std::vector<int32_t>(marked.size(), -1), 0};
  std::vector<int32_t> open;
  for (size_t start = 0; start < marked.size(); ++start) {
    if (marked[start] == 0 || pieces.piece[start] >= 0) continue;
    // Fill the piece from here.
    open = {static_cast<int32_t>(start)};
    pieces.piece[start] = pieces.count;
    while (!open.empty()) {
      const int32_t column = open.back(), i = column % grid.nx, j = column / grid.nx;
      open.pop_back();
      for (const auto& step : heading) {
        const int32_t ni = i + step[0], nj = j + step[1];
        if (ni < 0 || nj < 0 || ni >= grid.nx || nj >= grid.ny) continue;
        const auto next = pieces.column(ni, nj);
        if (marked[next] == 0 || pieces.piece[next] >= 0) continue;
        pieces.piece[next] = pieces.count;
        open.push_back(static_cast<int32_t>(next));
      }
    }
    ++pieces.count;
  }
  return pieces;
}

std::vector<Ring> outline(const Pieces& pieces, int32_t number) {
  std::vector<uint8_t> done(pieces.piece.size(), 0);  // a bit a side
  std::vector<Ring> rings;
  for (int32_t j = 0; j < pieces.grid.ny; ++j)
    for (int32_t i = 0; i < pieces.grid.nx; ++i) {
      if (!pieces.has(i, j, number)) continue;
      for (size_t side = 0; side < 4; ++side) {
        const Edge start{i, j, side};
        auto mark = [&](const Edge& edge) -> uint8_t& { return done[pieces.column(edge.i, edge.j)]; };
        if (((mark(start) >> side) & 1) != 0 || !is_border(pieces, number, start)) continue;
        Ring ring;
        Edge edge = start;
        do {
          mark(edge) = static_cast<uint8_t>(mark(edge) | 1 << edge.side);
          edge = follow(pieces, number, edge, ring);
        } while (edge != start);
        rings.push_back(std::move(ring));
      }
    }
  const auto outer = std::find_if(rings.begin(), rings.end(), [](const Ring& ring) { return signed_area(ring) > 0; });
  MUSTER_CHECK(outer != rings.end(), "piece {} of {} has no outline", number, pieces.count);
  std::iter_swap(rings.begin(), outer);
  return rings;
}

std::string polygon_wkt(const std::vector<Ring>& rings) {
  std::string text = "POLYGON (";
  for (size_t r = 0; r < rings.size(); ++r) {
    text += r == 0 ? "(" : ", (";
    for (size_t k = 0; k <= rings[r].size(); ++k) {
      const Vec2& corner = rings[r][k % rings[r].size()];
      fmt::format_to(std::back_inserter(text), "{}{:.6f} {:.6f}", k == 0 ? "" : ", ", corner.x(), corner.y());
    }
    text += ")";
  }
  return text + ")";
}

}  // namespace muster::sim
