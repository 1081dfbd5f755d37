#include "sim/hazard/earlier_run.h"

#include "sim/results/version.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace muster::sim {

namespace {

constexpr const char* key = "hazards.from";

results::ResultsReader open(const std::string& path) {
  try {
    return results::ResultsReader(path);
  } catch (const results::ResultsError& error) {
    throw InputError(Mistake{"", 0, key, path, error.what()});
  }
}

/// Where two grids differ; -1: nowhere.
int64_t first_difference(const results::HazardGrid& a, const results::HazardGrid& b) {
  const size_t n = std::min(a.x.size(), b.x.size());
  for (size_t s = 0; s < n; ++s)
    if (a.x[s] != b.x[s] || a.y[s] != b.y[s] || a.z[s] != b.z[s] || a.indoors[s] != b.indoors[s])
      return static_cast<int64_t>(s);
  return a.x.size() == b.x.size() ? -1 : static_cast<int64_t>(n);
}

template <class Infos>
std::vector<std::string> names_of(const Infos& infos) {
  std::vector<std::string> names;
  for (const auto& info : infos) names.push_back(info.name);
  return names;
}

}  // namespace

EarlierRun::EarlierRun(const std::string& path, bool same_program) : reader_(open(path)), same_program_(same_program) {
  try {
    outline_ = reader_.hazard_outline();
  } catch (const results::ResultsError& error) {
    throw InputError(Mistake{"", 0, key, path, error.what()});
  }
}

void EarlierRun::check(const results::HazardGrid& grid, const scene::Model& model,
                       std::vector<Mistake>& mistakes) const {
  const std::string path = reader_.path().string();
  const auto refuse = [&](std::string text) { mistakes.push_back({"", 0, key, path, std::move(text)}); };
  const auto& inputs = reader_.info().inputs;
  if (!model.sha256.empty() &&
      std::none_of(inputs.begin(), inputs.end(), [&](const auto& input) { return input.sha256 == model.sha256; }))
    return refuse(fmt::format("another model: none of its inputs is {} (SHA-256 {})", model.source, model.sha256));
  if (grid.empty()) return;  // prescribed air and explosions are not sampled
  const results::HazardGrid& its = outline_.grid;
  if (const int64_t s = first_difference(grid, its); s >= 0) {
    const bool here = static_cast<size_t>(s) < grid.x.size();
    const results::HazardGrid& one = here ? grid : its;
    return refuse(
        fmt::format("its floors are not those of this case: {} squares, here {}; the first that differs lies "
                    "at ({:g}, {:g}). [floors], doors and links must be the same",
                    its.x.size(), grid.x.size(), one.x[static_cast<size_t>(s)], one.y[static_cast<size_t>(s)]));
  }
  const bool complete =
      (grid.hazards.empty() || !outline_.totals.peak.empty()) && (grid.fires.empty() || !outline_.totals.dose.empty());
  if (!complete || outline_.frames.empty()) return refuse("it was stopped before its end");
  if (names_of(grid.hazards) != names_of(its.hazards) || names_of(grid.fires) != names_of(its.fires) ||
      grid.smoke != its.smoke || (grid.fires.size() > 1 && sample(0).radiation.empty()))
    refuse("its samples are not of the hazards of its case: another version of this program computed them");
}

std::vector<Warning> EarlierRun::warnings() const {
  const results::Software &its = reader_.software(), ours = results::software();
  if (same_program_ || (its.version == ours.version && its.commit == ours.commit)) return {};
  return {{"hazards_of_another_version",
           fmt::format("{} was computed by {} {} ({}), this is {} ({}): what is read from it and what is computed anew "
                       "may not fit together.",
                       reader_.path().string(), its.name, its.version, its.commit, ours.version, ours.commit),
           key}};
}

std::vector<Warning> EarlierRun::of_flow() const {
  std::vector<Warning> warnings;
  const auto summary = nlohmann::json::parse(reader_.summary_json(), nullptr, false);
  if (!summary.is_object() || !summary.contains("warnings")) return warnings;
  for (const auto& each : summary["warnings"])
    if (const std::string code = each.value("code", ""); code.starts_with("flow_"))
      warnings.push_back({code, each.value("text", ""), each.value("setting", "")});
  return warnings;
}

}  // namespace muster::sim
