#pragma once
// How a case has gas carried through its real geometry.

#include "base/vec.h"
#include "scene/authored.h"

#include <optional>
#include <string>
#include <vector>

namespace muster::sim {

/// A fan in the box of [flow].
struct FanSpec {
  enum class Kind { extract, supply, jet };
  std::string name;
  Kind kind = Kind::extract;
  Vec3 from = Vec3::Zero(), to = Vec3::Zero();  ///< [m] corners of what it takes its air from, or blows it into
  double flow = 1;                              ///< [m3/s]
  std::optional<double> outlet;                 ///< [m2] through which it blows; empty: without a velocity of its own
  double towards = 0, upward = 0;               ///< [deg] where it blows: clockwise from north; above the level
  double begins = 0;                            ///< [s]
  std::optional<double> until;                  ///< [s] begins to stop; empty: it goes on
  double ramp = 0;                              ///< [s] that it takes to start and to stop
  scene::Origin origin;
};

/// What is finer than the cells of [flow] and holds its air back: a rack of pipes, a grating, trees.
struct PorousSpec {
  std::string name;
  Vec3 from = Vec3::Zero(), to = Vec3::Zero();   ///< [m] corners of the box that it fills
  std::optional<double> area;                    ///< [1/m] that it shows to the wind per volume
  std::optional<double> volume_share, diameter;  ///< of cylinders in place of it; [m]
  double drag = 1;                               ///< C_d of what it is made of
  scene::Origin origin;
};

/// The box of air that models/flow computes.
struct FlowSpec {
  /// `eddies`: air and gas in time; `steady`: gas that goes with the mean of a wind that was computed before.
  enum class Tier { eddies, steady };
  Tier tier = Tier::eddies;
  double cell = 1;                     ///< [m] side of the cells in plan
  std::optional<double> cell_height;   ///< [m]; as `cell`
  std::optional<Vec2> from, to;        ///< [m] corners of the box; empty: the floors and leaks with `margin` around
  double margin = 20;                  ///< [m]
  double height = 20;                  ///< [m] of the box above its bottom
  std::optional<double> bottom;        ///< [m] of ground or water there; empty: the lowest floor outside
  std::optional<double> fields_every;  ///< [s] between stored fields; empty: as hazards are sampled, 0: none are stored
  double spin_up = 30;                 ///< [s] that the wind blows before the run begins
  bool gusts = true;                   ///< whether the wind comes in with eddies
  double courant = 0.5;
  double wall_leakage = 1.7e-4;        ///< [m2/m2] of the walls of rooms that are shut
  double floor_leakage = 5.2e-5;       ///< [m2/m2] of their floors and ceilings
  std::optional<double> door_leakage;  ///< [m2] of each door and exit while it is shut; empty: by its width
  double averaging = 300;              ///< [s] of the mean of a steady wind, at 5 m/s in 10 m
  std::string wind_library;            ///< folder in which steady winds are kept; empty: nowhere
  std::vector<FanSpec> fans;
  std::vector<PorousSpec> porous;
  scene::Origin origin;
};

}  // namespace muster::sim
