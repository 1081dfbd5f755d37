#pragma once
// What a body touches or comes near to.

#include "models/crowd/ground/ground.h"
#include "models/crowd/walking/rows.h"

#include <cmath>

namespace muster::crowd {

struct Vec {
  float x = 0, y = 0;
  friend Vec operator+(Vec a, Vec b) { return {a.x + b.x, a.y + b.y}; }
  friend Vec operator-(Vec a, Vec b) { return {a.x - b.x, a.y - b.y}; }
  friend Vec operator*(float f, Vec a) { return {f * a.x, f * a.y}; }
  friend float dot(Vec a, Vec b) { return a.x * b.x + a.y * b.y; }
  /// Positive where b lies to the left of a.
  friend float det(Vec a, Vec b) { return a.x * b.y - a.y * b.x; }
  float norm() const { return std::sqrt(x * x + y * y); }
};

/// Calls act(away, distance) for the walls nearer than `reach` [m] to the centre of row `i`; `away`: unit vector from
/// the wall's nearest point. Of walls within 45 degrees of one another (pieces of one wall, a corner that two share)
/// only the nearest counts.
template <class Act>
void each_wall(const Ground& ground, const Rows& now, size_t i, float reach, const Act& act) {
  if ((ground.flags(now.cell[i]) & Ground::near_wall) == 0) return;
  struct Near {
    Vec away;
    float distance;
  };
  constexpr size_t most = 8;
  constexpr float same_side = 0.7071f;  // cosine
  Near found[most];
  size_t count = 0;
  for (const uint32_t w : ground.walls().near(now.x[i], now.y[i], now.z[i])) {
    const Segment& s = ground.walls()[w];
    if (!s.solid || now.z[i] < s.foot_low || now.z[i] > s.foot_high) continue;
    float d2;
    const auto [dx, dy] = s.from(now.x[i], now.y[i], d2);
    if (d2 > reach * reach || d2 < 1e-12f) continue;
    const float d = std::sqrt(d2);
    const Near wall{{dx / d, dy / d}, d};
    size_t k = 0;
    while (k < count && dot(found[k].away, wall.away) < same_side) ++k;
    if (k == count && count < most)
      found[count++] = wall;
    else if (k < count && wall.distance < found[k].distance)
      found[k] = wall;
  }
  for (size_t k = 0; k < count; ++k) act(found[k].away, found[k].distance);
}

}  // namespace muster::crowd
