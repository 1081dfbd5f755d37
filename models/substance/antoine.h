#pragma once
// Antoine constants from what is known of a vapour pressure otherwise.

#include "models/substance/substance.h"

#include <array>

namespace muster::substance {

/// Through three pressures [Pa] at three temperatures [K] (ascending), by which its range is bounded: ln p = a1 + a2 x
/// + a3 x ln p with x = 1/T is linear in the constants.
Antoine antoine_through(const std::array<double, 3>& temperatures, const std::array<double, 3>& pressures);

/// From one boiling point [K] at 101 325 Pa and the heat of vaporisation [J/kg] there: Clausius and Clapeyron, the
/// vapour an ideal gas and the liquid without volume, the heat constant: C = 0.
Antoine antoine_from_heat(double boiling_point, double heat, double molar_mass);

}  // namespace muster::substance
