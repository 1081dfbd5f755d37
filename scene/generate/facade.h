#pragma once
// Outer walls with windows and doors. Used inside scene/generate only.

#include "scene/generate/solid.h"

#include <string>
#include <utility>
#include <vector>

namespace muster::scene {

inline constexpr double window_pier = 0.5;  ///< [m] wall between a partition and a window
inline constexpr double door_height = 2.1;  ///< [m]

/// Holes of a facade together with what fills them.
struct Facade {
  WallRun wall;
  std::vector<Opening> windows;
  std::vector<std::pair<std::string, Opening>> doors;

  std::vector<Opening> openings() const;
  /// Nothing where it would be too narrow.
  void add_window(double from, double to);
};

void build_facade(Builder& builder, const Facade& facade, const std::string& name, int storey);

/// A door with its middle at `middle` along a wall.
Opening door_at(double middle, double width);

}  // namespace muster::scene
