#include "viewer/replay/flames.h"

#include <algorithm>

#include <Eigen/Geometry>

namespace muster::viewer {

namespace {

/// As the run has it: all of it, less and less while foam closes it, nothing before and after.
double strength_of(const results::FireInfo& fire, double time) {
  if (!(time >= fire.begins && time < fire.ends)) return 0;
  if (!(time > fire.foam)) return 1;
  return std::clamp((fire.foam_ends - time) / (fire.foam_ends - fire.foam), 0.0, 1.0);
}

Vec3 corner_of(const results::FlameShape& shape, size_t face, size_t k) {
  const float* p = shape.corner.data() + 12 * face + 3 * k;
  return {p[0], p[1], p[2]};
}

}  // namespace

std::vector<BurningFlame> flames_at(const results::HazardGrid& grid, double time) {
  std::vector<BurningFlame> flames;
  for (size_t f = 0; f < grid.fires.size(); ++f) {
    const double strength = strength_of(grid.fires[f], time);
    if (!(strength > 0)) continue;
    const results::FlameShape* last = nullptr;
    for (const results::FlameShape& shape : grid.flames)
      if (shape.fire == f && shape.from <= time) last = &shape;
    if (last != nullptr && !last->emission.empty()) flames.push_back({last, strength});
  }
  return flames;
}

Lamp lamp_of(const BurningFlame& flame) {
  Lamp lamp;
  for (size_t f = 0; f < flame.shape->emission.size(); ++f) {
    const Vec3 a = corner_of(*flame.shape, f, 0), c = corner_of(*flame.shape, f, 2);
    const Vec3 b = corner_of(*flame.shape, f, 1), d = corner_of(*flame.shape, f, 3);
    const double area = (c - a).cross(d - b).norm() / 2;  // exact for flat faces
    const double power = area * static_cast<double>(flame.shape->emission[f]) * flame.strength;
    lamp.at += power * (a + b + c + d) / 4;
    lamp.power += power;
  }
  if (lamp.power > 0) lamp.at /= lamp.power;
  return lamp;
}

}  // namespace muster::viewer
