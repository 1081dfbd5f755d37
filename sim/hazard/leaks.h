#pragma once
// The leaks of a case as clouds in the place.

#include "models/plume/cloud.h"
#include "models/substance/library.h"
#include "scene/floors.h"
#include "sim/case/case.h"
#include "sim/results/summary.h"

#include <memory>
#include <string>
#include <vector>

namespace muster::sim {

/// A leak's cloud, where it stands and since when.
struct LeakCloud {
  std::string name;
  const substance::Substance* substance = nullptr;  ///< of the library
  std::unique_ptr<plume::Cloud> cloud;
  Vec3 source = Vec3::Zero();  ///< [m] its place on the ground
  Vec2 downwind = Vec2::UnitX();
  double begins = 0;       ///< [s]
  results::HazardUse use;  ///< what the summary says of the source; endpoints are found later
  std::vector<Warning> warnings;

  /// A place of the model in the cloud's own axes: downwind, to the left of it, up from the ground.
  Vec3 local(const Vec3& place) const;
};

/// Direction in which a wind from `from` [deg, clockwise from +y] blows, in plan.
Vec2 downwind(double from);

/// Every leak of the case: what flows out, then how it spreads. `library` must outlive them. Throws InputError with
/// every mistake of all leaks.
std::vector<LeakCloud> leak_clouds(const Case& the_case, const scene::Floors& floors,
                                   const substance::Library& library);

}  // namespace muster::sim
