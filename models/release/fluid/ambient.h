#pragma once
// The air, sun and sky around a leak.

#include "models/substance/substance.h"

namespace muster::release {

struct Ambient {
  double pressure = substance::standard_pressure;  ///< [Pa]
  double temperature = 293.15;                     ///< [K] of the air
  double wind = 3;                                 ///< [m/s] at 10 m
  double sun = 0;                                  ///< [W/m2] solar radiation on the ground
  double cloud = 0.5;                              ///< share of the sky that clouds cover
};

}  // namespace muster::release
