#pragma once
// Trajectories for PedPy (https://pedpy.readthedocs.io), the analysis library of the Juelich group, in the HDF5 layout
// of the Pedestrian Dynamics Data Archive, which PedPy opens with load_trajectory_from_ped_data_archive_hdf5 and
// load_walkable_area_from_ped_data_archive_hdf5.

#include "base/error.h"
#include "sim/results/reader.h"

#include <filesystem>
#include <string>
#include <vector>

namespace muster::sim {

/// Writes the trajectories of one storey, or of every storey on which somebody was: these then go into files of their
/// own, named like `path` with "-STOREY" before the extension where there are several. Returns the files written.
///
/// The walkable area is one polygon, the outline of the storey's floor cells; where they fall into several pieces it is
/// the one on which most positions lie, and the others' positions are left out. PedPy refuses positions outside or on
/// the outline: those beside the cells are moved onto the nearest cell within 0.2 m, and all at least 2 mm inwards.
/// People on links (ladders, lifts) are on no storey and left out meanwhile. All of this is told in `warnings`.
///
/// Throws ResultsError where a file cannot be written or no position was recorded, InputError for an unknown `storey`
/// (a name; "" all).
std::vector<std::filesystem::path> export_pedpy(const results::ResultsReader& reader, const std::filesystem::path& path,
                                                std::vector<Warning>* warnings = nullptr,
                                                const std::string& storey = "");

}  // namespace muster::sim
