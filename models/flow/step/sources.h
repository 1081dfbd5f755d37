#pragma once
// What is released: gas, momentum and heat into cells.

#include "models/flow/gas/mixture.h"
#include "models/flow/grid/grid.h"
#include "models/flow/momentum/momentum.h"
#include "models/flow/pressure/zones.h"
#include "models/flow/transport/state.h"

#include <string>
#include <vector>

namespace muster::flow {

/// What a source gives from a moment on.
struct Emission {
  double time = 0;            ///< [s] from here until the time of any that stands after it
  std::vector<double> rate;   ///< [kg/s] of each released gas, of air last; not below 0
  double temperature = 288;   ///< [K] of what comes out
  double heat = 0;            ///< [W] besides; of a fire its convective part
  Vec3 velocity = {0, 0, 0};  ///< [m/s] of what comes out; 0: it comes with the velocity the air has there
  double drops = 0;           ///< share of what condenses that comes as drops, 0 to 1
};

/// What a source gives in a while.
struct Released {
  std::vector<double> mass;   ///< [kg] of each released gas, of air last
  double heat = 0;            ///< [J] its enthalpy and what comes besides
  double blown = 0;           ///< [kg] of the mass, what comes with a velocity of its own
  Vec3 momentum = {0, 0, 0};  ///< [kg m/s] of that
  double moved = 0;           ///< [m3] of the air there that is driven to a velocity
  Vec3 driven = {0, 0, 0};    ///< [m4/s] that volume times its velocity
};

/// Some cells.
struct Seat {
  std::vector<ptrdiff_t> cells;
  std::vector<double> share;  ///< of the whole for each cell; their sum is 1
  std::vector<int32_t> plane;
};

/// A source in some cells.
struct Source : Seat {
  std::string name;
  std::vector<Emission> emission;  ///< by time; nothing before the first

  /// From `from` until `until` [s]: rates times the time that each is held.
  Released between(const Mixture&, double from, double until) const;
  /// [1/s] largest change, from one entry to the next, of the volume that one of its cells gains, in cells' volumes;
  /// of entries that begin from `from` until `until` [s]. `pressure` [Pa] of the air.
  double onset(const Grid&, const Mixture&, double pressure, double from, double until) const;
  /// It gives nothing from `time` [s] on.
  void end(double time);
};

/// In the cells whose centres lie in a box [m] and that hang together, through open faces within it, with the cell that
/// holds its middle; by volume. No centre in the box: that cell alone. Empty cells: the middle lies in something solid
/// or outside the grid. `closed` [grid.stored] as Closed has it.
Source source_in_box(const Grid&, const std::vector<uint8_t>& closed, const Vec3& low, const Vec3& high);
/// Likewise in the plane of cells that holds `centre`, over a disc [m].
Source source_on_disc(const Grid&, const std::vector<uint8_t>& closed, const Vec3& centre, double radius);
/// The sealed part that a source or a fan lies in; null: an open side can be reached from it.
const Zone* sealed_around(const Zones&, const Seat&);

/// Adds take times what a source gives to density and amounts.
void emit(const Grid&, const Seat&, const Released&, double take, Scalars&);
/// Momentum of what comes out or is driven in a step: faces of its cells tend to its velocity by m / (rho V), or by the
/// share of V that is driven. Half of a cell's part goes to either of its faces along an axis, all of it to one beside
/// a closed face.
void thrust(const Push&, const Seat&, const Released&, Velocity& next);

}  // namespace muster::flow
