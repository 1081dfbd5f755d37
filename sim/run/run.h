#pragma once
// One run of a case: set-up, the coupled step, recording, summary.

#include "sim/case/case.h"
#include "sim/results/summary.h"

#include <atomic>
#include <filesystem>
#include <functional>

namespace muster::sim {

/// Beside the results of a run without people.
inline constexpr const char* stay_deaths_name = "stay_deaths.h5";

struct RunOptions {
  std::filesystem::path out;                       ///< folder of the results; made when the set-up has succeeded
  size_t threads = 0;                              ///< 0: all of the machine's
  bool quiet = false;                              ///< no progress display
  const std::atomic<bool>* interrupted = nullptr;  ///< set by Ctrl-C: stop at the next step, keep what was computed
  std::filesystem::path shared_hazards;            ///< of a run of the same hazards, `hazards_of`; "": none
  /// The hazards alone, to their end, without people. With `hazards.arrivals_s` also `stay_deaths.h5`, of who comes
  /// first.
  bool nobody = false;
  std::function<void()> begins;  ///< called, where there is one, between set-up and first writing
  /// [s] of wall time between two states of [flow] that are kept beside the results while the run goes on; 0: none.
  double checkpoint = 0;
  bool resume = false;                           ///< go on from what a run that was cut short left in `out`
  std::function<void(const std::string&)> tell;  ///< takes a line for the user besides; null: nobody does
};

/// Runs the case and writes results.h5, summary.json and log.txt into `options.out`.
/// Throws InputError before anything is written; afterwards trouble (interruption, full disk, out of memory) is told in
/// Summary::stopped.
results::Summary run(const Case& the_case, const RunOptions& options);

}  // namespace muster::sim
