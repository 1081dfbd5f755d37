#include "sim/study/statistics/indices.h"

#include "base/error.h"
#include "base/interval.h"
#include "base/random.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster::sim::study {

namespace {

constexpr size_t resamples = 1000;
constexpr size_t least_rows = 8;

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return sum / static_cast<double>(values.size());
}

/// Covariance of the means of two replicated values whose common seeds are the first ones: that of single runs times
/// the common ones over the product of both numbers, which is over the larger. Zero of single values.
double covariance_of_means(const Replicated& a, const Replicated& b) {
  const size_t n = std::min(a.size(), b.size());
  if (n < 2) return 0;
  double ma = 0, mb = 0, sum = 0;
  for (size_t r = 0; r < n; ++r) ma += a[r], mb += b[r];
  ma /= static_cast<double>(n), mb /= static_cast<double>(n);
  for (size_t r = 0; r < n; ++r) sum += (a[r] - ma) * (b[r] - mb);
  return sum / static_cast<double>(n - 1) / static_cast<double>(std::max(a.size(), b.size()));
}

Ranged ranged(double value, std::vector<double> samples) {
  std::sort(samples.begin(), samples.end());
  const auto at = [&](double p) {
    const double place = p * static_cast<double>(samples.size() - 1);
    const auto low = static_cast<size_t>(place);
    const size_t high = std::min(low + 1, samples.size() - 1);
    return samples[low] + (place - static_cast<double>(low)) * (samples[high] - samples[low]);
  };
  return {value, at(0.025), at(0.975)};
}

/// What a row contributes to sums over rows.
struct Row {
  double a = 0, b = 0;          ///< means
  double noise = 0;             ///< mean of the variances of the two means, less what the common seeds give both
  double single = 0;            ///< mean of the variances of single runs
  std::vector<double> product;  ///< of each factor: b (ab - a), and what b's offset multiplies
  std::vector<double> change;   ///< ab - a
  std::vector<double> square;   ///< (a - ab)^2
};

Row row_of(std::span<const Replicated> values, size_t factors) {
  const Replicated &a = values[0], &b = values[1];
  Row row{mean_of(a), mean_of(b), 0, 0, {}, {}, {}};
  row.noise = (covariance_of_means(a, a) + covariance_of_means(b, b)) / 2;
  row.single = row.noise * static_cast<double>(std::min(a.size(), b.size()));
  row.noise -= covariance_of_means(a, b);
  for (size_t d = 0; d < factors; ++d) {
    const Replicated& ab = values[2 + d];
    const double change = mean_of(ab) - row.a;
    row.change.push_back(change);
    row.product.push_back(row.b * change - covariance_of_means(b, ab) + covariance_of_means(b, a));
    row.square.push_back(change * change - covariance_of_means(a, a) - covariance_of_means(ab, ab) +
                         2 * covariance_of_means(a, ab));
  }
  return row;
}

/// Indices of chosen rows.
struct Estimate {
  std::vector<double> first, total;
  double mean = 0, variance = 0, seeds = 0;
};

Estimate estimate(const std::vector<Row>& rows, const std::vector<size_t>& chosen, size_t factors) {
  Estimate out;
  const double n = static_cast<double>(chosen.size());
  double sum = 0, squares = 0, noise = 0, single = 0;
  for (const size_t k : chosen) sum += rows[k].a + rows[k].b;
  out.mean = sum / (2 * n);
  for (const size_t k : chosen) {
    const Row& row = rows[k];
    squares += (row.a - out.mean) * (row.a - out.mean) + (row.b - out.mean) * (row.b - out.mean);
    noise += row.noise;
    single += row.single;
  }
  out.variance = squares / (2 * n - 1) - noise / n;
  out.seeds = single / n / (single / n + std::max(0.0, out.variance));
  for (size_t d = 0; d < factors; ++d) {
    double product = 0, square = 0;
    for (const size_t k : chosen) {
      product += rows[k].product[d] - out.mean * rows[k].change[d];  // about the mean: the same, with less scatter
      square += rows[k].square[d];
    }
    out.first.push_back(product / n / out.variance);
    out.total.push_back(square / (2 * n) / out.variance);
  }
  return out;
}

std::vector<size_t> resampled(size_t count, uint64_t seed, uint64_t sample) {
  std::vector<size_t> chosen(count);
  for (size_t k = 0; k < count; ++k) chosen[k] = random_bits(seed, k, sample, Draw::input, 3) % count;
  return chosen;
}

}  // namespace

std::optional<SobolIndices> sobol_indices(std::span<const Replicated> values, size_t factors, uint64_t seed) {
  const size_t each = factors + 2;
  MUSTER_CHECK(values.size() % each == 0, "{} values for {} factors", values.size(), factors);
  std::vector<Row> rows;
  bool replicated = true;
  for (size_t k = 0; k < values.size(); k += each) {
    const auto row = values.subspan(k, each);
    if (std::ranges::any_of(row, [](const Replicated& r) { return r.empty(); })) continue;
    replicated = replicated && std::ranges::all_of(row, [](const Replicated& r) { return r.size() > 1; });
    rows.push_back(row_of(row, factors));
  }
  if (rows.size() < least_rows) return {};
  std::vector<size_t> all(rows.size());
  for (size_t k = 0; k < all.size(); ++k) all[k] = k;
  const Estimate found = estimate(rows, all, factors);
  if (!(found.variance > 0)) return {};

  std::vector<std::vector<double>> first(factors), total(factors);
  std::vector<double> seeds;
  for (uint64_t s = 0; s < resamples; ++s) {
    const Estimate one = estimate(rows, resampled(rows.size(), seed, s), factors);
    if (!(one.variance > 0)) continue;
    for (size_t d = 0; d < factors; ++d) first[d].push_back(one.first[d]), total[d].push_back(one.total[d]);
    seeds.push_back(one.seeds);
  }
  if (seeds.size() < resamples / 2) return {};
  SobolIndices out;
  for (size_t d = 0; d < factors; ++d) {
    out.first.push_back(ranged(found.first[d], first[d]));
    out.total.push_back(ranged(found.total[d], total[d]));
  }
  out.mean = found.mean, out.variance = found.variance, out.rows = rows.size();
  if (replicated) out.seeds = ranged(found.seeds, seeds);
  return out;
}

std::vector<MorrisEffect> morris_effects(const std::vector<std::vector<double>>& points,
                                         std::span<const std::optional<double>> values) {
  MUSTER_CHECK(points.size() == values.size(), "{} points, {} values", points.size(), values.size());
  if (points.empty()) return {};
  const size_t factors = points.front().size();
  std::vector<std::vector<double>> effects(factors);
  for (size_t k = 0; k + 1 < points.size(); ++k) {
    if (k % (factors + 1) == factors || !values[k] || !values[k + 1]) continue;
    for (size_t d = 0; d < factors; ++d)
      if (const double step = points[k + 1][d] - points[k][d]; step != 0)
        effects[d].push_back((*values[k + 1] - *values[k]) / step);
  }
  std::vector<MorrisEffect> out(factors);
  for (size_t d = 0; d < factors; ++d) {
    const std::vector<double>& of = effects[d];
    if (of.empty()) continue;
    std::vector<double> sizes;
    for (const double e : of) sizes.push_back(std::abs(e));
    const MeanInterval size = mean_interval(sizes);
    const double half = size.half.value_or(std::numeric_limits<double>::infinity());
    out[d] = {{size.mean, std::max(0.0, size.mean - half), size.mean + half}, mean_of(of), {}, of.size()};
    if (of.size() < 2) continue;
    double squares = 0;
    for (const double e : of) squares += (e - out[d].mean) * (e - out[d].mean);
    out[d].spread = std::sqrt(squares / static_cast<double>(of.size() - 1));
  }
  return out;
}

namespace {

/// Correlations of the columns of the chosen rows, [column * columns + column]; empty where a column does not vary.
std::vector<double> correlations(const std::vector<std::vector<double>>& columns, const std::vector<size_t>& chosen) {
  const size_t m = columns.size();
  const double n = static_cast<double>(chosen.size());
  std::vector<double> means(m, 0), out(m * m, 0), sizes(m);
  for (size_t c = 0; c < m; ++c) {
    for (const size_t k : chosen) means[c] += columns[c][k] / n;
    for (size_t d = 0; d <= c; ++d)
      for (const size_t k : chosen) out[c * m + d] += (columns[c][k] - means[c]) * (columns[d][k] - means[d]);
    sizes[c] = std::sqrt(out[c * m + c]);
    if (!(sizes[c] > 1e-12 * (std::abs(means[c]) + 1e-300) * std::sqrt(n))) return {};
  }
  for (size_t c = 0; c < m; ++c)
    for (size_t d = 0; d <= c; ++d) out[c * m + d] = out[d * m + c] = out[c * m + d] / (sizes[c] * sizes[d]);
  return out;
}

/// The coefficients, and R2 last: normal equations of standardised columns, of which the last is the figure, by
/// Cholesky's decomposition; empty where there is no answer.
std::vector<double> regress(const std::vector<std::vector<double>>& columns, const std::vector<size_t>& chosen) {
  const size_t m = columns.size(), factors = m - 1;
  const std::vector<double> r = correlations(columns, chosen);
  if (r.empty()) return {};
  std::vector<double> lower(factors * factors, 0), b(factors);
  for (size_t i = 0; i < factors; ++i)
    for (size_t j = 0; j <= i; ++j) {
      double sum = r[i * m + j];
      for (size_t k = 0; k < j; ++k) sum -= lower[i * factors + k] * lower[j * factors + k];
      if (i == j && sum < 1e-10) return {};  // a factor hangs on others
      lower[i * factors + j] = i == j ? std::sqrt(sum) : sum / lower[j * factors + j];
    }
  for (size_t i = 0; i < factors; ++i) {
    b[i] = r[i * m + factors];
    for (size_t k = 0; k < i; ++k) b[i] -= lower[i * factors + k] * b[k];
    b[i] /= lower[i * factors + i];
  }
  for (size_t i = factors; i-- > 0;) {
    for (size_t k = i + 1; k < factors; ++k) b[i] -= lower[k * factors + i] * b[k];
    b[i] /= lower[i * factors + i];
  }
  double r2 = 0;
  for (size_t i = 0; i < factors; ++i) r2 += b[i] * r[i * m + factors];
  b.push_back(r2);
  return b;
}

}  // namespace

std::optional<Regression> standardised_regression(const std::vector<std::vector<double>>& points,
                                                  std::span<const double> values, uint64_t seed) {
  MUSTER_CHECK(points.size() == values.size(), "{} points, {} values", points.size(), values.size());
  const size_t n = points.size(), factors = n == 0 ? 0 : points.front().size();
  if (factors == 0 || n < factors + 3) return {};
  std::vector<std::vector<double>> columns(factors, std::vector<double>(n));
  for (size_t k = 0; k < n; ++k)
    for (size_t d = 0; d < factors; ++d) columns[d][k] = points[k][d];
  columns.emplace_back(values.begin(), values.end());
  std::vector<size_t> all(n);
  for (size_t k = 0; k < n; ++k) all[k] = k;
  const std::vector<double> found = regress(columns, all);
  if (found.empty()) return {};
  std::vector<std::vector<double>> samples(factors);
  for (uint64_t s = 0; s < resamples; ++s)
    if (const std::vector<double> one = regress(columns, resampled(n, seed, s)); !one.empty())
      for (size_t d = 0; d < factors; ++d) samples[d].push_back(one[d]);
  if (samples.front().size() < resamples / 2) return {};
  Regression out;
  for (size_t d = 0; d < factors; ++d) out.coefficients.push_back(ranged(found[d], samples[d]));
  out.r2 = found.back();
  out.n = n;
  return out;
}

}  // namespace muster::sim::study
