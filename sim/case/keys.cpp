#include "sim/case/keys.h"

#include "base/text.h"
#include "sim/case/analysis_keys.h"
#include "sim/case/fire_keys.h"
#include "sim/case/flow_keys.h"
#include "sim/case/hazard_keys.h"
#include "sim/case/link_keys.h"
#include "sim/case/people_keys.h"
#include "sim/case/reaction_keys.h"
#include "sim/case/route_keys.h"
#include "sim/case/shapes.h"
#include "sim/case/strike_keys.h"
#include "sim/case/substance_keys.h"
#include "sim/case/tank_keys.h"
#include "sim/case/walking_keys.h"
#include "sim/case/weather_keys.h"

#include <algorithm>
#include <limits>
#include <set>

namespace muster::sim {

namespace {

using scene::Meaning;
using scene::Surface;

Type<Meaning> meaning() {
  std::vector<std::pair<std::string, Meaning>> words;
  for (size_t i = 0; i < scene::meaning_names.size(); ++i)
    words.emplace_back(scene::meaning_names[i], static_cast<Meaning>(i));
  return choice(words);
}

Table<scene::ModelSource::Rule> rule_table() {
  using Rule = scene::ModelSource::Rule;
  Table<Rule> table("What an element of the model is to somebody who walks. The last rule that matches wins.");
  table.key("match", &Rule::match, text(), "glob (* and ?), case-insensitive, on an element's name, class or id",
            Need::required);
  table.key("as", &Rule::as, meaning(), "its meaning", Need::required);
  return table;
}

Table<scene::Storey> storey_table() {
  Table<scene::Storey> table("A storey, for models that have none.");
  table.key("name", &scene::Storey::name, text(), "its name", Need::required);
  table.key("z_m", &scene::Storey::z, coordinate(), "height of its floor", Need::required);
  return table;
}

Type<std::vector<scene::Storey>> storeys() {
  Type<std::vector<scene::Storey>> type = named_list_of(storey_table().type());
  type.read = [read = type.read](const Spot& spot, std::vector<scene::Storey>& value, Report& report) {
    if (!read(spot, value, report)) return false;
    std::stable_sort(value.begin(), value.end(), [](const auto& a, const auto& b) { return a.z < b.z; });
    const auto same =
        std::adjacent_find(value.begin(), value.end(), [](const auto& a, const auto& b) { return a.z == b.z; });
    if (same == value.end()) return true;
    report.refuse(spot, fmt::format("`{}` and `{}` lie at the same height", same->name, (same + 1)->name));
    return false;
  };
  return type;
}

Table<scene::ModelSource> model_table() {
  using M = scene::ModelSource;
  Table<M> table("The building or plant.");
  table.key("file", &M::file, file_path(),
            "model file (IFC, glTF, GLB, OBJ, FBX, COLLADA, STL, PLY, 3DS, WKT), relative to the case file's folder");
  table.key("wkt", &M::wkt, text(),
            "instead of `file`: a plan as well-known text, e.g. `POLYGON ((0 0, 10 0, 10 5, 0 5, 0 0))` [m]");
  table.key("up", &M::up, choice<std::string>({{"x", "x"}, {"y", "y"}, {"z", "z"}}),
            "the model's axis that points up; without it, as the file or its format says");
  table.key("unit_m", &M::unit_m, number(above(0, 1000), "m"),
            "length of the model's unit; without it, as the file or its format says");
  table.key("rule", &M::rules, list_of(rule_table().type()), "");
  table.key("storey", &M::storeys, storeys(), "");
  table.exactly_one({"file", "wkt"});
  return table;
}

Table<scene::FloorSettings> floors_table() {
  using F = scene::FloorSettings;
  Table<F> table("How walkable floors are found.");
  table.key("cell_m", &F::cell, number(within(0.05, 0.5), "m"), "side of a floor cell");
  table.key("headroom_m", &F::headroom, number(within(1, 3), "m"), "lowest passage that counts as walkable");
  table.key("step_m", &F::step, number(within(0.02, 0.6), "m"), "highest step that people climb without a stair");
  table.key("slope_deg", &F::slope_deg, number(above(0, 60), "deg"), "steepest walkable surface");
  table.key("furniture", &F::furniture, flag(), "furniture stands in the way");
  return table;
}

Table<scene::ExitSpec> exit_table() {
  using E = scene::ExitSpec;
  Table<E> table(
      "Where people leave: a door of the model or a line. Without any, every door between a space and the outside is "
      "an "
      "exit.");
  table.key("name", &E::name, text(),
            "its name in results and in `people.exit`; without one, the name of its door in the model; for lines `exit "
            "1`, `exit 2`, ...");
  table.key("door", &E::door, text(), "name (glob) or id of a door of the model");
  table.key("line", &E::line, plan_line(), "the two ends of the exit line, `[[x, y], [x, y]]`");
  table.key("z_m", &E::z, coordinate(), "height of the line; needed where floors overlap there");
  table.key("closed", &E::closed, flag(), "nobody can leave here");
  table.key("one_way", &E::one_way, choice<std::string>({{"out", "out"}, {"in", "in"}}),
            "`out`: nobody comes back in; `in`: an entrance, nobody leaves here; without it, both ways");
  table.key("max_flow_per_m_s", &E::max_flow, line_flow(),
            "most people that pass per metre of its width and second (design flow); without it, no limit");
  table.exactly_one({"door", "line"}).only_with("z_m", {"line"});
  return table;
}

Table<scene::DoorSpec> door_table() {
  using D = scene::DoorSpec;
  Table<D> table("A door that the model lacks (with `line`), or changes to doors of the model.");
  table.key("name", &D::name, text(), "name (glob) or id of doors of the model; with `line`, the new door's name",
            Need::required);
  table.key("line", &D::line, plan_line(), "jambs of a new door, `[[x, y], [x, y]]`");
  table.key("z_m", &D::z, coordinate(), "height of the line; needed where floors overlap there");
  table.key("width_m", &D::width, number(width_range(), "m"), "clear width, in place of the model's");
  table.key("closed", &D::closed, flag(), "nobody can pass; without it, as the model says");
  table.key("self_closing", &D::self_closing, flag(),
            "shut to the air of [flow] but in the sample after somebody was beside it; without it, it stands open");
  table.key("leakage_m2", &D::leakage, number(within(0, 0.2), "m2"),
            "area of the gaps around it through which the air of [flow] goes while it is shut; 0: it is tight; without "
            "it `flow.door_leakage_m2`");
  table.key("one_way", &D::one_way, choice<std::string>({{"left", "left"}, {"right", "right"}}),
            "of a new door: people pass to this side of `line` only, as seen from its first towards its second end");
  table.key("one_way_to", &D::one_way_to, text(),
            "people pass only into the space of this name (glob); `outside` for what is no space");
  table.key("max_flow_per_m_s", &D::max_flow, line_flow(),
            "most people that pass per metre of its width and second (design flow); without it, no limit");
  table.only_with("one_way", {"line"}).at_most_one({"one_way", "one_way_to"});
  table.only_with("z_m", {"line"});
  return table;
}

Table<scene::StripSpec> strip_table() {
  using S = scene::StripSpec;
  Table<S> table("A walkable surface that the model lacks.");
  table.key("name", &S::name, text(), "its name");
  table.key("polygon", &S::polygon, space_polygon(), "its outline, `[[x, y, z], ...]`; must not cross itself in plan",
            Need::required);
  table.key("surface", &S::surface,
            choice<Surface>({{"level", Surface::level}, {"stair", Surface::stair}, {"ramp", Surface::ramp}}),
            "how people walk on it");
  return table;
}

Table<scene::BlockerSpec> blocker_table() {
  using B = scene::BlockerSpec;
  Table<B> table("Something solid that the model lacks.");
  table.key("name", &B::name, text(), "its name");
  table.key("polygon", &B::polygon, plan_polygon(), "its outline, `[[x, y], ...]`; must not cross itself",
            Need::required);
  table.key("z_m", &B::z, coordinate(), "height of its foot");
  table.key("height_m", &B::height, number(above(0, 1000), "m"), "its height");
  return table;
}

Table<scene::Site> site_table() {
  using S = scene::Site;
  Table<S> table("Where the model lies on the earth, for maps (`muster export --to geojson`, `kml`).");
  table.key("epsg", &S::epsg, whole(1024, 32767), "number of a projected coordinate system in metres", Need::required);
  table.key("origin_m", &S::origin, plan_point(), "`[easting, northing]` of the model's (0, 0)", Need::required);
  table.key("y_axis_bearing_deg", &S::bearing, number(within(-360, 360), "deg"),
            "clockwise from the system's north; winds are given against the y-axis all the same");
  return table;
}

Table<RunSettings> run_table() {
  using R = RunSettings;
  Table<R> table("The run.");
  table.key("step_s", &R::step, number(within(0.001, 0.1), "s"), "time step");
  table.key("until_s", &R::until, number(above(0, 604800), "s"),
            "latest end; the run ends earlier when everybody has left");
  table.key("record_every_s", &R::record_every, number(within(0.001, 3600), "s"),
            "time between recorded positions; not below the time step");
  table.check([](const Spot& spot, R& run, Report& report) {
    if (run.record_every < run.step && spot.node.find("record_every_s"))
      report.refuse_key(spot, "record_every_s", fmt::format("must not be less than step_s, {}", run.step));
  });
  return table;
}

/// Exit lines without a name get a number that no other exit has. Doors bring their own name along from the model.
void name_exits(std::vector<scene::ExitSpec>& exits) {
  std::set<std::string> taken;
  for (const scene::ExitSpec& exit : exits) taken.insert(exit.name);
  for (size_t i = 0; i < exits.size(); ++i) {
    if (!exits[i].name.empty() || !exits[i].line) continue;
    const std::string wish = fmt::format("exit {}", i + 1);
    exits[i].name = wish;
    for (int n = 2; !taken.insert(exits[i].name).second; ++n) exits[i].name = fmt::format("{} ({})", wish, n);
  }
}

/// Groups without a name get one; the exit that a group uses must be there where the case names all its exits (those
/// that the model names are checked when the people are placed).
void check_people(const Spot& spot, Case& c, Report& report) {
  name_exits(c.place.exits);
  std::vector<std::string> exits;
  for (const scene::ExitSpec& exit : c.place.exits) exits.push_back(exit.name);
  const bool all_named = !exits.empty() && std::count(exits.begin(), exits.end(), "") == 0;
  for (size_t i = 0; i < c.people.size(); ++i) {
    crowd::PeopleGroup& group = c.people[i];
    if (group.name.empty()) group.name = fmt::format("group {}", i + 1);
    if (!all_named || group.exit.empty() || std::count(exits.begin(), exits.end(), group.exit) > 0) continue;
    const Spot people{*spot.node.find("people"), &spot, "people"};
    const Spot entry = people.entry(i);
    report.refuse({*entry.node.find("exit"), &entry, "exit"}, "no exit of this name" + suggestion(group.exit, exits));
  }
  // From here on, people who come in are groups like the others.
  for (size_t i = 0; i < c.inflows.size(); ++i) {
    if (c.inflows[i].name.empty()) c.inflows[i].name = fmt::format("inflow {}", i + 1);
    c.people.push_back(std::move(c.inflows[i]));
  }
  c.inflows.clear();
  c.alarms_timed.assign(c.alarms.size(), 0);
  for (size_t i = 0; i < c.alarms.size(); ++i) {
    if (c.alarms[i].name.empty()) c.alarms[i].name = fmt::format("alarm {}", i + 1);
    if (const Node* alarms = spot.node.find("alarm"))
      if (const auto* list = alarms->as<Node::List>(); list != nullptr && i < list->size())
        c.alarms_timed[i] = (*list)[i].find("at_s") != nullptr ? 1 : 0;
  }
}

/// What detectors sound and shut, and where people go instead of a muster point, must be there.
void check_reactions(const Spot& spot, Case& c, Report& report) {
  const auto names_of = [](const auto& all) {
    std::vector<std::string> names;
    for (const auto& one : all) names.push_back(one.name);
    return names;
  };
  const auto refuse = [&](const char* list, size_t i, const char* key, const std::string& text) {
    const Spot all{*spot.node.find(list), &spot, list};
    const Spot entry = all.entry(i);
    report.refuse({*entry.node.find(key), &entry, key}, text);
  };
  const auto match = [&](size_t d, const char* key, const std::vector<std::string>& patterns,
                         const std::vector<std::string>& names, const char* what) {
    for (const std::string& pattern : patterns)
      if (std::none_of(names.begin(), names.end(), [&](const auto& n) { return matches_glob(pattern, n); }))
        refuse("detector", d, key, fmt::format("no {} of this name{}", what, suggestion(pattern, names)));
  };
  const std::vector<std::string> alarms = names_of(c.alarms), leaks = names_of(c.leaks),
                                 points = names_of(c.muster_points);
  for (size_t d = 0; d < c.detectors.size(); ++d) {
    match(d, "sounds", c.detectors[d].sounds, alarms, "alarm");
    match(d, "shuts", c.detectors[d].shuts, leaks, "leak");
    for (size_t a = 0; a < c.alarms.size(); ++a)
      for (const std::string& pattern : c.detectors[d].sounds)
        if (c.alarms_timed[a] == 0 && matches_glob(pattern, c.alarms[a].name))
          c.alarms[a].time = std::numeric_limits<double>::infinity();
  }
  const std::vector<std::string> groups = names_of(c.people);
  for (size_t i = 0; i < c.reactions.protection.size(); ++i)
    for (const std::string& pattern : c.reactions.protection[i].people) {
      if (std::any_of(groups.begin(), groups.end(), [&](const auto& n) { return matches_glob(pattern, n); })) continue;
      const Spot reactions{*spot.node.find("reactions"), &spot, "reactions"};
      const Spot all{*reactions.node.find("protection"), &reactions, "protection"};
      const Spot entry = all.entry(i);
      report.refuse({*entry.node.find("people"), &entry, "people"},
                    "no people of this name" + suggestion(pattern, groups));
    }
  if (c.reactions.rescue) {
    std::vector<std::string> helpers;
    for (const crowd::PeopleGroup& group : c.people)
      if (group.bonds.helps) helpers.push_back(group.name);
    const Spot reactions{*spot.node.find("reactions"), &spot, "reactions"};
    const Spot rescue{*reactions.node.find("rescue"), &reactions, "rescue"};
    if (helpers.empty()) report.refuse(rescue, "needs people with `helps`");
    for (const std::string& pattern : c.reactions.rescue->by)
      if (!helpers.empty() &&
          std::none_of(helpers.begin(), helpers.end(), [&](const auto& n) { return matches_glob(pattern, n); }))
        report.refuse_key(rescue, "by", "no people with `helps` of this name" + suggestion(pattern, helpers));
  }
  for (size_t p = 0; p < points.size(); ++p) {
    const std::string& other = c.muster_points[p].if_unsafe;
    if (other.empty()) continue;
    if (std::find(points.begin(), points.end(), other) == points.end() || other == points[p])
      refuse("muster_point", p, "if_unsafe", "no other muster point of this name" + suggestion(other, points));
  }
}

Type<Case> describe_case() {
  Table<Case> table("A case of muster: a building or plant, the people in it and what happens.");
  table.key("title", &Case::title, text(0), "title of the case, for reports");
  table.key("seed", &Case::seed, seed_number(), "seed of all random numbers");
  table.key(
      "model", [](Case & c) -> auto& { return c.place.model; }, model_table().type(), "", Need::required);
  table.key("site", &Case::site, site_table().type(), "");
  table.key(
      "floors", [](Case & c) -> auto& { return c.place.floors; }, floors_table().type(), "");
  table.key(
      "exit", [](Case & c) -> auto& { return c.place.exits; }, named_list_of(exit_table().type()), "");
  table.key(
      "door", [](Case & c) -> auto& { return c.place.doors; }, named_list_of(door_table().type()), "");
  table.key(
      "link", [](Case & c) -> auto& { return c.place.links; }, named_list_of(link_table()), "");
  table.key(
      "strip", [](Case & c) -> auto& { return c.place.strips; }, named_list_of(strip_table().type()), "");
  table.key(
      "blocker", [](Case & c) -> auto& { return c.place.blockers; }, named_list_of(blocker_table().type()), "");
  table.key("people", &Case::people, named_list_of(people_table().type()), "");
  table.key("inflow", &Case::inflows, named_list_of(inflow_table().type()), "");
  table.key("alarm", &Case::alarms, named_list_of(alarm_table().type()), "");
  table.key("muster_point", &Case::muster_points, named_list_of(muster_point_table().type()), "");
  table.key("refuge", &Case::refuges, named_list_of(refuge_table().type()), "");
  table.key("sign", &Case::signs, list_of(sign_table().type()), "");
  table.key("substance", &Case::substances, substance_list(Sources::none), "");
  table.key("event", &Case::events, list_of(event_table().type()), "");
  table.key("weather", &Case::weather, weather_table().type(), "");
  table.key("leak", &Case::leaks, named_list_of(leak_table().type()), "");
  table.key("flow", &Case::flow, flow_table().type(), "");
  table.key("fire", &Case::fires, named_list_of(fire_table().type()), "");
  table.key("flash_fire", &Case::flash_fires, named_list_of(flash_fire_table().type()), "");
  table.key("explosion", &Case::explosions, named_list_of(explosion_table().type()), "");
  table.key("tank", &Case::tanks, named_list_of(tank_table().type()), "");
  table.key("target", &Case::targets, named_list_of(target_table().type()), "");
  table.key("enclosure", &Case::enclosures, named_list_of(enclosure_table().type()), "");
  table.key("air", &Case::air, named_list_of(air_table().type()), "");
  table.key("reactions", &Case::reactions, reactions_table().type(), "");
  table.key("detector", &Case::detectors, named_list_of(detector_table().type()), "");
  table.key("hazards", &Case::hazards, hazards_table().type(), "");
  table.key("walking", &Case::walking, walking_table().type(), "");
  table.key("analysis", &Case::analysis, analysis_table().type(), "");
  table.key(
      "measure", [](Case & c) -> auto& { return c.measures; }, named_list_of(measure_table().type()), "");
  table.key("run", &Case::run, run_table().type(), "");
  table.check(check_people).check(check_reactions);
  table.only_with("leak", {"weather"})
      .only_with("flow", {"leak", "fire"})
      .only_with("fire", {"weather"})
      .only_with("flash_fire", {"leak"})
      .only_with("target", {"fire", "explosion"})
      .only_with("tank", {"fire", "explosion"})
      .only_with("tank", {"weather"});
  return table;
}

}  // namespace

const Type<Case>& case_type() {
  static const Type<Case> type = describe_case();
  return type;
}

}  // namespace muster::sim
