#include "sim/case/bonds_keys.h"

#include "sim/case/shapes.h"

namespace muster::sim {

namespace {

Table<crowd::HelpNeeded> help_table() {
  using H = crowd::HelpNeeded;
  using D = crowd::Device;
  Table<H> table(
      "The help that they need to leave: they stay where they are until helpers (people with `helps`) fetch them. What "
      "is not given is the device's; speed, width and stairs then replace those of the people.");
  table.key("device", &H::device,
            choice<D>({{"wheelchair", D::wheelchair},
                       {"bed", D::bed},
                       {"stretcher", D::stretcher},
                       {"evac_chair", D::evac_chair},
                       {"carry", D::carry}}),
            "how they are moved");
  table.key("helpers", &H::helpers, whole(1, 8), "how many helpers must be there");
  table.key("prepare_s", &H::prepare, distribution(within(0, 3600), within(0, 3600), "s"),
            "from the last helper's arrival until they move");
  table.key("unload_s", &H::unload, number(within(0, 3600), "s"),
            "at the exit or in the refuge, before the helpers are free");
  table.key("speed_m_s", &H::speed, number(within(0.05, 3), "m/s"), "on the level, with the helpers");
  table.key("stairs_m_s", &H::stairs_down, number(within(0, 3), "m/s"),
            "horizontal speed on stairs; 0: the device cannot be taken down stairs");
  table.key("width_m", &H::width, number(within(0.3, 1), "m"), "width of the device");
  table.key("length_m", &H::length, number(within(0.3, 3), "m"), "its length, at least the width");
  table.key("priority", &H::priority, whole(-100, 100), "higher ones are fetched first");
  table.key("to", &H::to, texts(),
            "taken to spaces of these names (globs), where they stay; without it, out by an exit");
  return table;
}

Table<crowd::Post> post_table() {
  using D = crowd::Post;
  Table<D> table(
      "A post at which they stand and direct people: who leaves, comes near and is seen from there goes to the exits "
      "given. They walk there when they start, and leave by these exits when nobody has been about for a while.");
  table.key("door", &D::door, text(), "name (glob) of the door in which they stand");
  table.key("at", &D::at, plan_point(), "where they stand, `[x, y]`");
  table.key("z_m", &D::z, coordinate(), "height of `at`; needed where floors overlap there");
  table.key("to", &D::to, texts(), "names (globs) of exits; people go to the nearest of them", Need::required);
  table.key("radius_m", &D::radius, number(within(0.5, 100), "m"), "how near people must come; walls hide them");
  table.key("leaves_after_s", &D::leaves_after, number(within(0, 604800), "s"),
            "after nobody has been about for so long they leave themselves");
  table.exactly_one({"door", "at"});
  table.only_with("z_m", {"at"});
  return table;
}

}  // namespace

void add_bonds(Table<crowd::PeopleGroup>& table) {
  using P = crowd::PeopleGroup;
  table.key(
      "group_size", [](P & p) -> auto& { return p.bonds.company; }, distribution(within(1, 50), within(1, 50), ""),
      "how many stay together: families, friends, classes. They start beside one another, take one exit and wait for "
      "their slowest");
  table.key(
      "gather", [](P & p) -> auto& { return p.bonds.gather; }, flag(),
      "those who stay together meet before they leave");
  table.key(
      "needs_help", [](P & p) -> auto& { return p.bonds.needs_help; }, help_table().type(), "");
  add_duties(table);
  table.only_with("gather", {"group_size"});
  table.at_most_one({"helps", "needs_help", "sweeps", "directs", "group_size"});
  table.check([](const Spot& spot, P& group, Report& report) {
    if (group.bonds.needs_help)
      for (const char* key : {"speed_m_s", "radius_m", "stairs_up", "stairs_down", "premovement_s"})
        if (spot.node.find(key) != nullptr)
          report.refuse_key(spot, key, "is the device's: give it in `needs_help`, or leave it out");
    const crowd::Bonds& bonds = group.bonds;
    if (!group.stops.empty() && (bonds.needs_help || bonds.helps || !bonds.sweeps.empty() || !bonds.alone()))
      report.refuse_key(spot, "visit", "cannot be given together with group_size, needs_help, helps or sweeps");
    complete_help(group);
  });
}

void add_duties(Table<crowd::PeopleGroup>& table) {
  using P = crowd::PeopleGroup;
  table.key(
      "helps", [](P & p) -> auto& { return p.bonds.helps; }, flag(), "they fetch people who need help");
  table.key(
      "returns", [](P & p) -> auto& { return p.bonds.returns; }, flag(),
      "helpers come back for the next until there is none");
  table.key(
      "sweeps", [](P & p) -> auto& { return p.bonds.sweeps; }, texts(),
      "before they leave they visit spaces of these names (globs), nearest first, sharing them out among the group; "
      "people there who have not started do so then");
  table.key(
      "alert_s", [](P & p) -> auto& { return p.bonds.alert; }, number(within(0, 3600), "s"),
      "from their coming into a room until people there start");
  table.key(
      "stays_s", [](P & p) -> auto& { return p.bonds.stays; }, number(within(0, 604800), "s"),
      "they stay in each room at least this long");
  table.key(
      "directs", [](P & p) -> auto& { return p.bonds.directs; }, post_table().type(), "");
  table.only_with("returns", {"helps"});
  table.only_with("alert_s", {"sweeps"}).only_with("stays_s", {"sweeps"});
  table.check([](const Spot& spot, P& group, Report& report) {
    if (group.bonds.directs && !group.stops.empty())
      report.refuse_key(spot, "directs", "cannot be given together with visit");
    if (group.bonds.directs && (!group.muster_points.empty() || !group.refuges.empty()))
      report.refuse_key(spot, "directs", "cannot be given together with muster_point or refuge");
  });
}

}  // namespace muster::sim
