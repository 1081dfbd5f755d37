#pragma once
// Wall-clock time of phases.

#include <chrono>

namespace muster::sim {

class Stopwatch {
 public:
  /// Seconds since construction or the last call of `lap`.
  double lap() {
    const auto now = std::chrono::steady_clock::now();
    const double seconds = std::chrono::duration<double>(now - start_).count();
    start_ = now;
    return seconds;
  }
  double elapsed() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count(); }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace muster::sim
