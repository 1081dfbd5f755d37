#pragma once
// From places of the model to longitude and latitude.

#include "base/vec.h"
#include "scene/site.h"

#include <memory>

namespace muster::sim {

/// Longitude and latitude in WGS 84 by PROJ (https://proj.org). Throws InputError, which names `site.epsg`, where the
/// number is not that of a projected system in metres, and from at() where a place lies beyond what it covers.
class Degrees {
 public:
  explicit Degrees(const scene::Site& site);
  ~Degrees();
  Degrees(const Degrees&) = delete;
  Degrees& operator=(const Degrees&) = delete;

  /// Longitude and latitude [deg] of a place of the model [m].
  Vec2 at(const Vec2& place) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace muster::sim
