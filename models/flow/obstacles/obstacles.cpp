#include "models/flow/obstacles/obstacles.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster::flow {

namespace {

/// Cells [first, last) of an even axis whose centres lie in [low, high].
struct Cells {
  int first, last;
};
Cells within(double origin, double width, int n, double low, double high) {
  const int first = static_cast<int>(std::ceil((low - origin) / width - 0.5 - 1e-9));
  const int last = static_cast<int>(std::floor((high - origin) / width - 0.5 + 1e-9)) + 1;
  return {std::clamp(first, 0, n), std::clamp(last, 0, n)};
}
Cells planes_within(const Grid& g, double low, double high) {
  int first = 0, last = g.nz;
  while (first < g.nz && g.z_centre(first) < low - 1e-9) ++first;
  while (last > first && g.z_centre(last - 1) > high + 1e-9) --last;
  return {first, last};
}

}  // namespace

size_t Obstacles::add_box(const Vec3& low, const Vec3& high) {
  const Cells x = within(grid_.origin.x(), grid_.dx, grid_.nx, low.x(), high.x());
  const Cells y = within(grid_.origin.y(), grid_.dy, grid_.ny, low.y(), high.y());
  const Cells z = planes_within(grid_, low.z(), high.z());
  size_t added = 0;
  for (int k = z.first; k < z.last; ++k)
    for (int j = y.first; j < y.last; ++j)
      for (int i = x.first; i < x.last; ++i) {
        uint8_t& cell = closed_[static_cast<size_t>(grid_.at(i, j, k))];
        added += (cell & solid) == 0 ? 1 : 0;
        cell |= solid;
      }
  return added;
}

Shutter Obstacles::add_wall(int axis, const Vec3& low, const Vec3& high) {
  const std::array<int, 3> n = {grid_.nx, grid_.ny, grid_.nz};
  std::array<Cells, 3> range = {within(grid_.origin.x(), grid_.dx, n[0], low.x(), high.x()),
                                within(grid_.origin.y(), grid_.dy, n[1], low.y(), high.y()),
                                planes_within(grid_, low.z(), high.z())};
  const auto a = static_cast<size_t>(axis);
  int nearest = 0;
  if (axis == 2)
    for (int f = 1; f <= grid_.nz; ++f)
      nearest = std::abs(grid_.z[size_t(f)] - low.z()) < std::abs(grid_.z[size_t(nearest)] - low.z()) ? f : nearest;
  else
    nearest = static_cast<int>(std::lround((low[axis] - grid_.origin[axis]) / (axis == 0 ? grid_.dx : grid_.dy)));
  range[a] = {std::clamp(nearest, 0, n[a]),
              std::clamp(nearest, 0, n[a] - 1) + (nearest >= 0 && nearest < n[a] ? 1 : 0)};
  Shutter wall;
  const auto bit = static_cast<Closed>(1U << a);
  for (int k = range[2].first; k < range[2].last; ++k)
    for (int j = range[1].first; j < range[1].last; ++j)
      for (int i = range[0].first; i < range[0].last; ++i) {
        wall.faces[a].push_back(grid_.at(i, j, k));
        closed_[static_cast<size_t>(wall.faces[a].back())] |= bit;
      }
  return wall;
}

namespace {

/// The faces of solid cells are closed.
void close_solids(const Grid& g, std::vector<uint8_t>& closed) {
  for (int k = 0; k < g.nz; ++k)
    for (int j = 0; j < g.ny; ++j)
      for (int i = 0; i < g.nx; ++i) {
        const ptrdiff_t at = g.at(i, j, k);
        if ((closed[static_cast<size_t>(at)] & solid) == 0) continue;
        closed[static_cast<size_t>(at)] |= closed_x | closed_y | closed_z;
        closed[static_cast<size_t>(at + 1)] |= closed_x;
        closed[static_cast<size_t>(at + g.row)] |= closed_y;
        closed[static_cast<size_t>(at + g.plane)] |= closed_z;
      }
}

}  // namespace

bool Shutter::is_open(double time) const {
  bool now = open;
  for (const auto& [from, then] : moves)
    if (time >= from) now = then;
  return now;
}

std::vector<uint8_t> Obstacles::with_doors(const std::function<bool(const Shutter&)>& open) const {
  std::vector<uint8_t> closed = closed_;
  for (const Shutter& door : doors_) {
    const bool passes = open(door);
    for (size_t axis = 0; axis < 3; ++axis)
      for (const ptrdiff_t face : door.faces[axis]) {
        uint8_t& cell = closed[static_cast<size_t>(face)];
        const auto bit = static_cast<uint8_t>(1U << axis);
        cell = static_cast<uint8_t>(passes ? cell & ~bit : cell | bit);
      }
  }
  close_solids(grid_, closed);
  return closed;
}

std::vector<uint8_t> Obstacles::at(double time) const {
  return with_doors([time](const Shutter& door) { return door.is_open(time); });
}

std::vector<uint8_t> Obstacles::all_open() const {
  return with_doors([](const Shutter&) { return true; });
}

void Obstacles::move_door(size_t index, double time, bool open) {
  auto& moves = doors_.at(index).moves;
  std::erase_if(moves, [time](const auto& m) { return m.first >= time; });
  moves.emplace_back(time, open);
}

double Obstacles::changes_after(double time) const {
  double next = std::numeric_limits<double>::infinity();
  for (const Shutter& door : doors_)
    for (const auto& [moment, open] : door.moves)
      if (moment > time) next = std::min(next, moment);
  return next;
}

size_t Obstacles::solid_cells() const {
  size_t sum = 0;
  for (const uint8_t cell : closed_) sum += (cell & solid) != 0 ? 1 : 0;
  return sum;
}

}  // namespace muster::flow
