#pragma once
// Visits the squares of a plan grid whose centres a triangle covers, with the triangle's height there.

#include "base/vec.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace muster::scene::stage {

/// Calls `visit(i, j, z)` for every square (i, j) of side `side` from (x0, y0) whose centre lies in the triangle's
/// plan. A centre on an edge shared by two triangles is visited once. Upright triangles cover no centre.
template <class Visit>
void raster(const std::array<Vec3f, 3>& p, double x0, double y0, double side, const Visit& visit) {
  std::array<Vec3, 3> v;
  for (size_t k = 0; k < 3; ++k) v[k] = (p[k].cast<double>() - Vec3(x0, y0, 0));
  const double det = (v[1].x() - v[0].x()) * (v[2].y() - v[0].y()) - (v[2].x() - v[0].x()) * (v[1].y() - v[0].y());
  if (std::abs(det) < 1e-12) return;
  const double gx =
      ((v[1].z() - v[0].z()) * (v[2].y() - v[0].y()) - (v[2].z() - v[0].z()) * (v[1].y() - v[0].y())) / det;
  const double gy =
      ((v[2].z() - v[0].z()) * (v[1].x() - v[0].x()) - (v[1].z() - v[0].z()) * (v[2].x() - v[0].x())) / det;
  const double bottom = std::min({v[0].y(), v[1].y(), v[2].y()}), top = std::max({v[0].y(), v[1].y(), v[2].y()});
  const auto j_end = static_cast<int32_t>(std::ceil(top / side - 0.5));
  for (auto j = static_cast<int32_t>(std::ceil(bottom / side - 0.5)); j < j_end; ++j) {
    const double y = (j + 0.5) * side;
    // Where the row's line enters and leaves: edges that hold y in [low, high), so each corner counts once.
    double from = 1e300, to = -1e300;
    for (size_t k = 0; k < 3; ++k) {
      const Vec3 &a = v[k], &b = v[(k + 1) % 3];
      const Vec3 &low = a.y() <= b.y() ? a : b, &high = a.y() <= b.y() ? b : a;
      if (!(low.y() <= y && y < high.y())) continue;
      const double x = low.x() + (y - low.y()) / (high.y() - low.y()) * (high.x() - low.x());
      from = std::min(from, x);
      to = std::max(to, x);
    }
    if (from > to) continue;
    const auto i_end = static_cast<int32_t>(std::ceil(to / side - 0.5));
    for (auto i = static_cast<int32_t>(std::ceil(from / side - 0.5)); i < i_end; ++i) {
      const double x = (i + 0.5) * side;
      visit(i, j, v[0].z() + gx * (x - v[0].x()) + gy * (y - v[0].y()));
    }
  }
}

}  // namespace muster::scene::stage
