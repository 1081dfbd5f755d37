#pragma once
// A parametric office building: rooms either side of a corridor on every storey, an enclosed stair at each end.

#include "base/error.h"
#include "scene/generate/parameter.h"
#include "scene/model.h"

#include <vector>

namespace muster::scene {

/// What can be chosen about an office. Lengths in metres; ranges and meanings stand in `office_parameters()`.
struct OfficeParams {
  int storeys = 4;
  double length = 45;
  double depth = 16;
  double storey_height = 3.4;
  int rooms_per_side = 12;
  int workplaces = 2;
  double corridor_width = 2.0;
  double stair_width = 1.2;
  double riser = 0.17;
  double going = 0.29;
  double landing = 1.4;
  double room_door = 0.9;
  double stair_door = 1.0;
  double exit_door = 1.0;
  double main_door = 1.8;
  double outer_wall = 0.2;
  double inner_wall = 0.1;
  double slab = 0.25;
  double surround = 8;
};

using OfficeParameter = Parameter<OfficeParams>;
const std::vector<OfficeParameter>& office_parameters();

/// Everything that does not fit: values out of range, and combinations that cannot be built. `key` and `value` are
/// filled, file and line are not. Empty where `office` can build it.
std::vector<Mistake> office_mistakes(const OfficeParams&);

/// The stair that fits a storey height: an even number of equal risers nearest to the wished one, two flights.
struct StairShape {
  int risers;         ///< of a whole storey, even
  double riser;       ///< [m]
  double flight_run;  ///< [m] plan length of one flight: (risers / 2 - 1) goings
};
StairShape stair_shape(const OfficeParams&);

/// Builds the office with its south-west outer corner at the origin, the ground floor at z = 0, x along the corridor.
/// Elements carry the names that importers understand ("door: Main entrance"); storeys, spaces and doors are filled.
/// Aborts where `office_mistakes` is not empty.
///
/// Names: storeys "Ground floor", "Floor 1"...; spaces "Office 2.07", "Corridor 2", "Stair A.2", "Store A.2",
/// "Lobby"; doors "Door 2.07", "Stair door A.2", "Store door A.2", and the exits "Main entrance", "Exit A", "Exit B".
Model office(const OfficeParams& = {});

}  // namespace muster::scene
