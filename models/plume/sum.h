#pragma once
// Several clouds of one substance from one place: the jet of a leak and what rises from the pool below it.

#include "models/plume/cloud.h"

#include <memory>
#include <vector>

namespace muster::plume {

/// Volume fractions add, up to 1: exact for passive clouds; dense ones would lie side by side, so it overstates these.
class SumOfClouds : public Cloud {
 public:
  /// At least one.
  explicit SumOfClouds(std::vector<std::unique_ptr<Cloud>> parts);

  void concentrations(std::span<const Vec3> points, double time, std::span<double> fractions) const override;
  void over_times(std::span<const Vec3> points, std::span<const double> times,
                  std::span<double> fractions) const override;
  Times times() const override { return times_; }
  std::vector<double> events() const override;
  std::vector<double> likely_times(const Vec3& point) const override;
  bool along_x() const override;
  /// That of the first.
  double axis_height(double x, double time) const override { return parts_.front()->axis_height(x, time); }
  double farthest() const override { return farthest_; }
  /// That of the first.
  const char* model() const override { return parts_.front()->model(); }
  const std::vector<std::unique_ptr<Cloud>>& parts() const { return parts_; }

 private:
  std::vector<std::unique_ptr<Cloud>> parts_;
  Times times_{0, 0};
  double farthest_ = 0;
};

}  // namespace muster::plume
