#pragma once
// The velocity nearest to a wish among those that lie in a disc and to the left of lines: the linear programme of
// van den Berg, Guy, Lin, Manocha 2011, section 5.3, solved incrementally.

#include "models/crowd/walking/models/lane.h"

#include <span>
#include <vector>

namespace muster::crowd {

/// Velocities to the left of the line through `point` along the unit vector `along` are allowed.
struct HalfPlane {
  Vec point, along;
  /// How far outside a velocity lies [m/s]; negative inside.
  float outside(Vec v) const { return det(along, point - v); }
};

/// The allowed velocity with |v| <= `most` nearest to `wish`. Where there is none, the first `hard` half-planes hold
/// and the largest violation of the others is least. `work` is reused.
Vec nearest_allowed(std::span<const HalfPlane> planes, size_t hard, Vec wish, float most, std::vector<HalfPlane>& work);

}  // namespace muster::crowd
