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
  std::string key;           ///< `run_key`; of hazards alone what names them
  std::string hazards = {};  ///< names those that the run reads where they are there; "" none
  bool alone = false;        ///< hazards without people, for the runs that read them
};

/// How many runs ended how.
struct Made {
  size_t ended = 0;  ///< whatever their status: they have a record, or their hazards are there
  size_t lost = 0;   ///< killed or stopped three times: they have none
  bool interrupted = false;
  std::string hopeless = {};  ///< the first task's key, where the first so many have all failed with the same words
  std::string words = {};     ///< these
  std::string changed = {};   ///< a file that the runs' names are made of and that has changed: stopped there
};

/// Where and how runs are made.
struct RunnerOptions {
  std::filesystem::path program;                   ///< of `muster run`
  size_t jobs = 1;                                 ///< at once
  const std::atomic<bool>* interrupted = nullptr;  ///< stop: the runs under way are killed
  std::function<void()> ended;                     ///< called after each
  size_t hopeless_after = 0;                       ///< stop where the first so many all fail alike; 0: never
  /// A file that has changed since the runs were named, "" none: what has ended then is kept no more.
  std::function<std::string()> changed = {};
};

/// Makes the tasks that have no record yet, in their order, and writes their records. Must be called by the thread that
/// lives longest: runs die with it.
Made make_runs(const Study& study, std::span<const Variant> variants, std::span<const Task> tasks, const Store& store,
               const RunnerOptions& options);

/// Removes what killed runs of this host have left in the study's folder.
void remove_leftovers(const Store& store);

}  // namespace muster::sim::study
