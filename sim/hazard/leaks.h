#pragma once
// The leaks of a case as clouds in the place.

#include "models/plume/answers.h"
#include "models/substance/library.h"
#include "scene/floors.h"
#include "sim/case/case.h"
#include "sim/hazard/places.h"
#include "sim/hazard/room_air.h"
#include "sim/results/summary.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::sim {

/// A leak's cloud, where it stands and since when.
struct LeakCloud {
  std::string name;
  const substance::Substance* substance = nullptr;  ///< of the library
  std::unique_ptr<plume::Cloud> cloud;              ///< null: nothing gets outdoors
  Vec3 source = Vec3::Zero();                       ///< [m] its place on the ground
  Vec2 downwind = Vec2::UnitX();
  double begins = 0;              ///< [s]
  double lasts = 0;               ///< [s] from the first to the last gas that it gives off
  int32_t enclosure = -1;         ///< that it leaks in; -1 outdoors
  std::optional<RoomAir> inside;  ///< of the enclosure
  results::HazardUse use;         ///< what the summary says of the source; endpoints are found later
  std::vector<Warning> warnings;
  /// What gets into the air outdoors, for who carries it through the real geometry.
  std::vector<substance::SourceTerm> terms;
  bool carried = false;  ///< by FlowAir, which knows it as it computes

  /// A place of the model in the cloud's own axes: downwind, to the left of it, up from the ground.
  Vec3 local(const Vec3& place) const;
};

/// Direction in which a wind from `from` [deg, clockwise from +y] blows, in plan.
Vec2 downwind(double from);

/// [m/s] of the air over pools indoors: about what people feel no draught from (EN ISO 7730).
inline constexpr double air_in_rooms = 0.2;

/// The air around a leak as the release models want it.
release::Ambient ambient_of(const plume::Atmosphere& air);

/// What leaks are made into clouds with.
struct LeakPlace {
  const scene::Floors& floors;
  const substance::Library& library;  ///< must outlive the clouds
  const HazardPlaces& places;
};

/// Every leak: what flows out, what fills the enclosure that it stands in, how it spreads. Mistakes of all leaks are
/// appended, by the keys of the case; a leak with mistakes has no cloud.
std::vector<LeakCloud> leak_clouds(const std::vector<LeakSpec>& leaks, const plume::Weather& weather,
                                   const LeakPlace& place, std::vector<Mistake>& mistakes);

/// Whether the air of [flow] carries a leak, where the case has it: one whose `dispersion` is automatic and that gives
/// gas off outdoors.
bool goes_with_flow(const LeakSpec& spec, const LeakCloud& leak);

/// How far each criterion of a leak's substance reaches over flat ground; where `search` says.
std::vector<results::HazardEndpoint> endpoints_of(const LeakCloud& leak, const plume::Search& search);

}  // namespace muster::sim
