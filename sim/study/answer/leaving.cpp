// How people leave in time, and what each factor changes.
#include "base/interval.h"
#include "sim/study/answer/answer.h"
#include "sim/study/statistics/quantile.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace muster::sim::study {

namespace {

/// Share of those placed who were out at a time. Times of more than 1000 people are thinned evenly.
double share_out(const Record& record, double time) {
  const double placed = figure(record.summary, "people.placed").value_or(0);
  if (placed <= 0 || record.times.empty()) return 0;
  const auto gone = std::upper_bound(record.times.begin(), record.times.end(), time) - record.times.begin();
  return static_cast<double>(gone) / static_cast<double>(record.times.size()) * static_cast<double>(record.people_out) /
         placed;
}

/// A value as a number; absent for words.
std::optional<double> number_in(const std::string& text) {
  double x = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), x);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return x;
}

/// The name of a factor's level in each variant: its value where there are few, else the third in which it lies.
std::vector<std::string> levels_of(const Progress& progress, size_t f) {
  std::map<std::string, size_t> names;
  std::vector<double> numbers;
  for (const Variant& v : progress.variants()) {
    ++names[v.values[f]];
    if (const auto x = number_in(v.values[f])) numbers.push_back(*x);
  }
  constexpr size_t few = 8;
  std::vector<std::string> levels;
  for (const Variant& v : progress.variants()) levels.push_back(v.values[f]);
  if (names.size() <= few || numbers.size() != levels.size()) return levels;
  const auto [low, high] = std::ranges::minmax(numbers);
  for (size_t v = 0; v < levels.size(); ++v) {
    const double at = (numbers[v] - low) / (high - low);
    levels[v] = at < 1.0 / 3 ? "low third" : at < 2.0 / 3 ? "middle third" : "high third";
  }
  return levels;
}

/// The variants in which a factor is so.
struct Level {
  std::vector<double> means;  ///< of those that have one
  size_t planned = 0;
  double weight = 0;          ///< how often it is so, of all of them
  double sum = 0, known = 0;  ///< of weighted means, and their weights
  void add(const std::optional<double>& mean, double share) {
    ++planned;
    weight += share;
    if (mean) means.push_back(*mean), sum += share * *mean, known += share;
  }
};

}  // namespace

Table leaving_table(const Progress& progress) {
  Table table{"leaving", {"variant", "time_s", "n", "planned", "mean_share_out", "p5", "p95"}, {}};
  constexpr int points = 50;
  double end = 0;
  for (const size_t v : shown_variants(progress))
    for (const auto& record : progress.runs()[v].records)
      if (record && !record->times.empty()) end = std::max(end, record->times.back());
  if (end <= 0) return table;
  for (const size_t v : shown_variants(progress))
    for (int k = 0; k <= points; ++k) {
      const double time = end * k / points;
      std::vector<double> shares;
      for (const auto& record : progress.runs()[v].records)
        if (record) shares.push_back(share_out(*record, time));
      if (shares.empty()) continue;
      std::sort(shares.begin(), shares.end());
      table.rows.push_back({progress.variants()[v].name, time, shares.size(), progress.runs()[v].planned,
                            mean_interval(shares).mean, percentile(shares, 0.05), percentile(shares, 0.95)});
    }
  return table;
}

Table effects_table(const Progress& progress) {
  Table table{"effects", {"measure", "factor", "level", "variants", "planned", "share", "mean", "half_95"}, {}};
  const Method method = progress.study().plan.method;
  if (method == Method::list || method == Method::search || method == Method::morris) return table;
  std::vector<double> weights;
  double all = 0;
  for (const Variant& variant : progress.variants()) {
    // Other plans draw the options as often as they are so.
    weights.push_back(method == Method::grid ? share_of(progress.study(), variant) : 1);
    all += weights.back();
  }
  for (const Measure& m : progress.study().measures) {
    std::vector<std::optional<double>> means;
    for (const VariantRuns& runs : progress.runs()) {
      const std::vector<double> values = complete_values(runs, m.key);
      means.push_back(values.empty() ? std::nullopt : std::optional(mean_interval(values).mean));
    }
    if (std::ranges::none_of(means, [](const auto& mean) { return mean.has_value(); })) continue;
    for (size_t f = 0; f < progress.study().factors.size(); ++f) {
      const std::vector<std::string> levels = levels_of(progress, f);
      std::vector<std::string> order;
      std::map<std::string, Level> of;
      for (size_t v = 0; v < levels.size(); ++v) {
        if (!of.contains(levels[v])) order.push_back(levels[v]);
        of[levels[v]].add(means[v], weights[v]);
      }
      // Thirds from low to high, numbers ascending, options in the study's order.
      const std::vector<std::string> thirds = {"low third", "middle third", "high third"};
      const auto place = [&](const std::string& level) {
        const auto third = std::ranges::find(thirds, level);
        if (third != thirds.end()) return static_cast<double>(third - thirds.begin());
        const auto& options = progress.study().factors[f].options;
        const auto option = std::ranges::find(options, level, &Option::name);
        if (option != options.end()) return static_cast<double>(option - options.begin());
        return number_in(level).value_or(0);
      };
      std::ranges::stable_sort(order, {}, place);
      for (const std::string& level : order) {
        const Level& one = of[level];
        const bool any = !one.means.empty();
        const MeanInterval mean = any ? mean_interval(one.means) : MeanInterval{};
        // A grid's variants are all that there are, no sample: nothing is uncertain but their own means.
        const bool sample = method != Method::grid && mean.half;
        table.rows.push_back({m.name, progress.study().factors[f].name, level, one.means.size(), one.planned,
                              one.weight / all, any ? Json(one.sum / one.known) : Json(),
                              sample ? Json(*mean.half) : Json()});
      }
    }
  }
  return table;
}

}  // namespace muster::sim::study
