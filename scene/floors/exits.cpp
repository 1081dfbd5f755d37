#include "scene/floors/exits.h"

#include "scene/floors/frame.h"
#include "scene/floors/portals.h"
#include "scene/floors/walls.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace muster::scene::stage {

namespace {

constexpr double sink_from = 2.0;     ///< [m] beyond the line: a sink nearer than this draws people through too fast
constexpr double apron_depth = 3.3;   ///< [m]
constexpr double neck = 0.2;          ///< [m] depth over which an apron keeps the width of the exit
constexpr double most_shared = 0.05;  ///< [m] of two exits' lines: what drawing by hand makes
constexpr double reach = 0.6;         ///< [m] difference in height between an exit and its floor

Exit exit_of(const Portal& p, size_t index, const std::string& name, bool closed) {
  Exit e;
  e.name = name.empty() ? p.name : name;
  e.portal = static_cast<int32_t>(index);
  e.a = p.a;
  e.b = p.b;
  e.z = p.z;
  e.closed = closed || p.closed;
  return e;
}

void finish(std::vector<Exit>& exits) {
  std::map<std::string, int> seen;
  for (Exit& e : exits) {
    if (e.name.empty()) e.name = "exit";
    const int n = ++seen[e.name];
    if (n > 1) e.name += fmt::format(" ({})", n);
    e.width = (e.b - e.a).norm();
    const Vec2 along = (e.b - e.a) / e.width;
    e.outward = Vec2(along.y(), -along.x());
  }
}

/// Cells right beside the line on one side: the first met going away from it, at steps of half a cell along it.
std::vector<CellId> beside(const Cells& cells, const Exit& e, double side) {
  const Frame f = frame_of(e);
  std::set<CellId> out;
  const double step = 0.5 * cells.grid.cell;
  for (double s = step; s < f.width; s += step) {
    for (double t = 0.5 * step; t <= 0.5; t += step) {
      const Vec2 at = f.a + f.along * s + f.normal * (side * t);
      const CellId c = cells.find(at, e.z, reach);
      if (c == no_cell) continue;
      // Its centre must lie before the line itself, not within the wall beside it.
      const Vec2 centre = cells.centre(c);
      if (f.t(centre) * side < 1e-6 || f.s(centre) < 0 || f.s(centre) > f.width) continue;
      out.insert(c);
      break;
    }
  }
  return {out.begin(), out.end()};
}

/// The cells with every link across an exit's line removed.
Cells shut(const Cells& cells, const std::vector<Exit>& exits) {
  Cells out = cells;
  for (const Exit& e : exits) cut(crossed(cells, barrier(e), 0.05), out);
  return out;
}

struct Side {
  double in_spaces = 0, area = 0;
  std::set<int32_t> pieces;
};

Vec2 middle_of(const Cells& cells, const Pieces& pieces, int32_t piece) {
  Vec2 sum = Vec2::Zero();
  size_t n = 0;
  for (size_t c = 0; c < cells.size(); ++c) {
    if (pieces.of[c] != piece) continue;
    sum += cells.centre(static_cast<CellId>(c));
    ++n;
  }
  return sum / static_cast<double>(std::max<size_t>(n, 1));
}

/// [m] of two exits' lines that runs side by side, as near as walls are thick.
double shared(const Exit& one, const Exit& other) {
  if (std::abs(one.z - other.z) >= reach) return 0;
  const Frame f = frame_of(one.a, one.b);
  if (std::max(std::abs(f.t(other.a)), std::abs(f.t(other.b))) > neck) return 0;
  const double from = std::min(f.s(other.a), f.s(other.b)), to = std::max(f.s(other.a), f.s(other.b));
  return std::max(0.0, std::min(to, f.width) - std::max(from, 0.0));
}

void turn(Exit& e) {
  std::swap(e.a, e.b);
  e.outward = -e.outward;
}

}  // namespace

Wall barrier(const Exit& e) {
  return {e.a, e.b, static_cast<float>(e.z + body_low + 0.1), static_cast<float>(e.z + body_high - 0.1)};
}

std::vector<Exit> make_exits(const Authored& authored, const std::vector<Portal>& portals, const Cells& cells,
                             std::vector<Mistake>& mistakes) {
  std::vector<Exit> exits;
  for (const ExitSpec& spec : authored.exits) {
    // Of two that overlap, which would somebody go to, and which would count him?
    const auto add = [&](Exit e, const char* key) {
      for (const Exit& before : exits)
        if (const double both = shared(before, e); both > most_shared)
          mistakes.push_back(mistake_at(
              spec.origin, key, "",
              fmt::format("it overlaps the exit '{}' over {:.2f} m: draw one exit there, or lines side by side",
                          before.name, both)));
      exits.push_back(std::move(e));
    };
    if (!spec.line) {
      const auto which = portals_called(spec.door, portals);
      if (which.empty())
        mistakes.push_back(mistake_at(spec.origin, "door", spec.door, no_such_door(spec.door, portals)));
      for (const size_t k : which) add(exit_of(portals[k], k, spec.name, spec.closed), "door");
      continue;
    }
    if (!(((*spec.line)[1] - (*spec.line)[0]).norm() >= 0.3)) {
      mistakes.push_back(mistake_at(spec.origin, "line", "", "the ends of an exit must be at least 0.3 m apart"));
      continue;
    }
    std::string problem;
    const auto z = height_at(cells, *spec.line, spec.z, problem);
    if (!z) {
      mistakes.push_back(
          mistake_at(spec.origin, spec.z ? "z_m" : "line", spec.z ? fmt::format("{}", *spec.z) : "", problem));
      continue;
    }
    Exit e;
    e.name = spec.name;
    e.a = (*spec.line)[0];
    e.b = (*spec.line)[1];
    e.z = *z;
    e.closed = spec.closed;
    add(e, "line");
  }
  finish(exits);
  return exits;
}

std::vector<Exit> default_exits(const std::vector<Portal>& portals, const Cells& cells,
                                const std::vector<int32_t>& space) {
  struct Candidate {
    Exit exit;
    bool terrain;
  };
  std::vector<Candidate> candidates;
  for (size_t k = 0; k < portals.size(); ++k) {
    std::vector<Exit> one = {exit_of(portals[k], k, "", false)};
    finish(one);
    const Frame f = frame_of(one[0]);
    std::array<bool, 2> named = {false, false}, terrain = {false, false};
    for (size_t side = 0; side < 2; ++side) {
      for (double t = 0.1; t <= 1.5; t += 0.1) {
        const CellId c = cells.find(0.5 * (one[0].a + one[0].b) + f.normal * (side == 0 ? t : -t), one[0].z, reach);
        if (c == no_cell) continue;
        named[side] = named[side] || space[static_cast<size_t>(c)] >= 0;
        terrain[side] = terrain[side] || cells.kind[static_cast<size_t>(c)] == Carry::outside;
      }
    }
    if (named[0] != named[1]) candidates.push_back({one[0], terrain[named[0] ? 1 : 0]});
  }
  const bool any_terrain =
      std::any_of(candidates.begin(), candidates.end(), [](const Candidate& c) { return c.terrain; });
  double lowest = 1e300;
  for (const Candidate& c : candidates) lowest = std::min(lowest, c.exit.z);
  std::vector<Exit> exits;
  for (const Candidate& c : candidates) {
    if (any_terrain ? c.terrain : c.exit.z < lowest + 1.0) exits.push_back(c.exit);
  }
  finish(exits);
  return exits;
}

void find_outward(const Cells& cells, const std::vector<int32_t>& space, std::vector<Exit>& exits) {
  const Pieces pieces = find_pieces(shut(cells, exits));
  std::vector<double> area(static_cast<size_t>(pieces.count), 0), in_spaces(static_cast<size_t>(pieces.count), 0);
  const double square = cells.grid.cell * cells.grid.cell;
  for (size_t c = 0; c < cells.size(); ++c) {
    area[static_cast<size_t>(pieces.of[c])] += square;
    if (space[c] >= 0) in_spaces[static_cast<size_t>(pieces.of[c])] += square;
  }
  for (Exit& e : exits) {
    std::array<Side, 2> sides;
    for (size_t k = 0; k < 2; ++k) {
      for (const CellId c : beside(cells, e, k == 0 ? 1 : -1))
        sides[k].pieces.insert(pieces.of[static_cast<size_t>(c)]);
      for (const int32_t p : sides[k].pieces) {
        sides[k].area += area[static_cast<size_t>(p)];
        sides[k].in_spaces += in_spaces[static_cast<size_t>(p)];
      }
    }
    const Side &ahead = sides[0], &behind = sides[1];
    bool forward = true;
    if (ahead.pieces == behind.pieces && !ahead.pieces.empty()) {
      const Vec2 middle = middle_of(cells, pieces, *ahead.pieces.begin());
      forward = (middle - 0.5 * (e.a + e.b)).dot(e.outward) <= 0;
    } else if (std::abs(ahead.in_spaces - behind.in_spaces) > 1) {
      forward = ahead.in_spaces < behind.in_spaces;
    } else {
      forward = ahead.area <= behind.area;
    }
    if (!forward) turn(e);
  }
}

void find_sinks(const Cells& cells, std::vector<Exit>& exits) {
  const Cells apart = shut(cells, exits);
  std::vector<int32_t> seen(cells.size(), -1);
  for (size_t k = 0; k < exits.size(); ++k) {
    Exit& e = exits[k];
    const Frame f = frame_of(e);
    e.line_cells = beside(cells, e, -1);
    e.sink.clear();
    std::vector<CellId> front = beside(cells, e, 1);
    for (const CellId c : front) seen[static_cast<size_t>(c)] = static_cast<int32_t>(k);
    for (size_t at = 0; at < front.size(); ++at) {
      const CellId c = front[at];
      if (f.distance(cells.centre(c)) >= sink_from) e.sink.push_back(c);
      for (const CellId n : apart.neighbour[static_cast<size_t>(c)]) {
        if (n == no_cell || seen[static_cast<size_t>(n)] == static_cast<int32_t>(k)) continue;
        const Vec2 centre = cells.centre(n);
        if (f.t(centre) < 0 || f.distance(centre) > apron_depth) continue;
        seen[static_cast<size_t>(n)] = static_cast<int32_t>(k);
        front.push_back(n);
      }
    }
    std::sort(e.sink.begin(), e.sink.end());
    // A crumb of floor is no way out.
    if (static_cast<double>(e.sink.size()) * cells.grid.cell * cells.grid.cell < 0.5 * e.width) e.sink.clear();
  }
  // A sink at another exit's door would draw its people through.
  for (Exit& e : exits) {
    std::erase_if(e.sink, [&](CellId c) {
      return std::any_of(exits.begin(), exits.end(), [&](const Exit& other) {
        return std::abs(other.z - e.z) < 1.5 && frame_of(other).distance(cells.centre(c)) < sink_from;
      });
    });
  }
}

std::vector<size_t> walked_round(const Cells& cells, const std::vector<Exit>& exits) {
  const Pieces pieces = find_pieces(shut(cells, exits));
  std::vector<size_t> out;
  for (size_t k = 0; k < exits.size(); ++k) {
    std::set<int32_t> inside;
    for (const CellId c : exits[k].line_cells) inside.insert(pieces.of[static_cast<size_t>(c)]);
    const auto& sink = exits[k].sink;
    if (std::any_of(sink.begin(), sink.end(),
                    [&](CellId c) { return inside.contains(pieces.of[static_cast<size_t>(c)]); })) {
      out.push_back(k);
    }
  }
  return out;
}

std::vector<Extra> stubs(const Cells& cells, const std::vector<Exit>& exits, std::vector<Wall>& walls) {
  std::vector<Extra> out;
  const Grid& g = cells.grid;
  for (const Exit& e : exits) {
    if (!e.sink.empty() || e.line_cells.empty()) continue;
    const Frame f = frame_of(e);
    clear_walls(e.a, e.b, e.outward, apron_depth, e.z, walls);
    for (const Vec2& jamb : {e.a, e.b}) {
      walls.push_back(
          {jamb, jamb + f.normal * apron_depth, static_cast<float>(e.z - 0.3), static_cast<float>(e.z + 2.2)});
    }
    std::set<int32_t> columns;
    for (double s = 0.25 * g.cell; s < f.width; s += 0.5 * g.cell) {
      for (double t = 0.25 * g.cell; t < apron_depth; t += 0.5 * g.cell) {
        const Vec2 at = f.a + f.along * s + f.normal * t;
        const int32_t column = g.column(at.x(), at.y());
        if (column >= 0 && f.t(g.centre(column)) > 0) columns.insert(column);
      }
    }
    for (const int32_t column : columns) {
      if (cells.find(column, e.z, 0.25) == no_cell) out.push_back({column, static_cast<float>(e.z), Carry::apron});
    }
  }
  return out;
}

std::vector<Extra> aprons(const Cells& cells, const std::vector<Exit>& exits, std::vector<Wall>& walls) {
  std::vector<Extra> out;
  const Grid& g = cells.grid;
  for (const Exit& e : exits) {
    if (!e.sink.empty()) continue;
    const Frame f = frame_of(e);
    for (const Vec2& jamb : {e.a, e.b}) {
      walls.push_back({jamb, jamb + f.normal * neck, static_cast<float>(e.z - 0.3), static_cast<float>(e.z + 2.2)});
    }
    const double radius = f.width + apron_depth + g.cell;
    const auto i0 = std::max(0, static_cast<int32_t>((e.a.x() - radius - g.x0) / g.cell));
    const auto j0 = std::max(0, static_cast<int32_t>((e.a.y() - radius - g.y0) / g.cell));
    const auto i1 = std::min(g.nx - 1, static_cast<int32_t>((e.a.x() + radius - g.x0) / g.cell));
    const auto j1 = std::min(g.ny - 1, static_cast<int32_t>((e.a.y() + radius - g.y0) / g.cell));
    for (int32_t j = j0; j <= j1; ++j) {
      for (int32_t i = i0; i <= i1; ++i) {
        const int32_t column = j * g.nx + i;
        const Vec2 at = g.centre(column);
        const double t = f.t(at), excess = std::max({0.0, -f.s(at), f.s(at) - f.width});
        if (t <= 0 || t > apron_depth || excess > std::max(0.0, t - neck)) continue;
        if (cells.find(column, e.z, 1.9) != no_cell) continue;
        out.push_back({column, static_cast<float>(e.z), Carry::apron});
      }
    }
  }
  return out;
}

}  // namespace muster::scene::stage
