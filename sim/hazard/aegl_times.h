#pragma once
// For how long AEGLs hold, and their unit.

#include <array>

namespace muster::sim {

/// [s] AEGLs begin at 10 minutes: shorter exposures are compared with those, which is on the safe side.
inline constexpr double shortest_aegl = 600;
/// [s] Windows over which the greatest load is compared with their AEGLs, besides that over all the time in the gas.
inline constexpr std::array<double, 3> aegl_windows = {600, 1800, 3600};
/// [s] They end at 8 hours.
inline constexpr double longest_aegl = 8 * 3600;

inline double ppm(double fraction) { return 1e6 * fraction; }

}  // namespace muster::sim
