#pragma once
// How far a study is: derived from the records alone.

#include "sim/study/engine/runner.h"

namespace muster::sim::study {

/// Runs of one variant.
struct VariantRuns {
  std::string key;                                    ///< of the variant
  size_t planned = 0;                                 ///< runs that are wanted as far as one knows
  std::vector<std::optional<RunStatus>> status = {};  ///< of the first `planned`; empty: to be made
  std::vector<std::optional<Record>> records = {};    ///< of those that are ok and were read
  bool enough = false;                                ///< the criterion is met, or no more runs are allowed
};

struct Counts {
  size_t planned = 0, ok = 0, failed = 0, missing = 0;
};

/// A measure of the variant's runs by seed; runs without it are left out.
std::map<uint64_t, double> values_of(const VariantRuns& runs, const std::string& measure_key);

/// A study with its variants and what has become of their runs.
class Progress {
 public:
  Progress(const Study& study, std::vector<Variant> variants, const BaseCase& base, const Store& store);

  /// Looks at the store anew and says how many runs each variant is to have.
  void refresh();
  /// Reads all records that are there.
  void read_all();
  /// What is to be run, replicate by replicate.
  std::vector<Task> missing() const;
  Counts counts() const;

  const Study& study() const { return study_; }
  const std::vector<Variant>& variants() const { return variants_; }
  const std::vector<VariantRuns>& runs() const { return runs_; }

 private:
  void read(VariantRuns& runs, size_t count) const;
  bool satisfied(const VariantRuns& runs, size_t count) const;
  void plan_runs(VariantRuns& runs, const std::map<std::string, RunStatus>& ended) const;

  const Study& study_;
  std::vector<Variant> variants_;
  const Store& store_;
  std::vector<VariantRuns> runs_;
};

}  // namespace muster::sim::study
