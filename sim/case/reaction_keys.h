#pragma once
// Keys of prescribed air, people's reactions to hazards, and detectors.

#include "sim/case/description.h"
#include "sim/case/reaction_spec.h"

namespace muster::sim {

Table<AirSpec> air_table();
Table<ReactionSettings> reactions_table();
Table<DetectorSpec> detector_table();

}  // namespace muster::sim
