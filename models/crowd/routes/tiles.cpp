#include "models/crowd/routes/tiles.h"

#include "models/crowd/routes/march.h"

#include <algorithm>
#include <cmath>

namespace muster::crowd {

namespace {

/// The square of cells whose corner at -x, -y is `corner`; false where some are missing or not joined.
bool gather(CellId corner, const scene::Floors& floors, Tiles::Cells& cells) {
  const auto beside = [&](CellId c, size_t d) { return floors.neighbour[static_cast<size_t>(c)][d]; };
  for (size_t j = 0; j < Tiles::side; ++j)
    for (size_t i = 0; i < Tiles::side; ++i) {
      const CellId left = i > 0 ? beside(cells[j * Tiles::side + i - 1], 0) : no_cell;
      const CellId below = j > 0 ? beside(cells[(j - 1) * Tiles::side + i], 1) : no_cell;
      const CellId cell = i > 0 ? left : j > 0 ? below : corner;
      if (cell == no_cell || (i > 0 && j > 0 && left != below)) return false;
      cells[j * Tiles::side + i] = cell;
    }
  return true;
}

}  // namespace

void widen(std::vector<CellId>& cells, const scene::Floors& floors, double reach) {
  std::vector<char> in(floors.size(), 0);
  std::erase_if(cells, [&](CellId c) { return std::exchange(in[static_cast<size_t>(c)], 1) != 0; });
  const auto rings = static_cast<int>(std::lround(reach / floors.grid.cell));
  size_t first = 0;
  for (int ring = 0; ring < rings; ++ring) {
    const size_t end = cells.size();
    for (; first < end; ++first)
      for (const CellId n : floors.neighbour[static_cast<size_t>(cells[first])])
        if (n != no_cell && std::exchange(in[static_cast<size_t>(n)], 1) == 0) cells.push_back(n);
  }
}

Tiles::Tiles(const scene::Floors& floors, const Ground& ground, std::span<const uint8_t> open,
             std::span<const float> cost, std::vector<CellId> singular)
    : tile_of_(floors.size(), -1) {
  widen(singular, floors, far);
  std::vector<char> bare(floors.size());
  for (size_t c = 0; c < bare.size(); ++c)
    bare[c] = open[c] == March::all_open && cost[c] == 1 && ground.clearance(static_cast<CellId>(c)) >= clear;
  for (const CellId c : singular) bare[static_cast<size_t>(c)] = 0;
  const auto nx = static_cast<int32_t>(floors.grid.nx), step = static_cast<int32_t>(side);
  Cells cells{};
  for (size_t c = 0; c < bare.size(); ++c) {
    if (bare[c] == 0 || floors.column[c] % nx % step != 0 || floors.column[c] / nx % step != 0) continue;
    if (!gather(static_cast<CellId>(c), floors, cells)) continue;
    if (!std::all_of(cells.begin(), cells.end(), [&](CellId k) { return bare[static_cast<size_t>(k)] != 0; })) continue;
    for (const CellId k : cells) tile_of_[static_cast<size_t>(k)] = static_cast<int32_t>(cells_.size());
    cells_.push_back(cells);
  }
  for (const Cells& tile : cells_) {
    beside_.emplace_back();
    for (size_t d = 0; d < 4; ++d) beside_.back()[d] = of(floors.neighbour[static_cast<size_t>(tile[along(d, 0)])][d]);
  }
}

}  // namespace muster::crowd
