#pragma once
// Measurements of gas clouds that checks compare with: small tables, each with its source.

#include <array>
#include <span>

namespace muster::sim::verify {

/// A spill of liquefied natural gas on water, flat ground without obstacles behind it.
struct LngTrial {
  const char *name, *series;
  double mass, duration;    ///< [kg], [s] of the spill
  double pool_diameter;     ///< [m] of the pool that evaporates 0.167 kg/m2/s
  double pressure;          ///< [Pa]; Maplin Sands: not listed, standard
  double temperature;       ///< [C] of the air
  double humidity;          ///< [%]
  double obukhov_length;    ///< [m]
  double friction;          ///< u* [m/s]
  double roughness;         ///< z0 [m] of the report
  double roughness_fitted;  ///< z0 [m] that fits u* and the measured profile (FDS Validation Guide)
  double wind_2m;           ///< [m/s] measured at 2 m
};

/// Burro (China Lake 1980), Coyote (1981), Maplin Sands (1980), as compiled for the model evaluation protocol for LNG
/// vapour (Stewart, Coldrick, Gant, Ivings: HSL 2016) and tabulated in the FDS Validation Guide (NIST SP 1018-3).
std::span<const LngTrial> lng_trials();

/// Highest concentration that any sensor of an arc saw.
struct LngArc {
  const char* trial;
  double distance;                ///< [m] from the middle of the spill
  double measured;                ///< [mole %] of methane, largest mean over 1 to 3 s
  std::array<double, 4> heights;  ///< [m] of the sensors; 0: none
  double begin, end;              ///< [s] after the spill began: when the sensors were looked at
};

/// Files LNG_Dispersion/*_exp.csv of the experimental data of FDS (github.com/firemodels/exp), NIST.
std::span<const LngArc> lng_arcs();

/// A place with sensors one above the other.
struct LngMast {
  const char* trial;
  double x, y;                    ///< [m] downwind of the middle of the spill, crosswind
  std::array<double, 3> heights;  ///< [m]; 0: none
};

/// Decks of the FDS Validation Guide (NIST). Which arc a mast belongs to is its distance: there, some masts of 400 m
/// are named with the arcs of 500 m and 800 m. The masts of these arcs are not listed for five trials.
std::span<const LngMast> lng_masts();

}  // namespace muster::sim::verify
