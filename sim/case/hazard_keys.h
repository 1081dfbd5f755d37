#pragma once
// Keys of what hazards have in common: where and how often they are sampled, and rooms that gas gets into slowly.

#include "sim/case/case.h"
#include "sim/case/description.h"

namespace muster::sim {

Table<HazardSettings> hazards_table();
Table<EnclosureSpec> enclosure_table();

}  // namespace muster::sim
