#pragma once
// Seeing and walking in smoke.

namespace muster::exposure {

/// Specific extinction of the soot of flaming fires [m2/kg], Mulholland and Croarkin 2000, as FDS takes it.
inline constexpr double soot_extinction = 8700;

/// What is looked at; the product of visibility and extinction, Jin.
inline constexpr double reflecting_sign = 3, lit_sign = 8;

/// [m] how far one sees a sign; infinite in clear air. `extinction` [1/m], not negative.
double visibility(double extinction, double sign = reflecting_sign);

/// How smoke slows people.
enum class SmokeLaw {
  fridolf_2019,  ///< v = v0 V / (V + 2 m), V the visibility
  lund,          ///< Frantzich and Nilsson 2003 as in FDS+Evac: v = v0 max(0.1, 1 - 0.057 K / 0.706), K in 1/m
  nist,          ///< v = v0 max(0.3 m/s / v0, 1 - 0.5 m K), the example of NIST Technical Note 1822, test 2.5
  fridolf_2018,  ///< v = max(0.2 m/s, v0 - 0.34/s (3 m - V)) below a visibility of 3 m; from memory
};

/// [m/s] of somebody who walks at `clear_speed` without smoke; never faster than that.
double speed_in_smoke(SmokeLaw law, double clear_speed, double extinction, double sign = reflecting_sign);

}  // namespace muster::exposure
