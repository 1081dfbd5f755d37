#pragma once
// Where a body fits: which sides of a floor cell somebody can walk through between exact walls.

#include "models/crowd/ground.h"
#include "scene/floors.h"

#include <cstdint>
#include <vector>

namespace muster::crowd {

/// Bit d of an element [cells] is set where a body of `radius` [m] can walk from the cell to its neighbour in direction
/// d (+x, +y, -x, -y): they are joined, no wall stands between their centres, and some point of their common side lies
/// at least a radius from every wall. Doors and exits count as open. A gap narrower than a body that lies wholly within
/// one cell can be missed where the cell is larger than a body's radius.
std::vector<uint8_t> passable_sides(const scene::Floors& floors, const Ground& ground, float radius);

/// Cells from which an exit can be reached over `sides`, links included, when every door and exit is open.
std::vector<char> leads_out(const scene::Floors& floors, const std::vector<uint8_t>& sides);

}  // namespace muster::crowd
