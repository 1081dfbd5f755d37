#pragma once
// Boxes smeared by normal distributions: of integral 1, averaged, summed up.

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::plume::dense {

/// Box of half-width `a` smeared by a normal distribution of variance `s2`, at distance `d`; its integral is 1.
inline double smeared(double d, double a, double s2) {
  if (s2 <= 1e-12 * (a * a + 1e-12)) return std::abs(d) <= a ? 0.5 / std::max(a, 1e-9) : 0;
  const double s = std::sqrt(2 * s2);
  if (a < 0.03 * s) return std::exp(-d * d / (s * s)) / (s * std::sqrt(std::numbers::pi));
  return std::max(0.0, std::erf((d + a) / s) - std::erf((d - a) / s)) / (4 * a);
}

/// The mean of `smeared` over d - w to d + w.
inline double smeared_mean(double d, double a, double s2, double w) {
  const double s = std::sqrt(2 * s2);
  if (w < 0.02 * (a + s)) return smeared(d, a, s2);
  if (a < 0.03 * s) return std::max(0.0, std::erf((d + w) / s) - std::erf((d - w) / s)) / (4 * w);
  const auto integral = [s](double x) {  // of erf(x / s)
    return s > 0 ? x * std::erf(x / s) + s / std::sqrt(std::numbers::pi) * std::exp(-x * x / (s * s)) : std::abs(x);
  };
  const double sum = integral(d + w + a) - integral(d - w + a) - integral(d + w - a) + integral(d - w - a);
  return std::max(0.0, sum) / (8 * a * w);
}

/// The integral of `smeared_mean` up to d, for a normal distribution of deviation `s`.
inline double smeared_until(double d, double a, double deviation, double w) {
  const double s = std::sqrt(2.0) * deviation + 1e-6 * (a + w);
  w = std::max(w, 0.02 * (a + s));
  const auto twice = [s](double x) {  // the integral of x erf(x / s) + s / sqrt(pi) exp(-x^2 / s^2)
    return 0.5 *
           ((x * x + 0.5 * s * s) * std::erf(x / s) + x * s / std::sqrt(std::numbers::pi) * std::exp(-x * x / (s * s)));
  };
  const double sum = twice(d + w + a) - twice(d - w + a) - twice(d + w - a) + twice(d - w - a);
  return std::clamp(0.5 + sum / (8 * a * w), 0.0, 1.0);
}

}  // namespace muster::plume::dense
