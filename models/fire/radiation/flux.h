#pragma once
// Radiation from flames onto places, nothing in between but air. With shadows: shadow.h.

#include "models/fire/flame/flame.h"

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
/// [W/m2], from `nearest` > 0 to `farthest`; NaN where it is nowhere reached, infinite where it is still reached there.
/// Looked for at 120 distances from `farthest` inwards, then by bisection.
double distance_to(double level, std::span<const Flame> flames, const Vec3& origin, const Vec3& direction,
                   double nearest, double farthest, const Haze& haze);

}  // namespace muster::fire
