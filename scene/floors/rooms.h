#pragma once
// Which storey and which space a place to stand belongs to.

#include "scene/floors/voxels.h"

#include <vector>

namespace muster::scene::stage {

/// Index of the space whose volume holds the point 0.3 m above each cell, -1 none. By parity of the space's surface
/// above the cell's centre, so either winding does; of several the one whose bottom is nearest.
std::vector<int32_t> find_spaces(const Model& model, const Cells& cells);

/// Index of the highest storey at most 0.5 m above each cell, the lowest one for what lies deeper; -1 without storeys.
std::vector<int16_t> find_storeys(const std::vector<Storey>& storeys, const Cells& cells);

}  // namespace muster::scene::stage
