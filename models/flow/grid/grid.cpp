#include "models/flow/grid/grid.h"

#include "base/error.h"

#include <algorithm>

namespace muster::flow {

Grid::Grid(int cells_x, int cells_y, double width, double depth, std::vector<double> heights, const Vec2& corner)
    : nx(cells_x), ny(cells_y), dx(width), dy(depth), z(std::move(heights)), origin(corner) {
  nz = static_cast<int>(z.size()) - 1;
  MUSTER_CHECK(nx > 0 && ny > 0 && nz > 0 && dx > 0 && dy > 0, "{} x {} x {} cells of {} m x {} m", nx, ny, nz, dx, dy);
  for (size_t k = 0; k + 1 < z.size(); ++k)
    MUSTER_CHECK(z[k + 1] > z[k], "plane {} from {} to {} m", k, z[k], z[k + 1]);
  row = (nx + 15) / 16 * 16 + 16;
  plane = row * (ny + 2 * ghosts);
  stored = static_cast<size_t>(plane * (nz + 2 * ghosts) + 32);
}

Grid Grid::even(int nx, int ny, int nz, double dx, double dy, double dz, const Vec3& origin) {
  std::vector<double> z;
  for (int k = 0; k <= nz; ++k) z.push_back(origin.z() + k * dz);
  return {nx, ny, dx, dy, std::move(z), {origin.x(), origin.y()}};
}

double Grid::z_centre(int k) const {
  if (k < 0) return z.front() + (k + 0.5) * dz(0);
  if (k >= nz) return z.back() + (k - nz + 0.5) * dz(nz - 1);
  return (z[static_cast<size_t>(k)] + z[static_cast<size_t>(k) + 1]) / 2;
}

double Grid::thinnest() const {
  double least = dz(0);
  for (int k = 1; k < nz; ++k) least = std::min(least, dz(k));
  return least;
}

}  // namespace muster::flow
