#include "models/release/fluid/real_gas.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::release {

using std::numbers::sqrt2;

RealGas::RealGas(const substance::Substance& s) {
  r_ = substance::gas_constant / s.molar_mass;
  if (!(s.critical_temperature > 0) || !(s.critical_pressure > 0)) return;
  critical_ = s.critical_temperature;
  const double rt = r_ * critical_, w = s.acentric_factor;
  a_ = 0.457235529 * rt * rt / s.critical_pressure;
  b_ = 0.077796074 * rt / s.critical_pressure;
  kappa_ = 0.37464 + 1.54226 * w - 0.26992 * w * w;
}

RealGas RealGas::ideal(double molar_mass) {
  RealGas gas;
  gas.r_ = substance::gas_constant / molar_mass;
  return gas;
}

double RealGas::attraction(double temperature) const {
  const double root = 1 + kappa_ * (1 - std::sqrt(temperature / critical_));
  return root > 0 ? a_ * root * root : 0;
}

double RealGas::attraction_slope(double temperature) const {
  const double root = 1 + kappa_ * (1 - std::sqrt(temperature / critical_));
  return root > 0 ? -a_ * kappa_ * root / std::sqrt(temperature * critical_) : 0;
}

double RealGas::pressure(double temperature, double density) const {
  const double v = 1 / density;
  return r_ * temperature / (v - b_) - attraction(temperature) / (v * v + 2 * b_ * v - b_ * b_);
}

double RealGas::pressure_slope(double temperature, double density) const {
  const double v = 1 / density;
  return r_ / (v - b_) - attraction_slope(temperature) / (v * v + 2 * b_ * v - b_ * b_);
}

double RealGas::compressibility(double temperature, double pressure) const {
  MUSTER_CHECK(temperature > 0 && pressure > 0, "T = {}, p = {}", temperature, pressure);
  const double rt = r_ * temperature, a = attraction(temperature) * pressure / (rt * rt), b = b_ * pressure / rt;
  // Z^3 + c2 Z^2 + c1 Z + c0 = 0: the largest root, that of the vapour, from above.
  const double c2 = b - 1, c1 = a - 3 * b * b - 2 * b, c0 = -(a * b - b * b - b * b * b);
  double z = 1 + b;
  for (int i = 0; i < 60; ++i) {
    const double f = ((z + c2) * z + c1) * z + c0, slope = (3 * z + 2 * c2) * z + c1;
    if (!(slope > 0)) break;
    const double next = z - f / slope;
    if (std::abs(next - z) < 1e-13 * z) return next;
    z = std::max(next, b + 1e-9);
  }
  return z;
}

double RealGas::density(double temperature, double pressure) const {
  return pressure / (compressibility(temperature, pressure) * r_ * temperature);
}

double RealGas::heat_excess(double temperature, double density) const {
  if (b_ == 0) return 0;
  // T a'' / (2 sqrt2 b) ln(...); a'' = a_c kappa (1 + kappa) / (2 sqrt(T^3 T_c)).
  const double v = 1 / density;
  const double curvature =
      a_ * kappa_ * (1 + kappa_) / (2 * std::sqrt(temperature * temperature * temperature * critical_));
  return temperature * curvature / (2 * sqrt2 * b_) * std::log((v + (1 + sqrt2) * b_) / (v + (1 - sqrt2) * b_));
}

double RealGas::energy_excess(double temperature, double density) const {
  if (b_ == 0) return 0;
  const double v = 1 / density;
  return (temperature * attraction_slope(temperature) - attraction(temperature)) / (2 * sqrt2 * b_) *
         std::log((v + (1 + sqrt2) * b_) / (v + (1 - sqrt2) * b_));
}

}  // namespace muster::release
