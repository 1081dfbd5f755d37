#include "scene/floors/stairs.h"

#include "base/parallel.h"

#include <algorithm>
#include <cmath>

namespace muster::scene::stage {

namespace {

constexpr float uneven = 0.06F;  ///< [m] between neighbours: a step rather than a slope
constexpr double window = 0.3;   ///< [m] of a running mean: about one tread
constexpr double fit = 0.6;      ///< [m] over which the slope is fitted
constexpr int passes = 3;
constexpr double stair_from = 0.364;  ///< tan 20 degrees: ramps for people are flatter
constexpr double landing_to = 0.14;   ///< tan 8 degrees: flatter parts of a stair are landings
constexpr double ramp_from = 0.052;   ///< tan 3 degrees, 1:19

/// Cells where heights jump, and those within `reach` links of them.
std::vector<uint8_t> stepped(const Cells& cells, int reach) {
  std::vector<uint8_t> mark(cells.size(), 0);
  std::vector<CellId> front, next;
  for (size_t c = 0; c < cells.size(); ++c) {
    for (const CellId n : cells.neighbour[c]) {
      if (n != no_cell && std::abs(cells.z[c] - cells.z[static_cast<size_t>(n)]) > uneven) mark[c] = 1;
    }
    if (mark[c] != 0) front.push_back(static_cast<CellId>(c));
  }
  for (int k = 0; k < reach; ++k) {
    next.clear();
    for (const CellId c : front) {
      for (const CellId n : cells.neighbour[static_cast<size_t>(c)]) {
        if (n == no_cell || mark[static_cast<size_t>(n)] != 0) continue;
        mark[static_cast<size_t>(n)] = 1;
        next.push_back(n);
      }
    }
    front.swap(next);
  }
  return mark;
}

/// Cells before and after `c` along an axis, as many on either side: at most `reach`.
struct Chain {
  std::array<CellId, 16> before{}, after{};
  int length = 0;  ///< on both sides
  int back = 0, ahead = 0;
};

Chain chain(const Cells& cells, CellId c, size_t axis, int reach) {
  Chain out;
  CellId a = c, b = c;
  for (int k = 0; k < std::min(reach, 16); ++k) {
    if (a != no_cell) a = cells.neighbour[static_cast<size_t>(a)][axis];
    if (b != no_cell) b = cells.neighbour[static_cast<size_t>(b)][axis + 2];
    if (a != no_cell) out.after[static_cast<size_t>(out.ahead++)] = a;
    if (b != no_cell) out.before[static_cast<size_t>(out.back++)] = b;
    if (a == no_cell && b == no_cell) break;
  }
  out.length = std::min(out.ahead, out.back);
  return out;
}

std::vector<float> smooth(const Cells& cells, const std::vector<uint8_t>& mark) {
  const int reach = std::clamp(static_cast<int>(std::lround(0.5 * window / cells.grid.cell)), 1, 16);
  std::vector<float> now = cells.z, next = cells.z;
  for (int pass = 0; pass < 2 * passes; ++pass) {
    const size_t axis = static_cast<size_t>(pass % 2);
    parallel_for(cells.size(), 1 << 14, [&](size_t begin, size_t end) {
      for (size_t c = begin; c < end; ++c) {
        if (mark[c] == 0) continue;
        const Chain line = chain(cells, static_cast<CellId>(c), axis, reach);
        float sum = now[c];
        for (int k = 0; k < line.length; ++k) {
          sum += now[static_cast<size_t>(line.before[static_cast<size_t>(k)])] +
                 now[static_cast<size_t>(line.after[static_cast<size_t>(k)])];
        }
        next[c] = sum / static_cast<float>(2 * line.length + 1);
      }
    });
    now = next;
  }
  return now;
}

/// Least-squares gradient along an axis; one-sided at an edge.
float gradient(const Cells& cells, const std::vector<float>& z, CellId c, size_t axis) {
  const int reach = std::clamp(static_cast<int>(std::lround(0.5 * fit / cells.grid.cell)), 1, 16);
  const Chain line = chain(cells, c, axis, reach);
  double moment = 0, weight = 0;
  auto at = [&](CellId id) { return static_cast<double>(z[static_cast<size_t>(id)]); };
  const bool both = line.length > 0;
  for (int k = 0; k < (both ? line.length : std::max(line.ahead, line.back)); ++k) {
    const double d = k + 1;
    const double ahead = k < line.ahead ? at(line.after[static_cast<size_t>(k)]) - at(c) : 0;
    const double back = k < line.back ? at(line.before[static_cast<size_t>(k)]) - at(c) : 0;
    moment += d * (ahead - back);
    weight += d * d * (both ? 2 : 1);
  }
  return weight > 0 ? static_cast<float>(moment / (weight * cells.grid.cell)) : 0.0F;
}

Surface surface_of(Carry kind, double steep, bool steps) {
  switch (kind) {
    case Carry::apron:
      return Surface::beyond_exit;
    case Carry::outside:
      return Surface::outside;
    case Carry::stair:
      return steep > landing_to ? Surface::stair : Surface::level;
    case Carry::ramp:
      return Surface::ramp;
    default:
      break;
  }
  if (steps && steep > stair_from) return Surface::stair;
  return steep > ramp_from ? Surface::ramp : Surface::level;
}

}  // namespace

void find_slopes(const Cells& cells, Floors& floors) {
  const int spread = static_cast<int>(std::ceil(0.45 / cells.grid.cell));
  const std::vector<uint8_t> mark = stepped(cells, spread);
  floors.z = smooth(cells, mark);
  floors.slope.assign(cells.size(), {0, 0});
  floors.surface.assign(cells.size(), Surface::level);
  parallel_for(cells.size(), 1 << 14, [&](size_t begin, size_t end) {
    for (size_t c = begin; c < end; ++c) {
      const auto id = static_cast<CellId>(c);
      const float gx = gradient(cells, floors.z, id, 0), gy = gradient(cells, floors.z, id, 1);
      floors.surface[c] = surface_of(cells.kind[c], std::hypot(gx, gy), mark[c] != 0);
      if (floors.surface[c] != Surface::level) floors.slope[c] = {gx, gy};
    }
  });
}

}  // namespace muster::scene::stage
