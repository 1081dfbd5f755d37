#include "models/plume/sum.h"

#include <algorithm>

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

}  // namespace muster::plume
