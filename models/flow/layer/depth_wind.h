#pragma once
// What a steady wind is to a layer of gas on the ground.

#include "models/flow/layer/plan.h"
#include "models/flow/steady/steady_wind.h"

namespace muster::flow {

/// Means over the height, weighted as gas that falls off exponentially with its mean height, half its depth.
struct Aloft {
  double u = 0, v = 0;  ///< [m/s]
  /// [m/s] of the air's turbulence: <K_z> over kappa times the mean height; u* in a neutral surface layer.
  double stir = 0;
  double mix_x = 0, mix_y = 0;  ///< [m2/s] <K_x>, <K_y>
};

/// Tables over the depth, of each column. Between the floor and the middle of the first cell above it the wind is that
/// of a rough wall, the mixing proportional to the height; above the top both stay.
class DepthWind {
 public:
  /// `roughness` [m] of the ground; `faster` times the stored wind and its mixing.
  DepthWind(const Grid&, const Plan&, const SteadyWind&, double roughness, double faster);
  Aloft at(size_t column, double depth) const;
  size_t bytes() const { return values_.size() * sizeof(float); }

 private:
  static constexpr size_t kept = 5;
  std::vector<double> depths_;  ///< [m]
  std::vector<float> values_;   ///< [column][depth][kept]
};

}  // namespace muster::flow
