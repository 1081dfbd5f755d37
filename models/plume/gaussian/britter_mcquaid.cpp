#include "models/plume/gaussian/britter_mcquaid.h"

#include "base/parallel.h"
#include "models/substance/substance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace muster::plume {

namespace {

constexpr std::array contour_fractions = {0.10, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001};

// beta = slope alpha + offset up to alpha = `to`.
struct Line {
  double to, slope, offset;
};

double on_lines(const std::vector<Line>& lines, double alpha) {
  const double a = std::clamp(alpha, -1.0, 1.0);
  const auto line = std::find_if(lines.begin(), lines.end(), [&](const Line& l) { return a <= l.to; });
  return line->slope * a + line->offset;
}

// C / C0 between contours at beta[i]; x is log10 of the scaled distance and lies between the first and the last.
double between(const std::vector<double>& beta, const std::vector<double>& fractions, double x, Contours contours) {
  size_t i = 0;
  while (i + 2 < beta.size() && x > beta[i + 1]) ++i;
  const double share = (x - beta[i]) / (beta[i + 1] - beta[i]);
  if (contours == Contours::linear) return fractions[i] + share * (fractions[i + 1] - fractions[i]);
  return fractions[i] * std::pow(fractions[i + 1] / fractions[i], share);
}

std::vector<double> first_fractions(size_t count) {
  return {contour_fractions.begin(), contour_fractions.begin() + static_cast<std::ptrdiff_t>(count)};
}

// Air mixed in at its own temperature: from the volume fraction of an isothermal release to the mole fraction.
double corrected(double c, const DenseSource& source) {
  return source.fraction * c / (c + (1 - c) * source.temperature / source.air_temperature);
}

}  // namespace

double DenseSource::reduced_gravity() const { return substance::gravity * (density - air_density) / air_density; }

std::vector<double> plume_contours(double alpha) {
  static const std::vector<std::vector<Line>> lines = {
      {{-0.55, 0, 1.75}, {-0.14, 0.24, 1.88}, {1, -0.50, 1.78}},
      {{-0.68, 0, 1.92}, {-0.29, 0.36, 2.16}, {-0.18, 0, 2.06}, {1, -0.56, 1.96}},
      {{-0.69, 0, 2.08}, {-0.31, 0.45, 2.39}, {-0.16, 0, 2.25}, {1, -0.54, 2.16}},
      {{-0.70, 0, 2.25}, {-0.29, 0.49, 2.59}, {-0.20, 0, 2.45}, {1, -0.52, 2.35}},
      {{-0.67, 0, 2.40}, {-0.28, 0.59, 2.80}, {-0.15, 0, 2.63}, {1, -0.48, 2.56}},
      {{-0.69, 0, 2.60}, {-0.25, 0.39, 2.87}, {-0.13, 0, 2.77}, {1, -0.50, 2.71}}};
  std::vector<double> beta;
  for (const auto& l : lines) beta.push_back(on_lines(l, alpha));
  return beta;
}

std::vector<double> puff_contours(double alpha) {
  static const std::vector<std::vector<Line>> lines = {{{-0.44, 0, 0.70}, {0.43, 0.26, 0.81}, {1, 0, 0.93}},
                                                       {{-0.56, 0, 0.85}, {0.31, 0.26, 1.00}, {1, -0.12, 1.12}},
                                                       {{-0.66, 0, 0.95}, {0.32, 0.36, 1.19}, {1, -0.26, 1.38}},
                                                       {{-0.71, 0, 1.15}, {0.37, 0.34, 1.39}, {1, -0.38, 1.66}},
                                                       {{-0.52, 0, 1.48}, {0.24, 0.26, 1.62}, {1, -0.30, 1.75}},
                                                       {{0.27, 0, 1.83}, {1, -0.32, 1.92}},
                                                       {{-0.10, 0, 2.075}, {1, -0.27, 2.05}}};
  std::vector<double> beta;
  for (const auto& l : lines) beta.push_back(on_lines(l, alpha));
  return beta;
}

double continuous_criterion(double reduced_gravity, double volume_rate, double wind) {
  const double scale = std::sqrt(volume_rate / wind);
  return std::cbrt(std::max(0.0, reduced_gravity) * volume_rate / (wind * wind * wind * scale));
}

double instantaneous_criterion(double reduced_gravity, double volume, double wind) {
  return std::sqrt(std::max(0.0, reduced_gravity) * volume) / (wind * std::cbrt(volume));
}

BritterMcQuaidPlume::BritterMcQuaidPlume(const DenseSource& source, double volume_rate, Contours contours)
    : source_(source), contours_(contours) {
  const double g = source.reduced_gravity(), u = source.wind;
  MUSTER_CHECK(g > 0 && volume_rate > 0, "g' {} Q {}", g, volume_rate);
  alpha_ = 0.2 * std::log10(g * g * volume_rate / std::pow(u, 5));
  scale_ = std::sqrt(volume_rate / u);
  buoyancy_length_ = volume_rate * g / (u * u * u);
  beta_ = plume_contours(alpha_);
  if (std::abs(alpha_) > 1)
    warnings_.push_back({"outside_correlation",
                         fmt::format("Britter and McQuaid's alpha is {:.2f}; the graphs end at -1 and 1.", alpha_),
                         ""});
}

double BritterMcQuaidPlume::near_field() const {
  // For alpha above 0.605 the first contour lies nearer than 30 D.
  return scale_ * std::min(30.0, std::pow(10, beta_.front()));
}

double BritterMcQuaidPlume::undiluted(double x) const {
  const double scaled = x / scale_;
  if (scaled <= 0) return 1;
  const auto near = [](double s) { return 306 / (306 + s * s); };
  if (x <= near_field()) return near(scaled);
  const double last = std::pow(10, beta_.back());
  if (scaled >= last) return 0.002 * (last / scaled) * (last / scaled);
  std::vector<double> beta = beta_, fractions = first_fractions(beta_.size());
  if (beta.front() > std::log10(30)) {
    beta.insert(beta.begin(), std::log10(30));
    fractions.insert(fractions.begin(), near(30));
  }
  return between(beta, fractions, std::log10(scaled), contours_);
}

double BritterMcQuaidPlume::centre(double x) const { return corrected(undiluted(x), source_); }
double BritterMcQuaidPlume::upwind_reach() const { return scale_ / 2 + 2 * buoyancy_length_; }

double BritterMcQuaidPlume::half_width(double x) const {
  const double at_source = scale_ + 8 * buoyancy_length_;
  if (x <= -upwind_reach()) return 0;
  // From the upwind edge to the source the outline is drawn straight in x^(1/2), as a nose.
  if (x < 0) return at_source * std::sqrt(1 + x / upwind_reach());
  return at_source + 2.5 * std::cbrt(buoyancy_length_ * x * x);
}

void BritterMcQuaidPlume::concentrations(std::span<const Vec3> points, double, std::span<double> fractions) const {
  parallel_for(points.size(), 512, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      const Vec3& p = points[i];
      const double half = half_width(p.x());
      const double c = undiluted(p.x()), depth = half > 0 ? std::max(least_depth, scale_ * scale_ / (2 * half * c)) : 0;
      fractions[i] = std::abs(p.y()) <= half && half > 0 && p.z() >= 0 && p.z() <= depth ? corrected(c, source_) : 0;
    }
  });
}

Cloud::Times BritterMcQuaidPlume::times() const {
  return {-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
}

BritterMcQuaidPuff::BritterMcQuaidPuff(const DenseSource& source, double volume, Contours contours)
    : source_(source), contours_(contours), volume_(volume) {
  const double g = source.reduced_gravity(), u = source.wind;
  MUSTER_CHECK(g > 0 && volume > 0, "g' {} V {}", g, volume);
  scale_ = std::cbrt(volume);
  alpha_ = 0.5 * std::log10(g * scale_ / (u * u));
  beta_ = puff_contours(alpha_);
  if (std::abs(alpha_) > 1)
    warnings_.push_back({"outside_correlation",
                         fmt::format("Britter and McQuaid's alpha is {:.2f}; the graphs end at -1 and 1.", alpha_),
                         ""});
}

double BritterMcQuaidPuff::undiluted(double x) const {
  const double scaled = x / scale_;
  if (scaled <= 0) return 1;
  const double first = std::pow(10, beta_.front()), last = std::pow(10, beta_.back());
  if (scaled <= first) return std::max(3.24 / (3.24 + scaled * scaled), contour_fractions.front());
  if (scaled >= last) return contour_fractions.back() * (last / scaled) * (last / scaled);
  return between(beta_, first_fractions(beta_.size()), std::log10(scaled), contours_);
}

double BritterMcQuaidPuff::fraction_at_front(double x) const { return corrected(undiluted(x), source_); }
double BritterMcQuaidPuff::inside(double time) const { return fraction_at_front(front(time)); }

double BritterMcQuaidPuff::front(double time) const { return 0.4 * source_.wind * time + radius(time); }

double BritterMcQuaidPuff::radius(double time) const {
  const double start = std::cbrt(3 * volume_ / (4 * std::numbers::pi));
  return std::sqrt(start * start + 1.2 * time * std::sqrt(source_.reduced_gravity() * volume_));
}

void BritterMcQuaidPuff::concentrations(std::span<const Vec3> points, double time, std::span<double> fractions) const {
  const double r = time >= 0 ? radius(time) : 0, middle = 0.4 * source_.wind * time;
  const double c = time >= 0 ? undiluted(front(time)) : 1,
               depth = std::max(least_depth, volume_ / (c * std::numbers::pi * r * r));
  for (size_t i = 0; i < points.size(); ++i) {
    const Vec3& p = points[i];
    const bool within = time >= 0 && std::hypot(p.x() - middle, p.y()) <= r && p.z() >= 0 && p.z() <= depth;
    fractions[i] = within ? corrected(c, source_) : 0;
  }
}

Cloud::Times BritterMcQuaidPuff::times() const {
  // Until 0.001 (x_0.001 / x)^2 is below 1e-9.
  const double far = scale_ * std::pow(10, beta_.back()) * 1000;
  return {0, far / (0.4 * source_.wind)};
}

namespace {
constexpr double drift = 0.4;       // of the wind: how fast the report's puffs go
constexpr double continuous = 2.5;  // u T / x from which a release counts as continuous
}  // namespace

BritterMcQuaidRelease::BritterMcQuaidRelease(const DenseSource& source, double volume_rate, double duration)
    : plume_(source, volume_rate), puff_(source, volume_rate * duration), duration_(duration), wind_(source.wind) {
  MUSTER_CHECK(duration > 0 && std::isfinite(duration), "{} s", duration);
  warnings_ = plume_.warnings();
}

double BritterMcQuaidRelease::ceiling(double x) const {
  return x <= wind_ * duration_ / continuous ? 1 : puff_.fraction_at_front(x);
}

void BritterMcQuaidRelease::concentrations(std::span<const Vec3> points, double time,
                                           std::span<double> fractions) const {
  plume_.concentrations(points, time, fractions);
  for (size_t i = 0; i < points.size(); ++i) {
    const double x = points[i].x(), since = time - std::max(0.0, x) / (drift * wind_);
    fractions[i] = since >= 0 && since <= duration_ ? std::min(fractions[i], ceiling(x)) : 0;
  }
}

Cloud::Times BritterMcQuaidRelease::times() const { return {0, duration_ + plume_.farthest() / (drift * wind_)}; }

}  // namespace muster::plume
