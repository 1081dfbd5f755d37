#pragma once
// The calculations by field; each function stands in a file of its name.

#include "sim/calc/calculation.h"

#include <array>

namespace muster::sim {

using FieldCalculations = std::vector<Calculation> (*)();

std::vector<Calculation> release_calculations();

/// Those that there are, in the order of their listing.
inline constexpr std::array<FieldCalculations, 1> fields = {release_calculations};

}  // namespace muster::sim
