#pragma once
// Where hazards are sampled: squares of the floors that people walk on, outdoors and within enclosures.

#include "base/error.h"
#include "scene/floors.h"
#include "sim/case/case.h"
#include "sim/results/hazard.h"

#include <limits>
#include <span>
#include <string>
#include <vector>

namespace muster::sim {

/// A room or building that gas enters and leaves by its air change only.
struct Enclosure {
  std::string name;
  double air_changes = 0;                                     ///< [1/s]
  Vec3 intake = Vec3::Zero();                                 ///< [m] where the outdoor air that comes in is looked at
  Vec2 middle = Vec2::Zero();                                 ///< [m] of its floor
  double floor = 0;                                           ///< [m2]
  double height = 3;                                          ///< [m] of its ceiling above the floor
  double volume = 0;                                          ///< [m3]
  double switches = std::numeric_limits<double>::infinity();  ///< [s] when its air is changed otherwise,
  double air_changes_then = 0;                                ///< [1/s] so often
};

/// Volume fraction inside at `to` [s] where that outdoors goes straight from `outside0` at `from` to `outside1`: that
/// of air_changed(), before the enclosure's ventilation switches and after.
double air_changed(const Enclosure& enclosure, double inside, double outside0, double outside1, double from, double to);

struct HazardPlaces {
  results::HazardGrid grid;  ///< without hazards
  std::vector<Enclosure> enclosures;
  std::vector<int32_t> enclosure_of;  ///< of each square; -1 outdoors
  std::vector<int32_t> of_cell;       ///< of each floor cell; -1 outdoors
};

/// Squares of all floors; every space of the model is an enclosure with the air change of `settings`, unless one of the
/// case's enclosures holds it. Mistakes of these are appended.
HazardPlaces hazard_places(const scene::Floors& floors, const HazardSettings& settings,
                           std::span<const EnclosureSpec> enclosures, std::vector<Mistake>& mistakes);

}  // namespace muster::sim
