#include "models/substance/moisture.h"

#include <algorithm>
#include <cmath>

namespace muster::substance {

const TwoPhase& moisture() {
  static const TwoPhase water = [] {
    TwoPhase w;
    w.molar_mass = 0.01802, w.gas_heat = 1846, w.liquid_heat = 4178;
    w.boiling_point = 298.15, w.vaporisation = 2.441e6;  // at 25 C, where SLAB has it
    w.liquid_density = 1000;
    w.log_a = 15.08 + std::log(standard_pressure), w.log_b = 5514;
    return w;
  }();
  return water;
}

double moisture_of(double relative_humidity, double temperature, double pressure) {
  return relative_humidity * std::min(0.9, moisture().saturation(temperature) / pressure);
}

Vapours vapours(double others, double first, double first_saturated, double second, double second_saturated) {
  const auto held = [](double n, double p, double rest) { return p >= 1 ? n : std::min(n, p / (1 - p) * rest); };
  double a = held(first, first_saturated, others + second);
  double b = held(second, second_saturated, others + a);
  if (b < second && first_saturated + second_saturated < 1) {
    const double all = others / (1 - first_saturated - second_saturated);
    if (first_saturated * all < first) {
      a = first_saturated * all;
      b = std::min(second, second_saturated * all);
    } else {
      a = first;
      b = held(second, second_saturated, others + a);
    }
  }
  return {a, b};
}

}  // namespace muster::substance
