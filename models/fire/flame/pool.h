#pragma once
// A burning pool, tank or trench: from the fuel, the size and the wind to a flame that radiates.

#include "base/error.h"
#include "models/fire/flame/flame.h"
#include "models/fire/flame/laws.h"

#include <optional>
#include <string>
#include <vector>

namespace muster::fire {

/// What burns and where. Either `diameter`, or `length` and `width` of a rectangle: up to 2.5 times as long as wide it
/// burns as a circle of the same area, longer ones as a trench.
struct PoolFire {
  Fuel fuel;
  double diameter = 0;             ///< [m]
  double length = 0, width = 0;    ///< [m], length >= width
  double axis_deg = 0;             ///< of a trench, counter-clockwise from x to its long side
  Vec3 place = Vec3::Zero();       ///< middle of the liquid's surface [m]
  std::optional<double> rate;      ///< m'' [kg/m2/s] as measured
  std::optional<double> emission;  ///< E [W/m2] as measured, over the whole flame
  std::optional<double> radiant;   ///< chi in place of the fuel's
  std::optional<LengthLaw> length_law;
  std::optional<TiltLaw> tilt_law;
  std::optional<DragLaw> drag_law;
  std::optional<EmissionLaw> emission_law;
  double downwind_deg = 0;  ///< where the wind blows to, counter-clockwise from x
  bool elevated = false;    ///< a tank: receptors may see the flame from below
  double freeboard = 0;     ///< [m] from the liquid up to a tank's rim: the shell hides so much of the flame
  Fineness fineness;
};

/// How it burns.
struct PoolFlame {
  double diameter = 0;      ///< [m] of the circle, of equal area where it is none
  double area = 0;          ///< [m2]
  double rate = 0;          ///< m'' [kg/m2/s]
  double heat_release = 0;  ///< [W]
  double length = 0;        ///< L [m] along the axis
  double tilt = 0;          ///< [rad] from the vertical
  double drag = 1;          ///< D' / D
  double height = 0;  ///< L cos(tilt) [m], of which above the rim of a tank is seen what is more than the freeboard
  bool trench = false;
  Emission emission;
  double mean_emission = 0;   ///< [W/m2] over the mantle
  double radiated_share = 0;  ///< of the heat release
  FlameNumbers numbers;
  Flame flame;
  std::vector<std::string> notes;
  std::vector<Warning> warnings;
};

/// Throws InputError where the fuel cannot be computed with.
PoolFlame burn(const PoolFire&, const Air&);

}  // namespace muster::fire
