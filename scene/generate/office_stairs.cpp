#include "scene/generate/office_plan.h"

#include <algorithm>

namespace muster::scene {

namespace {

constexpr double waist = 0.15;             // [m] concrete below a step's inner corner
constexpr double landing_thickness = 0.2;  // [m]
constexpr double railing_thickness = 0.05;
constexpr double gap_above_fill = 0.3;  // [m] between what fills the space below the stair and its underside

/// One stairwell on one storey, in the measures of the west end.
struct Stairwell {
  Builder& builder;
  const OfficePlan& plan;
  int storey;
  bool east;
  std::string name;  ///< "Stair A.2"

  double z() const { return plan.z(storey); }
  double spine_west() const { return plan.shaft_west + plan.p.stair_width; }
  double spine_east() const { return spine_west() + spine_thickness; }
  void box(double x0, double x1, double y0, double y1, double z0, double z1) {
    builder.box(plan.at_end(east, {{x0, y0, z0}, {x1, y1, z1}}));
  }
  /// The same wall at the end of the building that this stairwell stands at.
  WallRun across(WallRun wall) const {
    if (!east) return wall;
    double& low = wall.axis == 0 ? wall.from : wall.near_face;
    double& high = wall.axis == 0 ? wall.to : wall.far_face;
    const double mirrored = plan.p.length - high;
    high = plan.p.length - low;
    low = mirrored;
    return wall;
  }

  void flights();
  void fill_below();
  void guards();
  void walls();
  void spaces();
};

/// First flight northwards along the facade, half landing, second flight back to the next floor.
void Stairwell::flights() {
  const double riser = plan.stair.riser, going = plan.p.going, begin = plan.corridor_north;
  const int treads = plan.stair.risers / 2 - 1;
  const double half = z() + plan.p.storey_height / 2;

  builder.element(Meaning::stair, name + " flight 1", storey);
  for (int i = 0; i < treads; ++i) {
    const double top = z() + (i + 1) * riser, foot = storey == 0 ? z() : top - riser - waist;
    box(plan.shaft_west, spine_west(), begin + i * going, begin + (i + 1) * going, foot, top);
  }
  builder.element(Meaning::floor, name + " half landing", storey);
  box(plan.shaft_west, plan.shaft_east, plan.flight_end, plan.shaft_north, half - landing_thickness, half);
  builder.element(Meaning::stair, name + " flight 2", storey);
  for (int i = 0; i < treads; ++i) {
    const double top = half + (i + 1) * riser;
    box(spine_east(), plan.shaft_east, plan.flight_end - (i + 1) * going, plan.flight_end - i * going,
        top - riser - waist, top);
  }
}

/// Nobody shall walk below the lowest stair: a wall at its foot, masonry behind.
void Stairwell::fill_below() {
  const double begin = plan.corridor_north, height = plan.p.storey_height, behind = begin + plan.p.inner_wall;
  const double top = height / 2 - landing_thickness - gap_above_fill;
  builder.element(Meaning::wall, name + " under-stair wall", storey);
  box(spine_east(), plan.shaft_east, begin, behind, z(), z() + height - 2 * plan.stair.riser - waist);
  box(spine_east(), plan.shaft_east, behind, plan.flight_end, z(), z() + top);
  box(plan.shaft_west, plan.shaft_east, plan.flight_end, plan.shaft_north, z(), z() + top);
}

/// The wall between the flights; on the top storey railings round the opening.
void Stairwell::guards() {
  const double begin = plan.corridor_north, end = plan.flight_end;
  if (storey + 1 < plan.p.storeys) {
    builder.element(Meaning::wall, name + " spine wall", storey);
    box(spine_west(), spine_east(), begin, end, z(), z() + plan.p.storey_height);
  } else if (storey > 0) {
    builder.element(Meaning::railing, name + " railing", storey);
    box(spine_west(), spine_east(), begin, end, z(), z() + railing_height);
    box(plan.shaft_west, spine_west(), begin, begin + railing_thickness, z(), z() + railing_height);
  }
}

/// The wall towards corridor and rooms with the stair's door and the store's, and the wall before the store.
void Stairwell::walls() {
  const OfficeParams& p = plan.p;
  const std::string letter = east ? "B" : "A", tag = letter + "." + storey_tag(storey);
  const double middle = (plan.corridor_south + plan.corridor_north) / 2, facade = p.depth - p.outer_wall;
  const WallRun wall =
      across({1, plan.corridor_south, facade, plan.shaft_east, plan.corridor_west, z(), z() + plan.wall_height});
  std::vector<Opening> openings = {{middle - p.stair_door / 2, middle + p.stair_door / 2, 0, door_height}};
  if (plan.store) {
    const double jamb = plan.shaft_north + p.inner_wall + store_jamb;
    openings.push_back({jamb, jamb + p.room_door, 0, door_height});
  }
  builder.element(Meaning::wall, name + " wall", storey);
  builder.wall(wall, openings);
  builder.door("Stair door " + tag, storey, wall, openings[0]);
  if (plan.store) {
    builder.door("Store door " + tag, storey, wall, openings[1]);
    builder.element(Meaning::wall, "Store " + tag + " wall", storey);
    builder.wall(across({0, plan.shaft_west, plan.shaft_east, plan.shaft_north, plan.shaft_north + p.inner_wall, z(),
                         z() + plan.wall_height}));
  }
}

void Stairwell::spaces() {
  const bool top = storey + 1 == plan.p.storeys;
  const double ceiling = z() + (top ? plan.wall_height : plan.p.storey_height);
  builder.space(
      name, storey,
      plan.at_end(east, {{plan.shaft_west, plan.corridor_south, z()}, {plan.shaft_east, plan.shaft_north, ceiling}}));
  if (plan.store) {
    builder.space(fmt::format("Store {}.{}", east ? "B" : "A", storey_tag(storey)), storey,
                  plan.at_end(east, {{plan.shaft_west, plan.shaft_north + plan.p.inner_wall, z()},
                                     {plan.shaft_east, plan.p.depth - plan.p.outer_wall, z() + plan.wall_height}}));
  }
}

}  // namespace

void build_stairwell(Builder& builder, const OfficePlan& plan, int storey, bool east) {
  Stairwell stairwell{builder, plan, storey, east, fmt::format("Stair {}.{}", east ? "B" : "A", storey_tag(storey))};
  if (storey + 1 < plan.p.storeys) stairwell.flights();
  if (storey == 0 && plan.p.storeys > 1) stairwell.fill_below();
  stairwell.guards();
  stairwell.walls();
  stairwell.spaces();
}

}  // namespace muster::scene
