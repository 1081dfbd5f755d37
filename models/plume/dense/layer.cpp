#include "models/plume/dense/layer.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::plume::dense {
namespace {

constexpr double karman = 0.41;
constexpr int points = 240;

/// Ermak's 1/L: powers of |s| through his values at s = 1, 2 and 3, whose exponents change smoothly.
struct StabilityMap {
  double one, two, three, second, limit, change;  ///< 1/L at 1, 2, 3; exponents below 2, far above, their difference
  explicit StabilityMap(double roughness) {
    one = 0.0081 * std::pow(roughness, -0.3044);
    const bool rough = roughness > 0.0111;
    const double power = std::pow(roughness, -0.1715);
    two = rough ? 0.0385 * power : one + 0.0137 * power + 0.0218;
    three = rough ? 0.0875 * std::pow(roughness, -0.1028) : two + 0.0557;
    second = std::log(two / one) / std::log(2.0);
    limit = 2 * std::log(three / one) / std::log(3.0) - second;
    change = second - limit;
  }
  double length(double s) const {
    s = std::min(s, most);
    if (s < 2) return one * std::pow(s, second);
    return one * std::pow(s, limit + change / (1 + (s - 2) * (s - 2)));
  }
  static constexpr double most = 3.5;
};

}  // namespace

double ermak_inverse_length(double stability, double roughness) {
  return std::copysign(StabilityMap(roughness).length(std::abs(stability)), stability);
}

double ermak_stability(double inverse_length, double roughness) {
  const StabilityMap map(roughness);
  const double wanted = std::abs(inverse_length);
  double s = 0;
  if (wanted < map.two) {
    s = std::pow(wanted / map.one, 1 / map.second);
  } else if (wanted >= map.length(StabilityMap::most)) {
    s = StabilityMap::most;
  } else {
    const double share = (wanted - map.two) / (map.three - map.two);  // his inverse, linear between 2 and 3
    s = std::pow(wanted / map.one, 1 / (map.limit + map.change / (1 + share * share)));
  }
  return std::copysign(s, inverse_length);
}

double mixing_height(double stability) { return 130 * std::exp2(3 - stability); }

Layer::Layer(const std::function<double(double)>& speed, double friction_velocity, double inverse_length,
             double roughness, double mixing_height)
    : friction_(friction_velocity),
      inverse_length_(inverse_length),
      roughness_(roughness),
      mixing_height_(mixing_height) {
  low_ = roughness * std::numbers::e;
  step_ = std::log(std::max(mixing_height, 20 * low_) / low_) / (points - 1);
  speeds_.resize(points);
  sums_.resize(points);
  // Below low_ a parabola through 0 that keeps value and slope there.
  constexpr double nudge = 1e-4;
  const double u0 = speed(low_);
  const double slope = (speed(low_ * (1 + nudge)) - speed(low_ * (1 - nudge))) / (2 * nudge * low_);
  linear_ = std::max(0.0, 2 * u0 / low_ - slope);
  quadratic_ = u0 / (low_ * low_) - linear_ / low_;
  sums_[0] = linear_ * low_ * low_ / 2 + quadratic_ * low_ * low_ * low_ / 3;
  speeds_[0] = u0;
  double z = low_;
  for (int i = 1; i < points; ++i) {
    const double next = low_ * std::exp(step_ * i), middle = 0.5 * (z + next);
    speeds_[i] = speed(next);
    sums_[i] = sums_[i - 1] + (next - z) / 6 * (speeds_[i - 1] + 4 * speed(middle) + speeds_[i]);
    z = next;
  }
}

double Layer::speed(double z) const {
  if (z <= low_) {
    z = std::max(0.0, z);
    return z * (linear_ + z * quadratic_);
  }
  const double at = std::log(z / low_) / step_;
  const int i = std::min(static_cast<int>(at), points - 2);
  const double f = std::min(at - i, 1.0);
  return speeds_[i] + f * (speeds_[i + 1] - speeds_[i]);
}

double Layer::mean(double depth) const {
  if (from_ <= 0) return plain_mean(depth);
  const double between = (speed(from_) + 4 * speed(0.5 * (from_ + depth)) + speed(depth)) / 6;
  const double mean = (from_ * mean_ + between * (depth - from_)) / depth;
  return below_top_ ? std::min(mean, speed(depth)) : mean;
}

double Layer::plain_mean(double depth) const {
  if (depth <= low_) {
    const double z = std::max(depth, 1e-3 * low_);
    return z * (linear_ / 2 + z * quadratic_ / 3);
  }
  const double at = std::log(depth / low_) / step_;
  const int i = static_cast<int>(at);
  if (i >= points - 1) {
    const double top = low_ * std::exp(step_ * (points - 1));
    return (sums_.back() + (depth - top) * speeds_.back()) / depth;
  }
  const double z = low_ * std::exp(step_ * i), f = at - i;
  const double here = speeds_[i] + f * (speeds_[i + 1] - speeds_[i]);
  return (sums_[i] + 0.5 * (depth - z) * (speeds_[i] + here)) / depth;
}

Layer Layer::dyer(double friction_velocity, double inverse_length, double roughness, double mixing_height) {
  const auto psi = [](double zeta) {
    if (zeta >= 0) return -5 * std::min(zeta, 2.0);
    const double x = std::sqrt(std::sqrt(1 - 16 * zeta));
    return 2 * std::log((1 + x) / 2) + std::log((1 + x * x) / 2) - 2 * std::atan(x) + std::numbers::pi / 2;
  };
  return Layer(
      [=](double z) {
        return friction_velocity / karman * std::max(0.0, std::log(z / roughness) - psi(z * inverse_length));
      },
      friction_velocity, inverse_length, roughness, mixing_height);
}

Layer Layer::dyer_through(double height, double speed, double inverse_length, double roughness, double mixing_height) {
  const Layer unit = dyer(1, inverse_length, roughness, mixing_height);
  return dyer(speed / unit.speed(height), inverse_length, roughness, mixing_height);
}

Layer Layer::ermak(double height, double speed, double inverse_length, double stability, double roughness) {
  const double h = dense::mixing_height(stability);
  const double length = stability >= 0 ? 1 + 0.8 * stability : std::exp(-0.8 * stability);
  // The given 1/L is that at `height`, at least 3 m; towards the ground it grows by this factor.
  const double given = inverse_length;
  inverse_length *= 1 + std::max(3.0, height) / length;
  const auto profile = [=](double z) {
    if (inverse_length < 0) {
      const double phi = 1 / std::sqrt(std::sqrt(1 - 16 * length * inverse_length));
      const double g = -8 * inverse_length / (1 - phi);
      const double x = std::sqrt(1 + g * z), x0 = std::sqrt(1 + g * roughness);
      return std::log(z / roughness) - phi * (z - roughness) / h -
             2 * (1 - phi) * (std::log((1 + x) / (1 + x0)) - (std::sqrt(x) - std::sqrt(x0)) / (g * h));
    }
    return std::log(z / roughness) - (z - roughness) / h +
           5 * inverse_length * length *
               ((1 + length / h) * std::log((z + length) / (roughness + length)) - (z - roughness) / h);
  };
  const double friction = karman * speed / profile(height);
  Layer layer([=](double z) { return friction / karman * profile(std::min(z, h)); }, friction, given, roughness, h);
  layer.ermak_length_ = length;
  layer.ermak_inverse_ = inverse_length;
  return layer;
}

Layer Layer::ermak(double height, double speed, double inverse_length, double roughness) {
  return ermak(height, speed, inverse_length, ermak_stability(inverse_length, roughness), roughness);
}

Layer Layer::with_mean(double depth, double speed) const {
  Layer other = *this;
  const double more = (speed - plain_mean(depth)) * depth;
  for (double& s : other.sums_) s += more;
  return other;
}

Layer Layer::continued(double depth, double speed, bool below_top) const {
  Layer other = *this;
  other.from_ = depth;
  other.mean_ = speed;
  other.below_top_ = below_top;
  return other;
}

double Layer::inverse_length(double z) const {
  return ermaks() ? ermak_inverse_ / (1 + z / ermak_length_) : inverse_length_;
}

double Layer::gradient(double z) const {
  if (!ermaks()) {
    const double zeta = z * inverse_length_;
    return zeta >= 0 ? 1 + 5 * std::min(zeta, 1.0) : 1 / std::sqrt(std::sqrt(1 - 16 * zeta));
  }
  if (ermak_inverse_ >= 0) return 1 + 5 * ermak_inverse_ * z / (1 + z / ermak_length_);
  const double least = 1 / std::sqrt(std::sqrt(1 - 16 * ermak_length_ * ermak_inverse_));
  return least + (1 - least) / std::sqrt(1 - 8 * ermak_inverse_ / (1 - least) * z);
}

}  // namespace muster::plume::dense
