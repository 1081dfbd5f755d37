#pragma once
// Boilover: burning oil over water is thrown out when the hot layer that sinks from its surface reaches the water.

#include "models/fire/fuel/fuel.h"

namespace muster::fire {

/// Whether an oil can boil over: (1 - 393 / T) (dT / 60)^2 (nu / 0.73)^(1/3) (Michaelis, Mavrothalassitis and Hodin
/// 1995); from 0.6 on it can. `boiling` [K] mean boiling temperature, `range` [K] of boiling above 393 K, `viscosity`
/// [cSt] at the mean boiling temperature. 0 where it boils below 393 K.
double boilover_propensity(double boiling, double range, double viscosity);
inline constexpr double boilover_limit = 0.6;

/// Measured speeds [m/s] at which the hot layer sinks below the burning surface: 0.3, 0.5 and 1.2 m/h.
struct HotZoneSpeeds {
  double slow = 0.3 / 3600, likely = 0.5 / 3600, fast = 1.2 / 3600;
};

/// An oil whose hot layer is computed from the heat that the flame gives back.
struct HotZone {
  double density = 860;         ///< [kg/m3]
  double heat = 2000;           ///< c [J/kg/K]
  double warming = 150;         ///< [K] of the hot layer above the oil's first temperature (hot zone 400 to 473 K)
  double heat_flux = 60e3;      ///< [W/m2] of the flame onto the surface
  double vaporisation = 300e3;  ///< [J/kg]
  double boiling_rise = 200;    ///< [K] mean boiling temperature above the oil's first temperature
};
/// [m/s] = (q - m'' (dHv + c dT_b)) / (rho c dT) (Broeckmann and Schecker 1995), m'' `rate` [kg/m2/s]. 0: the flame's
/// heat goes into the vapour, no layer sinks.
double hot_zone_speed(const HotZone&, double rate);

/// What a boilover at a certain speed of the hot layer means. `speed` is relative to the burning surface, which sinks
/// itself by m'' / rho.
struct Boilover {
  double time = 0;  ///< [s] after ignition; infinite: all has burnt before
  double left = 0;  ///< [m] of oil above the water then
};
Boilover boilover_at(double depth, double speed, double rate, double density);

}  // namespace muster::fire
