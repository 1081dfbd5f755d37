#include "models/substance/toxic.h"

#include "base/error.h"

#include <cmath>

namespace muster::substance {

double mass_concentration(double fraction, double molar_mass, double temperature, double pressure) {
  return fraction * pressure * molar_mass / (gas_constant * temperature);
}

double volume_fraction(double mass_concentration, double molar_mass, double temperature, double pressure) {
  return mass_concentration * gas_constant * temperature / (pressure * molar_mass);
}

double in_unit_of(const Probit& probit, double fraction, double molar_mass) {
  return 1e6 * (probit.unit == Probit::Unit::ppm ? fraction : mass_concentration(fraction, molar_mass));
}

double toxic_load(std::span<const double> times, std::span<const double> concentrations, double n) {
  MUSTER_CHECK(times.size() == concentrations.size(), "{} times, {} concentrations", times.size(),
               concentrations.size());
  double load = 0;
  for (size_t i = 1; i < times.size(); ++i) {
    const double low = std::min(concentrations[i - 1], concentrations[i]);
    const double high = std::max(concentrations[i - 1], concentrations[i]), rise = high - low;
    if (high <= 0) continue;
    // The mean of C^n over a straight line; where that is nearly level, its value in the middle, exact to rise^2.
    const double mean = rise < 1e-4 * high ? std::pow(0.5 * (low + high), n)
                                           : (std::pow(high, n + 1) - std::pow(low, n + 1)) / ((n + 1) * rise);
    load += mean * (times[i] - times[i - 1]) / 60;
  }
  return load;
}

double probability_of(double probit) { return 0.5 * std::erfc((5 - probit) / std::sqrt(2.0)); }

double death_probability(const Probit& probit, double load) {
  return load > 0 ? probability_of(probit.a + probit.b * std::log(load)) : 0;
}

double death_probability(const Probit& probit, double molar_mass, std::span<const double> times,
                         std::span<const double> fractions) {
  const double unit = in_unit_of(probit, 1, molar_mass);
  return death_probability(probit, std::pow(unit, probit.n) * toxic_load(times, fractions, probit.n));
}

double lethal_fraction(const Probit& probit, double molar_mass, double seconds) {
  const double load = std::exp((5 - probit.a) / probit.b);
  return std::pow(load / (seconds / 60), 1 / probit.n) / in_unit_of(probit, 1, molar_mass);
}

const Probit* probit_of(const ToxicCriteria& toxic, const std::string& family) {
  const std::string wanted = family.empty() ? "PurpleBook" : family;
  for (const Probit& probit : toxic.probits)
    if (probit.family == wanted) return &probit;
  return family.empty() && !toxic.probits.empty() ? toxic.probits.data() : nullptr;
}

std::optional<double> aegl_at(const Aegl& aegl, int level, double seconds) {
  MUSTER_CHECK(level >= 1 && level <= 3, "{}", level);
  constexpr std::array durations = {600.0, 1800.0, 3600.0, 14400.0, 28800.0};  // [s]
  const auto& known = aegl.level[static_cast<size_t>(level - 1)];
  if (seconds <= durations[0]) return known[0];
  for (size_t i = 0; i < durations.size(); ++i) {
    if (!known[i] || seconds > durations[i]) continue;
    if (seconds == durations[i]) return known[i];
    size_t before = i;
    while (before > 0 && !known[before - 1]) --before;
    if (before == 0) return {};
    const double share = std::log(seconds / durations[before - 1]) / std::log(durations[i] / durations[before - 1]);
    return *known[before - 1] * std::pow(*known[i] / *known[before - 1], share);
  }
  return {};
}

}  // namespace muster::substance
