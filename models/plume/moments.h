#pragma once
// When a place may see the most of a source that emits in steps.

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace muster::plume {

/// What leaves in one step of the rate, as a place sees it pass: from `begin` to `end` [s], at `rate`.
struct PassingStep {
  double begin = 0, end = 0, rate = 0;
};

/// The moments of `Cloud::likely_times`: from before the first to after the last, and the middle of each step (of many:
/// 62 of them and the strongest). `blur` [s]: standard deviation of what blurs the steps, half the averaging time
/// included.
inline std::vector<double> moments_of(std::span<const PassingStep> steps, double blur) {
  if (steps.empty()) return {};
  constexpr size_t most = 62;
  const size_t stride = (steps.size() + most - 1) / most;
  std::vector<double> times = {steps.front().begin - 4 * blur};
  for (size_t i = 0; i < steps.size(); i += stride) times.push_back((steps[i].begin + steps[i].end) / 2);
  const auto strongest = std::max_element(steps.begin(), steps.end(),
                                          [](const PassingStep& a, const PassingStep& b) { return a.rate < b.rate; });
  if (stride > 1) times.push_back((strongest->begin + strongest->end) / 2);
  times.push_back(steps.back().end + 4 * blur);
  std::sort(times.begin(), times.end());
  return times;
}

}  // namespace muster::plume
