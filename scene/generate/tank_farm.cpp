#include "scene/generate/tank_farm.h"

#include "scene/generate/facade.h"

#include <algorithm>
#include <cmath>

namespace muster::scene {

namespace {

constexpr double ground_thickness = 0.25;                    // [m]
constexpr double fence_height = 2.4, fence_thickness = 0.1;  // [m]
constexpr double largest_riser = 0.2, tread = 0.28;          // [m] steps over a bund wall
constexpr double steps_width = 1.2;                          // [m]
constexpr double house_wall = 0.3, house_height = 3.5;       // [m]
constexpr double roof_thickness = 0.2;                       // [m]
constexpr double pump_length = 20, pump_depth = 10;          // [m] outer measures of the pump house
constexpr double pump_south = 4, between_houses = 4;         // [m]
constexpr double control_length = 16, control_depth = 10;    // [m] of the control room
constexpr double house_door = 1.2;                           // [m]
constexpr double post = 0.3, post_spacing = 6, beam = 0.3;   // [m] of the pipe rack
constexpr int pipe_segments = 12;

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
  int risers() const { return static_cast<int>(std::ceil(p.bund_height / largest_riser - 1e-9)); }
  /// What steps take up outside of a bund, its wall included.
  double steps_run() const { return p.bund_wall + (risers() - 1) * tread; }
  double rack_width() const { return 2 * post + p.pipes * 2 * p.pipe_diameter; }
  double rack_west() const { return yard_west() + 1; }
  double house_west() const { return rack_west() + rack_width() + 4; }
  /// North of the way from the main gate.
  double control_south() const {
    return std::max(depth() / 2 + p.gate_width, pump_south + pump_depth + between_houses);
  }
};

/// Steps on both sides of a bund wall and over it, within the hole that the wall leaves. `outwards`: -1 where the
/// outside lies at smaller y.
void build_steps(Builder& builder, const Plan& plan, const std::string& name, double x, double inner_face,
                 int outwards) {
  builder.element(Meaning::stair, name, 0);
  const int risers = plan.risers();
  const double riser = plan.p.bund_height / risers;
  for (int k = 1; k <= risers; ++k) {
    const double out = plan.p.bund_wall + (risers - k) * tread, in = (risers - k) * tread;  // [m] from the inner face
    const double a = inner_face + outwards * out, b = inner_face - outwards * in;
    // One block a step: all of what is higher stands on it.
    builder.box(
        {{x - steps_width / 2, std::min(a, b), (k - 1) * riser}, {x + steps_width / 2, std::max(a, b), k * riser}});
  }
}

void build_bund(Builder& builder, const Plan& plan, int row) {
  const TankFarmParams& p = plan.p;
  const std::string name = fmt::format("Bund {}", row + 1);
  const double west = plan.bund_west(), east = plan.bund_east(), south = plan.bund_south(row),
               north = plan.bund_north(row);
  // Two ways over each long wall, a quarter from its ends.
  const double steps[] = {west + plan.bund_length() / 4, east - plan.bund_length() / 4};
  std::vector<Opening> holes;
  for (const double x : steps) holes.push_back({x - steps_width / 2, x + steps_width / 2, 0, p.bund_height});
  builder.element(Meaning::wall, name, 0);
  builder.wall({0, west - p.bund_wall, east + p.bund_wall, south - p.bund_wall, south, 0, p.bund_height}, holes);
  builder.wall({0, west - p.bund_wall, east + p.bund_wall, north, north + p.bund_wall, 0, p.bund_height}, holes);
  builder.wall({1, south, north, west - p.bund_wall, west, 0, p.bund_height});
  builder.wall({1, south, north, east, east + p.bund_wall, 0, p.bund_height});
  for (const int i : {0, 1}) {
    build_steps(builder, plan, fmt::format("{} steps S{}", name, i + 1), steps[i], south, -1);
    build_steps(builder, plan, fmt::format("{} steps N{}", name, i + 1), steps[i], north, 1);
  }
  builder.space(name, 0, {{west, south, 0}, {east, north, p.bund_height}});
}

/// A house of one room with a door at either end of its axis.
void build_house(Builder& builder, const std::string& name, const Box& outer, int axis,
                 const std::array<std::string, 2>& doors) {
  const double x0 = outer.low.x(), x1 = outer.high.x(), y0 = outer.low.y(), y1 = outer.high.y();
  const double top = house_height;
  for (const int side : {0, 1}) {
    const double y = side == 0 ? y0 : y1 - house_wall, x = side == 0 ? x0 : x1 - house_wall;
    Facade along{{0, x0, x1, y, y + house_wall, 0, top}, {}, {}};
    Facade across{{1, y0 + house_wall, y1 - house_wall, x, x + house_wall, 0, top}, {}, {}};
    Facade& with_door = axis == 0 ? across : along;
    Facade& with_window = axis == 0 ? along : across;
    with_door.doors.emplace_back(doors[static_cast<size_t>(side)],
                                 door_at((with_door.wall.from + with_door.wall.to) / 2, house_door));
    with_window.add_window(with_window.wall.from + 2, with_window.wall.to - 2);
    build_facade(builder, along, fmt::format("{} {}", name, side == 0 ? "south" : "north"), 0);
    build_facade(builder, across, fmt::format("{} {}", name, side == 0 ? "west" : "east"), 0);
  }
  builder.element(Meaning::roof, name + " roof", 0);
  builder.box({{x0, y0, top}, {x1, y1, top + roof_thickness}});
  builder.space(name, 0, {{x0 + house_wall, y0 + house_wall, 0}, {x1 - house_wall, y1 - house_wall, top}});
}

/// Along the yard's west edge, high enough to walk beneath.
void build_rack(Builder& builder, const Plan& plan) {
  const TankFarmParams& p = plan.p;
  const double west = plan.rack_west(), east = west + plan.rack_width(), south = plan.bund_south(0),
               north = plan.bund_north(p.rows - 1);
  const int bays = std::max(1, static_cast<int>((north - south) / post_spacing));
  builder.element(Meaning::furniture, "Pipe rack", 0);
  for (int i = 0; i <= bays; ++i) {
    const double y = south + (north - south - post) * i / bays;
    builder.box({{west, y, 0}, {west + post, y + post, p.rack_height - beam}});
    builder.box({{east - post, y, 0}, {east, y + post, p.rack_height - beam}});
    builder.box({{west, y, p.rack_height - beam}, {east, y + post, p.rack_height}});
  }
  builder.element(Meaning::furniture, "Pipes", 0);
  for (int i = 0; i < p.pipes; ++i) {
    const double x = west + post + (2 * i + 1) * p.pipe_diameter;
    builder.cylinder({x, south, p.rack_height + p.pipe_diameter / 2}, p.pipe_diameter / 2, north - south, 1,
                     pipe_segments);
  }
}

void build_fence(Builder& builder, const Plan& plan) {
  const double length = plan.length(), depth = plan.depth(), t = fence_thickness;
  const auto side = [&](const char* name, const WallRun& run, const char* gate, double middle) {
    builder.element(Meaning::wall, std::string("Fence ") + name, 0);
    if (!gate) return builder.wall(run);
    const Opening hole{middle - plan.p.gate_width / 2, middle + plan.p.gate_width / 2, 0, fence_height};
    builder.wall(run, {hole});
    builder.door(gate, 0, run, hole);
  };
  const double east_road = plan.yard_west() - plan.p.road_width / 2;
  side("south", {0, -t, length + t, -t, 0, 0, fence_height}, "South gate", east_road);
  side("north", {0, -t, length + t, depth, depth + t, 0, fence_height}, "North gate", east_road);
  side("east", {1, 0, depth, length, length + t, 0, fence_height}, "Main gate", depth / 2);
  side("west", {1, 0, depth, -t, 0, 0, fence_height}, nullptr, 0);
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
  const double inside = (plan.risers() - 1) * tread;
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
  if (plan.bund_length() / 2 < 2 * steps_width)
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
  for (int row = 0; row < params.rows; ++row) build_bund(builder, plan, row);
  for (const TankPlace& tank : tank_places(params)) {
    builder.element(Meaning::wall, "Tank " + tank.name, 0);
    builder.cylinder({tank.centre.x(), tank.centre.y(), 0}, params.tank_diameter / 2, params.tank_height, 2,
                     params.tank_segments);
  }
  build_rack(builder, plan);
  const double west = plan.house_west();
  build_house(builder, "Pump house", {{west, pump_south, 0}, {west + pump_length, pump_south + pump_depth, 0}}, 1,
              {"Pump house south", "Pump house north"});
  const double south = plan.control_south();
  build_house(builder, "Control room", {{west, south, 0}, {west + control_length, south + control_depth, 0}}, 0,
              {"Control room west", "Control room east"});
  build_fence(builder, plan);
  return model;
}

}  // namespace muster::scene
