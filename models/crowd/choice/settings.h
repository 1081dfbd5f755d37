#pragma once
// What a case says of destinations and of how groups choose among them.

#include "base/vec.h"
#include "scene/floors.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace muster::crowd {

/// A place to go to that is no exit.
struct Haven {
  std::string name;
  std::vector<scene::CellId> cells;
  size_t capacity = std::numeric_limits<size_t>::max();  ///< of a refuge
};

/// A sign that tells of exits.
struct Sign {
  std::string name;
  Vec3 at = Vec3::Zero();      ///< [m]
  std::vector<int32_t> exits;  ///< that it points to; ascending
  Vec2 facing = Vec2::Zero();  ///< unit vector of its front; zero: it is read from all sides
  double range = 30;           ///< [m] from which it is read straight ahead
  double through = 3;  ///< optical depth of smoke through which it is read; Jin: 3 reflecting, 8 lit from within
};

enum class RouteChoice : uint8_t {
  nearest,   ///< the nearest open exit
  quickest,  ///< that of the least walking and queueing time
  familiar,  ///< the nearest of those that they know, or have been told of by signs
};

/// How a group chooses. Exits, muster points and refuges are indices; empty: not given.
struct GroupRoute {
  RouteChoice choice = RouteChoice::nearest;
  std::vector<int32_t> familiar;       ///< exits, ascending
  std::vector<int32_t> muster_points;  ///< goes to the nearest of these
  std::vector<int32_t> refuges;        ///< goes to the nearest of these that has room
  double follow_others = 0;            ///< [0, 1] how much the choice of those about counts
};

struct ChoiceSettings {
  std::vector<GroupRoute> groups;  ///< by Person::group; missing ones take the nearest exit
  std::vector<Haven> muster_points, refuges;
  std::vector<Sign> signs;
};

}  // namespace muster::crowd
