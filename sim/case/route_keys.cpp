#include "sim/case/route_keys.h"

#include "sim/case/shapes.h"

namespace muster::sim {

Type<double> line_flow() { return number(within(0.05, 10), "1/(m s)"); }

namespace {

void place_keys(Table<HavenSpec>& table) {
  using H = HavenSpec;
  table.key("name", &H::name, text(), "its name", Need::required);
  table.key("polygon", &H::polygon, plan_polygon(), "its outline, `[[x, y], ...]`");
  table.key("point", &H::point, plan_point(), "its middle, `[x, y]`");
  table.key("radius_m", &H::radius, number(within(0.3, 100), "m"), "around `point`");
  table.key("spaces", &H::spaces, texts(), "names (globs) of the spaces that it consists of");
  table.key("z_m", &H::z, coordinate(), "height of `polygon` or `point`; needed where floors overlap there");
  table.exactly_one({"polygon", "point", "spaces"});
  table.only_with("radius_m", {"point"}).only_with("z_m", {"polygon", "point"});
}

}  // namespace

void add_route(Table<crowd::PeopleGroup>& table) {
  using P = crowd::PeopleGroup;
  table.key("exit", &P::exit, text(), "name of the exit that everybody of the group uses; without it, as `route` says");
  table.key(
      "route", &P::route,
      choice<std::string>({{"nearest", "nearest"}, {"quickest", "quickest"}, {"familiar", "familiar"}}),
      "which exit they take: the nearest open one; that of the least walking and queueing time, thought over every "
      "2 s; or the nearest of those that they know");
  table.key("familiar", &P::familiar, texts(),
            "names (globs) of the exits that they know; signs that they see tell them of more");
  table.key("follow_others", &P::follow_others, number(within(0, 1), ""),
            "how much it counts, in the choice of the quickest exit, where those within 10 m go");
  table.key("muster_point", &P::muster_points, texts(),
            "names (globs) of muster points; they go to the nearest and are counted as evacuated there");
  table.key("refuge", &P::refuges, texts(), "names (globs) of refuges; they go to the nearest that has room and stay");
  table.at_most_one({"exit", "route"}).at_most_one({"exit", "muster_point", "refuge"});
  table.only_with("familiar", {"route"}).only_with("follow_others", {"route"});
  table.check([](const Spot& spot, P& group, Report& report) {
    if (group.route == "familiar" && group.familiar.empty())
      report.refuse_key(spot, "familiar", "is required with route = \"familiar\"");
    if (group.route != "familiar" && spot.node.find("familiar"))
      report.refuse_key(spot, "familiar", "applies only together with route = \"familiar\"");
    if (group.route != "quickest" && spot.node.find("follow_others"))
      report.refuse_key(spot, "follow_others", "applies only together with route = \"quickest\"");
  });
}

Table<HavenSpec> muster_point_table() {
  Table<HavenSpec> table("A place where people are counted as evacuated; whom `people.muster_point` sends there.");
  place_keys(table);
  table.key("if_unsafe", &HavenSpec::if_unsafe, text(),
            "name of the muster point to which people on their way here go once hazards make this one untenable");
  return table;
}

Table<HavenSpec> refuge_table() {
  Table<HavenSpec> table(
      "A place where people stay and are safe for a while: those whom `people.refuge` sends there, and those who have "
      "no "
      "way to an exit but one to the refuge.");
  place_keys(table);
  table.key("capacity", &HavenSpec::capacity, whole(1, 2000000), "how many find room; without it, as many as come");
  return table;
}

Table<SignSpec> sign_table() {
  using S = SignSpec;
  Table<S> table(
      "A sign that tells those who see it of exits: people of route `familiar` know these from then on. It is read "
      "from "
      "within a circle that touches it (range * cos of the angle), with no wall between.");
  table.key("name", &S::name, text(), "its name");
  table.key("at", &S::at, space_point(), "where it hangs, `[x, y, z]`", Need::required);
  table.key("exits", &S::exits, texts(), "names (globs) of the exits that it points to", Need::required);
  table.key("facing_deg", &S::facing_deg, number(within(-360, 360), "deg"),
            "where its front looks, from the x-axis towards the y-axis; without it, it is read from all sides");
  // EN 1838: an internally lit sign is read from 200 times its height, 0.15 m being the usual.
  table.key("range_m", &S::range, number(within(1, 200), "m"),
            "from where it is read straight ahead (EN 1838: 200 times its height)");
  table.key("lit", &S::lit, flag(),
            "lit from within: in smoke it is seen as far as 8 over the extinction, else 3 (Jin); without it as "
            "`reactions.looks_for` says");
  return table;
}

Table<EventSpec> event_table() {
  using E = EventSpec;
  Table<E> table(
      "Doors and exits that close or open in the course of the run. People whose way it changes take another at once; "
      "where there is none they wait, and go on when one opens.");
  table.key("at_s", &E::at, number(within(0, 604800), "s"), "when", Need::required);
  table.key("close", &E::close, texts(), "names (globs) or ids of doors and exits that close");
  table.key("open", &E::open, texts(), "the same that open");
  table.check([](const Spot& spot, E&, Report& report) {
    if (!spot.node.find("close") && !spot.node.find("open")) report.refuse_key(spot, "", "needs `close` or `open`");
  });
  return table;
}

}  // namespace muster::sim
