#pragma once
// What a run says of explosions on surfaces of the model. docs/formats.md describes the datasets.

#include "sim/results/hazard.h"

#include <filesystem>
#include <string>
#include <vector>

namespace muster::results {

/// Blast on the parts of the model that targets name, known before the run starts: at each place the highest of all
/// explosions. Empty without explosions or such targets.
struct BlastTables {
  std::vector<std::string> explosions;  ///< names
  std::vector<std::string> surfaces;    ///< names of the targets
  std::vector<SurfacePlace> places;     ///< on these, one surface after the other
  std::vector<float> overpressure;      ///< [Pa] side-on
  std::vector<float> reflected;  ///< [Pa] on the side towards the explosion, head-on; side-on where that is hidden
  std::vector<float> impulse;    ///< [Pa s] side-on; NaN: no explosion's law has one

  bool empty() const { return explosions.empty() || places.empty(); }
};

/// Those of a results file, finished or growing; empty where it has none. Throws ResultsError.
BlastTables read_blasts(const std::filesystem::path& path);

}  // namespace muster::results
