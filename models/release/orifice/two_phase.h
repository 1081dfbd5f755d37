#pragma once
// Liquid that boils on its way through a hole: the omega method, homogeneous equilibrium, and what lies between them
// and Bernoulli on short ways.

#include "models/release/fluid/saturation.h"

namespace muster::release {

/// The largest mass flux that a nozzle passes, and the pressure where it does. Without a discharge coefficient.
struct MassFlux {
  double flux = 0;      ///< [kg/m2/s]
  double pressure = 0;  ///< [Pa] in the throat; the ambient one where the flow is not choked
  bool choked = false;
};

/// eq. 5: omega = x0 v_g / v0 + (c_pl T0 P0 / v0) (v_fg / h_fg)^2 (Leung 1986).
struct SaturatedInlet {
  double pressure;                      ///< [Pa]
  double temperature;                   ///< [K]
  double quality;                       ///< [kg/kg] vapour
  double liquid_volume, vapour_volume;  ///< [m3/kg]
  double liquid_heat;                   ///< [J/kg/K]
  double vaporisation;                  ///< [J/kg]
  double volume() const { return liquid_volume + quality * (vapour_volume - liquid_volume); }
  double omega() const;
};

/// Root below 1 of eta^2 + (w^2 - 2 w)(1 - eta)^2 + 2 w^2 ln eta + 2 w^2 (1 - eta) = 0, eq. 6. w > 0.
double omega_critical_ratio(double omega);
/// A saturated or two-phase inlet, eq. 7. `volume` [m3/kg], pressures [Pa].
MassFlux omega_flux(double omega, double volume, double pressure, double ambient);
/// A subcooled inlet: liquid of `density` [kg/m3] at `pressure` with the saturation pressure `saturation` < pressure,
/// eq. 8 (Leung & Grolmes 1988; API 520-I annex C). omega_s = 9 (density / density at 0.9 saturation - 1).
MassFlux omega_subcooled_flux(double omega, double density, double pressure, double saturation, double ambient);

/// Homogeneous equilibrium, eq. 9: the largest rho(p) sqrt(2 integral of v dp) along the isentrope, p from `pressure`
/// to `ambient`. `quality` is the inlet's vapour; pressure above saturation means a subcooled liquid.
MassFlux equilibrium_flux(const Saturation&, double temperature, double quality, double pressure, double ambient);

/// Not in equilibrium on a way of `length` [m] < 0.1 m, eq. 10 (Fauske & Epstein 1988): between Bernoulli, length 0,
/// and the equilibrium rate model. Includes the discharge `coefficient` of the liquid. Different from the paper: N
/// falls linearly from Bernoulli's to 1, so that the flux is continuous at 0.1 m.
MassFlux non_equilibrium_flux(const Saturation&, double temperature, double pressure, double ambient, double length,
                              double coefficient);
/// [m] way on which a boiling liquid comes to equilibrium.
inline constexpr double relaxation_length = 0.1;

/// eq. 11: the homogeneous mixture through a pipe of constant width with the resistance `resistance` = f L / d + inlet
/// losses; from the momentum equation along the isenthalp, largest over the pressure at the end.
MassFlux pipe_flux(const Saturation&, double temperature, double pressure, double ambient, double resistance);

}  // namespace muster::release
