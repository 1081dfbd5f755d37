#pragma once
// People as particles for Smokeview and what else reads the particle files of FDS.

#include "sim/results/reader.h"

#include <filesystem>
#include <vector>

namespace muster::sim {

/// Writes PATH (.prt5), PATH.bnd (the extremes of each time), and the scene that Smokeview opens, PATH with .smv in
/// place of its extension; returns them. The particle file is FDS's: Fortran records, each between its length in bytes
/// (int32, little-endian). At the start: 1, the version, 1 class of particles, its number of quantities and 0, then
/// name and unit of each in 30 letters. At each time: the time [s], the number of people n, all x, all y and all z [m],
/// n tags (the number of each person), and n values of each quantity: speed [m/s] and state (as in results.h5). All but
/// counts and tags are float32. z is the floor under the feet. The scene is an empty box round everybody; to see people
/// in the smoke of an FDS run, append its blocks from PROP on to that run's .smv. After the FDS User's Guide, chapter
/// "Output File Formats". Throws ResultsError where a file cannot be written.
std::vector<std::filesystem::path> export_prt5(const results::ResultsReader& reader, const std::filesystem::path& path);

}  // namespace muster::sim
