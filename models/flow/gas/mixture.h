#pragma once
// Ideal gases that mix, one of which may come with drops, in air whose water may condense: density from mass fractions
// and enthalpy.

#include "models/substance/moisture.h"

#include <optional>
#include <string>
#include <vector>

namespace muster::flow {

/// A gas of constant heat capacity.
struct Gas {
  std::string name;
  double molar_mass = substance::molar_mass_of_air;  ///< [kg/mol]
  double heat_capacity = 1006;                       ///< c_p [J/kg/K]; of air at 300 K (CRC Handbook)
  bool condenses = false;                            ///< it is vapour and drops of what the mixture has as `liquid`
};

/// Air and what is released into it. Mass fractions Y of the released gases, drops included; air is the rest, with its
/// water. Enthalpy h = c_p T - l L(T) [J/kg] of vapours counted from 0 K, l [kg/kg] of it drops, and likewise of fog:
/// with constant heat capacities the datum does not matter, and mixing keeps h.
struct Mixture {
  Gas air{"air"};
  std::vector<Gas> released;  ///< at least one: what is not needed stays at Y = 0
  /// Drops of the gases that condense, which all have its molar mass and heat: they move with the gas and are in
  /// equilibrium with it, the substance's share of the gas x p = p_sat(T) (homogeneous equilibrium).
  std::optional<substance::TwoPhase> liquid = std::nullopt;
  /// [kg/kg] of the air that is water, vapour or fog: it goes where the air goes, and fog is in equilibrium with the
  /// gas, x p = p_sat(T) of substance::moisture(), as the drops are. The two do not dissolve one another.
  double moisture = 0;

  /// What Y, h and a pressure come to.
  struct State {
    double temperature = 0;  ///< [K]
    double density = 0;      ///< [kg/m3], drops included
    double drops = 0;        ///< [kg/kg] of the mixture
    double fog = 0;          ///< [kg/kg] of the mixture
    bool condensed() const { return drops > 0 || fog > 0; }
  };

  /// Gives the air the water of a relative humidity (0 to 1) at a temperature [K] and a pressure [Pa], and its molar
  /// mass and heat what that makes of them; once, air being dry.
  void moisten(double relative_humidity, double temperature, double pressure);

  double heat_capacity(const double* y) const;  ///< [J/kg/K] of Y [released], all of it gas
  double moles(const double* y) const;          ///< [mol/kg], all of it gas
  /// [kg/m3] rho = p / (R T sum Y / W), without drops.
  double density(const double* y, double temperature, double pressure = substance::standard_pressure) const;
  /// [K] without drops.
  double temperature(const double* y, double enthalpy) const { return enthalpy / heat_capacity(y); }
  State state(const double* y, double enthalpy, double pressure) const;
  /// [K] above which nothing condenses whatever Y; 0: nothing ever does.
  double condenses_below(double pressure) const;
  /// [J/kg] of Y at a temperature, what cannot be vapour there being drops and fog: the reverse of state().
  double enthalpy(const double* y, double temperature, double pressure) const;
  /// X of one released gas, its drops counted as vapour.
  double volume_fraction(const double* y, size_t gas) const { return y[gas] / released[gas].molar_mass / moles(y); }
  /// Y of one released gas, alone in air, from its volume fraction.
  double mass_fraction(double volume_fraction, size_t gas) const;

 private:
  double condensing(const double* y) const;
  double water(const double* y) const;
  State one_condenses(const substance::TwoPhase&, double all, double moles, double heat, double enthalpy,
                      double pressure, double warmest, double within) const;
  State both_condense(double substance, double water, double moles, double heat, double enthalpy,
                      double pressure) const;
};

/// Enthalpies of rows of cells or faces as the loops take them, who know gas only: where something has condensed, that
/// with which gas of the same Y would have the volume of the mixture [J/kg], h' = p v c_p / (R sum Y / W).
class AsGas {
 public:
  /// `highest` [Pa] of the pressures that `background` stands for.
  AsGas(const Mixture& mixture, double highest);
  bool needed() const { return below_ > 0; }  ///< whether anything ever condenses
  /// `background` [n] = p / R [mol K / m3], `moles`, `heat` [n] of Y as add_share() leaves them. Returns `enthalpy`
  /// itself where nothing of the row has condensed, else values that hold until the next call.
  const float* row(int n, const std::vector<const float*>& y, const float* background, const float* moles,
                   const float* heat, const float* enthalpy);

 private:
  const Mixture& mixture_;
  float below_ = 0;  ///< [K] nothing condenses above
  std::vector<float> values_;
  std::vector<double> y_;
};

}  // namespace muster::flow
