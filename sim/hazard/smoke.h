#pragma once
// The smoke of a case's fires over its floors.

#include "models/plume/gaussian/passive.h"
#include "sim/hazard/flames.h"
#include "sim/hazard/places.h"

#include <vector>

namespace muster::sim {

/// A plume that rises from a fire by Briggs, of a source `height` [m] above the ground, `diameter` [m] wide, that gives
/// `convective` [W] to the air: the share of the radiation is lost to it. [1/m2] as plume::PlumeShape says.
plume::PlumeShape smoke_shape(const plume::Weather& weather, double height, double diameter, double convective);

/// What smoke makes of the air at one place.
struct SmokeAt {
  double extinction = 0;  ///< [1/m] of light
  double monoxide = 0;    ///< volume fraction
  double dioxide = 0;     ///< likewise, from fires that [flow] carries
  double cyanide = 0;
  double oxygen_lost = 0;  ///< share of the air's
};

/// Smoke of all fires that give it off. It travels with the wind at the height of its source, its rate falls with the
/// surface that burns; each wind of the case blows a plume of its own from its time on.
class Smoke {
 public:
  Smoke() = default;
  Smoke(const std::vector<BurningFire>& fires, const plume::Weather& weather);

  bool empty() const { return plumes_.empty(); }
  /// [s] when the last of it has passed 10 km; infinite where a fire burns on.
  double last() const;
  SmokeAt at(const Vec3& place, double time) const;
  /// What it says of each source, with the distance to which one sees less than 10 m near the ground.
  const std::vector<results::HazardUse>& uses() const { return uses_; }
  const std::vector<Warning>& warnings() const { return warnings_; }

 private:
  /// One fire in one wind.
  struct Plume {
    const BurningFire* fire;
    double from, until;  ///< [s] in which smoke sets out
    Vec2 downwind;
    plume::PlumeShape shape;
    fire::SmokeSource source;
    double molar_volume;
  };
  void describe(const Plume& plume, const plume::Weather& weather);

  std::vector<Plume> plumes_;
  std::vector<results::HazardUse> uses_;
  std::vector<Warning> warnings_;
};

}  // namespace muster::sim
