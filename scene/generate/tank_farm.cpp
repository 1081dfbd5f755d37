#include "scene/generate/tank_farm.h"

#include "scene/generate/site.h"

#include <algorithm>
#include <cmath>

namespace muster::scene {

namespace {

constexpr double pump_length = 20, pump_depth = 10;        // [m] outer measures of the pump house
constexpr double pump_south = 4, between_houses = 4;       // [m]
constexpr double control_length = 16, control_depth = 10;  // [m] of the control room

/// Where things lie in plan [m].
struct Plan {
  explicit Plan(const TankFarmParams& params) : p(params) {}
  TankFarmParams p;

  double bund_length() const {
    return p.tanks_per_row * p.tank_diameter + (p.tanks_per_row - 1) * p.tank_gap + 2 * p.bund_clearance;
  }
  double bund_depth() const { return p.tank_diameter + 2 * p.bund_clearance; }
  // Inner faces of the bund walls.
  double bund_west() const { return p.road_width + steps_run(); }
  double bund_east() const { return bund_west() + bund_length(); }
  double bund_south(int row) const { return p.road_width + steps_run() + row * (bund_depth() + pitch_gap()); }
  double bund_north(int row) const { return bund_south(row) + bund_depth(); }
  /// From the north face of one bund to the south face of the next: a road and the steps down to it.
  double pitch_gap() const { return p.road_width + 2 * steps_run(); }
  double yard_west() const { return bund_east() + steps_run() + p.road_width; }
  double length() const { return yard_west() + p.yard_width; }
  double depth() const { return bund_north(p.rows - 1) + steps_run() + p.road_width; }
  /// What steps take up outside of a bund, its wall included.
  double steps_run() const { return Bund{"", 0, 0, 0, 0, p.bund_height, p.bund_wall}.outside_run(); }
  Bund bund(int row) const {
    return {fmt::format("Bund {}", row + 1),
            bund_west(),
            bund_east(),
            bund_south(row),
            bund_north(row),
            p.bund_height,
            p.bund_wall};
  }
  /// Along the yard's west edge.
  Rack rack() const {
    return {1, bund_south(0), bund_north(p.rows - 1), yard_west() + 1, p.rack_height, p.pipes, p.pipe_diameter};
  }
  double house_west() const { return rack().low + rack().width() + 4; }
  /// North of the way from the main gate.
  double control_south() const {
    return std::max(depth() / 2 + p.gate_width, pump_south + pump_depth + between_houses);
  }
};

void build_fences(Builder& builder, const Plan& plan) {
  const double length = plan.length(), depth = plan.depth(), t = fence_thickness, gate = plan.p.gate_width;
  const double east_road = plan.yard_west() - plan.p.road_width / 2;
  build_fence(builder, "Fence south", {0, -t, length + t, -t, 0, 0, fence_height}, "South gate", east_road, gate);
  build_fence(builder, "Fence north", {0, -t, length + t, depth, depth + t, 0, fence_height}, "North gate", east_road,
              gate);
  build_fence(builder, "Fence east", {1, 0, depth, length, length + t, 0, fence_height}, "Main gate", depth / 2, gate);
  build_fence(builder, "Fence west", {1, 0, depth, -t, 0, 0, fence_height}, "", 0, 0);
}

}  // namespace

const std::vector<TankFarmParameter>& tank_farm_parameters() {
  using P = TankFarmParams;
  static const std::vector<TankFarmParameter> table = {
      {"rows", "", 1, 10, &P::rows, "Bunds, one behind the other from south to north."},
      {"tanks_per_row", "", 1, 10, &P::tanks_per_row, "Tanks in each bund, side by side from west to east."},
      {"tank_diameter_m", "m", 2, 120, &P::tank_diameter, "Diameter of every tank."},
      {"tank_height_m", "m", 2, 40, &P::tank_height, "Height of the shells."},
      {"tank_gap_m", "m", 1, 120, &P::tank_gap, "Free distance between the shells of neighbours in one bund."},
      {"tank_segments", "", 12, 360, &P::tank_segments, "Sides of the prism that stands for a shell."},
      {"bund_clearance_m", "m", 2, 60, &P::bund_clearance, "From a shell to the inner face of the bund wall."},
      {"bund_height_m", "m", 0.3, 3, &P::bund_height,
       "Height of the bund walls; four flights of steps lead over each bund's."},
      {"bund_wall_m", "m", 0.2, 1, &P::bund_wall, "Thickness of the bund walls."},
      {"road_width_m", "m", 3, 20, &P::road_width, "Width of the roads round the bunds."},
      {"yard_width_m", "m", 35, 200, &P::yard_width,
       "Width of the yard in the east with rack, pump house and control room."},
      {"pipes", "", 1, 12, &P::pipes, "Pipes side by side on the rack."},
      {"pipe_diameter_m", "m", 0.1, 0.6, &P::pipe_diameter, "Outer diameter of the pipes."},
      {"rack_height_m", "m", 3, 10, &P::rack_height,
       "Height of the rack's beams above the ground: people walk beneath."},
      {"gate_width_m", "m", 2, 12, &P::gate_width, "Clear width of the three gates."},
      {"surround_m", "m", 3, 100, &P::surround, "Width of the ground outside the fence."},
  };
  return table;
}

std::vector<Mistake> tank_farm_mistakes(const TankFarmParams& params) {
  std::vector<Mistake> mistakes = range_mistakes(params, tank_farm_parameters());
  if (!mistakes.empty()) return mistakes;
  const Plan plan(params);
  const auto refuse = [&](const char* key, double value, const std::string& text) {
    mistakes.push_back({"", 0, key, fmt::format("{}", value), text});
  };
  const double inside = plan.bund(0).inside_run();
  if (inside + 1 > params.bund_clearance)
    refuse("bund_clearance_m", params.bund_clearance,
           fmt::format("must be at least {:.2f}: the steps over the bund wall need {:.2f} m and a way past", inside + 1,
                       inside));
  if (plan.house_west() + pump_length + 2 > plan.length())
    refuse("yard_width_m", params.yard_width,
           fmt::format("must be at least {:.2f}: rack and houses stand in it",
                       plan.house_west() + pump_length + 2 - plan.yard_west()));
  if (plan.control_south() + control_depth + 2 > plan.depth())
    refuse("tank_diameter_m", params.tank_diameter,
           "too small for pump house and control room beside the bunds: larger tanks or more rows");
  if (plan.bund_length() / 2 < 2 * bund_steps_width)
    refuse("bund_clearance_m", params.bund_clearance, "leaves no room for two flights of steps along the bund wall");
  if (params.gate_width > params.road_width) refuse("gate_width_m", params.gate_width, "must be at most road_width_m");
  return mistakes;
}

std::vector<TankPlace> tank_places(const TankFarmParams& params) {
  const Plan plan(params);
  std::vector<TankPlace> places;
  for (int row = 0; row < params.rows; ++row)
    for (int i = 0; i < params.tanks_per_row; ++i)
      places.push_back({fmt::format("T{}{:02}", row + 1, i + 1),
                        {plan.bund_west() + params.bund_clearance + params.tank_diameter / 2 +
                             i * (params.tank_diameter + params.tank_gap),
                         plan.bund_south(row) + params.bund_clearance + params.tank_diameter / 2}});
  return places;
}

Model tank_farm(const TankFarmParams& params) {
  const std::vector<Mistake> mistakes = tank_farm_mistakes(params);
  MUSTER_CHECK(mistakes.empty(), "{}", mistakes.front().str());
  const Plan plan(params);
  Model model;
  model.source = "tank_farm";
  model.format = "generated";
  model.storeys.push_back({"Ground", 0});
  Builder builder(model);
  const double s = params.surround;
  builder.element(Meaning::terrain, "Ground", 0);
  builder.box({{-s, -s, -ground_thickness}, {plan.length() + s, plan.depth() + s, 0}});
  for (int row = 0; row < params.rows; ++row) build_bund(builder, plan.bund(row));
  for (const TankPlace& tank : tank_places(params)) {
    builder.element(Meaning::wall, "Tank " + tank.name, 0);
    builder.cylinder({tank.centre.x(), tank.centre.y(), 0}, params.tank_diameter / 2, params.tank_height, 2,
                     params.tank_segments);
  }
  build_rack(builder, plan.rack());
  const double west = plan.house_west();
  build_house(builder, "Pump house", {{west, pump_south, 0}, {west + pump_length, pump_south + pump_depth, 0}}, 1,
              {"Pump house south", "Pump house north"});
  const double south = plan.control_south();
  build_house(builder, "Control room", {{west, south, 0}, {west + control_length, south + control_depth, 0}}, 0,
              {"Control room west", "Control room east"});
  build_fences(builder, plan);
  return model;
}

}  // namespace muster::scene
