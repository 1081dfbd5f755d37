#include "models/release/pool/evaporation.h"

#include <algorithm>
#include <cmath>

namespace muster::release {

namespace {

constexpr double stefan_boltzmann = 5.670374419e-8;  // [W/m2/K4] CODATA 2018
constexpr double albedo = 0.1, emissivity = 0.95;    // of liquids; TNO Yellow Book, chapter 3
constexpr double air_heat = 1006, prandtl = 0.71;    // [J/kg/K], dry air at 20 C
constexpr double mass_of_water = 0.018015;           // [kg/mol]

double air_density(double temperature, double pressure) {
  return pressure * substance::molar_mass_of_air / (substance::gas_constant * temperature);
}

/// [m2/s] Sutherland's formula.
double air_viscosity(double temperature, double pressure) {
  return 1.458e-6 * std::pow(temperature, 1.5) / (temperature + 110.4) / air_density(temperature, pressure);
}

double schmidt(const substance::Substance& s, double film, double pressure) {
  return air_viscosity(film, pressure) / vapour_diffusivity(s.molar_mass, film, pressure);
}

}  // namespace

double vapour_diffusivity(double molar_mass, double temperature, double pressure) {
  return 2.5e-5 * std::sqrt(mass_of_water / molar_mass) * std::pow(temperature / 298.15, 1.75) *
         substance::standard_pressure / pressure;
}

double mass_transfer(double wind, double diameter, double number) {
  constexpr double hour = 3600, calm = 0.5;
  return 0.0292 * std::pow(std::max(wind, calm) * hour, 0.78) * std::pow(diameter, -0.11) * std::pow(number, -0.67) /
         hour;
}

double evaporation(const substance::Substance& s, double temperature, double diameter, const Ambient& air) {
  const double film = (temperature + air.temperature) / 2;
  const double k = mass_transfer(air.wind, diameter, schmidt(s, film, air.pressure));
  const double share = std::min(s.vapour_pressure(temperature) / air.pressure, 0.99);
  return -k * s.gas_density(temperature, air.pressure) * std::log1p(-share);
}

double surface_heat(const substance::Substance& s, double temperature, double diameter, double rate,
                    const Ambient& air) {
  const double ta = air.temperature, film = (temperature + ta) / 2;
  // Clear and clouded sky: Unsworth & Monteith, Quart. J. R. Met. Soc. 101 (1975) 13.
  const double clear = 0.72 + 0.005 * (ta - 273.15);
  const double sky = (1 - 0.84 * air.cloud) * clear + 0.84 * air.cloud;
  const double radiation = emissivity * stefan_boltzmann * (sky * std::pow(ta, 4) - std::pow(temperature, 4));
  // Chilton and Colburn: heat passes as mass does.
  const double number = schmidt(s, film, air.pressure);
  const double convection = mass_transfer(air.wind, diameter, number) * air_density(film, air.pressure) * air_heat *
                            std::pow(number / prandtl, 0.67);
  const double blown = convection > 0 ? rate * s.gas_heat(film) / convection : 0;
  const double felt = blown > 1e-6 ? blown / std::expm1(blown) : 1;
  return (1 - albedo) * air.sun + radiation + felt * convection * (ta - temperature);
}

}  // namespace muster::release
