#include "models/plume/gaussian/passive.h"

#include "base/parallel.h"
#include "models/plume/moments.h"
#include "models/substance/substance.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::plume {

namespace {

constexpr double no_lid = 10e3;     // [m] lids above it are not felt
constexpr double forgotten = 1e-9;  // volume fraction below which a cloud is gone
constexpr size_t grain = 512;       // points a piece of a parallel loop
const double root_two_pi = std::sqrt(2 * std::numbers::pi);

double gauss(double x, double sigma) { return std::exp(-0.5 * (x / sigma) * (x / sigma)); }

// Where a plume's centre line falls below `forgotten`: the distance beyond which it is not followed [m].
double gone_beyond(const PlumeShape& shape, double rate) {
  const double farthest = 1e6;
  double x = 10;
  while (x < farthest) {
    const double z = shape.centre_height(x);
    const double c = rate / shape.drift().wind * shape.at({x, 0, z});
    if (shape.fraction(c) < forgotten && x > 1000) break;
    x *= 1.3;
  }
  return x;
}

}  // namespace

Drift drift_of(const Atmosphere& air, double height) {
  return {std::max(air.wind(std::max(height, 10.0)), lowest_wind), air.mixing_height(),
          substance::gas_constant * air.temperature(air.weather().temperature_height) / air.pressure(0)};
}

double vertical_profile(double z, double height, double sigma, double lid) {
  if (!(lid < no_lid) || height > lid)
    return (gauss(z - height, sigma) + gauss(z + height, sigma)) / (root_two_pi * sigma);
  if (z > lid) return 0;
  if (sigma < lid / 2) {
    double sum = gauss(z - height, sigma) + gauss(z + height, sigma);
    for (int n = 1; n <= 4; ++n) {
      const double image = 2 * n * lid;
      if (image - height - z > 6.5 * sigma) break;
      sum += gauss(z - image - height, sigma) + gauss(z + image - height, sigma) + gauss(z - image + height, sigma) +
             gauss(z + image + height, sigma);
    }
    return sum / (root_two_pi * sigma);
  }
  double sum = 0.5;
  const double k = std::numbers::pi / lid;
  for (int n = 1; n <= 12; ++n) {
    const double damped = std::exp(-0.5 * (n * k * sigma) * (n * k * sigma));
    if (damped < 1e-12) break;
    sum += std::cos(n * k * z) * std::cos(n * k * height) * damped;
  }
  return 2 * sum / lid;
}

PlumeShape::PlumeShape(const Sigmas& sigmas, const Drift& drift, const PassiveSource& source)
    : sigmas_(sigmas), drift_(drift), source_(source) {
  if (source.width > 0) before_y_ = sigmas.distance_of_y(source.width / 4.3);
  if (source.depth > 0) before_z_ = sigmas.distance_of_z(source.depth / 2.15);
}

double PlumeShape::centre_height(double x) const {
  return std::max(0.0, source_.height + (source_.rise ? source_.rise->at(x) : 0));
}

double PlumeShape::sigma_y(double x) const {
  const double own = sigmas_.y(x + before_y_);
  return source_.rise ? std::hypot(own, source_.rise->at(x) / 3.5) : own;
}

double PlumeShape::sigma_z(double x) const {
  const double own = sigmas_.z(x + before_z_);
  return source_.rise ? std::hypot(own, source_.rise->at(x) / 3.5) : own;
}

double PlumeShape::at(const Vec3& point) const {
  const double x = point.x();
  if (x <= 0 || point.z() < 0) return 0;
  const double sy = sigma_y(x);
  if (std::abs(point.y()) > 40 * sy) return 0;  // exp(-800) is no number
  return gauss(point.y(), sy) / (root_two_pi * sy) *
         vertical_profile(point.z(), centre_height(x), sigma_z(x), drift_.mixing_height);
}

double PlumeShape::fraction(double concentration) const {
  return std::min(1.0, concentration * drift_.molar_volume / source_.molar_mass);
}

GaussianPlume::GaussianPlume(const Sigmas& sigmas, const Drift& drift, const PassiveSource& source, double rate)
    : shape_(sigmas, drift, source), rate_(rate) {}

void GaussianPlume::concentrations(std::span<const Vec3> points, double, std::span<double> fractions) const {
  parallel_for(points.size(), grain, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i)
      fractions[i] = shape_.fraction(rate_ / shape_.drift().wind * shape_.at(points[i]));
  });
}

Cloud::Times GaussianPlume::times() const {
  return {-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
}

GaussianPuff::GaussianPuff(const Sigmas& sigmas, const Drift& drift, const PassiveSource& source, double mass)
    : shape_(sigmas, drift, source), mass_(mass) {
  if (source.width > 0) before_x_ = sigmas.distance_of_x(source.width / 4.3);
}

void GaussianPuff::concentrations(std::span<const Vec3> points, double time, std::span<double> fractions) const {
  const double centre = shape_.drift().wind * time;
  const double sx = shape_.sigmas().x(centre + before_x_), sy = shape_.sigma_y(centre), sz = shape_.sigma_z(centre);
  const double height = shape_.centre_height(centre);
  const double peak = mass_ / (2 * std::numbers::pi * sx * sy);
  parallel_for(points.size(), grain, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      const Vec3& p = points[i];
      fractions[i] = time <= 0 || p.z() < 0
                         ? 0
                         : shape_.fraction(peak * gauss(p.x() - centre, sx) * gauss(p.y(), sy) *
                                           vertical_profile(p.z(), height, sz, shape_.drift().mixing_height));
    }
  });
}

Cloud::Times GaussianPuff::times() const {
  double x = 10;
  while (x < 1e6) {
    const double peak = mass_ / (2 * std::numbers::pi * shape_.sigmas().x(x + before_x_) * shape_.sigma_y(x));
    const double height = shape_.centre_height(x);
    if (shape_.fraction(peak * vertical_profile(height, height, shape_.sigma_z(x), shape_.drift().mixing_height)) <
        forgotten)
      break;
    x *= 1.3;
  }
  return {0, x / shape_.drift().wind};
}

FiniteRelease::FiniteRelease(const Sigmas& sigmas, const Drift& drift, const PassiveSource& source,
                             std::vector<RateFrom> rates, Edge edge)
    : shape_(sigmas, drift, source), rates_(std::move(rates)), edge_(edge) {}

// Share of a source that began `age` ago that has reached x; 0 before it begins.
double FiniteRelease::arrived(double x, double age, double sigma_x) const {
  return 0.5 * std::erfc((x - shape_.drift().wind * age) / (std::numbers::sqrt2 * sigma_x));
}

double FiniteRelease::along(double x, double time) const {
  const double wind = shape_.drift().wind;
  double sum = 0;
  for (size_t i = 0; i < rates_.size() && rates_[i].time < time; ++i) {
    if (!(rates_[i].rate > 0)) continue;
    const bool ended = i + 1 < rates_.size() && rates_[i + 1].time <= time;
    const double front = time - rates_[i].time, tail = ended ? time - rates_[i + 1].time : 0;
    double front_sigma = shape_.sigmas().x(x), tail_sigma = front_sigma;
    if (edge_ == Edge::travel) {
      front_sigma = shape_.sigmas().x(wind * front);
      tail_sigma = shape_.sigmas().x(wind * tail);
    } else if (edge_ == Edge::latest && ended) {
      front_sigma = tail_sigma = shape_.sigmas().x(wind * front);
    }
    sum += rates_[i].rate * (arrived(x, front, front_sigma) - arrived(x, tail, tail_sigma));
  }
  return std::max(0.0, sum);
}

void FiniteRelease::concentrations(std::span<const Vec3> points, double time, std::span<double> fractions) const {
  over_times(points, {&time, 1}, fractions);
}

void FiniteRelease::over_times(std::span<const Vec3> points, std::span<const double> times,
                               std::span<double> fractions) const {
  const size_t count = points.size();
  parallel_for(count, grain, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      const double profile = shape_.at(points[i]);
      for (size_t t = 0; t < times.size(); ++t)
        fractions[t * count + i] =
            profile > 0 ? shape_.fraction(along(points[i].x(), times[t]) / shape_.drift().wind * profile) : 0.0;
    }
  });
}

Cloud::Times FiniteRelease::times() const {
  double highest = 0;
  for (const RateFrom& r : rates_) highest = std::max(highest, r.rate);
  if (rates_.empty()) return {0, 0};
  if (rates_.back().rate > 0) return {rates_.front().time, std::numeric_limits<double>::infinity()};
  return {rates_.front().time, rates_.back().time + 1.5 * gone_beyond(shape_, highest) / shape_.drift().wind};
}

std::vector<double> FiniteRelease::likely_times(const Vec3& point) const {
  if (rates_.empty() || rates_.back().rate > 0 || edge_ != Edge::place) return {};
  if (point.x() <= 0) return {0};
  const double travel = point.x() / shape_.drift().wind;
  std::vector<PassingStep> steps;
  for (size_t i = 0; i + 1 < rates_.size(); ++i)
    steps.push_back({travel + rates_[i].time, travel + rates_[i + 1].time, rates_[i].rate});
  return moments_of(steps, shape_.sigmas().x(point.x()) / shape_.drift().wind);
}

std::vector<double> FiniteRelease::events() const {
  std::vector<double> times;
  for (const RateFrom& r : rates_) times.push_back(r.time);
  return times;
}

}  // namespace muster::plume
