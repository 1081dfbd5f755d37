#include "models/release/pool/ground.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::release {

Ground ground(Surface surface) {
  switch (surface) {
    case Surface::concrete:
      return {.conductivity = 1.1, .diffusivity = 5e-7, .smallest_depth = 0.005};
    case Surface::soil:
      return {.conductivity = 0.9, .diffusivity = 4.3e-7, .smallest_depth = 0.010};
    case Surface::dry_sand:
      return {.conductivity = 0.3, .diffusivity = 2.0e-7, .smallest_depth = 0.020};
    case Surface::moist_sand:
      return {.conductivity = 0.6, .diffusivity = 3.3e-7, .smallest_depth = 0.020};
    case Surface::gravel:
      return {.conductivity = 2.5, .diffusivity = 11e-7, .smallest_depth = 0.010};
    case Surface::water:
      break;
  }
  return {.water = true, .smallest_depth = 0.0018, .film = 482};
}

void GroundHeat::wet(double time, double area) {
  if (ground_.water || area <= 0) return;
  rings_.push_back({time, area});
  if (rings_.size() < 400) return;
  // Neighbours that differ least in age become one; the oldest are the least felt.
  std::vector<Ring> fewer;
  for (size_t i = 0; i + 1 < 200; i += 2) {
    const Ring &a = rings_[i], &b = rings_[i + 1];
    fewer.push_back({(a.time * a.area + b.time * b.area) / (a.area + b.area), a.area + b.area});
  }
  fewer.insert(fewer.end(), rings_.begin() + 200, rings_.end());
  rings_ = std::move(fewer);
}

double GroundHeat::conductance(double from, double to, double area) const {
  if (ground_.water) return ground_.film * area;
  // The mean of 1 / sqrt(t) from a to b is 2 / (sqrt a + sqrt b).
  double sum = 0, wetted = 0;
  for (const Ring& ring : rings_) {
    sum += ring.area * 2 / (std::sqrt(std::max(0.0, from - ring.time)) + std::sqrt(std::max(1e-12, to - ring.time)));
    wetted += ring.area;
  }
  // Where the liquid has drawn back to less than it wetted, the ground below it is an even sample of the rings.
  const double covered = wetted > 0 ? std::min(1.0, area / wetted) : 0;
  return covered * sum * ground_.conductivity / std::sqrt(std::numbers::pi * ground_.diffusivity);
}

}  // namespace muster::release
