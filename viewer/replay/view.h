#pragma once
// Where one looks from, and what is cut away so that people indoors can be seen.

#include "base/vec.h"
#include "viewer/replay/replay.h"

#include <limits>
#include <optional>

#include <Eigen/Geometry>

namespace muster::viewer {

struct View {
  Vec3 eye = Vec3::Zero(), centre = Vec3::UnitY(), up = Vec3::UnitZ();  ///< [m]
  double fov_deg = 35;                                                  ///< from the lowest to the highest line
  double near = 0.5, far = 1000;                                        ///< [m] what is nearer or farther is not drawn
};

/// A box [m].
struct Bounds {
  Vec3 low = Vec3::Constant(std::numeric_limits<double>::infinity());
  Vec3 high = -Vec3::Constant(std::numeric_limits<double>::infinity());

  bool empty() const { return low.x() > high.x(); }
  bool contains(const Vec3& p) const {
    return p.x() >= low.x() && p.x() <= high.x() && p.y() >= low.y() && p.y() <= high.y() && p.z() >= low.z() &&
           p.z() <= high.z();
  }
  void include(const Vec3& p) { low = low.cwiseMin(p), high = high.cwiseMax(p); }
};

/// What matters in a run: the exits, and where people are in up to nine of its frames; all floors where nobody is.
/// Only what lies at heights in [z_low, z_high).
Bounds bounds_of(Replay& replay, double z_low = -1e9, double z_high = 1e9);

/// Looks at all of a box from the side: `from_deg` the direction one stands in, counted from +y clockwise as compasses
/// do, `elevation_deg` in (0, 90] above the horizon (90: a plan, +y upwards). `aspect`: width by height of the picture.
View overlook(const Bounds& box, double from_deg, double elevation_deg, double aspect);

/// Through somebody's eyes, 1.6 m above his feet (ISO 7250-1: mean eye height about 1.6 m), the way he goes; who stands
/// looks along +y.
View through_eyes(const Bodies& bodies, size_t row);

/// Behind and above somebody.
View follow(const Bodies& bodies, size_t row);

/// On the way from one view to another: `part` in [0, 1]. The eye goes straight, at a distance from what it looks at
/// that changes evenly.
View between(const View& from, const View& to, double part);

/// Of one of two eyes: `side` -1 the left, 1 the right. They are a thirtieth of the way to what one looks at apart (the
/// rule of stereo photographers), at least the 63 mm of people's eyes, and look the same way.
View of_eye(const View& view, int side);

/// Heights between which a storey's people and walls are shown: from a little below its floor to 2 m above it, or to
/// the next storey's floor where that is nearer.
struct Cut {
  double low = -1e9, high = 1e9;   ///< [m]
  std::optional<Bounds> box = {};  ///< what lies beyond it is not shown either

  bool shows(const Vec3& p) const { return p.z() >= low && p.z() < high && (!box || box->contains(p)); }
};
Cut cut_at(const scene::Floors& floors, size_t storey);

/// The storey that is used most: by people in up to nine frames. None where all of the floors can be seen from above
/// (one storey), or nobody is there.
std::optional<size_t> busiest_storey(Replay& replay);

}  // namespace muster::viewer
