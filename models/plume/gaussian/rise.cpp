#include "models/plume/gaussian/rise.h"

#include "models/substance/substance.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::plume {

double stack_tip_downwash(const Stack& stack, double wind) {
  return stack.speed < 1.5 * wind ? 2 * stack.diameter * (stack.speed / wind - 1.5) : 0;
}

PlumeRise::PlumeRise(const Stack& stack, double wind, Stability stability, double gradient) : wind_(wind) {
  const double d2 = stack.diameter * stack.diameter, v = stack.speed;
  buoyancy_flux_ = std::max(0.0, substance::gravity * v * d2 * (1 - stack.density_ratio) / 4);
  momentum_flux_ = v * v * d2 * stack.density_ratio / 4;
  jet_entrainment_ = v > 0 ? 1.0 / 3 + wind / v : 1;
  if (!(v > 0)) return;
  // ISC3 speaks of temperatures: those of air of the same density.
  const double exit_temperature = stack.air_temperature / stack.density_ratio;
  const double excess = exit_temperature - stack.air_temperature;
  if (stable(stability)) {
    if (!(gradient > 0)) gradient = stability == Stability::e ? 0.020 : 0.035;
    stratification_ = substance::gravity / stack.air_temperature * gradient;
    in_stable_air(stack, excess, exit_temperature);
  } else {
    neutral(stack, excess, exit_temperature);
  }
}

void PlumeRise::neutral(const Stack& stack, double excess, double exit_temperature) {
  const double v = stack.speed, d = stack.diameter, fb = buoyancy_flux_;
  const double crossover = fb < 55 ? 0.0297 * exit_temperature * std::cbrt(v) / std::pow(d, 2.0 / 3)
                                   : 0.00575 * exit_temperature * std::pow(v, 2.0 / 3) / std::cbrt(d);
  buoyant_ = excess > crossover;
  final_distance_ = fb <= 0   ? 4 * d * std::pow(v + 3 * wind_, 2) / (v * wind_)
                    : fb < 55 ? 49 * std::pow(fb, 0.625)
                              : 119 * std::pow(fb, 0.4);
  if (!buoyant_)
    final_rise_ = 3 * d * v / wind_;
  else
    final_rise_ = (fb < 55 ? 21.425 * std::pow(fb, 0.75) : 38.71 * std::pow(fb, 0.6)) / wind_;
}

void PlumeRise::in_stable_air(const Stack& stack, double excess, double exit_temperature) {
  const double v = stack.speed, root = std::sqrt(stratification_);
  buoyant_ = excess > 0.019582 * exit_temperature * v * root;
  if (buoyant_) {
    final_distance_ = 2.0715 * wind_ / root;
    final_rise_ = std::min(2.6 * std::cbrt(buoyancy_flux_ / (wind_ * stratification_)),
                           4 * std::pow(buoyancy_flux_, 0.25) / std::pow(stratification_, 0.375));
  } else {
    final_distance_ = std::numbers::pi / 2 * wind_ / root;
    final_rise_ = std::min(1.5 * std::cbrt(momentum_flux_ / (wind_ * root)), 3 * stack.diameter * v / wind_);
  }
}

double PlumeRise::at(double x) const {
  if (x <= 0) return 0;
  if (x >= final_distance_) return final_rise_;
  if (buoyant_) return std::min(final_rise_, 1.60 * std::cbrt(buoyancy_flux_ * x * x) / wind_);
  const double beta2 = jet_entrainment_ * jet_entrainment_;
  if (stratification_ > 0) {
    const double root = std::sqrt(stratification_);
    return std::min(final_rise_, std::cbrt(3 * momentum_flux_ * std::sin(x * root / wind_) / (beta2 * wind_ * root)));
  }
  return std::min(final_rise_, std::cbrt(3 * momentum_flux_ * x / (beta2 * wind_ * wind_)));
}

}  // namespace muster::plume
