#pragma once
// How far a study is: derived from the records alone.

#include "sim/study/engine/runner.h"
#include "sim/study/statistics/curves.h"

namespace muster::sim::study {

/// Runs of one variant.
struct VariantRuns {
  std::string key;                                    ///< of the variant
  std::optional<double> cost = {};                    ///< of the variant
  std::optional<BaseCase::HazardKey> hazards = {};    ///< that its runs may share; empty: none, or they do not
  size_t planned = 0;                                 ///< runs that are wanted as far as one knows
  std::vector<std::optional<RunStatus>> status = {};  ///< of the first `planned`; empty: to be made
  std::vector<std::optional<Record>> records = {};    ///< of those that are ok and were read
  bool enough = false;                                ///< no more runs are wanted: the criterion is met, or cannot be
};

/// The measure's values of the variant; empty where not every planned run has it: a mean over the others is of the runs
/// that went well, not of the variant.
std::vector<double> complete_values(const VariantRuns& runs, const std::string& measure_key);

/// Whether the criterion for enough runs of a variant is met.
enum class Met {
  not_yet,  ///< runs are missing
  yes,
  no,         ///< not with the most runs that are allowed
  no_figure,  ///< runs have ended without the first measure: no mean is the variant's
};
/// "not yet", "met", "not met with the most runs", "not all runs have the figure"
std::string words_of(Met met);

struct Counts {
  size_t planned = 0, ok = 0, failed = 0, missing = 0;
};

/// A measure of a run; `cost` is the variant's.
std::optional<double> value_of(const VariantRuns& runs, const Record& record, const std::string& measure_key);

/// A measure of the variant's runs by seed; runs without it are left out.
std::map<uint64_t, double> values_of(const VariantRuns& runs, const std::string& measure_key);

/// When people left in each run that is ok, where they are as many in each; else empty: there is no one mean.
std::vector<Curve> whole_curves(const VariantRuns& runs);

/// A study with its variants and what has become of their runs. Of a search the variants are the case as it is and the
/// layouts looked at so far; which those are follows from the records.
class Progress {
 public:
  Progress(const Study& study, std::vector<Variant> variants, const BaseCase& base, const Store& store);

  /// Looks at the store anew and says which variants there are and how many runs each is to have.
  void refresh();
  /// Reads all records that are there.
  void read_all();
  /// What is to be run, replicate by replicate.
  std::vector<Task> missing() const;
  /// Hazards that are to be computed alone before these: those that at least two of them read.
  std::vector<Task> hazards_before(std::span<const Task> tasks) const;
  /// Hazards whose deaths of who stays are asked for and that are not there.
  std::vector<Task> hazards_for_stays() const;
  /// What names the hazards that say what a variant does to who stays at a place, of the first seed; "" none.
  std::string stays_of(size_t variant) const;
  /// What names the run of the hazards alone of a variant and a seed; "" none.
  std::string alone(size_t variant, size_t replicate) const;
  /// What names the hazards that a run of a variant reads; "" none.
  std::string hazards_of(size_t variant, size_t replicate) const;
  Counts counts() const;
  /// Needs `read_all`.
  Met met(size_t variant) const;

  const Study& study() const { return study_; }
  const std::vector<Variant>& variants() const { return variants_; }
  const std::vector<VariantRuns>& runs() const { return runs_; }
  /// Of a search that has looked at all its layouts: the best ones, best first, and along the trade-off; these and the
  /// case as it is are run again with other seeds.
  const std::vector<size_t>& confirmed() const { return confirmed_; }

 private:
  void read(VariantRuns& runs, size_t count) const;
  bool satisfied(const VariantRuns& runs) const;
  Task hazard_task(size_t variant, size_t replicate) const;
  using Ended = std::map<std::string, RunStatus>;
  void plan_runs(VariantRuns& runs, const Ended& ended) const;
  /// Of a search: the next layouts, or the runs that confirm the best. False where runs are missing or all is planned.
  bool grow(const Ended& ended);
  void add(std::vector<Variant> more, const Ended& ended);
  std::vector<Looked> looked() const;
  std::vector<size_t> best_of(const std::vector<Looked>& looked) const;

  const Study& study_;
  const BaseCase& base_;
  std::vector<Variant> variants_;
  const Store& store_;
  std::vector<VariantRuns> runs_;
  std::vector<size_t> confirmed_;
};

/// Forgets the runs that took longer than a time that is less than `run.timeout_s` now, and where `failed` all that did
/// not end well, so that they are made again; returns how many.
size_t forget(const Store& store, const Progress& progress, bool failed);

/// How many runs of a variant are planned of the seeds that a search went by, of any other study all.
size_t searched_runs(const Progress& progress, size_t variant);
/// The runs of the seeds that a search went by, of a variant of any study all.
std::map<uint64_t, double> searched_values(const Progress& progress, size_t variant, const std::string& measure_key);
/// The runs of the other seeds, which confirm; none of a study that is no search.
std::map<uint64_t, double> fresh_values(const Progress& progress, size_t variant, const std::string& measure_key);

}  // namespace muster::sim::study
