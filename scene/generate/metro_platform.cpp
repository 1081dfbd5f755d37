#include "scene/generate/metro_platform.h"

#include "scene/generate/solid.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace muster::scene {

namespace {

constexpr double largest_riser = 0.17, going = 0.3;        // [m]
constexpr double headroom = 2.4;                           // [m] over stairs, below the slab
constexpr double rail = 0.1, rail_height = 1;              // [m] of balustrades
constexpr double wall_thickness = 0.4;                     // [m]
constexpr double bed = 0.5;                                // [m] thickness of the track bed
constexpr double train_width = 2.9, train_height = 2.3;    // [m] outside, inside
constexpr double train_wall = 0.1, train_door_high = 1.9;  // [m]
constexpr double beside_stairs = 2;                        // [m] of platform or concourse, at least
constexpr double gate_length = 1.4, cabinet = 0.3;         // [m]
constexpr double exit_corner = 2, exit_height = 2.4;       // [m] from the end of the concourse
constexpr double screen = 0.1, screen_door_high = 2.1;     // [m]

struct Rectangle {
  double west, east, south, north;
  bool holds(double x, double y) const { return x > west && x < east && y > south && y < north; }
};

/// A platform: where it lies across the hall, and where its stairs do.
struct Side {
  std::string letter;  ///< "S", "N"; "" of an island
  double south, north;
  double stairs_south;
};

/// Where things lie [m].
struct Plan {
  explicit Plan(const MetroPlatformParams& params) : p(params) {}
  MetroPlatformParams p;

  double level() const { return -p.slab - p.ceiling_height; }
  double track() const { return level() - p.track_depth; }
  double platforms() const { return (p.side_platforms != 0 ? 2 : 1) * p.platform_width; }
  double width() const { return platforms() + 2 * p.track_width; }
  int risers() const { return static_cast<int>(std::ceil(-level() / largest_riser - 1e-9)); }
  double run() const { return (risers() - 1) * going; }
  /// Across stairs and escalators with what parts them.
  double stairs_width() const { return p.stair_width + p.escalators * (p.escalator_width + rail) + 2 * rail; }
  std::vector<Side> sides() const {
    if (p.side_platforms == 0) {
      const double south = p.track_width, north = south + p.platform_width;
      return {{"", south, north, (south + north - stairs_width()) / 2}};
    }
    return {{"S", 0, p.platform_width, 0}, {"N", width() - p.platform_width, width(), width() - stairs_width()}};
  }
  /// Tracks, south to north: of an island along the walls, between side platforms in the middle.
  std::vector<std::array<double, 2>> tracks() const {
    if (p.side_platforms == 0) return {{0, p.track_width}, {width() - p.track_width, width()}};
    return {{p.platform_width, width() / 2}, {width() / 2, width() - p.platform_width}};
  }
  /// The end of the concourse, with or without a shaft.
  double west() const { return p.shafts > 0 ? p.shaft_length + 2 * wall_thickness : wall_thickness; }
  double east() const {
    return p.platform_length - (p.shafts > 1 ? p.shaft_length + 2 * wall_thickness : wall_thickness);
  }
  double bay() const { return (east() - west()) / p.stairs; }
  double stairs_west(int n) const { return west() + (n + 0.5) * bay() - run() / 2; }
  /// Gates stand between the exits at the ends of the concourse and the stairs.
  double gates_west() const { return west() + exit_corner + p.exit_width + beside_stairs; }
  double gates_east() const { return east() - exit_corner - p.exit_width - beside_stairs; }
  Rectangle shaft(int n) const {
    const double west_of = n == 0 ? wall_thickness : p.platform_length - wall_thickness - p.shaft_length;
    return {west_of, west_of + p.shaft_length, (width() - p.shaft_width) / 2, (width() + p.shaft_width) / 2};
  }
  double train_west() const { return (p.platform_length - p.cars * p.car_length) / 2; }
  /// [m] along x: the openings of the train's doors.
  std::vector<Opening> train_doors() const {
    std::vector<Opening> doors;
    const double pitch = p.car_length / p.car_doors;
    for (int d = 0; d < p.cars * p.car_doors; ++d) {
      const double middle = train_west() + (d + 0.5) * pitch;
      doors.push_back({middle - p.train_door / 2, middle + p.train_door / 2, 0, train_door_high});
    }
    return doors;
  }
};

/// What lies around hall and tunnels, up to the street.
void build_ground(Builder& builder, const Plan& plan) {
  const MetroPlatformParams& p = plan.p;
  const double west = -p.tunnel_length, east = p.platform_length + p.tunnel_length, foot = plan.track() - bed;
  builder.element(Meaning::terrain, "Ground south", 1);
  builder.box({{west, -p.surround, foot}, {east, 0, 0}});
  builder.element(Meaning::terrain, "Ground north", 1);
  builder.box({{west, plan.width(), foot}, {east, plan.width() + p.surround, 0}});
  for (const bool at_west : {true, false}) {
    const double from = at_west ? west : p.platform_length, to = at_west ? 0 : east;
    builder.element(Meaning::terrain, at_west ? "Ground west" : "Ground east", 1);
    builder.box({{from, 0, plan.track() + p.tunnel_height}, {to, plan.width(), 0}});
    for (const Side& side : plan.sides())
      builder.box({{from, side.south, plan.track()}, {to, side.north, plan.track() + p.tunnel_height}});
  }
  builder.element(Meaning::furniture, "Track bed", 0);
  builder.box({{west, 0, foot}, {east, plan.width(), plan.track()}});
}

/// Cars without walls between them, on the southern track, their doors open towards the platform.
void build_train(Builder& builder, const Plan& plan) {
  const MetroPlatformParams& p = plan.p;
  if (p.cars == 0) return;
  const bool island = p.side_platforms == 0;
  const double edge = island ? p.track_width : p.platform_width;  // it stands flush with the platform
  const double south = island ? edge - train_width : edge, north = south + train_width;
  const double west = plan.train_west(), east = west + p.cars * p.car_length, z = plan.level(), top = z + train_height;
  builder.element(Meaning::floor, "Train floor", 0);
  builder.box({{west, south, plan.track() + 0.2}, {east, north, z}});
  builder.element(Meaning::roof, "Train roof", 0);
  builder.box({{west, south, top}, {east, north, top + train_wall}});
  const WallRun shut{0, west, east, island ? south : north - train_wall, island ? south + train_wall : north, z, top};
  const WallRun open{0, west, east, island ? north - train_wall : south, island ? north : south + train_wall, z, top};
  builder.element(Meaning::wall, "Train", 0);
  builder.wall(shut);
  builder.wall({1, south + train_wall, north - train_wall, west, west + train_wall, z, top});
  builder.wall({1, south + train_wall, north - train_wall, east - train_wall, east, z, top});
  const std::vector<Opening> doors = plan.train_doors();
  builder.wall(open, doors);
  for (size_t d = 0; d < doors.size(); ++d) {
    const auto of_car = static_cast<size_t>(p.car_doors);
    builder.door(fmt::format("Train door {}.{}", d / of_car + 1, d % of_car + 1), 0, open, doors[d]);
  }
  for (int c = 0; c < p.cars; ++c)
    builder.space(
        fmt::format("Car {}", c + 1), 0,
        {{west + c * p.car_length, south + train_wall, z}, {west + (c + 1) * p.car_length, north - train_wall, top}});
}

void build_platforms(Builder& builder, const Plan& plan) {
  const MetroPlatformParams& p = plan.p;
  for (const Side& side : plan.sides()) {
    const std::string name = side.letter.empty() ? "Platform" : "Platform " + side.letter;
    builder.element(Meaning::floor, name, 0);
    builder.box({{0, side.south, plan.track()}, {p.platform_length, side.north, plan.level()}});
    builder.space(name, 0, {{0, side.south, plan.level()}, {p.platform_length, side.north, -p.slab}});
  }
  if (p.screen_height <= 0) return;
  // Doors in them are open where the train's are.
  std::vector<Opening> doors = plan.train_doors();
  for (Opening& door : doors) door.head = std::min(screen_door_high, p.screen_height);
  const double z = plan.level(), top = z + p.screen_height;
  const bool island = p.side_platforms == 0;
  const std::array<double, 2> south_edge = island ? std::array{p.track_width, p.track_width + screen}
                                                  : std::array{p.platform_width - screen, p.platform_width};
  builder.element(Meaning::wall, "Screen south", 0);
  builder.wall({0, 0, p.platform_length, south_edge[0], south_edge[1], z, top}, doors);
  builder.element(Meaning::wall, "Screen north", 0);
  builder.wall({0, 0, p.platform_length, plan.width() - south_edge[1], plan.width() - south_edge[0], z, top});
}

/// A stair and its escalators, which stand, side by side; they rise westwards in the west half of the station.
class Stairs {
 public:
  Stairs(const Plan& plan, const Side& side, int n)
      : plan_(plan), side_(side), n_(n), westwards_(2 * n < plan.p.stairs) {}

  /// Of the slab: as long as people on the steps need room for their heads.
  Rectangle hole() const {
    const double covered = std::max(0.0, std::floor((plan_.p.ceiling_height - headroom) / riser()) * going);
    const double west = plan_.stairs_west(n_), east = west + plan_.run();
    return {westwards_ ? west : west + covered, westwards_ ? east - covered : east, side_.stairs_south,
            side_.stairs_south + plan_.stairs_width()};
  }
  void build(Builder& builder) const {
    const MetroPlatformParams& p = plan_.p;
    const std::string tag = fmt::format("{}{}", side_.letter, n_ + 1);
    double y = side_.stairs_south + rail;
    builder.element(Meaning::stair, "Stair " + tag, 0);
    blocks(builder, y, y + p.stair_width, 0);
    y += p.stair_width;
    for (int e = 0; e < p.escalators; ++e, y += p.escalator_width + rail) {
      builder.element(Meaning::stair, fmt::format("Escalator {}.{}", tag, e + 1), 0);
      blocks(builder, y + rail, y + rail + p.escalator_width, 0);
    }
    balustrades(builder, tag);
  }

 private:
  double riser() const { return -plan_.level() / plan_.risers(); }
  /// One block a step down to the platform: nobody walks below.
  void blocks(Builder& builder, double south, double north, double above) const {
    const double west = plan_.stairs_west(n_), east = west + plan_.run(), z = plan_.level();
    for (int i = 1; i < plan_.risers(); ++i) {
      const double from = westwards_ ? east - i * going : west + (i - 1) * going;
      builder.box({{from, south, z}, {from + going, north, z + i * riser() + above}});
    }
  }
  void balustrades(Builder& builder, const std::string& tag) const {
    const MetroPlatformParams& p = plan_.p;
    builder.element(Meaning::railing, fmt::format("Balustrades {}", tag), 0);
    double y = side_.stairs_south;
    blocks(builder, y, y + rail, rail_height);
    y += rail + p.stair_width;
    for (int e = 0; e <= p.escalators; ++e, y += p.escalator_width + rail) blocks(builder, y, y + rail, rail_height);
    // Round the hole, but where one comes up.
    const Rectangle h = hole();
    builder.element(Meaning::railing, fmt::format("Railing {}", tag), 1);
    if (h.south > 0) builder.box({{h.west, h.south - rail, 0}, {h.east, h.south, rail_height}});
    if (h.north < plan_.width()) builder.box({{h.west, h.north, 0}, {h.east, h.north + rail, rail_height}});
    const double end = westwards_ ? h.east : h.west - rail;
    builder.box(
        {{end, std::max(h.south - rail, 0.0), 0}, {end + rail, std::min(h.north + rail, plan_.width()), rail_height}});
  }

  const Plan& plan_;
  const Side& side_;
  int n_;
  bool westwards_;
};

/// The slab over the hall with the holes of stairs and shafts.
void build_slab(Builder& builder, const Plan& plan, const std::vector<Rectangle>& holes) {
  std::vector<double> x = {0, plan.p.platform_length}, y = {0, plan.width()};
  for (const Rectangle& hole : holes) {
    x.insert(x.end(), {hole.west, hole.east});
    y.insert(y.end(), {hole.south, hole.north});
  }
  for (std::vector<double>* cuts : {&x, &y}) {
    std::sort(cuts->begin(), cuts->end());
    const auto same = [](double a, double b) { return b - a < 1e-9; };
    cuts->erase(std::unique(cuts->begin(), cuts->end(), same), cuts->end());
  }
  builder.element(Meaning::floor, "Concourse", 1);
  builder.slab(x, y, -plan.p.slab, 0, [&](size_t i, size_t j) {
    return std::any_of(holes.begin(), holes.end(),
                       [&](const Rectangle& hole) { return hole.holds((x[i] + x[i + 1]) / 2, (y[j] + y[j + 1]) / 2); });
  });
}

/// A line of gates across the concourse.
void build_gates(Builder& builder, const Plan& plan, const char* letter, double west) {
  const MetroPlatformParams& p = plan.p;
  const double pitch = p.gate_width + cabinet, first = (plan.width() - p.gates * pitch + cabinet) / 2;
  const WallRun line{1, 0, plan.width(), west, west + gate_length, 0, rail_height};
  std::vector<Opening> gates;
  for (int g = 0; g < p.gates; ++g)
    gates.push_back({first + g * pitch, first + g * pitch + p.gate_width, 0, rail_height});
  builder.element(Meaning::railing, fmt::format("Gates {}", letter), 1);
  builder.wall(line, gates);
  for (int g = 0; g < p.gates; ++g)
    builder.door(fmt::format("Gate {}{}", letter, g + 1), 1, line, gates[static_cast<size_t>(g)]);
}

/// Walls with the exits in the long ones, roof, and the shafts between rooms for plant at the ends.
void build_concourse(Builder& builder, const Plan& plan) {
  const MetroPlatformParams& p = plan.p;
  const double west = plan.west(), east = plan.east(), width = plan.width(), top = p.concourse_height;
  const std::vector<Opening> exits = {{west + exit_corner, west + exit_corner + p.exit_width, 0, exit_height},
                                      {east - exit_corner - p.exit_width, east - exit_corner, 0, exit_height}};
  for (const bool south : {true, false}) {
    const WallRun wall{0, 0,  p.platform_length, south ? -wall_thickness : width, south ? 0 : width + wall_thickness,
                       0, top};
    builder.element(Meaning::wall, south ? "Concourse south" : "Concourse north", 1);
    builder.wall(wall, exits);
    builder.door(south ? "Exit SW" : "Exit NW", 1, wall, exits[0]);
    builder.door(south ? "Exit SE" : "Exit NE", 1, wall, exits[1]);
  }
  for (const int n : {0, 1}) {
    const double from = n == 0 ? 0 : east, to = n == 0 ? west : p.platform_length;
    builder.element(Meaning::wall, n == 0 ? "Concourse west" : "Concourse east", 1);
    if (p.shafts <= n) {
      builder.box({{from, 0, 0}, {to, width, top}});
      continue;
    }
    const Rectangle shaft = plan.shaft(n);
    builder.box({{from, 0, 0}, {to, shaft.south, top}});
    builder.box({{from, shaft.north, 0}, {to, width, top}});
    builder.box({{from, shaft.south, 0}, {shaft.west, shaft.north, top}});
    builder.box({{shaft.east, shaft.south, 0}, {to, shaft.north, top}});
  }
  builder.element(Meaning::roof, "Roof", 1);
  builder.box({{0, -wall_thickness, top}, {p.platform_length, width + wall_thickness, top + wall_thickness}});
  builder.space("Concourse", 1, {{west, 0, 0}, {east, width, top}});
  build_gates(builder, plan, "W", plan.gates_west());
  build_gates(builder, plan, "E", plan.gates_east() - gate_length);
}

}  // namespace

const std::vector<MetroPlatformParameter>& metro_platform_parameters() {
  using P = MetroPlatformParams;
  static const std::vector<MetroPlatformParameter> table = {
      {"platform_length_m", "m", 30, 400, &P::platform_length, "Length of the platforms and of the hall."},
      {"platform_width_m", "m", 3, 30, &P::platform_width, "Width of the island platform, or of each side platform."},
      {"side_platforms", "", 0, 1, &P::side_platforms,
       "1: two platforms along the walls; 0: an island between the tracks."},
      {"ceiling_height_m", "m", 3, 12, &P::ceiling_height, "From the platform up to the ceiling."},
      {"slab_m", "m", 0.3, 2, &P::slab, "Thickness of the ceiling, on which the concourse lies."},
      {"track_width_m", "m", 3.2, 8, &P::track_width, "Width of each of the two tracks, and of its tunnels."},
      {"track_depth_m", "m", 0.5, 1.5, &P::track_depth, "From the platform down to the track bed."},
      {"cars", "", 0, 16, &P::cars, "Cars of the train on the southern track, open to one another; 0: no train."},
      {"car_length_m", "m", 10, 30, &P::car_length, "Length of a car."},
      {"car_doors", "", 1, 6, &P::car_doors, "Doors of a car towards the platform; all are open."},
      {"train_door_m", "m", 0.9, 2, &P::train_door, "Clear width of a door of the train."},
      {"screen_height_m", "m", 0, 12, &P::screen_height,
       "Height of platform screens, up to ceiling_height_m; their doors "
       "are open where the train's are. 0: none."},
      {"stairs", "", 1, 8, &P::stairs, "Stairs up from each platform, one behind the other."},
      {"stair_width_m", "m", 1.2, 8, &P::stair_width, "Clear width of a stair."},
      {"escalators", "", 0, 3, &P::escalators, "Escalators beside each stair; they stand and are stairs."},
      {"escalator_width_m", "m", 0.8, 1.2, &P::escalator_width, "Clear width of an escalator."},
      {"concourse_height_m", "m", 2.8, 12, &P::concourse_height, "Clear height of the concourse, at street level."},
      {"gates", "", 2, 30, &P::gates, "Ticket gates in each of the two lines before the exits."},
      {"gate_width_m", "m", 0.5, 1.2, &P::gate_width, "Clear width of a gate."},
      {"exit_width_m", "m", 1.2, 12, &P::exit_width, "Clear width of each of the four exits to the street."},
      {"tunnel_length_m", "m", 4, 200, &P::tunnel_length,
       "Length of the tunnels at either end, up to the model's edge."},
      {"tunnel_height_m", "m", 3.5, 10, &P::tunnel_height, "Clear height of the tunnels above the track bed."},
      {"shafts", "", 0, 2, &P::shafts,
       "Ventilation shafts over the ends of the hall: the first in the west, the second in the east."},
      {"shaft_length_m", "m", 1, 12, &P::shaft_length, "Clear length of a shaft along the platform."},
      {"shaft_width_m", "m", 1, 30, &P::shaft_width, "Clear width of a shaft across it."},
      {"surround_m", "m", 2, 100, &P::surround, "Width of the ground beside the hall, and of the street above it."},
  };
  return table;
}

std::vector<Mistake> metro_platform_mistakes(const MetroPlatformParams& params) {
  std::vector<Mistake> mistakes = range_mistakes(params, metro_platform_parameters());
  if (!mistakes.empty()) return mistakes;
  const Plan plan(params);
  const auto refuse = [&](const char* key, double value, const std::string& text) {
    mistakes.push_back({"", 0, key, fmt::format("{}", value), text});
  };
  const double needed = plan.stairs_width() + (params.side_platforms != 0 ? 1 : 2) * beside_stairs;
  if (params.platform_width < needed)
    refuse(
        "platform_width_m", params.platform_width,
        fmt::format("must be at least {:.2f}: stairs and escalators take {:.2f} m of it", needed, plan.stairs_width()));
  if (params.track_width < train_width)
    refuse("track_width_m", params.track_width, fmt::format("must be at least {:g} for the train", train_width));
  if (params.cars * params.car_length > params.platform_length)
    refuse("cars", params.cars,
           fmt::format("{:g} m long, longer than the platform, {:g} m", params.cars * params.car_length,
                       params.platform_length));
  if (params.car_doors * (params.train_door + 0.5) > params.car_length)
    refuse("car_doors", params.car_doors, "do not fit beside one another into a car");
  if (params.ceiling_height < headroom + 0.2)
    refuse("ceiling_height_m", params.ceiling_height, fmt::format("must be at least {:g}", headroom + 0.2));
  if (params.screen_height > params.ceiling_height)
    refuse("screen_height_m", params.screen_height, "must be at most ceiling_height_m");
  if (params.screen_height > 0 && params.screen_height < 1.1)
    refuse("screen_height_m", params.screen_height, "must be 0 or at least 1.1");
  if (params.tunnel_height > params.track_depth + params.ceiling_height)
    refuse("tunnel_height_m", params.tunnel_height, "must be at most track_depth_m + ceiling_height_m");
  if (params.shaft_width + 2 > plan.width())
    refuse("shaft_width_m", params.shaft_width,
           fmt::format("must be at most {:.2f}, the hall less 2 m", plan.width() - 2));
  const double gates = params.gates * (params.gate_width + cabinet) + cabinet;
  if (gates > plan.width())
    refuse("gates", params.gates, fmt::format("take {:.2f} m; the concourse is {:.2f} m wide", gates, plan.width()));
  const double before = plan.gates_west() - plan.west() + gate_length + beside_stairs;
  const double bay = plan.run() + 2 * before;
  if (plan.bay() < bay)
    refuse("stairs", params.stairs,
           fmt::format("each takes {:.1f} m of the concourse with exits and gates before it, there are {:.1f} m", bay,
                       plan.bay()));
  return mistakes;
}

double platform_level(const MetroPlatformParams& params) { return Plan(params).level(); }

Model metro_platform(const MetroPlatformParams& params) {
  const std::vector<Mistake> mistakes = metro_platform_mistakes(params);
  MUSTER_CHECK(mistakes.empty(), "{}", mistakes.front().str());
  const Plan plan(params);
  Model model;
  model.source = "metro_platform";
  model.format = "generated";
  model.storeys.push_back({"Platform", plan.level()});
  model.storeys.push_back({"Concourse", 0});
  Builder builder(model);
  build_ground(builder, plan);
  build_platforms(builder, plan);
  build_train(builder, plan);
  const std::vector<Side> sides = plan.sides();
  std::vector<Rectangle> holes;
  for (const Side& side : sides)
    for (int n = 0; n < params.stairs; ++n) holes.push_back(Stairs(plan, side, n).hole());
  for (int n = 0; n < params.shafts; ++n) holes.push_back(plan.shaft(n));
  build_slab(builder, plan, holes);
  for (const Side& side : sides)
    for (int n = 0; n < params.stairs; ++n) Stairs(plan, side, n).build(builder);
  build_concourse(builder, plan);
  return model;
}

}  // namespace muster::scene
