#pragma once
// Ideal gases that mix: density from mass fractions and enthalpy.

#include "models/substance/substance.h"

#include <string>
#include <vector>

namespace muster::flow {

/// A gas of constant heat capacity.
struct Gas {
  std::string name;
  double molar_mass = substance::molar_mass_of_air;  ///< [kg/mol]
  double heat_capacity = 1006;                       ///< c_p [J/kg/K]; of air at 300 K (CRC Handbook)
};

/// Air and what is released into it. Mass fractions Y of the released gases; air is the rest. Enthalpy h = c_p T [J/kg]
/// counted from 0 K: with constant heat capacities the datum does not matter, and mixing keeps h.
struct Mixture {
  Gas air{"air"};
  std::vector<Gas> released;  ///< at least one: what is not needed stays at Y = 0

  double heat_capacity(const double* y) const;  ///< [J/kg/K] of Y [released]
  double moles(const double* y) const;          ///< [mol/kg]
  /// [kg/m3] rho = p / (R T sum Y / W).
  double density(const double* y, double temperature, double pressure = substance::standard_pressure) const;
  double temperature(const double* y, double enthalpy) const { return enthalpy / heat_capacity(y); }
  /// X of one released gas.
  double volume_fraction(const double* y, size_t gas) const { return y[gas] / released[gas].molar_mass / moles(y); }
  /// Y of one released gas, alone in air, from its volume fraction.
  double mass_fraction(double volume_fraction, size_t gas) const;
};

}  // namespace muster::flow
