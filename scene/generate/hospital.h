#pragma once
// A parametric hospital: two wards a storey either side of a core with two lifts, an enclosed stair at each end.

#include "base/error.h"
#include "scene/generate/parameter.h"
#include "scene/model.h"

#include <vector>

namespace muster::scene {

/// What can be chosen about a hospital. Lengths in metres; ranges and meanings stand in `hospital_parameters()`.
struct HospitalParams {
  int storeys = 4;
  int rooms = 4;
  double room_width = 4.2;
  double room_depth = 5.8;
  double core_width = 7.2;
  double storey_height = 3.8;
  double corridor_width = 2.4;
  double stair_width = 1.4;
  double room_door = 1.3;
  double fire_door = 1.8;
  double stair_door = 1.2;
  double exit_door = 1.2;
  double main_door = 2.4;
  double shaft_width = 2.4;
  double shaft_depth = 3.0;
  double outer_wall = 0.25;
  double inner_wall = 0.12;
  double slab = 0.3;
  double surround = 10;
};

using HospitalParameter = Parameter<HospitalParams>;

const std::vector<HospitalParameter>& hospital_parameters();

/// Everything that does not fit: values out of range, and combinations that cannot be built. `key` and `value` are
/// filled, file and line are not. Empty where `hospital` can build it.
std::vector<Mistake> hospital_mistakes(const HospitalParams&);

/// Builds the hospital with its south-west outer corner at the origin, the ground floor at z = 0, x along the corridor.
/// The lift shafts are solid; before each of them lies the point that `hospital_lift_stops` gives. Aborts where
/// `hospital_mistakes` is not empty.
///
/// Names: storeys "Ground floor", "Floor 1"...; spaces "Bedroom 2.07", "Corridor W.2", "Corridor E.2", "Lift lobby 2",
/// "Nurses 2", "Entrance hall", "Stair A.2", "Store A.2"; doors "Door 2.07", "Fire door W.2", "Fire door E.2",
/// "Stair door A.2", and the exits "Main entrance", "Exit A", "Exit B".
Model hospital(const HospitalParams& = {});

/// The floor 0.6 m before the doors of lift 0 (west) or 1 (east), one point a storey from the lowest up [m].
std::vector<Vec3> hospital_lift_stops(const HospitalParams&, int lift);

}  // namespace muster::scene
