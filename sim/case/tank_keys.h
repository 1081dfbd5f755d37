#pragma once
// The keys of `[[tank]]`.

#include "sim/case/description.h"
#include "sim/case/tank_spec.h"

namespace muster::sim {

Table<TankSpec> tank_table();

}  // namespace muster::sim
