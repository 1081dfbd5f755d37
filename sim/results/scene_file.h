#pragma once
// The walkable scene in results.h5: /scene.

#include "scene/floors.h"
#include "sim/results/h5.h"

namespace muster::results {

/// Writes the group /scene of a new file. Throws ResultsError.
void write_scene(hid_t file, const scene::Floors& floors);

/// What write_scene wrote, checked so that every index in it is valid; without its cells if they are not wanted. Throws
/// ResultsError.
scene::Floors read_scene(hid_t file, bool cells = true);

}  // namespace muster::results
