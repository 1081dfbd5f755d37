#include "models/plume/gaussian/jet_release.h"

#include "models/plume/moments.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::plume {

JetRelease::JetRelease(JetPlume jet, double design, std::vector<RateFrom> rates)
    : jet_(std::move(jet)), design_(design), rates_(std::move(rates)) {
  warnings_ = jet_.warnings();
}

JetRelease::Way JetRelease::way_to(double x) const {
  return {jet_.travel_time(x), jet_.sigmas().x(std::max(x, 0.0)) / jet_.wind_after()};
}

double JetRelease::share(const Way& way, double time) const {
  const auto arrived = [&](double age) {
    return 0.5 * std::erfc((way.travel - age) / (std::numbers::sqrt2 * way.blur));
  };
  double sum = 0;
  for (size_t i = 0; i < rates_.size() && rates_[i].time < time; ++i) {
    if (!(rates_[i].rate > 0)) continue;
    const bool ended = i + 1 < rates_.size() && rates_[i + 1].time <= time;
    sum += rates_[i].rate * (arrived(time - rates_[i].time) - (ended ? arrived(time - rates_[i + 1].time) : 0));
  }
  return std::clamp(sum / design_, 0.0, 1.0);
}

void JetRelease::concentrations(std::span<const Vec3> points, double time, std::span<double> fractions) const {
  over_times(points, {&time, 1}, fractions);
}

void JetRelease::over_times(std::span<const Vec3> points, std::span<const double> times,
                            std::span<double> fractions) const {
  // The jet last: where nothing has come it is not looked at.
  const size_t count = points.size();
  bool any = false;
  for (size_t i = 0; i < count; ++i) {
    if (i > 0 && points[i].x() == points[i - 1].x()) {  // sections across the wind
      for (size_t t = 0; t < times.size(); ++t) fractions[t * count + i] = fractions[t * count + i - 1];
      continue;
    }
    const Way way = way_to(points[i].x());
    for (size_t t = 0; t < times.size(); ++t) {
      fractions[t * count + i] = share(way, times[t]);
      any = any || fractions[t * count + i] > 0;
    }
  }
  if (!any) return;
  std::vector<double> steady(count);
  jet_.concentrations(points, 0, steady);
  for (size_t t = 0; t < times.size(); ++t)
    for (size_t i = 0; i < count; ++i) fractions[t * count + i] *= steady[i];
}

Cloud::Times JetRelease::times() const {
  if (rates_.back().rate > 0) return {rates_.front().time, std::numeric_limits<double>::infinity()};
  // Until the last has passed where the centre line is below 1e-9.
  double x = std::max(1.0, jet_.handed_over().x());
  while (x < 1e6) {
    const Vec3 centre(x, jet_.handed_over().y(), jet_.handed_over().z());
    double fraction = 0;
    jet_.concentrations({&centre, 1}, 0, {&fraction, 1});
    if (fraction < 1e-9) break;
    x *= 1.3;
  }
  return {rates_.front().time, rates_.back().time + 1.5 * jet_.travel_time(x)};
}

std::vector<double> JetRelease::likely_times(const Vec3& point) const {
  if (rates_.back().rate > 0) return {};
  const Way way = way_to(point.x());
  std::vector<PassingStep> steps;
  for (size_t i = 0; i + 1 < rates_.size(); ++i)
    steps.push_back({way.travel + rates_[i].time, way.travel + rates_[i + 1].time, rates_[i].rate});
  return moments_of(steps, way.blur);
}

std::vector<double> JetRelease::events() const {
  std::vector<double> times;
  for (const RateFrom& r : rates_) times.push_back(r.time);
  return times;
}

}  // namespace muster::plume
