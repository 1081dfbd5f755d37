#include "models/release/orifice/two_phase.h"

#include "base/error.h"
#include "models/release/fluid/root.h"

#include <algorithm>
#include <cmath>

namespace muster::release {

namespace {

constexpr int pressure_steps = 64;  ///< of the integrals over pressure; 32 change no flux by more than 0.1 %

/// Goes from `from` down to `to` [Pa] in even steps of temperature: calls visit(p, T).
template <class Visit>
void walk_down(const Saturation& s, double from, double to, Visit visit) {
  const double hot = s.temperature(from), cold = s.temperature(to);
  for (int i = 1; i <= pressure_steps; ++i) {
    const double t = hot + (cold - hot) * i / pressure_steps;
    visit(i == pressure_steps ? to : s.pressure(t), t);
  }
}

}  // namespace

double SaturatedInlet::omega() const {
  const double ratio = (vapour_volume - liquid_volume) / vaporisation;
  return quality * vapour_volume / volume() + liquid_heat * temperature * pressure / volume() * ratio * ratio;
}

double omega_critical_ratio(double omega) {
  MUSTER_CHECK(omega > 0, "omega = {}", omega);
  const double w = omega, w2 = w * w;
  return find_root(1e-9, 1 - 1e-6, 1e-13, [&](double eta) {
    return eta * eta + (w2 - 2 * w) * (1 - eta) * (1 - eta) + 2 * w2 * std::log(eta) + 2 * w2 * (1 - eta);
  });
}

MassFlux omega_flux(double omega, double volume, double pressure, double ambient) {
  if (pressure <= ambient) return {0, ambient, false};
  const double critical = omega_critical_ratio(omega), scale = std::sqrt(pressure / volume);
  if (critical * pressure >= ambient) return {critical / std::sqrt(omega) * scale, critical * pressure, true};
  const double eta = ambient / pressure;
  const double head = -2 * (omega * std::log(eta) + (omega - 1) * (1 - eta));
  return {std::sqrt(head) / (omega * (1 / eta - 1) + 1) * scale, ambient, false};
}

MassFlux omega_subcooled_flux(double omega, double density, double pressure, double saturation, double ambient) {
  MUSTER_CHECK(saturation <= pressure, "{} > {}", saturation, pressure);
  if (pressure <= ambient) return {0, ambient, false};
  const double w = omega, eta_s = saturation / pressure;
  if (saturation <= ambient || eta_s < 2 * w / (1 + 2 * w)) {
    const double back = std::max(saturation, ambient);
    return {std::sqrt(2 * density * (pressure - back)), back, saturation > ambient};
  }
  const double critical = find_root(1e-6 * eta_s, eta_s, 1e-13, [&](double eta) {
    return (w + 1 / w - 2) / (2 * eta_s) * eta * eta - 2 * (w - 1) * eta + w * eta_s * std::log(eta / eta_s) +
           1.5 * w * eta_s - 1;
  });
  const double eta = std::max(critical, ambient / pressure);
  const double head = 2 * (1 - eta_s) + 2 * (w * eta_s * std::log(eta_s / eta) - (w - 1) * (eta_s - eta));
  return {std::sqrt(head * pressure * density) / (w * (eta_s / eta - 1) + 1), eta * pressure,
          critical * pressure >= ambient};
}

MassFlux equilibrium_flux(const Saturation& s, double temperature, double quality, double pressure, double ambient) {
  if (pressure <= ambient) return {0, ambient, false};
  const double saturation = std::min(s.pressure(temperature), pressure);
  const double liquid = 1 / s.liquid_density(temperature);
  const double first = liquid + quality * (1 / s.vapour_density(temperature) - liquid);
  // Down to saturation (or ambient pressure) the liquid keeps its density.
  double work = first * (pressure - std::max(saturation, ambient));
  MassFlux best{std::sqrt(2 * work) / first, std::max(saturation, ambient), saturation > ambient};
  if (saturation <= ambient) return best;
  double last_volume = first, last_pressure = saturation;
  walk_down(s, saturation, ambient, [&](double p, double t) {
    const double x = s.flash_at_constant_entropy(temperature, quality, p), v_l = 1 / s.liquid_density(t);
    const double volume = v_l + x * (1 / s.vapour_density(t) - v_l);
    work += (last_volume + volume) / 2 * (last_pressure - p);
    const double flux = std::sqrt(2 * work) / volume;
    if (flux > best.flux) best = {flux, p, p > ambient};
    last_volume = volume;
    last_pressure = p;
  });
  return best;
}

MassFlux non_equilibrium_flux(const Saturation& s, double temperature, double pressure, double ambient, double length,
                              double coefficient) {
  if (pressure <= ambient) return {0, ambient, false};
  const double saturation = std::min(s.pressure(temperature), pressure);
  const double density = s.liquid_density(temperature);
  if (saturation <= ambient) return {coefficient * std::sqrt(2 * density * (pressure - ambient)), ambient, false};
  const double volume = 1 / s.vapour_density(temperature) - 1 / density, heat = s.vaporisation(temperature);
  const double capacity = temperature * s.substance().liquid_heat(temperature);
  const double c2 = coefficient * coefficient;
  // The equilibrium rate h_fg / (v_fg sqrt(T c)), less where the way is long enough; Bernoulli where there is none.
  const double share = std::min(length / relaxation_length, 1.0);
  const double orifice = heat * heat / (2 * (saturation - ambient) * density * c2 * volume * volume * capacity);
  const double equilibrium = heat * heat / (volume * volume * capacity) / (orifice * (1 - share) + share);
  const double bernoulli = 2 * density * c2 * (saturation - ambient);
  const double flashing = std::min(equilibrium, bernoulli);
  return {std::sqrt(2 * density * c2 * (pressure - saturation) + flashing), share > 0 ? saturation : ambient,
          share > 0};
}

MassFlux pipe_flux(const Saturation& s, double temperature, double pressure, double ambient, double resistance) {
  if (pressure <= ambient) return {0, ambient, false};
  const double saturation = std::min(s.pressure(temperature), pressure);
  const double density = s.liquid_density(temperature);
  double head = density * (pressure - std::max(saturation, ambient));  // integral of rho dp
  MassFlux best{std::sqrt(2 * head / (1 + resistance)), std::max(saturation, ambient), saturation > ambient};
  if (saturation <= ambient) return best;
  double last_density = density, last_pressure = saturation;
  walk_down(s, saturation, ambient, [&](double p, double t) {
    const double x = s.flash_at_constant_enthalpy(temperature, p), v_l = 1 / s.liquid_density(t);
    const double here = 1 / (v_l + x * (1 / s.vapour_density(t) - v_l));
    head += (last_density + here) / 2 * (last_pressure - p);
    const double flux = std::sqrt(2 * head / (1 + resistance + 2 * std::log(density / here)));
    if (flux > best.flux) best = {flux, p, p > ambient};
    last_density = here;
    last_pressure = p;
  });
  return best;
}

}  // namespace muster::release
