#pragma once
// What plants have in common: houses of one room, bunds with steps over their walls, racks of pipes. Used inside
// scene/generate only.

#include "scene/generate/solid.h"

#include <array>
#include <string>

namespace muster::scene {

inline constexpr double ground_thickness = 0.25;                    // [m]
inline constexpr double fence_height = 2.4, fence_thickness = 0.1;  // [m]

/// A ring of wall with two flights of steps over each of its long (south and north) sides.
struct Bund {
  std::string name;
  double west, east, south, north;  ///< [m] inner faces
  double height, wall;              ///< [m]

  int risers() const;
  /// [m] of steps on the inside of the wall.
  double inside_run() const;
  /// [m] that steps take up outside of the bund, its wall included.
  double outside_run() const { return wall + inside_run(); }
};

/// [m] width of the steps over a bund's wall.
inline constexpr double bund_steps_width = 1.2;

/// Wall, steps and the space between the walls.
void build_bund(Builder& builder, const Bund& bund);

inline constexpr double house_height = 3.5;  ///< [m] of the walls of a house

/// A house of one room with a door at either end of its axis (0: west and east, 1: south and north), windows in the
/// other walls. `outer` [m]: its outer measures in plan.
void build_house(Builder& builder, const std::string& name, const Box& outer, int axis,
                 const std::array<std::string, 2>& doors);

/// Beams on posts that one walks under, pipes on them side by side.
struct Rack {
  int axis = 1;     ///< along x (0) or y (1)
  double from, to;  ///< [m] along it
  double low;       ///< [m] its side of the lesser coordinate
  double height;    ///< [m] top of the beams
  int pipes;
  double pipe_diameter;  ///< [m]

  double width() const;  ///< [m]
};

void build_rack(Builder& builder, const Rack& rack);

/// A fence of which one stretch may be a gate: `gate` empty: none.
void build_fence(Builder& builder, const std::string& name, const WallRun& run, const std::string& gate, double middle,
                 double width);

}  // namespace muster::scene
