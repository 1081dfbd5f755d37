#pragma once
// What a case says of doors, exits, destinations and choices, as the crowd wants it: names become indices.

#include "models/crowd/crowd.h"
#include "scene/floors.h"
#include "sim/case/case.h"

namespace muster::sim {

/// Fills `gates` and `choices`. Throws InputError, all mistakes together: unknown names, with the nearest; havens
/// without a floor; heights needed and not given.
void add_ways(const Case& the_case, const scene::Floors& floors, crowd::CrowdSettings& settings);

}  // namespace muster::sim
