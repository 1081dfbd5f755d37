#include "scene/generate/office.h"

#include "scene/generate/facade.h"
#include "scene/generate/office_plan.h"

#include <algorithm>

namespace muster::scene {

namespace {

constexpr double ground_thickness = 0.25;  // [m]

/// The long sides: a window a room; on the ground floor the main entrance with windows either side in the lobby.
void build_long_facades(Builder& builder, const OfficePlan& plan, int storey) {
  const OfficeParams& p = plan.p;
  const double z = plan.z(storey), top = z + plan.wall_height;
  Facade south{{0, 0, p.length, 0, p.outer_wall, z, top}, {}, {}};
  Facade north{{0, 0, p.length, p.depth - p.outer_wall, p.depth, z, top}, {}, {}};
  for (int room = 0; room < p.rooms_per_side; ++room) {
    const double from = plan.partition(room) + window_pier, to = plan.partition(room + 1) - window_pier;
    north.add_window(from, to);
    if (!plan.is_lobby(storey, false, room)) south.add_window(from, to);
  }
  if (storey == 0) {
    const Opening entrance = door_at(p.length / 2, p.main_door);
    south.doors.emplace_back("Main entrance", entrance);
    south.add_window(plan.partition(plan.lobby_first()) + window_pier, entrance.from - window_pier);
    south.add_window(entrance.to + window_pier, plan.partition(plan.lobby_end()) - window_pier);
  }
  build_facade(builder, south, "South", storey);
  build_facade(builder, north, "North", storey);
}

/// The short sides: at the landing of the stair an exit on the ground floor, a window above.
void build_short_facades(Builder& builder, const OfficePlan& plan, int storey) {
  const OfficeParams& p = plan.p;
  const double z = plan.z(storey), middle = p.depth / 2;
  for (const bool east : {false, true}) {
    const double near_face = east ? p.length - p.outer_wall : 0;
    Facade facade{
        {1, p.outer_wall, p.depth - p.outer_wall, near_face, near_face + p.outer_wall, z, z + plan.wall_height},
        {},
        {}};
    if (storey == 0) {
      facade.doors.emplace_back(east ? "Exit B" : "Exit A", door_at(middle, p.exit_door));
    } else {
      facade.add_window(middle - p.exit_door / 2, middle + p.exit_door / 2);
    }
    build_facade(builder, facade, east ? "East" : "West", storey);
  }
}

/// The floor, with holes for the stairs that arrive from below.
void build_slab(Builder& builder, const OfficePlan& plan, int storey) {
  const OfficeParams& p = plan.p;
  const double top = plan.z(storey), foot = top - p.slab;
  builder.element(Meaning::floor, "Slab " + storey_tag(storey), storey);
  if (storey == 0) {
    builder.box({{0, 0, foot}, {p.length, p.depth, top}});
    return;
  }
  const std::vector<double> x = {
      0, plan.shaft_west, plan.shaft_east, p.length - plan.shaft_east, p.length - plan.shaft_west, p.length};
  const std::vector<double> y = {0, plan.corridor_north, plan.shaft_north, p.depth};
  builder.slab(x, y, foot, top, [](size_t i, size_t j) { return j == 1 && (i == 1 || i == 3); });
}

/// One side of the corridor: its wall with a door to every room, partitions, spaces, furniture.
void build_rooms(Builder& builder, const OfficePlan& plan, int storey, bool north) {
  const OfficeParams& p = plan.p;
  const double z = plan.z(storey), top = z + plan.wall_height;
  const double y0 = north ? plan.corridor_north + p.inner_wall : p.outer_wall;
  const double y1 = north ? p.depth - p.outer_wall : plan.corridor_south - p.inner_wall;
  const WallRun corridor_wall{0,
                              north ? plan.corridor_west : p.outer_wall,
                              north ? plan.corridor_east : p.length - p.outer_wall,
                              north ? plan.corridor_north : y1,
                              north ? y0 : plan.corridor_south,
                              z,
                              top};

  struct Room {
    std::string number;
    int index;
    Opening door;
  };
  std::vector<Room> rooms;
  std::vector<Opening> openings;
  for (int i = 0; i < p.rooms_per_side; ++i) {
    if (plan.is_lobby(storey, north, i)) {
      if (i == plan.lobby_first()) {
        openings.push_back(
            {plan.room_west(north, i), plan.room_east(north, plan.lobby_end() - 1), 0, plan.wall_height});
      }
      continue;
    }
    const double jamb = (i == 0 ? plan.corridor_west : plan.room_west(north, i)) + door_offset;
    const int number = i + 1 + (north ? p.rooms_per_side : 0);
    rooms.push_back(
        {fmt::format("{}.{:02}", storey_tag(storey), number), i, {jamb, jamb + p.room_door, 0, door_height}});
    openings.push_back(rooms.back().door);
  }

  builder.element(Meaning::wall, fmt::format("{} corridor wall {}", north ? "North" : "South", storey_tag(storey)),
                  storey);
  builder.wall(corridor_wall, openings);
  builder.element(Meaning::wall, fmt::format("{} partitions {}", north ? "North" : "South", storey_tag(storey)),
                  storey);
  for (int i = 1; i < p.rooms_per_side; ++i) {
    if (plan.is_lobby(storey, north, i - 1) && plan.is_lobby(storey, north, i)) continue;
    const double x = plan.partition(i);
    builder.wall({1, y0, y1, x - p.inner_wall / 2, x + p.inner_wall / 2, z, top});
  }
  for (const Room& room : rooms) {
    builder.door("Door " + room.number, storey, corridor_wall, room.door);
    builder.space("Office " + room.number, storey,
                  {{plan.room_west(north, room.index), y0, z}, {plan.room_east(north, room.index), y1, top}});
    furnish_room(builder, plan, storey, north, room.index, "Office " + room.number);
  }
}

void build_lobby(Builder& builder, const OfficePlan& plan) {
  const OfficeParams& p = plan.p;
  const double west = plan.room_west(false, plan.lobby_first()), east = plan.room_east(false, plan.lobby_end() - 1);
  builder.space("Lobby", 0, {{west, p.outer_wall, plan.z(0)}, {east, plan.corridor_south, plan.wall_height}});
  // A reception desk where it leaves 1.5 m before the entrance.
  constexpr double counter_depth = 0.7, counter_height = 1.1, clear = 1.5;
  if (p.workplaces == 0 || west + counter_depth + clear > (p.length - p.main_door) / 2) return;
  const double middle = (p.outer_wall + plan.corridor_south) / 2;
  builder.element(Meaning::furniture, "Reception", 0);
  builder.box({{west, middle - 1.25, 0}, {west + counter_depth, middle + 1.25, counter_height}});
}

/// The ground beside the building, level with its floor.
void build_ground(Builder& builder, const OfficePlan& plan) {
  const double length = plan.p.length, depth = plan.p.depth, s = plan.p.surround;
  builder.element(Meaning::terrain, "Ground", 0);
  builder.box({{-s, -s, -ground_thickness}, {length + s, 0, 0}});
  builder.box({{-s, depth, -ground_thickness}, {length + s, depth + s, 0}});
  builder.box({{-s, 0, -ground_thickness}, {0, depth, 0}});
  builder.box({{length, 0, -ground_thickness}, {length + s, depth, 0}});
}

}  // namespace

Model office(const OfficeParams& params) {
  const std::vector<Mistake> mistakes = office_mistakes(params);
  MUSTER_CHECK(mistakes.empty(), "{}", mistakes.front().str());
  const OfficePlan plan(params);
  Model model;
  model.source = "office";
  model.format = "generated";
  Builder builder(model);
  for (int storey = 0; storey < params.storeys; ++storey) {
    const std::string tag = storey_tag(storey);
    model.storeys.push_back({storey == 0 ? "Ground floor" : "Floor " + tag, plan.z(storey)});
    build_slab(builder, plan, storey);
    build_long_facades(builder, plan, storey);
    build_short_facades(builder, plan, storey);
    for (const bool north : {false, true}) build_rooms(builder, plan, storey, north);
    builder.space("Corridor " + tag, storey,
                  {{plan.corridor_west, plan.corridor_south, plan.z(storey)},
                   {plan.corridor_east, plan.corridor_north, plan.z(storey) + plan.wall_height}});
    if (storey == 0) build_lobby(builder, plan);
    for (const bool east : {false, true}) build_stairwell(builder, plan, storey, east);
  }
  const double roof = plan.z(params.storeys);
  builder.element(Meaning::roof, "Roof", params.storeys - 1);
  builder.box({{0, 0, roof - params.slab}, {params.length, params.depth, roof}});
  build_ground(builder, plan);
  return model;
}

}  // namespace muster::scene
