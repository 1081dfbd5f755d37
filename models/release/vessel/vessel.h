#pragma once
// A vessel that empties through an opening: mass and energy in time.

#include "models/release/pipe/opening.h"
#include "models/release/vessel/shape.h"

#include <cstdint>
#include <limits>
#include <vector>

namespace muster::release {

/// What is in the vessel at the start, and how heat reaches it.
struct Vessel {
  Shape shape;
  double temperature = 293.15;  ///< [K]
  double pressure = 0;          ///< [Pa] absolute, in the head space; of a liquid at least its vapour pressure
  double liquid_volume = 0;     ///< [m3]; 0: gas only
  double hole_height = 0;       ///< [m] above the lowest point inside

  /// What the head space above a liquid does as the level falls.
  enum class Head : uint8_t { vented, closed, held } head = Head::closed;
  enum class Wall : uint8_t { adiabatic, isothermal, heated } wall = Wall::adiabatic;
  double wall_coefficient = 0;                                     ///< [W/m2/K] between wall and content, Wall::heated
  double wall_capacity = std::numeric_limits<double>::infinity();  ///< [J/K] of the wall, which starts at `temperature`
  double heat_input = 0;                                           ///< [W] into the content from outside, e.g. a fire

  double relief_pressure = 0;  ///< [Pa] absolute: the opening is a relief valve that opens here, fully at 10 % above
  double shut_from = std::numeric_limits<double>::infinity();  ///< [s] a valve begins to shut the opening
  double shutting = 0;                                         ///< [s] until it is shut
};

/// The state at one moment.
struct VesselState {
  double time = 0;
  double mass = 0;                       ///< [kg] left
  double liquid_mass = 0;                ///< [kg] of it liquid
  double liquid_out = 0, gas_out = 0;    ///< [kg] that have left as liquid and as gas
  double temperature = 0, pressure = 0;  ///< [K], [Pa] in the head space
  double level = 0;                      ///< [m] of the liquid
  double liquid_rate = 0, gas_rate = 0;  ///< [kg/s]
  Flow liquid = {}, gas = {};            ///< in the opening
};

enum class Ending : uint8_t { duration, empty, pressure, shut };

struct Emptying {
  std::vector<VesselState> states;  ///< at least two, by time
  Ending ending = Ending::duration;
  bool glugged = false;  ///< air entered through the hole
  double condensed = 0;  ///< [kg] of gas in the tank when it fell below its dew point; 0: it did not
};

/// Empties the vessel until `duration` [s]. Below the hole only gas leaves, above it only liquid; in between a share by
/// the level. `tolerance`: error of each step relative to the content. MUSTER_CHECKs inputs that `problems` refuses.
Emptying empty(const Saturation&, const Vessel&, const Opening&, double ambient, double duration,
               double tolerance = 1e-5);

}  // namespace muster::release
