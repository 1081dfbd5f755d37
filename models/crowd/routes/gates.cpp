#include "models/crowd/routes/gates.h"

#include "base/error.h"

#include <algorithm>

namespace muster::crowd {

namespace {

/// [s] Who has been held and is not at the line for so long has gone elsewhere; leave that is not used for so long goes
/// to another. About the time to walk a metre.
constexpr double patience = 1.0;

/// [s] A line that nobody used for longer than this beyond its headway starts anew; what is less is made up for, so
/// that the mean flow of a queue is the limit, whatever the step.
constexpr double made_up = 0.5;

}  // namespace

bool FlowLimits::Gate::gives_leave_to(uint32_t id) const {
  return std::any_of(leave.begin(), leave.end(), [&](const auto& l) { return l.first == id; });
}

FlowLimits::FlowLimits(const Ground& ground, const std::vector<GateRule>& rules) {
  for (const GateRule& rule : rules) {
    if (rule.max_flow <= 0) continue;
    if (gates_.empty()) gate_of_wall_.assign(ground.walls().size(), -1);
    const size_t wall = rule.exit ? ground.exit_wall(static_cast<size_t>(rule.line))
                                  : ground.portal_wall(static_cast<size_t>(rule.line));
    const double length = static_cast<double>(ground.walls()[wall].length);
    MUSTER_CHECK(length > 0, "line {} of length {}", rule.line, length);
    gate_of_wall_[wall] = static_cast<int32_t>(gates_.size());
    gates_.push_back({});
    gates_.back().headway = 1 / (rule.max_flow * length);
  }
}

void FlowLimits::give_leave(double now, double step) {
  for (Gate& gate : gates_) {
    std::erase_if(gate.waiting, [&](const Waiting& w) { return now - w.seen > patience; });
    std::erase_if(gate.leave, [&](const std::pair<uint32_t, double>& l) { return now - l.second > patience; });
    if (gate.waiting.empty()) continue;
    std::sort(gate.waiting.begin(), gate.waiting.end(),
              [](const Waiting& a, const Waiting& b) { return a.since != b.since ? a.since < b.since : a.id < b.id; });
    if (gate.leave.empty() && gate.next < now - gate.headway - made_up) gate.next = now, gate.fresh = true;
    for (const Waiting& w : gate.waiting) {
      if (gate.next + static_cast<double>(gate.leave.size()) * gate.headway > now + 1e-9) break;
      if (gate.gives_leave_to(w.id) || now - w.seen > 1.5 * step) continue;
      gate.leave.emplace_back(w.id, now);
      if (gate.fresh) break;  // the first passage says when the next may follow
    }
  }
}

bool FlowLimits::anybody_waits() const {
  return std::any_of(gates_.begin(), gates_.end(), [](const Gate& gate) { return !gate.waiting.empty(); });
}

void FlowLimits::held(uint32_t wall, uint32_t id, double now) {
  Gate& gate = gates_[static_cast<size_t>(gate_of_wall_[wall])];
  const auto at = std::find_if(gate.waiting.begin(), gate.waiting.end(), [&](const Waiting& w) { return w.id == id; });
  if (at != gate.waiting.end())
    at->seen = now;
  else
    gate.waiting.push_back({id, now, now});
}

void FlowLimits::crossed(uint32_t wall, uint32_t id, double time) {
  Gate& gate = gates_[static_cast<size_t>(gate_of_wall_[wall])];
  std::erase_if(gate.leave, [&](const std::pair<uint32_t, double>& l) { return l.first == id; });
  std::erase_if(gate.waiting, [&](const Waiting& w) { return w.id == id; });
  gate.next = (gate.fresh ? time : gate.next) + gate.headway;
  gate.fresh = false;
}

}  // namespace muster::crowd
