#pragma once
// Who knows of a danger, and takes ways that avoid it.

#include "models/crowd/people/people.h"
#include "models/crowd/routes/routes.h"
#include "models/crowd/walking/rows.h"

#include <span>
#include <vector>

namespace muster::crowd {

/// People follow the fields of those who are not informed until they are told. Whoever else sets goals (meetings,
/// stops, helpers) need not know who is informed: `keep` turns the goals to those of informed people.
class Informed {
 public:
  /// These people know from now on.
  void tell(std::span<const AgentId> ids, size_t people);
  bool knows(AgentId id) const { return !knows_.empty() && knows_[id] != 0; }
  size_t count() const { return count_; }
  /// Turns the goals of all who know; the fields are made at the next `Routes::update`. How many changed.
  size_t keep(Rows& rows, Routes& routes) const;

 private:
  std::vector<char> knows_;  ///< [ids]; empty until somebody knows
  size_t count_ = 0;
};

}  // namespace muster::crowd
