#pragma once
// Numbers that people write in units of their own; inside they are SI.

#include "sim/case/description.h"

namespace muster::sim {

/// A number in `unit`, its `range` in that too; inside it is what was written times `factor` plus `offset`.
Type<double> scaled(const Range& range, const std::string& unit, double factor, double offset = 0);
/// Degrees Celsius, read as kelvin; `range` in degrees Celsius.
Type<double> celsius(Range range);
/// Bar (absolute), read as pascal; `range` in bar.
Type<double> bars(Range range);

}  // namespace muster::sim
