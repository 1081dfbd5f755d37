#pragma once
// What a pool lies on: how deep it stays and how heat reaches it.

#include <cstdint>
#include <vector>

namespace muster::release {

enum class Surface : uint8_t { concrete, soil, dry_sand, moist_sand, gravel, water };

struct Ground {
  bool water = false;
  double conductivity = 0;    ///< [W/m/K]
  double diffusivity = 0;     ///< [m2/s]
  double smallest_depth = 0;  ///< [m] below which a pool does not spread
  double film = 0;            ///< [W/m2/K] from water to a pool on it
};

/// TNO Yellow Book (CPR 14E, 2005), chapter 3: conductivities, diffusivities, smallest depths. Water: 0.167 kg/m2/s of
/// boiling LNG (Model Evaluation Protocol) at 15 C make 482 W/m2/K; the Yellow Book has 500.
Ground ground(Surface);

/// Heat from ground that was wetted at different times, eq. 20: q = k (T_g - T) / sqrt(pi a t) of each ring.
class GroundHeat {
 public:
  explicit GroundHeat(const Ground& g) : ground_(g) {}
  /// Ground of `area` [m2] is wetted at `time` [s].
  void wet(double time, double area);
  /// [W/K] per kelvin between ground and pool, the mean from `from` to `to` [s], all rings; on water, of `area` [m2].
  double conductance(double from, double to, double area) const;

 private:
  struct Ring {
    double time, area;
  };
  Ground ground_;
  std::vector<Ring> rings_;
};

}  // namespace muster::release
