#pragma once
// Plans of storeys as SVG: walls, exits, and a value by colour on each square.

#include "scene/floors.h"

#include <array>
#include <string>
#include <vector>

namespace muster::sim {

/// One class of values: from `from` on, up to the next class.
struct MapClass {
  double from = 0;
  std::string name;    ///< "1 to 2"
  std::string colour;  ///< "#rrggbb"; darker is more, so that black and white tells them apart
};

struct MapSquare {
  double x = 0, y = 0;  ///< [m] a point in it
  int storey = -1;
  double value = 0;
};

/// A line of straight pieces, and a named place.
struct MapLine {
  std::vector<std::array<Vec2, 2>> pieces;  ///< [m]
  std::string colour;
};
struct MapMark {
  Vec2 at = Vec2::Zero();  ///< [m]
  std::string name;
};

/// A storey that a plan can be drawn of: its index, -1 for floors that are on none (plans without storeys), and name.
struct StoreyPlan {
  int storey = -1;
  std::string name;
};
std::vector<StoreyPlan> storey_plans(const scene::Floors& floors);

/// One plan of a storey: what lies in its squares, its walls and exits, lines and marks over them; "" where the storey
/// has no squares of any class. `side` [m] of the squares, which begin at the corner of the floors' grid.
std::string map_svg(const scene::Floors& floors, int storey, double side, const std::vector<MapSquare>& squares,
                    const std::vector<MapClass>& classes, const std::vector<MapLine>& lines = {},
                    const std::vector<MapMark>& marks = {});

}  // namespace muster::sim
