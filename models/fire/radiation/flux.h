#pragma once
// Radiation from flames onto places, nothing in between but air. With shadows: shadow.h.

#include "models/fire/flame/flame.h"

#include <cmath>
#include <limits>
#include <span>
#include <vector>

namespace muster::fire {

/// How much the air lets through: Wayne's law at one temperature and humidity, or a fixed share.
class Haze {
 public:
  Haze() = default;  ///< lets all through
  explicit Haze(double share) : share_(share) {}
  Haze(double temperature, double humidity);
  /// tau, 0 to 1, over `path` [m]; between tabled paths (1/16 of an octave apart) linear, within 1e-4 of the law.
  double operator()(double path) const {
    if (table_.empty()) return share_;
    return tabled(path);
  }

 private:
  double tabled(double path) const;
  double share_ = 1;
  std::vector<double> table_;
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
