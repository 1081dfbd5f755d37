#pragma once
// Ordinary differential equations with a step that fits itself.

#include <algorithm>
#include <array>
#include <cmath>

namespace muster::release {

/// Steps, refused ones too, after which integrate() gives up.
inline constexpr int most_steps = 10000;

/// Bogacki & Shampine's pair of orders 3 and 2 (Appl. Math. Lett. 2 (1989) 321).
/// `slope(t, y)` is the right-hand side; `scale` holds the size of each component, of which every step may be wrong by
/// `tolerance`; `largest(t, y)` bounds the step [s]; `visit(t, y)` sees every accepted step and returns false to stop.
/// Returns the time reached: `to`, where visit stopped, or where most_steps were spent.
template <size_t N, class Slope, class Largest, class Visit>
double integrate(std::array<double, N>& y, double from, double to, const std::array<double, N>& scale, double tolerance,
                 Slope slope, Largest largest, Visit visit) {
  using State = std::array<double, N>;
  const auto moved = [](const State& base, double dt, std::initializer_list<std::pair<double, const State*>> parts) {
    State sum = base;
    for (const auto& [weight, part] : parts)
      for (size_t i = 0; i < N; ++i) sum[i] += dt * weight * (*part)[i];
    return sum;
  };
  double t = from, dt = std::min(largest(t, y), to - from) / 16;
  State k1 = slope(t, y);
  for (int step = 0; t < to && step < most_steps; ++step) {
    dt = std::min({dt, largest(t, y), to - t});
    const State k2 = slope(t + dt / 2, moved(y, dt, {{0.5, &k1}}));
    const State k3 = slope(t + dt * 0.75, moved(y, dt, {{0.75, &k2}}));
    const State next = moved(y, dt, {{2.0 / 9, &k1}, {1.0 / 3, &k2}, {4.0 / 9, &k3}});
    const State k4 = slope(t + dt, next);
    double error = 0;
    for (size_t i = 0; i < N; ++i) {
      const double e = dt * (-5.0 / 72 * k1[i] + k2[i] / 12 + k3[i] / 9 - k4[i] / 8);
      error = std::max(error, std::abs(e) / (scale[i] * tolerance));
    }
    const double shortest = 1e-8 * (to - from);
    if (error <= 1 || dt <= shortest) {
      t = t + dt < to - shortest ? t + dt : to;
      y = next;
      k1 = k4;
      if (!visit(t, y)) return t;
    }
    dt = std::max(shortest, dt * std::clamp(0.9 * std::pow(std::max(error, 1e-6), -1.0 / 3), 0.2, 4.0));
  }
  return t;
}

}  // namespace muster::release
