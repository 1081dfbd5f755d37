#include "scene/floors/report.h"

#include <algorithm>
#include <map>

namespace muster::scene {

namespace {

constexpr size_t most_lines = 40;

std::string storeys(const Floors& floors) {
  const double square = floors.grid.cell * floors.grid.cell;
  std::vector<double> area(floors.storeys.size() + 1, 0);
  double stairs = 0, ramps = 0;
  for (size_t c = 0; c < floors.size(); ++c) {
    if (floors.surface[c] == Surface::beyond_exit) continue;
    area[static_cast<size_t>(floors.storey[c] + 1)] += square;
    if (floors.surface[c] == Surface::stair) stairs += square;
    if (floors.surface[c] == Surface::ramp) ramps += square;
  }
  double total = 0;
  for (const double a : area) total += a;
  std::string out = fmt::format(
      "walkable: {:.1f} m2 connected ({:.1f} m2 on stairs, {:.1f} m2 on ramps), {} cells of {} m, {} wall pieces\n",
      total, stairs, ramps, floors.size(), floors.grid.cell, floors.walls.size());
  for (size_t s = 0; s < floors.storeys.size(); ++s) {
    out +=
        fmt::format("  storey '{}' at {:.2f} m: {:.1f} m2\n", floors.storeys[s].name, floors.storeys[s].z, area[s + 1]);
  }
  return out;
}

std::string spaces(const Floors& floors) {
  if (floors.spaces.empty()) return "";
  std::vector<double> area(floors.spaces.size(), 0);
  for (const int32_t s : floors.space) {
    if (s >= 0) area[static_cast<size_t>(s)] += floors.grid.cell * floors.grid.cell;
  }
  const auto on = std::count_if(area.begin(), area.end(), [](double a) { return a > 0; });
  std::string out = fmt::format("spaces: {}, {} connected\n", floors.spaces.size(), on);
  for (size_t s = 0; s < floors.spaces.size(); ++s) {
    const Space& space = floors.spaces[s];
    if (area[s] <= 0) continue;
    out += fmt::format("  '{}'{}: {:.1f} m2\n", space.name, space.long_name.empty() ? "" : " (" + space.long_name + ")",
                       area[s]);
  }
  return out;
}

std::string doors(const Floors& floors) {
  const auto on =
      std::count_if(floors.portals.begin(), floors.portals.end(), [](const Portal& p) { return !p.cells.empty(); });
  std::string out = fmt::format("doors: {}, {} on the way\n", floors.portals.size(), on);
  auto side = [&](int32_t s) { return s < 0 ? std::string("-") : floors.spaces[static_cast<size_t>(s)].name; };
  for (const Portal& p : floors.portals) {
    out += fmt::format("  '{}' {:.2f} m wide at ({:.2f}, {:.2f}, {:.2f}), {} | {}{}{}\n", p.name, p.width,
                       0.5 * (p.a.x() + p.b.x()), 0.5 * (p.a.y() + p.b.y()), p.z, side(p.spaces[0]), side(p.spaces[1]),
                       p.closed ? ", closed" : "", p.cells.empty() ? ", not on the way" : "");
  }
  return out;
}

std::string exits_and_links(const Floors& floors) {
  std::string out = fmt::format("exits: {}\n", floors.exits.size());
  for (const Exit& e : floors.exits) {
    out += fmt::format("  '{}' {:.2f} m wide at ({:.2f}, {:.2f}, {:.2f}), out towards ({:.2f}, {:.2f}){}\n", e.name,
                       e.width, 0.5 * (e.a.x() + e.b.x()), 0.5 * (e.a.y() + e.b.y()), e.z, e.outward.x(), e.outward.y(),
                       e.closed ? ", closed" : "");
  }
  for (const Link& l : floors.links) out += fmt::format("link '{}' {:.2f} m wide\n", l.name, l.width);
  return out;
}

/// Pieces of floor joined by neighbours or links, of at least 2 m2, largest first: more than one only without exits.
std::string pieces(const Floors& floors) {
  struct Piece {
    size_t cells = 0;
    float low = 1e30F, high = -1e30F;
  };
  std::vector<int32_t> of(floors.size(), -1);
  std::vector<Piece> found;
  std::vector<CellId> front;
  for (size_t start = 0; start < floors.size(); ++start) {
    if (of[start] >= 0) continue;
    const auto index = static_cast<int32_t>(found.size());
    found.emplace_back();
    auto visit = [&](CellId c) {
      if (c == no_cell || of[static_cast<size_t>(c)] >= 0) return;
      of[static_cast<size_t>(c)] = index;
      front.push_back(c);
    };
    visit(static_cast<CellId>(start));
    while (!front.empty()) {
      while (!front.empty()) {
        const auto c = static_cast<size_t>(front.back());
        front.pop_back();
        ++found.back().cells;
        found.back().low = std::min(found.back().low, floors.z[c]);
        found.back().high = std::max(found.back().high, floors.z[c]);
        for (const CellId n : floors.neighbour[c]) visit(n);
      }
      for (const Link& l : floors.links) {
        if (l.kind == Link::Kind::lift && !l.lift_runs()) continue;
        const auto ends = l.kind == Link::Kind::lift ? l.stops : std::vector<std::vector<CellId>>{l.from, l.to};
        const auto known = [&](CellId c) { return of[static_cast<size_t>(c)] == index; };
        const auto here = [&](const auto& end) { return std::any_of(end.begin(), end.end(), known); };
        if (std::none_of(ends.begin(), ends.end(), here)) continue;
        for (const auto& end : ends)
          for (const CellId c : end) visit(c);
      }
    }
  }
  const double square = floors.grid.cell * floors.grid.cell;
  std::erase_if(found, [&](const Piece& p) { return static_cast<double>(p.cells) * square < 2; });
  std::stable_sort(found.begin(), found.end(), [](const Piece& a, const Piece& b) { return a.cells > b.cells; });
  if (found.size() < 2) return "";
  std::string out = fmt::format("separate floors: {}\n", found.size());
  for (size_t k = 0; k < std::min(most_lines, found.size()); ++k) {
    out += fmt::format("  {:.1f} m2 from {:.2f} m to {:.2f} m\n", static_cast<double>(found[k].cells) * square,
                       found[k].low, found[k].high);
  }
  return out;
}

std::string unreachable(const Floors& floors) {
  if (floors.exits.empty()) return "";
  if (floors.unreachable.empty()) return "not connected to an exit: nothing\n";
  std::string out = fmt::format("not connected to an exit: {} places\n", floors.unreachable.size());
  for (size_t k = 0; k < std::min(most_lines, floors.unreachable.size()); ++k) {
    const Unreachable& u = floors.unreachable[k];
    out += fmt::format(
        "  {}, {:.1f} m2 at ({:.2f}, {:.2f}, {:.2f}): {:.2f} m in plan and {:.2f} m in height from ({:.2f}, {:.2f}, "
        "{:.2f}){}\n",
        u.what, u.area, u.at.x(), u.at.y(), u.at.z(), u.gap_horizontal, u.gap_vertical, u.nearest.x(), u.nearest.y(),
        u.nearest.z(), u.reason.empty() ? "" : ": " + u.reason);
  }
  if (floors.unreachable.size() > most_lines)
    out += fmt::format("  and {} more\n", floors.unreachable.size() - most_lines);
  return out;
}

}  // namespace

std::string describe(const Floors& floors) {
  std::string out =
      storeys(floors) + spaces(floors) + doors(floors) + exits_and_links(floors) + pieces(floors) + unreachable(floors);
  for (const Warning& w : floors.warnings) out += "warning: " + w.text + "\n";
  return out;
}

}  // namespace muster::scene
