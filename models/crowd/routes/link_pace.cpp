#include "models/crowd/routes/link_pace.h"

#include <algorithm>
#include <cmath>

namespace muster::crowd {

namespace {

/// [m] in plan, and the fraction of the free speed that makes the time of all pieces.
LinkPace stair_pace(const scene::Link& link, bool forward, double up, double down) {
  // A path drawn steeper than a stair (a spiral as two points) is walked with the going of the usual step,
  // 17 cm high and 29 cm deep (Neufert; DIN 18065: 14-20 and 23-37 cm).
  constexpr double going_per_rise = 29.0 / 17.0, level = 0.1;
  LinkPace pace;
  double time = 0;
  for (size_t i = 1; i < link.path.size(); ++i) {
    const Vec3 d = link.path[i] - link.path[i - 1];
    const double rise = std::abs(d.z()), plan = std::max(d.head<2>().norm(), rise * going_per_rise);
    const double factor = rise < level * plan ? 1 : (d.z() > 0) == forward ? up : down;
    pace.plan += plan;
    pace.length += std::hypot(plan, rise);
    time += plan / factor;
  }
  pace.factor = pace.plan / time;
  return pace;
}

}  // namespace

LinkPace link_pace(const scene::Link& link, bool forward, double up, double down) {
  double plan = 0, length = 0;
  for (size_t i = 1; i < link.path.size(); ++i) {
    const Vec3 d = link.path[i] - link.path[i - 1];
    plan += d.head<2>().norm();
    length += d.norm();
  }
  // Assumption, no source found that fits untrained people: one rung, 0.3 m, in a second either way.
  constexpr double ladder_speed = 0.3;
  switch (link.kind) {
    case scene::Link::Kind::stairs:
      return stair_pace(link, forward, up, down);
    case scene::Link::Kind::ladder:
      return {plan, 1, std::max(length, 1e-3) / ladder_speed};
    case scene::Link::Kind::escalator: {
      LinkPace pace = stair_pace(link, forward, up, down);
      if (link.escalator.stopped) return pace;
      if (link.escalator.walking)
        pace.belt = link.escalator.speed;
      else
        pace = {plan, 1, std::max(length, 1e-3) / link.escalator.speed};
      return pace;
    }
    case scene::Link::Kind::ramp:
    case scene::Link::Kind::lift:
      break;
  }
  return {std::max(length, 1e-3), 1, 0};
}

}  // namespace muster::crowd
