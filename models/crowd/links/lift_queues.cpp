// Those who wait for lifts: at the landings, and behind them.

#include "models/crowd/links/traffic.h"
#include "models/crowd/walking/kernel.h"

#include <algorithm>
#include <cmath>

namespace muster::crowd {

namespace {

/// Who has left a landing for this long and comes back has waited anew [s].
constexpr float gone_for = 5;
/// [s] between looks at who stands behind others.
constexpr double look_every = 0.5;
/// [m] between two bodies, one of which waits for the other to get on; [m/s] slower than this is standing.
constexpr float behind = 0.5f, standing = 0.2f;

}  // namespace

/// Notes that somebody waits for a lift.
void Traffic::wait(AgentId id, double time) {
  const auto now = static_cast<float>(time);
  if (now - seen_[id] > gone_for) since_[id] = now;
  seen_[id] = now;
}

/// Those on landings call, and get in where doors are open.
void Traffic::call_lifts(const OnFloors& on) {
  callers_.clear();
  for (const auto& [row, landing] : at_lifts_) {
    const AgentId id = on.rows.id[row];
    wait(id, on.time);
    callers_.push_back({id, landing, room_[id], walks_[id] != 0, static_cast<double>(since_[id])});
  }
  std::sort(callers_.begin(), callers_.end(),
            [](const Caller& a, const Caller& b) { return a.since != b.since ? a.since < b.since : a.id < b.id; });
  boarded_.clear();
  lifts_.step(on.time, callers_, boarded_);
  for (const Passenger& p : boarded_) {
    const size_t row = on.row_of[p.id];
    on.rows.speed[row] = 0;
    take(on, row, {{p.id, p.lift, true, on.time, 0}, true, on.rows.state[row] == State::beyond});
    seen_[p.id] = -1e9f;
  }
  if (on.time < next_queues_) return;
  next_queues_ = on.time + look_every - 0.5 * on.step;
  find_queues(on);
}

/// The landing to which the way of somebody leads within 8 m; -1: none.
int32_t Traffic::lift_landing(const Rows& rows, size_t row) const {
  CellId cell = rows.cell[row];
  const int32_t goal = routes_->followed(rows.goal[row], cell);
  const Field& field = routes_->field(goal);
  const auto most = static_cast<int>(8 / floors_->grid.cell);
  for (int k = 0; k < most; ++k) {
    if (field.way[static_cast<size_t>(cell)].enters_link()) {
      const LinkEnd* end = routes_->link_at(cell, goal);
      return end && end->stop >= 0 ? lifts_.landing(end->link, end->stop) : -1;
    }
    CellId best = cell;
    for (const CellId n : floors_->neighbour[static_cast<size_t>(cell)])
      if (n != no_cell && field.distance[static_cast<size_t>(n)] < field.distance[static_cast<size_t>(best)]) best = n;
    if (best == cell) return -1;
    cell = best;
  }
  return -1;
}

/// Who stands behind somebody that waits for a lift, on the way to it, waits too: from body to body away from the
/// landings.
void Traffic::find_queues(const OnFloors& on) {
  std::fill(queues_.begin(), queues_.end(), 0);
  std::vector<std::pair<uint32_t, int32_t>> front;
  for (const auto& [row, landing] : at_lifts_)
    if (on.rows.state[row] != State::nobody) front.emplace_back(row, landing);
  const Rows& rows = on.rows;
  for (size_t k = 0; k < front.size(); ++k) {
    const auto [row, landing] = front[k];
    const float x = rows.x[row], y = rows.y[row], z = rows.z[row];
    const float reach = largest_ + rows.radius[row] + behind, wide = reach + on.drift;
    const auto look = [&, at = landing, radius = rows.radius[row]](uint32_t i) {
      if (rows.state[i] != State::walking || queues_[rows.id[i]] != 0 || rows.speed[i] >= standing) return;
      const float dx = rows.x[i] - x, dy = rows.y[i] - y, near = rows.radius[i] + radius + behind;
      if (dx * dx + dy * dy > near * near || std::abs(rows.z[i] - z) > same_level) return;
      if (lift_landing(rows, i) != at) return;
      queues_[rows.id[i]] = 1;
      wait(rows.id[i], on.time);
      front.emplace_back(i, at);
    };
    for (int b = on.strips.band(z - same_level); b <= on.strips.band(z + same_level); ++b)
      for (int s = on.strips.strip_of(y - wide); s <= on.strips.strip_of(y + wide); ++s) {
        const auto [first, last] = on.strips.rows(b, s, on.strips.cell_of(x - wide), on.strips.cell_of(x + wide));
        for (uint32_t i = first; i < last; ++i) look(i);
      }
  }
}

std::vector<int64_t> Traffic::waiting_for_lifts() const {
  std::vector<int64_t> count(floors_->links.size(), 0);
  // Those of a bank wait for its first lift as much as for any.
  for (const Caller& caller : callers_)
    for (size_t l = 0; l < count.size(); ++l) {
      bool here = false;
      for (size_t s = 0; s < floors_->links[l].stops.size(); ++s)
        here = here || lifts_.landing(static_cast<int32_t>(l), static_cast<int32_t>(s)) == caller.landing;
      if (!here || rider_of_[caller.id] != no_row) continue;
      ++count[l];
      break;
    }
  return count;
}

}  // namespace muster::crowd
