#pragma once
// Means of a few repetitions, and how sure they are.

#include <cstddef>
#include <optional>
#include <span>

namespace muster {

/// P(|T| <= t) of Student's distribution with `degrees` >= 1 degrees of freedom, t >= 0.
/// Source: Abramowitz and Stegun (1964), 26.7.3 and 26.7.4.
double student_t_within(double t, size_t degrees);

/// The t for which P(|T| <= t) = 0.95, Student's distribution with `degrees` >= 1 degrees of freedom.
/// Source: Abramowitz and Stegun (1964), 26.7.3 and 26.7.4, solved for t by bisection.
double student_t95(size_t degrees);

/// A mean and half the width of its 95 % confidence interval; without one where there is a single value.
struct MeanInterval {
  double mean = 0;
  std::optional<double> half;
  size_t n = 0;

  /// Whether the interval leaves out zero. False without an interval.
  bool excludes_zero() const { return half && (mean > *half || mean < -*half); }
};

/// Of at least one value; Student's t with n - 1 degrees of freedom.
MeanInterval mean_interval(std::span<const double> values);

/// Mean of `b` less that of `a`, for independent repetitions with variances of their own (Welch 1947; the degrees of
/// freedom of Satterthwaite 1946, rounded down). Without an interval where one of them has a single value.
MeanInterval difference_interval(std::span<const double> a, std::span<const double> b);

}  // namespace muster
