#pragma once
// Doors and exits of the case that the air of [flow] cannot always pass.

#include "scene/floors.h"
#include "sim/case/case.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace muster::sim {

/// One that is shut for some time.
struct FlowDoor {
  std::string name;
  Vec2 a, b;                                   ///< [m] its jambs
  double z = 0;                                ///< [m] its sill
  bool open = false;                           ///< at first
  std::vector<std::pair<double, bool>> moves;  ///< [s] events, and whether it is open from then on
  bool self_closing = false;                   ///< where people can pass: open to air only while somebody does

  std::optional<double> leakage;  ///< [m2] while it is shut; empty: the case's

  /// Whether people can pass at a time [s].
  bool passable(double time) const;
};

/// Those that the case says are shut, shuts or opens by events, or that close by themselves. All others stand open.
/// Doors that people cannot pass are shut to air, those that close by themselves, too.
std::vector<FlowDoor> flow_doors(const Case& the_case, const scene::Floors& floors);

}  // namespace muster::sim
