#pragma once
// Which factors a figure hangs on.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace muster::sim::study {

/// A figure with its 95 % interval.
struct Ranged {
  double value = 0, low = 0, high = 0;
};

/// What repetitions of one point came to; they used the same seeds at every point.
using Replicated = std::vector<double>;

/// Indices of Sobol: the shares of the variance of the means that each factor has alone, and in all.
struct SobolIndices {
  std::vector<Ranged> first, total;
  double mean = 0, variance = 0;  ///< of the replicates' means over A and B, without what the seeds contribute
  std::optional<Ranged> seeds;    ///< share of the seeds in the variance of single runs; absent: one replicate
  size_t rows = 0;                ///< complete ones; the others are left out
};

/// Rows below which the bootstrap's intervals hold the index clearly less often than in 95 of 100 studies
/// (sim/study/README.md has the figures).
inline constexpr size_t rows_for_intervals = 64;

/// From values in the order of `saltelli_points`; a row with an empty entry is left out. First order: Saltelli 2010,
/// total: Jansen 1999 (doi 10.1016/S0010-4655(98)00154-4). Products and squares of means of replicates are freed from
/// the seeds' contribution by their sample (co)variances; with one replicate it is in the total indices. Intervals:
/// percentiles of 1000 bootstrap samples of the rows, too narrow below `rows_for_intervals`. Empty where fewer than 8
/// rows are complete or nothing varies.
std::optional<SobolIndices> sobol_indices(std::span<const Replicated> values, size_t factors, uint64_t seed);

/// Elementary effects of one factor [figure per whole range of its probability].
struct MorrisEffect {
  Ranged size;      ///< mean of the absolute effects, mu*; Student's interval, unbounded of a single one
  double mean = 0;  ///< mu
  std::optional<double> spread = {};  ///< sigma: interactions or curvature; absent of a single one
  size_t n = 0;                       ///< effects that it is made of
};

/// From the points of `morris_points` and what they came to (empty: failed; effects beside it are left out).
std::vector<MorrisEffect> morris_effects(const std::vector<std::vector<double>>& points,
                                         std::span<const std::optional<double>> values);

/// Standardised coefficients of a linear regression.
struct Regression {
  std::vector<Ranged> coefficients;  ///< of each factor, in [-1, 1] where factors are independent
  double r2 = 0;                     ///< share of the variance that the straight line explains; below 0.7 do not use
  size_t n = 0;
};

/// Least squares of `values` on the columns of `points` [point][factor]; intervals: percentiles of 1000 bootstrap
/// samples. Empty where there are fewer than factors + 3 points, or a factor or the values do not vary.
std::optional<Regression> standardised_regression(const std::vector<std::vector<double>>& points,
                                                  std::span<const double> values, uint64_t seed);

}  // namespace muster::sim::study
