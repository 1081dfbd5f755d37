#pragma once
// Numbers that people write in units of their own; inside they are SI.

#include "sim/case/description.h"

namespace muster::sim {

/// Degrees Celsius, read as kelvin; `range` in degrees Celsius.
Type<double> celsius(Range range);
/// Bar (absolute), read as pascal; `range` in bar.
Type<double> bars(Range range);

}  // namespace muster::sim
