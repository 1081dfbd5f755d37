#pragma once
// How a layer's gas lies over its height.

#include <algorithm>
#include <cmath>

namespace muster::flow {

/// Share of undiluted gas at a height, in depths of the layer, of a layer whose mean share is `mean` (0 to 1) and whose
/// mean height is half a depth: 2 mean e^(-2 z / h) up to a mean of a half; above it undiluted gas up to a height and
/// an exponential over that. With the share m: e-folding length h (m (1 - m))^(1/2) over a foot of
/// h (m - (m (1 - m))^(1/2)) keep both the amount, m h, and its mean height, h / 2.
inline double at_height(double mean, double height) {
  if (mean <= 0.5) return 2 * mean * std::exp(-2 * height);
  const double length = std::sqrt(mean * std::max(1 - mean, 0.0)), foot = mean - length;
  if (height <= foot) return 1;
  return length > 0 ? std::exp(-(height - foot) / length) : 0;
}

}  // namespace muster::flow
