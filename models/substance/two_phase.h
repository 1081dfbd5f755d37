#pragma once
// A substance that boils as a cloud carries it: vapour and drops with constant heats.

#include "models/substance/substance.h"

namespace muster::substance {

/// Constants of a released substance between the cold of its source and the air around. Enthalpies from vapour at 0 K:
/// of vapour gas_heat T, of drops gas_heat T - latent(T), so that the heat of vaporisation is right at the boiling
/// point.
struct TwoPhase {
  double molar_mass = 0;                   ///< [kg/mol]
  double gas_heat = 0, liquid_heat = 0;    ///< [J/kg/K], constant between source and ambient temperature
  double boiling_point = 0;                ///< [K] where `vaporisation` holds
  double vaporisation = 0;                 ///< [J/kg] at the boiling point
  double liquid_density = 0;               ///< [kg/m3]
  double log_a = 0, log_b = 0, log_c = 0;  ///< ln(p_sat / Pa) = log_a - log_b / (T + log_c)

  double saturation(double temperature) const;  ///< [Pa]; 0 below the pole of the correlation
  double boiling(double pressure) const;        ///< [K] where `saturation` is a pressure [Pa]; log_b above 0
  /// [J/kg] of vaporisation at a temperature [K].
  double latent(double temperature) const {
    return vaporisation + (liquid_heat - gas_heat) * (boiling_point - temperature);
  }
};

/// Constants of `substance` for a cloud between `coldest` and `warmest` [K]. Without a known vapour pressure log_b is 0
/// and there is never any liquid.
TwoPhase two_phase(const Substance& substance, double coldest, double warmest);

}  // namespace muster::substance
