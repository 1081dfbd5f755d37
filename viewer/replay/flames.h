#pragma once
// Flames at any time, as the run computed them: surfaces and the light they give.

#include "base/vec.h"
#include "sim/results/hazard.h"

#include <vector>

namespace muster::viewer {

/// A fire that burns.
struct BurningFlame {
  const results::FlameShape* shape = nullptr;
  double strength = 1;  ///< share of its surface that burns: less than 1 while foam closes it
};

/// Those that burn at a time [s], in the file's order. `grid` must outlive them.
std::vector<BurningFlame> flames_at(const results::HazardGrid& grid, double time);

/// A flame as a lamp: what its surface radiates, from its middle.
struct Lamp {
  Vec3 at = Vec3::Zero();  ///< [m] mean of its faces, by what they radiate
  double power = 0;        ///< [W]
};
Lamp lamp_of(const BurningFlame& flame);

}  // namespace muster::viewer
