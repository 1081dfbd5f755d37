#include "models/crowd/walking/squeezing.h"

#include "base/parallel.h"
#include "base/random.h"
#include "models/crowd/walking/neighbours.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::crowd {

namespace {

/// [m] by which a body widens again at a look where there is room.
constexpr float turns_back = 0.005f;
constexpr float hold = 1.5f;                         ///< [s] for which one goes on after the last look
constexpr float reach = 0.4f;                        ///< [m] from body to body at which somebody is in the way
constexpr float ahead = 0.2f;                        ///< cosine to the way above which somebody is ahead
constexpr float against = -0.3f;                     ///< cosine of two ways below which one comes towards the other
constexpr double same_side = 2;                      ///< [s]
constexpr float leftmost = 0.5f, rightmost = -0.9f;  ///< [rad]

bool stands(State s) {
  return s == State::waiting || s == State::without_route || s == State::standing || s == State::in_refuge ||
         s == State::fallen;
}

}  // namespace

/// What those who look round see.
struct Squeezing::Around {
  const Rows& rows;
  const Strips& strips;
  const Routes& routes;
  std::span<const uint32_t> row_of;
  float drift;
  bool leave_due;

  /// The state of whose body or rear a row is.
  State person(size_t i) const {
    if (rows.state[i] != State::trailing) return rows.state[i];
    const uint32_t front = row_of[rows.id[i]];
    return front == 0xffffffffu ? State::nobody : rows.state[front];
  }
  /// Whether `wanted` holds of a row whose body may be within `far` [m] of that of `row`.
  template <class Wanted>
  bool any_near(size_t row, float far, const Wanted& wanted) const {
    constexpr float largest_body = 0.5f;  // [m]
    const float x = rows.x[row], y = rows.y[row], z = rows.z[row];
    const float within = rows.radius[row] + largest_body + far + drift;
    for (int b = strips.band(z - same_level); b <= strips.band(z + same_level); ++b)
      for (int k = strips.strip_of(y - within); k <= strips.strip_of(y + within); ++k) {
        const auto [first, last] = strips.rows(b, k, strips.cell_of(x - within), strips.cell_of(x + within));
        for (uint32_t j = first; j < last; ++j)
          if (wanted(j)) return true;
      }
    return false;
  }
  Way way(size_t i) const { return way(i, rows.cell[i]); }
  /// The way on from a cell to where somebody goes.
  Way way(size_t i, CellId cell) const {
    return routes.field(routes.followed(rows.goal[i], cell)).way[static_cast<size_t>(cell)];
  }
};

float Squeezing::turn(uint64_t seed, AgentId id, double now) {
  const double u = random_uniform(seed, id, static_cast<uint64_t>(now / same_side), Draw::sidestep, 1);
  return rightmost + (leftmost - rightmost) * static_cast<float>(u);
}

/// Whether `other` is in the way of `row`, who walks along (wish_x, wish_y): it stands, or is no device and comes
/// towards him, bound for elsewhere, or is before him where they turn one another back.
bool Squeezing::minds(const Around& around, size_t row, float wish_x, float wish_y, size_t other) const {
  const Rows& rows = around.rows;
  if (rows.id[other] == rows.id[row] || std::abs(rows.z[other] - rows.z[row]) > same_level) return false;
  const float dx = rows.x[other] - rows.x[row], dy = rows.y[other] - rows.y[row], d2 = dx * dx + dy * dy;
  const float most = rows.radius[row] + rows.radius[other] + reach;
  const float along = dx * wish_x + dy * wish_y;
  if (d2 > most * most || along <= 0 || along * along < ahead * ahead * d2) return false;
  size_t person = other;
  if (rows.state[other] == State::trailing) {
    const uint32_t front = around.row_of[rows.id[other]];
    if (front == 0xffffffffu) return false;
    person = front;
  }
  if (stands(rows.state[person])) return true;
  if (rows.state[person] == State::queueing) return rows.goal[person] != rows.goal[row];
  if (rows.state[person] != State::walking) return false;
  const bool device = rows.radius[person] > widest_person, own_device = rows.radius[row] > widest_person;
  if (device && !(own_device && rows.id[row] < rows.id[person])) return false;
  const Way way = around.way(person);
  if (!way.walks()) return way.arrived();
  if (turned_back_[rows.id[row]] != 0) return true;
  const auto x = static_cast<float>(way.x), y = static_cast<float>(way.y);
  if (x * wish_x + y * wish_y >= against * std::sqrt(x * x + y * y)) return false;
  // Streams that meet and go on together, before a stair for one, do not stand in each other's way.
  const Way own = around.way(row, rows.cell[person]);
  return !own.walks() || x * static_cast<float>(own.x) + y * static_cast<float>(own.y) <= 0;
}

bool Squeezing::is_held(const Around& around, size_t row, bool by_standing) const {
  const Way way = around.way(row);
  if (!way.walks()) return false;
  const auto wx = static_cast<float>(way.x), wy = static_cast<float>(way.y);
  const float inverse = 1 / std::sqrt(wx * wx + wy * wy);
  return around.any_near(row, reach, [&](uint32_t j) {
    return (!by_standing || stands(around.person(j))) && minds(around, row, wx * inverse, wy * inverse, j);
  });
}

/// Whether nobody would be overlapped by more than `overlap_coming` by a body that is wider by `more`.
bool Squeezing::has_room(const Around& around, size_t row, float more) const {
  const Rows& rows = around.rows;
  return !around.any_near(row, more, [&](uint32_t j) {
    if (rows.id[j] == rows.id[row] || rows.state[j] == State::nobody) return false;
    if (std::abs(rows.z[j] - rows.z[row]) > same_level) return false;
    const float dx = rows.x[j] - rows.x[row], dy = rows.y[j] - rows.y[row];
    const float touch = (1 - overlap_coming) * (rows.radius[row] + more + rows.radius[j]);
    return dx * dx + dy * dy < touch * touch;
  });
}

/// Whether there are more than `most` within a distance [m] of somebody, with him.
bool Squeezing::more_about(const Around& around, size_t row, float within, int most) const {
  const Rows& rows = around.rows;
  int people = 0;
  return around.any_near(row, within, [&](uint32_t j) {
    if (rows.state[j] == State::nobody || std::abs(rows.z[j] - rows.z[row]) > same_level) return false;
    const float dx = rows.x[j] - rows.x[row], dy = rows.y[j] - rows.y[row];
    people += dx * dx + dy * dy < within * within ? 1 : 0;
    return people > most;
  });
}

/// Whether at most one of those about is nearer to where somebody goes.
bool Squeezing::is_first(const Around& around, size_t row) const {
  const Rows& rows = around.rows;
  const auto distance = [&](size_t j) {
    return around.routes.field(around.routes.followed(rows.goal[row], rows.cell[j]))
        .distance[static_cast<size_t>(rows.cell[j])];
  };
  const float own = distance(row);
  int nearer = 0;
  return !around.any_near(row, before_within, [&](uint32_t j) {
    if (rows.state[j] == State::nobody || rows.cell[j] == no_cell || rows.id[j] == rows.id[row]) return false;
    const float dx = rows.x[j] - rows.x[row], dy = rows.y[j] - rows.y[row];
    if (dx * dx + dy * dy > before_within * before_within || std::abs(rows.z[j] - rows.z[row]) > same_level)
      return false;
    nearer += distance(j) < own ? 1 : 0;
    return nearer > 1;
  });
}

/// Whether somebody fidgets on one spot with few about him, or at the head of a queue.
bool Squeezing::is_turned_back(const Around& around, size_t row, float now) const {
  const Rows& rows = around.rows;
  if (rows.state[row] != State::walking) return false;
  const float waits = now - rows.anchor_time[row];
  return (waits >= turned_back_after && !more_about(around, row, alone_within, 1 + few)) ||
         (waits >= blocked_after && is_first(around, row));
}

void Squeezing::decide(const Around& around, size_t row, float now) {
  const Rows& rows = around.rows;
  const AgentId id = rows.id[row];
  if (rows.state[row] != State::walking) {
    goal_[id] = -1;
    until_[id] = 0;
    climbs_[id] = looks_ahead_[id] = crowded_[id] = turned_back_[id] = 0;
    return;
  }
  if (goal_[id] != rows.goal[row]) goal_[id] = rows.goal[row], progress_.begin(id, now);
  const Field& field = around.routes.field(around.routes.followed(rows.goal[row], rows.cell[row]));
  const float stalled = progress_.stalled(id, field.distance[static_cast<size_t>(rows.cell[row])], now);
  const bool wants = stalled >= patience || until_[id] > 0;
  constexpr auto most = static_cast<int>(densest * std::numbers::pi_v<float> * crowd_radius * crowd_radius);
  crowded_[id] = (wants || own_[id] > 0) && more_about(around, row, crowd_radius, most);
  // Until he comes nearer, as long as nobody gets before him; he moves as soon as he squeezes.
  turned_back_[id] =
      wants && (turned_back_[id] != 0 ? !more_about(around, row, alone_within, 1 + few) || is_first(around, row)
                                      : is_turned_back(around, row, now));
  const bool in_vain = turned_back_[id] != 0 && stalled >= in_vain_after && !around.leave_due;
  if (wants && (in_vain || is_held(around, row, false)))
    until_[id] = now + hold;
  else if (until_[id] <= now)
    until_[id] = 0;
  by_standing_[id] = until_[id] > 0 && is_held(around, row, true);
  climbs_[id] = in_vain || (by_standing_[id] != 0 && (stalled >= climb_after || climbs_[id] != 0));
  looks_ahead_[id] = until_[id] > 0 && (stalled >= climb_after || looks_ahead_[id] != 0);
}

/// Sideways and back.
void Squeezing::turn_bodies(Rows& rows, const Around& around) {
  any_ = any_sideways_ = false;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows.state[i] == State::nobody || rows.state[i] == State::trailing) continue;
    const AgentId id = rows.id[i];
    const bool turns = until_[id] > 0 && crowded_[id] == 0;
    if (turns && rows.radius[i] > sideways && rows.radius[i] <= widest_person) {
      if (own_[id] == 0) own_[id] = rows.radius[i];
      rows.radius[i] = sideways;
    } else if (!turns && own_[id] > 0) {
      const float wider = std::min(own_[id], rows.radius[i] + turns_back);
      if (has_room(around, i, wider - rows.radius[i])) rows.radius[i] = wider;
      if (rows.radius[i] == own_[id]) own_[id] = 0;
    }
    any_ = any_ || until_[id] > 0;
    any_sideways_ = any_sideways_ || own_[id] > 0;
  }
}

void Squeezing::look(Rows& rows, const Strips& strips, const Routes& routes, std::span<const uint32_t> row_of,
                     float drift, bool leave_due, double now) {
  // Who could be in anybody's way: people that stand, or go elsewhere.
  int32_t goal = -1;
  const bool mixed = std::any_of(rows.state.begin(), rows.state.end(), [&](const State& s) {
    if (stands(s)) return true;
    if (s != State::walking && s != State::queueing) return false;
    const int32_t own = rows.goal[static_cast<size_t>(&s - rows.state.data())];
    const bool other = goal >= 0 && own != goal;
    goal = own;
    return other;
  });
  const Around around{rows, strips, routes, row_of, drift, leave_due};
  const auto time = static_cast<float>(now);
  const auto turned_back = [&] {
    for (size_t i = 0; i < rows.size(); ++i)
      if (is_turned_back(around, i, time)) return true;
    return false;
  };
  if (!mixed && !any_ && !any_sideways_ && !turned_back()) return;
  if (until_.empty()) {
    progress_.resize(people_);
    goal_.assign(people_, -1);
    until_.assign(people_, 0);
    climbs_.assign(people_, 0);
    looks_ahead_.assign(people_, 0);
    by_standing_.assign(people_, 0);
    crowded_.assign(people_, 0);
    turned_back_.assign(people_, 0);
    own_.assign(people_, 0);
  }
  parallel_for(rows.size(), 1024, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i)
      if (rows.state[i] != State::nobody && rows.state[i] != State::trailing) decide(around, i, time);
  });
  turn_bodies(rows, around);
}

}  // namespace muster::crowd
