#pragma once
// Where people go before they leave: to their seats, to the bar and back.

#include "models/crowd/people/people.h"
#include "models/crowd/routes/routes.h"
#include "models/crowd/schedule/settings.h"
#include "models/crowd/schedule/starts.h"
#include "models/crowd/walking/progress.h"
#include "models/crowd/walking/rows.h"

#include <cstdint>
#include <vector>

namespace muster::crowd {

/// Visits of those whose group has stops, until they start to leave. Each stop is an area in pieces; everybody draws a
/// piece and walks there. Who gets to it has arrived; so has who comes no nearer for 3 s because others fill it, within
/// 3 m of it, within 1 m of the farthest of those who stand about it, or within 1 m of anybody who stands at the same
/// stop.
class Visits {
 public:
  Visits(const ScheduleSettings& settings, const std::vector<Person>& people, Routes& routes, uint64_t seed);

  /// Whether somebody has stops and has not started to leave: his goal is set here and nowhere else.
  bool busy(AgentId id) const { return !phase_.empty() && (phase_[id] == going || phase_[id] == staying); }
  /// Sends somebody who has stops to the first; `row` holds the goal of his way out. False: he has none.
  bool begin(Rows& rows, size_t row);
  /// Everybody's own moment, twice a second: who arrives, goes on, or starts to leave. `per_second`: steps a second.
  /// `strips` are of the last sort; people may have moved by `drift` [m] since.
  void decide(Rows& rows, const Strips& strips, float drift, Routes& routes, Starts& starts, double now, int64_t tick,
              int64_t per_second);

 private:
  enum Phase : uint8_t { none, going, staying, done };
  struct Area {
    std::vector<int32_t> pieces;   // areas of Routes
    std::vector<uint32_t> weight;  // cells so far
    std::vector<float> reach;      // [m] how far those who stand about a piece reach
    std::optional<Distribution> stay;
  };
  std::vector<Area>& stops_of(AgentId id) { return stops_[group_[id]]; }
  void go(Rows& rows, size_t row, Routes& routes, double now);
  void leave(Rows& rows, size_t row, double now);
  bool arrived(const Rows& rows, const Strips& strips, float drift, size_t row, const Routes& routes, double now);
  bool stands_behind(const Rows& rows, const Strips& strips, float drift, size_t row, const Field& field) const;

  uint64_t seed_;
  std::vector<std::vector<Area>> stops_;  // [groups]
  // By id; empty where nobody has stops.
  std::vector<Phase> phase_;
  std::vector<uint32_t> group_;
  std::vector<uint16_t> stop_;  // index of the stop
  std::vector<uint8_t> piece_;  // of it
  std::vector<float> until_;    // [s] end of the stay
  std::vector<int32_t> home_;   // field of the way out
  Progress progress_;           // of those who are going
};

}  // namespace muster::crowd
