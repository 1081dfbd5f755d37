#include "models/flow/boundary/surroundings.h"

#include <algorithm>
#include <cmath>

namespace muster::flow {

Surroundings surroundings(const Grid& grid, const Mixture& mixture, double pressure,
                          const std::function<double(double)>& temperature, const std::function<Vec2(double)>& wind) {
  Surroundings s;
  const std::vector<double> none(mixture.released.size(), 0.0);
  for (int k = -Grid::ghosts; k < grid.nz + Grid::ghosts; ++k) {
    const double z = grid.z_centre(k);
    s.enthalpy.push_back(static_cast<float>(mixture.heat_capacity(none.data()) * temperature(z)));
    // Of the rounded enthalpy and pressure, as densities in the box are: calm air must weigh as much as its
    // surroundings.
    const double t = mixture.temperature(none.data(), static_cast<double>(s.enthalpy.back()));
    const auto background = static_cast<double>(static_cast<float>(pressure / substance::gas_constant));
    s.density.push_back(static_cast<float>(mixture.density(none.data(), t, background * substance::gas_constant)));
    const Vec2 u = wind(z);
    s.u.push_back(static_cast<float>(u.x())), s.v.push_back(static_cast<float>(u.y()));
  }
  return s;
}

double friction_velocity(double speed, double at_height, double roughness) {
  return von_karman * speed / std::log1p(at_height / roughness);
}

std::function<Vec2(double)> rough_wind(double speed, double at_height, double roughness, const Vec2& towards,
                                       double ground) {
  const double scale = friction_velocity(speed, at_height, roughness) / von_karman;
  return [=](double z) -> Vec2 { return scale * std::log1p(std::max(z - ground, 0.0) / roughness) * towards; };
}

}  // namespace muster::flow
