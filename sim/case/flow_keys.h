#pragma once
// Keys of `[flow]`.

#include "sim/case/description.h"
#include "sim/case/flow_spec.h"

namespace muster::sim {

Table<FlowSpec> flow_table();

}  // namespace muster::sim
