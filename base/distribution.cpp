#include "base/distribution.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster {

namespace {

/// Regularised lower incomplete gamma function P(s, x): series below s + 1, Lentz' continued fraction above
/// (Press et al., Numerical Recipes, 3rd ed., 6.2).
double gamma_p(double s, double x) {
  if (x <= 0) return 0;
  const double front = std::exp(-x + s * std::log(x) - std::lgamma(s));
  if (x < s + 1) {
    double term = 1 / s, sum = term;
    for (double n = s + 1; std::abs(term) > 1e-16 * std::abs(sum); ++n) sum += term *= x / n;
    return front * sum;
  }
  constexpr double tiny = 1e-300;
  double b = x + 1 - s, c = 1 / tiny, d = 1 / b, h = d;
  for (int i = 1; i < 500; ++i) {
    const double an = -i * (i - s);
    b += 2;
    d = an * d + b;
    if (std::abs(d) < tiny) d = tiny;
    c = b + an / c;
    if (std::abs(c) < tiny) c = tiny;
    d = 1 / d;
    h *= d * c;
    if (std::abs(d * c - 1) < 1e-16) break;
  }
  return 1 - front * h;
}

double untruncated_cumulative(const Distribution& d, double x) {
  switch (d.kind) {
    case Distribution::Kind::constant:
      return x >= d.a ? 1 : 0;
    case Distribution::Kind::uniform:
      return std::clamp((x - d.a) / (d.b - d.a), 0.0, 1.0);
    case Distribution::Kind::normal:
      return 0.5 * std::erfc(-(x - d.a) / d.b / std::sqrt(2.0));
    case Distribution::Kind::lognormal:
      return x <= 0 ? 0 : 0.5 * std::erfc(-(std::log(x) - d.a) / d.b / std::sqrt(2.0));
    case Distribution::Kind::gamma:
      return gamma_p(d.a, x / d.b);
    case Distribution::Kind::weibull:
      return x <= 0 ? 0 : -std::expm1(-std::pow(x / d.b, d.a));
  }
  return 0;
}

/// Smallest x with cumulative(x) >= p, by bisection between bounds that hold it.
double bisected_quantile(const Distribution& d, double p) {
  double low = d.kind == Distribution::Kind::normal ? d.a - 40 * d.b : 0;
  double high = d.kind == Distribution::Kind::normal      ? d.a + 40 * d.b
                : d.kind == Distribution::Kind::lognormal ? std::exp(d.a + 40 * d.b)
                                                          : d.b;
  while (untruncated_cumulative(d, high) < p) high *= 2;
  for (int i = 0; i < 200 && high - low > 1e-15 * std::max(1.0, std::abs(high)); ++i) {
    const double middle = 0.5 * (low + high);
    (untruncated_cumulative(d, middle) < p ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace

double Distribution::quantile(double u) const {
  if (kind == Kind::constant) return a;
  const double p_low = untruncated_cumulative(*this, min), p_high = untruncated_cumulative(*this, max);
  const double p = p_low + u * (p_high - p_low);
  double x = 0;
  switch (kind) {
    case Kind::uniform:
      x = a + p * (b - a);
      break;
    case Kind::weibull:
      x = b * std::pow(-std::log1p(-p), 1 / a);
      break;
    default:
      x = bisected_quantile(*this, p);
  }
  return std::clamp(x, min, max);
}

double Distribution::cumulative(double x) const {
  if (kind == Kind::constant) return untruncated_cumulative(*this, x);
  if (x <= min) return 0;
  if (x >= max) return 1;
  const double p_low = untruncated_cumulative(*this, min), p_high = untruncated_cumulative(*this, max);
  return (untruncated_cumulative(*this, x) - p_low) / (p_high - p_low);
}

std::string Distribution::problem() const {
  if (!std::isfinite(a) || !std::isfinite(b)) return "parameters must be finite";
  if (!(min <= max)) return "min must be <= max";
  switch (kind) {
    case Kind::constant:
      return a < min || a > max ? "value must lie within [min, max]" : "";
    case Kind::uniform:
      if (!(a < b)) return "low must be < high";
      break;
    case Kind::normal:
    case Kind::lognormal:
      if (!(b > 0)) return "sd must be > 0";
      break;
    case Kind::gamma:
    case Kind::weibull:
      if (!(a > 0 && b > 0)) return "shape and scale must be > 0";
  }
  if (!(untruncated_cumulative(*this, max) - untruncated_cumulative(*this, min) > 1e-9))
    return "less than one in 10^9 of the distribution lies within [min, max]";
  return "";
}

}  // namespace muster
