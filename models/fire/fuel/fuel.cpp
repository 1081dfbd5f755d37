#include "models/fire/fuel/fuel.h"

#include "base/error.h"
#include "base/text.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::fire {

namespace {

std::string plain(const std::string& name) {
  std::string kept;
  for (const char c : lower(name))
    if (c != '-' && c != '_' && c != ' ' && c != ',') kept += c;
  return kept;
}

/// Atoms of an element in a formula such as C2H5OH; brackets are not understood.
double atoms(const std::string& formula, char element) {
  double count = 0;
  for (size_t i = 0; i < formula.size(); ++i) {
    if (formula[i] != element || (i + 1 < formula.size() && formula[i + 1] >= 'a' && formula[i + 1] <= 'z')) continue;
    double n = 0;
    for (size_t k = i + 1; k < formula.size() && formula[k] >= '0' && formula[k] <= '9'; ++k)
      n = 10 * n + (formula[k] - '0');
    count += std::max(n, 1.0);
  }
  return count;
}

}  // namespace

const char* name_of(Family family) {
  switch (family) {
    case Family::lng:
      return "lng";
    case Family::light:
      return "light";
    case Family::sooty:
      return "sooty";
    case Family::clean:
      return "clean";
  }
  return "";
}

const Fuel* FuelLibrary::find(const std::string& name) const {
  const std::string wanted = plain(name);
  if (wanted.empty()) return nullptr;
  const auto names = [&](const Fuel& f) { return plain(f.id) == wanted || plain(f.name) == wanted; };
  const auto aliases = [&](const Fuel& f) {
    return plain(f.name_zh) == wanted ||
           std::any_of(f.aliases.begin(), f.aliases.end(), [&](const auto& a) { return plain(a) == wanted; });
  };
  auto at = std::find_if(fuels_.begin(), fuels_.end(), names);
  if (at == fuels_.end()) at = std::find_if(fuels_.begin(), fuels_.end(), aliases);
  return at == fuels_.end() ? nullptr : &*at;
}

std::string FuelLibrary::suggestion(const std::string& name) const {
  std::vector<std::string> known;
  for (const Fuel& f : fuels_) {
    known.push_back(f.id);
    known.push_back(f.name);
    known.insert(known.end(), f.aliases.begin(), f.aliases.end());
  }
  const std::string nearest = nearest_name(name, known);
  return nearest.empty() ? "; `muster data fuels` lists those that are known"
                         : fmt::format("; did you mean `{}`?", nearest);
}

std::optional<Fuel> estimated_fuel(const substance::Substance& s, double air_temperature) {
  if (!s.flammability || !s.flammability->heat_of_combustion) return {};
  Fuel fuel;
  fuel.id = s.id, fuel.name = s.name, fuel.name_zh = s.name_zh;
  fuel.estimated = true;
  fuel.heat_of_combustion = *s.flammability->heat_of_combustion;
  // Mean heat capacity over the liquid's way to its boiling point; what boils below the air's temperature needs none.
  const double rise = std::max(0.0, s.boiling_point - air_temperature);
  const double warming = rise * s.liquid_heat(0.5 * (s.boiling_point + std::min(air_temperature, s.boiling_point)));
  fuel.burning_rate = 0.001 * fuel.heat_of_combustion / (s.vaporisation_boiling + warming);
  fuel.density = s.liquid_density(std::min(air_temperature, s.boiling_point));
  fuel.molar_mass = s.molar_mass;
  fuel.boiling_point = s.boiling_point;
  const double carbon = atoms(s.formula, 'C'), hydrogen = atoms(s.formula, 'H'), oxygen = atoms(s.formula, 'O');
  fuel.carbon_per_hydrogen = hydrogen > 0 ? carbon / hydrogen : 0;
  const bool hydrocarbon = carbon > 0 && hydrogen > 0 && oxygen == 0;
  fuel.family = !hydrocarbon ? Family::clean : carbon == 1 ? Family::lng : carbon <= 4 ? Family::light : Family::sooty;
  // Radiant fractions of hydrocarbons 0.3 to 0.35, of others about 0.25 (tables of FDS); those of two zones after Rew.
  fuel.radiant_fraction = !hydrocarbon ? 0.25 : fuel.family == Family::sooty ? 0.35 : 0.3;
  if (fuel.family == Family::clean) fuel.emissive_limit = 130e3;
  if (fuel.family == Family::light)
    fuel.emissive_power = 250e3, fuel.emissive_growth = 0.5, fuel.unobscured_share = 0.5;
  if (fuel.family == Family::sooty) fuel.emissive_power = 130e3, fuel.emissive_growth = 2, fuel.unobscured_share = 0.02;
  if (fuel.family == Family::lng)
    fuel.emissive_power = 265e3, fuel.emissive_growth = 0.149, fuel.unobscured_share = 0.77;
  return fuel;
}

double burning_rate(const Fuel& fuel, double diameter) {
  const double grown = fuel.growth ? fuel.burning_rate * -std::expm1(-*fuel.growth * diameter) : fuel.burning_rate;
  if (!fuel.large_rate) return grown;
  const double share = std::clamp(2 * diameter / *fuel.large_from - 1, 0.0, 1.0);
  return grown + share * (*fuel.large_rate - grown);
}

double thin_spill_share(double depth) {
  const double mm = 1000 * depth;
  return mm > 7 ? 1.0 : std::min(0.31 + 0.085 * (mm - 1), 0.8);
}

double heat_release(const Fuel& fuel, double rate, double area) { return rate * area * fuel.heat_of_combustion; }

double steady_pool_diameter(const Fuel& fuel, double rate) {
  // burning_rate(D) D^2 grows with D: bisection.
  double low = 1e-3, high = 1e4;
  for (int i = 0; i < 80; ++i) {
    const double middle = std::sqrt(low * high);
    const double burnt = burning_rate(fuel, middle) * std::numbers::pi / 4 * middle * middle;
    (burnt < rate ? low : high) = middle;
  }
  return std::sqrt(low * high);
}

Spread spilled_pool(const Fuel& fuel, double volume, bool on_water) {
  const double gravity = substance::gravity * (on_water ? std::max(0.01, 1 - fuel.density / 1000) : 1.0);
  double diameter = 10;
  double regression = 0;
  for (int i = 0; i < 30; ++i) {  // the rate depends on the diameter weakly
    regression = burning_rate(fuel, diameter) / fuel.density;
    diameter = 2 * std::pow(volume * volume * volume * gravity / (regression * regression), 0.125);
  }
  return {diameter, 0.6743 * std::pow(volume / (gravity * regression * regression), 0.25)};
}

}  // namespace muster::fire
