#pragma once
// Points and directions. x and y span the ground, z points up; metres everywhere inside the program.

#include <Eigen/Core>

namespace muster {

using Vec2 = Eigen::Vector2d;
using Vec3 = Eigen::Vector3d;
using Vec3f = Eigen::Vector3f;

/// z component of the cross product of two plane vectors: positive when `b` lies to the left of `a`.
inline double cross(const Vec2& a, const Vec2& b) { return a.x() * b.y() - a.y() * b.x(); }

}  // namespace muster
