#pragma once
// How a lift moves between two stops.

namespace muster::crowd {

/// A trip from rest to rest: constant acceleration up to the largest speed, constant braking (no limit of jerk).
/// Distances [m] >= 0, speed [m/s] and acceleration [m/s2] > 0.
struct Trip {
  double distance = 0, speed = 1, acceleration = 1;

  /// [s] d / v + v / a where the largest speed is reached (d >= v^2 / a), else 2 sqrt(d / a). As for the ideal
  /// kinematics of CIBSE Guide D with infinite jerk.
  double seconds() const;
  /// Way done [m] `t` seconds after the start; 0 before it, all of it after the end.
  double way(double t) const;
};

}  // namespace muster::crowd
