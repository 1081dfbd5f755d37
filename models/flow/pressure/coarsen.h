#pragma once
// From one grid of the hierarchy to the next.

#include "models/flow/pressure/level.h"

namespace muster::flow {

/// The finest level of a grid whose open sides are `open`; its coefficients are set later.
Level finest(const Grid&, const std::array<std::array<bool, 2>, 3>& open, const std::array<bool, 3>& periodic);
/// Two cells become one along each axis whose cells are about as short as the shortest, where there are enough of them.
/// Nothing to coarsen: a level without cells.
Level coarser(const Level& fine);
/// The same without its fields.
Level coarser_shape(const Level& fine);
/// Coefficients of coarse faces: the sum of their fine ones times the ratio of the distances between centres. On even
/// grids half that sum, which is the mean of four faces over twice the area and twice the distance.
void coarsen_coefficients(const Level& fine, Level& coarse);
/// Right side of the coarse grid: the residual of the fine one, summed; its pressure becomes 0.
void restrict_residual(const Level& fine, Level& coarse);
/// Adds the coarse pressure to the fine one, linear between centres that no closed face parts.
void prolong(const Level& coarse, Level& fine);

/// How far a fine cell's centre lies from that of its coarse cell, of the way to the next one on that side (or to the
/// face of an open side).
struct Lean {
  int way = 0;  ///< -1 below, 1 above, 0 in the middle
  float weight = 0;
};
/// Of the fine cells along an axis.
std::vector<Lean> leans(const Level& fine, const Level& coarse, size_t axis);

/// Planes of a level that one task takes.
size_t planes_at_once(const Level&);

}  // namespace muster::flow
