#pragma once
// Makes runs: each in a process of its own, so many at once.

#include "sim/study/engine/record.h"
#include "sim/study/plan/plan.h"

#include <atomic>
#include <functional>
#include <span>

namespace muster::sim::study {

/// A run that is wanted.
struct Task {
  size_t variant = 0, replicate = 0;
  std::string key;  ///< `run_key`
};

/// How many runs ended how.
struct Made {
  size_t ended = 0;  ///< whatever their status: they have a record
  size_t lost = 0;   ///< killed or stopped three times: they have none
  bool interrupted = false;
};

/// Where and how runs are made.
struct RunnerOptions {
  std::filesystem::path program;                   ///< of `muster run`
  size_t jobs = 1;                                 ///< at once
  const std::atomic<bool>* interrupted = nullptr;  ///< stop: the runs under way are killed
  std::function<void()> ended;                     ///< called after each
};

/// Makes the tasks that have no record yet, in their order, and writes their records. Must be called by the thread that
/// lives longest: runs die with it.
Made make_runs(const Study& study, std::span<const Variant> variants, std::span<const Task> tasks, const Store& store,
               const RunnerOptions& options);

/// Removes what killed runs of this host have left in the study's folder.
void remove_leftovers(const Store& store);

}  // namespace muster::sim::study
