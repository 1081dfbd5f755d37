#include "sim/study/answer/answer.h"
#include "sim/study/statistics/indices.h"

#include <algorithm>
#include <charconv>

namespace muster::sim::study {

namespace {

const std::vector<std::string> columns = {"measure", "factor", "index", "value", "low_95", "high_95", "n", "planned"};

std::optional<double> mean_of(const std::vector<double>& values) {
  if (values.empty()) return {};
  double sum = 0;
  for (const double v : values) sum += v;
  return sum / static_cast<double>(values.size());
}

void add(Table& table, const Measure& m, const std::string& factor, const char* index, const Ranged& of, size_t n,
         size_t planned) {
  table.rows.push_back({m.name, factor, index, of.value, of.low, of.high, n, planned});
}

void add_sobol(Table& table, const Progress& progress, const Measure& m) {
  const auto& factors = progress.study().factors;
  std::vector<Replicated> values;
  for (const VariantRuns& runs : progress.runs()) values.push_back(complete_values(runs, m.key));
  const auto found = sobol_indices(values, factors.size(), progress.study().seed);
  if (!found) return;
  const size_t planned = values.size() / (factors.size() + 2);
  for (size_t f = 0; f < factors.size(); ++f) {
    add(table, m, factors[f].name, "first", found->first[f], found->rows, planned);
    add(table, m, factors[f].name, "total", found->total[f], found->rows, planned);
  }
  if (found->seeds)
    add(table, m, "(seed)", "share of single runs", *found->seeds, found->rows, planned);
  else
    table.rows.push_back({m.name, "(seed)", "not known: in the total indices", {}, {}, {}, found->rows, planned});
}

void add_morris(Table& table, const Progress& progress, const Measure& m) {
  const auto& factors = progress.study().factors;
  std::vector<std::vector<double>> points;
  std::vector<std::optional<double>> values;
  for (size_t v = 0; v < progress.runs().size(); ++v) {
    points.push_back(progress.variants()[v].at);
    values.push_back(mean_of(complete_values(progress.runs()[v], m.key)));
  }
  const std::vector<MorrisEffect> effects = morris_effects(points, values);
  const auto planned = static_cast<size_t>(progress.study().plan.trajectories);
  for (size_t f = 0; f < factors.size(); ++f) {
    if (effects[f].n == 0) continue;
    if (const bool single = effects[f].n < 2; single)
      table.rows.push_back({m.name, factors[f].name, "mu*", effects[f].size.value, {}, {}, 1, planned});
    else
      add(table, m, factors[f].name, "mu*", effects[f].size, effects[f].n, planned);
    table.rows.push_back({m.name, factors[f].name, "mu", effects[f].mean, {}, {}, effects[f].n, planned});
    const Json spread = effects[f].spread ? Json(*effects[f].spread) : Json();
    table.rows.push_back({m.name, factors[f].name, "sigma", spread, {}, {}, effects[f].n, planned});
  }
}

/// A column of a regression.
struct Column {
  std::string name;
  std::vector<double> values;  ///< of each variant
};

/// A factor's numbers; of options without order one column for each but the first, 1 where it is so.
std::vector<Column> columns_of(const Progress& progress, size_t f) {
  const std::string& factor = progress.study().factors[f].name;
  std::vector<double> column;
  std::vector<std::string> seen;
  bool numbers = true;
  for (const Variant& v : progress.variants()) {
    const std::string& text = v.values[f];
    double x = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), x);
    numbers = numbers && error == std::errc() && end == text.data() + text.size();
    column.push_back(x);
    if (std::ranges::find(seen, text) == seen.end()) seen.push_back(text);
  }
  if (numbers) return {{factor, column}};
  std::ranges::sort(seen);
  // In the study's order, the first being what the others are against.
  if (const auto& options = progress.study().factors[f].options; !options.empty()) {
    std::vector<std::string> ordered;
    for (const Option& option : options)
      if (std::ranges::find(seen, option.name) != seen.end()) ordered.push_back(option.name);
    seen = std::move(ordered);
  }
  std::vector<Column> each;
  for (size_t k = 1; k < seen.size(); ++k) {
    Column& one = each.emplace_back(Column{factor + ": " + seen[k], {}});
    for (const Variant& v : progress.variants()) one.values.push_back(v.values[f] == seen[k] ? 1 : 0);
  }
  return each;
}

void add_regression(Table& table, const Progress& progress, const Measure& m) {
  std::vector<Column> used;
  for (size_t f = 0; f < progress.study().factors.size(); ++f)
    for (Column& column : columns_of(progress, f)) used.push_back(std::move(column));
  std::vector<std::vector<double>> points;
  std::vector<double> values;
  for (size_t v = 0; v < progress.runs().size(); ++v)
    if (const auto mean = mean_of(complete_values(progress.runs()[v], m.key))) {
      std::vector<double>& point = points.emplace_back();
      for (const Column& column : used) point.push_back(column.values[v]);
      values.push_back(*mean);
    }
  const auto found = standardised_regression(points, values, progress.study().seed);
  if (!found) return;
  const size_t planned = progress.runs().size();
  for (size_t k = 0; k < used.size(); ++k)
    add(table, m, used[k].name, "SRC", found->coefficients[k], found->n, planned);
  table.rows.push_back({m.name, "(all)", "R2", found->r2, {}, {}, found->n, planned});
}

}  // namespace

Table sensitivity_table(const Progress& progress) {
  Table table{"sensitivity", columns, {}};
  const Method method = progress.study().plan.method;
  if (method == Method::list || method == Method::search) return table;
  for (const Measure& m : progress.study().measures) {
    if (method == Method::sobol_indices)
      add_sobol(table, progress, m);
    else if (method == Method::morris)
      add_morris(table, progress, m);
    else
      add_regression(table, progress, m);
  }
  return table;
}

}  // namespace muster::sim::study
