#include "models/fire/escalation/thresholds.h"

#include "models/fire/escalation/steel.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace muster::fire {

double time_to_failure(EquipmentKind kind, double flux, double volume) {
  if (!(flux > 0)) return std::numeric_limits<double>::infinity();
  const double i = std::log(flux / 1000);
  return kind == EquipmentKind::atmospheric ? std::exp(-1.128 * i - 2.667e-5 * volume + 9.877)
                                            : std::exp(-0.947 * i + 8.835 * std::pow(volume, 0.032));
}

bool fitted_volume(EquipmentKind kind, double volume) {
  return kind == EquipmentKind::atmospheric ? volume >= 25 && volume <= 17500 : volume >= 5 && volume <= 250;
}

double escalation_probability(double time_to_failure) {
  const double y = 9.25 - 1.847 * std::log(time_to_failure / 60);
  return 0.5 * std::erfc((5 - y) / std::numbers::sqrt2);
}

double escalation_flux(EquipmentKind kind) { return kind == EquipmentKind::atmospheric ? 15e3 : 45e3; }

double escalation_pressure(EquipmentKind kind) { return kind == EquipmentKind::atmospheric ? 22e3 : 16e3; }

EngulfingFire api521_pool() { return {0.75 * stefan_boltzmann * std::pow(1023.15, 4), 873.15, 20, 0.75}; }
EngulfingFire api521_jet() { return {0.33 * stefan_boltzmann * std::pow(1373.15, 4), 1173.15, 40, 0.75}; }
EngulfingFire scandpower_pool() { return {stefan_boltzmann * std::pow(1077.15, 4), 1077.15, 30, 0.85}; }

double heat_into_wall(const EngulfingFire& fire, double t) {
  return fire.absorptivity * (fire.incident - stefan_boltzmann * t * t * t * t) +
         fire.convection * (fire.gas_temperature - t);
}

}  // namespace muster::fire
