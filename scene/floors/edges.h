#pragma once
// Ninth stage of "floors": walls along edges of the floor where no wall of the model stands: drops, low headroom.

#include "scene/floors.h"

#include <vector>

namespace muster::scene::stage {

/// Walls along the outline of the cells farther than 1.5 cells from an exact wall, simplified (Douglas and Peucker
/// 1973, doi 10.3138/FM57-6770-U75U-7727) to 0.75 cell, from the floor's height to 2 m above it.
std::vector<Wall> edge_walls(const Floors& floors);

}  // namespace muster::scene::stage
