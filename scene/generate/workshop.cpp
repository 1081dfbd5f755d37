#include "scene/generate/workshop.h"

#include "scene/generate/facade.h"

#include <algorithm>
#include <cmath>

namespace muster::scene {

namespace {

constexpr double ground_thickness = 0.25, wall_thickness = 0.2;  // [m]
constexpr double machine_height = 2;                             // [m]
constexpr double least_aisle = 0.7;                              // [m] between rows: one person beside a machine
constexpr double jamb = 0.3;                                     // [m] from a corner of the hall to a door

/// Where things lie in plan [m].
struct Plan {
  explicit Plan(const WorkshopParams& params) : p(params) {}
  WorkshopParams p;

  /// Between two rows, and between the outer rows and the walls.
  double row_aisle() const { return (p.depth - p.rows * p.machine_width) / (p.rows + 1); }
  double row_south(int row) const { return row_aisle() + row * (p.machine_width + row_aisle()); }
  double pitch() const { return p.machine_length + p.machine_gap; }
  /// The gangway's west face: it stays between the aisles along the end walls.
  double gangway_west() const { return p.wall_aisle + p.gangway_at * (p.length - 2 * p.wall_aisle - p.gangway); }
  double gangway_east() const { return gangway_west() + p.gangway; }
  /// Machines of a row west of the gangway: as the room on its two sides, as far as they fit.
  int west_machines() const {
    const double west = gangway_west() - p.wall_aisle, east = p.length - p.wall_aisle - gangway_east();
    return std::clamp(static_cast<int>(std::lround(p.machines_per_row * west / (west + east))),
                      p.machines_per_row - fitting(east), std::max(fitting(west), 0));
  }
  int fitting(double room) const { return static_cast<int>(std::floor((room + p.machine_gap) / pitch() + 1e-9)); }
  int places() const {
    return fitting(gangway_west() - p.wall_aisle) + fitting(p.length - p.wall_aisle - gangway_east());
  }
  /// The west end of a machine.
  double machine_west(int i) const {
    const int west = west_machines();
    return i < west ? gangway_west() - (west - i) * pitch() + p.machine_gap : gangway_east() + (i - west) * pitch();
  }
  Opening door(double at, double width) const {
    return door_at(jamb + width / 2 + at * (p.length - 2 * jamb - width), width);
  }
};

void build_walls(Builder& builder, const Plan& plan) {
  const WorkshopParams& p = plan.p;
  const double t = wall_thickness;
  Facade south{{0, -t, p.length + t, -t, 0, 0, p.height}, {}, {}};
  south.doors.emplace_back("South door", plan.door(p.south_door_at, p.south_door));
  Facade north{{0, -t, p.length + t, p.depth, p.depth + t, 0, p.height}, {}, {}};
  north.doors.emplace_back("North door", plan.door(p.north_door_at, p.north_door));
  build_facade(builder, south, "South", 0);
  build_facade(builder, north, "North", 0);
  build_facade(builder, {{1, 0, p.depth, -t, 0, 0, p.height}, {}, {}}, "West", 0);
  build_facade(builder, {{1, 0, p.depth, p.length, p.length + t, 0, p.height}, {}, {}}, "East", 0);
}

}  // namespace

const std::vector<WorkshopParameter>& workshop_parameters() {
  using P = WorkshopParams;
  static const std::vector<WorkshopParameter> table = {
      {"length_m", "m", 10, 300, &P::length, "Inner length of the hall along the rows."},
      {"depth_m", "m", 6, 200, &P::depth, "Inner depth of the hall across the rows."},
      {"height_m", "m", 3, 20, &P::height, "Height of the walls."},
      {"rows", "", 1, 60, &P::rows, "Rows of machines, evenly spread over the depth."},
      {"machines_per_row", "", 1, 100, &P::machines_per_row, "Machines in each row."},
      {"machine_length_m", "m", 0.5, 20, &P::machine_length, "Length of a machine along its row."},
      {"machine_width_m", "m", 0.5, 10, &P::machine_width, "Width of a machine."},
      {"machine_gap_m", "m", 0, 3, &P::machine_gap,
       "Free distance between neighbours in a row; nobody gets through less than about 0.5."},
      {"wall_aisle_m", "m", 0.8, 10, &P::wall_aisle, "Width of the aisles along the end walls."},
      {"gangway_m", "m", 0.8, 12, &P::gangway, "Width of the gangway across all rows."},
      {"gangway_at", "", 0, 1, &P::gangway_at, "Where it lies: 0 beside the west aisle, 1 beside the east one."},
      {"south_door_m", "m", 0.8, 12, &P::south_door, "Clear width of the door in the south wall."},
      {"south_door_at", "", 0, 1, &P::south_door_at, "Where it lies: 0 in the west, 1 in the east corner."},
      {"north_door_m", "m", 0.8, 12, &P::north_door, "Clear width of the door in the north wall."},
      {"north_door_at", "", 0, 1, &P::north_door_at, "Where it lies: 0 in the west, 1 in the east corner."},
      {"surround_m", "m", 3, 100, &P::surround, "Width of the ground outside the hall."},
  };
  return table;
}

std::vector<Mistake> workshop_mistakes(const WorkshopParams& params) {
  std::vector<Mistake> mistakes = range_mistakes(params, workshop_parameters());
  if (!mistakes.empty()) return mistakes;
  const Plan plan(params);
  const auto refuse = [&](const char* key, double value, const std::string& text) {
    mistakes.push_back({"", 0, key, fmt::format("{}", value), text});
  };
  if (plan.row_aisle() < least_aisle)
    refuse("rows", params.rows,
           fmt::format("leaves aisles of {:.2f} m between the rows, at least {} are needed", plan.row_aisle(),
                       least_aisle));
  if (params.length < 2 * params.wall_aisle + params.gangway)
    refuse("length_m", params.length, "must hold the gangway and both aisles along the end walls");
  else if (params.machines_per_row > plan.places())
    refuse("machines_per_row", params.machines_per_row,
           fmt::format("only {} fit beside the gangway and the aisles along the end walls", plan.places()));
  if (params.length < std::max(params.south_door, params.north_door) + 2 * jamb)
    refuse("length_m", params.length, "is too short for the doors");
  return mistakes;
}

Model workshop(const WorkshopParams& params) {
  const std::vector<Mistake> mistakes = workshop_mistakes(params);
  MUSTER_CHECK(mistakes.empty(), "{}", mistakes.front().str());
  const Plan plan(params);
  Model model;
  model.source = "workshop";
  model.format = "generated";
  model.storeys.push_back({"Ground floor", 0});
  Builder builder(model);
  const double s = params.surround + wall_thickness;
  builder.element(Meaning::floor, "Floor", 0);
  builder.box({{-s, -s, -ground_thickness}, {params.length + s, params.depth + s, 0}});
  build_walls(builder, plan);
  for (int row = 0; row < params.rows; ++row)
    for (int i = 0; i < params.machines_per_row; ++i) {
      builder.element(Meaning::furniture, fmt::format("Machine {}.{:02}", row + 1, i + 1), 0);
      const double x = plan.machine_west(i), y = plan.row_south(row);
      builder.box({{x, y, 0}, {x + params.machine_length, y + params.machine_width, machine_height}});
    }
  builder.space("Hall", 0, {{0, 0, 0}, {params.length, params.depth, params.height}});
  return model;
}

}  // namespace muster::scene
