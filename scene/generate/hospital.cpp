#include "scene/generate/hospital.h"

#include "scene/generate/facade.h"
#include "scene/generate/office_plan.h"

#include <algorithm>

namespace muster::scene {

namespace {

constexpr double ground_thickness = 0.25;  // [m]
constexpr double jamb = 0.3;               // [m] from a partition to the door of a room: a bed turns in beside it
constexpr double before_lift = 0.6;        // [m] from a shaft to where its car is entered
// [m] a wardrobe in the corner between corridor and partition; beds are people's, not furniture.
constexpr double wardrobe_length = 1.0, wardrobe_depth = 0.6, wardrobe_height = 2.0;
// [m] the nurses' desk
constexpr double counter_length = 2.4, counter_depth = 0.7, counter_height = 1.1;

/// The stairwells and the outer measures are those of an office of the same size.
OfficeParams as_office(const HospitalParams& h) {
  OfficeParams o;
  o.storeys = h.storeys;
  o.storey_height = h.storey_height;
  o.depth = 2 * (h.outer_wall + h.room_depth + h.inner_wall) + h.corridor_width;
  o.rooms_per_side = 1;
  o.corridor_width = h.corridor_width;
  o.stair_width = h.stair_width;
  o.landing = h.stair_width + 0.2;
  o.riser = 0.165;
  o.going = 0.3;
  o.room_door = h.room_door;
  o.stair_door = h.stair_door;
  o.exit_door = h.exit_door;
  o.main_door = h.main_door;
  o.outer_wall = h.outer_wall;
  o.inner_wall = h.inner_wall;
  o.slab = h.slab;
  o.surround = h.surround;
  const double ends = 2 * (h.outer_wall + 2 * o.stair_width + spine_thickness + h.inner_wall);
  o.length = ends + 2 * h.rooms * h.room_width + h.core_width;
  return o;
}

/// Where things lie in plan [m].
struct Plan {
  explicit Plan(const HospitalParams& params)
      : p(params), office(as_office(params)), core_west(office.corridor_west + p.rooms * p.room_width) {
    core_east = core_west + p.core_width;
  }
  HospitalParams p;
  OfficePlan office;
  double core_west, core_east = 0;

  double z(int storey) const { return office.z(storey); }
  double top(int storey) const { return z(storey) + office.wall_height; }
  double middle() const { return (core_west + core_east) / 2; }
  /// West end of the i-th room of a ward, between the middles of its partitions; `i` may be the number of rooms.
  double room(bool east, int i) const { return (east ? core_east : office.corridor_west) + i * p.room_width; }
  double south_room() const { return p.outer_wall; }
  double north_room() const { return office.corridor_north + p.inner_wall; }
  double facade_north() const { return office.p.depth - p.outer_wall; }
  double shaft_south() const { return facade_north() - p.shaft_depth; }
  /// x of the west side of a shaft; the two stand side by side in the middle of the core.
  double shaft_west(int lift) const { return middle() + (lift - 1) * p.shaft_width; }
};

void build_facades(Builder& builder, const Plan& plan, int storey) {
  const OfficeParams& o = plan.office.p;
  const double z = plan.z(storey), top = plan.top(storey), middle = o.depth / 2;
  Facade south{{0, 0, o.length, 0, o.outer_wall, z, top}, {}, {}};
  Facade north{{0, 0, o.length, o.depth - o.outer_wall, o.depth, z, top}, {}, {}};
  for (const bool east : {false, true}) {
    for (int i = 0; i < plan.p.rooms; ++i) {
      const double from = plan.room(east, i) + window_pier, to = plan.room(east, i + 1) - window_pier;
      south.add_window(from, to);
      north.add_window(from, to);
    }
    if (east) continue;
    if (storey == 0)
      south.doors.emplace_back("Main entrance", door_at(plan.middle(), o.main_door));
    else
      south.add_window(plan.core_west + window_pier, plan.core_east - window_pier);
  }
  std::sort(south.windows.begin(), south.windows.end(), [](auto& a, auto& b) { return a.from < b.from; });
  build_facade(builder, south, "South", storey);
  build_facade(builder, north, "North", storey);
  for (const bool east : {false, true}) {
    const double face = east ? o.length - o.outer_wall : 0;
    Facade end{{1, o.outer_wall, o.depth - o.outer_wall, face, face + o.outer_wall, z, top}, {}, {}};
    if (storey == 0)
      end.doors.emplace_back(east ? "Exit B" : "Exit A", door_at(middle, o.exit_door));
    else
      end.add_window(middle - o.exit_door / 2, middle + o.exit_door / 2);
    build_facade(builder, end, east ? "East" : "West", storey);
  }
}

/// The floor, with holes for the stairs that arrive from below.
void build_slab(Builder& builder, const Plan& plan, int storey) {
  const OfficePlan& o = plan.office;
  const double top = plan.z(storey), foot = top - plan.p.slab;
  builder.element(Meaning::floor, "Slab " + storey_tag(storey), storey);
  if (storey == 0) {
    builder.box({{0, 0, foot}, {o.p.length, o.p.depth, top}});
    return;
  }
  const std::vector<double> x = {
      0, o.shaft_west, o.shaft_east, o.p.length - o.shaft_east, o.p.length - o.shaft_west, o.p.length};
  const std::vector<double> y = {0, o.corridor_north, o.shaft_north, o.p.depth};
  builder.slab(x, y, foot, top, [](size_t i, size_t j) { return j == 1 && (i == 1 || i == 3); });
}

/// The bedrooms of one ward on one side of the corridor. Towards the core a solid wall.
void build_bedrooms(Builder& builder, const Plan& plan, int storey, bool east, bool north) {
  const HospitalParams& p = plan.p;
  const double z = plan.z(storey), top = plan.top(storey);
  const double y0 = north ? plan.north_room() : plan.south_room(), y1 = y0 + p.room_depth;
  const std::string side = fmt::format("{} {}", north ? "North" : "South", east ? "east" : "west");
  // On the south side the corner rooms reach to the facade's end, as the stairwells stand on the north side.
  const bool to_west_end = !north && !east, to_east_end = !north && east;
  const double west = to_west_end ? p.outer_wall : plan.room(east, 0),
               end = to_east_end ? plan.office.p.length - p.outer_wall : plan.room(east, p.rooms);
  const WallRun corridor_wall{0,
                              west,
                              end,
                              north ? plan.office.corridor_north : plan.office.corridor_south - p.inner_wall,
                              north ? plan.north_room() : plan.office.corridor_south,
                              z,
                              top};
  std::vector<Opening> doors;
  for (int i = 0; i < p.rooms; ++i) {
    const double from = plan.room(east, i) + jamb;
    doors.push_back({from, from + p.room_door, 0, door_height});
  }
  const std::string tag = storey_tag(storey);
  builder.element(Meaning::wall, side + " corridor wall " + tag, storey);
  builder.wall(corridor_wall, doors);
  builder.element(Meaning::wall, side + " partitions " + tag, storey);
  for (int i = 0; i <= p.rooms; ++i) {
    if ((i == 0 && !east) || (i == p.rooms && east)) continue;  // the ends of the building
    const double x = plan.room(east, i);
    builder.wall({1, y0, y1, x - p.inner_wall / 2, x + p.inner_wall / 2, z, top});
  }
  for (int i = 0; i < p.rooms; ++i) {
    const std::string number = fmt::format("{}.{:02}", tag, 1 + i + (east ? p.rooms : 0) + (north ? 2 * p.rooms : 0));
    const double x0 = i == 0 && to_west_end ? west : plan.room(east, i) + (i == 0 && !east ? 0 : p.inner_wall / 2);
    const double x1 = i + 1 == p.rooms && to_east_end
                          ? end
                          : plan.room(east, i + 1) - (i + 1 == p.rooms && east ? 0 : p.inner_wall / 2);
    builder.door("Door " + number, storey, corridor_wall, doors[static_cast<size_t>(i)]);
    builder.space("Bedroom " + number, storey, {{x0, y0, z}, {x1, y1, top}});
    builder.element(Meaning::furniture, "Bedroom " + number + " wardrobe", storey);
    const double wall = north ? y0 : y1 - wardrobe_depth;
    builder.box({{x1 - wardrobe_length, wall, z}, {x1, wall + wardrobe_depth, z + wardrobe_height}});
  }
}

/// Lift shafts, the lobby before them, and what lies opposite: the nurses, below them the entrance hall.
void build_core(Builder& builder, const Plan& plan, int storey) {
  const HospitalParams& p = plan.p;
  const OfficePlan& o = plan.office;
  const double z = plan.z(storey), top = plan.top(storey), half = p.inner_wall / 2;
  const std::string tag = storey_tag(storey);
  builder.element(Meaning::wall, "Lift shafts " + tag, storey);
  builder.box({{plan.shaft_west(0), plan.shaft_south(), z}, {plan.shaft_west(2), plan.facade_north(), top}});
  const double west = plan.core_west + half, east = plan.core_east - half;
  builder.space("Lift lobby " + tag, storey, {{west, o.corridor_south, z}, {east, plan.shaft_south(), top}});
  builder.space(storey == 0 ? "Entrance hall" : "Nurses " + tag, storey,
                {{west, plan.south_room(), z}, {east, o.corridor_south, top}});
  builder.element(Meaning::furniture, storey == 0 ? "Reception" : "Nurses' desk " + tag, storey);
  const double y = (plan.south_room() + o.corridor_south) / 2,
               x = storey == 0 ? west : plan.middle() - counter_length / 2;
  if (storey == 0)
    builder.box({{x, y - counter_length / 2, z}, {x + counter_depth, y + counter_length / 2, z + counter_height}});
  else
    builder.box({{x, y, z}, {x + counter_length, y + counter_depth, z + counter_height}});
  // The doors that divide the storey: a ward either side, the core between them.
  for (const bool to_east : {false, true}) {
    const double wall_x = to_east ? plan.core_east : plan.core_west;
    const WallRun wall{1, o.corridor_south - p.inner_wall, plan.north_room(), wall_x - half, wall_x + half, z, top};
    const Opening hole = door_at((o.corridor_south + o.corridor_north) / 2, p.fire_door);
    const std::string name = fmt::format("{}.{}", to_east ? "E" : "W", tag);
    builder.element(Meaning::wall, "Fire wall " + name, storey);
    builder.wall(wall, {hole});
    builder.door("Fire door " + name, storey, wall, hole);
    const double from = to_east ? plan.core_east + half : o.corridor_west,
                 to = to_east ? o.corridor_east : plan.core_west - half;
    builder.space("Corridor " + name, storey, {{from, o.corridor_south, z}, {to, o.corridor_north, top}});
  }
}

/// The ground beside the building, level with its floor.
void build_ground(Builder& builder, const Plan& plan) {
  const double length = plan.office.p.length, depth = plan.office.p.depth, s = plan.p.surround;
  builder.element(Meaning::terrain, "Ground", 0);
  builder.box({{-s, -s, -ground_thickness}, {length + s, 0, 0}});
  builder.box({{-s, depth, -ground_thickness}, {length + s, depth + s, 0}});
  builder.box({{-s, 0, -ground_thickness}, {0, depth, 0}});
  builder.box({{length, 0, -ground_thickness}, {length + s, depth, 0}});
}

}  // namespace

const std::vector<HospitalParameter>& hospital_parameters() {
  using P = HospitalParams;
  static const std::vector<HospitalParameter> table = {
      {"storeys", "", 1, 30, &P::storeys, "Storeys above ground, the ground floor included."},
      {"rooms", "", 1, 40, &P::rooms, "Bedrooms on either side of the corridor of a ward; a storey has two wards."},
      {"room_width_m", "m", 3, 12, &P::room_width, "From partition to partition, between their middles."},
      {"room_depth_m", "m", 4, 12, &P::room_depth, "Clear depth of a bedroom."},
      {"core_width_m", "m", 5, 20, &P::core_width, "Width of the core with the lifts between the two wards."},
      {"storey_height_m", "m", 3, 5, &P::storey_height, "From floor to floor."},
      {"corridor_width_m", "m", 1.8, 6, &P::corridor_width, "Clear width of the corridors."},
      {"stair_width_m", "m", 1, 3, &P::stair_width, "Clear width of a flight."},
      {"room_door_m", "m", 0.9, 1.6, &P::room_door, "Clear width of a bedroom's door."},
      {"fire_door_m", "m", 1.1, 3, &P::fire_door, "Clear width of the doors between wards and core."},
      {"stair_door_m", "m", 0.8, 2.4, &P::stair_door, "Clear width of the door between corridor and stairwell."},
      {"exit_door_m", "m", 0.8, 2.4, &P::exit_door, "Clear width of the door from a stairwell to the outside."},
      {"main_door_m", "m", 1, 4, &P::main_door, "Clear width of the main entrance."},
      {"shaft_width_m", "m", 1.8, 5, &P::shaft_width, "Outer width of one of the two lift shafts."},
      {"shaft_depth_m", "m", 1.8, 5, &P::shaft_depth, "Outer depth of the lift shafts."},
      {"outer_wall_m", "m", 0.1, 0.6, &P::outer_wall, "Thickness of the facade."},
      {"inner_wall_m", "m", 0.06, 0.3, &P::inner_wall, "Thickness of the walls inside."},
      {"slab_m", "m", 0.15, 0.5, &P::slab, "Thickness of a floor slab."},
      {"surround_m", "m", 3, 50, &P::surround, "Width of the ground around the building."},
  };
  return table;
}

std::vector<Mistake> hospital_mistakes(const HospitalParams& params) {
  std::vector<Mistake> mistakes = range_mistakes(params, hospital_parameters());
  if (!mistakes.empty()) return mistakes;
  const auto refuse = [&](const char* key, double value, const std::string& text) {
    mistakes.push_back({"", 0, key, fmt::format("{}", value), text});
  };
  const Plan plan(params);
  const double stair = plan.office.stair.flight_run + plan.office.p.landing;
  if (stair > params.room_depth + params.inner_wall)
    refuse("room_depth_m", params.room_depth,
           fmt::format("must be at least {:.2f}: the stairs need it", stair - params.inner_wall));
  if (params.room_door > params.room_width - params.inner_wall - jamb - wardrobe_length)
    refuse("room_door_m", params.room_door, "does not fit beside the wardrobe: a larger room_width_m");
  if (2 * params.shaft_width > params.core_width - params.inner_wall)
    refuse("shaft_width_m", params.shaft_width, "two shafts must fit into core_width_m");
  if (params.shaft_depth > params.room_depth - 1.2)
    refuse("shaft_depth_m", params.shaft_depth, "must leave 1.2 m of room_depth_m before the lifts");
  if (params.main_door > params.core_width - 2 * params.inner_wall - 1)
    refuse("main_door_m", params.main_door, "must be at least 1 m less than core_width_m");
  for (const auto& [key, door] :
       {std::pair{"stair_door_m", params.stair_door}, std::pair{"exit_door_m", params.exit_door},
        std::pair{"fire_door_m", params.fire_door}})
    if (door > params.corridor_width - 0.2)
      refuse(key, door,
             fmt::format("must be at most {:.2f}, 0.2 m less than corridor_width_m", params.corridor_width - 0.2));
  return mistakes;
}

std::vector<Vec3> hospital_lift_stops(const HospitalParams& params, int lift) {
  const Plan plan(params);
  std::vector<Vec3> stops;
  for (int storey = 0; storey < params.storeys; ++storey)
    stops.emplace_back(plan.shaft_west(lift) + params.shaft_width / 2, plan.shaft_south() - before_lift,
                       plan.z(storey));
  return stops;
}

Model hospital(const HospitalParams& params) {
  const std::vector<Mistake> mistakes = hospital_mistakes(params);
  MUSTER_CHECK(mistakes.empty(), "{}", mistakes.front().str());
  const Plan plan(params);
  Model model;
  model.source = "hospital";
  model.format = "generated";
  Builder builder(model);
  for (int storey = 0; storey < params.storeys; ++storey) {
    model.storeys.push_back({storey == 0 ? "Ground floor" : "Floor " + storey_tag(storey), plan.z(storey)});
    build_slab(builder, plan, storey);
    build_facades(builder, plan, storey);
    for (const bool east : {false, true})
      for (const bool north : {false, true}) build_bedrooms(builder, plan, storey, east, north);
    build_core(builder, plan, storey);
    for (const bool east : {false, true}) build_stairwell(builder, plan.office, storey, east);
  }
  const double roof = plan.z(params.storeys);
  builder.element(Meaning::roof, "Roof", params.storeys - 1);
  builder.box({{0, 0, roof - params.slab}, {plan.office.p.length, plan.office.p.depth, roof}});
  build_ground(builder, plan);
  return model;
}

}  // namespace muster::scene
