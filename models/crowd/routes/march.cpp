#include "models/crowd/routes/march.h"

#include "base/parallel.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace muster::crowd {

using scene::CellId;
using scene::no_cell;

namespace {

constexpr size_t children = 4;
constexpr float infinity = std::numeric_limits<float>::infinity();

/// Of distances, which are not negative, the bits are in the order of the values.
uint64_t key_of(float u, CellId cell) {
  return uint64_t{std::bit_cast<uint32_t>(u)} << 32 | static_cast<uint32_t>(cell);
}
float distance_of(uint64_t key) { return std::bit_cast<float>(static_cast<uint32_t>(key >> 32)); }
size_t cell_of(uint64_t key) { return static_cast<uint32_t>(key); }

}  // namespace

void LeastFirst::push(uint64_t key) {
  size_t at = keys_.size();
  keys_.push_back(key);
  while (at > 0) {
    const size_t parent = (at - 1) / children;
    if (keys_[parent] <= key) break;
    keys_[at] = keys_[parent];
    at = parent;
  }
  keys_[at] = key;
}

uint64_t LeastFirst::pop() {
  const uint64_t least = keys_.front(), last = keys_.back();
  keys_.pop_back();
  const size_t size = keys_.size();
  size_t at = 0;
  while (size > 0) {
    const size_t first = children * at + 1;
    size_t child = first;
    if (first + children <= size) {
      const size_t low = keys_[first + 1] < keys_[first] ? first + 1 : first;
      const size_t high = keys_[first + 3] < keys_[first + 2] ? first + 3 : first + 2;
      child = keys_[high] < keys_[low] ? high : low;
    } else if (first < size) {
      for (size_t i = first + 1; i < size; ++i) child = keys_[i] < keys_[child] ? i : child;
    } else {
      keys_[at] = last;
      break;
    }
    if (keys_[child] >= last) {
      keys_[at] = last;
      break;
    }
    keys_[at] = keys_[child];
    at = child;
  }
  return least;
}

March::March(Land land, Field& field, std::span<const CellId> singular)
    : land_(std::move(land)), field_(field), known_(land_.floors.size(), infinity) {
  field_.distance.assign(known_.size(), infinity);
  field_.way.reserve(known_.size() + 1);  // read in twos
  field_.way.assign(known_.size(), Way{});
  if (land_.tiles != nullptr) choose_tiles(singular);
}

void March::offer(CellId cell, float u) {
  if (u < field_.distance[static_cast<size_t>(cell)]) {
    field_.distance[static_cast<size_t>(cell)] = u;
    trials_.push(key_of(u, cell));
  }
}

/// A front is long, and who is next lies anywhere on it: its memory is asked for while this one's is worked on.
void March::fetch(size_t c) const {
  __builtin_prefetch(&field_.distance[c]);
  __builtin_prefetch(&known_[c]);
  __builtin_prefetch(&land_.floors.neighbour[c]);
}

void March::run(const std::function<void(CellId)>& at_link_cell, float reach) {
  const size_t cells = land_.floors.size();
  while (!trials_.empty() && distance_of(trials_.least()) <= reach) {
    const uint64_t trial = trials_.pop();
    const float u = distance_of(trial);
    const size_t c = cell_of(trial);
    if (!trials_.empty() && cell_of(trials_.least()) < cells) fetch(cell_of(trials_.least()));
    if (c >= cells) {
      if (u <= tried_[c - cells] && !planes_[c - cells].known()) accept_tile(c - cells, u);
    } else if (u <= field_.distance[c]) {  // else it has been reached by a shorter way
      accept_cell(c, u, at_link_cell);
    }
  }
  // What lies beyond the reach was tried, not reached.
  while (!trials_.empty()) {
    const size_t c = cell_of(trials_.pop());
    if (c < cells && known_[c] == infinity) field_.distance[c] = infinity, field_.way[c] = Way{};
  }
}

void March::accept_cell(size_t c, float u, const std::function<void(CellId)>& at_link_cell) {
  known_[c] = u;
  for (uint8_t d = 0; d < 4; ++d) {
    const CellId n = land_.floors.neighbour[c][d];
    if (n == no_cell || accepted(n)) continue;
    const uint8_t bits = land_.open[static_cast<size_t>(n)];
    if ((bits >> opposite_direction(d) & 1) == 0) continue;
    if ((bits & tiled) != 0)
      offer_tile(static_cast<size_t>(land_.tiles->of(n)));
    else
      offer(n, solve_cell(static_cast<size_t>(n)));
  }
  if ((land_.open[c] & link_end) != 0) at_link_cell(static_cast<CellId>(c));
}

/// Seconds per metre at unit free speed in cell c for somebody who goes on to a cell at height z.
float March::slowness(size_t c, float z) const {
  const float cost = land_.further.empty() ? land_.cost[c] : land_.cost[c] * land_.further[c];
  if ((land_.open[c] & flight) == 0) return cost;
  return cost / static_cast<float>(z > land_.floors.z[c] ? land_.stairs_up : land_.stairs_down);
}

March::Upwind March::upwind(size_t c, uint8_t axis) const {
  const scene::Floors& floors = land_.floors;
  Upwind best;
  for (const uint8_t d : {axis, static_cast<uint8_t>(axis + 2)}) {
    if ((land_.open[c] >> d & 1) == 0) continue;
    const auto n = static_cast<size_t>(floors.neighbour[c][d]);
    const float u1 = known_[n];
    if (u1 >= best.first) continue;
    best = {u1, 1, u1, floors.z[n], static_cast<int8_t>(d)};
    // Second order where the cell behind is known, lower and as fast: across a jump of cost it would overshoot.
    if ((land_.open[n] >> d & 1) == 0) continue;
    const float u2 = known_[static_cast<size_t>(floors.neighbour[n][d])];
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
