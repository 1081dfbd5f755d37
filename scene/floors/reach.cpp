#include "scene/floors/reach.h"

#include "scene/floors/portals.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace muster::scene::stage {

namespace {

constexpr double least_piece = 0.5;  ///< [m2] smaller pieces are sills, tops of furniture and crumbs
constexpr double least_floor = 2.0;  ///< [m2] pieces outside spaces that are reported
constexpr int person = 2;  ///< [cells of 0.1 m] a piece nowhere this far from its edge holds nobody (wall cores)

/// Cells near a point in plan and height.
std::vector<CellId> cells_near(const Cells& cells, const Vec3& at, double radius, double reach) {
  std::vector<CellId> out;
  const Grid& g = cells.grid;
  const auto i0 = std::max(0, static_cast<int32_t>((at.x() - radius - g.x0) / g.cell));
  const auto j0 = std::max(0, static_cast<int32_t>((at.y() - radius - g.y0) / g.cell));
  const auto i1 = std::min(g.nx - 1, static_cast<int32_t>((at.x() + radius - g.x0) / g.cell));
  const auto j1 = std::min(g.ny - 1, static_cast<int32_t>((at.y() + radius - g.y0) / g.cell));
  for (int32_t j = j0; j <= j1; ++j) {
    for (int32_t i = i0; i <= i1; ++i) {
      const int32_t column = j * g.nx + i;
      if ((g.centre(column) - at.head<2>()).norm() > std::max(radius, g.cell)) continue;
      const CellId c = cells.find(column, at.z(), reach);
      if (c != no_cell) out.push_back(c);
    }
  }
  return out;
}

Vec3 place(const Cells& cells, CellId c) {
  const Vec2 at = cells.centre(c);
  return {at.x(), at.y(), cells.z[static_cast<size_t>(c)]};
}

/// Distance that makes a metre of height count as three on the level: the nearest floor is rather beside than below.
double distance(const Vec3& a, const Vec3& b) { return std::hypot(a.x() - b.x(), a.y() - b.y(), 3 * (a.z() - b.z())); }

bool on_edge(const Cells& cells, CellId c) {
  const auto& n = cells.neighbour[static_cast<size_t>(c)];
  return std::any_of(n.begin(), n.end(), [](CellId next) { return next == no_cell; });
}

/// The kept floors' edges, in boxes of 2 m for a search that starts coarse.
class KeptEdges {
 public:
  KeptEdges(const Cells& cells, const std::vector<uint8_t>& kept) : cells_(cells) {
    for (size_t c = 0; c < cells.size(); ++c) {
      if (kept[c] == 0 || !on_edge(cells, static_cast<CellId>(c))) continue;
      const Vec3 at = place(cells, static_cast<CellId>(c));
      boxes_[box(at)].push_back(static_cast<CellId>(c));
    }
  }
  bool empty() const { return boxes_.empty(); }
  CellId nearest(const Vec3& at) const {
    double best = 1e300;
    CellId found = no_cell;
    for (const auto& [key, list] : boxes_) {
      // The box's nearest point bounds what it can offer.
      const Vec3 low(2 * key[0], 2 * key[1], 2 * key[2]);
      const Vec3 nearest_point = at.cwiseMax(low).cwiseMin(low + Vec3::Constant(2));
      if (distance(at, nearest_point) >= best) continue;
      for (const CellId c : list) {
        const double d = distance(at, place(cells_, c));
        if (d >= best) continue;
        best = d;
        found = c;
      }
    }
    return found;
  }

 private:
  static std::array<int, 3> box(const Vec3& at) {
    return {static_cast<int>(std::floor(at.x() / 2)), static_cast<int>(std::floor(at.y() / 2)),
            static_cast<int>(std::floor(at.z() / 2))};
  }
  const Cells& cells_;
  std::map<std::array<int, 3>, std::vector<CellId>> boxes_;
};

/// Fills area, point and gap from the cells of a piece of floor.
void measure(const Cells& cells, const std::vector<CellId>& list, const KeptEdges& edges, Unreachable& u) {
  u.area = static_cast<double>(list.size()) * cells.grid.cell * cells.grid.cell;
  u.at = place(cells, list[list.size() / 2]);
  u.nearest = u.at;
  if (edges.empty()) return;
  std::vector<CellId> edge;
  for (const CellId c : list) {
    if (on_edge(cells, c)) edge.push_back(c);
  }
  if (edge.empty()) edge = list;
  double best = 1e300;
  const size_t stride = std::max<size_t>(1, edge.size() / 150);
  for (size_t k = 0; k < edge.size(); k += stride) {
    const Vec3 at = place(cells, edge[k]);
    const CellId n = edges.nearest(at);
    const Vec3 there = place(cells, n);
    if (distance(at, there) >= best) continue;
    best = distance(at, there);
    u.at = at;
    u.nearest = there;
  }
  u.gap_horizontal = (u.at - u.nearest).head<2>().norm();
  u.gap_vertical = std::abs(u.at.z() - u.nearest.z());
}

/// Whether a body fits on the piece: some cell is `person` cells away from every edge.
std::vector<uint8_t> roomy(const Cells& cells) {
  const int depth = std::max(1, static_cast<int>(std::lround(person * 0.1 / cells.grid.cell)));
  std::vector<uint8_t> inner(cells.size(), 1), next;
  for (int d = 0; d < depth; ++d) {
    next = inner;
    for (size_t c = 0; c < cells.size(); ++c) {
      if (inner[c] == 0) continue;
      for (const CellId n : cells.neighbour[c]) {
        if (n == no_cell || inner[static_cast<size_t>(n)] == 0) next[c] = 0;
      }
    }
    inner.swap(next);
  }
  return inner;
}

std::string label(const Space& s) {
  return s.long_name.empty() || s.long_name == s.name ? fmt::format("space '{}'", s.name)
                                                      : fmt::format("space '{}' ({})", s.name, s.long_name);
}

}  // namespace

std::vector<Link> make_links(const Authored& authored, const Cells& cells, std::vector<Mistake>& mistakes) {
  std::vector<Link> links;
  for (const LinkSpec& spec : authored.links) {
    if (spec.path.size() < 2) {
      mistakes.push_back(mistake_at(spec.origin, "path", "", "a link needs at least two points"));
      continue;
    }
    Link link{spec.name, spec.kind, spec.path, spec.width, spec.two_way, {}, {}};
    const double radius = std::max(0.3, 0.5 * spec.width);
    link.from = cells_near(cells, spec.path.front(), radius, 0.6);
    link.to = cells_near(cells, spec.path.back(), radius, 0.6);
    for (const bool first : {true, false}) {
      if (!(first ? link.from : link.to).empty()) continue;
      const Vec3& end = first ? spec.path.front() : spec.path.back();
      CellId nearest = no_cell;
      for (size_t c = 0; c < cells.size(); ++c) {
        const auto id = static_cast<CellId>(c);
        if (nearest == no_cell || distance(place(cells, id), end) < distance(place(cells, nearest), end)) nearest = id;
      }
      std::string text = "this end of the link lies on no floor";
      if (nearest != no_cell) {
        const Vec3 at = place(cells, nearest);
        text += fmt::format(
            "; the nearest floor lies at [{:.2f}, {:.2f}, {:.2f}], {:.2f} m away in plan and {:.2f} m in height",
            at.x(), at.y(), at.z(), (at - end).head<2>().norm(), std::abs(at.z() - end.z()));
      }
      mistakes.push_back(mistake_at(spec.origin, fmt::format("path[{}]", first ? 0 : spec.path.size() - 1),
                                    fmt::format("[{}, {}, {}]", end.x(), end.y(), end.z()), text));
    }
    links.push_back(link);
  }
  return links;
}

std::vector<uint8_t> reachable(const Cells& cells, const std::vector<CellId>& starts, const std::vector<Link>& links) {
  std::vector<uint8_t> seen(cells.size(), 0);
  std::vector<CellId> front;
  auto visit = [&](CellId c) {
    if (c == no_cell || seen[static_cast<size_t>(c)] != 0) return;
    seen[static_cast<size_t>(c)] = 1;
    front.push_back(c);
  };
  for (const CellId c : starts) visit(c);
  for (bool more = true; more;) {
    while (!front.empty()) {
      const auto c = static_cast<size_t>(front.back());
      front.pop_back();
      for (const CellId n : cells.neighbour[c]) visit(n);
    }
    more = false;
    for (const Link& l : links) {
      auto any = [&](const std::vector<CellId>& list) {
        return std::any_of(list.begin(), list.end(), [&](CellId c) { return seen[static_cast<size_t>(c)] != 0; });
      };
      if (l.from.empty() || l.to.empty() || any(l.from) == any(l.to)) continue;
      for (const CellId c : any(l.from) ? l.to : l.from) visit(c);
      more = true;
    }
  }
  return seen;
}

std::vector<Unreachable> explain(const Model& model, const Cells& cells, const std::vector<int32_t>& space,
                                 const std::vector<int16_t>& storey, const std::vector<uint8_t>& kept) {
  const KeptEdges edges(cells, kept);
  const Pieces pieces = find_pieces(cells);
  const std::vector<uint8_t> inner = roomy(cells);
  std::vector<size_t> size(static_cast<size_t>(pieces.count), 0);
  std::vector<uint8_t> holds(static_cast<size_t>(pieces.count), 0);
  for (size_t c = 0; c < cells.size(); ++c) {
    ++size[static_cast<size_t>(pieces.of[c])];
    holds[static_cast<size_t>(pieces.of[c])] |= inner[c];
  }
  const double square = cells.grid.cell * cells.grid.cell;
  std::vector<std::vector<CellId>> of_space(model.spaces.size());
  std::map<int32_t, std::vector<CellId>> of_piece;
  std::vector<double> kept_space(model.spaces.size(), 0), kept_storey(model.storeys.size(), 0);
  std::vector<std::vector<CellId>> of_storey(model.storeys.size());
  for (size_t c = 0; c < cells.size(); ++c) {
    const auto piece = static_cast<size_t>(pieces.of[c]);
    if (kept[c] != 0) {
      if (space[c] >= 0) kept_space[static_cast<size_t>(space[c])] += square;
      if (storey[c] >= 0 && cells.kind[c] != Carry::apron) kept_storey[static_cast<size_t>(storey[c])] += square;
      continue;
    }
    const double area = static_cast<double>(size[piece]) * square;
    if (area < least_piece || holds[piece] == 0) continue;
    const auto id = static_cast<CellId>(c);
    if (storey[c] >= 0) of_storey[static_cast<size_t>(storey[c])].push_back(id);
    if (space[c] >= 0) {
      of_space[static_cast<size_t>(space[c])].push_back(id);
    } else if (area >= least_floor) {
      of_piece[pieces.of[c]].push_back(id);
    }
  }
  std::vector<Unreachable> out;
  auto report = [&](const std::string& what, const std::vector<CellId>& list, int32_t in_space) {
    Unreachable u;
    u.what = what;
    u.space = in_space;
    u.storey = storey[static_cast<size_t>(list.front())];
    measure(cells, list, edges, u);
    out.push_back(u);
  };
  for (size_t s = 0; s < of_storey.size(); ++s) {
    if (kept_storey[s] < least_piece && !of_storey[s].empty())
      report(fmt::format("storey '{}'", model.storeys[s].name), of_storey[s], -1);
  }
  for (size_t s = 0; s < of_space.size(); ++s) {
    const double area = static_cast<double>(of_space[s].size()) * square;
    if (kept_space[s] < least_piece && area >= least_piece)
      report(label(model.spaces[s]), of_space[s], static_cast<int32_t>(s));
  }
  for (const auto& [piece, list] : of_piece) {
    const double area = static_cast<double>(list.size()) * square;
    if (area >= least_floor) report(fmt::format("floor of {:.1f} m2", area), list, -1);
  }
  std::stable_sort(out.begin(), out.end(), [](const Unreachable& a, const Unreachable& b) { return a.area > b.area; });
  return out;
}

Cells keep(const Cells& cells, const std::vector<uint8_t>& kept, std::vector<CellId>& index) {
  index.assign(cells.size(), no_cell);
  Cells out;
  out.grid = cells.grid;
  out.begin.assign(cells.begin.size(), 0);
  CellId next = 0;
  for (size_t at = 0; at + 1 < cells.begin.size(); ++at) {
    out.begin[at] = static_cast<uint32_t>(next);
    for (uint32_t c = cells.begin[at]; c < cells.begin[at + 1]; ++c) {
      if (kept[c] != 0) index[c] = next++;
    }
  }
  out.begin.back() = static_cast<uint32_t>(next);
  for (size_t c = 0; c < cells.size(); ++c) {
    if (kept[c] == 0) continue;
    out.column.push_back(cells.column[c]);
    out.z.push_back(cells.z[c]);
    out.kind.push_back(cells.kind[c]);
    auto links = cells.neighbour[c];
    for (CellId& n : links) n = n == no_cell ? no_cell : index[static_cast<size_t>(n)];
    out.neighbour.push_back(links);
  }
  return out;
}

}  // namespace muster::scene::stage
