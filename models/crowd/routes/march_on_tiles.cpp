// What a march does on tiles.

#include "base/parallel.h"
#include "models/crowd/routes/march.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace muster::crowd {

using scene::CellId;
using scene::no_cell;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr size_t side = Tiles::side;
constexpr auto sides = static_cast<float>(side);

/// [cells] of cell k of a tile from its middle, along x and y.
float right_of_middle(size_t k) { return static_cast<float>(k % side) - (sides - 1) / 2; }
float above_middle(size_t k) {
  const size_t row = k / side;
  return static_cast<float>(row) - (sides - 1) / 2;
}

/// A direction in two bytes.
Way way_along(float x, float y) {
  const float norm = std::sqrt(x * x + y * y);
  if (!(norm > 0)) return {};
  const auto byte = [&](float v) { return static_cast<int8_t>(127 * v / norm + (v < 0 ? -0.5f : 0.5f)); };
  return {byte(x), byte(y)};
}

}  // namespace

/// Tiles that doors, one-way lines, hazards or the goal leave open; what a metre costs on them.
void March::choose_tiles(std::span<const CellId> singular) {
  const Tiles& tiles = *land_.tiles;
  planes_.assign(tiles.size(), {});
  tried_.assign(tiles.size(), infinity);
  costs_.assign(tiles.size(), 1);
  for (const CellId c : singular)
    if (const int32_t t = tiles.of(c); t >= 0) tried_[static_cast<size_t>(t)] = -1;
  parallel_for(tiles.size(), 4096, [&](size_t begin, size_t end) {
    for (size_t t = begin; t < end; ++t) {
      const Tiles::Cells& cells = tiles.cells(t);
      const auto shut = [&](CellId c) { return land_.open[static_cast<size_t>(c)] != all_open; };
      if (tried_[t] < 0 || std::any_of(cells.begin(), cells.end(), shut)) {
        tried_[t] = -1;
        continue;
      }
      float sum = 0;
      for (const CellId c : cells) {
        land_.open[static_cast<size_t>(c)] |= tiled;
        sum += land_.further.empty() ? 1 : land_.further[static_cast<size_t>(c)];
      }
      costs_[t] = sum / static_cast<float>(Tiles::area);
    }
  });
}

/// What lies across the side of direction d: the next tile, from its middle, or the cells along the side, from theirs.
March::Slope March::across(size_t t, uint8_t d) const {
  const Tiles& tiles = *land_.tiles;
  const auto h = static_cast<float>(land_.floors.grid.cell);
  Slope s;
  s.sign = d >= 2 ? 1.0f : -1.0f;
  if (const int32_t n = tiles.beside(t, d); !goes_by_itself(n)) {
    s.value = s.first = planes_[static_cast<size_t>(n)].u;
    s.spacing = sides * h;
    const int32_t behind = tiles.beside(static_cast<size_t>(n), d);
    const float u2 = behind >= 0 ? planes_[static_cast<size_t>(behind)].u : infinity;
    if (s.any() && u2 <= s.first) s.value = (4 * s.first - u2) / 3, s.order = 1.5f;
    return s;
  }
  // The middle of the side where the front has passed it, else the way round by a cell that it has reached.
  std::array<float, side> u{};
  float least = infinity;
  for (size_t k = 0; k < side; ++k) {
    const CellId own = tiles.cells(t)[Tiles::along(d, k)];
    u[k] = known_[static_cast<size_t>(land_.floors.neighbour[static_cast<size_t>(own)][d])];
    least = std::min(least, u[k] + costs_[t] * h * std::abs(static_cast<float>(k) - (sides - 1) / 2));
  }
  const float middle = (u[side / 2 - 1] + u[side / 2]) / 2;
  s.value = s.first = middle < infinity ? middle : least;
  s.spacing = (sides + 1) / 2 * h;
  return s;
}

March::Slope March::slope(size_t t, uint8_t axis) const {
  const Slope plus = across(t, axis), minus = across(t, static_cast<uint8_t>(axis + 2));
  return plus.first <= minus.first ? plus : minus;
}

/// Solution of sum_k (w_k (u - v_k))^2 = cost^2 over the known axes, and the plane that belongs to it.
March::Plane March::solve_tile(size_t t) const {
  const Slope x = slope(t, 0), y = slope(t, 1);
  if (x.any() && y.any()) {
    const float xx = x.weight() * x.weight(), yy = y.weight() * y.weight(), e = x.value - y.value;
    const float discriminant = costs_[t] * costs_[t] * (xx + yy) - xx * yy * e * e;
    if (discriminant >= 0) {
      const float u = (xx * x.value + yy * y.value + std::sqrt(discriminant)) / (xx + yy);
      if (u >= std::max(x.first, y.first)) return {u, x.rise(u), y.rise(u)};
    }
  }
  const bool along_x = x.first <= y.first;
  const Slope& low = along_x ? x : y;
  const float steep = low.sign * costs_[t];
  return {low.first + costs_[t] * low.spacing, along_x ? steep : 0, along_x ? 0 : steep};
}

void March::offer_tile(size_t t) {
  if (planes_[t].known()) return;
  const float u = solve_tile(t).u;
  if (u >= tried_[t]) return;
  tried_[t] = u;
  trials_.push(uint64_t{std::bit_cast<uint32_t>(u)} << 32 | (land_.floors.size() + t));
}

/// The value of a tile at its cell k.
float March::on_plane(const Plane& plane, size_t k) const {
  const auto h = static_cast<float>(land_.floors.grid.cell);
  return std::max(0.0f, plane.u + h * (plane.x * right_of_middle(k) + plane.y * above_middle(k)));
}

/// What the tile's neighbours make of it now is what made its value, or less.
void March::accept_tile(size_t t, float u) {
  const Tiles& tiles = *land_.tiles;
  const Tiles::Cells& cells = tiles.cells(t);
  Plane plane = solve_tile(t);
  plane.u = u;
  planes_[t] = plane;
  for (uint8_t d = 0; d < 4; ++d)
    if (const int32_t n = tiles.beside(t, d); goes_by_itself(n))
      for (size_t k = 0; k < side; ++k) {
        const size_t own = Tiles::along(d, k);
        // Cells beside it see two deep.
        const size_t behind = d == 0 ? own - 1 : d == 1 ? own - side : d == 2 ? own + 1 : own + side;
        for (const size_t i : {own, behind}) known_[static_cast<size_t>(cells[i])] = on_plane(plane, i);
      }
  for (uint8_t d = 0; d < 4; ++d) {
    if (const int32_t n = tiles.beside(t, d); !goes_by_itself(n)) {
      offer_tile(static_cast<size_t>(n));
      continue;
    }
    for (size_t k = 0; k < side; ++k) {
      const CellId n = land_.floors.neighbour[static_cast<size_t>(cells[Tiles::along(d, k)])][d];
      if (!accepted(n) && (land_.open[static_cast<size_t>(n)] >> opposite_direction(d) & 1) != 0)
        offer(n, solve_cell(static_cast<size_t>(n)));
    }
  }
}

void March::fill_tiles() {
  if (land_.tiles == nullptr) return;
  parallel_for(planes_.size(), 1024, [&](size_t begin, size_t end) {
    for (size_t t = begin; t < end; ++t)
      if (planes_[t].known()) fill_tile(t);
  });
}

/// Directions between the middles of tiles are those between: but where the tile beside goes another way, a ridge.
void March::fill_tile(size_t t) {
  const Tiles& tiles = *land_.tiles;
  const Plane own = planes_[t];
  const float steep = own.x * own.x + own.y * own.y;
  std::array<std::array<float, 2>, 4> more{};  // [directions] what half a tile on adds to the rise
  for (size_t d = 0; d < 4; ++d) {
    const int32_t n = tiles.beside(t, d);
    if (goes_by_itself(n) || !planes_[static_cast<size_t>(n)].known()) continue;
    const Plane& other = planes_[static_cast<size_t>(n)];
    const float along = other.x * own.x + other.y * own.y, length = other.x * other.x + other.y * other.y;
    if (along <= 0 || along * along < 0.5f * steep * length) continue;  // more than 45 degrees
    const float scale = std::sqrt(steep / length);
    more[d] = {scale * other.x - own.x, scale * other.y - own.y};
  }
  for (size_t k = 0; k < Tiles::area; ++k) {
    const float i = right_of_middle(k) / sides, j = above_middle(k) / sides;
    const auto& a = more[i > 0 ? 0 : 2];
    const auto& b = more[j > 0 ? 1 : 3];
    const auto c = static_cast<size_t>(tiles.cells(t)[k]);
    field_.distance[c] = on_plane(own, k);
    field_.way[c] = way_along(-(own.x + std::abs(i) * a[0] + std::abs(j) * b[0]),
                              -(own.y + std::abs(i) * a[1] + std::abs(j) * b[1]));
  }
}

}  // namespace muster::crowd
