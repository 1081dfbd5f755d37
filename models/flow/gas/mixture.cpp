#include "models/flow/gas/mixture.h"

#include <algorithm>
#include <cmath>

namespace muster::flow {

namespace {

/// Mass fraction below which drops are not looked for: they would be a millionth of the air and cool it by a
/// thousandth of a kelvin.
constexpr double trace = 1e-6;
/// Steps of the search, which halves its bracket at worst, and the share of T at which it ends.
constexpr int most_steps = 60;
constexpr double close = 1e-13;
/// Above what single precision rounds away.
constexpr double slightly = 1 + 1e-6;

}  // namespace

double Mixture::heat_capacity(const double* y) const {
  double c = air.heat_capacity;
  for (size_t s = 0; s < released.size(); ++s) c += y[s] * (released[s].heat_capacity - air.heat_capacity);
  return c;
}

double Mixture::moles(const double* y) const {
  double n = 1 / air.molar_mass;
  for (size_t s = 0; s < released.size(); ++s) n += y[s] * (1 / released[s].molar_mass - 1 / air.molar_mass);
  return n;
}

double Mixture::density(const double* y, double temperature, double pressure) const {
  return pressure / (substance::gas_constant * temperature * moles(y));
}

double Mixture::mass_fraction(double x, size_t gas) const {
  const double heavy = x * released[gas].molar_mass;
  return heavy / (heavy + (1 - x) * air.molar_mass);
}

Mixture::State Mixture::state(const double* y, double enthalpy, double pressure) const {
  const double heat = heat_capacity(y), dry = enthalpy / heat;
  const State gas{dry, density(y, dry, pressure), 0};
  if (!liquid) return gas;
  const double all = condensing(y);
  // Its partial pressure is at most p: nothing condenses above its boiling point.
  if (all < trace || dry >= liquid->boiling(pressure)) return gas;
  const double n = moles(y);
  if (all / liquid->molar_mass / n * pressure <= liquid->saturation(dry)) return gas;
  return with_drops(all, n, heat, enthalpy, pressure);
}

double Mixture::condensing(const double* y) const {
  double sum = 0;
  for (size_t s = 0; s < released.size(); ++s) sum += released[s].condenses ? y[s] : 0;
  return sum;
}

double Mixture::enthalpy(const double* y, double temperature, double pressure) const {
  const double vapour = heat_capacity(y) * temperature, all = liquid ? condensing(y) : 0;
  if (all < trace || temperature >= liquid->boiling(pressure)) return vapour;
  const double share = liquid->saturation(temperature) / pressure;
  const double others = moles(y) - all / liquid->molar_mass;
  const double drops = all - share / (1 - share) * others * liquid->molar_mass;
  return vapour - std::max(drops, 0.0) * liquid->latent(temperature);
}

/// T of c_p T - l L(T) = h and x p = p_sat(T). With l from the first, v = n_c - l / W moles of vapour among n_o of
/// other gases, G(T) = (p_sat / p) (n_o + v) - v grows from the temperature of all gas, where it is below 0, to that of
/// all liquid or the boiling point, whichever is lower, where it is not: Newton's steps from there, kept in the
/// bracket. Without other gas the root is the boiling point, and l is what the heat leaves.
Mixture::State Mixture::with_drops(double condensing, double n, double heat, double enthalpy, double pressure) const {
  const substance::TwoPhase& c = *liquid;
  const double all = condensing / c.molar_mass, others = std::max(0.0, n - all), less = c.liquid_heat - c.gas_heat;
  const double latent_at_zero = c.latent(0);
  double low = enthalpy / heat;
  double high = (enthalpy + condensing * latent_at_zero) / (heat + condensing * less);
  high = std::min(high, c.boiling(pressure));
  double t = high, drops = 0, vapour = 0;
  for (int i = 0; i < most_steps; ++i) {
    const double latent = c.latent(t), share = c.saturation(t) / pressure;
    drops = std::clamp((heat * t - enthalpy) / latent, 0.0, condensing);
    vapour = all - drops / c.molar_mass;
    const double g = share * (others + vapour) - vapour;
    (g > 0 ? high : low) = t;
    const double grows = share * c.log_b / ((t + c.log_c) * (t + c.log_c)) * (others + vapour) +
                         (1 - share) * (heat + drops * less) / latent / c.molar_mass;
    double next = t - g / grows;
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (g == 0 || std::abs(next - t) <= close * t) break;
    t = next;
  }
  const double volume = (others + vapour) * substance::gas_constant * t / pressure + drops / c.liquid_density;
  return {t, 1 / volume, drops};
}

AsGas::AsGas(const Mixture& mixture, double highest)
    : mixture_(mixture), boils_(mixture.liquid ? static_cast<float>(mixture.liquid->boiling(highest) * slightly) : 0) {}

namespace {

/// How many of a row could hold drops: they are colder, as gas, than what boils.
[[gnu::noinline]] int colder(int n, float boils, const float* __restrict heat, const float* __restrict enthalpy) {
  int count = 0;
#pragma GCC ivdep
  for (int i = 0; i < n; ++i) count += enthalpy[i] < boils * heat[i] ? 1 : 0;
  return count;
}

}  // namespace

const float* AsGas::row(int n, const std::vector<const float*>& y, const float* background, const float* moles,
                        const float* heat, const float* enthalpy) {
  if (!mixture_.liquid || colder(n, boils_, heat, enthalpy) == 0) return enthalpy;
  y_.resize(y.size());
  bool found = false;
  for (int i = 0; i < n; ++i) {
    if (enthalpy[i] >= boils_ * heat[i]) continue;
    for (size_t s = 0; s < y.size(); ++s) y_[s] = static_cast<double>(y[s][i]);
    const double pressure = static_cast<double>(background[i]) * substance::gas_constant;
    const Mixture::State state = mixture_.state(y_.data(), static_cast<double>(enthalpy[i]), pressure);
    if (state.drops <= 0) continue;
    if (!found) values_.assign(enthalpy, enthalpy + n), found = true;
    values_[static_cast<size_t>(i)] =
        static_cast<float>(static_cast<double>(background[i]) * static_cast<double>(heat[i]) /
                           (state.density * static_cast<double>(moles[i])));
  }
  return found ? values_.data() : enthalpy;
}

}  // namespace muster::flow
