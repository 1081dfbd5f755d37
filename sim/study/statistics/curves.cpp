#include "sim/study/statistics/curves.h"

#include "base/error.h"

#include <cmath>

namespace muster::sim::study {

double relative_difference(const Curve& x, const Curve& y) {
  MUSTER_CHECK(x.size() == y.size(), "{} and {} people", x.size(), y.size());
  double difference = 0, size = 0;
  for (size_t k = 0; k < x.size(); ++k) difference += (x[k] - y[k]) * (x[k] - y[k]), size += y[k] * y[k];
  return size > 0 ? std::sqrt(difference / size) : 0;
}

double projection_coefficient(const Curve& x, const Curve& y) {
  MUSTER_CHECK(x.size() == y.size(), "{} and {} people", x.size(), y.size());
  double product = 0, size = 0;
  for (size_t k = 0; k < x.size(); ++k) product += x[k] * y[k], size += y[k] * y[k];
  return size > 0 ? product / size : 1;
}

double secant_cosine(const Curve& x, const Curve& y, size_t step) {
  MUSTER_CHECK(x.size() == y.size() && step >= 1, "{} and {} people, step {}", x.size(), y.size(), step);
  double product = 0, of_x = 0, of_y = 0;
  for (size_t k = step; k < x.size(); ++k) {
    const double dx = x[k] - x[k - step], dy = y[k] - y[k - step];
    product += dx * dy, of_x += dx * dx, of_y += dy * dy;
  }
  return of_x > 0 && of_y > 0 ? product / std::sqrt(of_x * of_y) : 1;
}

std::vector<CurveStep> curve_steps(std::span<const Curve> curves, size_t step) {
  std::vector<CurveStep> out;
  if (curves.empty() || curves.front().empty()) return out;
  Curve mean = curves.front();
  double total = mean.back(), squares = 0, sd_before = 0;  // Welford's sums
  double erd = 0, epc = 1, sc = 1;
  for (size_t j = 1; j < curves.size(); ++j) {
    const double n = static_cast<double>(j + 1);
    const Curve before = mean;
    for (size_t k = 0; k < mean.size(); ++k) mean[k] += (curves[j][k] - mean[k]) / n;
    const double time = curves[j].back(), total_before = total;
    total += (time - total) / n;
    squares += (time - total_before) * (time - total);
    const double sd = std::sqrt(squares / (n - 1));
    CurveStep now{std::abs(total - total_before) / total, {}, {}, {}, {}};
    const double erd_now = relative_difference(mean, before), epc_now = projection_coefficient(mean, before),
                 sc_now = secant_cosine(mean, before, step);
    if (j > 1) {
      now.sd = sd > 0 ? std::abs(sd - sd_before) / sd : 0;
      now.erd = std::abs(erd_now - erd), now.epc = std::abs(epc_now - epc), now.sc = std::abs(sc_now - sc);
    }
    erd = erd_now, epc = epc_now, sc = sc_now, sd_before = sd;
    out.push_back(now);
  }
  return out;
}

std::optional<size_t> runs_until_stable(const std::vector<CurveStep>& steps, const StableLimits& limits) {
  size_t on_end = 0;
  for (size_t j = 0; j < steps.size(); ++j) {
    const CurveStep& s = steps[j];
    const auto below = [](const std::optional<double>& value, double limit) { return value && *value < limit; };
    const bool settled = s.total < limits.total && below(s.sd, limits.sd) && below(s.erd, limits.curve) &&
                         below(s.epc, limits.curve) && below(s.sc, limits.curve);
    on_end = settled ? on_end + 1 : 0;
    if (on_end >= limits.consecutive) return j + 2;
  }
  return {};
}

}  // namespace muster::sim::study
