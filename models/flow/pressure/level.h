#pragma once
// One grid of the multigrid hierarchy, and what is done on its rows.

#include "models/flow/grid/grid.h"

#include <array>
#include <vector>

namespace muster::flow {

/// sum over faces of a (p_neighbour - p) = b on nx * ny * nz cells. The coefficient of a face is what its array holds
/// times the factor of its plane: the finest grid stores 1 / rho only.
struct Level {
  int nx = 0, ny = 0, nz = 0;
  ptrdiff_t row = 0, plane = 0, origin = 0;  ///< strides, and where cell (0, 0, 0) lies
  std::array<const float*, 3> a{};           ///< of west, south and lower faces, as stored
  std::array<std::vector<float>, 3> factor;  ///< [nz], [nz], [nz + 1]
  std::array<bool, 3> periodic{}, coarsened{};
  std::array<std::array<bool, 2>, 3> open{};       ///< sides where p = 0
  std::array<std::vector<double>, 3> width;        ///< [m] of the cells along each axis
  Field store_x, store_y, store_z, pressure, rhs;  ///< of coarse grids
  float* p = nullptr;
  float* b = nullptr;

  ptrdiff_t at(int j, int k) const { return origin + k * plane + j * row; }
  /// [m] between the centres either side of face `f` of an axis; from the last centre to the face at an open side.
  double distance(int axis, int f) const;
};

/// One colour of Gauss-Seidel over one row, `first` its first cell of that colour; `buffer` [nx].
void relax_row(const Level&, float* p, const float* b, int j, int k, int first, float* buffer);
/// out [nx] = b - sum a (p_neighbour - p) over one row.
void residual_row(const Level&, const float* p, const float* b, int j, int k, float* out);
/// out [nx] = sum a (p_neighbour - p) over one row.
void multiply_row(const Level&, const float* p, int j, int k, float* out);
/// Copies what lies beyond periodic sides in y and z, and in x for all rows, from the other end.
void wrap(const Level&, float* p);

}  // namespace muster::flow
