#pragma once
// What lies beyond the sides of the box.

#include "models/flow/boundary/sides.h"
#include "models/flow/boundary/surroundings.h"
#include "models/flow/transport/state.h"

#include <array>
#include <vector>

namespace muster::flow {

/// Velocity [m/s] that turbulence adds to the wind on an inflow side: three components of each of its cells; empty:
/// none. Cells by `b + c * (cells along b)`, b and c the two other axes in the order x, y, z.
struct Gusts {
  std::array<std::vector<float>, 3> component;
};

/// What ghosts are made from.
struct Beyond {
  const Grid& grid;
  const Sides& sides;
  const Surroundings& air;
  const std::array<Gusts, 6>& gusts;
  const std::vector<uint8_t>& closed;
};

/// Normal velocities of inflow, wall and symmetric sides, and the ghosts of all components. Open sides: what their
/// faces hold stays; beyond them it goes on straight where air leaves.
void fill(const Beyond&, Velocity&);
/// The normal velocities alone.
void set_sides(const Beyond&, Velocity&);
/// Where air comes in through an open side, p = -rho u^2 / 2 there rather than 0: it takes its speed from the pressure
/// of air at rest (as FDS has H = 0 at inflow), or eddies that cross the side would gain energy each time.
void slow_backflow(const Beyond&, double dt, const Velocity& now, Velocity& next);
/// Ghosts of density and amounts: of the surroundings where air comes in.
void fill(const Beyond&, const Velocity&, Scalars&);
/// Ghosts of a value of cells: as the nearest cell, or from the other end.
void fill(const Grid&, const Sides&, Field&);
/// 1 / rho on faces, 0 where `closed`; doubled on open sides, whose p = 0 lies half a cell away.
void reciprocal(const Beyond&, const Field& density, Velocity& beta);

}  // namespace muster::flow
