#pragma once
// Where a model lies on the earth.

#include "base/vec.h"

#include <cmath>
#include <numbers>

namespace muster::scene {

/// The model's origin in a projected coordinate system of the EPSG register whose axes are in metres.
struct Site {
  int epsg = 0;          ///< number of the system, e.g. 4549: CGCS2000 / 3-degree Gauss-Kruger CM 120E
  Vec2 origin = {0, 0};  ///< [m] easting and northing of the model's (0, 0)
  double bearing = 0;    ///< [deg] bearing of the model's y-axis, clockwise from the system's north

  /// Easting and northing [m] of a place of the model [m].
  Vec2 on_grid(const Vec2& p) const {
    const double turn = bearing * std::numbers::pi / 180, c = std::cos(turn), s = std::sin(turn);
    return {origin.x() + c * p.x() + s * p.y(), origin.y() - s * p.x() + c * p.y()};
  }
};

}  // namespace muster::scene
