#pragma once
// Air, and vapours in it.

#include "models/substance/substance.h"

namespace muster::substance {

/// [Pa s] of air at ordinary pressure, 170 to 1900 K within 2 % (Sutherland 1893; constants of ISO 2533).
double viscosity_of_air(double temperature);

/// [m2/s] of the substance's vapour in air: Fuller, Schettler, Giddings (1966) from the atoms of its formula, mean
/// error 5 %; where the formula is none or has other atoms, that of water times sqrt(M_water / M), within 30 %.
double diffusivity_in_air(const Substance& substance, double temperature, double pressure = standard_pressure);

/// nu / D of the vapour in air.
double schmidt_number(const Substance& substance, double temperature, double pressure = standard_pressure);

}  // namespace muster::substance
