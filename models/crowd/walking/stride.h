#pragma once
// The parts of a chunk's step that need no look at walls: unit vectors of the wishes, moves on open floor. All 16 lanes
// at once.

#include "models/crowd/ground/ground.h"
#include "models/crowd/walking/kernel.h"
#include "models/crowd/walking/rows.h"

#include <cstdint>
#include <vector>

namespace muster::crowd {

/// Positions after the step.
struct NextPositions {
  std::vector<float> x, y, z;
};

/// Who walks slower than this counts as queueing [m/s].
inline constexpr float queueing_speed = 0.2f;

/// Bit l: what holds for lane l of a chunk.
using LaneBits = uint32_t;
inline constexpr LaneBits all_lanes = 0xffff;

/// Lanes of the 16 rows from `first` whose state is `state`.
LaneBits lanes_in(const Rows& rows, uint32_t first, State state);

/// Makes unit vectors of the wishes of `who` and sets their top speeds on the level.
void wish_together(const Rows& now, LaneBits who, Chunk& chunk);

/// Somebody has moved on open floor by `di`, `dj` columns of cells in {-1, 0, 1}.
struct CellMove {
  uint32_t row;
  int8_t di, dj;
};

/// The way that each lane wants to go in this step.
struct alignas(64) Stride {
  float walking[lanes];        ///< [s] of the step during which it walks
  float dx[lanes], dy[lanes];  ///< [m]
};

/// Sets `stride.dx`, `dy` and the new headings, and moves those lanes of `plain` (they stand on plain cells) that get
/// no farther than the next cell. `present`: lanes with a person; `walkers`: those in State::walking, who may count as
/// queueing. Everybody else stays for now. Cells are left to be written from `cell_moves`. Returns the lanes that
/// remain to be moved one by one.
LaneBits stride_together(const Ground& ground, float step, LaneBits present, LaneBits walkers, LaneBits plain,
                         const Chunk& chunk, Rows& now, NextPositions& next, Stride& stride,
                         std::vector<CellMove>& cell_moves);

}  // namespace muster::crowd
