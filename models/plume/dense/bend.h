#pragma once
// A jet that does not run with the wind, until it does.

#include "models/plume/dense/dense.h"

namespace muster::plume::dense {

/// Station of a jet that points away from the wind: integrated along its axis until it has bent over.
struct Bent {
  double flux;           ///< [kg/s] of the whole jet
  double speed, rise;    ///< [m/s] along the wind, upwards
  double x, z, time;     ///< [m], [m], [s]
  double mass_fraction;  ///< of the substance
};

/// A round jet in a crosswind, uniform over its section: entrainment 0.08 of the speed difference along the axis
/// (Morton, Taylor and Turner 1956, momentum jets) and 0.6 of the wind across it (Hoot, Meroney and Peterka 1973).
/// `density` [kg/m3] and `speed` [m/s] are those of the expanded jet.
Bent bend_over(const Surroundings&, const Release&, double density, double speed);

}  // namespace muster::plume::dense
