#pragma once
// Trajectories, fields and measurements as tables in text.

#include "base/error.h"
#include "sim/results/reader.h"

#include <filesystem>
#include <vector>

namespace muster::sim {

/// Writes one line a person and recorded time: frame (from 0), time [s], id, x, y, z [m], speed [m/s], state (its
/// name). Beside it, where the run has such: PATH-fields (a line a square), PATH-areas (a line a sample) and PATH-lines
/// (a line a crossing), before the extension. Returns the files. Throws ResultsError where it cannot be written.
std::vector<std::filesystem::path> export_csv(const results::ResultsReader& reader, const std::filesystem::path& path);

}  // namespace muster::sim
