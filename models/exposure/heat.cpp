#include "models/exposure/heat.h"

#include "models/substance/toxic.h"

#include <algorithm>
#include <cmath>

namespace muster::exposure {

namespace {

constexpr double zero_celsius = 273.15;   // [K]
constexpr double kilowatt = 1000;         // [W]
constexpr double least_radiation = 2500;  // [W/m2] less is borne for long
constexpr double certain_death = 35e3;    // [W/m2]
constexpr double until_shelter = 20;      // [s]
constexpr double through_clothes = 0.14;  // share of the probability

constexpr ThermalProbit probits[] = {
    {"tsao_perry", "death", "Tsao and Perry 1979 (Purple Book, AQ/T 3046)", -36.38, 2.56, 1},
    {"tno", "death", "TNO, Opschoor 1992", -37.23, 2.56, 1},
    {"eisenberg", "death", "Eisenberg 1975", -38.48, 2.56, 1},
    {"lees", "death", "Lees 1994, clothed people who flee", -29.02, 1.99, 0.5},
    {"second_degree_burn", "second-degree burns", "TNO", -43.14, 3.0186, 1},
    {"first_degree_burn", "first-degree burns", "TNO", -39.83, 3.0186, 1},
};

}  // namespace

double thermal_load_rate(double flux) { return std::pow(std::max(flux, 0.0), 4.0 / 3); }

std::span<const ThermalProbit> thermal_probits() { return probits; }

double probability(const ThermalProbit& probit, double load) {
  return load > 0 ? substance::probability_of(probit.a + probit.b * std::log(probit.share * load)) : 0;
}

double purple_book_death(double flux, double seconds, bool clothed) {
  if (flux >= certain_death) return 1;
  const double load = thermal_load_rate(flux) * std::min(seconds, until_shelter);
  return probability(probits[0], load) * (clothed ? through_clothes : 1);
}

double heat_fed_rate(double air_temperature, double flux, Skin skin) {
  const double celsius = std::max(air_temperature - zero_celsius, 0.0);
  const double convective =
      skin == Skin::clothed ? std::pow(celsius, 3.61) / 4.1e8 : std::pow(celsius, 3.4) / 5e7;  // [1/min]
  const double radiant = flux < least_radiation ? 0 : std::pow(flux / kilowatt, 1.9) / 4.2;    // [1/min]
  return (convective + radiant) / 60;
}

}  // namespace muster::exposure
