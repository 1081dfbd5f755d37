#pragma once
// What breathing a gas comes to: toxic load, probability of death, emergency levels at any duration.

#include "models/substance/substance.h"

#include <optional>
#include <span>
#include <string>

namespace muster::substance {

/// [K] and [Pa] at which the concentrations of toxic criteria are meant: 24.45 litres a mole.
inline constexpr double criteria_temperature = 298.15;

/// [kg/m3] of a gas that is `fraction` of the volume.
double mass_concentration(double fraction, double molar_mass, double temperature = criteria_temperature,
                          double pressure = standard_pressure);
/// The reverse: a volume fraction; above 1 where that much cannot be gas.
double volume_fraction(double mass_concentration, double molar_mass, double temperature = criteria_temperature,
                       double pressure = standard_pressure);

/// A concentration in the unit of a probit: ppm, or mg/m3 at 25 C and 101 325 Pa.
double in_unit_of(const Probit& probit, double fraction, double molar_mass);

/// The integral of C^n dt with t in minutes, exact for a concentration that is linear between `times` [s] (ascending).
/// `concentrations` are not negative and as long as `times`. [unit^n min]
double toxic_load(std::span<const double> times, std::span<const double> concentrations, double n);

/// Phi(probit - 5): half of the people die at 5. -infinity: none.
double probability_of(double probit);
/// Of dying of a toxic load in the probit's unit.
double death_probability(const Probit& probit, double load);
/// Of dying of volume fractions over time [s].
double death_probability(const Probit& probit, double molar_mass, std::span<const double> times,
                         std::span<const double> fractions);
/// [volume fraction] that, breathed for `seconds`, kills half of the people.
double lethal_fraction(const Probit& probit, double molar_mass, double seconds);

/// The probit of a family, e.g. PurpleBook; with an empty name that of PurpleBook, or the first where it has none.
/// Null: there is none.
const Probit* probit_of(const ToxicCriteria& toxic, const std::string& family = "");

/// AEGL 1, 2 or 3 [volume fraction] for an exposure of `seconds`: a straight line between the nearest known durations
/// on logarithmic axes, so that C^m t stays the same in between. Below 10 min that of 10 min, which is on the safe
/// side. Empty: not known or not recommended at that duration, above 8 h always.
std::optional<double> aegl_at(const Aegl& aegl, int level, double seconds);

}  // namespace muster::substance
