#pragma once
// Squares of open floor, on each of which a march takes one step instead of sixteen.

#include "models/crowd/ground/ground.h"
#include "scene/floors.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace muster::crowd {

/// Adds the cells within `reach` [m] of those in `cells`, along the sides of joined cells.
void widen(std::vector<CellId>& cells, const scene::Floors& floors, double reach);

/// Tiles of 4 x 4 cells, aligned with the floors' grid: all joined, at unit cost, at least `clear` from walls and `far`
/// from singular cells, about which walking times are curved. Other cells belong to none.
class Tiles {
 public:
  static constexpr size_t side = 4, area = side * side;
  using Cells = std::array<CellId, area>;
  /// [m] from walls, whose ends ways turn round, and from doors, exits and links, from where they spread.
  static constexpr float clear = 0.5f;
  static constexpr double far = 2;

  /// `open`: bits of directions; `cost` of a metre; both by cell. `singular`: cells of lines and links.
  Tiles(const scene::Floors& floors, const Ground& ground, std::span<const uint8_t> open, std::span<const float> cost,
        std::vector<CellId> singular);

  size_t size() const { return cells_.size(); }
  /// Tile of a cell; -1: none.
  int32_t of(CellId cell) const { return tile_of_[static_cast<size_t>(cell)]; }
  /// Cell i + side * j lies in column i and row j from the corner at -x, -y.
  const Cells& cells(size_t tile) const { return cells_[tile]; }
  /// The tile on the side of direction `d`; -1: none.
  int32_t beside(size_t tile, size_t d) const { return beside_[tile][d]; }
  /// The cells of a tile along its side in direction `d`, as indices into `cells`.
  static constexpr size_t along(size_t d, size_t k) {
    return d == 0 ? side - 1 + side * k : d == 1 ? k + side * (side - 1) : d == 2 ? side * k : k;
  }

 private:
  std::vector<Cells> cells_;
  std::vector<std::array<int32_t, 4>> beside_;
  std::vector<int32_t> tile_of_;  // [cells]
};

}  // namespace muster::crowd
