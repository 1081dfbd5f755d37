#pragma once
// How a case has gas carried through its real geometry.

#include "base/vec.h"
#include "scene/authored.h"

#include <optional>

namespace muster::sim {

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
  scene::Origin origin;
};

}  // namespace muster::sim
