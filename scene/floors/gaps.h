#pragma once
// Stairs that end a little before the floor they lead to: models of architecture and of structure seldom meet.

#include "scene/floors/cells.h"

#include <vector>

namespace muster::scene::stage {

/// Ground across gaps of at most 0.45 m in plan at the head and the foot of flights, in the direction of the flight and
/// between heights one step apart, where the two sides are not connected otherwise. Needs links.
std::vector<Extra> bridge_gaps(const FloorSettings& settings, const Cells& cells);

}  // namespace muster::scene::stage
