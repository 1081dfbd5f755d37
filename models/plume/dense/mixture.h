#pragma once
// Thermodynamics of the released substance mixed with humid air: drops that evaporate, water that condenses.

#include "models/substance/two_phase.h"

namespace muster::plume::dense {

/// Constants of the released substance, as the conservation model uses them.
using Material = substance::TwoPhase;

/// The air that is entrained.
struct Air {
  double temperature = 288.15;     ///< [K]
  double pressure = 101325;        ///< [Pa]
  double relative_humidity = 0.5;  ///< 0 to 1

  double water() const;       ///< [kg/kg] of the humid air
  double molar_mass() const;  ///< [kg/mol] of the humid air
  double heat() const;        ///< [J/kg/K]
  double density() const;     ///< [kg/m3]
};

/// What a mixture is.
struct Mixed {
  double temperature = 0;  ///< [K]
  double density = 0;      ///< [kg/m3], drops included
  double heat = 0;         ///< [J/kg/K] at constant pressure, phases frozen
  double vapour = 0;       ///< [kg/kg] of the substance that is vapour, of the whole mixture
  double water = 0;        ///< [kg/kg] of the water that is vapour, of the whole mixture
};

/// Mixtures of one source with one air: equilibrium of both liquids with the gas at ambient pressure, the two liquids
/// not dissolving one another.
class Mixture {
 public:
  Mixture(const Material&, const Air&, double source_temperature, double liquid_fraction);

  /// The mixture with mass fraction `m` (0 to 1) of the substance that has taken up `heat` [J/kg]. `guess` [K] speeds
  /// up.
  Mixed at(double m, double heat, double guess = 0) const;
  /// Mole fraction of the substance, drops counted as vapour.
  double fraction(double m) const;
  const Material& material() const { return material_; }
  const Air& air() const { return air_; }
  double air_density() const { return air_density_; }
  double air_heat() const { return air_heat_; }

 private:
  struct Phases;
  Phases phases(double m, double temperature) const;

  Material material_;
  Air air_;
  double air_density_, air_heat_, air_molar_mass_, air_water_, source_enthalpy_, air_enthalpy_;
  double latent_;  ///< [J/kg] of the substance, extrapolated to 0 K with constant heats
};

}  // namespace muster::plume::dense
