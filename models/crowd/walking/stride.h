#pragma once
// The parts of a chunk's step that need no look at walls: unit vectors of the wishes, moves on open floor. All 16 lanes
// at once.

#include "models/crowd/ground/ground.h"
#include "models/crowd/routes/field.h"
#include "models/crowd/walking/kernel.h"
#include "models/crowd/walking/rows.h"

#include <cstdint>
#include <span>
#include <vector>

namespace muster::crowd {

/// Who walks slower than this counts as queueing [m/s].
inline constexpr float queueing_speed = 0.2f;

/// Bit l: what holds for lane l of a chunk.
using LaneBits = uint32_t;
inline constexpr LaneBits all_lanes = 0xffff;

/// Lanes of the 16 rows from `first` whose state is `state`.
LaneBits lanes_in(const Rows& rows, uint32_t first, State state);

/// What the cells under 16 people say. Lanes with nobody hold anything.
struct Underfoot {
  LaneBits walks = 0;  ///< of the lanes asked for, those whom the field tells a direction
  LaneBits plain = 0, near_wall = 0, stairs = 0;
};

/// Looks up `ways` (of one field, [cells]) for the lanes of `who`, and the flags of everybody's cell. Sets the wishes
/// of those that walk, and those of all others to 0.
Underfoot look_down(const Ground& ground, std::span<const Way> ways, const Rows& now, LaneBits who, Chunk& chunk);

/// Makes unit vectors of the wishes of `who` and sets their top speeds on the level.
void wish_together(const Rows& now, LaneBits who, Chunk& chunk);

/// Lanes of the 16 rows from `first` whose goal is `goal`.
LaneBits lanes_bound_for(const Rows& rows, uint32_t first, int32_t goal);

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
