#pragma once
// What is released: gas, momentum and heat into cells.

#include "models/flow/gas/mixture.h"
#include "models/flow/grid/grid.h"
#include "models/flow/momentum/momentum.h"
#include "models/flow/transport/state.h"

#include <string>
#include <vector>

namespace muster::flow {

/// What a source gives from a moment on.
struct Emission {
  double time = 0;            ///< [s] from here until the next
  std::vector<double> rate;   ///< [kg/s] of each released gas, of air last; not below 0
  double temperature = 288;   ///< [K] of what comes out
  double heat = 0;            ///< [W] besides; of a fire its convective part
  Vec3 velocity = {0, 0, 0};  ///< [m/s] of what comes out; 0: it comes without momentum
};

/// A source in some cells.
struct Source {
  std::string name;
  std::vector<ptrdiff_t> cells;
  std::vector<float> share;  ///< of the whole for each cell; their sum is 1
  std::vector<int32_t> plane;
  std::vector<Emission> emission;  ///< by time; nothing before the first

  /// At a time; null: nothing yet.
  const Emission* at(double time) const;
};

/// In the cells, not solid, whose centres lie in a box [m]; by volume. No such cell: the one that holds its middle.
/// Empty cells: the box lies in solids or outside.
Source source_in_box(const Grid&, const std::vector<uint8_t>& closed, const Vec3& low, const Vec3& high);
/// In the lowest free cells over a disc [m] on the ground.
Source source_on_disc(const Grid&, const std::vector<uint8_t>& closed, const Vec3& centre, double radius);

/// Adds take * dt of what a source gives to density and amounts; returns the mass [kg] of each gas, air last.
std::vector<double> emit(const Grid&, const Mixture&, const Source&, double time, double dt, double take, Scalars&);
/// Momentum of what comes out: faces of its cells tend to its velocity by m / (rho V) a second.
void thrust(const Push&, const Source&, double time, Velocity& next);

}  // namespace muster::flow
