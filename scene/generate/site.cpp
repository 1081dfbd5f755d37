#include "scene/generate/site.h"

#include "scene/generate/facade.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace muster::scene {

namespace {

constexpr double largest_riser = 0.2, tread = 0.28;         // [m] steps over a bund wall
constexpr double house_wall = 0.3, roof_thickness = 0.2;    // [m]
constexpr double house_door = 1.2;                          // [m]
constexpr double post = 0.3, post_spacing = 6, beam = 0.3;  // [m] of a pipe rack
constexpr int pipe_segments = 12;

/// Steps on both sides of a bund wall and over it, within the hole that the wall leaves. `outwards`: -1 where the
/// outside lies at smaller y.
void build_steps(Builder& builder, const Bund& bund, const std::string& name, double x, double inner_face,
                 int outwards) {
  builder.element(Meaning::stair, name, 0);
  const int risers = bund.risers();
  const double riser = bund.height / risers;
  for (int k = 1; k <= risers; ++k) {
    const double out = bund.wall + (risers - k) * tread, in = (risers - k) * tread;  // [m] from the inner face
    const double a = inner_face + outwards * out, b = inner_face - outwards * in;
    // One block a step: all of what is higher stands on it.
    builder.box({{x - bund_steps_width / 2, std::min(a, b), (k - 1) * riser},
                 {x + bund_steps_width / 2, std::max(a, b), k * riser}});
  }
}

}  // namespace

int Bund::risers() const { return static_cast<int>(std::ceil(height / largest_riser - 1e-9)); }
double Bund::inside_run() const { return (risers() - 1) * tread; }

void build_bund(Builder& builder, const Bund& bund) {
  const double west = bund.west, east = bund.east, south = bund.south, north = bund.north, t = bund.wall;
  // Two ways over each long wall, a quarter from its ends.
  const double quarter = (east - west) / 4, steps[] = {west + quarter, east - quarter};
  std::vector<Opening> holes;
  for (const double x : steps) holes.push_back({x - bund_steps_width / 2, x + bund_steps_width / 2, 0, bund.height});
  builder.element(Meaning::wall, bund.name, 0);
  builder.wall({0, west - t, east + t, south - t, south, 0, bund.height}, holes);
  builder.wall({0, west - t, east + t, north, north + t, 0, bund.height}, holes);
  builder.wall({1, south, north, west - t, west, 0, bund.height});
  builder.wall({1, south, north, east, east + t, 0, bund.height});
  for (const int i : {0, 1}) {
    build_steps(builder, bund, fmt::format("{} steps S{}", bund.name, i + 1), steps[i], south, -1);
    build_steps(builder, bund, fmt::format("{} steps N{}", bund.name, i + 1), steps[i], north, 1);
  }
  builder.space(bund.name, 0, {{west, south, 0}, {east, north, bund.height}});
}

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

double Rack::width() const { return 2 * post + pipes * 2 * pipe_diameter; }

void build_rack(Builder& builder, const Rack& rack) {
  const double low = rack.low, high = low + rack.width();
  // A block by its stretches along the rack and across it.
  const auto block = [&](double from, double to, double near_side, double far_side, double foot, double top) {
    if (rack.axis == 0)
      builder.box({{from, near_side, foot}, {to, far_side, top}});
    else
      builder.box({{near_side, from, foot}, {far_side, to, top}});
  };
  const int bays = std::max(1, static_cast<int>((rack.to - rack.from) / post_spacing));
  builder.element(Meaning::furniture, "Pipe rack", 0);
  for (int i = 0; i <= bays; ++i) {
    const double at = rack.from + (rack.to - rack.from - post) * i / bays;
    block(at, at + post, low, low + post, 0, rack.height - beam);
    block(at, at + post, high - post, high, 0, rack.height - beam);
    block(at, at + post, low, high, rack.height - beam, rack.height);
  }
  builder.element(Meaning::furniture, "Pipes", 0);
  for (int i = 0; i < rack.pipes; ++i) {
    const double across = low + post + (2 * i + 1) * rack.pipe_diameter, z = rack.height + rack.pipe_diameter / 2;
    builder.cylinder(rack.axis == 0 ? Vec3(rack.from, across, z) : Vec3(across, rack.from, z), rack.pipe_diameter / 2,
                     rack.to - rack.from, rack.axis, pipe_segments);
  }
}

void build_fence(Builder& builder, const std::string& name, const WallRun& run, const std::string& gate, double middle,
                 double width) {
  builder.element(Meaning::wall, name, 0);
  if (gate.empty()) return builder.wall(run);
  const Opening hole{middle - width / 2, middle + width / 2, 0, fence_height};
  builder.wall(run, {hole});
  builder.door(gate, 0, run, hole);
}

}  // namespace muster::scene
