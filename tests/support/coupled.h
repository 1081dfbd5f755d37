#pragma once
// Runs a case given as text, its people and its hazards coupled, without files.

#include "sim/run/coupling.h"
#include "tests/support/evacuation.h"

#include <string>

#include <gtest/gtest.h>

namespace muster::test {

/// A crowd and its hazards; nobody is ever lost.
struct Coupled {
  explicit Coupled(const std::string& toml)
      : evacuation(toml), coupling(evacuation.the_case, evacuation.start, evacuation.crowd) {
    coupling.advance();
  }
  crowd::Crowd& crowd() { return evacuation.crowd; }
  void step() {
    crowd().step();
    coupling.advance();
    const crowd::Counts counts = crowd().counts();
    EXPECT_EQ(counts.placed, counts.evacuated + counts.inside);
  }
  void run(double until) {
    while (!crowd().finished() && crowd().time() < until) step();
  }
  /// How many left by an exit.
  size_t by(int32_t exit) const {
    size_t n = 0;
    for (const crowd::Outcome& o : evacuation.crowd.outcomes()) n += o.exit == exit;
    return n;
  }

  Evacuation evacuation;
  sim::Coupling coupling;
};

}  // namespace muster::test
