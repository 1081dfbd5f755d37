#include "models/crowd/links/rides.h"

#include <algorithm>
#include <cmath>

namespace muster::crowd {

namespace {

/// Largest specific flow [1/(m s)]: IMO MSC.1/Circ.1533, table 3.5 (stairs down 1.1, up 0.88, corridors 1.3).
double specific_flow(const scene::Link& link, bool climbs) {
  const double stairs = climbs ? 0.88 : 1.1;
  switch (link.kind) {
    case scene::Link::Kind::ramp:
      return 1.3;
    case scene::Link::Kind::escalator:
      // EN 115-1, annex H: 6000, 7300 and 8200 people an hour on 1 m at 0.50, 0.65 and 0.75 m/s.
      return link.escalator.stopped ? stairs : 6000.0 / 3600 * std::pow(link.escalator.speed / 0.5, 0.77);
    case scene::Link::Kind::stairs:
      return stairs;
    default:
      return 0;
  }
}

/// Assumption: on a ladder people keep three rungs of 0.3 m apart; at 0.3 m/s one enters every three seconds, whatever
/// its width.
constexpr double ladder_headway = 3.0;
/// A link is full at this density [1/m2]: that at which the hydraulic model's speed is lowest (Circ.1533, D >= 3.5).
constexpr double full_density = 3.5;
/// [s] Who has not asked for this long does not wait any more.
constexpr double forgotten = 1.0;

bool later(const Ride& a, const Ride& b) { return a.end() != b.end() ? a.end() > b.end() : a.id > b.id; }

/// Fraction of the time at every point of the path, by the pace of its pieces.
std::vector<double> time_parts(const scene::Link& link, bool forward) {
  scene::Link piece = link;
  std::vector<double> at{0};
  for (size_t i = 1; i < link.path.size(); ++i) {
    piece.path = {link.path[i - 1], link.path[i]};
    const RouteSettings usual;
    const LinkPace pace = link_pace(piece, forward, usual.stairs_up, usual.stairs_down);
    at.push_back(at.back() + pace.seconds(usual.free_speed));
  }
  for (double& t : at) t /= std::max(at.back(), 1e-9);
  return at;
}

}  // namespace

Rides::Rides(const scene::Floors& floors) : floors_(&floors) {
  for (const scene::Link& link : floors.links) {
    Line line;
    double length = 0;
    for (size_t i = 1; i < link.path.size(); ++i) length += (link.path[i] - link.path[i - 1]).norm();
    const bool ladder = link.kind == scene::Link::Kind::ladder;
    const bool two_ways = link.two_way && link.kind != scene::Link::Kind::lift;
    line.one_way = two_ways && (ladder || link.width < narrow);
    line.most = std::max<size_t>(1, static_cast<size_t>(ladder ? length / 0.9 : length * link.width * full_density));
    for (const bool forward : {true, false}) {
      const bool climbs = !link.path.empty() && (link.path.back().z() > link.path.front().z()) == forward;
      const double flow = specific_flow(link, climbs) * link.width;
      line.headway[forward ? 0 : 1] = flow > 0 ? 1 / flow : ladder_headway;
      line.parts[forward ? 0 : 1] = time_parts(link, forward);
    }
    lines_.push_back(std::move(line));
  }
}

/// Whether a direction that somebody else has had for long enough must end.
bool Rides::turns(const Line& line, int direction, double now) const {
  const auto other = static_cast<size_t>(1 - direction);
  return now - line.asked[other] <= forgotten && now - line.since >= turn;
}

bool Rides::may_enter(int32_t link, bool forward, double now) {
  Line& line = lines_[static_cast<size_t>(link)];
  const int direction = forward ? 0 : 1;
  line.asked[static_cast<size_t>(direction)] = now;
  if (now < line.next || line.on >= line.most) return false;
  if (!line.one_way || line.on == 0)
    return !line.one_way || line.direction != direction || !turns(line, direction, now);
  return line.direction == direction && !turns(line, direction, now);
}

void Rides::enter(const Ride& ride) {
  Line& line = lines_[static_cast<size_t>(ride.link)];
  const int direction = ride.forward ? 0 : 1;
  if (line.direction != direction || line.on == 0) line.direction = direction, line.since = ride.start;
  // Somebody who came late by less than a headway does not shift those behind: the mean flow is the limit.
  const double headway = line.headway[static_cast<size_t>(direction)];
  line.next = (ride.start - line.next < headway ? line.next : ride.start) + headway;
  ++line.on;
  under_way_.push_back(ride);
  std::push_heap(under_way_.begin(), under_way_.end(), later);
}

const std::vector<Ride>& Rides::arrived(double now) {
  while (!under_way_.empty() && under_way_.front().end() <= now) {
    std::pop_heap(under_way_.begin(), under_way_.end(), later);
    arrived_.push_back(under_way_.back());
    under_way_.pop_back();
  }
  return arrived_;
}

void Rides::leave(size_t place) {
  --lines_[static_cast<size_t>(arrived_[place].link)].on;
  arrived_.erase(arrived_.begin() + static_cast<std::ptrdiff_t>(place));
}

Vec3 Rides::position(const Ride& ride, double now) const {
  const std::vector<Vec3>& path = floors_->links[static_cast<size_t>(ride.link)].path;
  const std::vector<double>& parts = lines_[static_cast<size_t>(ride.link)].parts[ride.forward ? 0 : 1];
  const double part = std::clamp((now - ride.start) / std::max(ride.seconds, 1e-9), 0.0, 1.0);
  const double at = ride.forward ? part : 1 - part;
  for (size_t i = 1; i < path.size(); ++i)
    if (at <= parts[i] && parts[i] > parts[i - 1])
      return path[i - 1] + (path[i] - path[i - 1]) * ((at - parts[i - 1]) / (parts[i] - parts[i - 1]));
  return path.back();
}

}  // namespace muster::crowd
