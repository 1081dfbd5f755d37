#include "models/crowd/held.h"

#include "models/crowd/crowd.h"
#include "models/crowd/ground/passage.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace muster::crowd {

namespace {

struct Words {
  const char *word, *text;
};

/// In the order of `Reason`.
constexpr Words words[] = {
    {"not_started", "have not started: their pre-movement time is not over"},
    {"no_alarm", "have not started: nothing has told them to leave"},
    {"visits", "stay where they went before leaving"},
    {"on_link", "are on it"},
    {"waits_for_lift", "wait for a lift"},
    {"waits_at_link", "queue before it"},
    {"no_helpers", "need help: too few helpers, or none can get there"},
    {"awaits_helpers", "wait for helpers"},
    {"made_ready", "are being made ready by helpers"},
    {"device_too_wide", "need help: what they are moved on has no way out, by its width, stairs or lifts"},
    {"helps", "help, or stand by to"},
    {"on_duty", "sweep rooms or direct people"},
    {"company", "wait for those they stay together with"},
    {"shut", "no way: doors or exits are shut, or pass people the other way only"},
    {"hazard", "no way but through smoke, gas or heat"},
    {"too_wide", "no way of their width"},
    {"no_stairs", "cannot use stairs, and no lift takes them"},
    {"no_floor", "the floor there leads to no exit"},
    {"bed", "stuck behind a bed, a wheelchair or the like"},
    {"people_stand", "stuck behind people who stand"},
    {"opposite", "stuck against people who come towards them"},
    {"crowd", "stuck behind others who do not get on either"},
    {"flow_limit", "stuck at a line of limited flow"},
    {"wall", "stuck at a wall, for no known reason: please report this"},
    {"unknown", "stuck for no known reason: please report this"},
};
static_assert(std::size(words) == static_cast<size_t>(Reason::unknown) + 1);

constexpr float ahead = 0.2f;     // cosine to the way above which somebody is ahead
constexpr float against = -0.3f;  // cosine of two ways below which one comes towards the other
constexpr float reach = 0.5f;     // [m] from body to body at which somebody is in the way: an arm's length
constexpr float same_floor = 1;   // [m]
constexpr float slim = 0.15f;     // [m] radius of the usual body: whether others would have a way

}  // namespace

const char* word(Reason reason) { return words[static_cast<size_t>(reason)].word; }
const char* text(Reason reason) { return words[static_cast<size_t>(reason)].text; }

/// Looks at one after another; what the ways allow is worked out once for each kind of people.
struct Crowd::Reasons {
  const Crowd& crowd;
  /// [cells] that lead to an exit with everything open, by width, use of stairs and of lifts.
  std::map<std::tuple<float, bool, bool>, std::vector<char>> out = {};

  bool leads_out(CellId cell, float radius, bool stairs, bool lifts) {
    std::vector<char>& cells = out[{radius, stairs, lifts}];
    if (cells.empty())
      cells = crowd::leads_out(*crowd.floors_, crowd.ground_, passage(*crowd.floors_, crowd.ground_, radius), stairs,
                               lifts);
    return cells[static_cast<size_t>(cell)] != 0;
  }

  /// Of somebody who has no way.
  Reason no_way(size_t row) {
    const Access& access = crowd.routes_.key(crowd.rows_.goal[row]).access;
    const CellId cell = crowd.rows_.cell[row];
    const float radius = crowd.routes_.class_radius(access.body),
                narrow = std::min(slim, crowd.routes_.class_radius(0));
    const bool lifts = access.lifts > 0;
    if (leads_out(cell, radius, access.stairs, lifts))
      return crowd.routes_.hazard_closes() ? Reason::hazard : Reason::shut;
    if (!access.stairs && leads_out(cell, radius, true, lifts)) return Reason::no_stairs;
    if (radius > narrow && leads_out(cell, narrow, access.stairs, lifts)) return Reason::too_wide;
    return leads_out(cell, narrow, true, true) ? (access.stairs ? Reason::too_wide : Reason::no_stairs)
                                               : Reason::no_floor;
  }

  /// Of somebody who walks and does not get on: the worst of what is ahead of him.
  Reason stuck(size_t row) const {
    const Rows& rows = crowd.rows_;
    const auto way_of = [&](size_t i) {
      return crowd.routes_.field(crowd.routes_.followed(rows.goal[i], rows.cell[i]))
          .way[static_cast<size_t>(rows.cell[i])];
    };
    const Way way = way_of(row);
    const float length = std::hypot(static_cast<float>(way.x), static_cast<float>(way.y));
    const float wx = static_cast<float>(way.x) / std::max(1.0f, length),
                wy = static_cast<float>(way.y) / std::max(1.0f, length);
    bool bed = false, stands = false, opposite = false, others = false;
    for (size_t j = 0; j < rows.size(); ++j) {
      const float dx = rows.x[j] - rows.x[row], dy = rows.y[j] - rows.y[row], d2 = dx * dx + dy * dy;
      const float most = rows.radius[row] + std::max(0.0f, rows.radius[j]) + reach;
      if (rows.id[j] == rows.id[row] || rows.state[j] == State::nobody || d2 > most * most ||
          std::abs(rows.z[j] - rows.z[row]) > same_floor || dx * wx + dy * wy < ahead * std::sqrt(d2))
        continue;
      bed = bed || rows.state[j] == State::trailing || rows.radius[j] > Squeezing::widest_person;
      if (rows.state[j] == State::trailing) continue;
      if (rows.state[j] == State::walking) {
        const Way other = way_of(j);
        const float n = std::max(1.0f, std::hypot(static_cast<float>(other.x), static_cast<float>(other.y)));
        const float cosine = (static_cast<float>(other.x) * wx + static_cast<float>(other.y) * wy) / n;
        opposite = opposite || (other.walks() && cosine < against);
        others = true;
      } else {
        stands = stands || rows.state[j] != State::queueing;
        others = true;
      }
    }
    if (bed) return Reason::bed;
    if (opposite) return Reason::opposite;
    if (stands) return Reason::people_stand;
    if (others) return Reason::crowd;
    const float x = rows.x[row], y = rows.y[row], z = rows.z[row];
    for (const uint32_t w : crowd.ground_.walls().near(x, y, z)) {
      float d2;
      crowd.ground_.walls()[w].from(x, y, d2);
      if (crowd.limits_.limited(w) && d2 < reach * reach) return Reason::flow_limit;
    }
    return crowd.ground_.distance_to_wall(x, y, z) < rows.radius[row] + 0.05f ? Reason::wall : Reason::unknown;
  }

  /// Of somebody who stands of his own will.
  Reason standing(AgentId id) {
    using Wait = Assistance::Wait;
    const Together& together = crowd.together_;
    switch (together.assistance.wait_of(id)) {
      case Wait::nobody_comes:
        return Reason::no_helpers;
      case Wait::no_way: {
        const Reason why = no_way(crowd.row_of_[id]);
        return why == Reason::shut || why == Reason::hazard ? why : Reason::device_too_wide;
      }
      case Wait::helpers:
        return Reason::awaits_helpers;
      case Wait::made_ready:
        return Reason::made_ready;
      case Wait::idle:
        return Reason::helps;
      case Wait::none:
        break;
    }
    if (together.assistance.takes_part(id)) return Reason::helps;
    if (together.sweeps.on_duty(id) || together.directing.at_post(id)) return Reason::on_duty;
    return crowd.visits_.busy(id) ? Reason::visits : Reason::company;
  }
};

std::vector<Held> Crowd::held() const {
  Reasons reasons{*this};
  std::vector<Held> all;
  for (size_t i = 0; i < rows_.size(); ++i) {
    const AgentId id = rows_.id[i];
    Held h{id, {ground_.to_world_x(rows_.x[i]), ground_.to_world_y(rows_.y[i]), static_cast<double>(rows_.z[i])}};
    h.cell = rows_.cell[i];
    const bool busy = rows_.state[i] != State::nobody && rows_.state[i] != State::trailing && visits_.busy(id);
    switch (rows_.state[i]) {
      case State::waiting:
        h.reason = busy ? Reason::visits : std::isfinite(starts_.start(id)) ? Reason::not_started : Reason::no_alarm;
        break;
      case State::walking:
        if (traffic_.queues(id)) {
          h.reason = Reason::waits_for_lift;
        } else {
          if (!stuck_[id]) continue;
          h.reason = reasons.stuck(i);
          h.since = static_cast<double>(rows_.anchor_time[i]);
        }
        break;
      case State::queueing: {
        const LinkEnd* end = routes_.link_at(rows_.cell[i], routes_.followed(rows_.goal[i], rows_.cell[i]));
        if (end != nullptr) h.link = end->link;
        h.reason = end != nullptr && end->stop >= 0 ? Reason::waits_for_lift : Reason::waits_at_link;
        break;
      }
      case State::without_route:
        h.reason = reasons.no_way(i);
        break;
      case State::standing:
        h.reason = reasons.standing(id);
        break;
      default:
        continue;
    }
    all.push_back(h);
  }
  const Rows& carried = together_.assistance.carried();
  for (size_t i = 0; i < carried.size(); ++i) {
    const auto [x, y, z] = together_.assistance.spot(rows_, row_of_, ground_, i);
    all.push_back(
        {carried.id[i], {ground_.to_world_x(x), ground_.to_world_y(y), static_cast<double>(z)}, Reason::helps});
  }
  const Rows& riders = traffic_.riders();
  for (size_t i = 0; i < riders.size(); ++i)
    if (outcomes_[riders.id[i]].exit < 0)
      all.push_back({riders.id[i], traffic_.position(i, time_), Reason::on_link, traffic_.link_of(i)});
  std::sort(all.begin(), all.end(), [](const Held& a, const Held& b) { return a.id < b.id; });
  return all;
}

}  // namespace muster::crowd
