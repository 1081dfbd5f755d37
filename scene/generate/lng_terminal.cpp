#include "scene/generate/lng_terminal.h"

#include "scene/generate/site.h"

#include <algorithm>
#include <cmath>

namespace muster::scene {

namespace {

constexpr double deck = 0.5;                                                        // [m] thickness of the jetty's deck
constexpr double pile = 0.8, pile_spacing = 12;                                     // [m] below the deck
constexpr double line_clearance = 0.5;                                              // [m] of the line above the deck
constexpr double narrowest_way = 2;                                                 // [m] beside the line
constexpr double arm_height = 12, arm_reach = 8, arm = 1;                           // [m]
constexpr double jetty_house_length = 8, jetty_house_depth = 6;                     // [m] outer measures
constexpr double control_length = 16, control_depth = 10;                           // [m]
constexpr double compressor_length = 20, compressor_depth = 12;                     // [m]
constexpr double between = 12;                                                      // [m] houses
constexpr double vaporiser_length = 5, vaporiser_depth = 12, vaporiser_height = 6;  // [m]
constexpr double way = 3;                                                           // [m] round plant and houses
constexpr double column = 3, column_height = 15;  // [m] the recondenser's radius and height
constexpr int round_segments = 16;

/// Where things lie in plan [m].
struct Plan {
  explicit Plan(const LngTerminalParams& params) : p(params) {}
  LngTerminalParams p;

  Rack rack() const {
    return {0, 1, process_west() + p.process_length, block_north() + 0.5, p.rack_height, p.lines, p.line_diameter};
  }
  // The block of houses and process area in the south, the corridor of rack and road, the bund in the north.
  double block_south() const { return p.road_width; }
  double block_north() const { return p.road_width + p.process_depth; }
  double corridor_north() const { return block_north() + 0.5 + rack_width() + 0.5 + p.road_width; }
  double rack_width() const { return Rack{0, 0, 0, 0, 0, p.lines, p.line_diameter}.width(); }
  double axis() const { return corridor_north() - p.road_width / 2; }
  double steps_run() const { return Bund{"", 0, 0, 0, 0, p.bund_height, p.bund_wall}.outside_run(); }
  double bund_length() const { return p.tanks * p.tank_diameter + (p.tanks - 1) * p.tank_gap + 2 * p.bund_clearance; }
  Bund bund() const {
    const double west = p.road_width + p.bund_wall, south = corridor_north() + steps_run();
    return {"Bund 1",      west,       west + bund_length(), south, south + p.tank_diameter + 2 * p.bund_clearance,
            p.bund_height, p.bund_wall};
  }
  double control_west() const { return p.road_width + way; }
  double compressor_west() const { return control_west() + control_length + between; }
  double process_west() const { return compressor_west() + compressor_length + p.road_width; }
  double length() const {
    return std::max(bund().east + p.bund_wall, process_west() + p.process_length) + p.road_width;
  }
  double depth() const { return bund().north + steps_run() + p.road_width; }
  double head_east() const { return -p.jetty_length; }
  double head_west() const { return head_east() - p.head_length; }
  /// Across the trestle, that the line takes.
  double line_width() const { return p.lines * 2 * p.line_diameter; }
};

void build_jetty(Builder& builder, const Plan& plan) {
  const LngTerminalParams& p = plan.p;
  const double axis = plan.axis(), south = axis - p.trestle_width / 2, north = axis + p.trestle_width / 2;
  builder.element(Meaning::terrain, "Trestle", 0);
  builder.box({{plan.head_east(), south, -deck}, {0, north, 0}});
  builder.element(Meaning::terrain, "Jetty head", 0);
  builder.box({{plan.head_west(), axis - p.head_width / 2, -deck}, {plan.head_east(), axis + p.head_width / 2, 0}});
  builder.element(Meaning::furniture, "Piles", 0);
  const int bays = std::max(1, static_cast<int>((-plan.head_west() - pile) / pile_spacing));
  for (int i = 0; i < bays; ++i) {
    const double x = plan.head_west() + 1 + i * pile_spacing;
    for (const double y : {south + pile / 2, north - pile / 2 - pile})
      builder.box({{x, y, -p.quay_height - ground_thickness}, {x + pile, y + pile, -deck}});
  }
  builder.element(Meaning::furniture, "Jetty line", 0);
  for (int i = 0; i < p.lines; ++i)
    builder.cylinder(
        {plan.head_east() - 2, south + (2 * i + 1) * p.line_diameter, line_clearance + p.line_diameter / 2},
        p.line_diameter / 2, p.jetty_length + 1, 0, round_segments);
  // Along the sea side of the head, the arms reach out to a ship.
  for (int i = 0; i < p.arms; ++i) {
    const double x = plan.head_west() + 1, y = axis + (i + 0.5 - p.arms / 2.0) * 4 - arm / 2;
    builder.element(Meaning::furniture, fmt::format("Loading arm {}", i + 1), 0);
    builder.box({{x, y, 0}, {x + arm, y + arm, arm_height}});
    builder.box({{x - arm_reach, y, arm_height}, {x + arm, y + arm, arm_height + arm}});
  }
  const double house_east = plan.head_east() - way, house_north = axis + p.head_width / 2 - way;
  build_house(builder, "Jetty house",
              {{house_east - jetty_house_length, house_north - jetty_house_depth, 0}, {house_east, house_north, 0}}, 1,
              {"Jetty house south", "Jetty house north"});
}

void build_process(Builder& builder, const Plan& plan) {
  const LngTerminalParams& p = plan.p;
  const double west = plan.process_west(), middle = (plan.block_south() + plan.block_north()) / 2;
  const double pitch = p.process_length / (p.vaporisers + 1);  // the last place is the recondenser's
  for (int i = 0; i < p.vaporisers; ++i) {
    const double x = west + (i + 0.5) * pitch - vaporiser_length / 2;
    builder.element(Meaning::furniture, fmt::format("Vaporiser {}", i + 1), 0);
    builder.box(
        {{x, middle - vaporiser_depth / 2, 0}, {x + vaporiser_length, middle + vaporiser_depth / 2, vaporiser_height}});
  }
  builder.element(Meaning::furniture, "Recondenser", 0);
  builder.cylinder({west + (p.vaporisers + 0.5) * pitch, middle, 0}, column, column_height, 2, round_segments);
}

/// On the three sides of the land.
void build_fences(Builder& builder, const Plan& plan) {
  const double length = plan.length(), depth = plan.depth(), t = fence_thickness, gate = plan.p.gate_width;
  const double east_road = length - plan.p.road_width / 2;
  build_fence(builder, "Fence south", {0, 0, length + t, -t, 0, 0, fence_height}, "South gate", east_road, gate);
  build_fence(builder, "Fence north", {0, 0, length + t, depth, depth + t, 0, fence_height}, "North gate", east_road,
              gate);
  build_fence(builder, "Fence east", {1, 0, depth, length, length + t, 0, fence_height}, "Main gate", plan.axis(),
              gate);
}

}  // namespace

const std::vector<LngTerminalParameter>& lng_terminal_parameters() {
  using P = LngTerminalParams;
  static const std::vector<LngTerminalParameter> table = {
      {"jetty_length_m", "m", 20, 2000, &P::jetty_length, "Length of the trestle from the quay to the head."},
      {"trestle_width_m", "m", 4, 30, &P::trestle_width, "Width of the trestle; the line lies along its south edge."},
      {"head_length_m", "m", 15, 200, &P::head_length, "Length of the jetty's head along the trestle."},
      {"head_width_m", "m", 20, 400, &P::head_width, "Width of the jetty's head along the ship."},
      {"quay_height_m", "m", 1, 15, &P::quay_height, "Height of ground and decks above the sea."},
      {"arms", "", 1, 8, &P::arms, "Loading arms, side by side along the ship."},
      {"lines", "", 1, 6, &P::lines, "Pipes of the jetty line, and on the rack."},
      {"line_diameter_m", "m", 0.2, 1.2, &P::line_diameter, "Outer diameter of these pipes with their insulation."},
      {"rack_height_m", "m", 3, 10, &P::rack_height, "Height of the rack's beams on land: people walk beneath."},
      {"tanks", "", 1, 6, &P::tanks, "LNG tanks in the bund, side by side from west to east."},
      {"tank_diameter_m", "m", 10, 100, &P::tank_diameter, "Outer diameter of every tank."},
      {"tank_height_m", "m", 5, 60, &P::tank_height, "Height of the tanks, flat on top."},
      {"tank_gap_m", "m", 5, 120, &P::tank_gap, "Free distance between neighbours."},
      {"tank_segments", "", 12, 360, &P::tank_segments, "Sides of the prism that stands for a tank."},
      {"bund_clearance_m", "m", 3, 60, &P::bund_clearance, "From a tank to the inner face of the bund wall."},
      {"bund_height_m", "m", 0.3, 3, &P::bund_height, "Height of the bund wall; four flights of steps lead over it."},
      {"bund_wall_m", "m", 0.2, 1, &P::bund_wall, "Thickness of the bund wall."},
      {"process_length_m", "m", 20, 300, &P::process_length, "Length of the process area from west to east."},
      {"process_depth_m", "m", 20, 200, &P::process_depth, "Its depth, and that of the block with the houses."},
      {"vaporisers", "", 1, 20, &P::vaporisers, "Vaporisers in the process area, side by side."},
      {"road_width_m", "m", 3, 20, &P::road_width, "Width of the roads."},
      {"gate_width_m", "m", 2, 12, &P::gate_width, "Clear width of the three gates."},
      {"surround_m", "m", 3, 100, &P::surround, "Width of the ground outside the fence."},
  };
  return table;
}

std::vector<Mistake> lng_terminal_mistakes(const LngTerminalParams& params) {
  std::vector<Mistake> mistakes = range_mistakes(params, lng_terminal_parameters());
  if (!mistakes.empty()) return mistakes;
  const Plan plan(params);
  const auto refuse = [&](const char* key, double value, const std::string& text) {
    mistakes.push_back({"", 0, key, fmt::format("{}", value), text});
  };
  if (plan.line_width() + narrowest_way > params.trestle_width)
    refuse("trestle_width_m", params.trestle_width,
           fmt::format("must be at least {:.2f}: the line takes {:.2f} m of it and people need a way past",
                       plan.line_width() + narrowest_way, plan.line_width()));
  if (params.head_width / 2 < params.trestle_width / 2 + jetty_house_depth + 2 * way)
    refuse("head_width_m", params.head_width, "leaves no room for the jetty house beside the trestle");
  if (params.arms * 4 > params.head_width)
    refuse(
        "arms", params.arms,
        fmt::format("must be at most {:.0f}: they stand 4 m apart along the head", std::floor(params.head_width / 4)));
  const double inside = plan.bund().inside_run();
  if (inside + 1 > params.bund_clearance)
    refuse("bund_clearance_m", params.bund_clearance,
           fmt::format("must be at least {:.2f}: the steps over the bund wall need {:.2f} m and a way past", inside + 1,
                       inside));
  const double pitch = params.process_length / (params.vaporisers + 1);
  if (pitch < std::max(vaporiser_length, 2 * column) + 1)
    refuse("vaporisers", params.vaporisers,
           fmt::format("too many for process_length_m: {:.2f} m each, {:.0f} m are needed", pitch,
                       std::max(vaporiser_length, 2 * column) + 1));
  if (params.gate_width > params.road_width) refuse("gate_width_m", params.gate_width, "must be at most road_width_m");
  return mistakes;
}

double jetty_axis(const LngTerminalParams& params) { return Plan(params).axis(); }

Model lng_terminal(const LngTerminalParams& params) {
  const std::vector<Mistake> mistakes = lng_terminal_mistakes(params);
  MUSTER_CHECK(mistakes.empty(), "{}", mistakes.front().str());
  const Plan plan(params);
  Model model;
  model.source = "lng_terminal";
  model.format = "generated";
  model.storeys.push_back({"Ground", 0});
  Builder builder(model);
  const double s = params.surround;
  // The quay's wall is the west face of the ground.
  builder.element(Meaning::terrain, "Ground", 0);
  builder.box({{0, -s, -params.quay_height - ground_thickness}, {plan.length() + s, plan.depth() + s, 0}});
  build_jetty(builder, plan);
  const Bund bund = plan.bund();
  build_bund(builder, bund);
  for (int i = 0; i < params.tanks; ++i) {
    builder.element(Meaning::wall, fmt::format("Tank T{}", 101 + i), 0);
    builder.cylinder(
        {bund.west + params.bund_clearance + params.tank_diameter / 2 + i * (params.tank_diameter + params.tank_gap),
         (bund.south + bund.north) / 2, 0},
        params.tank_diameter / 2, params.tank_height, 2, params.tank_segments);
  }
  build_rack(builder, plan.rack());
  build_process(builder, plan);
  const double middle = (plan.block_south() + plan.block_north()) / 2;
  build_house(builder, "Control room",
              {{plan.control_west(), middle - control_depth / 2, 0},
               {plan.control_west() + control_length, middle + control_depth / 2, 0}},
              0, {"Control room west", "Control room east"});
  build_house(builder, "Compressor house",
              {{plan.compressor_west(), middle - compressor_depth / 2, 0},
               {plan.compressor_west() + compressor_length, middle + compressor_depth / 2, 0}},
              1, {"Compressor house south", "Compressor house north"});
  build_fences(builder, plan);
  return model;
}

}  // namespace muster::scene
