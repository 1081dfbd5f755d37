#pragma once
// The calculations by field; each function stands in a file of its name.

#include "sim/calc/calculation.h"

#include <array>

namespace muster::sim {

using FieldCalculations = std::vector<Calculation> (*)();

/// Those that there are, in the order of their listing.
inline constexpr std::array<FieldCalculations, 0> fields = {};

}  // namespace muster::sim
