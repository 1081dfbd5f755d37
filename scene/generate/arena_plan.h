#pragma once
// Measures of an arena that follow from its parameters. Shared by the files that build it.

#include "scene/generate/arena.h"
#include "scene/generate/solid.h"

#include <utility>
#include <vector>

namespace muster::scene {

/// A stretch along a stand [m].
using Stretch = std::pair<double, double>;

/// One stand: s runs along it from its left or lower end in plan, t outwards from the field.
struct StandPlan {
  int side = 0;                  ///< 0 S, 1 E, 2 N, 3 W
  double length = 0;             ///< [m] along s
  std::vector<double> aisles;    ///< [m] middles
  std::vector<double> vomitory;  ///< [m] middles; stairs to the ground stand before them

  char letter() const { return "SENW"[side]; }
};

struct ArenaPlan {
  explicit ArenaPlan(const ArenaParams&);

  const ArenaParams& p;
  std::vector<StandPlan> stands;
  int lower_rows = 0, upper_rows = 0;
  double lower_begin = 0, lower_end = 0;  ///< [m] t of the rows of the lower tier
  double upper_begin = 0, upper_end = 0;  ///< [m] t of those of the upper one; equal where there is none
  double deck_begin = 0, deck_end = 0;    ///< [m] t of the concourse, its parapet included
  double stair_end = 0;                   ///< [m] t where the stairs reach the ground
  double fence = 0;                       ///< [m] t of the fence's inner face
  double walk_z = 0;                      ///< [m] height of cross-aisle, vomitories and concourse
  double top_z = 0;                       ///< [m] height of the last row
  int risers = 0;                         ///< of a stair to the ground

  double row_z(bool upper, int row) const { return (upper ? walk_z : first_row_z) + row * p.row_rise; }
  double row_t(bool upper, int row) const { return (upper ? upper_begin : lower_begin) + row * p.row_depth; }
  int rows(bool upper) const { return upper ? upper_rows : lower_rows; }
  /// Stretches of a stand's rows between aisles and, in the upper tier, vomitories.
  std::vector<Stretch> blocks(const StandPlan&, bool upper) const;
  /// Places of one row of a stand.
  int places(const StandPlan&, bool upper) const;
  /// From s, t, z of a stand to the world.
  Box at(const StandPlan&, double s0, double s1, double t0, double t1, double z0, double z1) const;

  static constexpr double first_row_z = 1.0;    // [m] above the field: who sits in front sees over who stands there
  static constexpr double front_wall = 0.2;     // [m]
  static constexpr double side_wall = 0.2;      // [m] at either end of a stand
  static constexpr double vomitory_wall = 0.2;  // [m]
  static constexpr double rear_wall = 0.2;      // [m]
  static constexpr double parapet = 0.1;        // [m]
  static constexpr double guard = 1.1;          // [m] height of guards
  static constexpr double slab = 0.3;           // [m]
  static constexpr double wished_riser = 0.17, going = 0.29, landing = 1.4;  // [m] of stairs to the ground
  static constexpr int flight = 16;                                          // risers between landings
  static constexpr int most_rows = 120;
};

}  // namespace muster::scene
