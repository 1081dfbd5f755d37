#include "models/fire/tank/boilover.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster::fire {

double boilover_propensity(double boiling, double range, double viscosity) {
  if (boiling <= 393) return 0;
  return (1 - 393 / boiling) * (range / 60) * (range / 60) * std::cbrt(viscosity / 0.73);
}

double hot_zone_speed(const HotZone& oil, double rate) {
  const double left = oil.heat_flux - rate * (oil.vaporisation + oil.heat * oil.boiling_rise);
  return std::max(0.0, left) / (oil.density * oil.heat * oil.warming);
}

Boilover boilover_at(double depth, double speed, double rate, double density) {
  if (!(speed > 0)) return {std::numeric_limits<double>::infinity(), 0};
  const double sinking = rate / density, time = depth / (speed + sinking);
  return {time, depth - sinking * time};
}

}  // namespace muster::fire
