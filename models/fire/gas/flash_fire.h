#pragma once
// A flash fire: a cloud that burns through without an explosion.

#include <algorithm>

namespace muster::fire {

/// Probability of death where the gas's volume fraction is `fraction` when it ignites: 1 from `share` of the lower
/// flammable limit on, 0 below it (Purple Book: the outline of the limit itself; half the limit for planning). Above
/// the upper limit too: the cloud burns from its edge inwards.
inline double flash_fire_lethality(double fraction, double lower_limit, double share = 1) {
  return fraction >= share * lower_limit ? 1 : 0;
}

/// [m/s] at which the flame runs through the cloud: 2.3 u of the wind `u` (Raj and Emmons 1975), at least the laminar
/// 0.4 m/s of hydrocarbons.
inline double flash_fire_speed(double wind) { return std::max(0.4, 2.3 * wind); }

}  // namespace muster::fire
