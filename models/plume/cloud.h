#pragma once
// What every dispersion model gives: concentrations at places and times.

#include "base/error.h"
#include "base/vec.h"

#include <cmath>
#include <span>
#include <string>
#include <vector>

namespace muster::plume {

/// A cloud over flat ground. x downwind of the source's place on the ground, y to the left of the wind, z up [m];
/// t seconds after the release begins.
class Cloud {
 public:
  virtual ~Cloud() = default;

  /// Volume fractions of the released substance, 0 to 1, at `points` and one time [s], wandering for the averaging time
  /// that the cloud was made with. Places outside the model's range hold 0 (upwind) or what lies at its end.
  virtual void concentrations(std::span<const Vec3> points, double time, std::span<double> fractions) const = 0;

  /// The same at several times: that of `points[i]` at `times[t]` in `fractions[t * points.size() + i]`. Where the
  /// shape of a cloud stays and only what passes changes, far less work than one time after another.
  virtual void over_times(std::span<const Vec3> points, std::span<const double> times,
                          std::span<double> fractions) const {
    for (size_t t = 0; t < times.size(); ++t)
      concentrations(points, times[t], fractions.subspan(t * points.size(), points.size()));
  }

  /// [s] Before `first` there is nothing anywhere; after `last` every concentration has fallen below any criterion
  /// (below 1e-9). A steady plume: -infinity and infinity.
  struct Times {
    double first, last;
  };
  virtual Times times() const = 0;
  /// [s] when the source changes: its beginning, steps of its rate, its end. What searches for peaks in time looks
  /// closely after each. Empty: only `times().first`.
  virtual std::vector<double> events() const { return {}; }
  /// [s] Moments, ascending, between which the concentration at a place has at most one maximum that matters, from
  /// before it is there until after it has gone; several times at one place then cost little more than one. Empty: not
  /// known.
  virtual std::vector<double> likely_times(const Vec3& /*point*/) const { return {}; }
  /// Whether the cloud lies along x and its two sides, y and -y, are the same; false where the wind turns.
  virtual bool along_x() const { return true; }
  /// [m] where a section across x is richest as far as the model knows: the height of the axis. On the ground: 0.
  virtual double axis_height(double /*x*/, double /*time*/) const { return 0; }
  /// [m] how far downwind the model holds.
  virtual double farthest() const = 0;
  /// `gaussian_plume`, `dense`, ...: the word of the case file.
  virtual const char* model() const = 0;
  /// Where a result lies outside the model's range of validity.
  const std::vector<Warning>& warnings() const { return warnings_; }

 protected:
  std::vector<Warning> warnings_;
};

/// Volume fraction at one place and time [s].
inline double fraction_at(const Cloud& cloud, const Vec3& point, double time) {
  double fraction = 0;
  cloud.concentrations({&point, 1}, time, {&fraction, 1});
  return fraction;
}

/// Whether a cloud is the same at all times.
inline bool is_steady(const Cloud& cloud) { return !std::isfinite(cloud.times().first); }

}  // namespace muster::plume
