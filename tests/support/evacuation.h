#pragma once
// Runs a case given as text, without files: what the verification tests stand on.

#include "models/crowd/crowd.h"
#include "sim/case/read.h"
#include "sim/run/set_up.h"

#include <string>
#include <utility>

#include <fmt/format.h>

namespace muster::test {

/// A case, set up and ready to step. Keeps the floors alive that the crowd walks on.
struct Evacuation {
  explicit Evacuation(const std::string& toml) : Evacuation(sim::read_case_text(toml, "test.toml")) {}
  explicit Evacuation(sim::Case a_case)
      : the_case(std::move(a_case)), start(sim::set_up(the_case)), crowd(start.floors, start.people, start.crowd) {}

  /// Steps until everybody has left or `until` [s].
  void run(double until = 3600) {
    while (!crowd.finished() && crowd.time() < until) crowd.step();
  }

  sim::Case the_case;
  sim::Start start;
  crowd::Crowd crowd;
};

/// WKT of a rectangle.
inline std::string rectangle(double x0, double y0, double x1, double y1) {
  return fmt::format("POLYGON (({0} {1}, {2} {1}, {2} {3}, {0} {3}, {0} {1}))", x0, y0, x1, y1);
}

}  // namespace muster::test
