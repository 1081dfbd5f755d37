#pragma once
// What a tank or vessel holds, as far as it is heated.

#include "models/fire/fuel/fuel.h"
#include "models/substance/substance.h"

#include <optional>
#include <string>

namespace muster::fire {

/// A liquid. Made of a substance of the library, or estimated from a fuel.
struct Contents {
  std::string name;
  double density = 0;                             ///< [kg/m3]
  double heat = 0;                                ///< c [J/kg/K]
  double vaporisation = 0;                        ///< [J/kg] at the boiling point
  double molar_mass = 0;                          ///< [kg/mol]
  double boiling_point = 0;                       ///< [K] at 101 325 Pa
  double critical_pressure = 3e6;                 ///< [Pa]
  double viscosity = 1e-6;                        ///< [m2/s] kinematic
  double heat_ratio = 1.1;                        ///< of its vapour
  std::optional<double> flash_point;              ///< [K]
  std::optional<double> auto_ignition;            ///< [K]
  std::optional<substance::Substance> substance;  ///< whose vapour pressure is taken

  double vapour_pressure(double temperature) const;       ///< [Pa]
  double boiling_temperature(double pressure) const;      ///< [K]
  double heat_of_vaporisation(double temperature) const;  ///< [J/kg]
};

/// Of a fuel: heat of vaporisation 88 J/mol/K times the boiling point (Trouton), vapour pressure by Clausius and
/// Clapeyron, 2000 J/kg/K (petroleum liquids: 1.9 to 2.2), critical pressure 3 MPa; 1e-5 m2/s where it boils above
/// 500 K. A mixture's light ends boil earlier. Flash point: where the
/// vapour pressure is 1 % of an atmosphere, about the lower flammable limit of hydrocarbons; that of a crude lies
/// lower.
Contents contents_of(const Fuel& fuel);
Contents contents_of(const substance::Substance&, double temperature);

/// [W/m2] from a wall into a liquid of `temperature` [K] at `pressure` [Pa]: turbulent free convection Nu = 0.13
/// Ra^(1/3) (McAdams) with 0.13 W/m/K and an expansion of 1e-3 /K; above the boiling temperature nucleate
/// boiling besides (Cooper 1984, roughness 1 um: q = (55 p_r^0.12 (-lg p_r)^-0.55 M^-0.5 dT)^3, M in g/mol).
double heat_into_liquid(const Contents&, double wall, double temperature, double pressure);

}  // namespace muster::fire
