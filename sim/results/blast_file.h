#pragma once
// Explosions on surfaces of the model in results.h5.

#include "sim/results/blast.h"
#include "sim/results/h5.h"

namespace muster::results {

/// Writes /explosions; nothing where there are none. The caller holds h5::Lock.
void write_blasts(hid_t file, const BlastTables& blasts);

}  // namespace muster::results
