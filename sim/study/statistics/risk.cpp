#include "sim/study/statistics/risk.h"

namespace muster::sim::study {

Risk risk_of(std::span<const Happening> happenings) {
  Risk risk;
  std::map<uint64_t, std::pair<double, size_t>> sums;  // by seed: sum, and of how many happenings
  size_t known = 0;
  for (const Happening& each : happenings) {
    const double covered = each.frequency * each.known();
    risk.covered += covered;
    risk.unknown += each.frequency - covered;
    known += each.harm.empty() ? 0 : 1;
    for (const auto& [seed, harm] : each.harm) {
      sums[seed].first += covered * harm;
      ++sums[seed].second;
    }
  }
  std::vector<double> values;
  for (const auto& [seed, sum] : sums)
    if (sum.second == known) values.push_back(sum.first);
  if (!values.empty()) risk.per_year = mean_interval(values);
  return risk;
}

std::vector<FnPoint> fn_curve(std::span<const Happening> happenings) {
  std::map<double, double> at;
  for (const Happening& each : happenings)
    for (const auto& [seed, deaths] : each.harm)
      if (deaths > 0) at[deaths] += each.frequency * each.known() / static_cast<double>(each.harm.size());
  std::vector<FnPoint> curve(at.size());
  double sum = 0;
  size_t k = at.size();
  for (auto point = at.rbegin(); point != at.rend(); ++point) curve[--k] = {point->first, sum += point->second};
  return curve;
}

}  // namespace muster::sim::study
