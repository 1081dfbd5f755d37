#include "sim/case/people_keys.h"

#include "sim/case/shapes.h"

namespace muster::sim {

Table<crowd::PeopleGroup> people_table() {
  using P = crowd::PeopleGroup;
  Table<P> table(
      "A group of people alike in what they are and where they start. With none of `spaces`, `storeys`, `polygon` and "
      "`points` they start everywhere that an exit can be reached from.");
  table.key("name", &P::name, text(), "its name in results; without one, `group 1`, `group 2`, ...");
  table.key("count", &P::count, whole(1, 2000000), "number of people");
  table.key("density_per_m2", &P::density, number(above(0, 8), "1/m2"), "people per walkable area of the place");
  table.key(
      "spaces", [](P & p) -> auto& { return p.place.spaces; }, texts(), "start in spaces of these names (globs)");
  table.key(
      "storeys", [](P & p) -> auto& { return p.place.storeys; }, texts(), "start on storeys of these names (globs)");
  table.key(
      "polygon", [](P & p) -> auto& { return p.place.polygon; }, plan_polygon(),
      "start within this polygon, `[[x, y], ...]`");
  table.key(
      "points", [](P & p) -> auto& { return p.place.points; }, list_of(plan_point(), 1, 2000000),
      "one person starts at each of these points, `[[x, y], ...]`");
  table.key(
      "z_m", [](P & p) -> auto& { return p.place.z; }, coordinate(),
      "height of `polygon` or `points`; needed where floors overlap there");
  // Free speeds: from crawling in smoke, 0.05 m/s, to running, 5 m/s. Cut-off: the slowest group of IMO MSC.1/Circ.1533
  // walks at 0.37 m/s and more, and beyond 3 m/s nobody walks.
  table.key("speed_m_s", &P::speed, distribution(within(0.05, 5), within(0.3, 3), "m/s"),
            "free walking speed on the level");
  table.key("radius_m", &P::radius, distribution(within(0.1, 0.5), within(0.1, 0.5), "m"),
            "radius of the body's circle");
  table.key("premovement_s", &P::premovement, distribution(within(0, 604800), within(0, 604800), "s"),
            "from the alarm (t = 0) until the person starts to walk");
  table.key("stairs_up", &P::stairs_up, number(within(0.05, 1), ""),
            "horizontal speed up stairs as a fraction of the free speed");
  table.key("stairs_down", &P::stairs_down, number(within(0.05, 1), ""), "the same down stairs");
  table.key("exit", &P::exit, text(), "name of the exit that everybody of the group uses; without it, the nearest");
  table.exactly_one({"count", "density_per_m2", "points"});
  table.at_most_one({"spaces", "storeys", "polygon", "points"});
  table.only_with("z_m", {"polygon", "points"});
  table.check([](const Spot&, P& group, Report&) {
    if (!group.place.points.empty()) group.count = static_cast<int>(group.place.points.size());
  });
  return table;
}

}  // namespace muster::sim
