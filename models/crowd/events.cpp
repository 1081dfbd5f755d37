// Doors and exits: rules from the start, closing and opening in time.

#include "base/error.h"
#include "models/crowd/crowd.h"

#include <algorithm>
#include <cmath>

namespace muster::crowd {

void Crowd::set_gates() {
  for (const GateRule& rule : gates_.rules) {
    if (rule.one_way == 0) continue;
    const auto line = static_cast<size_t>(rule.line);
    routes_.set_one_way(rule.exit, rule.line, rule.one_way);
    if (rule.exit)
      ground_.set_one_way(ground_.exit_wall(line), left_of_exit(floors_->exits[line], rule.one_way));
    else
      ground_.set_one_way(ground_.portal_wall(line), rule.one_way);
  }
  const auto earlier = [](const GateEvent& a, const GateEvent& b) { return a.at < b.at; };
  std::stable_sort(gates_.events.begin(), gates_.events.end(), earlier);
}

bool Crowd::awaits_opening() const {
  return std::any_of(gates_.events.begin() + static_cast<std::ptrdiff_t>(events_.size()), gates_.events.end(),
                     [](const GateEvent& e) { return e.opens(); });
}

/// Walking time of the way that everybody inside follows [m], by id; infinite without a way, negative for those gone.
void Crowd::way_lengths(std::vector<float>& lengths) const {
  lengths.assign(outcomes_.size(), -1);
  const auto length = [&](int32_t goal, CellId cell) {
    return routes_.field(routes_.followed(goal, cell)).distance[static_cast<size_t>(cell)];
  };
  for (size_t i = 0; i < rows_.size(); ++i)
    if (rows_.state[i] != State::nobody && rows_.state[i] != State::beyond)
      lengths[rows_.id[i]] = length(rows_.goal[i], rows_.cell[i]);
  // Whoever is on a link goes on from its end; who is in a lift is left out.
  const Rows& riders = traffic_.riders();
  for (size_t i = 0; i < riders.size(); ++i) {
    const CellId out = traffic_.comes_out_at(i);
    if (out != no_cell && outcomes_[riders.id[i]].exit < 0) lengths[riders.id[i]] = length(riders.goal[i], out);
  }
}

/// Lets happen what is due, and counts those whose way it changes.
void Crowd::run_events() {
  while (events_.size() < gates_.events.size() && gates_.events[events_.size()].at <= time_ + 1e-9) {
    const GateEvent& event = gates_.events[events_.size()];
    diagnostics_.routes_computed += routes_.update();
    std::vector<float> before, after;
    for (const int32_t p : event.close_portals) set_portal(p, true);
    for (const int32_t e : event.close_exits) set_exit(e, true);
    for (const int32_t p : event.open_portals) set_portal(p, false);
    for (const int32_t e : event.open_exits) set_exit(e, false);
    // Whoever stood on a line that closed has been put on one side of it; the fields are still those of before.
    way_lengths(before);
    diagnostics_.routes_computed += routes_.update();
    way_lengths(after);
    EventReport report{event.at, event.what};
    // A way of another length is another way: fields are made by the same steps where nothing changed.
    constexpr float same = 0.01f;  // [m]
    for (size_t id = 0; id < before.size(); ++id) {
      const bool had = std::isfinite(before[id]), has = std::isfinite(after[id]);
      if (before[id] < 0 || after[id] < 0 || (!had && !has)) continue;
      if (had && has && std::abs(before[id] - after[id]) <= same) continue;
      ++report.affected;
      ++(has ? report.rerouted : report.waiting);
    }
    events_.push_back(std::move(report));
  }
}

}  // namespace muster::crowd
