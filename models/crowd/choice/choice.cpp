#include "models/crowd/choice/choice.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace muster::crowd {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// [1/(m s)] What an exit is taken to pass before anybody has seen it work: the hydraulic model's largest flow of
/// doorways (IMO MSC.1/Circ.1533, table 3.5; SFPE Handbook).
constexpr double hydraulic_flow = 1.3;
/// [s] Over which the flow of an exit is seen.
constexpr double flow_window = 10;
/// A queue: this many people bound for an exit within this walking time of it [m].
constexpr double queue_reach = 4;
constexpr double queue_people = 6;
/// Assumption, no source found: another exit is taken only if it saves more than one can estimate by eye, a sixth of
/// the time and 3 s. Without hysteresis two equal queues exchange people for ever.
constexpr double worth_fraction = 5.0 / 6.0, worth_seconds = 3;
/// [m] Nearer than this to its exit nobody turns back any more.
constexpr float committed = 2;
constexpr size_t farthest_bin = 400;  // [m] of the counts by distance
/// [m] Whose choice is seen.
constexpr float about = 10;

std::pair<int32_t, int32_t> square_of(float x, float y) {
  return {static_cast<int32_t>(std::floor(x / about)), static_cast<int32_t>(std::floor(y / about))};
}

}  // namespace

bool reads(const Sign& sign, const Vec3& at, const Ground& ground) {
  const Vec2 to = at.head<2>() - sign.at.head<2>();
  const double distance = to.norm();
  // On the same level: the sign hangs less than a storey above the feet of those who read it.
  if (std::abs(sign.at.z() - at.z()) > 3) return false;
  double range = sign.range;
  if (sign.facing.squaredNorm() > 0 && distance > 0) range *= sign.facing.dot(to) / distance;
  if (distance > range) return false;
  const float x0 = ground.to_local_x(sign.at.x()), y0 = ground.to_local_y(sign.at.y());
  const float x1 = ground.to_local_x(at.x()), y1 = ground.to_local_y(at.y()), z = static_cast<float>(at.z());
  std::vector<uint32_t> between;
  ground.sight().within(std::min(x0, x1), std::min(y0, y1), std::max(x0, x1), std::max(y0, y1), z, z, between);
  // A sign hangs on its wall: the last 5 cm before it do not count.
  const float part = distance > 0 ? std::max(0.0f, 1 - 0.05f / static_cast<float>(distance)) : 0;
  return std::none_of(between.begin(), between.end(), [&](uint32_t w) {
    const Segment& s = ground.sight()[w];
    return s.solid && z >= s.foot_low && z <= s.foot_high &&
           s.crossing(x1, y1, x1 + part * (x0 - x1), y1 + part * (y0 - y1)) >= 0;
  });
}

double SmokeOverFloors::depth(const Vec3& from, const Vec3& to, const scene::Floors& floors) const {
  constexpr double longest_piece = 0.25;  // [m]
  const double length = (to.head<2>() - from.head<2>()).norm();
  const int pieces = std::max(1, static_cast<int>(std::ceil(length / longest_piece)));
  double sum = 0, k = 0;
  for (int i = 0; i < pieces; ++i) {
    const Vec2 at = from.head<2>() + (i + 0.5) / pieces * (to.head<2>() - from.head<2>());
    if (const CellId cell = floors.find(at.x(), at.y(), from.z()); cell != no_cell) {
      const int32_t square = square_of[static_cast<size_t>(cell)];
      if (square >= 0) k = static_cast<double>(extinction[static_cast<size_t>(square)]);
    }
    sum += k;
  }
  return sum / pieces * length;
}

Choice::Choice(const scene::Floors& floors, const Ground& ground, Routes& routes, const ChoiceSettings& settings,
               std::span<const Person> people, double step)
    : floors_(&floors),
      ground_(&ground),
      routes_(&routes),
      settings_(settings),
      havens_(floors, routes, settings, people.size()),
      step_(step) {
  for (const GroupRoute& g : settings_.groups) {
    quickest_ |= g.choice == RouteChoice::quickest;
    follow_ |= g.follow_others > 0;
    signs_ |= g.choice == RouteChoice::familiar && !settings_.signs.empty();
  }
  if (!quickest_ && !signs_) return;
  group_.resize(people.size());
  known_.assign(people.size(), -1);
  for (const Person& p : people) group_[p.id] = p.group;
  if (!quickest_) return;
  aim_.assign(people.size(), -1);
  decided_.assign(people.size(), 0);
  bound_.assign(floors.exits.size(), std::vector<int32_t>(farthest_bin + 1, 0));
  queue_since_.assign(floors.exits.size(), infinity);
  recent_.resize(floors.exits.size());
  for (const scene::Exit& exit : floors.exits) capacity_.push_back(hydraulic_flow * exit.width);
}

const GroupRoute& Choice::route_of(uint32_t id) const {
  static const GroupRoute nearest;
  return group_[id] < settings_.groups.size() ? settings_.groups[group_[id]] : nearest;
}

int32_t Choice::first_goal(const Person& person, const Access& access) {
  static const GroupRoute nearest;
  const GroupRoute& route = person.group < settings_.groups.size() ? settings_.groups[person.group] : nearest;
  if (!route.muster_points.empty()) return havens_.goal_of_muster_points(route.muster_points, access);
  if (!route.refuges.empty()) return havens_.goal_of_refuges(route.refuges, access);
  if (route.choice == RouteChoice::quickest && person.exit < 0) fields_of(access);
  if (route.choice != RouteChoice::familiar || person.exit >= 0) return routes_->need(to_exit(person.exit, access));
  if (signs_) {
    const auto at = std::find(known_sets_.begin(), known_sets_.end(), route.familiar);
    known_[person.id] = static_cast<int32_t>(at - known_sets_.begin());
    if (at == known_sets_.end()) known_sets_.push_back(route.familiar);
  }
  return routes_->need({route.familiar, -1, access});
}

/// Own moments are spread evenly over the period, whatever the numbers of the people.
bool Choice::due(uint32_t id, int64_t step_number) const {
  const auto steps = static_cast<uint64_t>(std::max<int64_t>(1, std::llround(period / step_)));
  const uint64_t moment = (static_cast<uint64_t>(id) * 0x9e3779b97f4a7c15ULL) >> 32;
  return (static_cast<uint64_t>(step_number) + moment) % steps == 0;
}

void Choice::decide(Rows& rows, int64_t step_number, double now, const std::vector<Crossing>& exits) {
  if (!quickest_ && !signs_) return;
  if (quickest_) survey(rows, now, exits);
  for (size_t i = 0; i < rows.size(); ++i) {
    const State s = rows.state[i];
    if (s != State::walking && s != State::queueing && s != State::without_route) continue;
    const uint32_t id = rows.id[i];
    // Who goes to a place that is no exit does not choose among exits.
    if (!due(id, step_number) || routes_->key(rows.goal[i]).area >= 0) continue;
    if (!told_.empty() && told_[id]) {
      const std::vector<int32_t>& own = routes_->key(rows.goal[i]).exits;
      if (std::any_of(own.begin(), own.end(), [&](int32_t e) { return !routes_->exit_closed(e); })) continue;
    }
    const GroupRoute& route = route_of(id);
    if (signs_ && known_[id] >= 0) read_signs(rows, i);
    if (route.choice == RouteChoice::quickest) choose_quickest(rows, i, route);
  }
}

void Choice::told(uint32_t id) {
  if (!quickest_ && !signs_) return;
  if (told_.empty()) told_.assign(group_.size(), 0);
  told_[id] = 1;
}

void Choice::read_signs(Rows& rows, size_t row) {
  const Vec3 at(ground_->to_world_x(rows.x[row]), ground_->to_world_y(rows.y[row]), static_cast<double>(rows.z[row]));
  const uint32_t id = rows.id[row];
  const std::vector<int32_t> knew = known_sets_[static_cast<size_t>(known_[id])];
  std::vector<int32_t> knows = knew;
  for (const Sign& sign : settings_.signs) {
    if (std::includes(knows.begin(), knows.end(), sign.exits.begin(), sign.exits.end())) continue;
    if (!reads(sign, at, *ground_) || !seen_through(sign, at, smoke_, *floors_)) continue;
    std::vector<int32_t> both;
    std::set_union(knows.begin(), knows.end(), sign.exits.begin(), sign.exits.end(), std::back_inserter(both));
    knows = std::move(both);
  }
  // Who knows no exit takes any until it has been told of one.
  if (knows == knew) return;
  const auto set = std::find(known_sets_.begin(), known_sets_.end(), knows);
  known_[id] = static_cast<int32_t>(set - known_sets_.begin());
  if (set == known_sets_.end()) known_sets_.push_back(knows);
  rows.goal[row] = routes_->need({knows, -1, routes_->key(rows.goal[row]).access});
  routes_->update();
  ++learnt_;
}

/// Fields to every exit for an access.
const std::vector<int32_t>& Choice::fields_of(const Access& access) {
  std::vector<int32_t>& fields = by_exit_[access];
  if (fields.empty())
    for (size_t e = 0; e < floors_->exits.size(); ++e)
      fields.push_back(routes_->need(to_exit(static_cast<int32_t>(e), access)));
  return fields;
}

/// The exit that a row goes to: its goal's, or of several the nearest; -1: none.
int32_t Choice::bound_for(const Rows& rows, size_t row) {
  const FieldKey& key = routes_->key(rows.goal[row]);
  if (key.area >= 0) return -1;
  const auto at = by_exit_.find(key.access);
  if (at == by_exit_.end()) return -1;
  const auto distance = [&](int32_t e) {
    return routes_->field(at->second[static_cast<size_t>(e)]).distance[static_cast<size_t>(rows.cell[row])];
  };
  if (key.exits.size() == 1 && distance(key.exits[0]) < 1e30f) return key.exits[0];
  int32_t best = -1;
  float least = 1e30f;
  for (int32_t e = 0; e < static_cast<int32_t>(at->second.size()); ++e) {
    if (key.exits.size() > 1 && !std::binary_search(key.exits.begin(), key.exits.end(), e)) continue;
    if (const float d = distance(e); d < least) least = d, best = e;
  }
  return best;
}

/// Once a second: who goes where, and what the exits pass.
void Choice::survey(const Rows& rows, double now, const std::vector<Crossing>& exits) {
  for (; crossings_seen_ < exits.size(); ++crossings_seen_)
    recent_[static_cast<size_t>(exits[crossings_seen_].line)].push_back(exits[crossings_seen_].time);
  if (now < next_survey_) return;
  next_survey_ = now + 1 - 0.5 * step_;
  for (std::vector<int32_t>& bins : bound_) std::fill(bins.begin(), bins.end(), 0);
  std::fill(aim_.begin(), aim_.end(), -1);
  for (size_t i = 0; i < rows.size(); ++i) {
    const State s = rows.state[i];
    if (s != State::walking && s != State::queueing) continue;
    const int32_t e = bound_for(rows, i);
    if (e < 0) continue;
    aim_[rows.id[i]] = e;
    const auto exit = static_cast<size_t>(e);
    const float d =
        routes_->field(by_exit_[routes_->key(rows.goal[i]).access][exit]).distance[static_cast<size_t>(rows.cell[i])];
    ++bound_[exit][std::min(static_cast<size_t>(d), farthest_bin)];
  }
  for (size_t e = 0; e < bound_.size(); ++e) {
    std::erase_if(recent_[e], [&](double t) { return t < now - flow_window; });
    const bool queue = ahead(e, queue_reach) >= queue_people;
    if (!queue)
      queue_since_[e] = infinity;
    else if (queue_since_[e] == infinity)
      queue_since_[e] = now;
    // Only an exit with people before it shows what it can pass.
    if (now - queue_since_[e] < flow_window) continue;
    const double least = 0.1 * hydraulic_flow * floors_->exits[e].width;
    capacity_[e] = std::max(least, static_cast<double>(recent_[e].size()) / flow_window);
  }
  if (follow_) list_about(rows);
}

/// People bound for an exit who are nearer to it than `distance` [m].
double Choice::ahead(size_t exit, float distance) const {
  const std::vector<int32_t>& bins = bound_[exit];
  const auto last = std::min(static_cast<size_t>(distance), farthest_bin);
  double sum = 0;
  for (size_t k = 0; k < last; ++k) sum += bins[k];
  return sum + 0.5 * bins[last];
}

void Choice::list_about(const Rows& rows) {
  about_.clear();
  x_.resize(aim_.size()), y_.resize(aim_.size()), z_.resize(aim_.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    const uint32_t id = rows.id[i];
    if (rows.state[i] == State::nobody || aim_[id] < 0) continue;
    x_[id] = rows.x[i], y_[id] = rows.y[i], z_[id] = rows.z[i];
    about_[square_of(rows.x[i], rows.y[i])].push_back(id);
  }
}

/// Share of those within 10 m on the same level who go to an exit.
double Choice::share_about(const Rows& rows, size_t row, size_t exit) const {
  size_t all = 0, there = 0;
  const auto [i0, j0] = square_of(rows.x[row], rows.y[row]);
  for (int32_t i = i0 - 1; i <= i0 + 1; ++i)
    for (int32_t j = j0 - 1; j <= j0 + 1; ++j) {
      const auto square = about_.find({i, j});
      if (square == about_.end()) continue;
      for (const uint32_t id : square->second) {
        const float dx = x_[id] - rows.x[row], dy = y_[id] - rows.y[row];
        if (id == rows.id[row] || dx * dx + dy * dy > about * about || std::abs(z_[id] - rows.z[row]) > 1) continue;
        ++all;
        there += aim_[id] == static_cast<int32_t>(exit);
      }
    }
  return all == 0 ? 0 : static_cast<double>(there) / static_cast<double>(all);
}

void Choice::choose_quickest(Rows& rows, size_t row, const GroupRoute& route) {
  const FieldKey& key = routes_->key(rows.goal[row]);
  if (key.area >= 0) return;
  const Access access = key.access;
  const auto c = static_cast<size_t>(rows.cell[row]);
  const int32_t now = bound_for(rows, row);
  const std::vector<int32_t>& fields = fields_of(access);
  double best_time = infinity, time_now = infinity;
  int32_t best = -1;
  for (size_t e = 0; e < fields.size(); ++e) {
    if (!routes_->field(fields[e]).valid) return;
    const float d = routes_->field(fields[e]).distance[c];
    if (!(d < 1e30f)) continue;
    const bool own = static_cast<int32_t>(e) == now;
    if (own && d < committed) return;
    double t = time_by(static_cast<double>(d / rows.free_speed[row]), ahead(e, d), capacity_[e]);
    // Those about make an exit look better, by as much of its time as their share says.
    if (route.follow_others > 0 && !about_.empty()) t *= 1 - 0.5 * route.follow_others * share_about(rows, row, e);
    if (own) time_now = t;
    if (t < best_time) best_time = t, best = static_cast<int32_t>(e);
  }
  // The first choice is free; whoever has made one keeps it unless another is worth the change.
  const bool first = !std::exchange(decided_[rows.id[row]], char{1});
  if (best < 0 || best == now) return;
  if (now >= 0 && !first && (best_time > worth_fraction * time_now || best_time > time_now - worth_seconds)) return;
  const auto bin = [&](int32_t e) -> int32_t& {
    const auto exit = static_cast<size_t>(e);
    return bound_[exit][std::min(static_cast<size_t>(routes_->field(fields[exit]).distance[c]), farthest_bin)];
  };
  // Counted at once, so that those who decide next see it.
  if (now >= 0 && aim_[rows.id[row]] == now) --bin(now);
  ++bin(best);
  aim_[rows.id[row]] = best;
  rows.goal[row] = fields[static_cast<size_t>(best)];
  changes_ += now >= 0;
}

}  // namespace muster::crowd
