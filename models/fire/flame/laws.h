#pragma once
// How long a pool's flame is, how far the wind tilts it and drags its foot, how strongly its surface radiates: the
// published laws, each by itself. Lengths in diameters D of the pool (of a trench its width), angles [rad] from the
// vertical, E [W/m2].

#include "models/fire/fuel/fuel.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace muster::fire {

/// Air that a fire burns in.
struct Air {
  double temperature = 293.15;     ///< [K]
  double pressure = 101325;        ///< [Pa]
  double relative_humidity = 0.5;  ///< 0 to 1
  double wind = 0;                 ///< [m/s] at 10 m above the flame's foot
  double wind_exponent = 0.14;     ///< p of u (z / 10 m)^p

  double density() const;
  double wind_at(double z) const;  ///< [m/s]
};

/// The dimensionless numbers of a pool's flame.
struct FlameNumbers {
  double diameter = 0;       ///< D [m]
  double rate = 0;           ///< m'' [kg/m2/s]
  double mass = 0;           ///< m* = m'' / (rho_a sqrt(g D))
  double wind = 0;           ///< u* = u / (g m'' D / rho_v)^(1/3) at 10 m, at least 1
  double wind_9m = 0;        ///< the same with rho_a and the wind at 9 m, at least 1 (Pritchard and Binding)
  double froude = 0;         ///< u^2 / (g D)
  double reynolds = 0;       ///< u D / nu
  double density_ratio = 1;  ///< rho_v / rho_a
};
FlameNumbers flame_numbers(double diameter, double rate, double vapour_density, const Air& air);

enum class LengthLaw {
  thomas,            ///< 42 m*^0.61 (Thomas 1963), calm air
  thomas_wind,       ///< 55 m*^0.67 u*^-0.21 (Thomas 1963)
  moorhouse,         ///< 6.2 m*^0.254 u*^-0.044 (Moorhouse 1982), LNG on land up to 20 m
  pritchard_binding  ///< 10.615 m*^0.305 u*9^-0.03 (Pritchard and Binding 1992), D 6 to 35 m
};
std::vector<std::pair<std::string, LengthLaw>> length_laws();
/// L / D
double flame_length(LengthLaw, const FlameNumbers&);

/// L / D = 3.793 Q*^(2/5) - 1.02 (Heskestad 1983: 15.6 (c_p T / 3100 kJ/kg)^(3/5) = 3.793 in air of 20 C), at least 0.
/// Q* = Q / (rho c_p T sqrt(g) D^(5/2)).
double heskestad(double q_star);
/// L [m] of a fire of `heat_release` [W].
double heskestad_length(double heat_release, double diameter);

enum class TiltLaw {
  aga,               ///< cos = u*^-1/2 (American Gas Association 1973), LNG
  thomas,            ///< cos = 0.7 u*^-0.49 (Thomas 1963), at most 1
  welker,            ///< tan / cos = 3.3 Fr^0.8 Re^0.07 (rho_v / rho_a)^-0.6 (Welker and Sliepcevich 1970)
  pritchard_binding  ///< tan / cos = 0.666 Fr^0.333 Re^0.117 (Pritchard and Binding 1992)
};
std::vector<std::pair<std::string, TiltLaw>> tilt_laws();
double flame_tilt(TiltLaw, const FlameNumbers&);
/// The angle with tan / cos = w.
double tilt_of(double w);

enum class DragLaw {
  moorhouse,  ///< 1.5 Fr^0.069 (Moorhouse 1982), LNG
  welker,     ///< 2.1 Fr^0.21 (rho_v / rho_a)^0.48 (Welker and Sliepcevich 1970)
  trench,     ///< 3, falling to 1 in calm air below 1.5 m/s (chosen on the LNG trench fires)
  none
};
std::vector<std::pair<std::string, DragLaw>> drag_laws();
/// D' / D, at least 1; `wind` [m/s] matters to `trench` only.
double flame_drag(DragLaw, const FlameNumbers&, double wind);

enum class EmissionLaw {
  lng,           ///< 190 (1 - exp(-0.3 D)) kW/m2 (LNGFIRE3)
  light,         ///< 250 (1 - exp(-0.4 D)) kW/m2, fitted to field fires of a few metres of two fuels
  two_zone,      ///< clear flame below, soot above (Rew and Hulbert 1996)
  radiant,       ///< by the radiant fraction: chi m'' dHc / (1 + 4 L / D), at most 400 kW/m2
  mudan_croce,   ///< 140 exp(-0.12 D) + 20 (1 - exp(-0.12 D)) kW/m2 (Mudan and Croce 1988)
  shokri_beyler  ///< 58 10^(-0.00823 D) kW/m2 (Shokri and Beyler 1989), D 1 to 50 m
};
std::vector<std::pair<std::string, EmissionLaw>> emission_laws();

/// What a flame's surface gives off: below `clear_length` [m] along the flame `lower`, above it `upper` [W/m2].
struct Emission {
  double lower = 0, upper = 0, clear_length = 0;
};
/// `diameter` [m] that the law takes (of a trench the diameter of equal area), `length` L [m] of the flame.
/// `two_zone` needs the fuel's constants: `radiant` is taken where it has none.
Emission emission(EmissionLaw, const Fuel&, const FlameNumbers&, double diameter, double length);

/// Height [m] of the luminous band of HUD's rule at 100 kW/m2: chi q D / 400 kW/m2, chi = 0.35 exp(-0.05 D), q = m''
/// dHc [W/m2] (NISTIR 6546).
double luminous_band(double diameter, double heat_flux);

/// The laws taken for a fuel unless others are asked for.
struct FlameLaws {
  LengthLaw length;
  TiltLaw tilt;
  DragLaw drag;
  EmissionLaw emission;
};
FlameLaws default_laws(Family family, bool trench);

}  // namespace muster::fire
