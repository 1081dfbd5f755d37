#pragma once
// Shapes of vessels: what they hold up to a level.

#include <cstdint>

namespace muster::release {

/// Dimensions in metres; levels are measured from the lowest point inside.
struct Shape {
  enum class Kind : uint8_t { vertical_cylinder, horizontal_cylinder, sphere, box } kind = Kind::vertical_cylinder;
  double diameter = 0;  ///< of cylinders and spheres
  double length = 0;    ///< height of a vertical cylinder, length of a horizontal one, height of a box
  double base = 0;      ///< [m2] of a box

  double height() const;
  double volume() const { return volume(height()); }
  /// [m3] below a level, 0 to height().
  double volume(double level) const;
  /// [m2] of the liquid's surface at a level.
  double surface(double level) const;
  /// [m] the level of a volume, 0 to volume().
  double level(double volume) const;
  /// [m2] of the wall, with the ends.
  double wall() const;

  /// A sphere of that volume [m3]: what stands for a vessel of unknown shape.
  static Shape sphere_of(double volume);
};

/// Seconds in which a vented vertical cylinder, box or any vessel of constant surface [m2] falls from `from` to `to`
/// [m] above a hole of `area` [m2], eq. 4.
double draining_time(double surface, double area, double coefficient, double from, double to);

}  // namespace muster::release
