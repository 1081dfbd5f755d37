#include "models/crowd/analysis/voronoi.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace muster::crowd {

namespace {

/// Lengths below it do not count [m].
constexpr double nothing = 1e-9;

double distance_to(const WallLine& wall, const Vec2& at) {
  const Vec2 d = wall[1] - wall[0];
  const double t = d.squaredNorm() > 0 ? std::clamp((at - wall[0]).dot(d) / d.squaredNorm(), 0.0, 1.0) : 0.0;
  return (wall[0] + t * d - at).norm();
}

/// Length [m] of a segment inside a convex polygon.
double length_inside(const WallLine& wall, const Outline& convex) {
  const Vec2 d = wall[1] - wall[0];
  double from = 0, to = 1;
  for (size_t k = 0; k < convex.size(); ++k) {
    const Vec2 &a = convex[k], &b = convex[(k + 1) % convex.size()];
    const Vec2 outward(b.y() - a.y(), a.x() - b.x());
    const double start = outward.dot(wall[0] - a), slope = outward.dot(d);
    if (std::abs(slope) < 1e-15) {
      if (start > 0) return 0;
      continue;
    }
    const double t = -start / slope;
    if (slope > 0)
      to = std::min(to, t);
    else
      from = std::max(from, t);
  }
  return std::max(0.0, to - from) * d.norm();
}

}  // namespace

double signed_area(std::span<const Vec2> polygon) {
  double twice = 0;
  for (size_t k = 0; k < polygon.size(); ++k) {
    const Vec2 a = polygon[k] - polygon[0], b = polygon[(k + 1) % polygon.size()] - polygon[0];
    twice += a.x() * b.y() - a.y() * b.x();
  }
  return 0.5 * twice;
}

void cut(Outline& polygon, const Vec2& point, const Vec2& normal) {
  Outline kept;
  kept.reserve(polygon.size() + 1);
  for (size_t k = 0; k < polygon.size(); ++k) {
    const Vec2 &a = polygon[k], &b = polygon[(k + 1) % polygon.size()];
    const double da = (a - point).dot(normal), db = (b - point).dot(normal);
    if (da <= 0) kept.push_back(a);
    if ((da < 0 && db > 0) || (da > 0 && db < 0)) kept.push_back(a + da / (da - db) * (b - a));
  }
  polygon = std::move(kept);
}

Outline round_outline(const Vec2& centre, double radius) {
  constexpr int corners = 32;
  constexpr double step = 2 * std::numbers::pi / corners;
  const double reach = radius * std::sqrt(step / std::sin(step));  // n/2 R^2 sin(2 pi / n) = pi r^2
  Outline polygon;
  for (int k = 0; k < corners; ++k)
    polygon.emplace_back(centre.x() + reach * std::cos(k * step), centre.y() + reach * std::sin(k * step));
  return polygon;
}

Outline voronoi_cell(const Vec2& at, std::span<const Vec2> others, std::span<const WallLine> walls, double cut_off) {
  Outline cell = round_outline(at, cut_off);
  for (const Vec2& other : others) {
    const Vec2 towards = other - at;
    const double d2 = towards.squaredNorm();
    if (d2 > nothing * nothing && d2 < 4.1 * cut_off * cut_off) cut(cell, at + 0.5 * towards, towards);
  }
  // The nearest wall first: what lies behind it is gone then.
  std::vector<std::pair<double, const WallLine*>> near;
  for (const WallLine& wall : walls)
    if (const double d = distance_to(wall, at); d < 1.1 * cut_off) near.emplace_back(d, &wall);
  std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [distance, wall] : near) {
    if (cell.empty() || length_inside(*wall, cell) < 1e-6) continue;
    const Vec2 along = (*wall)[1] - (*wall)[0];
    Vec2 normal(along.y(), -along.x());
    const double side = normal.dot(at - (*wall)[0]);
    if (std::abs(side) < nothing * along.norm()) continue;
    if (side > 0) normal = -normal;
    cut(cell, (*wall)[0], normal);
  }
  return cell;
}

double common_area(std::span<const Vec2> polygon, std::span<const Vec2> convex) {
  // Sutherland-Hodgman: exact in area even where what is left falls into pieces.
  Outline left(polygon.begin(), polygon.end());
  for (size_t k = 0; k < convex.size() && !left.empty(); ++k) {
    const Vec2 &a = convex[k], &b = convex[(k + 1) % convex.size()];
    cut(left, a, Vec2(b.y() - a.y(), a.x() - b.x()));
  }
  return convex.size() < 3 || left.size() < 3 ? 0 : std::abs(signed_area(left));
}

}  // namespace muster::crowd
