#include "sim/study/answer/answer.h"

#include "base/interval.h"
#include "sim/study/answer/places.h"
#include "sim/study/statistics/curves.h"
#include "sim/study/statistics/quantile.h"
#include "sim/study/statistics/replicates.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace muster::sim::study {

namespace {

constexpr size_t most_compared = 200;  // variants beside the first

Json number_or_null(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

std::vector<double> sorted_values(const Progress& progress, size_t v, const std::string& key) {
  std::vector<double> values;
  for (const auto& [seed, value] : searched_values(progress, v, key)) values.push_back(value);
  std::sort(values.begin(), values.end());
  return values;
}

double deviation(const std::vector<double>& values, double mean) {
  double sum = 0;
  for (const double v : values) sum += (v - mean) * (v - mean);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

/// Measures that any run has.
std::vector<Measure> known_measures(const Progress& progress) {
  std::vector<Measure> known;
  for (const Measure& m : progress.study().measures)
    if (std::ranges::any_of(progress.runs(), [&](const VariantRuns& r) { return !values_of(r, m.key).empty(); }))
      known.push_back(m);
  return known;
}

size_t count_of(const VariantRuns& runs, bool ok) {
  return static_cast<size_t>(std::count_if(runs.status.begin(), runs.status.end(),
                                           [&](const auto& s) { return s && (*s == RunStatus::ok) == ok; }));
}

/// `planned`: runs that there are to be; those without the figure count as greater than all in the bounds.
void add_figures(std::vector<Json>& row, const std::vector<double>& values, size_t planned, const Measure& measure) {
  if (values.empty()) {
    row.insert(row.end(), {0, {}, {}, {}, {}, {}, {}, {}});
    return;
  }
  const MeanInterval mean = mean_interval(values);
  const size_t without = planned - std::min(planned, values.size());
  row.emplace_back(values.size());
  row.emplace_back(mean.mean);
  row.push_back(alike_counts(values) && !measure.certain() ? Json() : number_or_null(mean.half));
  row.push_back(values.size() > 1 ? Json(deviation(values, mean.mean)) : Json());
  row.emplace_back(values.front());
  row.emplace_back(values.back());
  row.push_back(number_or_null(upper_bound_95_95(values, without)));
  row.push_back(number_or_null(higher_than_95_percent(values, without)));
}

}  // namespace

std::vector<size_t> shown_variants(const Progress& progress) {
  std::vector<size_t> shown;
  if (progress.study().searches()) {
    shown = progress.confirmed();
    if (!shown.empty()) shown.insert(shown.begin(), 0);
    return shown;
  }
  for (size_t v = 0; v < progress.variants().size(); ++v) shown.push_back(v);
  return shown;
}

Table variants_table(const Progress& progress) {
  Table table{"variants", {"variant"}, {}};
  for (const Factor& f : progress.study().factors) table.columns.push_back(f.name);
  const std::vector<Measure> measures = known_measures(progress);
  for (const char* column : {"planned", "ok", "failed"}) table.columns.emplace_back(column);
  for (const Measure& m : measures)
    for (const char* what : {"n", "mean", "half_95", "sd", "least", "greatest", "bound_95_95", "p95"})
      table.columns.push_back(fmt::format("{}: {}", m.name, what));
  for (size_t v = 0; v < progress.variants().size(); ++v) {
    const VariantRuns& runs = progress.runs()[v];
    std::vector<Json> row = {progress.variants()[v].name};
    for (const std::string& value : progress.variants()[v].values) row.emplace_back(value);
    row.insert(row.end(), {runs.planned, count_of(runs, true), count_of(runs, false)});
    const size_t of = searched_runs(progress, v);
    for (const Measure& m : measures) add_figures(row, sorted_values(progress, v, m.key), of, m);
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table runs_table(const Progress& progress) {
  const std::vector<Measure> measures = known_measures(progress);
  Table table{"runs", {"variant", "seed", "status"}, {}};
  for (const Measure& m : measures) table.columns.push_back(m.name);
  for (size_t v = 0; v < progress.variants().size(); ++v) {
    const VariantRuns& runs = progress.runs()[v];
    for (size_t r = 0; r < runs.planned; ++r) {
      std::vector<Json> row = {progress.variants()[v].name, seed_of(progress.study(), r),
                               runs.status[r] ? name_of(*runs.status[r]) : "missing"};
      for (const Measure& m : measures)
        row.push_back(runs.records[r] ? number_or_null(value_of(runs, *runs.records[r], m.key)) : Json());
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

Table failures_table(const Progress& progress, const Store& store) {
  Table table{"failures", {"variant", "seed", "status", "said"}, {}};
  for (size_t v = 0; v < progress.variants().size(); ++v) {
    const VariantRuns& runs = progress.runs()[v];
    for (size_t r = 0; r < runs.planned; ++r) {
      if (!runs.status[r] || *runs.status[r] == RunStatus::ok) continue;
      const uint64_t seed = seed_of(progress.study(), r);
      const auto record = store.read(run_key(runs.key, seed), *runs.status[r]);
      table.rows.push_back(
          {progress.variants()[v].name, seed, name_of(*runs.status[r]), record ? record->text : std::string()});
    }
  }
  return table;
}

namespace {

const std::vector<std::string> comparison_columns = {"measure",    "first",   "second", "n",       "planned",
                                                     "difference", "half_95", "p_holm", "p_below", "verdict"};

void add_comparisons(Table& table, const Progress& progress, const Measure& measure, size_t first,
                     const std::vector<size_t>& others) {
  const auto base = values_of(progress.runs()[first], measure.key);
  std::vector<PairedComparison> all;
  for (const size_t v : others)
    all.push_back(compare_paired(base, values_of(progress.runs()[v], measure.key),
                                 std::min(progress.runs()[first].planned, progress.runs()[v].planned),
                                 measure.certain()));
  judge(all);
  for (size_t k = 0; k < others.size(); ++k) {
    const PairedComparison& one = all[k];
    const bool any = one.difference.n > 0, judged = any && one.verdict != Verdict::incomplete;
    table.rows.push_back({measure.name, progress.variants()[first].name, progress.variants()[others[k]].name,
                          one.difference.n, one.planned, any ? Json(one.difference.mean) : Json(),
                          number_or_null(one.difference.half), judged ? Json(one.p) : Json(),
                          judged ? Json(one.below) : Json(), verdict_of(one.verdict, measure.more_is_better)});
  }
}

}  // namespace

Table comparison_table(const Progress& progress) {
  Table table{"comparison", comparison_columns, {}};
  const Method method = progress.study().plan.method;
  if ((method != Method::list && method != Method::grid) || progress.variants().size() > most_compared) return table;
  std::vector<size_t> others;
  for (size_t v = 1; v < progress.variants().size(); ++v) others.push_back(v);
  for (const Measure& m : known_measures(progress)) add_comparisons(table, progress, m, 0, others);
  return table;
}

Table comparison_of(const Progress& progress, const std::string& first, const std::string& second) {
  std::vector<std::string> names;
  for (const Variant& v : progress.variants()) names.push_back(v.name);
  const auto place = [&](const std::string& name) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end()) {
      const std::string nearest = nearest_name(name, names);
      throw InputError(Mistake{
          "", 0, "compare", name,
          "is no variant of the study" + (nearest.empty() ? "" : fmt::format("; did you mean `{}`?", nearest))});
    }
    return static_cast<size_t>(at - names.begin());
  };
  Table table{"comparison", comparison_columns, {}};
  const size_t a = place(first), b = place(second);
  for (const Measure& m : known_measures(progress)) add_comparisons(table, progress, m, a, {b});
  return table;
}

Table convergence_table(const Progress& progress) {
  const Measure& measure = progress.study().measures.front();
  Table table{"convergence",
              {"variant", "n", "planned", "mean", "half_95", "half_of_mean", "runs_for_target", "enough", "criterion",
               "erd_change", "epc_change", "sc_change", "total_change", "sd_change", "curve_stable_after"},
              {}};
  if (progress.study().searches()) return table;  // its runs are planned, and `best` has its intervals
  for (size_t v = 0; v < progress.variants().size(); ++v) {
    const VariantRuns& runs = progress.runs()[v];
    const std::vector<double> values = sorted_values(progress, v, measure.key);
    std::vector<Json> row = {progress.variants()[v].name, values.size(), runs.planned};
    MeanInterval mean = values.empty() ? MeanInterval{} : mean_interval(values);
    if (alike_counts(values) && !measure.certain()) mean.half.reset();
    // How many more runs it takes is no question where runs have no figure.
    if (mean.half && mean.mean != 0 && values.size() == runs.planned) {
      const double share = *mean.half / std::abs(mean.mean), times = share / progress.study().replicates.within;
      row.insert(row.end(), {mean.mean, *mean.half, share,
                             static_cast<int64_t>(std::ceil(static_cast<double>(values.size()) * times * times))});
    } else {
      row.insert(row.end(), {values.empty() ? Json() : Json(mean.mean), number_or_null(mean.half), {}, {}});
    }
    const Met met = progress.met(v);
    row.emplace_back(met == Met::yes);
    row.emplace_back(words_of(met));
    const std::vector<Curve> curves = whole_curves(runs);
    const size_t people = curves.empty() ? 0 : curves.front().size();
    const auto steps = people < 2 ? std::vector<CurveStep>{} : curve_steps(curves, std::max<size_t>(1, people / 20));
    const CurveStep last = steps.empty() ? CurveStep{} : steps.back();
    row.insert(row.end(), {number_or_null(last.erd), number_or_null(last.epc), number_or_null(last.sc),
                           steps.empty() ? Json() : Json(last.total), number_or_null(last.sd)});
    const auto stable = runs_until_stable(steps, {});
    row.push_back(stable ? Json(*stable) : Json());
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table exits_table(const Progress& progress) {
  Table table{
      "exits", {"variant", "exit", "n", "planned", "people", "people_half_95", "last_n", "last_s", "last_half_95"}, {}};
  for (const size_t v : shown_variants(progress)) {
    std::vector<std::string> names;
    std::map<std::string, std::vector<double>> people, last;
    for (const auto& record : progress.runs()[v].records) {
      if (!record || !record->summary.contains("exits")) continue;
      for (const auto& exit : record->summary["exits"]) {
        const std::string name = exit.value("name", "");
        if (!people.contains(name)) names.push_back(name);
        people[name].push_back(exit.value("people", 0.0));
        if (exit.contains("last_s")) last[name].push_back(exit["last_s"].get<double>());
      }
    }
    for (const std::string& name : names) {
      const MeanInterval count = mean_interval(people[name]);
      std::vector<Json> row = {progress.variants()[v].name,
                               name,
                               count.n,
                               progress.runs()[v].planned,
                               count.mean,
                               number_or_null(count.half),
                               last[name].size()};
      const MeanInterval time = last[name].empty() ? MeanInterval{} : mean_interval(last[name]);
      row.insert(row.end(), {last[name].empty() ? Json() : Json(time.mean), number_or_null(time.half)});
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

namespace {

/// When `part` of `parts` of the people placed were out [s]; absent where so many never came out.
std::optional<double> time_of_share(const Record& record, size_t part, size_t parts) {
  const auto placed = static_cast<size_t>(figure(record.summary, "people.placed").value_or(0));
  const size_t wanted = (placed * part + parts - 1) / parts, kept = record.times.size();
  if (wanted == 0 || wanted > record.people_out || kept == 0) return {};
  // Of the times that are kept, the first at which at least so many had left.
  return record.times[(wanted - 1) * kept / record.people_out];
}

}  // namespace

Table curves_table(const Progress& progress) {
  Table table{"curves", {"variant", "share_out", "n", "planned", "left_out", "mean_s", "p5_s", "p95_s"}, {}};
  constexpr int points = 20;
  for (const size_t v : shown_variants(progress)) {
    const VariantRuns& runs = progress.runs()[v];
    for (int k = 1; k <= points; ++k) {
      std::vector<double> times;
      size_t left_out = 0;
      for (const auto& record : runs.records)
        if (record) {
          const auto time = time_of_share(*record, static_cast<size_t>(k), points);
          if (time)
            times.push_back(*time);
          else
            ++left_out;
        }
      if (times.empty() && left_out == 0) continue;
      std::sort(times.begin(), times.end());
      std::vector<Json> row = {progress.variants()[v].name, static_cast<double>(k) / points, times.size(), runs.planned,
                               left_out};
      row.push_back(times.empty() || left_out > 0 ? Json() : Json(mean_interval(times).mean));
      // Runs in which so many never came out are later than all others.
      times.resize(times.size() + left_out, std::numeric_limits<double>::infinity());
      for (const double share : {0.05, 0.95}) {
        const double time = percentile(times, share);
        row.push_back(std::isfinite(time) ? Json(time) : Json());
      }
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

std::string summary_text(const Progress& progress, const Store& store) {
  const Study& study = progress.study();
  const Counts counts = progress.counts();
  Json all = {{"format", "muster-study"}, {"version", 1}};
  if (!study.title.empty()) all["title"] = study.title;
  constexpr const char* methods[] = {"list", "grid", "latin_hypercube", "sobol", "morris", "sobol_indices", "search"};
  constexpr const char* criteria[] = {"interval", "fixed", "curves", "imo", "wilks"};
  all["plan"] = methods[static_cast<size_t>(study.plan.method)];
  all["criterion"] = criteria[static_cast<size_t>(study.criterion())];
  all["seed"] = study.seed;
  all["runs"] = {
      {"planned", counts.planned}, {"ok", counts.ok}, {"failed", counts.failed}, {"missing", counts.missing}};
  const std::optional<RiskMap> map = risk_map(progress, store);
  for (const Table& table :
       {best_table(progress), tradeoff_table(progress), search_table(progress), risk_table(progress),
        fn_table(progress), places_table(progress, map ? &*map : nullptr), contours_table(map ? &*map : nullptr),
        happenings_table(progress), weather_table(progress), variants_table(progress), comparison_table(progress),
        shares_table(progress), convergence_table(progress), sensitivity_table(progress), exits_table(progress),
        failures_table(progress, store)})
    if (!table.rows.empty()) all[table.name] = json_of(table);
  return all.dump(2) + "\n";
}

std::vector<Table> write_answer(const Progress& progress, const Store& store) {
  std::vector<Table> tables;
  const std::optional<RiskMap> map = risk_map(progress, store);
  for (Table& table : std::vector{best_table(progress),
                                  tradeoff_table(progress),
                                  search_table(progress),
                                  risk_table(progress),
                                  fn_table(progress),
                                  places_table(progress, map ? &*map : nullptr),
                                  contours_table(map ? &*map : nullptr),
                                  risk_map_table(map ? &*map : nullptr),
                                  happenings_table(progress),
                                  weather_table(progress),
                                  variants_table(progress),
                                  runs_table(progress),
                                  comparison_table(progress),
                                  shares_table(progress),
                                  convergence_table(progress),
                                  sensitivity_table(progress),
                                  exits_table(progress),
                                  curves_table(progress),
                                  leaving_table(progress),
                                  effects_table(progress),
                                  failures_table(progress, store)})
    if (!table.rows.empty()) tables.push_back(std::move(table));
  std::filesystem::create_directories(store.folder() / "tables");
  for (const Table& table : tables) write_whole(store.folder() / "tables" / (table.name + ".csv"), csv(table));
  write_whole(store.folder() / "summary.json", summary_text(progress, store));
  return tables;
}

}  // namespace muster::sim::study
