#include "sim/study/engine/progress.h"

#include "base/parallel.h"
#include "sim/study/statistics/replicates.h"

#include <algorithm>
#include <set>

namespace muster::sim::study {

std::optional<double> value_of(const VariantRuns& runs, const Record& record, const std::string& measure_key) {
  return measure_key == "cost" ? runs.cost : figure(record.summary, measure_key);
}

std::map<uint64_t, double> values_of(const VariantRuns& runs, const std::string& measure_key) {
  std::map<uint64_t, double> values;
  for (const auto& record : runs.records)
    if (record)
      if (const auto value = value_of(runs, *record, measure_key)) values[record->seed] = *value;
  return values;
}

std::vector<double> complete_values(const VariantRuns& runs, const std::string& measure_key) {
  std::vector<double> values;
  for (const auto& [seed, value] : values_of(runs, measure_key)) values.push_back(value);
  if (values.size() < runs.planned) values.clear();
  return values;
}

namespace {

uint64_t first_fresh_seed(const Study& study) { return seed_of(study, static_cast<size_t>(study.first_runs())); }

}  // namespace

std::string words_of(Met met) {
  constexpr const char* words[] = {"not yet", "met", "not met with the most runs", "not all runs have the figure"};
  return words[static_cast<size_t>(met)];
}

std::vector<Curve> whole_curves(const VariantRuns& runs) {
  std::vector<Curve> curves;
  const Record* first = nullptr;
  for (const auto& record : runs.records) {
    if (!record) continue;
    if (first == nullptr) first = &*record;
    if (record->people_out != first->people_out) return {};
    curves.push_back(record->times);
  }
  return curves;
}

size_t searched_runs(const Progress& progress, size_t variant) {
  const size_t planned = progress.runs()[variant].planned;
  return progress.study().searches() ? std::min(planned, static_cast<size_t>(progress.study().first_runs())) : planned;
}

std::map<uint64_t, double> searched_values(const Progress& progress, size_t variant, const std::string& measure_key) {
  std::map<uint64_t, double> values = values_of(progress.runs()[variant], measure_key);
  if (progress.study().searches())
    std::erase_if(values, [&](const auto& each) { return each.first >= first_fresh_seed(progress.study()); });
  return values;
}

std::map<uint64_t, double> fresh_values(const Progress& progress, size_t variant, const std::string& measure_key) {
  if (!progress.study().searches()) return {};
  std::map<uint64_t, double> values = values_of(progress.runs()[variant], measure_key);
  std::erase_if(values, [&](const auto& each) { return each.first < first_fresh_seed(progress.study()); });
  return values;
}

Progress::Progress(const Study& study, std::vector<Variant> variants, const BaseCase& base, const Store& store)
    : study_(study), base_(base), store_(store) {
  add(std::move(variants), {});
  refresh();
}

void Progress::add(std::vector<Variant> more, const Ended& ended) {
  const size_t before = variants_.size();
  for (Variant& variant : more) variants_.push_back(std::move(variant));
  runs_.resize(variants_.size());
  parallel_for(variants_.size() - before, 16, [&](size_t begin, size_t end) {
    for (size_t v = before + begin; v < before + end; ++v) {
      runs_[v].key = base_.key_of(variants_[v]);
      runs_[v].cost = variants_[v].cost;
      if (study_.run.share_hazards != Sharing::never || study_.stays())
        runs_[v].hazards = base_.hazards_of(variants_[v]);
      if (study_.searches()) plan_runs(runs_[v], ended);
    }
  });
}

void Progress::refresh() {
  const Ended ended = store_.list();
  parallel_for(runs_.size(), 4, [&](size_t begin, size_t end) {
    for (size_t v = begin; v < end; ++v) plan_runs(runs_[v], ended);
  });
  while (study_.searches() && grow(ended)) {
  }
}

bool Progress::grow(const Ended& ended) {
  for (VariantRuns& runs : runs_) {
    if (!runs.enough) return false;
    read(runs, runs.planned);
    runs.enough = std::ranges::all_of(runs.status, [](const auto& s) { return s.has_value(); });
    if (!runs.enough) return false;  // a damaged record
  }
  if (!confirmed_.empty()) return false;
  const std::vector<Looked> all = looked();
  const std::vector<Place> next = search_of(study_).next(all);
  std::vector<Variant> more;
  for (const Place& place : next)
    more.push_back(variant_at(study_, std::to_string(variants_.size() + more.size()), place));
  add(std::move(more), ended);
  if (!next.empty()) return true;
  confirmed_ = best_of(all);
  if (confirmed_.empty()) return false;
  std::vector<size_t> again = confirmed_;
  again.push_back(0);
  for (const size_t v : again) {
    runs_[v].planned += static_cast<size_t>(study_.search.confirm);
    plan_runs(runs_[v], ended);
  }
  return true;
}

/// What the search goes by: means over its seeds. A layout of which a run failed or has no figure has none.
std::vector<Looked> Progress::looked() const {
  std::vector<const Measure*> measures = {&study_.measures.front()};
  if (const Measure* against = study_.against()) measures.push_back(against);
  std::vector<Looked> all;
  for (size_t v = 1; v < variants_.size(); ++v) {
    Looked& one = all.emplace_back(Looked{variants_[v].at, {}});
    for (const Measure* measure : measures) {
      const auto values = searched_values(*this, v, measure->key);
      if (values.size() < static_cast<size_t>(study_.first_runs())) {
        one.figures.clear();
        break;
      }
      double sum = 0;
      for (const auto& [seed, value] : values) sum += measure->more_is_better ? -value : value;
      one.figures.push_back(sum / static_cast<double>(values.size()));
    }
  }
  return all;
}

std::vector<size_t> Progress::best_of(const std::vector<Looked>& all) const {
  std::vector<size_t> order;
  for (size_t k = 0; k < all.size(); ++k)
    if (!all[k].figures.empty()) order.push_back(k);
  std::ranges::stable_sort(order, [&](size_t a, size_t b) { return all[a].figures < all[b].figures; });
  const auto keep = static_cast<size_t>(study_.search.keep);
  if (study_.against() != nullptr) {
    // Evenly along the curve of those that none beats in both, the best of each figure among them.
    std::vector<std::vector<double>> figures;
    for (const Looked& each : all) figures.push_back(each.figures);
    const std::vector<size_t> front = unbeaten(figures);
    order.clear();
    for (size_t k = 0; k < std::min(keep, front.size()); ++k)
      order.push_back(front.size() <= keep ? front[k] : front[k * (front.size() - 1) / std::max<size_t>(1, keep - 1)]);
  }
  if (order.size() > keep) order.resize(keep);
  for (size_t& k : order) ++k;  // the case as it is stands before the layouts
  return order;
}

/// Replays the rule: so many runs, a look, twice as many, a look.
void Progress::plan_runs(VariantRuns& runs, const std::map<std::string, RunStatus>& ended) const {
  const auto first = static_cast<size_t>(study_.first_runs()),
             most = std::max(first, static_cast<size_t>(study_.replicates.most));
  const bool looks = study_.criterion() == Criterion::interval || study_.criterion() == Criterion::curves;
  if (!study_.searches() || runs.planned == 0) runs.planned = first;
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
    if (!looks || runs.planned >= most || satisfied(runs)) {
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

Met Progress::met(size_t variant) const {
  const VariantRuns& runs = runs_[variant];
  if (!std::ranges::all_of(runs.status, [](const auto& s) { return s.has_value(); }) || !runs.enough)
    return Met::not_yet;
  if (values_of(runs, study_.measures.front().key).size() < runs.planned) return Met::no_figure;
  const bool looks = study_.criterion() == Criterion::interval || study_.criterion() == Criterion::curves;
  return !looks || satisfied(runs) ? Met::yes : Met::no;
}

bool Progress::satisfied(const VariantRuns& runs) const {
  if (study_.criterion() == Criterion::curves) {
    if (std::ranges::none_of(runs.records, [](const auto& r) { return r.has_value(); })) return true;
    const std::vector<Curve> curves = whole_curves(runs);
    if (curves.empty()) return false;
    if (curves.front().size() < 2) return true;
    const size_t step = std::max<size_t>(1, curves.front().size() / 20);
    return runs_until_stable(curve_steps(curves, step), {}).has_value();
  }
  std::vector<double> values;
  for (const auto& [seed, value] : values_of(runs, study_.measures.front().key)) values.push_back(value);
  if (values.empty()) return true;  // more runs of what gives no figure would give none
  return study_.measures.front().certain() || narrow(values, study_.replicates.within);
}

size_t forget(const Store& store, const Progress& progress, bool failed) {
  size_t count = 0;
  for (const VariantRuns& runs : progress.runs())
    for (size_t r = 0; r < runs.planned; ++r) {
      if (!runs.status[r] || *runs.status[r] == RunStatus::ok) continue;
      const std::string key = run_key(runs.key, seed_of(progress.study(), r));
      bool again = failed;
      if (!failed && *runs.status[r] == RunStatus::timeout) {
        const auto record = store.read(key, RunStatus::timeout);
        again = record && record->wall_s < progress.study().run.timeout_s;
      }
      if (again) store.remove(key, *runs.status[r]), ++count;
    }
  return count;
}

std::vector<Task> Progress::missing() const {
  std::vector<Task> tasks;
  size_t most = 0;
  for (const VariantRuns& runs : runs_) most = std::max(most, runs.planned);
  for (size_t r = 0; r < most; ++r)
    for (size_t v = 0; v < runs_.size(); ++v)
      if (r < runs_[v].planned && !runs_[v].status[r])
        tasks.push_back({v, r, run_key(runs_[v].key, seed_of(study_, r)), hazards_of(v, r)});
  return tasks;
}

std::string Progress::hazards_of(size_t variant, size_t replicate) const {
  if (study_.run.share_hazards == Sharing::never) return "";
  return alone(variant, replicate);
}

std::string Progress::alone(size_t variant, size_t replicate) const {
  return runs_[variant].hazards ? hazard_task(variant, replicate).key : "";
}

std::string Progress::stays_of(size_t variant) const { return alone(variant, 0); }

std::vector<Task> Progress::hazards_for_stays() const {
  std::set<std::string> known;
  std::vector<Task> wanted;
  for (size_t v = 0; v < runs_.size() && study_.stays(); ++v) {
    const std::string key = stays_of(v);
    if (key.empty() || !known.insert(key).second || store_.has_stays(key) || store_.gave_up_hazards(key)) continue;
    wanted.push_back(hazard_task(v, 0));
  }
  return wanted;
}

std::vector<Task> Progress::hazards_before(std::span<const Task> tasks) const {
  std::map<std::string, size_t> readers;
  std::vector<Task> before = hazards_for_stays();
  for (const Task& task : before) readers[task.key] = 2;
  for (const Task& task : tasks) {
    if (task.hazards.empty() || ++readers[task.hazards] != 2) continue;
    if (!store_.has_hazards(task.hazards) && !store_.gave_up_hazards(task.hazards))
      before.push_back(hazard_task(task.variant, task.replicate));
  }
  return before;
}

/// Where seeds do not matter the first one's, so that the same file comes of it whoever asks.
Task Progress::hazard_task(size_t variant, size_t replicate) const {
  const BaseCase::HazardKey& hazards = *runs_[variant].hazards;
  const size_t of_seed = hazards.by_seed ? replicate : 0;
  return {variant, of_seed, hazards.by_seed ? run_key(hazards.key, seed_of(study_, of_seed)) : hazards.key, "", true};
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
