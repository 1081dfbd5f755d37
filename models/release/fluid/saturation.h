#pragma once
// Liquid and vapour of one substance in equilibrium: what the property functions say, with enthalpy and entropy.

#include "models/release/fluid/real_gas.h"

#include <vector>

namespace muster::release {

/// Along the line of saturation, from 0.6 of the boiling point (or less) to 0.99 of the critical temperature [K].
/// The liquid's enthalpy and entropy are the integrals of c_pl dT and c_pl dT / T from the low end; those of the vapour
/// lie h_fg and h_fg / T above. Temperatures outside are moved to the nearest end. Values come from a table of 257
/// temperatures, with a cubic through four of them: within 1e-6 of the functions below 0.95 of the critical
/// temperature.
class Saturation {
 public:
  explicit Saturation(const substance::Substance&);

  const substance::Substance& substance() const { return *substance_; }
  const RealGas& gas() const { return gas_; }
  double lowest() const { return low_; }
  double highest() const { return high_; }

  double pressure(double temperature) const;         ///< [Pa]
  double temperature(double pressure) const;         ///< [K]
  double liquid_density(double temperature) const;   ///< [kg/m3]
  double vapour_density(double temperature) const;   ///< [kg/m3] real gas
  double vaporisation(double temperature) const;     ///< [J/kg]
  double liquid_enthalpy(double temperature) const;  ///< [J/kg]
  double liquid_entropy(double temperature) const;   ///< [J/kg/K]

  /// Mass fraction of vapour after liquid of `from` [K] has expanded to `pressure` [Pa] at constant enthalpy, and at
  /// constant entropy when `quality` of it was vapour before. 0 where it does not boil, at most 1.
  double flash_at_constant_enthalpy(double from, double pressure) const;
  double flash_at_constant_entropy(double from, double quality, double pressure) const;

 private:
  /// Pressure and vapour density as logarithms.
  struct Row {
    double pressure, liquid, vapour, heat;
  };
  double inside(double temperature) const;
  double value(double Row::*column, double temperature) const;
  double integral(const std::vector<double>& table, double temperature, bool entropy) const;

  const substance::Substance* substance_;
  RealGas gas_;
  double low_, high_, step_;
  std::vector<Row> rows_;                   ///< at low_ + (i - 1) step_
  std::vector<double> enthalpy_, entropy_;  ///< at low_ + i step_
};

}  // namespace muster::release
