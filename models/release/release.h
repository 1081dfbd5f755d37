#pragma once
// From a leak to what enters the air.

#include "base/error.h"
#include "models/release/leak.h"
#include "models/release/pool/pool.h"
#include "models/substance/outflow.h"

#include <optional>
#include <vector>

namespace muster::release {

struct Release {
  /// What enters the air: a jet, what rises from the pool below it, or both in this order; one of an instantaneous
  /// release or a series. Never empty.
  std::vector<substance::SourceTerm> terms;
  std::optional<Emptying> emptying;  ///< of the tank, where there is one
  std::optional<PoolRun> pool;
  double first_rate = 0;  ///< [kg/s] through the opening at the start
  Flow first_flow;        ///< in the opening at the start
  double released = 0;    ///< [kg] out of the container
  double airborne = 0;    ///< [kg] of it that entered the air within the leak's duration
  std::vector<Warning> warnings;
};

/// Chooses the models and says why in the terms' notes. Mass: released = airborne + what is left in the pool.
/// Programmer's mistake where `problems` finds any.
Release release(const Leak&, const substance::Substance&, const Ambient&);

}  // namespace muster::release
