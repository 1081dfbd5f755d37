#include "models/fire/escalation/contents.h"

#include <algorithm>
#include <cmath>

namespace muster::fire {

namespace {
using substance::gas_constant;
using substance::standard_pressure;
}  // namespace

Contents contents_of(const Fuel& fuel) {
  Contents c;
  c.name = fuel.id;
  c.density = fuel.density, c.heat = 2000, c.molar_mass = fuel.molar_mass, c.boiling_point = fuel.boiling_point;
  c.vaporisation = 88 * fuel.boiling_point / fuel.molar_mass;
  if (fuel.boiling_point > 500) c.viscosity = 1e-5;
  c.flash_point = c.boiling_temperature(0.01 * standard_pressure);
  return c;
}

Contents contents_of(const substance::Substance& s, double temperature) {
  Contents c;
  c.name = s.id;
  c.density = s.liquid_density(temperature), c.heat = s.liquid_heat(temperature);
  c.molar_mass = s.molar_mass, c.boiling_point = s.boiling_point;
  c.vaporisation = s.heat_of_vaporisation(s.boiling_point);
  c.critical_pressure = s.critical_pressure, c.heat_ratio = s.heat_ratio(temperature);
  if (s.flammability) c.flash_point = s.flammability->flash_point, c.auto_ignition = s.flammability->auto_ignition;
  c.substance = s;
  return c;
}

double Contents::vapour_pressure(double t) const {
  if (substance) return substance->vapour_pressure(t);
  return standard_pressure * std::exp(vaporisation * molar_mass / gas_constant * (1 / boiling_point - 1 / t));
}

double Contents::boiling_temperature(double pressure) const {
  if (substance) return substance->boiling_temperature(pressure);
  return 1 / (1 / boiling_point - gas_constant / (vaporisation * molar_mass) * std::log(pressure / standard_pressure));
}

double Contents::heat_of_vaporisation(double t) const {
  return substance ? substance->heat_of_vaporisation(t) : vaporisation;
}

double heat_into_liquid(const Contents& c, double wall, double temperature, double pressure) {
  const double excess = wall - temperature;
  if (excess <= 0) return excess;  // a warm layer at rest above a colder wall: about 1 W/m2/K
  constexpr double conductivity = 0.13, expansion = 1e-3;
  const double diffusivity = conductivity / (c.density * c.heat);
  double flux =
      0.13 * conductivity * std::cbrt(substance::gravity * expansion * excess / (c.viscosity * diffusivity)) * excess;
  const double above = wall - c.boiling_temperature(pressure);
  if (above > 0) {
    const double reduced = std::clamp(pressure / c.critical_pressure, 1e-3, 0.9);
    const double cooper =
        55 * std::pow(reduced, 0.12) * std::pow(-std::log10(reduced), -0.55) / std::sqrt(1000 * c.molar_mass);
    flux += std::pow(cooper * above, 3);
  }
  return flux;
}

}  // namespace muster::fire
