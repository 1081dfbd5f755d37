#include "models/substance/air.h"

#include <cctype>
#include <cmath>
#include <string_view>
#include <utility>

namespace muster::substance {

namespace {

constexpr double water_mass = 0.018015;

/// Diffusion volumes of molecules and atoms: Poling, Prausnitz, O'Connell (2001), table 11-1.
constexpr std::pair<std::string_view, double> molecules[] = {{"H2", 6.12},  {"N2", 18.5},  {"O2", 16.3},  {"CO", 18.0},
                                                             {"CO2", 26.9}, {"NH3", 20.7}, {"H2O", 13.1}, {"Cl2", 38.4},
                                                             {"Br2", 69.0}, {"SO2", 41.8}};
constexpr std::pair<std::string_view, double> atoms[] = {{"C", 15.9}, {"H", 2.31},  {"O", 6.11},  {"N", 4.54},
                                                         {"F", 14.7}, {"Cl", 21.0}, {"Br", 21.9}, {"S", 22.9}};
constexpr double air_volume = 19.7, aromatic_ring = -18.3;

/// 0 where the formula is not understood.
double diffusion_volume(std::string_view formula) {
  for (const auto& [name, volume] : molecules)
    if (name == formula) return volume;
  double sum = 0, carbon = 0, unsaturated = 1;  // rings and double bonds
  size_t at = 0;
  while (at < formula.size()) {
    size_t end = at + 1;
    while (end < formula.size() && std::islower(static_cast<unsigned char>(formula[end]))) ++end;
    const std::string_view symbol = formula.substr(at, end - at);
    double count = 0;
    for (; end < formula.size() && std::isdigit(static_cast<unsigned char>(formula[end])); ++end)
      count = 10 * count + (formula[end] - '0');
    double volume = 0;
    for (const auto& [name, v] : atoms)
      if (name == symbol) volume = v;
    if (volume == 0) return 0;
    count = std::max(count, 1.0);
    sum += volume * count;
    if (symbol == "C") carbon += count;
    unsaturated += symbol == "C" ? count : symbol == "N" ? count / 2 : symbol == "O" || symbol == "S" ? 0 : -count / 2;
    at = end;
  }
  // An aromatic ring takes four and at least six carbon atoms.
  return carbon >= 6 && unsaturated >= 4 ? sum + aromatic_ring : sum;
}

}  // namespace

double viscosity_of_air(double temperature) { return 1.458e-6 * std::pow(temperature, 1.5) / (temperature + 110.4); }

double diffusivity_in_air(const Substance& substance, double temperature, double pressure) {
  double volume = diffusion_volume(substance.formula), mass = substance.molar_mass, factor = 1;
  if (volume == 0) {
    factor = std::sqrt(water_mass / mass);
    volume = diffusion_volume("H2O"), mass = water_mass;
  }
  // In the units of the source: cm2/s, bar, g/mol.
  const double pair = 2000 / (1 / mass + 1 / molar_mass_of_air);
  const double size = std::cbrt(volume) + std::cbrt(air_volume);
  return factor * 1e-4 * 0.00143 * std::pow(temperature, 1.75) / (1e-5 * pressure * std::sqrt(pair) * size * size);
}

double schmidt_number(const Substance& substance, double temperature, double pressure) {
  const double density = pressure * molar_mass_of_air / (gas_constant * temperature);
  return viscosity_of_air(temperature) / (density * diffusivity_in_air(substance, temperature, pressure));
}

}  // namespace muster::substance
