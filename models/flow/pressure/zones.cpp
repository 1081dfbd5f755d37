#include "models/flow/pressure/zones.h"

#include "base/parallel.h"

#include <algorithm>

namespace muster::flow {

namespace {

/// Numbers the parts of the air by flooding; part 0 is what open sides reach.
class Flood {
 public:
  Flood(const Grid& grid, const Sides& sides, const std::vector<uint8_t>& closed)
      : grid_(grid), sides_(sides), closed_(closed), part_(grid.cells(), -1) {}

  /// Gives a part to all that hangs together with a cell.
  void from(int i, int j, int k, int32_t part) {
    if (!free(i, j, k)) return;
    stack_.push_back({i, j, k});
    part_[number(i, j, k)] = part;
    while (!stack_.empty()) {
      const auto [x, y, z] = stack_.back();
      stack_.pop_back();
      step({x, y, z}, 0, closed_x, part), step({x, y, z}, 1, closed_y, part), step({x, y, z}, 2, closed_z, part);
    }
  }
  bool free(int i, int j, int k) const {
    return part_[number(i, j, k)] < 0 && (closed_[static_cast<size_t>(grid_.at(i, j, k))] & solid) == 0;
  }
  int32_t part(int i, int j, int k) const { return part_[number(i, j, k)]; }

 private:
  using Cell = std::array<int, 3>;
  size_t number(int i, int j, int k) const {
    return (static_cast<size_t>(k) * static_cast<size_t>(grid_.ny) + static_cast<size_t>(j)) *
               static_cast<size_t>(grid_.nx) +
           static_cast<size_t>(i);
  }
  void step(const Cell& from, int axis, Closed bit, int32_t part) {
    const auto a = static_cast<size_t>(axis);
    const int n = axis == 0 ? grid_.nx : axis == 1 ? grid_.ny : grid_.nz;
    for (const int way : {-1, 1}) {
      Cell to = from;
      to[a] += way;
      if (to[a] < 0 || to[a] >= n) {
        if (!sides_.periodic(axis)) continue;
        to[a] = (to[a] + n) % n;
      }
      const Cell& face = way < 0 ? from : to;
      if ((closed_[static_cast<size_t>(grid_.at(face[0], face[1], face[2]))] & bit) != 0) continue;
      if (!free(to[0], to[1], to[2])) continue;
      part_[number(to[0], to[1], to[2])] = part;
      stack_.push_back(to);
    }
  }

  const Grid& grid_;
  const Sides& sides_;
  const std::vector<uint8_t>& closed_;
  std::vector<int32_t> part_;
  std::vector<Cell> stack_;
};

void flood_from_open_sides(const Grid& grid, const Sides& sides, Flood& flood) {
  const std::array<int, 3> n = {grid.nx, grid.ny, grid.nz};
  for (int axis = 0; axis < 3; ++axis)
    for (const bool high : {false, true}) {
      if ((high ? sides.high(axis) : sides.low(axis)) != Condition::open) continue;
      const int b = (axis + 1) % 3, c = (axis + 2) % 3;
      for (int m = 0; m < n[static_cast<size_t>(b)]; ++m)
        for (int l = 0; l < n[static_cast<size_t>(c)]; ++l) {
          std::array<int, 3> at{};
          at[static_cast<size_t>(axis)] = high ? n[static_cast<size_t>(axis)] - 1 : 0;
          at[static_cast<size_t>(b)] = m, at[static_cast<size_t>(c)] = l;
          flood.from(at[0], at[1], at[2], 0);
        }
    }
}

}  // namespace

Zones sealed_zones(const Grid& grid, const Sides& sides, const std::vector<uint8_t>& closed, double pressure) {
  Flood flood(grid, sides, closed);
  flood_from_open_sides(grid, sides, flood);
  int32_t parts = 1;
  for (int k = 0; k < grid.nz; ++k)
    for (int j = 0; j < grid.ny; ++j)
      for (int i = 0; i < grid.nx; ++i)
        if (flood.free(i, j, k)) flood.from(i, j, k, parts++);
  Zones zones(static_cast<size_t>(parts - 1));
  for (int k = 0; k < grid.nz; ++k)
    for (int j = 0; j < grid.ny; ++j)
      for (int i = 0; i < grid.nx;) {
        const int32_t part = flood.part(i, j, k);
        int end = i + 1;
        while (end < grid.nx && flood.part(end, j, k) == part) ++end;
        if (part > 0) {
          Zone& zone = zones[static_cast<size_t>(part - 1)];
          zone.runs.push_back({grid.at(i, j, k), end - i, j, k});
          zone.volume += (end - i) * grid.volume(k);
        }
        i = end;
      }
  for (Zone& zone : zones) zone.pressure = pressure;
  std::stable_sort(zones.begin(), zones.end(), [](const Zone& a, const Zone& b) { return a.volume > b.volume; });
  return zones;
}

void remove_means(const Zones& zones, Field& field) {
  constexpr size_t grain = 512;  // runs
  for (const Zone& zone : zones) {
    struct Sum {
      double value = 0, cells = 0;
    };
    const Sum sum = parallel_sum(
        zone.runs.size(), grain, Sum{},
        [&](size_t begin, size_t end) {
          Sum part;
          for (size_t r = begin; r < end; ++r) {
            const Run& run = zone.runs[r];
            for (int i = 0; i < run.length; ++i) part.value += static_cast<double>(field[run.from + i]);
            part.cells += run.length;
          }
          return part;
        },
        [](const Sum& a, const Sum& b) {
          return Sum{a.value + b.value, a.cells + b.cells};
        });
    const auto mean = static_cast<float>(sum.value / sum.cells);
    parallel_for(zone.runs.size(), grain, [&](size_t begin, size_t end) {
      for (size_t r = begin; r < end; ++r)
        for (int i = 0; i < zone.runs[r].length; ++i) field[zone.runs[r].from + i] -= mean;
    });
  }
}

}  // namespace muster::flow
