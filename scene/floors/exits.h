#pragma once
// Sixth stage of "floors": exits, the side that leads out, and the ground beyond on which people vanish.

#include "scene/floors/cells.h"

#include <vector>

namespace muster::scene::stage {

/// The author's exits: lines and heights. Appends what cannot be honoured to `mistakes`.
std::vector<Exit> make_exits(const Authored& authored, const std::vector<Portal>& portals, const Cells& cells,
                             std::vector<Mistake>& mistakes);

/// Where the author names none: every door with a space on one side and none on the other that leads onto terrain or,
/// where there is no terrain, on the lowest storey that has such doors.
std::vector<Exit> default_exits(const std::vector<Portal>& portals, const Cells& cells,
                                const std::vector<int32_t>& space);

/// Sets `a`, `b` and `outward`, so that `outward` points to the right of a->b. Out is the side without floor; else the
/// one whose floor, all exit lines being shut, holds less area of named spaces; else the one with less area; where both
/// sides are one floor, the side away from its middle.
void find_outward(const Cells& cells, const std::vector<int32_t>& space, std::vector<Exit>& exits);

/// Fills `line_cells` and `sink`: cells 2 m to 3.3 m beyond the line that can be walked to from it without coming back
/// and lie no nearer than 2 m to another exit.
void find_sinks(const Cells& cells, std::vector<Exit>& exits);

/// Ground beyond the exits that have no sink: 0.2 m of the exit's width, then a trapezoid 3.3 m deep opening by 45
/// degrees, where no other floor lies at that height. Adds the jambs of its first 0.2 m to `walls`.
std::vector<Extra> aprons(const Cells& cells, const std::vector<Exit>& exits, std::vector<Wall>& walls);

/// A straight passage of the exit's width, 3.3 m long with walls on either side, for exits that still have no sink
/// because something stands right outside; walls of the model within it are removed.
std::vector<Extra> stubs(const Cells& cells, const std::vector<Exit>& exits, std::vector<Wall>& walls);

/// Exits whose sink can be walked to from their inner side without crossing any exit's line.
std::vector<size_t> walked_round(const Cells& cells, const std::vector<Exit>& exits);

/// The exit's line as a wall that cuts every link across it.
Wall barrier(const Exit& exit);

}  // namespace muster::scene::stage
