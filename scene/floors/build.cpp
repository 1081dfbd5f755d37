#include "scene/floors/build.h"

#include "scene/floors/edges.h"
#include "scene/floors/exits.h"
#include "scene/floors/gaps.h"
#include "scene/floors/lifts.h"
#include "scene/floors/portals.h"
#include "scene/floors/reach.h"
#include "scene/floors/rooms.h"
#include "scene/floors/stairs.h"
#include "scene/floors/walls.h"

#include <algorithm>
#include <cmath>

namespace muster::scene {

using namespace stage;

namespace {

/// What grows from stage to stage.
struct Draft {
  Cells cells;
  std::vector<Wall> walls;
  std::vector<Portal> portals;
  std::vector<Exit> exits;
  std::vector<Link> links;
  std::vector<int32_t> space;
  std::vector<Warning> warnings;
  std::vector<Mistake> mistakes;
};

void join_cells(const Model& model, const Authored& authored, Draft& d) {
  link(authored.floors, d.cells);
  cut(d.walls, d.cells);
  d.space = find_spaces(model, d.cells);
}

bool has_sink(const Exit& e) { return !e.sink.empty(); }

/// Exits, the side that leads out and ground beyond them.
void lay_exits(const Model& model, const Authored& authored, Draft& d) {
  if (authored.exits.empty()) {
    d.exits = default_exits(d.portals, d.cells, d.space);
    std::string names;
    for (const Exit& e : d.exits) names += (names.empty() ? "'" : ", '") + e.name + "'";
    if (!d.exits.empty()) {
      d.warnings.push_back(
          {"default_exits",
           fmt::format("no exit is given: the {} doors that lead outside are taken: {}", d.exits.size(), names),
           "exit"});
    }
  }
  find_outward(d.cells, d.space, d.exits);
  find_sinks(d.cells, d.exits);
  for (const auto& lay : {aprons, stubs}) {
    if (std::all_of(d.exits.begin(), d.exits.end(), has_sink)) break;
    d.cells = insert(d.cells, lay(d.cells, d.exits, d.walls));
    join_cells(model, authored, d);
    find_sinks(d.cells, d.exits);
  }
}

/// The floor a seed lies on; without a height all floors at its place, and who puts people there must choose.
std::vector<CellId> cells_of(const Seed& seed, const Cells& cells) {
  const int32_t column = cells.grid.column(seed.at.x(), seed.at.y());
  if (column < 0) return {};
  if (seed.z) {
    const CellId c = cells.find(column, *seed.z, 1.0);
    return c == no_cell ? std::vector<CellId>{} : std::vector<CellId>{c};
  }
  std::vector<CellId> out;
  for (uint32_t c = cells.begin[static_cast<size_t>(column)]; c < cells.begin[static_cast<size_t>(column) + 1]; ++c)
    out.push_back(static_cast<CellId>(c));
  return out;
}

/// Cells of the exits.
std::vector<CellId> exits_of(const Draft& d) {
  std::vector<CellId> cells;
  for (const Exit& e : d.exits) {
    cells.insert(cells.end(), e.line_cells.begin(), e.line_cells.end());
    cells.insert(cells.end(), e.sink.begin(), e.sink.end());
  }
  return cells;
}

std::vector<CellId> starts_of(const Authored& authored, Draft& d) {
  std::vector<CellId> starts = exits_of(d);
  for (const Seed& seed : authored.seeds) {
    const std::vector<CellId> cells = cells_of(seed, d.cells);
    starts.insert(starts.end(), cells.begin(), cells.end());
    if (!cells.empty()) continue;
    d.mistakes.push_back(seed.z ? mistake_at(seed.origin, "points",
                                             fmt::format("[{}, {}], z_m = {}", seed.at.x(), seed.at.y(), *seed.z),
                                             "there is no floor within 1 m below or above this point")
                                : mistake_at(seed.origin, "points", fmt::format("[{}, {}]", seed.at.x(), seed.at.y()),
                                             "there is no floor at this point"));
  }
  return starts;
}

void check_exits(const Authored& authored, const Model& model, bool all, Draft& d) {
  for (const Exit& e : d.exits) {
    if (e.line_cells.empty()) {
      d.warnings.push_back({"exit_without_floor",
                            fmt::format("exit '{}' at ({:.2f}, {:.2f}, {:.2f}) has no floor on its inner side", e.name,
                                        e.a.x(), e.a.y(), e.z),
                            "exit"});
    } else if (e.sink.empty()) {
      d.warnings.push_back(
          {"exit_without_ground",
           fmt::format("exit '{}' leads nowhere: within 3 m beyond its line there is no place to walk to", e.name),
           "exit"});
    }
  }
  if (d.exits.empty() && authored.exits.empty() && !all) {
    d.mistakes.push_back({authored.model.origin.file.empty() ? model.source : authored.model.origin.file, 0, "exit", "",
                          model.doors.empty()
                              ? "the model has no doors: give at least one [[exit]] with a line"
                              : "no door of the model leads from a space to the outside: give at least one [[exit]] "
                                "with a door or a line"});
  }
}

void check_spaces(const Model& model, const FloorSettings& settings, Draft& d) {
  std::vector<uint8_t> found(model.spaces.size(), 0);
  for (const int32_t s : d.space) {
    if (s >= 0) found[static_cast<size_t>(s)] = 1;
  }
  std::string names;
  size_t missing = 0;
  for (size_t s = 0; s < found.size(); ++s) {
    if (found[s] != 0) continue;
    if (++missing <= 8) names += (names.empty() ? "'" : ", '") + model.spaces[s].name + "'";
  }
  if (missing == 0) return;
  d.warnings.push_back({"space_without_floor",
                        fmt::format("{} spaces have no floor with {} m of headroom: {}{}", missing, settings.headroom,
                                    names, missing > 8 ? ", ..." : ""),
                        "floors.headroom_m"});
}

void check_ways_round(const Cells& cells, Floors& floors) {
  for (const size_t k : walked_round(cells, floors.exits)) {
    floors.warnings.push_back(
        {"exit_walked_round",
         fmt::format("exit '{}' can be walked round: the floor before its line is connected with that "
                     "beyond it by a way that crosses no exit",
                     floors.exits[k].name),
         "exit"});
  }
}

/// Results keep the place of a neighbour in its column as a byte, of which 255 means none.
void check_columns(const Model& model, const Authored& authored, const Cells& cells) {
  constexpr uint32_t most_floors = 254;
  for (size_t at = 0; at + 1 < cells.begin.size(); ++at) {
    const uint32_t n = cells.begin[at + 1] - cells.begin[at];
    if (n <= most_floors) continue;
    const Vec2 where = cells.grid.centre(static_cast<int32_t>(at));
    const Origin& origin = authored.model.origin;
    throw InputError({origin.file.empty() ? model.source : origin.file, origin.line, "floors.headroom_m",
                      fmt::format("{}", authored.floors.headroom),
                      fmt::format("{} floors lie one above another at ({:.2f}, {:.2f}); at most {} are possible: check "
                                  "model.up and model.unit_m, or choose a larger headroom_m",
                                  n, where.x(), where.y(), most_floors)});
  }
}

/// Rooms and storeys that nobody can leave must not vanish in silence.
void warn_of_unreachable(Floors& floors) {
  constexpr double large = 10;  // [m2] smaller pieces without a name are ledges, sills and tops of things
  std::string names;
  size_t spaces = 0, storeys = 0, others = 0;
  double area = 0;
  for (const Unreachable& u : floors.unreachable) {
    const bool storey = u.what.starts_with("storey");
    if (u.space < 0 && !storey && u.area < large) continue;
    if (u.space < 0 && !storey) area += u.area;
    ++(u.space >= 0 ? spaces : storey ? storeys : others);
    if (spaces + storeys + others <= 4)
      names += fmt::format("{}{} ({})", names.empty() ? "" : ", ", u.what,
                           !u.reason.empty() ? u.reason
                                             : fmt::format("{:.2f} m in plan and {:.2f} m in height are missing",
                                                           u.gap_horizontal, u.gap_vertical));
  }
  const size_t all = spaces + storeys + others;
  if (all == 0) return;
  floors.warnings.push_back(
      {"not_connected",
       fmt::format(
           "not connected to an exit, so that nobody can be there: {} storeys, {} spaces and {} other floors of "
           "together {:.0f} m2: {}{}; `muster inspect` lists all, a [[link]] or [[strip]] joins them",
           storeys, spaces, others, area, names, all > 4 ? ", ..." : ""),
       "link"});
}

/// Lifts that carry nobody, and why.
void warn_of_lifts(Floors& floors) {
  std::string standing, astray;
  const auto add = [](std::string& names, const Link& l) { names += (names.empty() ? "'" : ", '") + l.name + "'"; };
  for (const Link& l : floors.links) {
    if (l.kind != Link::Kind::lift || l.lift_runs()) continue;
    add(l.lift.mode == Lift::Mode::out_of_service ? standing : astray, l);
  }
  if (!standing.empty())
    floors.warnings.push_back({"lift_not_used", "out of service, so that nobody takes them: " + standing, "link.mode"});
  if (!astray.empty())
    floors.warnings.push_back(
        {"lift_leads_nowhere", "no stop leads to an exit over floors, stairs or links: " + astray, "link.stops"});
}

Floors finish(const Model& model, const Authored& authored, bool all, Draft d) {
  find_sinks(d.cells, d.exits);
  d.links = make_links(authored, d.cells, d.mistakes);
  const std::vector<CellId> starts = starts_of(authored, d);
  find_exit_stops(d.cells, exits_of(d), d.links);
  Connection connection = connect(d.cells, starts, d.links);
  std::vector<uint8_t>& kept = connection.kept;
  check_exits(authored, model, all, d);
  if (d.exits.empty() && d.mistakes.empty()) {
    kept.assign(d.cells.size(), 1);
    d.warnings.push_back(
        {"no_exit", "no exit is given and no door leads outside: all floors are shown, connected or not", "exit"});
  }
  if (!d.mistakes.empty()) throw InputError(d.mistakes);
  check_spaces(model, authored.floors, d);
  Floors floors;
  floors.unreachable = explain(model, d.cells, d.space, find_storeys(model.storeys, d.cells), connection);
  // Only what is kept, with everything counted in its ids.
  std::vector<CellId> index;
  const Cells cells = keep(d.cells, kept, index);
  check_columns(model, authored, cells);
  find_sinks(cells, d.exits);
  floors.grid = cells.grid;
  floors.column_begin = cells.begin;
  floors.column = cells.column;
  floors.neighbour = cells.neighbour;
  find_slopes(cells, floors);
  floors.storey = find_storeys(model.storeys, cells);
  floors.space = find_spaces(model, cells);
  floors.storeys = model.storeys;
  floors.spaces = model.spaces;
  floors.portals = std::move(d.portals);
  floors.exits = std::move(d.exits);
  floors.links = make_links(authored, cells, d.mistakes);
  for (size_t l = 0; l < floors.links.size(); ++l) floors.links[l].exit_stop = d.links[l].exit_stop;
  find_leaf_cells(floors);
  keep_near(cells, 0.35, d.walls);
  floors.walls = std::move(d.walls);
  const std::vector<Wall> edges = edge_walls(floors);
  floors.walls.insert(floors.walls.end(), edges.begin(), edges.end());
  floors.warnings = std::move(d.warnings);
  check_ways_round(cells, floors);
  warn_of_unreachable(floors);
  warn_of_lifts(floors);
  return floors;
}

Floors build(const Model& model, const Authored& authored, bool all) {
  const Surfaces surfaces = sort_surfaces(model, authored);
  Draft d;
  d.cells = voxelise(surfaces, authored, model.source);
  d.portals = make_portals(model, authored, d.cells, d.mistakes);
  d.cells = insert(d.cells, thresholds(d.cells, d.portals));
  d.walls = cut_walls(surfaces.upright, d.cells);
  fit_to_walls(d.portals, d.walls);
  check_widths(authored, d.portals, d.mistakes);
  d.exits = make_exits(authored, d.portals, d.cells, d.mistakes);
  for (const Exit& e : d.exits) open_walls(e.a, e.b, e.z, 0.1, d.walls);
  join_cells(model, authored, d);
  const std::vector<Extra> bridges = bridge_gaps(authored.floors, d.cells);
  if (!bridges.empty()) {
    d.cells = insert(d.cells, bridges);
    join_cells(model, authored, d);
  }
  lay_exits(model, authored, d);
  return finish(model, authored, all, std::move(d));
}

}  // namespace

Floors build_floors(const Model& model, const Authored& authored) { return build(model, authored, false); }

Floors survey(const Model& model, const Authored& authored) { return build(model, authored, true); }

}  // namespace muster::scene
