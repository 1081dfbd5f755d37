#include "models/flow/gas/mixture.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace muster::flow {

namespace {

/// Mass fraction below which drops and fog are not looked for: they would be a millionth of the air and change its
/// temperature by some thousandths of a kelvin.
constexpr double trace = 1e-6;
/// Steps of the search, which halves its bracket at worst, and the share of T at which it ends.
constexpr int most_steps = 60;
constexpr double close = 1e-13;
/// The same of fog, which is asked of many more cells: single precision rounds their enthalpies by more.
constexpr double near = 1e-9;
/// Above what single precision rounds away.
constexpr double slightly = 1 + 1e-6;

/// Whether of `all` [kg/kg] among `moles` [mol/kg] of gas some condenses. Its partial pressure is at most p: nothing
/// does above its boiling point.
bool saturated(const substance::TwoPhase& c, double all, double moles, double temperature, double pressure) {
  if (all < trace || temperature >= c.boiling(pressure)) return false;
  return all / c.molar_mass / moles * pressure > c.saturation(temperature);
}

}  // namespace

void Mixture::moisten(double relative_humidity, double temperature, double pressure) {
  const substance::TwoPhase& water = substance::moisture();
  const double x = substance::moisture_of(relative_humidity, temperature, pressure);
  if (x == 0) return;
  const double mass = air.molar_mass + x * (water.molar_mass - air.molar_mass);
  moisture = x * water.molar_mass / mass;
  air.molar_mass = mass, air.heat_capacity += moisture * (water.gas_heat - air.heat_capacity);
}

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
  const State gas{dry, density(y, dry, pressure), 0, 0};
  const double all = liquid ? condensing(y) : 0, of_air = moisture > 0 ? water(y) : 0;
  if (all < trace && of_air < trace) return gas;
  const double n = moles(y);
  const substance::TwoPhase& steam = substance::moisture();
  const double dew_point = of_air < trace ? 0 : steam.boiling(of_air / steam.molar_mass / n * pressure);
  // Whatever condenses warms the rest by more than it makes room for: what is vapour at the temperature of all gas
  // stays so.
  const bool drips = liquid && saturated(*liquid, all, n, dry, pressure), fogs = dry < dew_point;
  if (drips && fogs) return both_condense(all, of_air, n, heat, enthalpy, pressure);
  if (drips) return one_condenses(*liquid, all, n, heat, enthalpy, pressure, liquid->boiling(pressure), close);
  if (!fogs) return gas;
  State s = one_condenses(steam, of_air, n, heat, enthalpy, pressure, dew_point, near);
  std::swap(s.drops, s.fog);
  return s;
}

double Mixture::condensing(const double* y) const {
  double sum = 0;
  for (size_t s = 0; s < released.size(); ++s) sum += released[s].condenses ? y[s] : 0;
  return sum;
}

double Mixture::water(const double* y) const {
  double of_air = 1;
  for (size_t s = 0; s < released.size(); ++s) of_air -= y[s];
  return moisture * std::max(of_air, 0.0);
}

double Mixture::condenses_below(double pressure) const {
  const double boils = liquid ? liquid->boiling(pressure) : 0;
  if (moisture == 0) return boils;
  // The dew point of the air alone: other gases take up room.
  const substance::TwoPhase& water = substance::moisture();
  return std::max(boils, water.boiling(moisture / water.molar_mass * air.molar_mass * pressure));
}

double Mixture::enthalpy(const double* y, double temperature, double pressure) const {
  const double vapour = heat_capacity(y) * temperature;
  const double all = liquid ? condensing(y) : 0, of_air = moisture > 0 ? water(y) : 0;
  if (temperature >= condenses_below(pressure)) return vapour;
  const substance::TwoPhase &steam = substance::moisture(), &c = liquid ? *liquid : steam;
  const double n = all / c.molar_mass, w = of_air / steam.molar_mass;
  const substance::Vapours gas = substance::vapours(moles(y) - n - w, n, c.saturation(temperature) / pressure, w,
                                                    steam.saturation(temperature) / pressure);
  const double drops = all < trace ? 0 : (n - gas.first) * c.molar_mass;
  const double fog = of_air < trace ? 0 : (w - gas.second) * steam.molar_mass;
  return vapour - drops * c.latent(temperature) - fog * steam.latent(temperature);
}

/// T of c_p T - l L(T) = h and x p = p_sat(T). With l from the first, v = n_c - l / W moles of vapour among n_o of
/// other gases, G(T) = (p_sat / p) (n_o + v) - v grows from the temperature of all gas, where it is below 0, to that of
/// all liquid or `warmest`, its boiling or dew point, whichever is lower, where it is not: Newton's steps from there,
/// kept in the bracket. Without other gas the root is the boiling point, and l is what the heat leaves. `within` of T.
Mixture::State Mixture::one_condenses(const substance::TwoPhase& c, double condensing, double n, double heat,
                                      double enthalpy, double pressure, double warmest, double within) const {
  const double all = condensing / c.molar_mass, others = std::max(0.0, n - all), less = c.liquid_heat - c.gas_heat;
  const double latent_at_zero = c.latent(0);
  double low = enthalpy / heat;
  double high = (enthalpy + condensing * latent_at_zero) / (heat + condensing * less);
  high = std::min(high, warmest);
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
    if (g == 0 || std::abs(next - t) <= within * t) break;
    t = next;
  }
  const double volume = (others + vapour) * substance::gas_constant * t / pressure + drops / c.liquid_density;
  return {t, 1 / volume, drops, 0};
}

/// The equilibrium is one: where one alone leaves the other vapour, that is it. Otherwise F(T) = c_p T - l L - l_w L_w
/// - h, both saturated, grows from the warmer of the two temperatures with one alone, where it is below 0, to that of
/// all liquid or the boiling point: Newton's steps kept in the bracket.
Mixture::State Mixture::both_condense(double substance, double of_air, double n, double heat, double enthalpy,
                                      double pressure) const {
  const substance::TwoPhase &a = *liquid, &b = substance::moisture();
  const State drops = one_condenses(a, substance, n, heat, enthalpy, pressure, a.boiling(pressure), close);
  if (!saturated(b, of_air, n - drops.drops / a.molar_mass, drops.temperature, pressure)) return drops;
  State fog = one_condenses(b, of_air, n, heat, enthalpy, pressure, b.boiling(pressure), near);
  std::swap(fog.drops, fog.fog);
  if (!saturated(a, substance, n - fog.fog / b.molar_mass, fog.temperature, pressure)) return fog;
  const double n_a = substance / a.molar_mass, n_b = of_air / b.molar_mass, others = std::max(0.0, n - n_a - n_b);
  const double less_a = a.liquid_heat - a.gas_heat, less_b = b.liquid_heat - b.gas_heat;
  double low = std::max(drops.temperature, fog.temperature);
  double high =
      (enthalpy + substance * a.latent(0) + of_air * b.latent(0)) / (heat + substance * less_a + of_air * less_b);
  high = std::max(low, std::min(high, a.boiling(pressure)));
  State s{low, 0, 0, 0};
  double gas = 0;
  for (int i = 0; i < most_steps; ++i) {
    const double t = s.temperature, share_a = a.saturation(t) / pressure, share_b = b.saturation(t) / pressure;
    const substance::Vapours held = substance::vapours(others, n_a, share_a, n_b, share_b);
    gas = others + held.first + held.second;
    s.drops = (n_a - held.first) * a.molar_mass, s.fog = (n_b - held.second) * b.molar_mass;
    const double f = heat * t - s.drops * a.latent(t) - s.fog * b.latent(t) - enthalpy;
    (f > 0 ? high : low) = t;
    const double rise_a = share_a * a.log_b / ((t + a.log_c) * (t + a.log_c)), rise_b = share_b * b.log_b / (t * t);
    const double swells = gas * (rise_a + rise_b) / std::max(1 - share_a - share_b, close);
    const double grows = heat + s.drops * less_a + s.fog * less_b +
                         a.latent(t) * a.molar_mass * (rise_a * gas + share_a * swells) +
                         b.latent(t) * b.molar_mass * (rise_b * gas + share_b * swells);
    double next = t - f / grows;
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (f == 0 || std::abs(next - t) <= close * t) break;
    s.temperature = next;
  }
  const double volume =
      gas * substance::gas_constant * s.temperature / pressure + s.drops / a.liquid_density + s.fog / b.liquid_density;
  s.density = 1 / volume;
  return s;
}

AsGas::AsGas(const Mixture& mixture, double highest)
    : mixture_(mixture), below_(static_cast<float>(mixture.condenses_below(highest) * slightly)) {}

namespace {

/// How many of a row could hold drops or fog: they are colder, as gas, than anything condenses.
[[gnu::noinline]] int colder(int n, float below, const float* __restrict heat, const float* __restrict enthalpy) {
  int count = 0;
#pragma GCC ivdep
  for (int i = 0; i < n; ++i) count += enthalpy[i] < below * heat[i] ? 1 : 0;
  return count;
}

}  // namespace

const float* AsGas::row(int n, const std::vector<const float*>& y, const float* background, const float* moles,
                        const float* heat, const float* enthalpy) {
  if (!needed() || colder(n, below_, heat, enthalpy) == 0) return enthalpy;
  y_.resize(y.size());
  bool found = false;
  for (int i = 0; i < n; ++i) {
    if (enthalpy[i] >= below_ * heat[i]) continue;
    for (size_t s = 0; s < y.size(); ++s) y_[s] = static_cast<double>(y[s][i]);
    const double pressure = static_cast<double>(background[i]) * substance::gas_constant;
    const Mixture::State state = mixture_.state(y_.data(), static_cast<double>(enthalpy[i]), pressure);
    if (!state.condensed()) continue;
    if (!found) values_.assign(enthalpy, enthalpy + n), found = true;
    values_[static_cast<size_t>(i)] =
        static_cast<float>(static_cast<double>(background[i]) * static_cast<double>(heat[i]) /
                           (state.density * static_cast<double>(moles[i])));
  }
  return found ? values_.data() : enthalpy;
}

}  // namespace muster::flow
