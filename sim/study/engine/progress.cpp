#include "sim/study/engine/progress.h"

#include "base/parallel.h"
#include "sim/study/statistics/curves.h"
#include "sim/study/statistics/replicates.h"

#include <algorithm>

namespace muster::sim::study {

std::map<uint64_t, double> values_of(const VariantRuns& runs, const std::string& measure_key) {
  std::map<uint64_t, double> values;
  for (const auto& record : runs.records)
    if (record)
      if (const auto value = figure(record->summary, measure_key)) values[record->seed] = *value;
  return values;
}

Progress::Progress(const Study& study, std::vector<Variant> variants, const BaseCase& base, const Store& store)
    : study_(study), variants_(std::move(variants)), store_(store), runs_(variants_.size()) {
  parallel_for(runs_.size(), 16, [&](size_t begin, size_t end) {
    for (size_t v = begin; v < end; ++v) runs_[v].key = base.key_of(variants_[v]);
  });
  refresh();
}

void Progress::refresh() {
  const std::map<std::string, RunStatus> ended = store_.list();
  parallel_for(runs_.size(), 4, [&](size_t begin, size_t end) {
    for (size_t v = begin; v < end; ++v) plan_runs(runs_[v], ended);
  });
}

/// Replays the rule: so many runs, a look, twice as many, a look.
void Progress::plan_runs(VariantRuns& runs, const std::map<std::string, RunStatus>& ended) const {
  const auto first = static_cast<size_t>(study_.first_runs()),
             most = std::max(first, static_cast<size_t>(study_.replicates.most));
  const bool looks = study_.criterion() == Criterion::interval || study_.criterion() == Criterion::curves;
  runs.planned = first;
  runs.enough = false;
  for (;;) {
    runs.records.resize(runs.planned);
    for (size_t r = runs.status.size(); r < runs.planned; ++r) runs.status.emplace_back();
    bool complete = true;
    for (size_t r = 0; r < runs.planned; ++r) {
      const auto found = ended.find(run_key(runs.key, seed_of(study_, r)));
      runs.status[r] = found == ended.end() ? std::nullopt : std::optional(found->second);
      complete = complete && runs.status[r];
    }
    if (!complete) return;
    if (looks) {
      read(runs, runs.planned);
      for (size_t r = 0; r < runs.planned; ++r) complete = complete && runs.status[r];
      if (!complete) return;  // a damaged record
    }
    if (!looks || runs.planned >= most || satisfied(runs, runs.planned)) {
      runs.enough = true;
      return;
    }
    runs.planned = next_look(runs.planned, most);
  }
}

void Progress::read(VariantRuns& runs, size_t count) const {
  for (size_t r = 0; r < count; ++r) {
    if (runs.records[r] || runs.status[r] != RunStatus::ok) continue;
    runs.records[r] = store_.read(run_key(runs.key, seed_of(study_, r)), RunStatus::ok);
    if (!runs.records[r]) runs.status[r].reset();
  }
}

void Progress::read_all() {
  parallel_for(runs_.size(), 4, [&](size_t begin, size_t end) {
    for (size_t v = begin; v < end; ++v) read(runs_[v], runs_[v].planned);
  });
}

bool Progress::satisfied(const VariantRuns& runs, size_t count) const {
  if (study_.criterion() == Criterion::curves) {
    std::vector<Curve> curves;
    for (size_t r = 0; r < count; ++r)
      if (runs.records[r]) curves.push_back(runs.records[r]->times);
    // Curves of other lengths: not everybody left in each run, there is no one mean.
    for (const Curve& c : curves)
      if (c.size() != curves.front().size()) return false;
    if (curves.empty() || curves.front().size() < 2) return true;
    const size_t step = std::max<size_t>(1, curves.front().size() / 20);
    return runs_until_stable(curve_steps(curves, step), {}).has_value();
  }
  std::vector<double> values;
  for (const auto& [seed, value] : values_of(runs, study_.measures.front().key)) values.push_back(value);
  if (values.empty()) return true;  // more runs of what gives no figure would give none
  return narrow(values, study_.replicates.within);
}

std::vector<Task> Progress::missing() const {
  std::vector<Task> tasks;
  size_t most = 0;
  for (const VariantRuns& runs : runs_) most = std::max(most, runs.planned);
  for (size_t r = 0; r < most; ++r)
    for (size_t v = 0; v < runs_.size(); ++v)
      if (r < runs_[v].planned && !runs_[v].status[r])
        tasks.push_back({v, r, run_key(runs_[v].key, seed_of(study_, r))});
  return tasks;
}

Counts Progress::counts() const {
  Counts counts;
  for (const VariantRuns& runs : runs_)
    for (size_t r = 0; r < runs.planned; ++r) {
      ++counts.planned;
      ++(!runs.status[r] ? counts.missing : *runs.status[r] == RunStatus::ok ? counts.ok : counts.failed);
    }
  return counts;
}

}  // namespace muster::sim::study
