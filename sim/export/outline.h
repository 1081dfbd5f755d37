#pragma once
// The outline of a set of grid cells as simple polygons.

#include "base/vec.h"
#include "scene/floors.h"

#include <cstdint>
#include <string>
#include <vector>

namespace muster::sim {

/// Depth [m] to which corners that touch another corner of the outline are cut: rings must not touch.
inline constexpr double corner_cut = 0.001;

/// Cells of a grid in connected pieces.
struct Pieces {
  scene::Grid grid;
  std::vector<int32_t> piece;  ///< [nx*ny] number of the piece, -1 outside
  int32_t count = 0;

  /// Column of cell (i, j), which must lie in the grid.
  size_t column(int32_t i, int32_t j) const {
    return static_cast<size_t>(j) * static_cast<size_t>(grid.nx) + static_cast<size_t>(i);
  }
  bool has(int32_t i, int32_t j, int32_t number) const {
    return i >= 0 && j >= 0 && i < grid.nx && j < grid.ny && piece[column(i, j)] == number;
  }
};

/// Pieces of the columns marked non-zero in `marked` [nx*ny]; cells that share a side belong together.
Pieces pieces_of(const scene::Grid& grid, const std::vector<uint8_t>& marked);

/// Corners of one closed ring, the first not repeated; anticlockwise around the piece, clockwise around its holes.
using Ring = std::vector<Vec2>;

/// The rings of one piece: the outer one first, then holes. Corners lie on cell corners, except that a corner at which
/// two cells of the piece meet without sharing a side is drawn into its cell by `corner_cut` in x and y.
std::vector<Ring> outline(const Pieces& pieces, int32_t number);

/// "POLYGON ((x y, ...), ...)" in metres with six decimals, each ring closed.
std::string polygon_wkt(const std::vector<Ring>& rings);

}  // namespace muster::sim
