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
  /// Ermak's profile (SLAB) through `speed` at `height`; `stability` s: 0 neutral, +2 class F, -3 class A. Without s:
  /// that of `inverse_length`.
  static Layer ermak(double height, double speed, double inverse_length, double stability, double roughness);
  static Layer ermak(double height, double speed, double inverse_length, double roughness);
  /// The same layer with another mean wind over `depth`; the difference of the integral of u stays in every mean.
  /// SLAB's own means begin with a rough one: for comparison with what it printed.
  Layer with_mean(double depth, double speed) const;
  /// The same layer, whose means are continued from `speed` over `depth` by Simpson's rule over what lies between, as
  /// in SLAB; in its plumes they are not above the speed at the top.
  Layer continued(double depth, double speed, bool below_top) const;

  double speed(double z) const;     ///< [m/s]
  double mean(double depth) const;  ///< [m/s] over 0 to depth
  double friction_velocity() const { return friction_; }
  double inverse_length() const { return inverse_length_; }
  double roughness() const { return roughness_; }
  double mixing_height() const { return mixing_height_; }
  /// [1/m] 1/L that acts at z on turbulence: fades upwards in Ermak's profile.
  double inverse_length(double z) const;
  double gradient(double z) const;  ///< phi_m of the profile (kappa z / u*) du/dz, without the lid
  bool ermaks() const { return ermak_length_ > 0; }

 private:
  double plain_mean(double depth) const;

  double friction_, inverse_length_, roughness_, mixing_height_;
  double ermak_length_ = 0;            ///< [m] over which stability acts on Ermak's profile; 0: another profile
  double ermak_inverse_ = 0;           ///< [1/m] 1/L of his profile at the ground
  double low_, step_;                  ///< [m] lowest height of the table; step of ln z
  double linear_, quadratic_;          ///< of the profile below low_
  double from_ = 0, mean_ = 0;         ///< depth and mean that means are continued from; 0: none
  bool below_top_ = false;             ///< the mean is at most the speed at the top
  std::vector<double> speeds_, sums_;  ///< u; integral of u from the ground
};

/// Default depth of the mixing layer [m]: 130 * 2^(3 - s), s = 0 neutral, 1 class E, 2 class F, -1 class C (Ermak
/// 1990).
double mixing_height(double stability);

/// Ermak's map between stability s and 1/L [1/m] over a roughness [m], and back; |s| at most 3.5.
double ermak_inverse_length(double stability, double roughness);
double ermak_stability(double inverse_length, double roughness);

}  // namespace muster::plume::dense
