#pragma once
// Probability distributions of personal attributes, as a case file names them.

#include <string>

namespace muster {

/// A distribution of one scalar, optionally cut off at [min, max] by redrawing the probability (inverse transform on
/// the truncated range, so one uniform number gives one value).
struct Distribution {
  enum class Kind { constant, uniform, normal, lognormal, gamma, weibull };
  Kind kind = Kind::constant;
  /// constant: value; uniform: lower bound; normal: mean; lognormal: mean of the logarithm; gamma, weibull: shape.
  double a = 0;
  /// uniform: upper bound; normal: standard deviation; lognormal: that of the logarithm; gamma, weibull: scale.
  double b = 0;
  double min = -1e300;  ///< lowest value drawn
  double max = 1e300;   ///< highest value drawn

  static Distribution constant(double value) { return {Kind::constant, value, 0}; }
  static Distribution uniform(double low, double high) { return {Kind::uniform, low, high}; }
  static Distribution normal(double mean, double sd, double low = -1e300, double high = 1e300) {
    return {Kind::normal, mean, sd, low, high};
  }

  /// Value at cumulative probability `u` in (0, 1) of the truncated distribution.
  double quantile(double u) const;
  /// Probability of a value <= x under the truncated distribution, in [0, 1].
  double cumulative(double x) const;
  /// "" where the parameters make sense, otherwise what must hold (e.g. "sd must be > 0").
  std::string problem() const;
};

}  // namespace muster
