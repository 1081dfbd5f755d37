#pragma once
// When a variant has been run often enough.

#include "base/interval.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace muster::sim::study {

/// Whether all are the same whole number: counts of people of which so many runs say nothing of how they scatter (none
/// of 10 runs with somebody hurt may be a quarter of all runs).
inline bool alike_counts(std::span<const double> values) {
  return values.size() > 1 && values.front() == std::round(values.front()) &&
         std::ranges::all_of(values, [&](double v) { return v == values.front(); });
}

/// Fewest values whose interval is believed when it decides on more runs.
inline constexpr size_t least_to_look_at = 10;

/// Whether half the 95 % confidence interval of the mean is at most `within` of the mean. False of fewer than 10
/// values, and where all are the same count.
inline bool narrow(std::span<const double> values, double within) {
  if (values.size() < least_to_look_at || alike_counts(values)) return false;
  const MeanInterval mean = mean_interval(values);
  return *mean.half <= within * std::abs(mean.mean);
}

/// How many runs there are at the next look: one looks at doubled numbers only, because whoever looks after each run
/// stops where chance has made the interval narrow, and is wrong more often than he says.
inline size_t next_look(size_t runs, size_t most) { return std::min(2 * runs, most); }

}  // namespace muster::sim::study
