#pragma once
// Eighth stage of "floors": what kind of ground each cell is, heights of stairs smoothed to a slope.

#include "scene/floors/cells.h"

namespace muster::scene::stage {

/// Fills Floors::z, slope and surface of the cells. Where cells step up or down, heights become those of an even slope
/// (three running means over 0.3 m along the links; on a flight the line through the middles of the treads, half a
/// riser below the nosings), and `slope` the gradient of that, fitted over 0.6 m. Steps steeper than 20 degrees on
/// surfaces of no known class are stairs, smooth surfaces steeper than 3 degrees ramps.
void find_slopes(const Cells& cells, Floors& floors);

}  // namespace muster::scene::stage
