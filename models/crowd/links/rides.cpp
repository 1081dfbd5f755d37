#include "models/crowd/links/rides.h"

#include <algorithm>
#include <cmath>

namespace muster::crowd {

namespace {

/// Largest specific flow [1/(m s)]: IMO MSC.1/Circ.1533, table 3.5 (stairs down 1.1, up 0.88, corridors 1.3).
double specific_flow(const scene::Link& link, bool forward) {
  const bool climbs = (link.path.back().z() > link.path.front().z()) == forward;
  switch (link.kind) {
    case scene::Link::Kind::ramp:
      return 1.3;
    case scene::Link::Kind::escalator:
      return 1.1;
    case scene::Link::Kind::stairs:
      return climbs ? 0.88 : 1.1;
    default:
      return 0;
  }
}

/// Assumption: on a ladder people keep three rungs of 0.3 m apart; at 0.3 m/s one enters every three seconds, whatever
/// its width.
constexpr double ladder_headway = 3.0;
/// A link is full at this density [1/m2]: that at which the hydraulic model's speed is lowest (Circ.1533, D >= 3.5).
constexpr double full_density = 3.5;

}  // namespace

Rides::Rides(const scene::Floors& floors) : floors_(&floors) {
  for (const scene::Link& link : floors.links) {
    double length = 0;
    for (size_t i = 1; i < link.path.size(); ++i) length += (link.path[i] - link.path[i - 1]).norm();
    for (const bool forward : {true, false}) {
      const double flow = link.path.size() < 2 ? 0 : specific_flow(link, forward) * link.width;
      entrances_.push_back({flow > 0 ? 1 / flow : ladder_headway});
    }
    const double room = link.kind == scene::Link::Kind::ladder ? length / 0.9 : length * link.width * full_density;
    most_.push_back(std::max<size_t>(1, static_cast<size_t>(room)));
  }
  on_.assign(floors.links.size(), 0);
}

bool Rides::may_enter(int32_t link, bool forward, double now) const {
  const auto l = static_cast<size_t>(link);
  return now >= entrances_[2 * l + (forward ? 0 : 1)].next && on_[l] < most_[l];
}

void Rides::enter(uint32_t id, int32_t link, bool forward, double now, double seconds) {
  const auto l = static_cast<size_t>(link);
  Entrance& e = entrances_[2 * l + (forward ? 0 : 1)];
  // Somebody who came late by less than a headway does not shift those behind: the mean flow is the limit.
  e.next = (now - e.next < e.headway ? e.next : now) + e.headway;
  ++on_[l];
  rides_.push_back({id, link, forward, now, seconds});
}

std::vector<Ride> Rides::arrived(double now) const {
  std::vector<Ride> out;
  for (const Ride& r : rides_)
    if (r.end() <= now) out.push_back(r);
  std::sort(out.begin(), out.end(),
            [](const Ride& a, const Ride& b) { return a.end() != b.end() ? a.end() < b.end() : a.id < b.id; });
  return out;
}

void Rides::leave(uint32_t id) {
  const auto it = std::find_if(rides_.begin(), rides_.end(), [&](const Ride& r) { return r.id == id; });
  if (it == rides_.end()) return;
  --on_[static_cast<size_t>(it->link)];
  rides_.erase(it);
}

Vec3 Rides::position(const Ride& ride, double now) const {
  const std::vector<Vec3>& path = floors_->links[static_cast<size_t>(ride.link)].path;
  double length = 0;
  for (size_t i = 1; i < path.size(); ++i) length += (path[i] - path[i - 1]).norm();
  const double part = std::clamp((now - ride.start) / std::max(ride.seconds, 1e-9), 0.0, 1.0);
  double left = (ride.forward ? part : 1 - part) * length;
  for (size_t i = 1; i < path.size(); ++i) {
    const double piece = (path[i] - path[i - 1]).norm();
    if (left <= piece && piece > 0) return path[i - 1] + (path[i] - path[i - 1]) * (left / piece);
    left -= piece;
  }
  return path.back();
}

}  // namespace muster::crowd
