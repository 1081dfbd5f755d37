#pragma once
// Gas and smoke in the air at any time: what is seen of them from outside, and how far one sees within.

#include "base/vec.h"
#include "viewer/replay/colours.h"
#include "viewer/replay/isosurface.h"
#include "viewer/replay/samples.h"

#include <array>
#include <optional>
#include <vector>

namespace muster::viewer {

/// A soft ellipsoid of gas or smoke, wide enough to run into its neighbours.
struct Puff {
  std::array<float, 3> at;                ///< [m] its middle
  float half_width = 0, half_height = 0;  ///< [m]
  Rgb colour;
  float density = 0;  ///< [1/m] extinction with which it is drawn
};

/// Looks samples up and blends them in time. A file without them has no clouds.
class Clouds {
 public:
  /// `samples` must outlive this.
  explicit Clouds(const Samples& samples) : samples_(samples) {}

  bool empty() const { return samples_.grid().volume.size() == 0; }

  /// Smoke with its extinction. Gas is not to be seen: above `low` [volume fraction] it has the colours of a bar of
  /// three decades and an extinction chosen from 0.01 to 0.12 1/m along it. `hazard`: which gas; none: all together, in
  /// one colour. Straight lines in time between two samples.
  const std::vector<Puff>& puffs(double time, std::optional<size_t> hazard, double low);

  /// Where a gas has a volume fraction, as isosurface().
  std::vector<Corner> surface(double time, size_t hazard, double level);

  /// [1/m] of light at a place over the floors: that of the fires' smoke in the square it lies in, in time between two
  /// samples, and that which the case gives of the place.
  double extinction(const Vec3& place, double time) const;

 private:
  void load(double time, std::optional<size_t> hazard);

  const Samples& samples_;
  std::vector<float> gas_, smoke_;  ///< [nodes] at the time loaded
  std::vector<Puff> puffs_;
};

/// Light that passes `metres` of smoke of an extinction [1/m]: Bouguer's law.
double transmission(double extinction, double metres);

}  // namespace muster::viewer
