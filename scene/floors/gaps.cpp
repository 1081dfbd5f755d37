#include "scene/floors/gaps.h"

#include <cmath>

namespace muster::scene::stage {

namespace {

constexpr double widest = 0.45;  ///< [m] gaps seen at heads and feet of stairs in real models: 0.15 to 0.45 m
constexpr double run = 0.4;      ///< [m] over which a flight shows
constexpr float rise = 0.12F;    ///< [m] that it climbs at least within its run: 17 degrees

/// Whether the cells behind `c`, against direction `d`, climb or fall like a flight.
bool ends_flight(const Cells& cells, CellId c, size_t d) {
  CellId back = c;
  const int steps = static_cast<int>(std::ceil(run / cells.grid.cell));
  for (int k = 0; k < steps; ++k) {
    back = cells.neighbour[static_cast<size_t>(back)][(d + 2) % 4];
    if (back == no_cell) return false;
  }
  return std::abs(cells.z[static_cast<size_t>(c)] - cells.z[static_cast<size_t>(back)]) >= rise;
}

}  // namespace

std::vector<Extra> bridge_gaps(const FloorSettings& settings, const Cells& cells) {
  const Pieces pieces = find_pieces(cells);
  const Grid& g = cells.grid;
  const int reach = static_cast<int>(std::ceil(widest / g.cell)) + 1;
  const std::array<std::array<int32_t, 2>, 4> towards = {{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}};
  std::vector<Extra> out;
  for (size_t c = 0; c < cells.size(); ++c) {
    const int32_t i = cells.column[c] % g.nx, j = cells.column[c] / g.nx;
    for (size_t d = 0; d < 4; ++d) {
      if (cells.neighbour[c][d] != no_cell || !ends_flight(cells, static_cast<CellId>(c), d)) continue;
      for (int k = 1; k <= reach; ++k) {
        const int32_t u = i + k * towards[d][0], v = j + k * towards[d][1];
        if (u < 0 || v < 0 || u >= g.nx || v >= g.ny) break;
        const CellId there = cells.find(v * g.nx + u, cells.z[c], settings.step + stair_extra);
        if (there == no_cell) continue;
        if (k == 1 || pieces.of[static_cast<size_t>(there)] == pieces.of[c]) break;
        for (int m = 1; m < k; ++m) {
          const float part = static_cast<float>(m) / static_cast<float>(k);
          out.push_back({(j + m * towards[d][1]) * g.nx + i + m * towards[d][0],
                         cells.z[c] + part * (cells.z[static_cast<size_t>(there)] - cells.z[c]), Carry::stair});
        }
        break;
      }
    }
  }
  return out;
}

}  // namespace muster::scene::stage
