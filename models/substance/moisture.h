#pragma once
// The water of the air, as clouds carry it that are so cold that it condenses.

#include "models/substance/two_phase.h"

namespace muster::substance {

/// Water as SLAB has it (Ermak 1990, appendix): p_sat = exp(15.08 - 5514 K / T) atm, within 2 % of tables of water from
/// -40 to 5 C, 5 % above them at 25 C, 10 % at 40 C. Liquid below 0 C too: as ice it would give off 13 % more heat.
const TwoPhase& moisture();

/// Mole fraction of water in air of a relative humidity (0 to 1) at a temperature [K] and a pressure [Pa].
double moisture_of(double relative_humidity, double temperature, double pressure);

/// What a gas holds of two substances that condense apart from one another [mol].
struct Vapours {
  double first = 0, second = 0;
};

/// Of `first` and `second` [mol] among `others` [mol] of gas, with each one's saturation pressure over that of the gas:
/// the one's vapour counts in the gas that the other saturates.
Vapours vapours(double others, double first, double first_saturated, double second, double second_saturated);

}  // namespace muster::substance
