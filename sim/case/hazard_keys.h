#pragma once
// Keys of hazards in the place: leaks, where and how often they are sampled, rooms that gas gets into slowly.

#include "sim/case/case.h"
#include "sim/case/description.h"

namespace muster::sim {

Table<LeakSpec> leak_table();
Table<HazardSettings> hazards_table();
Table<EnclosureSpec> enclosure_table();

}  // namespace muster::sim
