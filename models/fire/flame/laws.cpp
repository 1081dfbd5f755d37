#include "models/fire/flame/laws.h"

#include "models/substance/air.h"

#include <algorithm>
#include <cmath>

namespace muster::fire {

namespace {

using substance::gravity;

/// [W/m2] of smoke that hides a sooty flame's upper part (Rew and Hulbert 1996).
constexpr double smoke_emission = 40e3;
/// [W/m2] no flame of a pool is brighter (Yellow Book 1997).
constexpr double brightest = 400e3;

}  // namespace

double Air::density() const {
  return pressure * substance::molar_mass_of_air / (substance::gas_constant * temperature);
}

double Air::wind_at(double z) const { return wind * std::pow(z / 10, wind_exponent); }

FlameNumbers flame_numbers(double diameter, double rate, double vapour_density, const Air& air) {
  FlameNumbers n;
  const double density = air.density();
  n.diameter = diameter, n.rate = rate;
  n.mass = rate / (density * std::sqrt(gravity * diameter));
  n.wind = std::max(1.0, air.wind / std::cbrt(gravity * rate * diameter / vapour_density));
  n.wind_9m = std::max(1.0, air.wind_at(9) / std::cbrt(gravity * rate * diameter / density));
  n.froude = air.wind * air.wind / (gravity * diameter);
  n.reynolds = air.wind * diameter * density / substance::viscosity_of_air(air.temperature);
  n.density_ratio = vapour_density / density;
  return n;
}

std::vector<std::pair<std::string, LengthLaw>> length_laws() {
  return {{"thomas", LengthLaw::thomas},
          {"thomas_wind", LengthLaw::thomas_wind},
          {"moorhouse", LengthLaw::moorhouse},
          {"pritchard_binding", LengthLaw::pritchard_binding}};
}

double flame_length(LengthLaw law, const FlameNumbers& n) {
  switch (law) {
    case LengthLaw::thomas:
      return 42 * std::pow(n.mass, 0.61);
    case LengthLaw::thomas_wind:
      return 55 * std::pow(n.mass, 0.67) * std::pow(n.wind, -0.21);
    case LengthLaw::moorhouse:
      return 6.2 * std::pow(n.mass, 0.254) * std::pow(n.wind, -0.044);
    case LengthLaw::pritchard_binding:
      return 10.615 * std::pow(n.mass, 0.305) * std::pow(n.wind_9m, -0.03);
  }
  return 0;
}

double heskestad(double q_star) { return std::max(0.0, 3.793 * std::pow(q_star, 0.4) - 1.02); }

double heskestad_length(double heat_release, double diameter) {
  // rho c_p T of air does not depend on the temperature: 353 K kg/m3 x 1005 J/kg/K.
  const double unit = 352.98 * 1005 * std::sqrt(gravity) * std::pow(diameter, 2.5);
  return diameter * heskestad(heat_release / unit);
}

std::vector<std::pair<std::string, TiltLaw>> tilt_laws() {
  return {{"aga", TiltLaw::aga},
          {"thomas", TiltLaw::thomas},
          {"welker", TiltLaw::welker},
          {"pritchard_binding", TiltLaw::pritchard_binding}};
}

double tilt_of(double w) { return w < 1e-9 ? w : std::asin((std::sqrt(4 * w * w + 1) - 1) / (2 * w)); }

double flame_tilt(TiltLaw law, const FlameNumbers& n) {
  if (n.reynolds <= 0) return 0;
  switch (law) {
    case TiltLaw::aga:
      return std::acos(1 / std::sqrt(n.wind));
    case TiltLaw::thomas:
      return std::acos(std::min(1.0, 0.7 * std::pow(n.wind, -0.49)));
    case TiltLaw::welker:
      return tilt_of(3.3 * std::pow(n.froude, 0.8) * std::pow(n.reynolds, 0.07) * std::pow(n.density_ratio, -0.6));
    case TiltLaw::pritchard_binding:
      return tilt_of(0.666 * std::pow(n.froude, 0.333) * std::pow(n.reynolds, 0.117));
  }
  return 0;
}

std::vector<std::pair<std::string, DragLaw>> drag_laws() {
  return {{"moorhouse", DragLaw::moorhouse},
          {"welker", DragLaw::welker},
          {"trench", DragLaw::trench},
          {"none", DragLaw::none}};
}

double flame_drag(DragLaw law, const FlameNumbers& n, double wind) {
  double ratio = 1;
  if (law == DragLaw::moorhouse) ratio = 1.5 * std::pow(n.froude, 0.069);
  if (law == DragLaw::welker) ratio = 2.1 * std::pow(n.froude, 0.21) * std::pow(n.density_ratio, 0.48);
  if (law == DragLaw::trench) ratio = 1 + 2 * std::min(1.0, wind / 1.5);
  return std::max(1.0, ratio);
}

std::vector<std::pair<std::string, EmissionLaw>> emission_laws() {
  return {{"lng", EmissionLaw::lng},
          {"light", EmissionLaw::light},
          {"two_zone", EmissionLaw::two_zone},
          {"radiant", EmissionLaw::radiant},
          {"mudan_croce", EmissionLaw::mudan_croce},
          {"shokri_beyler", EmissionLaw::shokri_beyler}};
}

Emission emission(EmissionLaw law, const Fuel& fuel, const FlameNumbers& n, double diameter, double length) {
  const auto even = [](double e) { return Emission{e, e, 0}; };
  switch (law) {
    case EmissionLaw::lng:
      return even(190e3 * -std::expm1(-0.3 * diameter));
    case EmissionLaw::light:
      return even(250e3 * -std::expm1(-0.4 * diameter));
    case EmissionLaw::mudan_croce: {
      const double clear = std::exp(-0.12 * diameter);
      return even(140e3 * clear + 20e3 * (1 - clear));
    }
    case EmissionLaw::shokri_beyler:
      return even(58e3 * std::pow(10, -0.00823 * diameter));
    case EmissionLaw::two_zone: {
      if (!fuel.emissive_power || !(fuel.carbon_per_hydrogen > 0)) break;
      const double lower = *fuel.emissive_power * -std::expm1(-fuel.emissive_growth * diameter);
      const double upper = fuel.unobscured_share * lower + (1 - fuel.unobscured_share) * smoke_emission;
      const double clear = n.diameter * 11.404 * std::pow(n.mass, 1.13) * std::pow(n.wind_9m, 0.179) *
                           std::pow(fuel.carbon_per_hydrogen, -2.49);
      return {lower, upper, std::min(clear, length)};
    }
    case EmissionLaw::radiant:
      break;
  }
  const double even_e = fuel.radiant_fraction * n.rate * fuel.heat_of_combustion / (1 + 4 * length / n.diameter);
  return even(std::min(even_e, fuel.emissive_limit.value_or(brightest)));
}

double luminous_band(double diameter, double heat_flux) {
  return 0.35 * std::exp(-0.05 * diameter) * heat_flux * diameter / (4 * 100e3);
}

FlameLaws default_laws(Family family, bool trench) {
  const DragLaw drag = trench ? DragLaw::trench : DragLaw::moorhouse;
  switch (family) {
    case Family::lng:
      return {LengthLaw::thomas_wind, TiltLaw::aga, drag, EmissionLaw::lng};
    case Family::light:
      return {LengthLaw::thomas_wind, TiltLaw::aga, drag, EmissionLaw::light};
    case Family::sooty:
      return {LengthLaw::thomas_wind, TiltLaw::aga, drag, EmissionLaw::two_zone};
    case Family::clean:
      return {LengthLaw::thomas_wind, TiltLaw::aga, drag, EmissionLaw::radiant};
  }
  return {LengthLaw::thomas_wind, TiltLaw::aga, drag, EmissionLaw::radiant};
}

}  // namespace muster::fire
