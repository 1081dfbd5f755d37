#include "sim/study/statistics/risk.h"

#include "sim/study/answer/answer.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

namespace muster::sim::study {

namespace {

Json number_or_null(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

size_t option_of(const Factor& factor, const std::string& name) {
  return static_cast<size_t>(std::ranges::find(factor.options, name, &Option::name) - factor.options.begin());
}

std::vector<Happening> happenings(const Progress& progress, const std::string& key) {
  std::vector<Happening> all;
  const std::vector<double> f = frequencies(progress);
  for (size_t v = 0; v < f.size(); ++v)
    all.push_back({f[v], values_of(progress.runs()[v], key), progress.runs()[v].planned});
  return all;
}

/// Groups of people that any run tells of, in their order.
std::vector<std::string> groups_of(const Progress& progress) {
  std::vector<std::string> names;
  for (const VariantRuns& runs : progress.runs())
    for (const auto& record : runs.records) {
      if (!record || !record->summary.contains("exposure")) continue;
      const auto& exposure = record->summary["exposure"];
      if (!exposure.contains("groups")) continue;
      for (const auto& group : exposure["groups"])
        if (const std::string name = group.value("name", ""); std::ranges::find(names, name) == names.end())
          names.push_back(name);
    }
  return names;
}

/// Expected deaths of a group by its people: the probability that one of them dies. Absent without people.
std::map<uint64_t, double> share_of_group(const VariantRuns& runs, const std::string& name) {
  std::map<uint64_t, double> values;
  for (const auto& record : runs.records) {
    if (!record || !record->summary.contains("exposure") || !record->summary["exposure"].contains("groups")) continue;
    for (const auto& group : record->summary["exposure"]["groups"])
      if (group.value("name", "") == name && group.value("people", 0.0) > 0)
        values[record->seed] = group.value("expected_fatalities", 0.0) / group.value("people", 0.0);
  }
  return values;
}

/// Whom runs tell of that their deaths leave out: by harms of which no probit is known.
struct Uncounted {
  std::string harms;               ///< "FED (ISO 13571), methane"; "" none
  std::optional<double> per_year;  ///< people incapacitated [1/year]; absent where no run tells of any
};

/// Incapacitated in a run: who lay there at the end, or the sum of the probabilities, whichever is more. Absent without
/// hazards.
std::optional<double> incapacitated(const nlohmann::json& summary) {
  const auto fell = figure(summary, "people.incapacitated"),
             expected = figure(summary, "exposure.expected_incapacitated");
  if (!fell && !expected) return {};
  return std::max(fell.value_or(0), expected.value_or(0));
}

Uncounted uncounted(const Progress& progress) {
  Uncounted all;
  std::set<std::string> harms;
  const std::vector<double> f = frequencies(progress);
  double sum = 0;
  bool any = false;
  for (size_t v = 0; v < f.size(); ++v) {
    const VariantRuns& runs = progress.runs()[v];
    for (const auto& record : runs.records) {
      if (!record || !record->summary.contains("exposure")) continue;
      const auto& exposure = record->summary["exposure"];
      if (exposure.contains("without_probit"))
        for (const auto& harm : exposure["without_probit"]) harms.insert(harm.get<std::string>());
      if (const auto people = incapacitated(record->summary))
        any = true, sum += f[v] * *people / static_cast<double>(runs.planned);
    }
  }
  for (const std::string& harm : harms) all.harms += (all.harms.empty() ? "" : ", ") + harm;
  if (any) all.per_year = sum;
  return all;
}

void add_risk(Table& table, const char* what, const std::string& group, const std::vector<Happening>& of,
              const Uncounted& without) {
  const Risk risk = risk_of(of);
  const bool known = risk.per_year.n > 0;
  size_t planned = 0;
  for (const Happening& each : of) planned = std::max(planned, each.planned);
  // Sums of frequencies differ in the last digits.
  const bool lacks = risk.unknown > 1e-12 * (risk.covered + risk.unknown);
  table.rows.push_back({what, group, known ? Json(risk.per_year.mean) : Json(),
                        known ? number_or_null(risk.per_year.half) : Json(), risk.per_year.n, risk.covered,
                        lacks ? risk.unknown : 0, planned, group == "(all)" ? number_or_null(without.per_year) : Json(),
                        without.harms, lacks || !without.harms.empty()});
}

}  // namespace

std::vector<double> frequencies(const Progress& progress) {
  std::vector<double> all;
  const auto& factors = progress.study().factors;
  for (const Variant& variant : progress.variants()) {
    double f = 1;
    for (size_t k = 0; k < factors.size(); ++k) {
      const size_t option = option_of(factors[k], variant.values[k]);
      f *= factors[k].name == progress.study().risk->per_year ? *factors[k].options[option].frequency
                                                              : share_of(factors[k], option);
    }
    all.push_back(f);
  }
  return all;
}

Table risk_table(const Progress& progress) {
  Table table{"risk",
              {"risk", "people", "per_year", "half_95", "n", "frequency_covered", "frequency_unknown", "planned",
               "incapacitated_per_year", "without_probit", "at_least"},
              {}};
  if (!progress.study().risk) return table;
  const std::vector<Happening> all = happenings(progress, progress.study().risk->deaths);
  const Uncounted without = uncounted(progress);
  add_risk(table, "expected deaths", "(all)", all, without);
  for (const std::string& name : groups_of(progress)) {
    std::vector<Happening> group;
    for (size_t v = 0; v < all.size(); ++v)
      group.push_back({all[v].frequency, share_of_group(progress.runs()[v], name), all[v].planned});
    add_risk(table, "individual", name, group, without);
  }
  return table;
}

Table fn_table(const Progress& progress) {
  Table table{"fn", {"deaths", "frequency_per_year", "n", "planned", "frequency_unknown"}, {}};
  if (!progress.study().risk) return table;
  const std::vector<Happening> all = happenings(progress, progress.study().risk->deaths);
  size_t n = 0, planned = 0;
  for (const Happening& each : all) n += each.harm.size(), planned += each.planned;
  const Risk risk = risk_of(all);
  const bool lacks = n < planned;
  for (const FnPoint& point : fn_curve(all))
    table.rows.push_back({point.deaths, point.frequency, n, planned, lacks ? risk.unknown : 0});
  return table;
}

Table happenings_table(const Progress& progress) {
  Table table{"happenings", {"variant"}, {}};
  if (!progress.study().risk) return table;
  for (const Factor& f : progress.study().factors) table.columns.push_back(f.name);
  for (const char* column : {"frequency_per_year", "n", "planned", "expected_deaths", "half_95", "deaths_per_year"})
    table.columns.emplace_back(column);
  const std::vector<Happening> all = happenings(progress, progress.study().risk->deaths);
  for (size_t v = 0; v < all.size(); ++v) {
    std::vector<Json> row = {progress.variants()[v].name};
    for (const std::string& value : progress.variants()[v].values) row.emplace_back(value);
    std::vector<double> deaths;
    for (const auto& [seed, n] : all[v].harm) deaths.push_back(n);
    row.insert(row.end(), {all[v].frequency, deaths.size(), progress.runs()[v].planned});
    if (deaths.empty()) {
      row.insert(row.end(), {Json(), Json(), Json()});
    } else {
      const MeanInterval mean = mean_interval(deaths);
      row.insert(row.end(), {mean.mean, number_or_null(mean.half), all[v].frequency * all[v].known() * mean.mean});
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table weather_table(const Progress& progress) {
  const Study& study = progress.study();
  Table table{"weather", {"wind", "from_deg", "share", "runs", "planned", "mean"}, {}};
  constexpr std::string_view direction = "weather.wind_from_deg=";
  if (study.plan.method != Method::grid) return table;
  for (size_t f = 0; f < study.factors.size(); ++f) {
    const Factor& factor = study.factors[f];
    for (size_t k = 0; k < factor.options.size(); ++k) {
      const auto set =
          std::ranges::find_if(factor.options[k].set, [&](const std::string& s) { return s.starts_with(direction); });
      if (set == factor.options[k].set.end()) continue;
      double sum = 0, weights = 0;
      size_t runs = 0, planned = 0;
      bool whole = true;  // a mean without the weathers in which not all get out would be too good
      for (size_t v = 0; v < progress.variants().size(); ++v) {
        if (progress.variants()[v].values[f] != factor.options[k].name) continue;
        const std::string& key = study.measures.front().key;
        runs += values_of(progress.runs()[v], key).size();
        planned += progress.runs()[v].planned;
        const std::vector<double> values = complete_values(progress.runs()[v], key);
        whole = whole && !values.empty();
        if (!whole) continue;
        const double weight = share_of(study, progress.variants()[v]);
        sum += weight * mean_interval(values).mean;
        weights += weight;
      }
      table.rows.push_back({factor.options[k].name, std::stod(set->substr(direction.size())), share_of(factor, k), runs,
                            planned, whole && weights > 0 ? Json(sum / weights) : Json()});
    }
    if (!table.rows.empty()) break;
  }
  return table;
}

}  // namespace muster::sim::study
