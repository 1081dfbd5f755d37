#include "models/plume/sum.h"

#include <algorithm>
#include <cmath>

namespace muster::plume {

SumOfClouds::SumOfClouds(std::vector<std::unique_ptr<Cloud>> parts) : parts_(std::move(parts)) {
  MUSTER_CHECK(!parts_.empty(), "no cloud");
  times_ = parts_.front()->times();
  farthest_ = parts_.front()->farthest();
  for (const auto& part : parts_) {
    const Times times = part->times();
    times_ = {std::min(times_.first, times.first), std::max(times_.last, times.last)};
    farthest_ = std::max(farthest_, part->farthest());
    warnings_.insert(warnings_.end(), part->warnings().begin(), part->warnings().end());
  }
}

void SumOfClouds::concentrations(std::span<const Vec3> points, double time, std::span<double> fractions) const {
  parts_.front()->concentrations(points, time, fractions);
  std::vector<double> more(points.size());
  for (size_t p = 1; p < parts_.size(); ++p) {
    parts_[p]->concentrations(points, time, more);
    for (size_t i = 0; i < more.size(); ++i) fractions[i] = std::min(1.0, fractions[i] + more[i]);
  }
}

void SumOfClouds::over_times(std::span<const Vec3> points, std::span<const double> times,
                             std::span<double> fractions) const {
  parts_.front()->over_times(points, times, fractions);
  std::vector<double> more(fractions.size());
  for (size_t p = 1; p < parts_.size(); ++p) {
    parts_[p]->over_times(points, times, more);
    for (size_t i = 0; i < more.size(); ++i) fractions[i] = std::min(1.0, fractions[i] + more[i]);
  }
}

std::vector<double> SumOfClouds::events() const {
  std::vector<double> all;
  for (const auto& part : parts_) {
    std::vector<double> own = part->events();
    if (own.empty()) own = {part->times().first};
    all.insert(all.end(), own.begin(), own.end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

std::vector<double> SumOfClouds::likely_times(const Vec3& point) const {
  std::vector<double> all;
  for (const auto& part : parts_) {
    const std::vector<double> own = part->likely_times(point);
    if (own.empty() && std::isfinite(part->times().first)) return {};
    all.insert(all.end(), own.begin(), own.end());
  }
  std::sort(all.begin(), all.end());
  return all;
}

bool SumOfClouds::along_x() const {
  return std::all_of(parts_.begin(), parts_.end(), [](const auto& part) { return part->along_x(); });
}

}  // namespace muster::plume
