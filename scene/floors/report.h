#pragma once
// The floors in words, for `muster inspect` and `muster check`.

#include "scene/floors.h"

#include <string>

namespace muster::scene {

/// Lines of text: storeys with walkable area, spaces, doors with widths and how many are on the way, exits, links, and
/// what is not connected to an exit with the gap.
std::string describe(const Floors& floors);

}  // namespace muster::scene
