#include "models/flow/step/porous.h"

#include "base/parallel.h"

#include <array>
#include <cmath>

namespace muster::flow {

namespace {

/// Calls body(i, j, k) for the cells whose middles lie in a box.
template <class Body>
void each_within(const Grid& g, const Vec3& low, const Vec3& high, const Body& body) {
  for (int k = 0; k < g.nz; ++k)
    for (int j = 0; j < g.ny; ++j)
      for (int i = 0; i < g.nx; ++i) {
        const Vec3 at(g.origin.x() + (i + 0.5) * g.dx, g.origin.y() + (j + 0.5) * g.dy, g.z_centre(k));
        if ((at.array() >= low.array()).all() && (at.array() <= high.array()).all()) body(i, j, k);
      }
}

}  // namespace

size_t cells_within(const Grid& grid, const Vec3& low, const Vec3& high) {
  size_t sum = 0;
  each_within(grid, low, high, [&](int, int, int) { ++sum; });
  return sum;
}

PorousDrag::PorousDrag(const Grid& g, const Sides& sides, const std::vector<Porous>& boxes) {
  if (boxes.empty()) return;
  Field drag(g);  // [1/m] of cells
  for (const Porous& box : boxes)
    each_within(g, box.low, box.high,
                [&](int i, int j, int k) { drag[g.at(i, j, k)] += static_cast<float>(box.drag); });
  const std::array<int, 3> n = {g.nx, g.ny, g.nz};
  const std::array<ptrdiff_t, 3> step = {1, g.row, g.plane};
  for (size_t axis = 0; axis < 3; ++axis)
    for (int k = 0; k < g.nz; ++k)
      for (int j = 0; j < g.ny; ++j)
        for (int i = 0; i < g.nx; ++i) {
          const int here = axis == 0 ? i : axis == 1 ? j : k;
          const bool periodic = sides.periodic(static_cast<int>(axis));
          if (here == 0 && !periodic) continue;  // the side says what goes through it
          const ptrdiff_t at = g.at(i, j, k), before = here == 0 ? at + (n[axis] - 1) * step[axis] : at - step[axis];
          // Half of the mean of its two cells.
          const float half = 0.25F * (drag[at] + drag[before]);
          if (half > 0) faces_.push_back({at, static_cast<uint8_t>(axis), half});
        }
}

void PorousDrag::apply(const Push& c, Velocity& next) const {
  const std::array<ptrdiff_t, 3> step = {1, c.grid.row, c.grid.plane};
  constexpr size_t grain = 4096;
  parallel_for(faces_.size(), grain, [&](size_t begin, size_t end) {
    for (size_t f = begin; f < end; ++f) {
      const Face& face = faces_[f];
      const ptrdiff_t i = face.at, s = step[face.axis];
      float square = c.velocity[face.axis][i] * c.velocity[face.axis][i];
      for (size_t other = 0; other < 3; ++other) {
        if (other == face.axis) continue;
        const Field& u = c.velocity[other];
        const ptrdiff_t q = step[other];
        const float mean = 0.25F * ((u[i] + u[i + q]) + (u[i - s] + u[i - s + q]));
        square += mean * mean;
      }
      next[face.axis][i] /= 1 + static_cast<float>(c.dt) * face.half * std::sqrt(square);
    }
  });
}

}  // namespace muster::flow
