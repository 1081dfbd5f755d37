#include "models/release/orifice/orifice.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>

namespace muster::release {

Flow liquid_flow(double area, double coefficient, double density, double pressure, double ambient, double temperature) {
  MUSTER_CHECK(area >= 0 && density > 0, "area = {}, density = {}", area, density);
  Flow flow{.pressure = ambient, .temperature = temperature, .density = density};
  if (pressure <= ambient || area == 0) return flow;
  flow.rate = coefficient * area * std::sqrt(2 * density * (pressure - ambient));
  flow.speed = flow.rate / (density * area);
  return flow;
}

double critical_pressure_ratio(double ratio) { return std::pow(2 / (ratio + 1), ratio / (ratio - 1)); }

Flow gas_flow(double area, double coefficient, double density, double pressure, double ambient, double temperature,
              double ratio) {
  MUSTER_CHECK(area >= 0 && density > 0 && ratio > 1, "area = {}, density = {}, ratio = {}", area, density, ratio);
  Flow flow{.pressure = ambient, .temperature = temperature, .density = density, .vapour = 1};
  if (pressure <= ambient || area == 0) return flow;
  const double critical = critical_pressure_ratio(ratio);
  const double eta = std::max(ambient / pressure, critical);
  const double root = 2 * ratio / (ratio - 1) * (std::pow(eta, 2 / ratio) - std::pow(eta, (ratio + 1) / ratio));
  flow.rate = coefficient * area * std::sqrt(density * pressure * root);
  flow.pressure = eta * pressure;
  flow.temperature = temperature * std::pow(eta, (ratio - 1) / ratio);
  flow.density = density * std::pow(eta, 1 / ratio);
  flow.speed = flow.rate / (flow.density * area);
  flow.choked = ambient / pressure <= critical;
  return flow;
}

BlowDown choked_blow_down(double time, double tau, double ratio, bool isothermal) {
  if (isothermal) {
    const double left = std::exp(-time / tau);
    return {left, left, left, 1};
  }
  const double f = 1 + (ratio - 1) * time / (2 * tau);
  return {std::pow(f, -2 / (ratio - 1)), std::pow(f, -(ratio + 1) / (ratio - 1)), std::pow(f, -2 * ratio / (ratio - 1)),
          std::pow(f, -2.0)};
}

}  // namespace muster::release
