#pragma once
// Whether a sample comes from a distribution.

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

namespace muster::test {

inline double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return sum / static_cast<double>(values.size());
}

inline double sd_of(const std::vector<double>& values) {
  const double mean = mean_of(values);
  double sum = 0;
  for (const double v : values) sum += (v - mean) * (v - mean);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

/// p-value of the Kolmogorov-Smirnov test of a sample against the distribution function `below`, by the asymptotic
/// series with Stephens' correction (Numerical Recipes, 3rd ed., 14.3.3); good for 20 values and more.
inline double ks_p(std::vector<double> values, const std::function<double(double)>& below) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  double d = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    const double f = below(values[i]), k = static_cast<double>(i);
    d = std::max({d, f - k / n, (k + 1) / n - f});
  }
  const double t = (std::sqrt(n) + 0.12 + 0.11 / std::sqrt(n)) * d;
  double p = 0;
  for (int j = 1; j <= 100; ++j) p += (j % 2 == 1 ? 2 : -2) * std::exp(-2.0 * j * j * t * t);
  return std::clamp(p, 0.0, 1.0);
}

inline double below_uniform(double x, double low, double high) {
  return std::clamp((x - low) / (high - low), 0.0, 1.0);
}
inline double below_normal(double x, double mean, double sd) {
  return 0.5 * std::erfc(-(x - mean) / sd / std::sqrt(2.0));
}

}  // namespace muster::test
