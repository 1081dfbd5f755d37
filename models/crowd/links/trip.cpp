#include "models/crowd/links/trip.h"

#include <algorithm>
#include <cmath>

namespace muster::crowd {

double Trip::seconds() const {
  if (distance <= 0) return 0;
  if (distance >= speed * speed / acceleration) return distance / speed + speed / acceleration;
  return 2 * std::sqrt(distance / acceleration);
}

double Trip::way(double t) const {
  const double whole = seconds();
  t = std::clamp(t, 0.0, whole);
  const double ramp = std::min(speed / acceleration, 0.5 * whole);  // [s] of speeding up, and of braking
  if (t <= ramp) return 0.5 * acceleration * t * t;
  if (t >= whole - ramp) return distance - 0.5 * acceleration * (whole - t) * (whole - t);
  return 0.5 * acceleration * ramp * ramp + acceleration * ramp * (t - ramp);
}

}  // namespace muster::crowd
