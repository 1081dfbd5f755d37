#pragma once
// A parametric tank farm: rows of tanks in bunds with steps over the bund walls, roads, a pipe rack, a pump house, a
// control room, a fence with gates.

#include "base/error.h"
#include "scene/generate/parameter.h"
#include "scene/model.h"

#include <vector>

namespace muster::scene {

/// What can be chosen about a tank farm. Lengths in metres; ranges and meanings stand in `tank_farm_parameters()`.
struct TankFarmParams {
  int rows = 2;
  int tanks_per_row = 2;
  double tank_diameter = 60;
  double tank_height = 20;
  double tank_gap = 24;
  int tank_segments = 48;
  double bund_clearance = 12;
  double bund_height = 2.2;
  double bund_wall = 0.4;
  double road_width = 8;
  double yard_width = 40;
  int pipes = 6;
  double pipe_diameter = 0.4;
  double rack_height = 5;
  double gate_width = 6;
  double surround = 20;
};

using TankFarmParameter = Parameter<TankFarmParams>;

const std::vector<TankFarmParameter>& tank_farm_parameters();

/// Everything that does not fit: values out of range, and combinations that cannot be built. `key` and `value` are
/// filled, file and line are not. Empty where `tank_farm` can build it.
std::vector<Mistake> tank_farm_mistakes(const TankFarmParams&);

/// A tank's place in plan.
struct TankPlace {
  std::string name;
  Vec2 centre;  ///< [m]
};

/// The tanks in the order of their names: "T101", "T102"... in the southernmost row from west to east, "T201" next.
std::vector<TankPlace> tank_places(const TankFarmParams&);

/// Builds the tank farm with the south-west corner of the fence at the origin, the ground at z = 0. West to east: road,
/// bunds, road, yard with pipe rack, pump house and control room. Tanks are closed, solid cylinders (a prism of
/// `tank_segments` sides, of which the corners lie on the circle). Aborts where `tank_farm_mistakes` is not empty.
///
/// Names: walls "Tank T101", "Bund 1"; spaces "Bund 1" (the ground between its walls), "Pump house", "Control room";
/// stairs "Bund 1 steps S1"; doors "Main gate" (east), "North gate", "South gate", "Pump house north", "Pump house
/// south", "Control room west", "Control room east".
Model tank_farm(const TankFarmParams& = {});

}  // namespace muster::scene
