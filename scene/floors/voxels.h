#pragma once
// Second stage of "floors": voxels. Recast rasterises what carries and what limits headroom, tile by tile; what comes
// out is every place to stand, column by column.

#include "scene/floors.h"
#include "scene/floors/surfaces.h"

#include <cstdint>
#include <vector>

namespace muster::scene::stage {

/// Places to stand, column by column from the lowest up, and where one can step from each.
struct Cells {
  Grid grid;
  std::vector<uint32_t> begin;                   ///< [nx*ny + 1] first cell of each column
  std::vector<int32_t> column;                   ///< [cells]
  std::vector<float> z;                          ///< [cells, m]
  std::vector<Carry> kind;                       ///< [cells]
  std::vector<std::array<CellId, 4>> neighbour;  ///< [cells] towards +x, +y, -x, -y; filled by `link`
  size_t size() const { return z.size(); }
  Vec2 centre(CellId c) const { return grid.centre(column[static_cast<size_t>(c)]); }
  /// The cell of a column nearest in height within `reach`; no_cell where there is none.
  CellId find(int32_t column, double height, double reach) const;
  CellId find(const Vec2& at, double height, double reach) const {
    return find(grid.column(at.x(), at.y()), height, reach);
  }
};

/// One more place to stand.
struct Extra {
  int32_t column;
  float z;
  Carry kind;
};

/// Voxelises. No obstacle's side removes a cell: walls cut links instead (stage "walls"), so that cells reach up to
/// them. Throws InputError naming floors.cell_m where the plan has more than 400 million columns, and where nothing
/// carries.
Cells voxelise(const Surfaces& surfaces, const Authored& authored, const std::string& source);

/// The cells with more of them; those that fall within 0.1 m of a cell are left out. Links are dropped.
Cells insert(const Cells& cells, std::vector<Extra> extras);

}  // namespace muster::scene::stage
