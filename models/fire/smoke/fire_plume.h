#pragma once
// What rises from a fire: hot gas above the flames, and how much smoke it carries.

#include "models/fire/flame/laws.h"
#include "models/fire/fuel/fuel.h"

namespace muster::fire {

/// What a fire gives to the air.
struct SmokeSource {
  double soot = 0;        ///< [kg/s]
  double monoxide = 0;    ///< [kg/s] of carbon monoxide
  double convective = 0;  ///< Q_c [W]: what is not radiated
};
/// `rate` [kg/m2/s] over `area` [m2]; `radiated` share of the heat release.
SmokeSource smoke_of(const Fuel&, double rate, double area, double radiated);

/// The axis of a plume `z` [m] above the fire's surface.
struct PlumeAxis {
  double excess = 0;     ///< [K] above the air's temperature
  double speed = 0;      ///< [m/s] upwards
  double mass_flow = 0;  ///< [kg/s] through the section; 0 where the law says nothing of it
};
/// [m] of the virtual source above the fire's surface: 0.083 Q^(2/5) - 1.02 D, Q in kW (Heskestad 1983).
double virtual_origin(double heat_release, double diameter);
/// Heskestad's (1984; as in CFAST), above the flames: dT = 9.1 (T_a / (g c_p^2 rho^2))^(1/3) Q_c^(2/3) (z - z0)^(-5/3),
/// u = 3.4 (g / (c_p rho T_a))^(1/3) Q_c^(1/3) (z - z0)^(-1/3), m = 0.071 Q_c^(1/3) (z - z0)^(5/3) + 0.0018 Q_c, kW and
/// kJ. Below the flames' mean height: as there, mass flow 0.0056 Q_c z / L.
PlumeAxis heskestad_axis(double heat_release, double convective, double diameter, double z, const Air&);
/// McCaffrey's (NBSIR 79-1910): with x = z / Q^(2/5) [m/kW^(2/5)] up to 0.08 dT = 800 K, u / Q^(1/5) = 6.84 x^(1/2); up
/// to 0.2 63 / x, 1.93; above 21.6 x^(-5/3), 1.12 x^(-1/3).
PlumeAxis mccaffrey_axis(double heat_release, double z);

/// F [m4/s3] = g Q_c / (pi c_p rho T_a) (Briggs 1975).
double buoyancy_flux(double convective, const Air&);

}  // namespace muster::fire
