#pragma once
// Evaporation of a pool that does not boil, and the heat its surface exchanges with air, sun and sky.

#include "models/release/fluid/ambient.h"
#include "models/substance/substance.h"

namespace muster::release {

/// [m2/s] of the vapour in air at `temperature` [K]: that of water vapour, 2.5e-5 at 298.15 K, times sqrt(M_water / M)
/// and (T / 298.15)^1.75 (Fuller et al. 1966), at `pressure` [Pa].
double vapour_diffusivity(double molar_mass, double temperature, double pressure);

/// [m/s] k_m = 0.0292 u^0.78 X^-0.11 Sc^-0.67 in metres and hours (Mackay & Matsugu 1973), eq. 19. `wind` [m/s] at 10
/// m; below 0.5 m/s that is taken. `diameter` [m] along the wind.
double mass_transfer(double wind, double diameter, double schmidt);

/// [kg/m2/s] E = -k_m (p M / R T) ln(1 - p_v / p), eq. 19: with Stefan's flow. Vapour pressures above 0.99 p count as
/// that: what boils is bounded by heat.
double evaporation(const substance::Substance&, double temperature, double diameter, const Ambient&);

/// [W/m2] from sun, sky and air into a surface of `temperature` [K], eq. 20. Vapour that leaves at `rate` [kg/m2/s]
/// keeps the air's heat away (Ackermann's correction).
double surface_heat(const substance::Substance&, double temperature, double diameter, double rate, const Ambient&);

}  // namespace muster::release
