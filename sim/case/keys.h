#pragma once
// The description of the whole case file: the single source of its keys, types, units, ranges and defaults.

#include "sim/case/case.h"
#include "sim/case/description.h"

namespace muster::sim {

const Type<Case>& case_type();

}  // namespace muster::sim
