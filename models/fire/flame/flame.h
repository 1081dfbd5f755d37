#pragma once
// A flame as a closed convex surface of flat faces that radiate, and the bodies that flames are made as.

#include "base/vec.h"

#include <array>
#include <vector>

namespace muster::fire {

/// A flat polygon of three or four corners, counter-clockwise as seen from outside.
struct Face {
  std::array<Vec3, 4> corner;  ///< [m]
  int corners = 4;
  Vec3 middle, normal;  ///< mean of the corners [m]; outwards, of length 1
  double area = 0;      ///< [m2]
  double emission = 0;  ///< E [W/m2]
};

/// One convex body. It radiates outwards from every face; where there is none it is open, as at its foot.
struct Flame {
  std::vector<Face> faces;
  /// Adds a face; corners that coincide are joined, faces without area left out.
  void add(const std::vector<Vec3>& corners, double emission);
  double power() const;  ///< [W]
};

/// How finely a flame is cut into faces.
struct Fineness {
  int around = 48;  ///< faces around the axis
  int along = 4;    ///< along it, in each part of different emission
};

/// Part of a flame's length with one emission: from the end of the part before to `until` (share of the whole height).
struct Zone {
  double until = 1, emission = 0;
};

/// The foot of a flame in plan, relative to the middle of the pool, and how the wind moves it.
struct Stem {
  Vec3 foot = Vec3::Zero();  ///< middle of the pool's surface [m]
  Vec2 downwind = {1, 0};    ///< of length 1
  double height = 0;         ///< vertical [m]
  double shear = 0;          ///< tan of the tilt
};

/// A sheared cylinder over an ellipse of `dragged` [m] along and `across` [m] across the wind whose upwind edge is that
/// of a circle of the diameter `across`. The perimeter of the polygon it is cut into is that of the ellipse: the error
/// of the flux falls with the square of the number of faces. `lid`: with the top, and below the part that hangs over
/// the circle's lee edge a bottom.
Flame sheared_cylinder(const Stem&, double dragged, double across, const std::vector<Zone>& zones, bool lid,
                       const Fineness& fineness = {});

/// A sheared prism over the convex hull of a rectangle, `length` along `axis` (of length 1) times `width`, and the same
/// moved downwind by `drag` [m].
Flame sheared_prism(const Stem&, Vec2 axis, double length, double width, double drag, const std::vector<Zone>& zones,
                    bool lid, const Fineness& fineness = {});

/// A frustum between two circles of diameters `first` and `second` around `from` and `to`, both ends closed.
Flame frustum(const Vec3& from, const Vec3& to, double first, double second, double emission,
              const Fineness& fineness = {});

/// A sphere; the area of its faces together is that of the sphere.
Flame sphere(const Vec3& middle, double diameter, double emission, const Fineness& fineness = {});

}  // namespace muster::fire
