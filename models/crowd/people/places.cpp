#include "models/crowd/people/places.h"

#include "base/text.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace muster::crowd {

namespace {

using scene::CellId;
using scene::no_cell;
using scene::Surface;

bool inside(const std::vector<Vec2>& polygon, const Vec2& p) {
  bool in = false;
  for (size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
    const Vec2 &a = polygon[i], &b = polygon[j];
    if ((a.y() > p.y()) != (b.y() > p.y()) && p.x() < (b.x() - a.x()) * (p.y() - a.y()) / (b.y() - a.y()) + a.x())
      in = !in;
  }
  return in;
}

}  // namespace

void Complaints::add(const std::string& key, const std::string& value, const std::string& text) {
  const std::string& of_group = origin.key;
  const std::string full = of_group.empty() || key.empty() ? of_group + key : of_group + "." + key;
  all.push_back({origin.file, origin.line, full, value, text});
}
void Complaints::unknown(const std::string& key, const std::string& value, const std::string& what,
                         const std::vector<std::string>& known) {
  const std::string near = nearest_name(value, known);
  std::string text = fmt::format("no {} of that name", what);
  if (!near.empty())
    text += fmt::format("; did you mean '{}'?", near);
  else if (known.empty())
    text += "; the place has none";
  else {
    const std::set<std::string> names(known.begin(), known.end());
    text += fmt::format(
        "; known are {}{}",
        fmt::join(std::vector<std::string>(
                      names.begin(),
                      std::next(names.begin(), static_cast<std::ptrdiff_t>(std::min<size_t>(8, names.size())))),
                  ", "),
        names.size() > 8 ? ", ..." : "");
  }
  add(key, value, text);
}

bool Places::ordinary(CellId c) const {
  const Surface s = floors_.surface[static_cast<size_t>(c)];
  return s != Surface::stair && s != Surface::outside && s != Surface::beyond_exit;
}

bool Places::beyond(CellId c) const { return floors_.surface[static_cast<size_t>(c)] == Surface::beyond_exit; }

/// The spaces that a place names; every name must mean something.
std::vector<char> Places::named_spaces(const Place& place, Complaints& complaints) const {
  std::vector<char> in(floors_.spaces.size(), 0);
  std::vector<std::string> names;
  for (const scene::Space& s : floors_.spaces) {
    names.push_back(s.name);
    if (!s.long_name.empty()) names.push_back(s.long_name);
  }
  for (const std::string& glob : place.spaces) {
    bool any = false;
    for (size_t i = 0; i < floors_.spaces.size(); ++i) {
      const scene::Space& s = floors_.spaces[i];
      if (matches_glob(glob, s.name) || (!s.long_name.empty() && matches_glob(glob, s.long_name)))
        in[i] = 1, any = true;
    }
    if (!any) complaints.unknown("spaces", glob, "space", names);
  }
  return in;
}

std::vector<char> Places::named_storeys(const Place& place, Complaints& complaints) const {
  std::vector<char> in(floors_.storeys.size(), 0);
  std::vector<std::string> names;
  for (const scene::Storey& s : floors_.storeys) names.push_back(s.name);
  for (const std::string& glob : place.storeys) {
    bool any = false;
    for (size_t i = 0; i < floors_.storeys.size(); ++i)
      if (matches_glob(glob, floors_.storeys[i].name)) in[i] = 1, any = true;
    if (!any) complaints.unknown("storeys", glob, "storey", names);
  }
  return in;
}

/// A polygon that lies on connected floor in part only holds fewer people, or holds them closer, than its author meant.
void Places::warn_of_missing_floor(const std::vector<Vec2>& polygon, const std::vector<CellId>& cells,
                                   Complaints& complaints) const {
  constexpr double enough = 0.8;  // walls, columns and furniture take less than a fifth of most rooms
  double twice = 0;
  for (size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) twice += cross(polygon[j], polygon[i]);
  const double wanted = 0.5 * std::abs(twice);
  const double there = static_cast<double>(cells.size()) * floors_.grid.cell * floors_.grid.cell;
  if (there >= enough * wanted) return;
  complaints.warnings.push_back(
      {"place_partly_floor",
       fmt::format("of the {:.1f} m2 in which group '{}' starts only {:.1f} m2 are floor that is connected to an exit",
                   wanted, complaints.name, there),
       "people"});
}

/// Nobody is put elsewhere in silence: of the named spaces and storeys, those without any cell that leads out are a
/// mistake where the author wrote their very name, and a warning where a pattern met them.
void Places::complain_of_cut_off(const std::vector<char>& in_space, const std::vector<char>& in_storey,
                                 const std::vector<CellId>& cells, const Place& place, Complaints& complaints) const {
  std::vector<char> space_lives(in_space.size(), 0), storey_lives(in_storey.size(), 0);
  for (const CellId c : cells) {
    const auto i = static_cast<size_t>(c);
    if (floors_.space[i] >= 0) space_lives[static_cast<size_t>(floors_.space[i])] = 1;
    if (floors_.storey[i] >= 0) storey_lives[static_cast<size_t>(floors_.storey[i])] = 1;
  }
  const auto gap = [&](bool is_space, size_t index) -> std::string {
    for (const scene::Unreachable& u : floors_.unreachable)
      if (is_space ? u.space == static_cast<int32_t>(index) : (u.space < 0 && u.storey == static_cast<int32_t>(index)))
        return !u.reason.empty()
                   ? u.reason
                   : fmt::format(
                         "{:.2f} m in plan and {:.2f} m in height are missing to the nearest floor that is connected",
                         u.gap_horizontal, u.gap_vertical);
    return "the gaps on the way are narrower than a body";
  };
  const auto judge = [&](bool is_space, const std::vector<char>& in, const std::vector<char>& lives,
                         const std::vector<std::string>& patterns, const std::string& key, const auto& name_of) {
    std::vector<std::string> cut;
    for (size_t i = 0; i < in.size(); ++i) {
      if (!in[i] || lives[i]) continue;
      const std::string name = name_of(i);
      const bool written = std::find(patterns.begin(), patterns.end(), name) != patterns.end();
      if (written)
        complaints.add(key, name, "is not connected to an exit: " + gap(is_space, i));
      else
        cut.push_back(name);
    }
    if (cut.empty()) return;
    const auto all = std::count(in.begin(), in.end(), 1);
    const size_t shown = std::min<size_t>(6, cut.size());
    complaints.warnings.push_back(
        {"place_not_connected",
         fmt::format(
             "{} of the {} {} that group '{}' starts in are not connected to an exit, nobody is put there: {}{}",
             cut.size(), all, key, complaints.name,
             fmt::join(cut.begin(), cut.begin() + static_cast<std::ptrdiff_t>(shown), ", "),
             cut.size() > shown ? ", ..." : ""),
         "people"});
  };
  // Where both are named, a space lives only on a named storey: then the storeys alone are judged.
  if (!place.spaces.empty() && place.storeys.empty())
    judge(true, in_space, space_lives, place.spaces, "spaces", [&](size_t i) { return floors_.spaces[i].name; });
  if (!place.storeys.empty())
    judge(false, in_storey, storey_lives, place.storeys, "storeys", [&](size_t i) { return floors_.storeys[i].name; });
}

/// Cells of the floor under a polygon: one floor only.
std::vector<CellId> Places::in_polygon(const Place& place, Complaints& complaints) const {
  if (place.polygon.size() < 3)
    return complaints.add("polygon", "", "must have at least three points"), std::vector<CellId>{};
  std::vector<CellId> cells = select([&](CellId c) {
    if (place.z && std::abs(static_cast<double>(floors_.z[static_cast<size_t>(c)]) - *place.z) > 1.0) return false;
    return inside(place.polygon, floors_.centre(c)) && !beyond(c);
  });
  for (size_t i = 1; i < cells.size() && !place.z; ++i)
    if (floors_.column[static_cast<size_t>(cells[i])] == floors_.column[static_cast<size_t>(cells[i - 1])]) {
      complaints.add(
          "z_m", "",
          fmt::format("needed: floors lie above one another here, at z = {:.2f} m and {:.2f} m",
                      floors_.z[static_cast<size_t>(cells[i - 1])], floors_.z[static_cast<size_t>(cells[i])]));
      return {};
    }
  return cells;
}

std::vector<CellId> Places::at(const Vec2& point, const std::optional<double>& z) const {
  const int32_t column = floors_.grid.column(point.x(), point.y());
  std::vector<CellId> cells;
  if (column < 0) return cells;
  for (uint32_t c = floors_.column_begin[static_cast<size_t>(column)];
       c < floors_.column_begin[static_cast<size_t>(column) + 1]; ++c)
    if (!z || std::abs(static_cast<double>(floors_.z[c]) - *z) <= 1.0) cells.push_back(static_cast<CellId>(c));
  return cells;
}

namespace {

/// Whether a cell lies in the spaces and on the storeys that a place names.
bool named(const scene::Floors& floors, const Place& place, const std::vector<char>& in_space,
           const std::vector<char>& in_storey, CellId c) {
  const auto i = static_cast<size_t>(c);
  const bool space = place.spaces.empty() || (floors.space[i] >= 0 && in_space[static_cast<size_t>(floors.space[i])]);
  const bool storey =
      place.storeys.empty() || (floors.storey[i] >= 0 && in_storey[static_cast<size_t>(floors.storey[i])]);
  return space && storey;
}

}  // namespace

std::vector<CellId> Places::to_start(const Place& place, const std::vector<char>& leads_out,
                                     Complaints& complaints) const {
  const auto out = [&](CellId c) { return leads_out[static_cast<size_t>(c)] != 0; };
  if (!place.polygon.empty()) {
    std::vector<CellId> cells = in_polygon(place, complaints);
    warn_of_missing_floor(place.polygon, cells, complaints);
    return cells;
  }
  if (place.spaces.empty() && place.storeys.empty()) return select([&](CellId c) { return ordinary(c) && out(c); });
  const std::vector<char> in_space = named_spaces(place, complaints), in_storey = named_storeys(place, complaints);
  const auto wanted = [&](CellId c) { return named(floors_, place, in_space, in_storey, c); };
  std::vector<CellId> cells = select([&](CellId c) { return wanted(c) && ordinary(c); });
  if (cells.empty()) cells = select([&](CellId c) { return wanted(c) && !beyond(c); });
  std::erase_if(cells, [&](CellId c) { return !out(c); });
  complain_of_cut_off(in_space, in_storey, cells, place, complaints);
  return cells;
}

std::vector<CellId> Places::all(const Place& place, Complaints& complaints) const {
  if (!place.polygon.empty()) return in_polygon(place, complaints);
  if (!place.points.empty()) {
    std::set<CellId> cells;
    for (const Vec2& point : place.points)
      for (const CellId c : at(point, place.z)) cells.insert(c);
    return {cells.begin(), cells.end()};
  }
  const std::vector<char> in_space = named_spaces(place, complaints), in_storey = named_storeys(place, complaints);
  return select([&](CellId c) { return named(floors_, place, in_space, in_storey, c) && !beyond(c); });
}

/// Cells beside the piece a -> b whose distance from it, to the side of the unit vector `side` (zero: to either side),
/// lies in [low, high] [m].
std::vector<CellId> Places::near_line(const Vec2& a, const Vec2& b, double low, double high, const Vec2& side,
                                      const std::optional<double>& z) const {
  const Vec2 along = (b - a).normalized(), normal = side.isZero() ? Vec2(-along.y(), along.x()) : side;
  const double length = (b - a).norm();
  return select([&](CellId c) {
    if (z && std::abs(static_cast<double>(floors_.z[static_cast<size_t>(c)]) - *z) > 1.0) return false;
    const Vec2 from = floors_.centre(c) - a;
    const double t = from.dot(along), d = side.isZero() ? std::abs(from.dot(normal)) : from.dot(normal);
    return t >= 0 && t <= length && d >= low && d <= high && !beyond(c);
  });
}

std::vector<CellId> Places::of_source(const Source& source, Complaints& complaints) const {
  constexpr double beside = 0.35, behind = 0.2, before = 1.2;  // [m] room for a body or two off the line
  if (source.line) {
    const auto& [a, b] = *source.line;
    return near_line(a, b, 0, beside, Vec2::Zero(), source.place.z);
  }
  if (source.gate.empty()) return all(source.place, complaints);
  std::vector<std::string> known;
  for (const scene::Exit& e : floors_.exits) {
    if (matches_glob(source.gate, e.name)) return near_line(e.a, e.b, behind, before, -e.outward, e.z);
    known.push_back(e.name);
  }
  for (const scene::Portal& p : floors_.portals) {
    if (matches_glob(source.gate, p.name)) return near_line(p.a, p.b, 0, beside, Vec2::Zero(), p.z);
    known.push_back(p.name);
  }
  complaints.unknown("gate", source.gate, "exit or door", known);
  return {};
}

}  // namespace muster::crowd
