#pragma once
// When a variant has been run often enough.

#include "base/interval.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace muster::sim::study {

/// Whether half the 95 % confidence interval of the mean is at most `within` of the mean. False of a single value.
inline bool narrow(std::span<const double> values, double within) {
  if (values.size() < 2) return false;
  const MeanInterval mean = mean_interval(values);
  return *mean.half <= within * std::abs(mean.mean);
}

/// How many runs there are at the next look: one looks at doubled numbers only, because whoever looks after each run
/// stops where chance has made the interval narrow, and is wrong more often than he says.
inline size_t next_look(size_t runs, size_t most) { return std::min(2 * runs, most); }

}  // namespace muster::sim::study
