#pragma once
// The frame of a line in plan: an exit, a door.

#include "scene/floors.h"

#include <algorithm>
#include <cmath>

namespace muster::scene::stage {

/// Distances along a line from its first end and across it.
struct Frame {
  Vec2 a, centre;      ///< [m] first end, middle
  Vec2 along, normal;  ///< unit vectors
  double width, half;  ///< [m]
  double s(const Vec2& at) const { return (at - a).dot(along); }
  double t(const Vec2& at) const { return (at - a).dot(normal); }
  /// Distance of a point from the line between its ends [m].
  double distance(const Vec2& at) const {
    const double beside = std::max({0.0, -s(at), s(at) - width});
    return std::hypot(beside, t(at));
  }
};

/// Of a line; its normal points to the left of a->b.
inline Frame frame_of(const Vec2& a, const Vec2& b) {
  const double width = (b - a).norm();
  const Vec2 along = (b - a).normalized();
  return {a, 0.5 * (a + b), along, Vec2(-along.y(), along.x()), width, 0.5 * width};
}

/// Of an exit; its normal points outward.
inline Frame frame_of(const Exit& e) {
  Frame f = frame_of(e.a, e.b);
  f.normal = e.outward;
  return f;
}

}  // namespace muster::scene::stage
