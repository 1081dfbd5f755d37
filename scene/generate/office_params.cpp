#include "scene/generate/office.h"
#include "scene/generate/office_plan.h"

#include <algorithm>
#include <cmath>

namespace muster::scene {

const std::vector<OfficeParameter>& office_parameters() {
  using P = OfficeParams;
  static const std::vector<OfficeParameter> table = {
      {"storeys", "", 1, 60, &P::storeys, "Storeys above ground, the ground floor included."},
      {"length_m", "m", 18, 300, &P::length, "Outer length along the corridor."},
      {"depth_m", "m", 11, 60, &P::depth, "Outer depth across the corridor."},
      {"storey_height_m", "m", 2.8, 5, &P::storey_height, "From floor to floor."},
      {"rooms_per_side", "", 1, 100, &P::rooms_per_side, "Rooms along either side of the corridor on every storey."},
      {"workplaces", "", 0, 12, &P::workplaces, "Desks wanted in a room, as far as its depth allows; 0: no furniture."},
      {"corridor_width_m", "m", 1.5, 6, &P::corridor_width,
       "Clear width of the corridor; also depth of the stair landings at the floors."},
      {"stair_width_m", "m", 0.9, 3, &P::stair_width, "Clear width of a flight."},
      {"riser_m", "m", 0.14, 0.2, &P::riser,
       "Wished height of a step; the nearest that divides the storey evenly is built."},
      {"going_m", "m", 0.25, 0.35, &P::going, "Depth of a tread from nosing to nosing."},
      {"landing_m", "m", 0.9, 4, &P::landing, "Depth of the half landing; at least the width of a flight."},
      {"room_door_m", "m", 0.7, 1.5, &P::room_door, "Clear width of a room's door."},
      {"stair_door_m", "m", 0.7, 2.4, &P::stair_door, "Clear width of the door between corridor and stairwell."},
      {"exit_door_m", "m", 0.7, 2.4, &P::exit_door, "Clear width of the door from a stairwell to the outside."},
      {"main_door_m", "m", 0.8, 4, &P::main_door, "Clear width of the main entrance."},
      {"outer_wall_m", "m", 0.1, 0.6, &P::outer_wall, "Thickness of the facade."},
      {"inner_wall_m", "m", 0.06, 0.25, &P::inner_wall, "Thickness of the walls inside."},
      {"slab_m", "m", 0.15, 0.5, &P::slab, "Thickness of a floor slab."},
      {"surround_m", "m", 3, 50, &P::surround, "Width of the ground around the building."},
  };
  return table;
}

std::vector<Mistake> office_mistakes(const OfficeParams& params) {
  std::vector<Mistake> mistakes = range_mistakes(params, office_parameters());
  if (!mistakes.empty()) return mistakes;

  auto refuse = [&](const char* key, double value, const std::string& text) {
    mistakes.push_back({"", 0, key, fmt::format("{}", value), text});
  };
  const OfficePlan plan(params);
  const double north_depth = params.depth - params.outer_wall - plan.corridor_north;
  const double stair_depth = plan.stair.flight_run + params.landing;
  const double module = plan.module() - params.inner_wall;
  constexpr double least_room = 2.2;  // [m] a desk, a chair and a passage side by side
  if (params.landing < params.stair_width) {
    refuse("landing_m", params.landing, fmt::format("must be at least stair_width_m = {}", params.stair_width));
  }
  if (stair_depth > north_depth) {
    refuse("depth_m", params.depth,
           fmt::format("too small for the stairs: a flight of {:.2f} m and its landing need depth_m >= {:.2f}",
                       plan.stair.flight_run, params.depth + 2 * (stair_depth - north_depth)));
  }
  if (module < least_room) {
    refuse("rooms_per_side", params.rooms_per_side,
           fmt::format("rooms would be {:.2f} m wide, less than {} m: fewer rooms or a larger length_m", module,
                       least_room));
  }
  const double widest_main =
      (plan.lobby_end() - plan.lobby_first()) * plan.module() - params.inner_wall - 2 * door_offset;
  if (module >= least_room && params.main_door > widest_main) {  // else the rooms are the cause
    refuse("main_door_m", params.main_door, fmt::format("must be at most {:.2f} in the lobby that fits", widest_main));
  }
  for (const auto& [key, door] :
       {std::pair{"stair_door_m", params.stair_door}, std::pair{"exit_door_m", params.exit_door}}) {
    const double widest = params.corridor_width - 0.2;  // [m] 0.1 m of wall either side
    if (door > widest)
      refuse(key, door, fmt::format("must be at most {:.2f}, 0.2 m less than corridor_width_m", widest));
  }
  return mistakes;
}

StairShape stair_shape(const OfficeParams& params) {
  const int half = std::max(2, static_cast<int>(std::lround(params.storey_height / (2 * params.riser))));
  return {2 * half, params.storey_height / (2 * half), (half - 1) * params.going};
}

OfficePlan::OfficePlan(const OfficeParams& params) : p(params), stair(stair_shape(params)) {
  wall_height = p.storey_height - p.slab;
  corridor_south = (p.depth - p.corridor_width) / 2;
  corridor_north = corridor_south + p.corridor_width;
  shaft_west = p.outer_wall;
  shaft_east = shaft_west + 2 * p.stair_width + spine_thickness;
  corridor_west = shaft_east + p.inner_wall;
  corridor_east = p.length - corridor_west;
  flight_end = corridor_north + stair.flight_run;
  shaft_north = flight_end + p.landing;
  // What is left behind the stairwell becomes a store where its door fits, otherwise part of the half landing.
  const double facade = p.depth - p.outer_wall;
  store = facade - shaft_north - p.inner_wall >= p.room_door + 2 * store_jamb;
  if (!store) shaft_north = facade;
}

double OfficePlan::room_west(bool north, int room) const {
  if (room > 0) return partition(room) + p.inner_wall / 2;
  return north ? corridor_west : p.outer_wall;
}

double OfficePlan::room_east(bool north, int room) const {
  if (room + 1 < p.rooms_per_side) return partition(room + 1) - p.inner_wall / 2;
  return north ? corridor_east : p.length - p.outer_wall;
}

Box OfficePlan::at_end(bool east, Box box) const {
  if (east) {
    const double low = p.length - box.high.x(), high = p.length - box.low.x();
    box.low.x() = low;
    box.high.x() = high;
  }
  return box;
}

std::string storey_tag(int storey) { return storey == 0 ? "G" : fmt::format("{}", storey); }

}  // namespace muster::scene
