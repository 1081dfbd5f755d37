#include "base/interval.h"
#include "sim/study/answer/answer.h"

#include <algorithm>

#include <fmt/format.h>

namespace muster::sim::study {

namespace {

Json number_or_null(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

std::optional<MeanInterval> mean_of(const std::map<uint64_t, double>& values) {
  std::vector<double> all;
  for (const auto& [seed, value] : values) all.push_back(value);
  if (all.empty()) return {};
  return mean_interval(all);
}

/// The first measure and what it is traded off against, less being better; empty of a layout without figures.
std::vector<double> figures_of(const Progress& progress, size_t v) {
  const Study& study = progress.study();
  std::vector<double> figures;
  std::vector<const Measure*> measures = {&study.measures.front()};
  if (study.against() != nullptr) measures.push_back(study.against());
  for (const Measure* m : measures) {
    const auto values = searched_values(progress, v, m->key);
    if (values.size() < static_cast<size_t>(study.first_runs())) return {};
    const double mean = mean_of(values)->mean;
    figures.push_back(m->more_is_better ? -mean : mean);
  }
  return figures;
}

/// Of layouts that were looked at, which none beats; by their places among the variants.
std::vector<size_t> front_of(const Progress& progress) {
  std::vector<std::vector<double>> figures;
  for (size_t v = 1; v < progress.variants().size(); ++v) figures.push_back(figures_of(progress, v));
  std::vector<size_t> front = unbeaten(figures);
  for (size_t& k : front) ++k;
  return front;
}

void add_factors(Table& table, const Progress& progress) {
  for (const Factor& f : progress.study().factors) table.columns.push_back(f.name);
}

void add_values(std::vector<Json>& row, const Variant& variant) {
  for (const std::string& value : variant.values) row.emplace_back(value);
}

}  // namespace

Table search_table(const Progress& progress) {
  const Study& study = progress.study();
  Table table{"search", {"layout"}, {}};
  if (!study.searches()) return table;
  add_factors(table, progress);
  table.columns.insert(table.columns.end(), {"ok", "planned"});
  for (const Measure& m : study.measures) table.columns.push_back(m.name);
  table.columns.emplace_back("best_so_far");
  if (study.against() != nullptr) table.columns.emplace_back("unbeaten");
  const std::vector<size_t> front = front_of(progress);
  const double sign = study.measures.front().more_is_better ? -1 : 1;
  std::optional<double> best;
  for (size_t v = 1; v < progress.variants().size(); ++v) {
    const VariantRuns& runs = progress.runs()[v];
    std::vector<Json> row = {progress.variants()[v].name};
    add_values(row, progress.variants()[v]);
    const auto searched =
        static_cast<std::ptrdiff_t>(std::min<size_t>(runs.status.size(), static_cast<size_t>(study.first_runs())));
    row.emplace_back(std::count(runs.status.begin(), runs.status.begin() + searched, RunStatus::ok));
    row.emplace_back(searched);
    for (const Measure& m : study.measures) {
      // A mean over some of the seeds would be of the runs that went well.
      const auto values = searched_values(progress, v, m.key);
      row.push_back(std::ssize(values) == searched ? Json(mean_of(values)->mean) : Json());
    }
    if (const auto figures = figures_of(progress, v); !figures.empty())
      best = std::min(best.value_or(figures.front()), figures.front());
    row.push_back(best ? Json(*best * sign) : Json());
    if (study.against() != nullptr) row.emplace_back(std::ranges::find(front, v) != front.end());
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table best_table(const Progress& progress) {
  const Study& study = progress.study();
  const Measure& first = study.measures.front();
  Table table{"best", {"layout"}, {}};
  add_factors(table, progress);
  table.columns.insert(table.columns.end(), {"n", "planned"});
  for (const Measure& m : study.measures)
    for (const char* what : {"mean", "half_95"}) table.columns.push_back(fmt::format("{}: {}", m.name, what));
  for (const char* column : {"difference", "difference_half_95", "p_holm", "verdict"})
    table.columns.emplace_back(column);
  if (!study.searches() || progress.confirmed().empty()) return table;

  const auto now = fresh_values(progress, 0, first.key);
  std::vector<PairedComparison> against_now;
  for (const size_t v : progress.confirmed())
    against_now.push_back(compare_paired(now, fresh_values(progress, v, first.key),
                                         static_cast<size_t>(study.search.confirm), first.certain()));
  judge(against_now);
  for (const size_t v : shown_variants(progress)) {
    std::vector<Json> row = {progress.variants()[v].name};
    add_values(row, progress.variants()[v]);
    row.emplace_back(fresh_values(progress, v, first.key).size());
    row.emplace_back(study.search.confirm);
    for (const Measure& m : study.measures) {
      const auto mean = mean_of(fresh_values(progress, v, m.key));
      row.push_back(mean ? Json(mean->mean) : Json());
      row.push_back(mean ? number_or_null(mean->half) : Json());
    }
    const size_t place = table.rows.size();
    if (place == 0) {
      row.insert(row.end(), {Json(), Json(), Json(), Json()});
    } else {
      const PairedComparison& one = against_now[place - 1];
      row.insert(
          row.end(),
          {one.difference.n == 0 ? Json() : Json(one.difference.mean), number_or_null(one.difference.half),
           one.verdict == Verdict::incomplete ? Json() : Json(one.p), verdict_of(one.verdict, first.more_is_better)});
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table tradeoff_table(const Progress& progress) {
  const Study& study = progress.study();
  Table table{"tradeoff", {"layout"}, {}};
  const Measure* against = study.searches() ? study.against() : nullptr;
  if (against == nullptr) return table;
  add_factors(table, progress);
  table.columns.insert(table.columns.end(), {"n", "planned", "confirmed"});
  const std::vector<const Measure*> measures = {&study.measures.front(), against};
  for (const Measure* m : measures)
    for (const char* what : {"mean", "half_95"}) table.columns.push_back(fmt::format("{}: {}", m->name, what));
  for (const size_t v : front_of(progress)) {
    const auto& chosen = progress.confirmed();
    const bool confirmed = std::ranges::find(chosen, v) != chosen.end();
    const auto values = [&](const Measure& m) {
      return confirmed ? fresh_values(progress, v, m.key) : searched_values(progress, v, m.key);
    };
    std::vector<Json> row = {progress.variants()[v].name};
    add_values(row, progress.variants()[v]);
    const auto planned = static_cast<size_t>(confirmed ? study.search.confirm : study.first_runs());
    row.emplace_back(values(*measures.front()).size());
    row.emplace_back(planned);
    row.emplace_back(confirmed);
    for (const Measure* m : measures) {
      const auto mean = values(*m).size() == planned ? mean_of(values(*m)) : std::nullopt;
      row.push_back(mean ? Json(mean->mean) : Json());
      row.push_back(mean ? number_or_null(mean->half) : Json());
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace muster::sim::study
