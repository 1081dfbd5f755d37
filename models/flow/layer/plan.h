#pragma once
// The ground that heavy gas runs over, in plan: what stands on it, and how high.

#include "models/flow/boundary/sides.h"
#include "models/flow/grid/grid.h"

#include <array>
#include <cstdint>
#include <vector>

namespace muster::flow {

/// The columns of a grid. Heights [m] above its bottom; infinite: nothing passes.
struct Plan {
  int nx = 0, ny = 0;
  double dx = 0, dy = 0;      ///< [m]
  std::vector<double> floor;  ///< [ny][nx] top of what is solid from the ground up
  /// [ny][nx + 1] west faces, [ny + 1][nx] south faces: height from which on air passes between the floors of the two
  /// columns and the lower of the roofs over them. What closes the face farther up (lintels) is left out.
  std::array<std::vector<double>, 2> sill;

  size_t cells() const { return entry(0, ny, nx); }
  size_t cell(int i, int j) const { return entry(i, j, nx); }
  /// The lower face of a cell along an axis, 0: x, 1: y.
  size_t face(int axis, int i, int j) const { return entry(i, j, axis == 0 ? nx + 1 : nx); }
  /// Neither a step nor a wall between two columns.
  bool flat(int axis, int i, int j) const;
};

/// `closed` [grid.stored] as Closed has it. Sides that are walls or symmetric are closed. Aborts where one is periodic.
Plan plan_of(const Grid&, const std::vector<uint8_t>& closed, const Sides&);

}  // namespace muster::flow
