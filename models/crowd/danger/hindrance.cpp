#include "models/crowd/danger/hindrance.h"

namespace muster::crowd {

Hindrance::Hindrance(std::span<const Person> people) {
  clear_.reserve(people.size());
  for (const Person& p : people) clear_.push_back(p.speed);
}

void Hindrance::begin() {
  if (begun()) return;
  applied_.assign(clear_.size(), 1);
  fallen_.assign(clear_.size(), 0);
}

void Hindrance::lie_down(Rows& rows, uint32_t row, double when) {
  const AgentId id = rows.id[row];
  fallen_[id] = lies;
  rows.speed[row] = 0;
  falls_.push_back({id, when, static_cast<double>(rows.x[row]), static_cast<double>(rows.y[row]),
                    static_cast<double>(rows.z[row]), rows.cell[row]});
}

}  // namespace muster::crowd
