#pragma once
// What lets the content out of a container: a hole, a pipe with a hole at its end, a relief valve.

#include "models/release/fluid/saturation.h"
#include "models/release/orifice/orifice.h"
#include "models/release/pipe/pipe.h"

#include <cstdint>
#include <optional>

namespace muster::release {

/// How a boiling liquid passes.
enum class TwoPhase : uint8_t {
  automatic,   ///< non_equilibrium by the length of the way; through a pipe, the homogeneous mixture with friction
  metastable,  ///< as if it did not boil
  non_equilibrium,
  omega,
  equilibrium
};

struct Opening {
  double area = 0;  ///< [m2]
  double liquid_coefficient = sharp_edge_liquid;
  double gas_coefficient = gas_discharge;
  double way = 0;  ///< [m] length of the hole, e.g. the wall's thickness
  std::optional<Pipe> pipe = {};
  TwoPhase two_phase = TwoPhase::automatic;

  /// Of liquid at rest with `pressure` [Pa] in the level of the hole.
  Flow liquid(const Saturation&, double temperature, double pressure, double ambient) const;
  /// Of vapour with `density` [kg/m3].
  Flow gas(double temperature, double pressure, double density, double ratio, double ambient) const;
};

}  // namespace muster::release
