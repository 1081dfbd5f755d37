#include "sim/report/compare/variants.h"

#include "base/error.h"

#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

namespace muster::sim {

namespace {

using nlohmann::json;
/// By seed, the values of one figure in the runs of one variant.
using BySeed = std::map<uint64_t, double>;

/// Whatever makes two runs the same but for the seed. The case file's own hash is left out: its text stands here.
std::string identity(const results::RunInfo& info) {
  std::string all = info.case_text;
  for (const std::string& each : inputs_laid_over(info)) all += "\n" + each;
  for (const results::InputFile& input : info.inputs)
    if (input.path != info.case_path) all += "\n" + input.sha256;
  return all;
}

ComparedRun open(const std::filesystem::path& path) {
  results::ResultsReader file(path);
  if (!file.finished())
    throw results::ResultsError(path.string() +
                                ": its run has not finished, or was killed: there is nothing to compare");
  json summary = json::parse(file.summary_json());
  return {std::move(file), std::move(summary)};
}

void add(std::vector<Figure>& all, const json& in, const char* key, std::string name, const char* unit) {
  if (const auto at = in.find(key); at != in.end() && at->is_number())
    all.push_back({std::move(name), unit, at->get<double>()});
}

const json& list(const json& in, const char* key) {
  static const json nothing = json::array();
  const auto at = in.find(key);
  return at == in.end() ? nothing : *at;
}

void add_hazards(std::vector<Figure>& all, const json& summary) {
  for (const json& hazard : list(summary, "hazards"))
    for (const json& endpoint : list(hazard, "endpoints"))
      add(all, endpoint, "max_distance_m",
          hazard["name"].get<std::string>() + ": " + endpoint["criterion"].get<std::string>(), "m");
  for (const json& target : list(summary, "targets"))
    add(all, target, "peak_kW_m2", target["name"].get<std::string>(), "kW/m²");
}

MeanInterval paired(const BySeed& first, const BySeed& other) {
  std::vector<double> differences;
  for (auto a = first.begin(), b = other.begin(); a != first.end(); ++a, ++b)
    differences.push_back(b->second - a->second);
  return mean_interval(differences);
}

std::vector<double> values_of(const BySeed& all) {
  std::vector<double> values;
  for (const auto& [seed, value] : all) values.push_back(value);
  return values;
}

MeanInterval difference(const BySeed& first, const BySeed& other) {
  const bool same_seeds =
      std::ranges::equal(first, other, [](const auto& a, const auto& b) { return a.first == b.first; });
  return same_seeds ? paired(first, other) : difference_interval(values_of(first), values_of(other));
}

}  // namespace

std::vector<std::string> inputs_laid_over(const results::RunInfo& info) {
  std::vector<std::string> all = info.overrides;
  std::erase_if(all, [](const std::string& each) { return each.starts_with("seed="); });
  return all;
}

std::vector<Variant> sort_variants(const std::vector<std::filesystem::path>& files) {
  std::vector<Variant> variants;
  std::map<std::string, size_t> of;
  std::map<std::pair<size_t, uint64_t>, std::filesystem::path> seen;
  for (const std::filesystem::path& path : files) {
    ComparedRun run = open(path);
    const auto [at, fresh] = of.emplace(identity(run.file.info()), variants.size());
    if (fresh) {
      if (variants.size() == 26)
        throw InputError({"", 0, "results", path.string(), "is a 27th variant; 26 at the most"});
      variants.push_back({std::string(1, static_cast<char>('A' + variants.size())), {}});
    }
    const uint64_t seed = run.file.info().seed;
    if (const auto [other, alone] = seen.emplace(std::pair(at->second, seed), path); !alone)
      throw InputError({"", 0, "results", path.string(),
                        fmt::format("is the same run as {}: same inputs, seed {}", other->second.string(), seed)});
    variants[at->second].runs.push_back(std::move(run));
  }
  for (Variant& variant : variants)
    std::ranges::stable_sort(variant.runs, {}, [](const ComparedRun& run) { return run.file.info().seed; });
  return variants;
}

std::vector<Figure> figures_of(const json& summary) {
  std::vector<Figure> all;
  const json nothing = json::object();
  const auto part = [&](const char* key) -> const json& { return summary.contains(key) ? summary[key] : nothing; };
  for (const auto& [key, name] :
       {std::pair("last", "Everybody is out after"), {"p95", "95 % are out after"}, {"p50", "Half are out after"}})
    // The last one out says nothing while others are still inside.
    if (std::string_view(key) != "last" || part("people")["evacuated"] == part("people")["placed"])
      add(all, part("time_to_evacuate_s"), key, name, "s");
  for (const auto& [key, name] : {std::pair("placed", "People placed"),
                                  {"evacuated", "People out"},
                                  {"inside", "Still inside"},
                                  {"stuck", "Stuck"},
                                  {"incapacitated", "Incapacitated"}})
    add(all, part("people"), key, name, "");
  add(all, part("crowding"), "max_density_per_m2", "Highest density", "1/m²");
  add(all, part("crowding"), "person_seconds_above_4_per_m2", "Person-seconds above 4 per m²", "s");
  for (const auto& [key, name, unit] : {std::tuple("expected_fatalities", "Expected deaths", ""),
                                        {"expected_injuries", "Expected injuries", ""},
                                        {"aset_s", "Available time (ASET)", "s"},
                                        {"rset_s", "Required time (RSET)", "s"},
                                        {"margin_s", "Margin", "s"}})
    add(all, part("exposure"), key, name, unit);
  for (const auto& [lists, last] : {std::pair("exits", true), {"muster_points", false}})
    for (const json& gate : list(summary, lists)) {
      add(all, gate, "people", gate["name"].get<std::string>() + ": people", "");
      if (last) add(all, gate, "last_s", gate["name"].get<std::string>() + ": last", "s");
    }
  add_hazards(all, summary);
  return all;
}

std::vector<ComparedFigure> compare_figures(const std::vector<Variant>& variants) {
  std::vector<ComparedFigure> all;
  std::map<std::pair<std::string, std::string>, size_t> row_of;
  std::vector<std::vector<BySeed>> values;  // of each figure, of each variant
  for (size_t v = 0; v < variants.size(); ++v)
    for (const ComparedRun& run : variants[v].runs)
      for (const Figure& figure : figures_of(run.summary)) {
        const auto [at, fresh] = row_of.emplace(std::pair(figure.name, figure.unit), all.size());
        if (fresh) {
          all.push_back({figure.name, figure.unit, {}, {}});
          values.emplace_back(variants.size());
        }
        values[at->second][v][run.file.info().seed] = figure.value;
      }
  for (size_t f = 0; f < all.size(); ++f)
    for (const BySeed& of : values[f]) {
      const BySeed& first = values[f].front();
      const bool is_first = &of == &first;
      all[f].of.push_back(of.empty() ? std::nullopt : std::optional(mean_interval(values_of(of))));
      all[f].difference.push_back(is_first || of.empty() || first.empty() ? std::nullopt
                                                                          : std::optional(difference(first, of)));
    }
  return all;
}

}  // namespace muster::sim
