#include "models/fire/radiation/transmissivity.h"

#include <algorithm>
#include <cmath>

namespace muster::fire {

namespace {

/// [mmHg] of water vapour over liquid water (Alduchov and Eskridge 1996).
double saturated_mm(double temperature) {
  const double celsius = temperature - 273.15;
  return 610.94 / 133.322 * std::exp(17.625 * celsius / (celsius + 243.04));
}

double formula(double path, double temperature, double humidity, double co2) {
  // Below the vertex of the formula's parabola at 10^-0.247 drier air would absorb more.
  const double vapour = humidity * path * saturated_mm(temperature) * 288.651 / temperature;
  const double water = std::log10(std::max(vapour, 0.566));
  const double carbon = std::log10(273 / temperature * path * co2 / 335);
  return 1.006 - 0.01171 * water - 0.02368 * water * water - 0.03188 * carbon + 0.001164 * carbon * carbon;
}

}  // namespace

double wayne(double path, double temperature, double humidity, double co2) {
  if (path < 10) return 1 - path / 10 * (1 - wayne(10, temperature, humidity, co2));
  return std::clamp(formula(path, temperature, humidity, co2), 0.0, 1.0);
}

double bagster_pitblado(double path, double vapour) {
  return path * vapour <= 0 ? 1.0 : std::min(1.0, 2.02 * std::pow(path * vapour, -0.09));
}

double vapour_pressure(double temperature, double humidity) { return humidity * saturated_mm(temperature) * 133.322; }

}  // namespace muster::fire
