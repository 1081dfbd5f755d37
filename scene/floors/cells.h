#pragma once
// Third stage of "floors": which places one can step to from which.

#include "scene/authored.h"
#include "scene/floors/voxels.h"

#include <utility>
#include <vector>

namespace muster::scene::stage {

/// Heights above a person's floor between which something is in the way [m]: higher than a sill or a skirting, lower
/// than a lintel. Shared with the people who touch the walls.
inline constexpr double body_low = 0.3, body_high = 1.7;

/// Risers of stairs may exceed the highest step by this [m].
inline constexpr double stair_extra = 0.1;

/// A link between two neighbouring cells.
struct Step {
  CellId from;
  int8_t direction;  ///< 0: +x, 1: +y; the other way is implied
};

/// Fills `neighbour`: the nearest height of the next column within a step (0.1 m more on stairs).
void link(const FloorSettings& settings, Cells& cells);

/// The links whose line from centre to centre a wall crosses at body height. Ends of walls are lengthened by `lengthen`
/// [m], so that no path slips through a joint that does not quite close.
std::vector<Step> crossed(const Cells& cells, const Wall& wall, double lengthen = 0.02);

/// Removes links.
void cut(const std::vector<Step>& steps, Cells& cells);

/// Removes every link that one of the walls crosses.
void cut(const std::vector<Wall>& walls, Cells& cells);

/// Label of the connected piece of each cell, 0-based in the order of the lowest cell id, and the number of pieces.
struct Pieces {
  std::vector<int32_t> of;
  int32_t count = 0;
};
Pieces find_pieces(const Cells& cells);

}  // namespace muster::scene::stage
