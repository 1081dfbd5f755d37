#pragma once
// What one place sees of a cloud in time, and what that does to somebody there.

#include "models/plume/cloud.h"

#include <limits>
#include <optional>
#include <vector>

namespace muster::plume {

/// What one place sees: straight between the times.
struct History {
  std::vector<double> time, fraction;  ///< [s], [-]
};
/// From the cloud's first to its last moment or `until` [s]; refined until no step of concentration is above 1 % of the
/// peak. Of a steady cloud: 0 to `until`, which must then be finite.
History history(const Cloud&, const Vec3& point, double until = std::numeric_limits<double>::infinity());

/// When a concentration is first and last there; empty: never.
struct Passage {
  double arrival, departure;  ///< [s]
};
std::optional<Passage> passage(const History&, double fraction);
double dose(const History&);                         ///< [s] integral of the volume fraction
double toxic_load(const History&, double exponent);  ///< [ppm^n min] integral of C^n
/// Indoors: dC_i / dt = changes (C - C_i), `air_changes` [1/h]. The history goes on until C_i has fallen to 1 % of its
/// peak.
History indoors(const History&, double air_changes);

}  // namespace muster::plume
