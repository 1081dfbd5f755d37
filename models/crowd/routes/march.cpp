#include "models/crowd/routes/march.h"

#include <algorithm>
#include <cmath>

namespace muster::crowd {

using scene::CellId;
using scene::no_cell;

March::March(const Land& land, Field& field) : land_(land), field_(field), accepted_(land.floors.size(), 0) {
  field_.distance.assign(land.floors.size(), std::numeric_limits<float>::infinity());
  field_.way.reserve(land.floors.size() + 1);  // read in twos
  field_.way.assign(land.floors.size(), Way{});
}

void March::offer(CellId cell, float u) {
  if (u < field_.distance[static_cast<size_t>(cell)]) {
    field_.distance[static_cast<size_t>(cell)] = u;
    trials_.push({u, cell});
  }
}

void March::run(const std::function<void(CellId)>& at_link_cell, float reach) {
  const scene::Floors& floors = land_.floors;
  while (!trials_.empty()) {
    const auto [u, cell] = trials_.top();
    trials_.pop();
    const auto c = static_cast<size_t>(cell);
    if (accepted_[c] || u > field_.distance[c]) continue;
    if (u > reach) break;
    accepted_[c] = 1;
    for (uint8_t d = 0; d < 4; ++d) {
      const CellId n = floors.neighbour[c][d];
      if (n == no_cell || accepted_[static_cast<size_t>(n)]) continue;
      if ((land_.open[static_cast<size_t>(n)] >> opposite_direction(d) & 1) == 0) continue;
      offer(n, solve_cell(static_cast<size_t>(n)));
    }
    if ((land_.ground.flags(cell) & Ground::link) != 0) at_link_cell(cell);
  }
  // What lies beyond the reach was tried, not reached.
  for (; !trials_.empty(); trials_.pop()) {
    const auto c = static_cast<size_t>(trials_.top().cell);
    if (!accepted_[c]) field_.distance[c] = std::numeric_limits<float>::infinity(), field_.way[c] = Way{};
  }
}

/// Seconds per metre at unit free speed in cell c for somebody who goes on to a cell at height z.
float March::slowness(size_t c, float z) const {
  const float cost = land_.further.empty() ? land_.cost[c] : land_.cost[c] * land_.further[c];
  if (!on_flight(land_.floors, land_.ground, c)) return cost;
  return cost / static_cast<float>(z > land_.floors.z[c] ? land_.stairs_up : land_.stairs_down);
}

March::Upwind March::upwind(size_t c, uint8_t axis) const {
  const scene::Floors& floors = land_.floors;
  Upwind best;
  for (const uint8_t d : {axis, static_cast<uint8_t>(axis + 2)}) {
    const CellId n = floors.neighbour[c][d];
    if (n == no_cell || (land_.open[c] >> d & 1) == 0 || !accepted_[static_cast<size_t>(n)]) continue;
    const float u1 = field_.distance[static_cast<size_t>(n)];
    if (u1 >= best.first) continue;
    best = {u1, 1, u1, floors.z[static_cast<size_t>(n)], static_cast<int8_t>(d)};
    // Second order where the cell behind is known, lower and as fast: across a jump of cost it would overshoot.
    const CellId m = floors.neighbour[static_cast<size_t>(n)][d];
    if (m == no_cell || (land_.open[static_cast<size_t>(n)] >> d & 1) == 0 || !accepted_[static_cast<size_t>(m)])
      continue;
    const float u2 = field_.distance[static_cast<size_t>(m)];
    if (u2 <= u1) best.value = (4 * u1 - u2) / 3, best.weight = 1.5f;
  }
  return best;
}

/// Solution of sum_k (w_k (u - v_k) / h)^2 = f^2 over the known axes.
float March::solve_cell(size_t c) const {
  const Upwind x = upwind(c, 0), y = upwind(c, 1);
  const Upwind& low = x.first <= y.first ? x : y;
  const float h = static_cast<float>(land_.floors.grid.cell) * slowness(c, low.z);
  if (x.direction >= 0 && y.direction >= 0) {
    const float a = x.weight * x.weight + y.weight * y.weight;
    const float b = x.weight * x.weight * x.value + y.weight * y.weight * y.value;
    const float e = x.value - y.value;
    const float discriminant = h * h * a - x.weight * x.weight * y.weight * y.weight * e * e;
    if (discriminant >= 0) {
      const float u = (b + std::sqrt(discriminant)) / a;
      if (u >= std::max(x.first, y.first)) return u;
    }
  }
  return low.first + h;
}

/// Minus the upwind gradient, as two bytes.
void March::descend(size_t c) {
  float gx = 0, gy = 0;
  const float u = field_.distance[c];
  const Upwind x = upwind(c, 0), y = upwind(c, 1);
  const float x_sign = x.direction == 0 ? 1.0f : -1.0f, y_sign = y.direction == 1 ? 1.0f : -1.0f;
  const bool x_down = x.direction >= 0 && x.first < u, y_down = y.direction >= 0 && y.first < u;
  if (x_down) gx = std::max(0.0f, x.weight * (u - x.value)) * x_sign;
  if (y_down) gy = std::max(0.0f, y.weight * (u - y.value)) * y_sign;
  // Beyond a jump of cost the second order can see no descent where the first does.
  if (gx == 0 && gy == 0) {
    if (x_down) gx = (u - x.first) * x_sign;
    if (y_down) gy = (u - y.first) * y_sign;
  }
  const float norm = std::sqrt(gx * gx + gy * gy);
  if (norm <= 0) return;
  field_.way[c] = {static_cast<int8_t>(std::lround(127 * gx / norm)),
                   static_cast<int8_t>(std::lround(127 * gy / norm))};
}

}  // namespace muster::crowd
