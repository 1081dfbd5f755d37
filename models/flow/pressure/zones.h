#pragma once
// Air that is shut in: parts of the box without a way to an open side.

#include "models/flow/boundary/sides.h"
#include "models/flow/grid/grid.h"

#include <cstdint>
#include <vector>

namespace muster::flow {

/// Which faces are closed and which cells are solid, one byte a cell.
enum Closed : uint8_t { closed_x = 1, closed_y = 2, closed_z = 4, solid = 8 };

/// Cells of one row.
struct Run {
  ptrdiff_t from = 0;  ///< index of its first cell
  int32_t length = 0;
  int32_t j = 0, k = 0;
};

/// One sealed part.
struct Zone {
  std::vector<Run> runs;
  double volume = 0;    ///< [m3]
  double pressure = 0;  ///< [Pa] of its air
  double gamma = 1.4;   ///< c_p / c_v of its air
};
using Zones = std::vector<Zone>;

/// Parts that no open side reaches through open faces, the largest first; cells that are solid belong to none. `closed`
/// [grid.stored] as Closed has it. `pressure`: [Pa] at first.
Zones sealed_zones(const Grid&, const Sides&, const std::vector<uint8_t>& closed, double pressure);

/// Subtracts the mean of each zone: what a pressure cannot change.
void remove_means(const Zones&, Field&);

}  // namespace muster::flow
