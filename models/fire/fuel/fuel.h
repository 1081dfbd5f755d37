#pragma once
// What burns: the properties of a fuel that flames depend on.

#include "models/substance/substance.h"

#include <optional>
#include <string>
#include <vector>

namespace muster::fire {

/// How a fuel's flame radiates, and with it which laws are taken.
enum class Family {
  lng,
  light,  ///< liquefied hydrocarbons of two to four carbon atoms
  sooty,
  clean  ///< flames without much soot: alcohols, ethers, ketones
};
const char* name_of(Family);

/// A liquid fuel. Where `growth` is empty the burning rate does not depend on the diameter.
struct Fuel {
  std::string id, name, name_zh;
  std::vector<std::string> aliases;
  std::string note;
  Family family = Family::sooty;
  double burning_rate = 0;                           ///< m''_inf [kg/m2/s]
  std::optional<double> growth;                      ///< k beta [1/m]
  std::optional<double> large_rate, large_from;      ///< [kg/m2/s] measured from that diameter [m] on
  double heat_of_combustion = 0;                     ///< [J/kg] net
  double density = 0;                                ///< [kg/m3] of the liquid
  double molar_mass = 0;                             ///< [kg/mol] of the vapour
  double boiling_point = 0;                          ///< [K]
  double carbon_per_hydrogen = 0.5;                  ///< atoms; 0: no carbon
  double radiant_fraction = 0;                       ///< chi of a small pool
  double soot_yield = 0, monoxide_yield = 0;         ///< [kg/kg]
  std::optional<double> emissive_power;              ///< E_m [W/m2] of the law of two zones
  double emissive_growth = 0, unobscured_share = 0;  ///< k [1/m], U_R
  std::optional<double> emissive_limit;              ///< [W/m2] of clean flames
  bool estimated = false;                            ///< made by `estimated_fuel`

  /// [kg/m3] of the vapour at the boiling point and `pressure` [Pa].
  double vapour_density(double pressure) const {
    return pressure * molar_mass / (substance::gas_constant * boiling_point);
  }
};

/// The fuels that a run knows.
class FuelLibrary {
 public:
  explicit FuelLibrary(std::vector<Fuel> fuels) : fuels_(std::move(fuels)) {}
  const std::vector<Fuel>& all() const { return fuels_; }
  /// By id, English or Chinese name or alias; case and `-`, `_`, ` `, `,` do not matter. Null: there is none.
  const Fuel* find(const std::string& name) const;
  /// What to say of an unknown name: the nearest name.
  std::string suggestion(const std::string& name) const;

 private:
  std::vector<Fuel> fuels_;
};

/// A fuel made of a substance's heats: m''_inf = 0.001 dHc / (dHv + integral of c_p dT from `air_temperature` [K] to
/// the boiling point) (Burgess and Hertzberg; FDS Validation Guide), the rest as of its family. Empty where the
/// substance has no heat of combustion.
std::optional<Fuel> estimated_fuel(const substance::Substance&, double air_temperature);

/// [kg/m2/s] over a pool of `diameter` [m]: m''_inf (1 - exp(-k beta D)) (Babrauskas 1983), or the measured rate of
/// large pools, to which it rises linearly over the half of the diameter before.
double burning_rate(const Fuel&, double diameter);

/// Share of the rate at which a spill of `depth` [m] burns: min(0.8, 0.31 + 0.085 (d / mm - 1)) up to 7 mm, 1 above
/// 7 mm. A fit to gasoline pans near 1.2 m; not for tanks.
double thin_spill_share(double depth);

/// [W] of a fire of `area` [m2]; the combustion is complete (NUREG-1805's convention).
double heat_release(const Fuel&, double rate, double area);

/// D of continuous spills that burn as fast as they run out: 2 sqrt(V / (pi y)), y = m'' / rho [m/s] (Mudan and Croce,
/// SFPE Handbook). `rate` [kg/s]. The burning rate depends on D: solved by iteration. [m]
double steady_pool_diameter(const Fuel&, double rate);

/// Largest diameter [m] of `volume` [m3] spilled at once, burning as it spreads, and when it is reached [s]:
/// 2 (V^3 g' / y^2)^(1/8), 0.6743 (V / (g' y^2))^(1/4) (Mudan and Croce, SFPE Handbook); g' = g, on water
/// g (1 - rho / 1000).
struct Spread {
  double diameter, time;
};
Spread spilled_pool(const Fuel&, double volume, bool on_water);

}  // namespace muster::fire
