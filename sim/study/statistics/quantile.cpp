#include "sim/study/statistics/quantile.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace muster::sim::study {

double binomial_cumulative(size_t k, size_t n, double p) {
  if (p <= 0 || k >= n) return 1;
  if (p >= 1) return 0;
  double sum = 0;
  const double trials = static_cast<double>(n);
  for (size_t i = 0; i <= k; ++i) {
    const double hits = static_cast<double>(i);
    sum += std::exp(std::lgamma(trials + 1) - std::lgamma(hits + 1) - std::lgamma(trials - hits + 1) +
                    hits * std::log(p) + (trials - hits) * std::log1p(-p));
  }
  return std::min(1.0, sum);
}

namespace {

/// P(the rank-th largest of n lies above the quantile): at least `rank` of them do.
double certainty(size_t n, size_t rank, double share) { return 1 - binomial_cumulative(rank - 1, n, 1 - share); }

}  // namespace

size_t wilks_runs(size_t rank, double share, double confidence) {
  MUSTER_CHECK(rank >= 1 && share > 0 && share < 1 && confidence > 0 && confidence < 1, "{} {} {}", rank, share,
               confidence);
  size_t n = rank;
  while (certainty(n, rank, share) < confidence) ++n;
  return n;
}

std::optional<size_t> wilks_rank(size_t n, double share, double confidence) {
  std::optional<size_t> best;
  for (size_t rank = 1; rank <= n && certainty(n, rank, share) >= confidence; ++rank) best = rank;
  return best;
}

namespace {

/// The value at a place (from 0) in ascending order; absent where there are fewer.
std::optional<double> value_at(std::span<const double> values, size_t place) {
  if (place >= values.size()) return {};
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  return sorted[place];
}

}  // namespace

std::optional<double> upper_bound_95_95(std::span<const double> values, size_t without) {
  const size_t n = values.size() + without;
  const auto rank = wilks_rank(n, 0.95, 0.95);
  return rank ? value_at(values, n - *rank) : std::nullopt;
}

std::optional<double> higher_than_95_percent(std::span<const double> values, size_t without) {
  const size_t n = values.size() + without;
  return value_at(values, (19 * n + 19) / 20);  // as many lie below as make up 95 %
}

Probability wilson(size_t hits, size_t n) {
  MUSTER_CHECK(n >= 1 && hits <= n, "{} of {}", hits, n);
  constexpr double z = 1.959963984540054;  // P(|Z| <= z) = 0.95
  const double trials = static_cast<double>(n), k = static_cast<double>(hits);
  const double centre = (k + z * z / 2) / (trials + z * z);
  const double half = z / (trials + z * z) * std::sqrt(k * (trials - k) / trials + z * z / 4);
  return {k / trials, hits == 0 ? 0 : std::max(0.0, centre - half), hits == n ? 1 : std::min(1.0, centre + half), hits,
          n};
}

double percentile(std::span<const double> sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<size_t>(at);
  const size_t high = std::min(low + 1, sorted.size() - 1);
  return sorted[low] + (at - static_cast<double>(low)) * (sorted[high] - sorted[low]);
}

}  // namespace muster::sim::study
