#pragma once
// Carbon steel when it gets hot: the heat it holds and the strength it keeps.

#include <string>
#include <utility>
#include <vector>

namespace muster::fire {

inline constexpr double stefan_boltzmann = 5.670374e-8;  ///< [W/m2/K4] CODATA 2018
inline constexpr double steel_density = 7850;            ///< [kg/m3] EN 1993-1-2

/// [J/kg/K] EN 1993-1-2, 3.4.1.2; that of 20 C below it, 650 above 900 C.
double steel_heat(double temperature);
/// [J/kg] held above 0 K, the integral of `steel_heat`; and its inverse [K]. Linear between nodes 1 K apart.
double steel_enthalpy(double temperature);
double steel_temperature(double enthalpy);

/// Tensile strengths by temperature (Scandpower 2004 as tabled in HydDown; SA-455: Birk 2006, digitised there).
enum class SteelGrade { cs235, cs360, p460, sa455 };
std::vector<std::pair<std::string, SteelGrade>> steel_grades();
/// [Pa] ultimate tensile strength.
double tensile_strength(SteelGrade, double temperature);

/// [Pa] von Mises' stress in a cylinder of outer `diameter` and `wall` [m] under a gauge `pressure` [Pa] with 30 MPa of
/// other loads: sqrt(3 (p D^2 / (D^2 - d^2))^2 + (30 MPa)^2) (Scandpower 2004).
double wall_stress(double pressure, double diameter, double wall);
/// Share of the tensile strength that is counted on (Scandpower 2004, k_s).
inline constexpr double strength_share = 0.85;

}  // namespace muster::fire
