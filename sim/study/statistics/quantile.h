#pragma once
// What a sample says of a quantile and of a probability, whatever the distribution.

#include <cstddef>
#include <optional>
#include <span>

namespace muster::sim::study {

/// P(X <= k) of a binomial distribution of `n` trials with probability `p` in [0, 1].
double binomial_cumulative(size_t k, size_t n, double p);

/// Wilks 1941 (doi 10.1214/aoms/1177731788), one-sided: how many runs are needed so that the `rank`-th largest of them
/// (1: the largest) lies above the quantile `share` with `confidence`; e.g. 59 for the largest, 0.95 and 0.95.
size_t wilks_runs(size_t rank, double share, double confidence);

/// The largest rank for which `n` runs suffice; absent where not even the largest does.
std::optional<size_t> wilks_rank(size_t n, double share, double confidence);

/// The value below which a share of 95 % lies with 95 % confidence: Wilks' bound. `without`: runs beside them that have
/// no value (somebody never came out, the run failed); each counts as greater than every value. Absent for fewer than
/// 59 in all, and where the bound is one of those without.
std::optional<double> upper_bound_95_95(std::span<const double> values, size_t without = 0);

/// The least value that is higher than at least 95 % of the runs, the `without` counting as higher than every value:
/// the 49th of 50 (MSC.1/Circ.1533 takes the time "higher than 95 %" of them; an order statistic, never between two
/// values). Absent for fewer than 20 in all, and where it is one of those without.
std::optional<double> higher_than_95_percent(std::span<const double> values, size_t without = 0);

/// Of at least one value, ascending; between values on a straight line.
double percentile(std::span<const double> sorted, double share);

/// A probability of which `hits` of `n` trials are evidence, with the 95 % interval of Wilson 1927
/// (doi 10.1080/01621459.1927.10502953).
struct Probability {
  double value = 0, low = 0, high = 1;
  size_t hits = 0, n = 0;
};
/// Of at least one trial.
Probability wilson(size_t hits, size_t n);

}  // namespace muster::sim::study
