#include "models/substance/substance.h"

#include <cmath>

namespace muster::substance {

namespace {

/// Two values nearer than this [K] say nothing of the slope between them.
constexpr double least_span = 10;
constexpr double room = 298.15;  ///< [K] of the values `..._25`

/// ln p as a function of 1/T in three pieces: sublimation below the melting point (of what sublimes at 101 325 Pa),
/// Antoine, and a parabola from its upper end to the critical point. Every piece is monotone and meets the next.
class VapourPressure {
 public:
  explicit VapourPressure(const Substance& s) : s_(s) {
    // The parabola leaves Antoine with its slope and ends in the critical point.
    joint_ = 1 / std::min(s.antoine.range.high, s.critical_temperature);
    at_joint_ = antoine(1 / joint_);
    slope_ = -std::log(10.0) * s.antoine.b / std::pow(1 + s.antoine.c * joint_, 2);
    const double span = 1 / s.critical_temperature - joint_;
    bend_ = span < 0 ? (std::log(s.critical_pressure) - at_joint_ - slope_ * span) / (span * span) : 0;
  }

  double at(double temperature) const {
    const double t = std::min(temperature, s_.critical_temperature), tau = 1 / t;
    if (tau < joint_) return at_joint_ + (slope_ + bend_ * (tau - joint_)) * (tau - joint_);
    if (t < s_.melting_point && s_.boiling_point < s_.melting_point) return sublimation(tau);
    return antoine(t);
  }

  /// [K] where ln p is `log_pressure`.
  double temperature(double log_pressure) const {
    if (log_pressure > at_joint_) return above_joint(log_pressure);
    if (s_.boiling_point < s_.melting_point && log_pressure < antoine(s_.melting_point)) {
      const double share =
          (log_pressure - std::log(standard_pressure)) / (antoine(s_.melting_point) - std::log(standard_pressure));
      return 1 / (1 / s_.boiling_point + share * (1 / s_.melting_point - 1 / s_.boiling_point));
    }
    return s_.antoine.b / (s_.antoine.a - log_pressure / std::log(10.0)) - s_.antoine.c;
  }

 private:
  double antoine(double t) const {
    // Below T = -C the formula is meaningless; there the pressure is 0 to any precision.
    if (t + s_.antoine.c <= 0) return -std::numeric_limits<double>::infinity();
    return std::log(10.0) * (s_.antoine.a - s_.antoine.b / (t + s_.antoine.c));
  }
  /// A straight line in 1/T through the sublimation point and the melting point.
  double sublimation(double tau) const {
    const double from = 1 / s_.boiling_point, to = 1 / s_.melting_point, low = std::log(standard_pressure);
    return low + (tau - from) / (to - from) * (antoine(s_.melting_point) - low);
  }
  double above_joint(double log_pressure) const {
    if (log_pressure >= std::log(s_.critical_pressure)) return s_.critical_temperature;
    const double rise = log_pressure - at_joint_;  // rise = slope x + bend x^2 with x < 0
    const double root = std::sqrt(slope_ * slope_ + 4 * bend_ * rise);
    return 1 / (joint_ + 2 * rise / (slope_ - root));
  }

  const Substance& s_;
  double joint_, at_joint_, slope_, bend_;
};

/// The straight line through values at two temperatures; constant where the second is missing or too near.
double line(double t, double t1, double y1, double t2, double y2) {
  if (y2 <= 0 || std::abs(t2 - t1) < least_span) return y1;
  return y1 + (t - t1) / (t2 - t1) * (y2 - y1);
}

}  // namespace

double Substance::vapour_pressure(double temperature) const { return std::exp(VapourPressure(*this).at(temperature)); }

double Substance::boiling_temperature(double pressure) const {
  return VapourPressure(*this).temperature(std::log(pressure));
}

double Substance::liquid_density(double temperature) const {
  // Rackett (1970): ln rho falls linearly with (1 - T/Tc)^(2/7) reversed; the slope from the second known value.
  const auto x = [&](double t) { return std::pow(1 - std::min(t / critical_temperature, 1.0), 2.0 / 7); };
  const double reference = reference_temperature();
  const double t = std::clamp(temperature, std::min(melting_point, critical_temperature), critical_temperature);
  // Spencer and Danner (1972), Yamada and Gunn (1973): Z_RA from the acentric factor where there is no second value.
  double slope = -std::log(0.29056 - 0.08775 * acentric_factor);
  if (liquid_density_25 > 0 && room < critical_temperature && std::abs(room - reference) >= least_span)
    slope = std::log(liquid_density_25 / liquid_density_boiling) / (x(room) - x(reference));
  return liquid_density_boiling * std::exp(slope * (x(t) - x(reference)));
}

double Substance::liquid_heat(double temperature) const {
  const Range range = liquid_heat_range();
  const double t = std::clamp(temperature, std::min(range.low, range.high), range.high);
  return line(t, reference_temperature(), liquid_heat_boiling, room, liquid_heat_25);
}

double Substance::heat_of_vaporisation(double temperature) const {
  if (temperature >= critical_temperature) return 0;
  // Watson (1943); its exponent from the second known value where that says something.
  const auto x = [&](double t) { return 1 - t / critical_temperature; };
  const double reference = reference_temperature();
  double exponent = 0.38;
  if (vaporisation_25 > 0 && room < critical_temperature && std::abs(room - reference) >= least_span)
    exponent = std::log(vaporisation_25 / vaporisation_boiling) / std::log(x(room) / x(reference));
  return vaporisation_boiling * std::pow(x(temperature) / x(reference), exponent);
}

double Substance::gas_heat(double temperature) const {
  if (!gas_heat_fit) return gas_heat_25;
  const auto fit = [&](double t) {
    const auto& a = gas_heat_fit->a;
    return a[0] + t * (a[1] + t * (a[2] + t * (a[3] + t * a[4])));
  };
  const double t = std::clamp(temperature, gas_heat_fit->range.low, gas_heat_fit->range.high);
  return gas_heat_25 * fit(t) / fit(room);
}

double Substance::heat_ratio(double temperature) const {
  const double heat = gas_heat(temperature);
  return heat / (heat - gas_constant / molar_mass);
}

double Substance::gas_density(double temperature, double pressure) const {
  return pressure * molar_mass / (gas_constant * temperature);
}

}  // namespace muster::substance
