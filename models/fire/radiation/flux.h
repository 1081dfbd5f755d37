#pragma once
// Radiation from flames onto places, nothing in between but air. With shadows: shadow.h.

#include "models/fire/flame/flame.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace muster::fire {

/// How much the air lets through: Wayne's law at one temperature and humidity, or a fixed share.
class Haze {
 public:
  Haze() = default;  ///< lets all through
  explicit Haze(double share) : share_(static_cast<float>(share)) {}
  Haze(double temperature, double humidity);
  /// tau, 0 to 1, over `path` [m]; linear between tabled paths, 16 to a doubling, within 1e-3 of the law.
  float operator()(float path) const { return table_.empty() ? share_ : tabled(path); }

 private:
  /// Nodes lie at 2^e (1 + k / 16), e from -3 on: a path's place is read from its bits, without a logarithm.
  float tabled(float path) const {
    const auto bits = std::bit_cast<uint32_t>(std::clamp(path, 0.125F, 0.999F * 131072));
    const uint32_t at = (bits >> 19) - (124U << 4);
    const float rest = static_cast<float>(bits & 0x7ffffU) * 0x1p-19F;
    return table_[at] + rest * (table_[at + 1] - table_[at]);
  }
  float share_ = 1;
  std::vector<float> table_;
};

/// Vector of the radiation at `place`: sum over the faces of tau E f [W/m2]. Its length is the flux onto a small
/// surface that faces it, the largest of all orientations while every flame is in front of it. Within a flame: a vector
/// as long as the flame's strongest emission.
Vec3 irradiance(std::span<const Flame> flames, const Vec3& place, const Haze& haze);

/// [W/m2] onto a small surface of `normal` (of length 1); the strongest emission within a flame.
double flux(std::span<const Flame> flames, const Vec3& place, const Vec3& normal, const Haze& haze);

/// [W/m2] mean over the mantle of an upright cylinder: of 16 horizontal normals.
double upright_flux(std::span<const Flame> flames, const Vec3& place, const Haze& haze);

/// The farthest of the distances [m] along `direction` (of length 1) from `origin` at which |irradiance| is `level`
/// [W/m2]; as farthest_where.
double distance_to(double level, std::span<const Flame> flames, const Vec3& origin, const Vec3& direction,
                   double nearest, double farthest, const Haze& haze);

/// The largest x from `nearest` > 0 to `farthest` for which `holds(x)`; NaN: none, infinite: `farthest` itself. Looked
/// for at 120 places inwards, then by bisection.
template <class Holds>
double farthest_where(double nearest, double farthest, const Holds& holds) {
  constexpr int steps = 120;
  if (holds(farthest)) return std::numeric_limits<double>::infinity();
  double out = farthest;
  for (int k = 1; k <= steps; ++k) {
    double in = farthest * std::pow(nearest / farthest, static_cast<double>(k) / steps);
    if (!holds(in)) {
      out = in;
      continue;
    }
    for (int i = 0; i < 24; ++i) {
      const double middle = 0.5 * (in + out);
      (holds(middle) ? in : out) = middle;
    }
    return 0.5 * (in + out);
  }
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace muster::fire
