#pragma once
// Gas and smoke in the air over the floors, sampled coarsely to be looked at; nothing is computed from it.

#include "sim/hazard/leaks.h"
#include "sim/hazard/places.h"
#include "sim/hazard/smoke.h"

#include <functional>
#include <span>
#include <vector>

namespace muster::sim {

/// Some 20 000 nodes, the same at all times.
class Volume {
 public:
  Volume() = default;
  /// Nodes over all squares and sources, with room around them; none where nothing gets into the air, nor over a site
  /// of more than 20 km. Nodes over the squares of an enclosure, up to its height, lie in it.
  Volume(const HazardPlaces& places, const std::vector<LeakCloud>& leaks, const std::vector<BurningFire>& fires,
         const Smoke& smoke);

  /// At given nodes.
  Volume(const HazardPlaces& places, results::VolumeGrid nodes);

  const results::VolumeGrid& grid() const { return grid_; }
  size_t size() const { return points_.size(); }

  /// Appends one cloud at `time` [s] to `codes` [nodes], as results::volume_code() has volume fractions; in enclosures
  /// those of `inside` [enclosures]. `outdoors`: whether the cloud is there, too.
  void gas(const LeakCloud& leak, bool outdoors, double time, std::span<const double> inside,
           std::vector<uint8_t>& codes) const;
  /// Replaces `codes` [nodes] by the extinction [1/m] of all smoke, in the same way.
  /// `outside` gives that of a place outdoors.
  void smoke(const std::function<SmokeAt(const Vec3&)>& outside, std::span<const SmokeAt> inside,
             std::vector<uint8_t>& codes) const;

 private:
  void place_nodes(const HazardPlaces& places);

  results::VolumeGrid grid_;
  std::vector<Vec3> points_;
  std::vector<int32_t> enclosure_;  ///< of each node; -1 outdoors
};

}  // namespace muster::sim
