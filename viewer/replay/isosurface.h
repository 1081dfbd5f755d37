#pragma once
// Where a field on the nodes of a volume has one value.

#include "sim/results/hazard.h"

#include <array>
#include <span>
#include <vector>

namespace muster::viewer {

using Corner = std::array<float, 3>;  ///< [m]

/// Triangles, three corners each, on which `values` [nodes] have the value `level` > 0: each box between eight nodes is
/// cut into six tetrahedra (Kuhn), so that neighbours fit without gaps. Between two nodes the logarithm runs straight,
/// from one below the smallest that files hold where there is nothing. Open where the volume ends; none where it has
/// fewer than two nodes in a direction.
std::vector<Corner> isosurface(const results::VolumeGrid& grid, std::span<const float> values, double level);

}  // namespace muster::viewer
