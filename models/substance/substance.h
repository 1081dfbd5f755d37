#pragma once
// What a substance is: constants, properties as functions of temperature, flammability and toxic criteria.

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace muster::substance {

inline constexpr double gas_constant = 8.314462618;     ///< [J/mol/K] CODATA 2018
inline constexpr double standard_pressure = 101325;     ///< [Pa]
inline constexpr double gravity = 9.80665;              ///< [m/s2] standard
inline constexpr double molar_mass_of_air = 0.0289652;  ///< [kg/mol] dry air, ISO 2533 / CIPM-2007

/// Temperatures between which a correlation was fitted [K].
struct Range {
  double low = 0, high = std::numeric_limits<double>::infinity();
  bool contains(double x) const { return x >= low && x <= high; }
};

/// log10(p / Pa) = A - B / (T + C), T in K.
struct Antoine {
  double a = 0, b = 0, c = 0;
  Range range;               ///< [K]
  double error_percent = 0;  ///< largest deviation of the fit; 0: unknown
};

/// AEGL level 1, 2 or 3 at 10, 30, 60 min, 4 h and 8 h [volume fraction]; empty: not recommended.
struct Aegl {
  std::array<std::array<std::optional<double>, 5>, 3> level;
};

/// Probability of death = Phi(a + b ln(integral C^n dt) - 5), C in `unit`, t in minutes.
struct Probit {
  std::string family;  ///< whose constants: CCPS, PurpleBook, ...
  enum class Unit { ppm, mg_m3 } unit = Unit::ppm;
  double a = 0, b = 0, n = 1;
};

/// Loads of the UK HSE: concentration^n x time [ppm^n min] of about 1 to 5 % and of 50 % deaths.
struct DangerousLoad {
  double n = 1;
  double slot = 0, slod = 0;
};

struct ToxicCriteria {
  std::optional<Aegl> aegl;
  std::array<std::optional<double>, 3> erpg;  ///< [volume fraction]
  std::optional<double> idlh;                 ///< [volume fraction]
  std::vector<Probit> probits;
  std::optional<DangerousLoad> hse;
};

/// Heat capacity of the ideal gas: c_p / R = a0 + a1 T + a2 T^2 + a3 T^3 + a4 T^4.
struct GasHeat {
  std::array<double, 5> a{};
  Range range;  ///< [K]
};

/// Of combustible substances.
struct Flammability {
  double lower = 0, upper = 0;               ///< [volume fraction] in air at 25 C; never 0 where the library is read
  std::optional<double> flash_point;         ///< [K]
  std::optional<double> auto_ignition;       ///< [K]
  std::optional<double> heat_of_combustion;  ///< [J/kg] net, of the gas
  std::optional<double> stoichiometric;      ///< [volume fraction]
};

/// A pure substance. Temperatures in K, pressures in Pa absolute. Functions of temperature hold what is known at the
/// ends of their range beyond it; `*_range` says where that begins, and who computes with them warns.
class Substance {
 public:
  std::string id;    ///< `hydrogen_sulfide`
  std::string name;  ///< "Hydrogen sulfide"
  std::string name_zh, formula, cas;
  std::vector<std::string> synonyms;  ///< further names: "LNG"

  double molar_mass = 0;            ///< [kg/mol]
  double boiling_point = 0;         ///< [K] at 101 325 Pa; of CO2: sublimation
  double melting_point = 0;         ///< [K]
  double critical_temperature = 0;  ///< [K]
  double critical_pressure = 0;     ///< [Pa]
  double acentric_factor = 0;

  Antoine antoine;
  double liquid_density_boiling = 0, liquid_density_25 = 0;  ///< [kg/m3] at the boiling point, at 298.15 K; 0: none
  double liquid_heat_boiling = 0, liquid_heat_25 = 0;        ///< [J/kg/K]
  double vaporisation_boiling = 0, vaporisation_25 = 0;      ///< [J/kg]
  double gas_heat_25 = 0;                                    ///< [J/kg/K] at constant pressure, 298.15 K
  double heat_ratio_25 = 0;                                  ///< c_p / c_v of the gas, 298.15 K
  std::optional<GasHeat> gas_heat_fit;                       ///< none: `gas_heat_25` at every temperature

  std::optional<Flammability> flammability;
  ToxicCriteria toxic;

  /// [Pa] saturated; beyond the fitted range continued up to the critical point.
  double vapour_pressure(double temperature) const;
  /// [K] where the vapour pressure is `pressure`; at most the critical temperature.
  double boiling_temperature(double pressure) const;
  /// [kg/m3] of the saturated liquid.
  double liquid_density(double temperature) const;
  /// [J/kg/K]
  double liquid_heat(double temperature) const;
  /// [J/kg]; 0 at and above the critical temperature.
  double heat_of_vaporisation(double temperature) const;
  /// [J/kg/K] of the ideal gas at constant pressure.
  double gas_heat(double temperature) const;
  /// c_p / c_v of the ideal gas.
  double heat_ratio(double temperature) const;
  /// [kg/m3] of the ideal gas.
  double gas_density(double temperature, double pressure) const;

  /// [K] where `..._boiling` were taken: the boiling point, or the triple point of what sublimes at 101 325 Pa.
  double reference_temperature() const { return std::max(boiling_point, melting_point); }
  /// [K] where there is a liquid: from the melting to the critical point. `liquid_density` holds its ends beyond it.
  Range liquid_range() const { return {melting_point, critical_temperature}; }
  /// [K] beyond which `liquid_heat` holds its ends: it diverges at the critical point.
  Range liquid_heat_range() const { return {melting_point, 0.9 * critical_temperature}; }
};

}  // namespace muster::substance
