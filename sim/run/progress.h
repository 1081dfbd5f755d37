#pragma once
// What the user sees while a run goes on: a bar on a terminal, plain lines elsewhere.

#include "sim/run/stopwatch.h"

#include <cstddef>

namespace muster::sim {

class Progress {
 public:
  explicit Progress(bool quiet);
  /// Shows the state, at most four times a second on a terminal and every ten seconds elsewhere.
  void show(double time, size_t inside, size_t placed, double until);
  /// Ends the line.
  void done();

 private:
  bool quiet_, terminal_;
  double last_shown_ = -1e9;
  Stopwatch watch_;
};

}  // namespace muster::sim
