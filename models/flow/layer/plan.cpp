#include "models/flow/layer/plan.h"

#include "base/error.h"
#include "models/flow/pressure/zones.h"

#include <algorithm>
#include <limits>

namespace muster::flow {

namespace {

constexpr double never = std::numeric_limits<double>::infinity();

/// Planes of a column between the top of what is solid from the ground up and what next closes it.
struct Room {
  int floor = 0, roof = 0;
};

Room room_of(const Grid& g, const std::vector<uint8_t>& closed, int i, int j) {
  const auto flags = [&](int k) { return closed[static_cast<size_t>(g.at(i, j, k))]; };
  Room room;
  while (room.floor < g.nz && (flags(room.floor) & solid) != 0) ++room.floor;
  room.roof = std::min(room.floor + 1, g.nz);
  while (room.roof < g.nz && (flags(room.roof) & (solid | closed_z)) == 0) ++room.roof;
  return room;
}

bool shut(Condition condition) {
  MUSTER_CHECK(condition != Condition::periodic, "a periodic side");
  return condition == Condition::wall || condition == Condition::symmetric;
}

}  // namespace

bool Plan::flat(int axis, int i, int j) const {
  if ((axis == 0 ? i : j) <= 0 || (axis == 0 ? i >= nx : j >= ny)) return false;
  const double here = floor[cell(i, j)], before = floor[axis == 0 ? cell(i - 1, j) : cell(i, j - 1)];
  const double over = sill[static_cast<size_t>(axis)][face(axis, i, j)];
  return over < never && here == before && over == here;
}

Plan plan_of(const Grid& g, const std::vector<uint8_t>& closed, const Sides& sides) {
  Plan plan{g.nx, g.ny, g.dx, g.dy, {}, {}};
  std::vector<Room> rooms;
  for (int j = 0; j < g.ny; ++j)
    for (int i = 0; i < g.nx; ++i) {
      rooms.push_back(room_of(g, closed, i, j));
      const int k = rooms.back().floor;
      plan.floor.push_back(k < g.nz ? g.z[static_cast<size_t>(k)] - g.z.front() : never);
    }
  for (int axis = 0; axis < 2; ++axis) {
    const int mi = g.nx + (axis == 0 ? 1 : 0), mj = g.ny + (axis == 1 ? 1 : 0);
    const uint8_t flag = axis == 0 ? closed_x : closed_y;
    for (int j = 0; j < mj; ++j)
      for (int i = 0; i < mi; ++i) {
        const int n = axis == 0 ? i : j, last = axis == 0 ? g.nx : g.ny;
        const bool low = n == 0, high = n == last;
        double over = never;
        if (!(low && shut(sides.low(axis))) && !(high && shut(sides.high(axis)))) {
          const Room& before = rooms[low ? plan.cell(i, j) : axis == 0 ? plan.cell(i - 1, j) : plan.cell(i, j - 1)];
          const Room& here = high ? before : rooms[plan.cell(i, j)];
          for (int k = std::max(before.floor, here.floor); k < std::min(before.roof, here.roof); ++k)
            if ((closed[static_cast<size_t>(g.at(i, j, k))] & flag) == 0) {
              over = g.z[static_cast<size_t>(k)] - g.z.front();
              break;
            }
        }
        plan.sill[static_cast<size_t>(axis)].push_back(over);
      }
  }
  return plan;
}

}  // namespace muster::flow
