#pragma once
// VTKHDF 1.0 for ParaView 5.11 and later: fields over the floors and in the air as images.

#include "sim/results/reader.h"

#include <filesystem>
#include <vector>

namespace muster::sim {

/// Writes an image for each storey and kind of field, and returns the files: `crowding` (peak density [1/m2], time
/// crowded [s], time at levels of service E and F [s], usage [person s]) and `hazards` (highest concentration of each
/// hazard [volume fraction], highest radiation [W/m2], radiant dose [(kW/m2)^(4/3) s]). PATH `a.hdf` becomes
/// `a-crowding-1.hdf`, the number being that of the storey from 1 (0: floors on no storey); the file's ending has to be
/// .hdf, by which ParaView 5.11 knows its reader. The points of an image are the middles of the squares, in two equal
/// layers on their storey, a square's width apart (ParaView 5.11 can read neither data of cells nor flat images); where
/// there is no floor they hold NaN. The air of [flow]: `a-flow-0000.hdf` and so on, one for each stored time (ParaView
/// takes them for one series), its points the middles of the cells, NaN in solids. Of squares of one storey above one
/// another (stairs) the higher value counts. People in time are not among them: that takes VTKHDF 2.0, which
/// ParaView 5.11 does not read; see export_xdmf. Throws ResultsError where a file cannot be written or the run has no
/// fields.
std::vector<std::filesystem::path> export_vtkhdf(const results::ResultsReader& reader,
                                                 const std::filesystem::path& path);

}  // namespace muster::sim
