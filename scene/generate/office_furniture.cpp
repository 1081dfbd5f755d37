#include "scene/generate/office_plan.h"

#include <algorithm>

namespace muster::scene {

namespace {

// [m] usual office furniture (sizes as in EN 527-1 and EN 1335-1)
constexpr double desk_length = 1.6, desk_depth = 0.8, desk_height = 0.74, board = 0.03;
constexpr double seat = 0.45, seat_height = 0.47, back_height = 0.95, back_thickness = 0.06;
constexpr double cabinet_length = 1.2, cabinet_depth = 0.45, cabinet_height = 1.8;
constexpr double free_at_door = 2.0;  // [m] of a room's depth that stays free between the corridor and the first desk

/// A room seen from its facade: `out` runs from the facade to the corridor, `side` from one partition to the other.
struct Frame {
  double facade, west, east, z;
  bool north, from_east;
  Box at(double side0, double side1, double out0, double out1, double z0, double z1) const {
    const double x0 = from_east ? east - side1 : west + side0, x1 = from_east ? east - side0 : west + side1;
    const double y0 = north ? facade - out1 : facade + out0, y1 = north ? facade - out0 : facade + out1;
    return {{x0, y0, z + z0}, {x1, y1, z + z1}};
  }
};

void add_desk(Builder& builder, const Frame& frame, double out) {
  builder.box(frame.at(0, desk_depth, out, out + desk_length, desk_height - board, desk_height));
  builder.box(frame.at(0, desk_depth, out, out + board, 0, desk_height - board));
  builder.box(frame.at(0, desk_depth, out + desk_length - board, out + desk_length, 0, desk_height - board));
}

/// Pushed against the desk, so that no gap is left in which somebody could be placed.
void add_chair(Builder& builder, const Frame& frame, double out) {
  const double low = out + (desk_length - seat) / 2, high = low + seat, front = desk_depth;
  builder.box(frame.at(front, front + seat, low, high, 0, seat_height));
  builder.box(frame.at(front + seat - back_thickness, front + seat, low, high, seat_height, back_height));
}

}  // namespace

void furnish_room(Builder& builder, const OfficePlan& plan, int storey, bool north, int room, const std::string& name) {
  const OfficeParams& p = plan.p;
  // Doors to the stores stand in the outer partitions of the north side: desks and cabinets keep away from them.
  const bool store_west = plan.store && north && room == 0;
  const bool store_east = plan.store && north && room + 1 == p.rooms_per_side;
  const double facade = north ? p.depth - p.outer_wall : p.outer_wall;
  Frame desks{facade, plan.room_west(north, room), plan.room_east(north, room), plan.z(storey), north, !store_east};
  const double room_depth = plan.corridor_south - p.inner_wall - p.outer_wall;
  const int fitting = static_cast<int>((room_depth - free_at_door) / desk_length);
  const int count = std::clamp(fitting, 0, p.workplaces);
  if (count == 0 || (store_west && store_east)) return;

  builder.element(Meaning::furniture, name + " desks", storey);
  for (int i = 0; i < count; ++i) add_desk(builder, desks, i * desk_length);
  builder.element(Meaning::furniture, name + " chairs", storey);
  for (int i = 0; i < count; ++i) add_chair(builder, desks, i * desk_length);
  if (store_west || store_east) return;
  Frame other = desks;
  other.from_east = !desks.from_east;
  builder.element(Meaning::furniture, name + " cabinet", storey);
  builder.box(other.at(0, cabinet_depth, 0, cabinet_length, 0, cabinet_height));
}

}  // namespace muster::scene
