#pragma once
// Groups of people as a case describes them, and single persons as the simulation needs them.

#include "base/distribution.h"
#include "base/vec.h"
#include "scene/authored.h"
#include "scene/floors.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::crowd {

/// Stable number of a person within a run, 0-based; rows of arrays move, ids do not.
using AgentId = uint32_t;

/// Where a group starts. Exactly one of the alternatives is used; all empty: everywhere that an exit can be reached
/// from.
struct Place {
  std::vector<std::string> spaces;   ///< globs on space name or long name
  std::vector<std::string> storeys;  ///< globs on storey name
  std::vector<Vec2> polygon;         ///< [m] at least three points
  std::optional<double> z;           ///< [m] height for `polygon` and `points` where floors overlap
  std::vector<Vec2> points;          ///< [m] one person at each
};

/// A group of people alike in what they are and where they start.
struct PeopleGroup {
  std::string name;
  Place place;
  std::optional<int> count;       ///< either this or the density
  std::optional<double> density;  ///< [1/m2] over the place's walkable area
  /// [m/s] free walking speed on the level. Default: Weidmann 1993 (ETH IVT 90), 1.34 +- 0.26.
  Distribution speed = Distribution::normal(1.34, 0.26, 0.5, 2.2);
  /// [m] radius of the body's circle.
  Distribution radius = Distribution::constant(0.15);
  /// [s] from the alarm (t = 0) until the person starts to walk.
  Distribution premovement = Distribution::constant(0);
  /// Horizontal speed on stairs as a fraction of the free speed. Weidmann 1993: 0.610 and 0.694 m/s of 1.34.
  double stairs_up = 0.455, stairs_down = 0.518;
  bool stairs = true;  ///< they can use stairs, ladders and escalators
  double length = 0;   ///< [m] of bodies longer than wide (beds); 0: circles
  std::string exit;    ///< name of the exit that everybody of the group uses; "" nearest
  scene::Origin origin;
};

/// One person, drawn from a group.
struct Person {
  AgentId id = 0;
  uint32_t group = 0;      ///< index of the group
  Vec2 at = Vec2::Zero();  ///< [m]
  scene::CellId cell = scene::no_cell;
  float speed = 0;                       ///< [m/s] free speed on the level
  float radius = 0;                      ///< [m]
  float premovement = 0;                 ///< [s]
  float stairs_up = 1, stairs_down = 1;  ///< fraction of the free speed
  int32_t exit = -1;                     ///< index into Floors::exits; -1: nearest
  bool stairs_allowed = true;            ///< can use stairs, ladders and escalators
  bool lifts_allowed = false;            ///< uses lifts
  /// [m] of a body that is longer than wide (beds, stretchers), its width being 2 * radius; 0: a circle.
  float length = 0;
};

}  // namespace muster::crowd
