#pragma once
// Maps for other programs: GeoJSON (RFC 7946) and KML 2.3 (OGC 12-007r2).

#include "scene/site.h"
#include "sim/results/reader.h"

#include <filesystem>

namespace muster::sim {

/// Writes the features of a run (features.h) in longitude and latitude. KML gives each kind a colour and hazards the
/// time from which they are there, counted from `TimeSpan` 1970-01-01T00:00:00Z as t = 0. Throws ResultsError where the
/// file cannot be written, InputError for a site that PROJ does not take.
void export_geojson(const results::ResultsReader& reader, const scene::Site& site, const std::filesystem::path& path);
void export_kml(const results::ResultsReader& reader, const scene::Site& site, const std::filesystem::path& path);

}  // namespace muster::sim
