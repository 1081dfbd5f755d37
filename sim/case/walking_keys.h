#pragma once
// The keys of walking: the model and its constants.

#include "models/crowd/walking/settings.h"
#include "sim/case/description.h"

namespace muster::sim {

Table<crowd::WalkingSettings> walking_table();

}  // namespace muster::sim
