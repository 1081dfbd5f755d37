#pragma once
// Those who do not get on at the end of a run, by place and reason.

#include "models/crowd/crowd.h"
#include "scene/floors.h"
#include "sim/results/summary.h"

#include <vector>

namespace muster::sim {

/// Those stuck first, then the largest groups; one of each reason, space (or storey) and link.
std::vector<results::HeldGroup> held_groups(const crowd::Crowd& crowd, const scene::Floors& floors);

}  // namespace muster::sim
