#pragma once
// A cloud of finite mass: conservation laws averaged over the whole cloud, integrated in time.

#include "models/plume/dense/plume.h"

namespace muster::plume::dense {

/// What a puff begins with. Lengths are half of the cloud's.
struct PuffStart {
  double mass = 0;  ///< [kg] released in all
  double time = 0;  ///< [s]
  double x = 0;     ///< [m] of the centre
  double half_width = 0, half_length = 0, depth = 0;
  double core = 0, core_length = 0;
  double height = 0;         ///< [m] Z_c
  double mass_fraction = 1;  ///< of the substance
  double heat = 0;           ///< [J/kg] taken up already
  double speed = 0;          ///< [m/s]
  double spreading = 0, stretching = 0, sinking = 0;
  bool long_cloud = false;  ///< of a release that lasted: its ends spread each for itself
  double ends = 0;          ///< [m] by which they have spread already, beside the difference of the lengths
  /// Of a change of the speed, on the length: what left later follows at the speed that what left before had there, so
  /// that the cloud passes in the same time (1). At once: 0.
  double drawn = 0;
  double latest = 0, farthest = 0;  ///< [s], [m] it ends at the first reached
  double tail = 0;                  ///< how many half-lengths of the puff must lie beyond `farthest`
  double tolerance = 1e-4;
};

/// Stations in time; `x` is that of the centre, `time` since the release began, `flux` the mass of a quarter [kg].
std::vector<Station> puff(const Surroundings&, const PuffStart&);

}  // namespace muster::plume::dense
