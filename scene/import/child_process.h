#pragma once
// Runs a program that must not be trusted: under limits of time and memory, killed with all it started.

#include <cstddef>
#include <string>
#include <vector>

namespace muster::scene {

struct ProcessLimits {
  double seconds = 120;     ///< [s] wall clock
  size_t memory_mb = 6000;  ///< [MB] resident, the process and its descendants together
};

struct ProcessEnd {
  enum class How { exited, signalled, too_slow, too_much_memory, not_started, lost };  ///< lost: another reaped it
  How how = How::not_started;
  int status = 0;        ///< exit status, or the number of the signal
  std::string messages;  ///< what it wrote to stderr, at most 64 kB
  double seconds = 0;    ///< [s] wall clock
  size_t peak_mb = 0;    ///< [MB] highest resident memory seen
};

/// Runs `command` (an absolute path or a name on PATH, then arguments) with stdin and stdout on /dev/null, in a process
/// group of its own, and waits for its end. Meanwhile SIGCHLD is not ignored in this process, whatever it was before:
/// the system would throw the child's status away.
ProcessEnd run_limited(const std::vector<std::string>& command, const ProcessLimits& limits);

/// "SIGSEGV" for 11, "signal 99" for one without a name.
std::string signal_name(int signal);

}  // namespace muster::scene
