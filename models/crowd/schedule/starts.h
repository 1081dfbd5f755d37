#pragma once
// When everybody starts to leave: by an alarm, by a fixed time, or because others do.

#include "models/crowd/ground/ground.h"
#include "models/crowd/people/people.h"
#include "models/crowd/schedule/settings.h"
#include "models/crowd/walking/rows.h"

#include <cstdint>
#include <vector>

namespace muster::crowd {

/// Start times by id. A person's pre-movement time counts from the alarm that reaches the place where he then is; with
/// no alarm in the case from t = 0. Writes `Rows::premovement` of those who wait.
class Starts {
 public:
  Starts(const ScheduleSettings& settings, const std::vector<Person>& people, uint64_t seed);

  /// [s] when somebody starts to leave; infinity while nothing has told him to.
  double start(AgentId id) const { return start_[id]; }
  bool started(AgentId id, double now) const { return start_[id] <= now; }
  /// Sounds the alarms that are due before `now` + `step`; called at the beginning of a step.
  void sound_due(Rows& rows, double now, double step);
  /// Sounds alarm `index` at `now`, if it has not sounded.
  void sound(size_t index, Rows& rows, double now);
  /// What people notice at their own moment, once a second: an alarm that sounds where they have come to, and that
  /// others they see have started. `tick`: number of the step; `per_second` of them a second.
  void look_round(Rows& rows, const Strips& strips, const Ground& ground, double now, int64_t tick, int64_t per_second);
  /// Somebody is warned at `now` and starts after his pre-movement time. `row`: his row or `nowhere`.
  static constexpr uint32_t nowhere = 0xffffffffu;
  void warn(AgentId id, Rows& rows, uint32_t row, double now);
  /// Somebody starts at `when` [s], if he does not start earlier.
  void start_at(AgentId id, Rows& rows, uint32_t row, double when);

 private:
  bool hears(const AlarmZone& alarm, scene::CellId cell) const;
  bool sees_others_start(const Rows& rows, size_t row, const Strips& strips, const Ground& ground,
                         const Imitation& imitation, double now) const;

  std::vector<AlarmZone> alarms_;
  std::vector<char> sounded_;         // [alarms]
  std::vector<Imitation> imitation_;  // [groups]
  std::vector<float> delay_;          // [ids, s] pre-movement time
  std::vector<float> start_;          // [ids, s]
  std::vector<char> warned_;          // [ids]
  std::vector<uint32_t> group_;       // [ids]
  bool anybody_imitates_ = false;
  size_t sounding_ = 0, deaf_ = 0;  // alarms that sound, people whom none has reached
};

/// Whether somebody at the first point sees somebody at the second: no wall as high as a body between them [m, local].
bool sees(const Ground& ground, float x0, float y0, float z0, float x1, float y1);

}  // namespace muster::crowd
