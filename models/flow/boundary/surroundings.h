#pragma once
// The air that the box stands in.

#include "base/vec.h"
#include "models/flow/gas/mixture.h"
#include "models/flow/grid/grid.h"

#include <functional>
#include <vector>

namespace muster::flow {

/// Air far from what happens, plane by plane.
struct Surroundings {
  std::vector<float> density;   ///< [nz + 4] [kg/m3] of planes -2 to nz + 1
  std::vector<float> enthalpy;  ///< [nz + 4] [J/kg]
  std::vector<float> u, v;      ///< [nz + 4] [m/s]

  size_t plane(int k) const { return static_cast<size_t>(static_cast<ptrdiff_t>(k) + Grid::ghosts); }
};

/// From the temperature [K] (potential: p / R_u is the same at all heights) and the wind [m/s] at a height [m].
Surroundings surroundings(const Grid&, const Mixture&, double pressure,
                          const std::function<double(double)>& temperature, const std::function<Vec2(double)>& wind);

/// Over rough ground: u = (u* / kappa) ln(1 + z / z0), u* from the speed at a reference height; kappa 0.41.
std::function<Vec2(double)> rough_wind(double speed, double at_height, double roughness, const Vec2& towards,
                                       double ground = 0);
/// [m/s] u* of the same.
double friction_velocity(double speed, double at_height, double roughness);

inline constexpr double von_karman = 0.41;

}  // namespace muster::flow
