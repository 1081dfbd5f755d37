#pragma once
// Fans: they take air out of the box, blow air of outside into it, or drive on what is there.

#include "models/flow/step/sources.h"

#include <array>
#include <span>
#include <string>
#include <vector>

namespace muster::flow {

/// A fan in some cells. Its volume flow is prescribed, whatever the pressure and the density there.
struct Fan {
  enum class Kind {
    extract,  ///< takes out the air of its cells and all that is in it, each cell's by its share of their volume
    supply,   ///< air of outside comes in
    jet,      ///< drives the air of its cells: thrust rho Q (U - u), nothing comes in or leaves
  };
  std::string name;
  Kind kind = Kind::extract;
  Seat seat;
  /// [s], [m3/s], by time, not below 0: nothing before the first, linear in between, the last goes on; two of one time:
  /// a jump.
  std::vector<std::array<double, 2>> course;
  Vec3 velocity = {0, 0, 0};    ///< [m/s] of what a supply or a jet blows; 0: it comes with that of the air there
  double density = 0;           ///< [kg/m3] of the air that a supply gives
  double temperature = 288.15;  ///< [K] likewise

  /// [m3] that it moves from `from` until `until` [s].
  double volume(double from, double until) const;
  /// [1/s] largest jump of its flow from `from` until `until` [s], in volumes of one of its cells.
  double onset(const Grid&, double from, double until) const;
  /// [1/s] its largest flow then, likewise.
  double rate(const Grid&, double from, double until) const;
  /// What a supply gives and a jet drives then; of an extraction nothing.
  Released between(const Mixture&, double from, double until) const;
};

/// Takes `take` times a volume [m3] of air as dense as `density` out of its cells; what is left keeps its composition
/// and heat. Adds `count` times the mass [kg] of each gas, and of air last, to `taken`. Nobody gets more than nine
/// tenths of what a cell holds: returns in how many cells that was less than the volume.
int64_t draw(const Grid&, const Seat&, double volume, double take, const Field& density, Scalars& from, double count,
             std::span<double> taken);

}  // namespace muster::flow
