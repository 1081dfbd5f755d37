#pragma once
// What is asked of doors and exits beyond being open or shut: one direction, a largest flow, times at which they close
// and open.

#include "models/crowd/ground/ground.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace muster::crowd {

/// A rule for one door or exit.
struct GateRule {
  bool exit = false;  ///< `line` counts exits; else portals
  int32_t line = 0;
  int8_t one_way = 0;   ///< +1: forward only (portals: from the right to the left of a -> b; exits: outwards), -1:
                        ///< backward only, 0: both
  double max_flow = 0;  ///< [1/(m s)] most people per metre of the line's length and second; 0: no limit
};

/// Doors and exits that close or open at a time.
struct GateEvent {
  double at = 0;     ///< [s]
  std::string what;  ///< for people to read
  std::vector<int32_t> close_portals = {}, close_exits = {}, open_portals = {}, open_exits = {};

  bool opens() const { return !open_portals.empty() || !open_exits.empty(); }
};

/// All that a case asks of its gates; events in order of time.
struct GateSettings {
  std::vector<GateRule> rules;
  std::vector<GateEvent> events;
};

/// What an event did to the people inside. affected = rerouted + waiting.
struct EventReport {
  double at = 0;  ///< [s]
  std::string what;
  size_t affected = 0;  ///< their way to their destination became another, or they have none any more, or one again
  size_t rerouted = 0;  ///< of these, those who have a way
  size_t waiting = 0;   ///< of these, those who have none as doors are now
};

/// Lines that pass at most so many people a second. Who would cross without leave is held at the line; leave is given
/// to those who have waited longest, and never more than the limit since the first passage allows: with the n-th
/// passage at t_n and headway h = 1 / (flow * length), t_n >= t_1 + (n - 1) h.
class FlowLimits {
 public:
  FlowLimits(const Ground& ground, const std::vector<GateRule>& rules);

  bool none() const { return gates_.empty(); }
  bool limited(uint32_t wall) const { return !gates_.empty() && gate_of_wall_[wall] >= 0; }
  /// Whether somebody waits for leave.
  bool anybody_waits() const;
  /// Whether this person may cross the line now.
  bool has_leave(uint32_t wall, uint32_t id) const {
    return gates_[static_cast<size_t>(gate_of_wall_[wall])].gives_leave_to(id);
  }
  /// Gives leave for the step that begins at `now` [s].
  void give_leave(double now, double step);
  /// Somebody was held at a line in the step that began at `now`.
  void held(uint32_t wall, uint32_t id, double now);
  /// Somebody crossed it at `time`.
  void crossed(uint32_t wall, uint32_t id, double time);

 private:
  struct Waiting {
    uint32_t id;
    double since, seen;  ///< [s] first and last held
  };
  struct Gate {
    double headway = 1;    ///< [s]
    double next = -1e300;  ///< [s] when the next may cross
    bool fresh = true;     ///< nobody has crossed since it stood idle
    std::vector<Waiting> waiting;
    /// Who has leave, and since when. Lines may lie on one another: somebody can have leave of several.
    std::vector<std::pair<uint32_t, double>> leave;

    bool gives_leave_to(uint32_t id) const;
  };
  std::vector<Gate> gates_;
  std::vector<int32_t> gate_of_wall_;  // by index of `Ground::walls`; -1: no limit
};

}  // namespace muster::crowd
