#pragma once
// A jet that begins, changes and ends.

#include "models/plume/gaussian/jet.h"

namespace muster::plume {

/// The shape is that of a steady jet at `design` kg/s; each step of the rate travels along the axis and then with the
/// wind, its edge blurred as FiniteRelease's at the receptor's x.
class JetRelease : public Cloud {
 public:
  JetRelease(JetPlume jet, double design, std::vector<RateFrom> rates);

  void concentrations(std::span<const Vec3> points, double time, std::span<double> fractions) const override;
  void over_times(std::span<const Vec3> points, std::span<const double> times,
                  std::span<double> fractions) const override;
  Times times() const override;
  double axis_height(double x, double time) const override { return jet_.axis_height(x, time); }
  double farthest() const override { return jet_.farthest(); }
  std::vector<double> events() const override;
  std::vector<double> likely_times(const Vec3& point) const override;
  bool along_x() const override { return jet_.along_x(); }
  const char* model() const override { return "jet"; }
  const JetPlume& jet() const { return jet_; }

 private:
  struct Way {
    double travel, blur;  // [s]
  };
  Way way_to(double x) const;
  double share(const Way& way, double time) const;  // of the design rate that has arrived

  JetPlume jet_;
  double design_;
  std::vector<RateFrom> rates_;
};

}  // namespace muster::plume
