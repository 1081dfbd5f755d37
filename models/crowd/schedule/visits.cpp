#include "models/crowd/schedule/visits.h"

#include "base/random.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster::crowd {

namespace {

/// Who comes no nearer for so long so near to where he goes, or so near to those who stand about it, has found it full
/// [s] [m] [m].
constexpr float patience = 3, near_by = 3, behind = 1;
constexpr float same_floor = 1;  ///< [m]

}  // namespace

Visits::Visits(const ScheduleSettings& settings, const std::vector<Person>& people, Routes& routes, uint64_t seed)
    : seed_(seed) {
  const bool any = std::any_of(settings.groups.begin(), settings.groups.end(),
                               [](const GroupPlan& plan) { return !plan.stops.empty(); });
  if (!any) return;
  for (const GroupPlan& plan : settings.groups) {
    std::vector<Area>& stops = stops_.emplace_back();
    for (const PlannedStop& stop : plan.stops) {
      Area area;
      area.stay = stop.stay;
      uint32_t cells = 0;
      for (const auto& piece : stop.pieces) {
        area.pieces.push_back(routes.add_area(piece));
        area.weight.push_back(cells += static_cast<uint32_t>(piece.size()));
      }
      area.reach.assign(area.pieces.size(), near_by - behind);
      stops.push_back(std::move(area));
    }
  }
  phase_.assign(people.size(), none);
  stop_.assign(people.size(), 0);
  piece_.assign(people.size(), 0);
  progress_.resize(people.size());
  until_.assign(people.size(), 0);
  home_.assign(people.size(), 0);
  for (const Person& p : people) group_.push_back(p.group);
}

bool Visits::begin(Rows& rows, size_t row) {
  if (phase_.empty()) return false;
  const AgentId id = rows.id[row];
  if (group_[id] >= stops_.size() || stops_of(id).empty()) return false;
  phase_[id] = staying;  // at the entrance; the first decision sends him on
  until_[id] = 0;
  stop_[id] = 0;
  home_[id] = rows.goal[row];
  rows.state[row] = State::standing;
  return true;
}

/// To the piece of the present stop that is his.
void Visits::go(Rows& rows, size_t row, Routes& routes, double now) {
  const AgentId id = rows.id[row];
  const Area& area = stops_of(id)[stop_[id]];
  const uint64_t draw = random_bits(seed_, id, stop_[id], Draw::seat, 1) % area.weight.back();
  const auto at = std::upper_bound(area.weight.begin(), area.weight.end(), static_cast<uint32_t>(draw));
  piece_[id] = static_cast<uint8_t>(at - area.weight.begin());
  rows.goal[row] = routes.need(to_area(area.pieces[piece_[id]], routes.key(home_[id]).access));
  rows.state[row] = State::walking;
  rows.anchor_x[row] = rows.x[row], rows.anchor_y[row] = rows.y[row], rows.anchor_time[row] = static_cast<float>(now);
  progress_.begin(id, static_cast<float>(now));
  phase_[id] = going;
}

void Visits::leave(Rows& rows, size_t row, double now) {
  const AgentId id = rows.id[row];
  rows.goal[row] = home_[id];
  rows.state[row] = State::walking;
  rows.anchor_x[row] = rows.x[row], rows.anchor_y[row] = rows.y[row], rows.anchor_time[row] = static_cast<float>(now);
  phase_[id] = done;
}

/// Whether somebody near stands at the same stop, whichever of its pieces is his: behind him one may stop, too.
bool Visits::stands_behind(const Rows& rows, const Strips& strips, float drift, size_t row, const Field& field) const {
  const AgentId id = rows.id[row];
  const float x = rows.x[row], y = rows.y[row], z = rows.z[row], reach = behind + drift;
  const float own = field.distance[static_cast<size_t>(rows.cell[row])];
  for (int b = strips.band(z - same_floor); b <= strips.band(z + same_floor); ++b)
    for (int k = strips.strip_of(y - reach); k <= strips.strip_of(y + reach); ++k) {
      const auto [first, last] = strips.rows(b, k, strips.cell_of(x - reach), strips.cell_of(x + reach));
      for (uint32_t j = first; j < last; ++j) {
        const AgentId other = rows.id[j];
        if (rows.state[j] != State::standing || phase_[other] != staying || group_[other] != group_[id] ||
            stop_[other] != stop_[id])
          continue;
        const float dx = rows.x[j] - x, dy = rows.y[j] - y;
        if (dx * dx + dy * dy > behind * behind || std::abs(rows.z[j] - z) > same_floor) continue;
        // Beyond a wall the way would be another one.
        if (own <= field.distance[static_cast<size_t>(rows.cell[j])] + 2 * behind) return true;
      }
    }
  return false;
}

bool Visits::arrived(const Rows& rows, const Strips& strips, float drift, size_t row, const Routes& routes,
                     double now) {
  const Field& field = routes.field(rows.goal[row]);
  const auto cell = static_cast<size_t>(rows.cell[row]);
  if (field.way[cell].arrived()) return true;
  const AgentId id = rows.id[row];
  const float distance = field.distance[cell];
  float& reach = stops_of(id)[stop_[id]].reach[piece_[id]];
  if (progress_.stalled(id, distance, static_cast<float>(now)) < patience) return false;
  if (distance > reach + behind) return stands_behind(rows, strips, drift, row, field);
  reach = std::max(reach, distance);
  return true;
}

void Visits::decide(Rows& rows, const Strips& strips, float drift, Routes& routes, Starts& starts, double now,
                    int64_t tick, int64_t per_second) {
  if (phase_.empty()) return;
  const auto period = static_cast<uint64_t>(std::max<int64_t>(1, per_second / 2));
  const uint64_t moment = static_cast<uint64_t>(tick) % period;
  for (size_t i = 0; i < rows.size(); ++i) {
    const AgentId id = rows.id[i];
    const State s = rows.state[i];
    if (s == State::nobody || s == State::beyond || s == State::trailing || s == State::fallen) continue;
    if (id % period != moment || !busy(id)) continue;
    if (starts.started(id, now)) {
      leave(rows, i, now);
    } else if (phase_[id] == staying && until_[id] <= static_cast<float>(now)) {
      // The stay before the first stop, then those at stops that end.
      if (until_[id] > 0) ++stop_[id];
      if (stop_[id] < stops_of(id).size()) {
        go(rows, i, routes, now);
      } else {
        starts.start_at(id, rows, static_cast<uint32_t>(i), now);
        leave(rows, i, now);
      }
    } else if (phase_[id] == going && routes.field(rows.goal[i]).valid &&
               arrived(rows, strips, drift, i, routes, now)) {
      const std::optional<Distribution>& stay = stops_of(id)[stop_[id]].stay;
      const double u = random_uniform(seed_, id, stop_[id], Draw::arrival, 2);
      until_[id] =
          stay ? static_cast<float>(now + std::max(0.0, stay->quantile(u))) : std::numeric_limits<float>::infinity();
      rows.state[i] = State::standing;
      phase_[id] = staying;
    }
  }
}

}  // namespace muster::crowd
