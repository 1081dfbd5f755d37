#include "models/crowd/routes/link_pace.h"

#include <algorithm>
#include <cmath>

namespace muster::crowd {

LinkPace link_pace(const scene::Link& link, bool forward, double up, double down) {
  double plan = 0, rise = 0, length = 0;
  for (size_t i = 1; i < link.path.size(); ++i) {
    const Vec3 d = link.path[i] - link.path[i - 1];
    plan += d.head<2>().norm();
    rise += std::abs(d.z());
    length += d.norm();
  }
  const bool climbs = (link.path.back().z() > link.path.front().z()) == forward;
  // A path drawn steeper than a stair (a spiral as two points) is walked with the going of the usual step,
  // 17 cm high and 29 cm deep (Neufert; DIN 18065: 14-20 and 23-37 cm).
  constexpr double going_per_rise = 29.0 / 17.0;
  // Assumption, no source found that fits untrained people: one rung, 0.3 m, in a second either way.
  constexpr double ladder_speed = 0.3;
  // EN 115-1: escalators run at 0.5 m/s along the slope; people are taken to stand.
  constexpr double escalator_speed = 0.5;
  switch (link.kind) {
    case scene::Link::Kind::stairs:
      return {std::max(plan, rise * going_per_rise), climbs ? up : down, 0};
    case scene::Link::Kind::ladder:
      return {plan, 1, std::max(length, 1e-3) / ladder_speed};
    case scene::Link::Kind::escalator:
      return {plan, 1, std::max(length, 1e-3) / escalator_speed};
    case scene::Link::Kind::ramp:
    case scene::Link::Kind::lift:
      break;
  }
  return {std::max(length, 1e-3), 1, 0};
}

}  // namespace muster::crowd
