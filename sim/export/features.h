#pragma once
// What a map shows of a run: exits, muster points, the ways people took, and how far hazards reached.

#include "sim/export/outline.h"
#include "sim/results/reader.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace muster::sim {

/// One thing on the map, in the model's coordinates [m].
struct Feature {
  std::string name;
  std::string kind;                           ///< `building`, `exit`, `muster_point`, `way`, `leak` or `fire`
  Ring line;                                  ///< of exits and ways; empty where it is an area
  std::vector<std::vector<Ring>> areas = {};  ///< polygons: outer ring anticlockwise, then holes
  double begins = std::numeric_limits<double>::quiet_NaN();  ///< [s] when it is first there; NaN: always
  nlohmann::ordered_json about =
      nlohmann::ordered_json::object();  ///< what else is known; numbers carry their unit in the key
};

/// - `building`: the outline of each storey's floor;
/// - `exit`: its line, and of those who left by it number, first and last;
/// - `muster_point`: its cells' outline;
/// - `way`: of each exit the track of the middle one of those who left by it, to 0.2 m (Douglas and Peucker);
/// - `leak`, `fire`: for each endpoint of summary.json the outline of the squares of the floors in which the peak
///   reached its value. It ends where the floors end: `max_distance_m` is that over open ground.
/// Hazards are there once the run has finished.
std::vector<Feature> features_of(const results::ResultsReader& reader);

/// A track of fewer points, none of the others farther than `within` [m] from it (Douglas and Peucker 1973).
Ring simplified(const Ring& track, double within);

}  // namespace muster::sim
