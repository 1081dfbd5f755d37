#include "models/flow/step/weather.h"

#include <cmath>
#include <numbers>

namespace muster::flow {

void turn(Sides& sides, const Vec2& wind) {
  for (size_t axis = 0; axis < 2; ++axis) {
    Condition &low = sides.of[2 * axis], &high = sides.of[2 * axis + 1];
    const double through = wind[static_cast<Eigen::Index>(axis)];
    low = high = Condition::symmetric;
    if (std::abs(through) < blows_along * wind.norm()) continue;
    (through > 0 ? low : high) = Condition::inflow;
    (through > 0 ? high : low) = Condition::open;
  }
}

Vec2 mean_wind(const Grid& grid, const Surroundings& air) {
  Vec2 sum(0, 0);
  for (int k = 0; k < grid.nz; ++k)
    sum += grid.dz(k) * Vec2(static_cast<double>(air.u[air.plane(k)]), static_cast<double>(air.v[air.plane(k)]));
  return sum / (grid.z.back() - grid.z.front());
}

Surroundings between(const Grid& grid, const Mixture& mixture, double pressure, const Surroundings& a,
                     const Surroundings& b, double share) {
  const std::vector<double> none(mixture.released.size(), 0.0);
  const double heat = mixture.heat_capacity(none.data());
  const Vec2 from = mean_wind(grid, a), to = mean_wind(grid, b);
  const double first = std::atan2(from.y(), from.x());
  const double turned = std::remainder(std::atan2(to.y(), to.x()) - first, 2 * std::numbers::pi);
  const Vec2 towards(std::cos(first + share * turned), std::sin(first + share * turned));
  // By plane; the height that is asked for is that of its middle.
  const auto plane_at = [&](double z) {
    int nearest = -Grid::ghosts;
    for (int k = -Grid::ghosts; k < grid.nz + Grid::ghosts; ++k)
      if (std::abs(grid.z_centre(k) - z) < std::abs(grid.z_centre(nearest) - z)) nearest = k;
    return a.plane(nearest);
  };
  const auto mixed = [share](float x, float y) {
    return (1 - share) * static_cast<double>(x) + share * static_cast<double>(y);
  };
  return surroundings(
      grid, mixture, pressure,
      [&](double z) {
        const size_t p = plane_at(z);
        return mixed(a.enthalpy[p], b.enthalpy[p]) / heat;
      },
      [&](double z) -> Vec2 {
        const size_t p = plane_at(z);
        return mixed(std::hypot(a.u[p], a.v[p]), std::hypot(b.u[p], b.v[p])) * towards;
      });
}

}  // namespace muster::flow
