#include "sim/run/progress.h"

#include <algorithm>
#include <cstdio>
#include <string>

#include <fmt/format.h>
#include <unistd.h>

namespace muster::sim {

Progress::Progress(bool quiet) : quiet_(quiet), terminal_(isatty(STDERR_FILENO) == 1) {}

void Progress::show(double time, size_t inside, size_t placed, double until) {
  const double wall = watch_.elapsed();
  if (quiet_ || wall - last_shown_ < (terminal_ ? 0.25 : 10.0)) return;
  last_shown_ = wall;
  const double out = placed == 0 ? 1 : 1 - static_cast<double>(inside) / static_cast<double>(placed);
  const double factor = wall > 0 ? time / wall : 0;
  // The run ends when everybody has left or at `until`: the time left is guessed from the share that has left.
  const double left = out > 0.02 ? std::min(wall / out - wall, (until - time) / std::max(factor, 1e-9)) : 0;
  const std::string state = fmt::format("{:7.1f} s  inside {:6d} of {}  {:.0f}x real time{}", time, inside, placed,
                                        factor, left > 1 ? fmt::format("  about {:.0f} s left", left) : "");
  if (terminal_) {
    const auto filled = static_cast<size_t>(30 * std::clamp(out, 0.0, 1.0));
    std::fputs(fmt::format("\r[{:<30}] {}\033[K", std::string(filled, '='), state).c_str(), stderr);
  } else {
    std::fputs((state + "\n").c_str(), stderr);
  }
  std::fflush(stderr);
}

void Progress::done() {
  if (!quiet_ && terminal_) std::fputs("\r\033[K", stderr);
}

}  // namespace muster::sim
