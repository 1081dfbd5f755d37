#pragma once
// What Ctrl-C and SIGTERM do to a run.

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>

namespace muster::sim {

/// Handles both signals while it lives; there must be one at a time. During the set-up the program ends at once with
/// status 3, and with it the child that reads a model and its temporary files; from `run_begins` on the first signal is
/// told to the run, which keeps what was computed. A second signal ends the program in any case.
class Interruption {
 public:
  Interruption();
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  /// The set-up is over. Does not return where a signal came before.
  void run_begins();
  /// For the run: set by the first signal.
  static const std::atomic<bool>& wanted();

 private:
  enum class Stage { set_up, running, ending };
  void watch(const std::stop_token& stop);
  [[noreturn]] void end_program() const;
  void make_temporary();
  void remove_temporary();

  std::atomic<Stage> stage_ = Stage::set_up;
  std::filesystem::path temporary_;  ///< folder of the set-up's temporary files, so that they can be found
  std::string temporary_before_;     ///< TMPDIR of the caller
  bool had_temporary_ = false;
  std::jthread watcher_;
};

}  // namespace muster::sim
