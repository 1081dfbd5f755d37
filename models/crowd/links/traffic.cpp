#include "models/crowd/links/traffic.h"

#include "models/crowd/walking/kernel.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::crowd {

namespace {

/// [m] How far around a link's end people step out where its own cells are full: past those who wait there.
constexpr float out_reach = 2.5f;

}  // namespace

int lift_room(const Person& person) {
  constexpr double of_one = 0.19;                          // [m2]
  constexpr double chair_from = 0.28, chair_length = 1.2;  // [m] half the width from which it is a wheelchair
  const auto r = static_cast<double>(person.radius);
  auto length = static_cast<double>(person.length);
  if (length <= 0 && !person.stairs_allowed && r >= chair_from) length = chair_length;
  const double area = length > 0 ? 2 * r * length : std::numbers::pi * r * r;
  return std::clamp(static_cast<int>(std::lround(area / of_one)), 1, 255);
}

Access access_of(const Person& person, uint8_t body) {
  return {person.stairs_allowed, static_cast<uint8_t>(person.lifts_allowed ? lift_room(person) : 0), body};
}

Traffic::Traffic(const scene::Floors& floors, const Ground& ground, const Routes& routes,
                 std::span<const Person> people)
    : floors_(&floors),
      ground_(&ground),
      routes_(&routes),
      rides_(floors),
      lifts_(floors),
      rider_of_(people.size(), no_row) {
  for (const Person& p : people) largest_ = std::max(largest_, p.radius);
  for (const scene::Link& link : floors.links) {
    const bool lift = link.kind == scene::Link::Kind::lift;
    outs_.push_back(lift || link.path.empty() ? Out{} : make_out(link.from, link.path.front()));
    const bool leads = !lift || link.lift_runs();
    const auto exit_stop = static_cast<size_t>(std::max(0, link.exit_stop));
    outs_.push_back(!leads || link.path.empty() ? Out{}
                    : lift                      ? make_out(link.stops[exit_stop], link.path[exit_stop])
                                                : make_out(link.to, link.path.back()));
  }
  if (lifts_.empty()) return;
  for (const Person& p : people) {
    room_.push_back(static_cast<uint8_t>(lift_room(p)));
    walks_.push_back(p.stairs_allowed ? 1 : 0);
  }
  queues_.assign(people.size(), 0);
  since_.assign(people.size(), -1);
  seen_.assign(people.size(), -1e9f);
}

/// The end's own cells, the nearest to its point first, then those within `out_reach` of them on the floor, doors and
/// ground beyond exits left out.
Traffic::Out Traffic::make_out(const std::vector<CellId>& end, const Vec3& point) const {
  const auto far = [&](CellId c) { return (floors_->centre(c) - point.head<2>()).squaredNorm(); };
  Out out{end};
  std::vector<char> seen(floors_->size(), 0);
  for (const CellId c : end) seen[static_cast<size_t>(c)] = 1;
  std::vector<CellId> front = end, around;
  const auto rounds = static_cast<int>(static_cast<double>(out_reach) / floors_->grid.cell);
  for (int k = 0; k < rounds && !front.empty(); ++k) {
    std::vector<CellId> next;
    for (const CellId c : front)
      for (const CellId n : floors_->neighbour[static_cast<size_t>(c)]) {
        if (n == no_cell || seen[static_cast<size_t>(n)]) continue;
        seen[static_cast<size_t>(n)] = 1;
        if (floors_->portal[static_cast<size_t>(n)] >= 0 ||
            floors_->surface[static_cast<size_t>(n)] == scene::Surface::beyond_exit)
          continue;
        next.push_back(n);
      }
    around.insert(around.end(), next.begin(), next.end());
    front = std::move(next);
  }
  const auto nearer = [&](CellId a, CellId b) { return far(a) < far(b); };
  std::stable_sort(out.cells.begin(), out.cells.end(), nearer);
  std::stable_sort(around.begin(), around.end(), nearer);
  out.cells.insert(out.cells.end(), around.begin(), around.end());
  return out;
}

void Traffic::tell_waits(Routes& routes, double time) {
  if (lifts_.empty()) return;
  bool due = told_ < 0;
  for (const scene::Link& link : floors_->links)
    due = due || (link.lift_runs() && told_ < link.lift.from && time >= link.lift.from);
  if (!due) return;
  told_ = time;
  for (size_t l = 0; l < floors_->links.size(); ++l) {
    const scene::Link& link = floors_->links[l];
    if (!link.lift_runs()) continue;
    const auto i = static_cast<int32_t>(l);
    for (size_t s = 0; s < link.stops.size(); ++s) {
      const auto stop = static_cast<int32_t>(s);
      if (stop != link.exit_stop)
        routes.set_lift_time(i, stop, lifts_.expected_wait(i, stop, time) + lifts_.ride(i, stop));
    }
  }
}

/// The link that somebody in front of one takes.
const LinkEnd* Traffic::wanted(const Rows& rows, size_t row) const {
  const CellId cell = rows.cell[row];
  const int32_t goal = rows.state[row] == State::beyond ? routes_->field(rows.goal[row]).nearest
                                                        : routes_->followed(rows.goal[row], cell);
  return routes_->link_at(cell, goal);
}

void Traffic::enter(const OnFloors& on, std::vector<uint32_t>& at_links) {
  waiting_.clear();
  at_lifts_.clear();
  std::sort(at_links.begin(), at_links.end(), [&](uint32_t a, uint32_t b) {
    return on.rows.queued[a] != on.rows.queued[b] ? on.rows.queued[a] > on.rows.queued[b]
                                                  : on.rows.id[a] < on.rows.id[b];
  });
  for (const uint32_t row : at_links) {
    if (on.rows.state[row] == State::nobody) continue;
    const LinkEnd* end = wanted(on.rows, row);
    if (end && end->stop >= 0) {
      at_lifts_.emplace_back(row, lifts_.landing(end->link, end->stop));
    } else if (end && rides_.may_enter(end->link, end->forward, on.time)) {
      start_ride(on, row, *end);
      continue;
    } else {
      waiting_.push_back(row);
    }
    on.rows.queued[row] += static_cast<float>(on.step);
  }
  if (!lifts_.empty()) call_lifts(on);
}

void Traffic::start_ride(const OnFloors& on, size_t row, const LinkEnd& end) {
  const scene::Link& link = floors_->links[static_cast<size_t>(end.link)];
  const LinkPace pace =
      link_pace(link, end.forward, static_cast<double>(on.rows.up[row]), static_cast<double>(on.rows.down[row]));
  const double seconds = pace.seconds(static_cast<double>(on.rows.free_speed[row]));
  const Ride ride{on.rows.id[row], end.link, end.forward, on.time, seconds};
  rides_.enter(ride);
  on.rows.walked[row] += static_cast<float>(pace.plan);
  on.rows.speed[row] = static_cast<float>(pace.plan / seconds);
  take(on, row, {ride, false, on.rows.state[row] == State::beyond});
}

/// From a row of the floors to one of the riders.
void Traffic::take(const OnFloors& on, size_t row, const Rider& rider) {
  rider_of_[rider.ride.id] = static_cast<uint32_t>(riders_.size());
  riders_.add(on.rows, row);
  riders_.state.back() = State::on_link;
  rides_of_.push_back(rider);
  on.row_of[rider.ride.id] = no_row;
  on.rows.clear(row);
}

/// From a row of the riders, whose place is set, to one of the floors.
void Traffic::put(const OnFloors& on, size_t rider) {
  riders_.state[rider] = rides_of_[rider].beyond ? State::beyond : State::walking;
  riders_.anchor_x[rider] = riders_.x[rider], riders_.anchor_y[rider] = riders_.y[rider];
  riders_.anchor_time[rider] = static_cast<float>(on.time);
  riders_.heading_x[rider] = riders_.heading_y[rider] = 0;
  riders_.speed[rider] = 0;
  on.row_of[riders_.id[rider]] = static_cast<uint32_t>(on.rows.size());
  // The area that he was bound for may have gone meanwhile; who sent him there tells him anew.
  if (!routes_->needed(riders_.goal[rider])) riders_.goal[rider] = Routes::nearest;
  on.rows.add(riders_, rider);
  rider_of_[riders_.id[rider]] = no_row;
  riders_.remove(rider);
  rides_of_[rider] = rides_of_.back();
  rides_of_.pop_back();
  if (rider < riders_.size()) rider_of_[riders_.id[rider]] = static_cast<uint32_t>(rider);
}

bool Traffic::leave(const OnFloors& on) {
  bool added = false;
  // On stairs and the like: whoever finds no spot keeps those behind from trying who are as wide.
  std::vector<std::pair<const Out*, float>> full;
  const std::vector<Ride>& over = rides_.arrived(on.time);
  for (size_t k = 0; k < over.size();) {
    const Ride ride = over[k];
    const size_t rider = rider_of_[ride.id];
    const float radius = riders_.radius[rider];
    const Out& out = out_of(ride);
    riders_.speed[rider] = 0;
    const bool hopeless =
        std::any_of(full.begin(), full.end(), [&](const auto& f) { return f.first == &out && radius >= f.second; });
    bool gone = !hopeless && step_out(on, rider, out.cells);
    if (!gone && !hopeless) full.emplace_back(&out, radius);
    if (gone) {
      put(on, rider);
      rides_.leave(k);
    } else {
      gone = swap(on, rider, waiting_);
      if (gone) rides_.leave(k);
    }
    if (!gone) riders_.queued[rider] += static_cast<float>(on.step), ++k;
    added = added || gone;
  }
  for (const Passenger& passenger : lifts_.arrived(on.time)) {
    const size_t rider = rider_of_[passenger.id];
    if (step_out(on, rider, out_of(rides_of_[rider].ride).cells)) {
      put(on, rider);
      lifts_.leave(passenger, on.time);
      added = true;
    } else {
      riders_.queued[rider] += static_cast<float>(on.step);
    }
  }
  return added;
}

/// Sets the rider's place to the first of the cells where his body fits.
bool Traffic::step_out(const OnFloors& on, size_t rider, const std::vector<CellId>& cells) {
  for (const CellId cell : cells) {
    const Vec2 at = floors_->centre(cell);
    const float x = ground_->to_local_x(at.x()), y = ground_->to_local_y(at.y());
    const float z = floors_->z[static_cast<size_t>(cell)];
    if (!room_at(on, x, y, z, riders_.radius[rider])) continue;
    riders_.x[rider] = x, riders_.y[rider] = y, riders_.z[rider] = z;
    riders_.cell[rider] = cell;
    return true;
  }
  return false;
}

/// Somebody who waits to enter the same link here, and is not slimmer, goes onto it, whether it is full or not, and
/// leaves his place to the rider: where both ends are full of people who want in, nobody would ever move.
bool Traffic::swap(const OnFloors& on, size_t rider, std::vector<uint32_t>& waiting) {
  const Ride ride = rides_of_[rider].ride;
  for (size_t k = 0; k < waiting.size(); ++k) {
    const uint32_t row = waiting[k];
    if (on.rows.state[row] == State::nobody || on.rows.radius[row] < riders_.radius[rider] - 1e-4f) continue;
    const LinkEnd* end = wanted(on.rows, row);
    if (!end || end->link != ride.link || end->forward == ride.forward || end->stop >= 0) continue;
    riders_.x[rider] = on.rows.x[row], riders_.y[rider] = on.rows.y[row], riders_.z[rider] = on.rows.z[row];
    riders_.cell[rider] = on.rows.cell[row];
    const LinkEnd entrance = *end;
    put(on, rider);
    start_ride(on, row, entrance);
    waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(k));
    return true;
  }
  return false;
}

/// Whether a body fits here without touching a wall or anybody.
bool Traffic::room_at(const OnFloors& on, float x, float y, float z, float radius) const {
  if (ground_->distance_to_wall(x, y, z) < radius) return false;
  const auto taken = [&](size_t i) {
    const float dx = on.rows.x[i] - x, dy = on.rows.y[i] - y, contact = on.rows.radius[i] + radius;
    return dx * dx + dy * dy < contact * contact && std::abs(on.rows.z[i] - z) < same_level &&
           on.rows.state[i] != State::nobody;
  };
  const float reach = largest_ + radius + on.drift;
  for (int b = on.strips.band(z - same_level - on.drift); b <= on.strips.band(z + same_level + on.drift); ++b)
    for (int k = on.strips.strip_of(y - reach); k <= on.strips.strip_of(y + reach); ++k) {
      const auto [first, last] = on.strips.rows(b, k, on.strips.cell_of(x - reach), on.strips.cell_of(x + reach));
      for (uint32_t i = first; i < last; ++i)
        if (taken(i)) return false;
    }
  for (size_t i = on.sorted; i < on.rows.size(); ++i)
    if (taken(i)) return false;
  return true;
}

Vec3 Traffic::position(size_t rider, double time) const {
  const Rider& r = rides_of_[rider];
  return r.in_lift ? lifts_.position(r.ride.link, time) : rides_.position(r.ride, time);
}

}  // namespace muster::crowd
