#pragma once
// Smoke that a case gives of its places, in results.h5: the group /air.

#include "sim/results/frame.h"
#include "sim/results/h5.h"

namespace muster::results {

/// Writes the group; nothing where there is none. Throws ResultsError.
void write_given_smoke(hid_t file, const GivenSmoke& smoke);

/// What write_given_smoke wrote, of floors of so many cells. Throws ResultsError where it makes no sense.
GivenSmoke read_given_smoke(hid_t file, size_t cells);

}  // namespace muster::results
