#pragma once
// Keys of flash fires and explosions.

#include "sim/case/description.h"
#include "sim/case/strike_spec.h"

namespace muster::sim {

Table<FlashFireSpec> flash_fire_table();
Table<ExplosionSpec> explosion_table();

}  // namespace muster::sim
