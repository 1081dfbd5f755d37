#include "sim/study/search/surrogate.h"

#include "sim/study/search/optimise.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::sim::study {

namespace {

constexpr double least_length = 0.05, greatest_length = 10;   // [of the axis]
constexpr double least_noise = 1e-6, greatest_noise = 1;      // [of the variance of the function]
constexpr double prior_noise = 0.01, prior_noise_spread = 2;  // [of the variance], [of its logarithm]
constexpr double prior_length = 0.5, prior_spread = 1.5;      // [of the axis], [of its logarithm]
constexpr int most_fits = 120;                                // from each start

/// Cholesky's factor of a symmetric positive definite matrix of n columns, in its place (lower half).
void factorise(std::vector<double>& matrix, size_t n) {
  for (size_t j = 0; j < n; ++j) {
    double* column = &matrix[j * n];
    for (size_t k = 0; k < j; ++k) {
      const double* earlier = &matrix[k * n];
      const double times = earlier[j];
      for (size_t i = j; i < n; ++i) column[i] -= times * earlier[i];
    }
    const double root = std::sqrt(std::max(column[j], 1e-14));
    for (size_t i = j; i < n; ++i) column[i] /= root;
  }
}

/// x of L x = b.
std::vector<double> forward(const std::vector<double>& factor, std::vector<double> b) {
  const size_t n = b.size();
  for (size_t j = 0; j < n; ++j) {
    b[j] /= factor[j * n + j];
    for (size_t i = j + 1; i < n; ++i) b[i] -= b[j] * factor[j * n + i];
  }
  return b;
}

/// x of L Lt x = b.
std::vector<double> solved(const std::vector<double>& factor, std::vector<double> b) {
  const size_t n = b.size();
  b = forward(factor, std::move(b));
  for (size_t j = n; j-- > 0;) {
    for (size_t i = j + 1; i < n; ++i) b[j] -= b[i] * factor[j * n + i];
    b[j] /= factor[j * n + j];
  }
  return b;
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (size_t k = 0; k < a.size(); ++k) sum += a[k] * b[k];
  return sum;
}

}  // namespace

Surrogate::Surrogate(std::vector<Axis> axes, std::vector<Place> places, std::span<const double> values)
    : axes_(std::move(axes)), places_(std::move(places)), values_(values.begin(), values.end()) {
  const auto n = static_cast<double>(values_.size());
  double squares = 0;
  for (const double v : values_) offset_ += v / n;
  for (const double v : values_) squares += (v - offset_) * (v - offset_) / n;
  scale_ = std::sqrt(squares);
  for (double& v : values_) v = (v - offset_) / scale_;
  choose_lengths();
  find_least();
}

void Surrogate::find_least() {
  least_ = at(places_.front()).mean;
  for (const Place& place : places_) least_ = std::min(least_, at(place).mean);
}

void Surrogate::believe(const Place& place) {
  values_.push_back((at(place).mean - offset_) / scale_);
  places_.push_back(place);
  solve();
  find_least();
}

double Surrogate::correlation(const Place& a, const Place& b) const {
  double r2 = 0;
  for (size_t d = 0; d < axes_.size(); ++d) {
    const double apart = axes_[d].ordered ? a[d] - b[d] : (a[d] == b[d] ? 0.0 : 1.0);
    r2 += apart * apart / (lengths_[d] * lengths_[d]);
  }
  const double r = std::sqrt(5 * r2);
  return (1 + r + r * r / 3) * std::exp(-r);
}

double Surrogate::fit(const std::vector<double>& logarithms) {
  const size_t d = axes_.size();
  lengths_.resize(d);
  double prior = 0;
  for (size_t k = 0; k < d; ++k) {
    lengths_[k] = std::exp(logarithms[k]);
    const double away = (logarithms[k] - std::log(prior_length)) / prior_spread;
    prior += away * away / 2;
  }
  noise_ = std::exp(logarithms[d]);
  const double away = (logarithms[d] - std::log(prior_noise)) / prior_noise_spread;
  prior += away * away / 2;
  return solve() + prior;
}

double Surrogate::solve() {
  const size_t n = places_.size();
  factor_.assign(n * n, 0);
  for (size_t j = 0; j < n; ++j)
    for (size_t i = j; i < n; ++i) factor_[j * n + i] = correlation(places_[i], places_[j]) + (i == j ? noise_ : 0);
  factorise(factor_, n);
  const std::vector<double> ones(n, 1.0), of_ones = solved(factor_, ones);
  trend_ = dot(of_ones, values_) / dot(of_ones, ones);
  std::vector<double> rest = values_;
  for (double& v : rest) v -= trend_;
  weights_ = solved(factor_, rest);
  variance_ = std::max(dot(rest, weights_) / static_cast<double>(n), 1e-12);
  double determinant = 0;
  for (size_t j = 0; j < n; ++j) determinant += 2 * std::log(factor_[j * n + j]);
  return (static_cast<double>(n) * std::log(variance_) + determinant) / 2;
}

void Surrogate::choose_lengths() {
  const size_t d = axes_.size();
  nlopt::opt search(nlopt::LN_SBPLX, static_cast<unsigned>(d + 1));
  std::vector<double> low(d + 1, std::log(least_length)), high(d + 1, std::log(greatest_length));
  low[d] = std::log(least_noise), high[d] = std::log(greatest_noise);
  search.set_lower_bounds(low);
  search.set_upper_bounds(high);
  search.set_maxeval(most_fits);
  search.set_xtol_abs(1e-3);
  search.set_min_objective([](const std::vector<double>& x, std::vector<double>&,
                              void* self) { return static_cast<Surrogate*>(self)->fit(x); },
                           this);
  std::vector<double> best;
  double least = 0;
  for (const auto& [length, noise] : {std::pair(0.5, 1e-3), {2.0, 0.1}}) {
    std::vector<double> x(d + 1, std::log(length));
    x[d] = std::log(noise);
    const double value = optimise(search, x);
    if (best.empty() || value < least) best = x, least = value;
  }
  fit(best);
}

Guess Surrogate::at(const Place& place) const {
  std::vector<double> c;
  for (const Place& each : places_) c.push_back(correlation(place, each));
  const double mean = trend_ + dot(c, weights_);
  const std::vector<double> half = forward(factor_, std::move(c));
  const double variance = variance_ * std::max(1 - dot(half, half), 0.0);
  return {offset_ + scale_ * mean, scale_ * std::sqrt(variance)};
}

double Surrogate::improvement(const Place& place) const {
  const auto [mean, sd] = at(place);
  if (sd <= 1e-9 * scale_) return std::max(least_ - mean, 0.0);
  const double z = (least_ - mean) / sd;
  const double below = std::erfc(-z / std::numbers::sqrt2) / 2,
               density = std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
  return sd * (z * below + density);
}

}  // namespace muster::sim::study
