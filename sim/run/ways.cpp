#include "sim/run/ways.h"

#include "base/text.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include <fmt/format.h>

namespace muster::sim {

namespace {

using Mistakes = std::vector<Mistake>;

void add(Mistakes& mistakes, const scene::Origin& origin, const std::string& key, const std::string& value,
         std::string text) {
  mistakes.push_back({origin.file, origin.line, origin.key + "." + key, value, std::move(text)});
}

/// "; did you mean 'a'?" or the first few that there are.
std::string hint(const std::string& name, std::vector<std::string> known) {
  if (const std::string near = nearest_name(name, known); !near.empty())
    return fmt::format("; did you mean '{}'?", near);
  std::erase(known, "");
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  if (known.empty()) return "; the place has none";
  const size_t shown = std::min<size_t>(8, known.size());
  return fmt::format("; known are {}{}",
                     fmt::join(known.begin(), known.begin() + static_cast<std::ptrdiff_t>(shown), ", "),
                     shown < known.size() ? ", ..." : "");
}

std::vector<std::string> names_of_gates(const scene::Floors& floors) {
  std::vector<std::string> names;
  for (const scene::Portal& p : floors.portals) names.push_back(p.name);
  for (const scene::Exit& e : floors.exits) names.push_back(e.name);
  return names;
}

void append(std::vector<int32_t>& all, const std::vector<int32_t>& more) {
  for (const int32_t i : more)
    if (std::find(all.begin(), all.end(), i) == all.end()) all.push_back(i);
}

/// Into which side of the door a space of this name lies: +1 the left of its line, -1 the right; 0: it is not there.
int8_t side_of(const scene::Floors& floors, const scene::Portal& portal, const std::string& pattern) {
  const auto is = [&](int32_t space) {
    if (space < 0) return matches_glob(pattern, "outside");
    const scene::Space& s = floors.spaces[static_cast<size_t>(space)];
    return matches_glob(pattern, s.name) || (!s.long_name.empty() && matches_glob(pattern, s.long_name));
  };
  const bool right = is(portal.spaces[0]), left = is(portal.spaces[1]);
  return static_cast<int8_t>(right == left ? 0 : left ? 1 : -1);
}

void rules_of_doors(const Case& the_case, const scene::Floors& floors, crowd::GateSettings& gates, Mistakes& mistakes) {
  for (const scene::DoorSpec& door : the_case.place.doors) {
    if (door.one_way.empty() && door.one_way_to.empty() && !door.max_flow) continue;
    for (const int32_t p : scene::portals_named(floors, door.name)) {
      const scene::Portal& portal = floors.portals[static_cast<size_t>(p)];
      crowd::GateRule rule{false, p, 0, door.max_flow.value_or(0)};
      if (!door.one_way.empty()) {
        // The line as the author drew it, which the portal may hold the other way round.
        const bool same = !door.line || ((*door.line)[1] - (*door.line)[0]).dot(portal.b - portal.a) >= 0;
        rule.one_way = static_cast<int8_t>((door.one_way == "left") == same ? 1 : -1);
      } else if (!door.one_way_to.empty()) {
        rule.one_way = side_of(floors, portal, door.one_way_to);
        if (rule.one_way == 0) {
          std::vector<std::string> known;
          for (const int32_t s : portal.spaces)
            known.push_back(s < 0 ? "outside" : floors.spaces[static_cast<size_t>(s)].name);
          add(mistakes, door.origin, "one_way_to", door.one_way_to,
              fmt::format("must be one of the two sides of door '{}', which are '{}' and '{}'", portal.name, known[0],
                          known[1]));
        }
      }
      gates.rules.push_back(rule);
    }
  }
}

void rules_of_exits(const Case& the_case, const scene::Floors& floors, crowd::GateSettings& gates) {
  for (const scene::ExitSpec& spec : the_case.place.exits) {
    if (spec.one_way.empty() && !spec.max_flow) continue;
    for (size_t e = 0; e < floors.exits.size(); ++e) {
      const scene::Exit& exit = floors.exits[e];
      const bool by_door = !spec.door.empty() && exit.portal >= 0 &&
                           (matches_glob(spec.door, floors.portals[static_cast<size_t>(exit.portal)].name) ||
                            spec.door == floors.portals[static_cast<size_t>(exit.portal)].id);
      if (!by_door && (spec.name.empty() || exit.name != spec.name)) continue;
      const auto way = static_cast<int8_t>(spec.one_way.empty() ? 0 : spec.one_way == "out" ? 1 : -1);
      gates.rules.push_back({true, static_cast<int32_t>(e), way, spec.max_flow.value_or(0)});
    }
  }
}

void events_of(const Case& the_case, const scene::Floors& floors, crowd::GateSettings& gates, Mistakes& mistakes) {
  for (const EventSpec& spec : the_case.events) {
    crowd::GateEvent event;
    event.at = spec.at;
    const auto resolve = [&](const std::vector<std::string>& patterns, const std::string& key,
                             std::vector<int32_t>& portals, std::vector<int32_t>& exits) {
      for (const std::string& pattern : patterns) {
        const std::vector<int32_t> p = scene::portals_named(floors, pattern), e = scene::exits_named(floors, pattern);
        if (p.empty() && e.empty())
          add(mistakes, spec.origin, key, pattern,
              "no door or exit of that name" + hint(pattern, names_of_gates(floors)));
        append(portals, p);
        append(exits, e);
        // An exit that is a door of the model is shut with it.
        for (const int32_t i : e)
          if (const int32_t door = floors.exits[static_cast<size_t>(i)].portal; door >= 0) append(portals, {door});
        for (size_t i = 0; i < floors.exits.size(); ++i)
          if (std::find(p.begin(), p.end(), floors.exits[i].portal) != p.end())
            append(exits, {static_cast<int32_t>(i)});
      }
      if (!patterns.empty())
        event.what += fmt::format("{}{} {}", event.what.empty() ? "" : "; ", key, fmt::join(patterns, ", "));
    };
    resolve(spec.close, "close", event.close_portals, event.close_exits);
    resolve(spec.open, "open", event.open_portals, event.open_exits);
    gates.events.push_back(std::move(event));
  }
}

bool inside(const std::vector<Vec2>& polygon, const Vec2& p) {
  bool in = false;
  for (size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
    const Vec2 &a = polygon[i], &b = polygon[j];
    if ((a.y() > p.y()) != (b.y() > p.y()) && p.x() < (b.x() - a.x()) * (p.y() - a.y()) / (b.y() - a.y()) + a.x())
      in = !in;
  }
  return in;
}

/// The cells of a haven; reports what is wrong with it.
std::vector<scene::CellId> cells_of(const HavenSpec& spec, const scene::Floors& floors, Mistakes& mistakes) {
  std::vector<char> of_space(floors.spaces.size(), 0);
  for (const std::string& pattern : spec.spaces) {
    std::vector<std::string> names;
    bool any = false;
    for (size_t i = 0; i < floors.spaces.size(); ++i) {
      const scene::Space& s = floors.spaces[i];
      names.push_back(s.name);
      if (!matches_glob(pattern, s.name) && (s.long_name.empty() || !matches_glob(pattern, s.long_name))) continue;
      of_space[i] = 1, any = true;
    }
    if (!any) add(mistakes, spec.origin, "spaces", pattern, "no space of that name" + hint(pattern, names));
  }
  std::vector<scene::CellId> cells;
  for (size_t c = 0; c < floors.size(); ++c) {
    const auto cell = static_cast<scene::CellId>(c);
    if (floors.surface[c] == scene::Surface::beyond_exit) continue;
    if (spec.z && std::abs(static_cast<double>(floors.z[c]) - *spec.z) > 1.0) continue;
    const bool in = spec.point             ? (floors.centre(cell) - *spec.point).norm() <= spec.radius
                    : spec.polygon.empty() ? floors.space[c] >= 0 && of_space[static_cast<size_t>(floors.space[c])] != 0
                                           : inside(spec.polygon, floors.centre(cell));
    if (in) cells.push_back(cell);
  }
  if (spec.spaces.empty() && cells.empty())
    add(mistakes, spec.origin, spec.point ? "point" : "polygon", spec.name, "no walkable floor lies there");
  for (size_t i = 1; i < cells.size() && spec.spaces.empty() && !spec.z; ++i)
    if (floors.column[static_cast<size_t>(cells[i])] == floors.column[static_cast<size_t>(cells[i - 1])]) {
      add(mistakes, spec.origin, "z_m", "", "needed: floors lie above one another here");
      break;
    }
  return cells;
}

/// Indices of the names that the patterns mean, ascending.
std::vector<int32_t> indices(const std::vector<std::string>& patterns, const std::vector<std::string>& names,
                             const std::string& what, const scene::Origin& origin, const std::string& key,
                             Mistakes& mistakes) {
  std::vector<int32_t> found;
  for (const std::string& pattern : patterns) {
    const size_t before = mistakes.size();
    bool any = false;
    for (size_t i = 0; i < names.size(); ++i)
      if (matches_glob(pattern, names[i])) append(found, {static_cast<int32_t>(i)}), any = true;
    if (!any && mistakes.size() == before)
      add(mistakes, origin, key, pattern, fmt::format("no {} of that name", what) + hint(pattern, names));
  }
  std::sort(found.begin(), found.end());
  return found;
}

template <class T>
std::vector<std::string> names_of(const std::vector<T>& all) {
  std::vector<std::string> names;
  for (const T& one : all) names.push_back(one.name);
  return names;
}

crowd::GateSettings gates_of(const Case& the_case, const scene::Floors& floors, Mistakes& mistakes) {
  crowd::GateSettings gates;
  rules_of_doors(the_case, floors, gates, mistakes);
  rules_of_exits(the_case, floors, gates);
  events_of(the_case, floors, gates, mistakes);
  return gates;
}

crowd::ChoiceSettings choices_of(const Case& the_case, const scene::Floors& floors, Mistakes& mistakes) {
  crowd::ChoiceSettings choices;
  for (const HavenSpec& spec : the_case.muster_points)
    choices.muster_points.push_back({spec.name, cells_of(spec, floors, mistakes)});
  for (const HavenSpec& spec : the_case.refuges) {
    choices.refuges.push_back({spec.name, cells_of(spec, floors, mistakes)});
    if (spec.capacity) choices.refuges.back().capacity = static_cast<size_t>(*spec.capacity);
  }
  const std::vector<std::string> exits = names_of(floors.exits);
  for (const SignSpec& spec : the_case.signs) {
    crowd::Sign sign{spec.name, spec.at, indices(spec.exits, exits, "exit", spec.origin, "exits", mistakes)};
    if (spec.facing_deg)
      sign.facing = {std::cos(*spec.facing_deg * std::numbers::pi / 180),
                     std::sin(*spec.facing_deg * std::numbers::pi / 180)};
    sign.range = spec.range;
    sign.through = spec.lit ? (*spec.lit ? exposure::lit_sign : exposure::reflecting_sign) : the_case.reactions.sign;
    choices.signs.push_back(std::move(sign));
  }
  for (const crowd::PeopleGroup& group : the_case.people) {
    crowd::GroupRoute route;
    route.choice = group.route == "quickest"   ? crowd::RouteChoice::quickest
                   : group.route == "familiar" ? crowd::RouteChoice::familiar
                                               : crowd::RouteChoice::nearest;
    route.familiar = indices(group.familiar, exits, "exit", group.origin, "familiar", mistakes);
    route.muster_points = indices(group.muster_points, names_of(choices.muster_points), "muster point", group.origin,
                                  "muster_point", mistakes);
    route.refuges = indices(group.refuges, names_of(choices.refuges), "refuge", group.origin, "refuge", mistakes);
    route.follow_others = group.follow_others;
    choices.groups.push_back(std::move(route));
  }
  return choices;
}

}  // namespace

void add_ways(const Case& the_case, const scene::Floors& floors, crowd::CrowdSettings& settings) {
  Mistakes mistakes;
  settings.gates = gates_of(the_case, floors, mistakes);
  settings.choices = choices_of(the_case, floors, mistakes);
  if (!mistakes.empty()) throw InputError(std::move(mistakes));
}

}  // namespace muster::sim
