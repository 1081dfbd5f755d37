#include "models/release/vessel/shape.h"

#include "base/error.h"
#include "models/substance/substance.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::release {

using std::numbers::pi;

double Shape::height() const { return kind == Kind::vertical_cylinder || kind == Kind::box ? length : diameter; }

double Shape::volume(double level) const {
  const double h = std::clamp(level, 0.0, height()), r = diameter / 2;
  switch (kind) {
    case Kind::vertical_cylinder:
      return pi * r * r * h;
    case Kind::box:
      return base * h;
    case Kind::sphere:
      return pi * h * h * (3 * r - h) / 3;
    case Kind::horizontal_cylinder:
      break;
  }
  return length * (r * r * std::acos(std::clamp((r - h) / r, -1.0, 1.0)) -
                   (r - h) * std::sqrt(std::max(0.0, h * (diameter - h))));
}

double Shape::surface(double level) const {
  const double h = std::clamp(level, 0.0, height());
  switch (kind) {
    case Kind::vertical_cylinder:
      return pi * diameter * diameter / 4;
    case Kind::box:
      return base;
    case Kind::sphere:
      return pi * h * (diameter - h);
    case Kind::horizontal_cylinder:
      break;
  }
  return 2 * length * std::sqrt(std::max(0.0, h * (diameter - h)));
}

double Shape::level(double wanted) const {
  const double v = std::clamp(wanted, 0.0, volume());
  if (kind == Kind::vertical_cylinder || kind == Kind::box) return v / surface(0);
  if (v <= 0) return 0;
  // Newton's method, kept between bounds.
  double low = 0, high = height(), h = high / 2;
  for (int i = 0; i < 60 && high - low > 1e-13 * height(); ++i) {
    const double excess = volume(h) - v, top = surface(h);
    (excess > 0 ? high : low) = h;
    const double next = top > 0 ? h - excess / top : low;
    if (std::abs(next - h) < 1e-12 * height() && next > 0) return std::clamp(next, 0.0, height());
    h = next > low && next < high ? next : (low + high) / 2;
  }
  return (low + high) / 2;
}

double Shape::wall() const {
  const double r = diameter / 2;
  switch (kind) {
    case Kind::vertical_cylinder:
    case Kind::horizontal_cylinder:
      return 2 * pi * r * (r + length);
    case Kind::sphere:
      return 4 * pi * r * r;
    case Kind::box:
      break;
  }
  return 2 * base + 4 * std::sqrt(base) * length;
}

Shape Shape::sphere_of(double volume) { return {.kind = Kind::sphere, .diameter = std::cbrt(6 * volume / pi)}; }

double draining_time(double surface, double area, double coefficient, double from, double to) {
  MUSTER_CHECK(from >= to && to >= 0 && area > 0, "from {} to {} m through {} m2", from, to, area);
  return surface / (coefficient * area) * std::sqrt(2 / substance::gravity) * (std::sqrt(from) - std::sqrt(to));
}

}  // namespace muster::release
