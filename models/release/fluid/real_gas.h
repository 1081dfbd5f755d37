#pragma once
// A real gas by the equation of state of Peng and Robinson: density, and what expansion needs.

#include "models/substance/substance.h"

#include <limits>

namespace muster::release {

/// p = R T / (v - b) - a(T) / (v^2 + 2 b v - b^2), by mass (Peng & Robinson, Ind. Eng. Chem. Fundam. 15 (1976) 59).
/// Compressibilities of gases below 0.9 of the critical pressure come out within about 4 %.
class RealGas {
 public:
  /// Of the substance's critical constants; without them an ideal gas.
  explicit RealGas(const substance::Substance&);
  /// An ideal gas of that molar mass [kg/mol].
  static RealGas ideal(double molar_mass);

  /// [J/kg/K]
  double constant() const { return r_; }
  /// [Pa] at a density [kg/m3].
  double pressure(double temperature, double density) const;
  /// [kg/m3] of the vapour, the lightest of the solutions.
  double density(double temperature, double pressure) const;
  /// [kg/m3] up to which the equation is of use, 0.8 of its pole; infinity of an ideal gas.
  double densest() const { return b_ > 0 ? 0.8 / b_ : std::numeric_limits<double>::infinity(); }
  /// p / (density R T)
  double compressibility(double temperature, double pressure) const;
  /// [Pa/K] (dp/dT) at constant density.
  double pressure_slope(double temperature, double density) const;
  /// [J/kg/K] c_v less that of the ideal gas.
  double heat_excess(double temperature, double density) const;
  /// [J/kg] internal energy less that of the ideal gas.
  double energy_excess(double temperature, double density) const;

 private:
  RealGas() = default;
  double attraction(double temperature) const;
  double attraction_slope(double temperature) const;

  double r_ = 0, a_ = 0, b_ = 0, kappa_ = 0, critical_ = 1;
};

}  // namespace muster::release
