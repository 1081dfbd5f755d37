// The bodies that flames are made as.
#include "models/fire/flame/flame.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

#include <Eigen/Geometry>

namespace muster::fire {

namespace {

using std::numbers::pi;

/// Perimeter of an ellipse of semi-axes a and b by summing chords until they do not matter.
double ellipse_perimeter(double a, double b) {
  // Ramanujan's second formula: relative error below 1e-9 for axes within a factor of 3.
  const double h = (a - b) * (a - b) / ((a + b) * (a + b));
  return pi * (a + b) * (1 + 3 * h / (10 + std::sqrt(4 - 3 * h)));
}

/// The mantle over a closed outline (counter-clockwise), sheared; zones from below.
void add_mantle(Flame& flame, const Stem& stem, const std::vector<Vec2>& outline, const std::vector<Zone>& zones,
                int along) {
  const auto at = [&](const Vec2& p, double share) {
    const double z = share * stem.height;
    const Vec2 moved = p + stem.downwind * (z * stem.shear);
    return Vec3(stem.foot + Vec3(moved.x(), moved.y(), z));
  };
  double low = 0;
  for (const Zone& zone : zones) {
    const double high = std::min(zone.until, 1.0);
    if (high - low < 1e-9) continue;
    const int steps = std::max(1, along);
    for (int k = 0; k < steps; ++k) {
      const double a = low + (high - low) * k / steps, b = low + (high - low) * (k + 1) / steps;
      for (size_t i = 0; i < outline.size(); ++i) {
        const Vec2 &p = outline[i], &q = outline[(i + 1) % outline.size()];
        flame.add({at(p, a), at(q, a), at(q, b), at(p, b)}, zone.emission);
      }
    }
    low = high;
  }
}

/// A flat convex end; `up`: its normal points along the outline's sense of rotation.
void add_end(Flame& flame, const std::vector<Vec3>& outline, bool up, double emission) {
  // Quadrilaterals between the outline's two halves.
  const size_t n = outline.size();
  for (size_t i = 0; i + 1 < n - 1 - i; ++i) {
    std::vector<Vec3> corners = {outline[i], outline[i + 1]};
    if (i + 1 != n - 2 - i) corners.push_back(outline[n - 2 - i]);
    corners.push_back(outline[n - 1 - i]);
    if (!up) std::reverse(corners.begin(), corners.end());
    flame.add(corners, emission);
  }
}

std::vector<Vec3> top_outline(const Stem& stem, const std::vector<Vec2>& outline) {
  std::vector<Vec3> top;
  for (const Vec2& p : outline) {
    const Vec2 moved = p + stem.downwind * (stem.height * stem.shear);
    top.push_back(stem.foot + Vec3(moved.x(), moved.y(), stem.height));
  }
  return top;
}

/// Convex hull, counter-clockwise (Andrew 1979).
std::vector<Vec2> hull(std::vector<Vec2> points) {
  std::sort(points.begin(), points.end(),
            [](const Vec2& a, const Vec2& b) { return a.x() != b.x() ? a.x() < b.x() : a.y() < b.y(); });
  std::vector<Vec2> chain;
  const auto half = [&](auto begin, auto end) {
    const size_t first = chain.size();
    for (auto p = begin; p != end; ++p) {
      while (chain.size() >= first + 2 &&
             cross(chain.back() - chain[chain.size() - 2], *p - chain[chain.size() - 2]) <= 1e-12)
        chain.pop_back();
      chain.push_back(*p);
    }
    chain.pop_back();
  };
  half(points.begin(), points.end());
  half(points.rbegin(), points.rend());
  return chain;
}

}  // namespace

void Flame::add(const std::vector<Vec3>& corners, double emission) {
  std::vector<Vec3> kept;
  for (const Vec3& c : corners)
    if (kept.empty() || (c - kept.back()).norm() > 1e-9) kept.push_back(c);
  while (kept.size() > 1 && (kept.front() - kept.back()).norm() <= 1e-9) kept.pop_back();
  if (kept.size() < 3 || kept.size() > 4) return;
  Face face;
  face.corners = static_cast<int>(kept.size());
  face.middle = Vec3::Zero();
  for (size_t i = 0; i < kept.size(); ++i) {
    face.corner[i] = kept[i];
    face.middle += kept[i] / static_cast<double>(kept.size());
  }
  if (face.corners == 3) face.corner[3] = kept[2];
  Vec3 sum = Vec3::Zero();
  for (size_t i = 1; i + 1 < kept.size(); ++i) sum += 0.5 * (kept[i] - kept[0]).cross(kept[i + 1] - kept[0]);
  face.area = sum.norm();
  if (!(face.area > 1e-12)) return;
  face.normal = sum / face.area;
  face.emission = emission;
  faces.push_back(face);
}

double Flame::power() const {
  double sum = 0;
  for (const Face& f : faces) sum += f.area * f.emission;
  return sum;
}

Flame sheared_cylinder(const Stem& stem, double dragged, double across, const std::vector<Zone>& zones, bool lid,
                       const Fineness& fineness) {
  const int n = std::max(3, fineness.around);
  const double a = dragged / 2, b = across / 2;
  std::vector<Vec2> outline;
  const Vec2 left(-stem.downwind.y(), stem.downwind.x());
  double chords = 0;
  for (int i = 0; i < n; ++i) {
    const double angle = 2 * pi * (i + 0.5) / n;
    outline.emplace_back(a * std::cos(angle), b * std::sin(angle));
  }
  for (int i = 0; i < n; ++i)
    chords += (outline[static_cast<size_t>((i + 1) % n)] - outline[static_cast<size_t>(i)]).norm();
  const double grow = ellipse_perimeter(a, b) / chords;
  for (Vec2& p : outline) p = stem.downwind * (p.x() * grow + a - b) + left * (p.y() * grow);
  Flame flame;
  add_mantle(flame, stem, outline, zones, fineness.along);
  if (!lid) return flame;
  add_end(flame, top_outline(stem, outline), true, zones.back().emission);
  // What hangs over the lee edge of the circle: strips between circle and ellipse, seen from below.
  if (dragged > across * (1 + 1e-9)) {
    const auto at = [&](double x, double y) {
      const Vec2 p = stem.downwind * x + left * y;
      return Vec3(stem.foot + Vec3(p.x(), p.y(), 0));
    };
    const int strips = n / 2;
    for (int i = 0; i < strips; ++i) {
      const double t0 = pi * (-0.5 + static_cast<double>(i) / strips), t1 = pi * (-0.5 + (i + 1.0) / strips);
      const double circle0 = b * std::cos(t0), circle1 = b * std::cos(t1);
      const double lee0 = a - b + a * std::cos(t0), lee1 = a - b + a * std::cos(t1);
      flame.add({at(circle0, b * std::sin(t0)), at(circle1, b * std::sin(t1)), at(lee1, b * std::sin(t1)),
                 at(lee0, b * std::sin(t0))},
                zones.front().emission);
    }
  }
  return flame;
}

Flame sheared_prism(const Stem& stem, Vec2 axis, double length, double width, double drag,
                    const std::vector<Zone>& zones, bool lid, const Fineness& fineness) {
  const Vec2 side(-axis.y(), axis.x());
  std::vector<Vec2> points;
  for (const double s : {-0.5, 0.5})
    for (const double t : {-0.5, 0.5})
      for (const double d : {0.0, drag}) points.push_back(axis * (s * length) + side * (t * width) + stem.downwind * d);
  const std::vector<Vec2> corners = hull(std::move(points));
  // Sides are cut into pieces about as long as they are high.
  std::vector<Vec2> outline;
  double around = 0;
  for (size_t i = 0; i < corners.size(); ++i) around += (corners[(i + 1) % corners.size()] - corners[i]).norm();
  for (size_t i = 0; i < corners.size(); ++i) {
    const Vec2 &p = corners[i], &q = corners[(i + 1) % corners.size()];
    const int pieces = std::max(1, static_cast<int>(std::lround((q - p).norm() / around * fineness.around)));
    for (int k = 0; k < pieces; ++k) outline.push_back(p + (q - p) * (static_cast<double>(k) / pieces));
  }
  Flame flame;
  add_mantle(flame, stem, outline, zones, fineness.along);
  if (lid) add_end(flame, top_outline(stem, outline), true, zones.back().emission);
  return flame;
}

Flame frustum(const Vec3& from, const Vec3& to, double first, double second, double emission,
              const Fineness& fineness) {
  const int n = std::max(3, fineness.around), steps = std::max(1, fineness.along);
  const Vec3 axis = (to - from).normalized();
  const Vec3 side = axis.unitOrthogonal(), other = axis.cross(side);
  const double grow = pi / n / std::sin(pi / n);  // the polygon's perimeter is the circle's
  const auto ring = [&](double share) {
    std::vector<Vec3> points;
    const Vec3 middle = from + share * (to - from);
    const double radius = grow * (first + share * (second - first)) / 2;
    for (int i = 0; i < n; ++i) {
      const double angle = 2 * pi * (i + 0.5) / n;
      points.push_back(middle + radius * (std::cos(angle) * side + std::sin(angle) * other));
    }
    return points;
  };
  Flame flame;
  for (int k = 0; k < steps; ++k) {
    const auto low = ring(static_cast<double>(k) / steps), high = ring((k + 1.0) / steps);
    for (size_t i = 0; i < low.size(); ++i) {
      const size_t next = (i + 1) % low.size();
      flame.add({low[i], low[next], high[next], high[i]}, emission);
    }
  }
  add_end(flame, ring(1), true, emission);
  add_end(flame, ring(0), false, emission);
  return flame;
}

Flame sphere(const Vec3& middle, double diameter, double emission, const Fineness& fineness) {
  const int n = std::max(4, fineness.around), rings = std::max(2, n / 2);
  const auto make = [&](double radius) {
    Flame flame;
    const auto at = [&](int i, int k) {
      const double polar = pi * k / rings, angle = 2 * pi * i / n;
      return Vec3(middle + radius * Vec3(std::sin(polar) * std::cos(angle), std::sin(polar) * std::sin(angle),
                                         -std::cos(polar)));
    };
    for (int k = 0; k < rings; ++k)
      for (int i = 0; i < n; ++i) flame.add({at(i, k), at(i + 1, k), at(i + 1, k + 1), at(i, k + 1)}, emission);
    return flame;
  };
  const Flame rough = make(diameter / 2);
  double area = 0;
  for (const Face& f : rough.faces) area += f.area;
  return make(diameter / 2 * std::sqrt(pi * diameter * diameter / area));
}

}  // namespace muster::fire
