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

/// The box of air that models/flow computes.
struct FlowSpec {
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
  std::vector<FanSpec> fans;
  scene::Origin origin;
};

}  // namespace muster::sim
