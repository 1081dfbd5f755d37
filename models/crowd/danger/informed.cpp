#include "models/crowd/danger/informed.h"

namespace muster::crowd {

void Informed::tell(std::span<const AgentId> ids, size_t people) {
  if (knows_.empty() && !ids.empty()) knows_.assign(people, 0);
  for (const AgentId id : ids) {
    count_ += knows_[id] == 0;
    knows_[id] = 1;
  }
}

size_t Informed::keep(Rows& rows, Routes& routes) const {
  if (count_ == 0) return 0;
  std::vector<int32_t> turned;  // by goal: that of informed people; -1: not looked up
  size_t changed = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows.state[i] >= State::beyond || !knows(rows.id[i])) continue;
    const auto goal = static_cast<size_t>(rows.goal[i]);
    if (turned.size() <= goal) turned.resize(goal + 1, -1);
    if (turned[goal] < 0) {
      FieldKey key = routes.key(rows.goal[i]);
      key.access.informed = true;
      turned[goal] = routes.need(key);
    }
    changed += turned[goal] != rows.goal[i];
    rows.goal[i] = turned[goal];
  }
  return changed;
}

}  // namespace muster::crowd
