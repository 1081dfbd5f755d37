#pragma once
// XDMF 2 for ParaView and VisIt: a text that describes arrays in an HDF5 file beside it.

#include "sim/results/reader.h"

#include <filesystem>
#include <vector>

namespace muster::sim {

/// Writes PATH (.xmf) and its arrays, PATH with .xdmf.h5 in place of its extension; returns both. What is in it:
/// `people`, points in time with id, speed and state; `hazards`, squares of the floors in time with concentrations
/// [volume fraction] and radiation [W/m2]; `peaks`, the same squares with the highest of the run; `crowding`, squares
/// with the peak density [1/m2] and the time at each level of service [s]; `model`, the triangles. What the run does
/// not have is left out. A time without people shows one point at the corner of the floors' grid with state 255:
/// readers refuse a grid without points. Throws ResultsError where a file cannot be written.
std::vector<std::filesystem::path> export_xdmf(const results::ResultsReader& reader, const std::filesystem::path& path);

}  // namespace muster::sim
