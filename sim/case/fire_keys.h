#pragma once
// Keys of fires and of the targets that they shine on.

#include "sim/case/description.h"
#include "sim/case/fire_spec.h"

namespace muster::sim {

Table<FireSpec> fire_table();
Table<TargetSpec> target_table();

/// `pool`, `tank`, ...: the words of the key `kind`.
const char* word_of(FireSpec::Kind kind);

}  // namespace muster::sim
