#include "base/interval.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster {

namespace {

double mean(std::span<const double> values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return sum / static_cast<double>(values.size());
}

/// Variance of the mean, of two values at least.
double variance_of_mean(std::span<const double> values) {
  const double centre = mean(values), n = static_cast<double>(values.size());
  double sum = 0;
  for (const double v : values) sum += (v - centre) * (v - centre);
  return sum / (n - 1) / n;
}

}  // namespace

double student_t_within(double t, size_t degrees) {
  const double theta = std::atan(t / std::sqrt(static_cast<double>(degrees)));
  const double sine = std::sin(theta), cosine = std::cos(theta);
  const bool odd = degrees % 2 == 1;
  // The series in powers of the cosine: even ones from 1 on, or odd ones.
  double term = odd ? cosine : 1, sum = 0;
  for (size_t k = odd ? 1 : 0; k + 2 <= degrees; k += 2) {
    sum += term;
    term *= cosine * cosine * static_cast<double>(k + 1) / static_cast<double>(k + 2);
  }
  return odd ? 2 / std::numbers::pi * (theta + sine * sum) : sine * sum;
}

double student_t95(size_t degrees) {
  MUSTER_CHECK(degrees >= 1, "{} degrees of freedom", degrees);
  double low = 1.9, high = 12.8;  // of infinitely many degrees, and of one
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (student_t_within(middle, degrees) < 0.95 ? low : high) = middle;
  }
  return (low + high) / 2;
}

MeanInterval mean_interval(std::span<const double> values) {
  MUSTER_CHECK(!values.empty(), "{} values", values.size());
  MeanInterval out{mean(values), {}, values.size()};
  if (values.size() > 1) out.half = student_t95(values.size() - 1) * std::sqrt(variance_of_mean(values));
  return out;
}

MeanInterval difference_interval(std::span<const double> a, std::span<const double> b) {
  MUSTER_CHECK(!a.empty() && !b.empty(), "{} and {} values", a.size(), b.size());
  MeanInterval out{mean(b) - mean(a), {}, std::min(a.size(), b.size())};
  if (out.n < 2) return out;
  const double va = variance_of_mean(a), vb = variance_of_mean(b), v = va + vb;
  const double degrees =
      v == 0 ? 1 : v * v / (va * va / static_cast<double>(a.size() - 1) + vb * vb / static_cast<double>(b.size() - 1));
  out.half = student_t95(std::max<size_t>(1, static_cast<size_t>(degrees))) * std::sqrt(v);
  return out;
}

}  // namespace muster
