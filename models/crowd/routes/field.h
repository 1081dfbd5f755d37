#pragma once
// One field of walking times.

#include "scene/floors.h"

#include <cstdint>
#include <vector>

namespace muster::crowd {

/// Direction of a cell towards a destination, in two bytes.
struct Way {
  int8_t x = 0, y = 0;  ///< unit vector * 127; (0, 0): no route; (-128, ...): see below

  bool walks() const { return x != -128 && (x != 0 || y != 0); }  ///< a direction
  bool none() const { return x == 0 && y == 0; }
  bool enters_link() const { return x == -128 && y == -128; }  ///< enter the link that starts here
  bool arrived() const { return x == -128 && y == 0; }         ///< this cell belongs to the area one goes to
  static constexpr Way into_link() { return {-128, -128}; }
  static constexpr Way here() { return {-128, 0}; }
};

/// Shortest walking times to one destination.
struct Field {
  std::vector<float> distance;  ///< [cells, m] walking time at unit free speed; infinity where there is no way
  std::vector<Way> way;         ///< [cells]
  bool valid = false;
  int32_t nearest = 0;    ///< field of the same access to the nearest open exit
  int32_t otherwise = 0;  ///< field to follow where this one knows no way; -1: none

  bool reached(scene::CellId c) const { return distance[static_cast<size_t>(c)] < 1e30f; }
};

}  // namespace muster::crowd
