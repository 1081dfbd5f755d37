#pragma once
// Explosions: overpressure and impulse by distance.

#include "models/substance/substance.h"

#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace muster::fire {

enum class Confinement { two_d, two_and_a_half_d, three_d };  ///< in how many directions the burnt gas can expand
enum class Reactivity { low, medium, high };                  ///< by burning velocity: below 0.45, to 0.75, above [m/s]
enum class Congestion { low, medium, high };                  ///< blockage below 10 %, to 40 %, above
std::vector<std::pair<std::string, Confinement>> confinements();
std::vector<std::pair<std::string, Reactivity>> reactivities();
std::vector<std::pair<std::string, Congestion>> congestions();

/// Of a substance of data/substances.toml by its burning velocity: low methane, carbon monoxide and ammonia; high
/// hydrogen, acetylene, ethylene and ethylene oxide (Baker-Strehlow-Tang); medium all others.
Reactivity reactivity_of(const std::string& id);

/// Mach number of the flame (Pierorazio et al. 2005); 5.2 where it becomes a detonation.
double flame_mach(Confinement, Reactivity, Congestion);

/// Side-on overpressure [Pa] and positive impulse [Pa s] at a distance.
struct Blast {
  double overpressure = 0;
  std::optional<double> impulse;
};

/// Baker-Strehlow-Tang. `energy` [J] of the congested gas; the ground doubles it. Impulse above Mach 0.2 only.
Blast baker_strehlow_tang(double energy, double mach, double distance, double pressure = substance::standard_pressure,
                          double sound = 340);

/// R (P0 / 2E)^(1/3)
double bst_scaled_distance(double energy, double distance, double pressure);

/// TNO multi-energy, class 1 to 10. `energy` [J] of the hemisphere.
double multi_energy(double energy, int strength, double distance, double pressure = substance::standard_pressure);

/// TNT of `mass` [kg] on the ground: Kingery and Bulmash's hemisphere as simplified by Swisdak (1994), scaled distances
/// 0.2 to 198 m/kg^(1/3), held nearer, continued farther.
double tnt(double mass, double distance, double pressure = substance::standard_pressure);

/// [Pa s] positive side-on impulse of the same TNT by the same source, scaled distances 0.2 to 158.7 m/kg^(1/3), held
/// nearer, continued farther; with the pressure of the air to the power 2/3 (Sachs).
double tnt_impulse(double mass, double distance, double pressure = substance::standard_pressure);

/// [Pa] on a rigid face that a wave of `overpressure` [Pa] meets head-on: 2 p (7 P0 + 4 p) / (7 P0 + p) by Rankine and
/// Hugoniot for air of gamma = 1.4, twice that of weak waves (above about 1 MPa air is no such gas and reflects more).
/// A weak wave doubles at other angles, too; where its front and the reflected one merge, at 40 to 70 degrees, it may
/// be up to a quarter more (UFC 3-340-02's charts, by memory).
double reflected_overpressure(double overpressure, double pressure = substance::standard_pressure);

/// 0.137 Z^-3 + 0.119 Z^-2 + 0.269 Z^-1 - 0.019, Z = R (P0 / E)^(1/3), over P0 (practice of Chinese safety reports), at
/// least 0. `energy` [J].
double report_overpressure(double energy, double distance, double pressure = 101300);
/// [m] within which people die by that practice: 13.6 (W / 1000)^0.37, W [kg] of TNT.
double report_death_radius(double tnt_mass);

/// Volume fraction of a fuel whose mole needs `oxygen` moles in air: 1 / (1 + n / 0.20946).
double stoichiometric_fraction(double oxygen);

/// [J/m3] that a stoichiometric mixture with air releases, at 288 K and 101 325 Pa; 0 where the substance has no heat
/// of combustion or no stoichiometric fraction.
double mixture_energy(const substance::Substance&);

/// Farthest distance [m] at which `overpressure(R)`, which falls with R, is `level`; NaN where it is below it
/// everywhere.
template <class Overpressure>
double blast_distance(double level, const Overpressure& overpressure) {
  double low = 1e-2, high = 1e5;
  if (!(overpressure(low) >= level)) return std::numeric_limits<double>::quiet_NaN();
  for (int i = 0; i < 100; ++i) {
    const double middle = 0.5 * (low + high);
    (overpressure(middle) >= level ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace muster::fire
