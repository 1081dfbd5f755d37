#pragma once
// Places on surfaces of the model in results.h5.

#include "sim/results/h5.h"
#include "sim/results/hazard.h"

#include <string>
#include <vector>

namespace muster::results {

/// Writes names and places into `group`. The caller holds h5::Lock.
void write_places(hid_t group, const std::vector<std::string>& surfaces, const std::vector<SurfacePlace>& places);
/// Reads them; `where` is the group's path for errors.
void read_places(hid_t group, const std::string& where, std::vector<std::string>& surfaces,
                 std::vector<SurfacePlace>& places);

}  // namespace muster::results
