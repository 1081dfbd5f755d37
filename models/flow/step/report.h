#pragma once
// What a step says of itself.

#include "base/error.h"
#include "models/flow/pressure/pressure.h"

#include <array>
#include <vector>

namespace muster::flow {

struct StepReport {
  int64_t step = 0;
  double time = 0, dt = 0;  ///< [s] at its end; its length
  double courant = 0;       ///< largest share of a cell's air that flows out of it, by the velocity it began with
  PressureReport pressure;
  double largest_mismatch = 0;  ///< of rho against p / (R T sum Y / W), relative
  int64_t clipped = 0;          ///< cells whose mismatch was limited
  int64_t starved = 0;          ///< cells that held less than fans or gaps were to take
};

/// Wall time [s] since the start by phase.
struct Phases {
  double boundaries = 0, eddies = 0, transport = 0, densities = 0, momentum = 0, pressure = 0, correct = 0, step = 0;
};

}  // namespace muster::flow
