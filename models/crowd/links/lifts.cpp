#include "models/crowd/links/lifts.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace muster::crowd {

namespace {

/// Who waits before one lift sees the doors of another this far away, and walks over before they close.
constexpr double bank_reach = 6;  // [m] between the points of two stops, along the floor

/// Whether one walks from one stop's landing to the other's without leaving the storey.
bool joined(const scene::Floors& floors, const std::vector<scene::CellId>& a, const std::vector<scene::CellId>& b) {
  if (a.empty() || b.empty()) return false;
  const double h = floors.grid.cell;
  const auto most = static_cast<size_t>(bank_reach / h);
  std::vector<scene::CellId> front = a, next, seen = a;
  const auto target = [&](scene::CellId c) { return std::find(b.begin(), b.end(), c) != b.end(); };
  if (std::any_of(a.begin(), a.end(), target)) return true;
  std::vector<char> known(floors.size(), 0);
  for (const scene::CellId c : a) known[static_cast<size_t>(c)] = 1;
  for (size_t step = 0; step < most && !front.empty(); ++step) {
    next.clear();
    for (const scene::CellId c : front)
      for (const scene::CellId n : floors.neighbour[static_cast<size_t>(c)]) {
        if (n == scene::no_cell || known[static_cast<size_t>(n)]) continue;
        if (target(n)) return true;
        known[static_cast<size_t>(n)] = 1;
        next.push_back(n);
      }
    std::swap(front, next);
  }
  return false;
}

}  // namespace

Lifts::Lifts(const scene::Floors& floors) : floors_(&floors), landing_of_(floors.links.size()) {
  struct Stop {
    size_t link, stop;
  };
  std::vector<Stop> stops;
  std::vector<size_t> group;  // union-find over stops
  const auto root = [&](size_t s) {
    while (group[s] != s) s = group[s];
    return s;
  };
  for (size_t l = 0; l < floors.links.size(); ++l) {
    const scene::Link& link = floors.links[l];
    if (link.kind != scene::Link::Kind::lift) continue;
    uses_.push_back({static_cast<int32_t>(l)});
    if (!link.lift_runs()) continue;
    Car car;
    car.link = static_cast<int32_t>(l);
    car.stop = car.target = link.exit_stop;
    car.begun = car.next = -1e300;
    car.free = link.lift.capacity;
    cars_.push_back(car);
    use_of_.push_back(uses_.size() - 1);
    for (size_t s = 0; s < link.stops.size(); ++s) {
      const size_t at = stops.size();
      stops.push_back({l, s});
      group.push_back(at);
      for (size_t k = 0; k < at; ++k) {
        const scene::Link& other = floors.links[stops[k].link];
        if (stops[k].link == l || other.lift.mode != link.lift.mode) continue;
        const Vec3 d = other.path[stops[k].stop] - link.path[s];
        if (std::abs(d.z()) > 0.5 || d.head<2>().norm() > bank_reach) continue;
        if (joined(floors, other.stops[stops[k].stop], link.stops[s])) group[root(at)] = root(k);
      }
    }
  }
  std::vector<int32_t> number(stops.size(), -1);
  for (size_t k = 0; k < stops.size(); ++k) {
    const scene::Link& link = floors.links[stops[k].link];
    std::vector<int32_t>& of_link = landing_of_[stops[k].link];
    if (of_link.empty()) of_link.assign(link.stops.size(), -1);
    if (static_cast<int32_t>(stops[k].stop) == link.exit_stop) continue;
    int32_t& n = number[root(k)];
    if (n < 0) n = static_cast<int32_t>(height_.size()), height_.push_back(link.path[stops[k].stop].z());
    of_link[stops[k].stop] = n;
  }
}

Trip Lifts::trip(const scene::Link& link, int32_t from, int32_t to) const {
  double distance = 0;
  for (auto s = static_cast<size_t>(std::min(from, to)); s < static_cast<size_t>(std::max(from, to)); ++s)
    distance += std::abs(link.path[s + 1].z() - link.path[s].z());
  return {distance, link.lift.speed, link.lift.acceleration};
}

double Lifts::expected_wait(int32_t link, int32_t stop, double now) const {
  const scene::Link& l = floors_->links[static_cast<size_t>(link)];
  return std::max(0.0, l.lift.from - now) + trip(l, l.exit_stop, stop).seconds() + 0.5 * l.lift.doors;
}

double Lifts::ride(int32_t link, int32_t stop) const {
  const scene::Link& l = floors_->links[static_cast<size_t>(link)];
  return l.lift.transfer + l.lift.dwell + l.lift.doors + trip(l, stop, l.exit_stop).seconds();
}

/// [s] that the car's state lasts; those that end otherwise: 0.
double Lifts::duration(const Car& car) const {
  const scene::Link& link = link_of(car);
  switch (car.state) {
    case State::to_call:
    case State::to_exit:
      return trip(link, car.stop, car.target).seconds();
    case State::opening:
    case State::closing:
    case State::opening_exit:
    case State::closing_exit:
      return 0.5 * link.lift.doors;
    case State::idle:
    case State::loading:
    case State::unloading:
      break;
  }
  return 0;
}

bool Lifts::serves(const Car& car, const Caller& caller) const {
  const scene::Lift& lift = link_of(car).lift;
  if (caller.walks && lift.mode == scene::Lift::Mode::fire_service) return false;
  const std::vector<int32_t>& landings = landing_of_[static_cast<size_t>(car.link)];
  return std::find(landings.begin(), landings.end(), caller.landing) != landings.end() && caller.room <= lift.capacity;
}

/// The stop that an idle car goes to; -1 where nobody needs it.
int32_t Lifts::next_call(const Car& car, const std::vector<Caller>& waiting) const {
  const scene::Link& link = link_of(car);
  const std::vector<int32_t>& landings = landing_of_[static_cast<size_t>(car.link)];
  const double exit_height = link.path[static_cast<size_t>(link.exit_stop)].z();
  // Room wanted at each landing beyond that of cars on their way there.
  std::vector<int> wanted(height_.size(), 0);
  std::vector<double> since(height_.size(), 1e300);
  for (size_t k = 0; k < waiting.size(); ++k) {
    if (taken_[k] || !serves(car, waiting[k])) continue;
    const auto at = static_cast<size_t>(waiting[k].landing);
    wanted[at] += waiting[k].room;
    since[at] = std::min(since[at], waiting[k].since);
  }
  for (const Car& other : cars_) {
    const bool there = other.state == State::to_call || other.state == State::opening || other.state == State::loading;
    if (!there) continue;
    const int32_t at = landing(other.link, other.target);
    if (at >= 0) wanted[static_cast<size_t>(at)] -= other.free;
  }
  int32_t best = -1;
  double least = 1e300;
  for (size_t s = 0; s < landings.size(); ++s) {
    if (landings[s] < 0 || wanted[static_cast<size_t>(landings[s])] <= 0) continue;
    const double above = link.path[s].z() - exit_height;
    // Highest first; below the exit stop, after all above, the lowest first.
    const double rank = link.lift.mode == scene::Lift::Mode::fire_service ? since[static_cast<size_t>(landings[s])]
                        : above > 0                                       ? -above
                                                                          : 1e6 + above;
    if (rank < least) least = rank, best = static_cast<int32_t>(s);
  }
  return best;
}

void Lifts::enter(Car& car, State state, double at) {
  car.state = state;
  car.begun = at;
  if (state == State::loading || state == State::unloading) car.next = at;
}

/// Lets in who is due; whether the doors now begin to close.
bool Lifts::load(Car& car, double now, const std::vector<Caller>& waiting, std::vector<Passenger>& boarded) {
  const scene::Lift& lift = link_of(car).lift;
  const int32_t here = landing(car.link, car.stop);
  while (car.next <= now && car.free > 0) {
    size_t k = 0;
    while (k < waiting.size() &&
           (taken_[k] || waiting[k].landing != here || waiting[k].room > car.free || !serves(car, waiting[k])))
      ++k;
    if (k == waiting.size()) break;
    taken_[k] = 1;
    const Caller& caller = waiting[k];
    car.in.push_back({caller.id, car.link, caller.room});
    boarded.push_back(car.in.back());
    car.free -= caller.room;
    LiftRecord& use = uses_[use_of_[static_cast<size_t>(&car - cars_.data())]];
    ++use.people;
    use.total_wait += now - caller.since;
    use.most_wait = std::max(use.most_wait, now - caller.since);
    // Steps of the simulation do not add up: who came within a transfer's time counts from when he could get in.
    const double transfer = lift.transfer * caller.room;
    car.next = (now - car.next < lift.transfer ? car.next : now) + transfer;
  }
  const double closes = car.next + (car.free > 0 ? lift.dwell : 0);
  if (now < closes) return false;
  enter(car, State::closing, closes);
  return true;
}

/// One change of a car's state that is due at `now`; whether there was one.
bool Lifts::advance(Car& car, double now, const std::vector<Caller>& waiting, std::vector<Passenger>& boarded) {
  const scene::Link& link = link_of(car);
  const double end = car.begun + duration(car);
  switch (car.state) {
    case State::idle: {
      if (now < link.lift.from) return false;
      const int32_t call = next_call(car, waiting);
      if (call < 0) return false;
      car.target = call;
      enter(car, State::to_call, now);
      return true;
    }
    case State::loading:
      return load(car, now, waiting, boarded);
    case State::unloading:
      if (!car.in.empty() || now < car.next) return false;
      enter(car, State::closing_exit, car.next);
      return true;
    default:
      break;
  }
  if (now < end) return false;
  switch (car.state) {
    case State::to_call:
      car.stop = car.target;
      enter(car, State::opening, end);
      break;
    case State::opening:
      enter(car, State::loading, end);
      break;
    case State::closing:
      car.target = link.exit_stop;
      if (!car.in.empty()) ++uses_[use_of_[static_cast<size_t>(&car - cars_.data())]].trips;
      enter(car, State::to_exit, end);
      break;
    case State::to_exit:
      car.stop = car.target;
      enter(car, car.in.empty() ? State::idle : State::opening_exit, end);
      break;
    case State::opening_exit:
      enter(car, State::unloading, end);
      break;
    default:
      enter(car, State::idle, end);
      break;
  }
  return true;
}

void Lifts::step(double now, const std::vector<Caller>& waiting, std::vector<Passenger>& boarded) {
  taken_.assign(waiting.size(), 0);
  for (Car& car : cars_)
    while (advance(car, now, waiting, boarded)) {
    }
}

std::vector<Passenger> Lifts::arrived(double now) const {
  std::vector<Passenger> out;
  // The last in stands next to the door.
  for (const Car& car : cars_)
    if (car.state == State::unloading && !car.in.empty() && now >= car.next) out.push_back(car.in.back());
  return out;
}

void Lifts::leave(const Passenger& passenger, double now) {
  for (Car& car : cars_) {
    if (car.link != passenger.lift) continue;
    MUSTER_CHECK(!car.in.empty() && car.in.back().id == passenger.id, "{} does not stand at the door", passenger.id);
    const double transfer = link_of(car).lift.transfer;
    car.next = (now - car.next < transfer ? car.next : now) + transfer * passenger.room;
    car.free += passenger.room;
    car.in.pop_back();
  }
}

Vec3 Lifts::position(int32_t link, double now) const {
  const scene::Link& l = floors_->links[static_cast<size_t>(link)];
  for (const Car& car : cars_) {
    if (car.link != link) continue;
    const Vec3 &from = l.path[static_cast<size_t>(car.stop)], &to = l.path[static_cast<size_t>(car.target)];
    if (car.state != State::to_call && car.state != State::to_exit) return from;
    const Trip way = trip(l, car.stop, car.target);
    return way.distance > 0 ? Vec3(from + (to - from) * (way.way(now - car.begun) / way.distance)) : to;
  }
  return l.path.front();
}

}  // namespace muster::crowd
