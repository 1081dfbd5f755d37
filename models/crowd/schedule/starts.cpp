#include "models/crowd/schedule/starts.h"

#include "base/random.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster::crowd {

namespace {

constexpr float never = std::numeric_limits<float>::infinity();
/// People whose heights differ by more are not on the same floor [m].
constexpr float same_floor = 1.5f;

/// Whether he has still to start from where he stands.
bool waits(const Rows& rows, uint32_t row) { return row != Starts::nowhere && rows.state[row] == State::waiting; }

}  // namespace

bool sees(const Ground& ground, float x0, float y0, float z0, float x1, float y1) {
  static thread_local std::vector<uint32_t> near;
  near.clear();
  ground.sight().within(std::min(x0, x1), std::min(y0, y1), std::max(x0, x1), std::max(y0, y1), z0, z0, near);
  return std::none_of(near.begin(), near.end(), [&](uint32_t w) {
    const Segment& s = ground.sight()[w];
    return s.solid && z0 >= s.foot_low && z0 <= s.foot_high && s.crossing(x0, y0, x1, y1) >= 0;
  });
}

Starts::Starts(const ScheduleSettings& settings, const std::vector<Person>& people, uint64_t seed)
    : alarms_(settings.alarms), sounded_(settings.alarms.size(), 0) {
  const GroupPlan none;
  for (const GroupPlan& plan : settings.groups) {
    imitation_.push_back(plan.imitation);
    anybody_imitates_ = anybody_imitates_ || plan.imitation.share > 0;
  }
  start_.assign(people.size(), never);
  warned_.assign(people.size(), 0);
  deaf_ = people.size();
  for (const Person& p : people) {
    const GroupPlan& plan = p.group < settings.groups.size() ? settings.groups[p.group] : none;
    delay_.push_back(p.premovement);
    if (anybody_imitates_) group_.push_back(p.group);
    float& start = start_[p.id];
    // Without an alarm: who is there and goes nowhere first starts of himself, who passes through when he comes in.
    if (plan.stops.empty() && p.source >= 0) start = p.enters;
    if (plan.stops.empty() && p.source < 0 && alarms_.empty() && !plan.leave_at) start = p.premovement;
    if (plan.leave_at)
      start =
          std::min(start, static_cast<float>(plan.leave_at->quantile(random_uniform(seed, p.id, 1, Draw::arrival))));
  }
}

bool Starts::hears(const AlarmZone& alarm, scene::CellId cell) const {
  return alarm.cells.empty() || std::binary_search(alarm.cells.begin(), alarm.cells.end(), cell);
}

void Starts::start_at(AgentId id, Rows& rows, uint32_t row, double when) {
  start_[id] = std::min(start_[id], static_cast<float>(when));
  if (waits(rows, row)) rows.premovement[row] = start_[id];
}

void Starts::warn(AgentId id, Rows& rows, uint32_t row, double now) {
  if (warned_[id] != 0) return;
  warned_[id] = 1;
  --deaf_;
  start_at(id, rows, row, now + static_cast<double>(delay_[id]));
}

void Starts::sound_due(Rows& rows, double now, double step) {
  if (sounding_ == alarms_.size()) return;
  for (size_t a = 0; a < alarms_.size(); ++a)
    if (alarms_[a].time < now + step) sound(a, rows, std::max(now, alarms_[a].time));
}

void Starts::sound(size_t index, Rows& rows, double now) {
  if (sounded_[index] != 0) return;
  sounded_[index] = 1;
  ++sounding_;
  for (size_t i = 0; i < rows.size(); ++i)
    if (rows.state[i] != State::nobody && hears(alarms_[index], rows.cell[i]))
      warn(rows.id[i], rows, static_cast<uint32_t>(i), now);
}

bool Starts::sees_others_start(const Rows& rows, size_t row, const Strips& strips, const Ground& ground,
                               const Imitation& imitation, double now) const {
  const float x = rows.x[row], y = rows.y[row], z = rows.z[row], reach = static_cast<float>(imitation.radius);
  size_t seen = 0, started = 0;
  for (int b = strips.band(z - same_floor); b <= strips.band(z + same_floor); ++b)
    for (int k = strips.strip_of(y - reach); k <= strips.strip_of(y + reach); ++k) {
      const auto [first, last] = strips.rows(b, k, strips.cell_of(x - reach), strips.cell_of(x + reach));
      for (uint32_t j = first; j < last; ++j) {
        if (j == row || rows.state[j] == State::nobody || std::abs(rows.z[j] - z) > same_floor) continue;
        const float dx = rows.x[j] - x, dy = rows.y[j] - y;
        if (dx * dx + dy * dy > reach * reach || !sees(ground, x, y, z, rows.x[j], rows.y[j])) continue;
        ++seen;
        started += static_cast<double>(start_[rows.id[j]]) < now;  // not at this very moment: rows have no order
      }
    }
  return started > 0 && static_cast<double>(started) >= imitation.share * static_cast<double>(seen);
}

void Starts::look_round(Rows& rows, const Strips& strips, const Ground& ground, double now, int64_t tick,
                        int64_t per_second) {
  if ((sounding_ == 0 || deaf_ == 0) && !anybody_imitates_) return;
  const auto period = static_cast<uint64_t>(per_second), phase = static_cast<uint64_t>(tick) % period;
  for (size_t i = 0; i < rows.size(); ++i) {
    const AgentId id = rows.id[i];
    if (rows.state[i] == State::nobody || id % period != phase || started(id, now)) continue;
    const auto row = static_cast<uint32_t>(i);
    for (size_t a = 0; a < alarms_.size() && warned_[id] == 0; ++a)
      if (sounded_[a] != 0 && hears(alarms_[a], rows.cell[i])) warn(id, rows, row, now);
    const Imitation* imitation =
        anybody_imitates_ && group_[id] < imitation_.size() ? &imitation_[group_[id]] : nullptr;
    if (imitation != nullptr && imitation->share > 0 && sees_others_start(rows, i, strips, ground, *imitation, now))
      start_at(id, rows, row, now);
  }
}

}  // namespace muster::crowd
