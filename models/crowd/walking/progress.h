#pragma once
// Whether people still come nearer to where they go.

#include "models/crowd/walking/rows.h"

#include <vector>

namespace muster::crowd {

/// The nearest that people have come to their goals, and since when they have not come nearer. Who fidgets on one spot
/// moves, but does not get on: `anchor_time` of the rows would not tell.
class Progress {
 public:
  void resize(size_t people) { nearest_.resize(people), since_.resize(people); }
  /// A new goal.
  void begin(AgentId id, float now) { nearest_[id] = 1e30f, since_[id] = now; }
  /// For how long [s] somebody who has `distance` [m] of way left has not come nearer by `step`.
  float stalled(AgentId id, float distance, float now) {
    if (distance < nearest_[id] - step) nearest_[id] = distance, since_[id] = now;
    return now - since_[id];
  }

 private:
  static constexpr float step = 0.25f;  // [m] as for those who are stuck
  std::vector<float> nearest_, since_;  // [ids, m] [ids, s]
};

}  // namespace muster::crowd
