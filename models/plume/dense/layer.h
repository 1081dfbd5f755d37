#pragma once
// The air's lowest metres as the conservation model sees them: wind, its mean over a depth, friction, stability.

#include <functional>
#include <vector>

namespace muster::plume::dense {

/// Wind and turbulence over flat ground. Speeds are kept as tables over height, so that the cost of the profile does
/// not matter.
class Layer {
 public:
  /// A profile by any surface-layer formula: `speed(z)` [m/s] for z above `roughness` [m]. `inverse_length` 1/L [1/m],
  /// positive: stable. `mixing_height` [m]: the depth that the cloud can grow to.
  Layer(const std::function<double(double)>& speed, double friction_velocity, double inverse_length, double roughness,
        double mixing_height);

  /// Log-linear profile of Monin and Obukhov with the functions of Dyer (1974), z/L at most 2 in stable air.
  static Layer dyer(double friction_velocity, double inverse_length, double roughness, double mixing_height);
  /// The same for a speed measured at a height.
  static Layer dyer_through(double height, double speed, double inverse_length, double roughness, double mixing_height);
  /// Ermak's profile (SLAB) through `speed` at `height`; `stability` s: 0 neutral, +2 class F, -3 class A.
  static Layer ermak(double height, double speed, double inverse_length, double stability, double roughness);

  double speed(double z) const;     ///< [m/s]
  double mean(double depth) const;  ///< [m/s] over 0 to depth
  double friction_velocity() const { return friction_; }
  double inverse_length() const { return inverse_length_; }
  double roughness() const { return roughness_; }
  double mixing_height() const { return mixing_height_; }
  /// [m] over which stability acts on Ermak's profile; 0: another profile.
  double ermak_length() const { return ermak_length_; }

 private:
  double friction_, inverse_length_, roughness_, mixing_height_, ermak_length_ = 0;
  double low_, step_;                  ///< [m] lowest height of the table; step of ln z
  double linear_, quadratic_;          ///< of the profile below low_
  std::vector<double> speeds_, sums_;  ///< u; integral of u from the ground
};

/// Default depth of the mixing layer [m]: 130 * 2^(3 - s), s = 0 neutral, 1 class E, 2 class F, -1 class C (Ermak
/// 1990).
double mixing_height(double stability);

}  // namespace muster::plume::dense
