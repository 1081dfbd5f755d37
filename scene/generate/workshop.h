#pragma once
// A parametric factory floor: one hall with rows of machines, a gangway across them, and two doors.

#include "base/error.h"
#include "scene/generate/parameter.h"
#include "scene/model.h"

#include <vector>

namespace muster::scene {

/// What can be chosen about a workshop. Lengths in metres; ranges and meanings stand in `workshop_parameters()`.
struct WorkshopParams {
  double length = 60;
  double depth = 30;
  double height = 6;
  int rows = 6;
  int machines_per_row = 10;
  double machine_length = 4;
  double machine_width = 1.8;
  double machine_gap = 0.3;
  double wall_aisle = 1.4;
  double gangway = 2.4;
  double gangway_at = 0.5;
  double south_door = 1.2;
  double south_door_at = 0.5;
  double north_door = 1.2;
  double north_door_at = 0.5;
  double surround = 6;
};

using WorkshopParameter = Parameter<WorkshopParams>;
const std::vector<WorkshopParameter>& workshop_parameters();

/// Everything that does not fit: values out of range, and combinations that cannot be built. `key` and `value` are
/// filled, file and line are not. Empty where `workshop` can build it.
std::vector<Mistake> workshop_mistakes(const WorkshopParams&);

/// Builds the hall with its inner south-west corner at the origin, the floor at z = 0, x along the rows. Machines stand
/// in rows, the same number in each, those west and east of the gangway pushed together towards it. There is no roof.
/// Aborts where `workshop_mistakes` is not empty.
///
/// Names: space "Hall"; doors "South door", "North door"; furniture "Machine 2.03": the third of the second row, from
/// south and west.
Model workshop(const WorkshopParams& = {});

}  // namespace muster::scene
