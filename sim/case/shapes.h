#pragma once
// Types of values with an inner shape: points, lines, polygons and probability distributions.

#include "base/distribution.h"
#include "base/vec.h"
#include "sim/case/description.h"

#include <array>

namespace muster::sim {

/// A coordinate or height [m].
Type<double> coordinate();
/// [x, y] [m]
Type<Vec2> plan_point();
/// [x, y, z] [m]
Type<Vec3> space_point();
/// [[x, y], [x, y]]: two points at least 0.1 m apart
Type<std::array<Vec2, 2>> plan_line();
/// At least three points of a simple polygon; a last point equal to the first is dropped.
Type<std::vector<Vec2>> plan_polygon();
/// The same with heights; simple in plan.
Type<std::vector<Vec3>> space_polygon();
/// Two or more points, each apart from the one before.
Type<std::vector<Vec3>> space_path();

/// A plain number or a table {distribution = "normal", mean = ..., ...}. Every value drawn lies in `limits`; unbounded
/// distributions are cut off at `cut` unless their min and max say otherwise.
Type<Distribution> distribution(Range limits, Range cut, const std::string& unit);

}  // namespace muster::sim
