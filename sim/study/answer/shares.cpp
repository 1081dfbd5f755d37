// In what share of the runs something goes wrong.
#include "sim/study/answer/answer.h"
#include "sim/study/statistics/quantile.h"

#include <functional>
#include <utility>

namespace muster::sim::study {

namespace {

/// Whether it went wrong in a run; absent where the run cannot say.
using Wrong = std::function<std::optional<bool>(const nlohmann::json& summary)>;

Wrong above_zero(const char* key) {
  return [key](const nlohmann::json& summary) -> std::optional<bool> {
    const auto value = figure(summary, key);
    return value ? std::optional(*value > 0) : std::nullopt;
  };
}

/// Places that become untenable while people are still there, or on their way (RSET above ASET).
std::optional<bool> too_late(const nlohmann::json& summary) {
  if (!summary.contains("exposure")) return {};
  const auto aset = figure(summary, "exposure.aset_s"), rset = figure(summary, "exposure.rset_s");
  if (!aset) return false;
  return !rset || *rset > *aset;
}

const std::vector<std::pair<const char*, Wrong>>& questions() {
  static const std::vector<std::pair<const char*, Wrong>> all = {
      {"Somebody is still inside", above_zero("people.inside")},
      {"Somebody is incapacitated", above_zero("people.incapacitated")},
      {"RSET above ASET", too_late}};
  return all;
}

}  // namespace

Table shares_table(const Progress& progress) {
  Table table{"shares", {"variant", "what", "hits", "n", "planned", "share", "low_95", "high_95"}, {}};
  for (const size_t v : shown_variants(progress)) {
    const VariantRuns& runs = progress.runs()[v];
    for (const auto& [what, wrong] : questions()) {
      size_t hits = 0, n = 0;
      for (const auto& record : runs.records)
        if (const auto answer = record ? wrong(record->summary) : std::nullopt) ++n, hits += *answer ? 1 : 0;
      if (n == 0) continue;
      const Probability share = wilson(hits, n);
      table.rows.push_back(
          {progress.variants()[v].name, what, hits, n, runs.planned, share.value, share.low, share.high});
    }
  }
  return table;
}

}  // namespace muster::sim::study
