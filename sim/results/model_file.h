#pragma once
// The model that a run was made in, kept in results.h5 so that a replay needs no other file: /scene/model.

#include "scene/model.h"
#include "sim/results/h5.h"

namespace muster::results {

/// Writes the group /scene/model; elements that are not there to be seen (spaces, ignored ones) are left out. /scene
/// must exist. Throws ResultsError.
void write_model(hid_t file, const scene::Model& model);

/// What write_model wrote: vertices, triangles, and of each element name, meaning and storey. Empty where the file has
/// none. Throws ResultsError where an index points at nothing.
scene::Model read_model(hid_t file);

}  // namespace muster::results
