#pragma once
// A pool in time: spreading, boiling, evaporating.

#include "models/release/fluid/ambient.h"
#include "models/release/fluid/saturation.h"
#include "models/release/pool/ground.h"

#include <limits>
#include <vector>

namespace muster::release {

/// What runs into a pool from `time` until the next entry's time.
struct Feed {
  double time = 0;         ///< [s]
  double rate = 0;         ///< [kg/s]
  double temperature = 0;  ///< [K]
};

struct PoolCase {
  Ground ground;
  double ground_temperature = 288.15;   ///< [K]
  double spilled = 0;                   ///< [kg] there at the start, as a cylinder as high as wide
  double spilled_temperature = 288.15;  ///< [K]
  std::vector<Feed> feed = {};          ///< by time
  double largest_area = std::numeric_limits<double>::infinity();  ///< [m2] a bund
  bool fills_area = false;                                        ///< covers `largest_area` from the start
  double duration = 3600;                                         ///< [s]
};

struct PoolState {
  double time = 0;         ///< [s]
  double mass = 0;         ///< [kg] liquid
  double fed = 0;          ///< [kg] so far
  double evaporated = 0;   ///< [kg] so far
  double rate = 0;         ///< [kg/s] of vapour in the step that ends here
  double area = 0;         ///< [m2] of the liquid's surface
  double depth = 0;        ///< [m]
  double temperature = 0;  ///< [K]
  bool boiling = false;
};

struct PoolRun {
  std::vector<PoolState> states;  ///< by time; fed = mass + evaporated in each, to rounding
  double deepest = 0;             ///< [m]
};

/// Eqs. 18 to 20. `resolution`: largest relative change of a step; halving it moves the evaporated mass by < 1 %.
PoolRun run_pool(const Saturation&, const PoolCase&, const Ambient&, double resolution = 0.02);

}  // namespace muster::release
