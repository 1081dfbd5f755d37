#include "scene/floors/reach.h"

#include "scene/floors/lifts.h"
#include "scene/floors/portals.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace muster::scene::stage {

namespace {

constexpr double least_piece = 0.5;    ///< [m2] smaller pieces are sills, tops of furniture and crumbs
constexpr double least_floor = 2.0;    ///< [m2] pieces outside spaces that are reported
constexpr double least_landing = 1.0;  ///< [m] radius of the ground before a lift on which people wait for it
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

/// What lies above a point, by element: tells cores of solids and roofs from rooms.
class Above {
 public:
  explicit Above(const Model& model) : model_(model), elements_(model.elements.size()) {
    for (uint32_t t = 0; t < model.triangles.size(); ++t) {
      const Triangle& triangle = model.triangles[t];
      const Meaning m = model.elements[triangle.element].meaning;
      if (m == Meaning::door || m == Meaning::space || m == Meaning::ignore) continue;
      Element& e = elements_[triangle.element];
      e.triangles.push_back(t);
      e.known = m != Meaning::unknown;
      for (const uint32_t v : triangle.vertex) {
        e.low = e.low.cwiseMin(model.vertices[v]);
        e.high = e.high.cwiseMax(model.vertices[v]);
      }
    }
  }
  enum class Cover : uint8_t { roofed, sky, solid };
  /// Solid where the surface of an element of known meaning is crossed an odd number of times on the way up and on the
  /// way down: a mesh without class may be a whole storey between two sheets.
  Cover at(const Vec3& floor) const {
    // Off the grid's lines, where triangles share edges.
    const Vec3f p = (floor + Vec3(0.00137, 0.00071, 0.05)).cast<float>();
    Cover cover = Cover::sky;
    for (const Element& e : elements_) {
      if (e.triangles.empty() || p.x() < e.low.x() || p.y() < e.low.y() || p.x() > e.high.x() || p.y() > e.high.y() ||
          p.z() > e.high.z()) {
        continue;
      }
      size_t up = 0, down = 0;
      for (const uint32_t t : e.triangles) {
        const int side = crosses(t, p);
        up += side > 0 ? 1 : 0;
        down += side < 0 ? 1 : 0;
      }
      if (e.known && up % 2 == 1 && down % 2 == 1) return Cover::solid;
      if (up > 0) cover = Cover::roofed;
    }
    return cover;
  }

 private:
  struct Element {
    std::vector<uint32_t> triangles;
    bool known = false;
    Vec3f low = Vec3f::Constant(1e30F), high = Vec3f::Constant(-1e30F);
  };
  /// 1 where the triangle lies above the point, -1 below, 0 beside.
  int crosses(uint32_t t, const Vec3f& p) const {
    std::array<Vec3, 3> v;
    for (size_t k = 0; k < 3; ++k) v[k] = (model_.vertices[model_.triangles[t].vertex[k]] - p).cast<double>();
    // Areas against the point; all of one sign where it lies within.
    std::array<double, 3> w;
    for (size_t k = 0; k < 3; ++k) w[k] = cross(v[(k + 1) % 3].head<2>(), v[(k + 2) % 3].head<2>());
    const double sum = w[0] + w[1] + w[2];
    if (!((w[0] > 0 && w[1] > 0 && w[2] > 0) || (w[0] < 0 && w[1] < 0 && w[2] < 0))) return 0;
    return (w[0] * v[0].z() + w[1] * v[1].z() + w[2] * v[2].z()) / sum > 0 ? 1 : -1;
  }
  const Model& model_;
  std::vector<Element> elements_;
};

/// What covers most of five cells of a piece; sky only where it covers all.
Above::Cover cover_of(const Above& above, const Cells& cells, const std::vector<CellId>& piece) {
  size_t solid = 0, sky = 0;
  for (size_t k = 0; k < 5; ++k) {
    const Above::Cover c = above.at(place(cells, piece[(2 * k + 1) * piece.size() / 10]));
    solid += c == Above::Cover::solid ? 1 : 0;
    sky += c == Above::Cover::sky ? 1 : 0;
  }
  return solid >= 3 ? Above::Cover::solid : sky == 5 ? Above::Cover::sky : Above::Cover::roofed;
}

/// Why the links that lead to a piece of floor do not connect it; "" where none leads there.
std::string reason(const Connection& connection, const std::vector<CellId>& piece) {
  auto any = [&](const std::vector<uint8_t>& flags) {
    return std::any_of(piece.begin(), piece.end(), [&](CellId c) { return flags[static_cast<size_t>(c)] != 0; });
  };
  if (any(connection.with_lifts)) return "only a lift leads there that is out of service";
  if (any(connection.against)) return "a one-way link leads there, but none leads away";
  return "";
}

std::string label(const Space& s) {
  return s.long_name.empty() || s.long_name == s.name ? fmt::format("space '{}'", s.name)
                                                      : fmt::format("space '{}' ({})", s.name, s.long_name);
}

/// Pieces of floor that are not kept and on which people could be: no crumbs, no cores of walls, no insides of solids
/// and, where spaces say what is a room, nothing unnamed under the open sky (roofs, canopies, undersides of the
/// ground).
std::vector<std::vector<CellId>> lost_pieces(const Model& model, const Cells& cells, const std::vector<int32_t>& space,
                                             const std::vector<uint8_t>& kept) {
  const Pieces pieces = find_pieces(cells);
  const std::vector<uint8_t> inner = roomy(cells);
  std::vector<std::vector<CellId>> lists(static_cast<size_t>(pieces.count));
  std::vector<uint8_t> holds(lists.size(), 0), named(lists.size(), 0);
  for (size_t c = 0; c < cells.size(); ++c) {
    if (kept[c] != 0) continue;
    const auto piece = static_cast<size_t>(pieces.of[c]);
    lists[piece].push_back(static_cast<CellId>(c));
    holds[piece] |= inner[c];
    named[piece] |= space[c] >= 0 ? 1 : 0;
  }
  const auto least = static_cast<size_t>(least_piece / (cells.grid.cell * cells.grid.cell));
  const Above above(model);
  std::vector<std::vector<CellId>> out;
  for (size_t p = 0; p < lists.size(); ++p) {
    if (lists[p].size() < least || lists[p].empty() || holds[p] == 0) continue;
    const Above::Cover cover = cover_of(above, cells, lists[p]);
    if (cover == Above::Cover::solid) continue;
    if (cover == Above::Cover::sky && named[p] == 0 && !model.spaces.empty()) continue;
    out.push_back(std::move(lists[p]));
  }
  return out;
}

}  // namespace

namespace {

/// "this end of the link lies on no floor; the nearest floor lies at ...".
Mistake no_floor(const LinkSpec& spec, size_t point, const Cells& cells) {
  const Vec3& end = spec.path[point];
  CellId nearest = no_cell;
  for (size_t c = 0; c < cells.size(); ++c) {
    const auto id = static_cast<CellId>(c);
    if (nearest == no_cell || distance(place(cells, id), end) < distance(place(cells, nearest), end)) nearest = id;
  }
  std::string text =
      spec.kind == Link::Kind::lift ? "no floor lies before this stop" : "this end of the link lies on no floor";
  if (nearest != no_cell) {
    const Vec3 at = place(cells, nearest);
    text += fmt::format(
        "; the nearest floor lies at [{:.2f}, {:.2f}, {:.2f}], {:.2f} m away in plan and {:.2f} m in height", at.x(),
        at.y(), at.z(), (at - end).head<2>().norm(), std::abs(at.z() - end.z()));
  }
  return mistake_at(spec.origin, fmt::format("path[{}]", point), fmt::format("[{}, {}, {}]", end.x(), end.y(), end.z()),
                    text);
}

}  // namespace

std::vector<Link> make_links(const Authored& authored, const Cells& cells, std::vector<Mistake>& mistakes) {
  std::vector<Link> links;
  for (const LinkSpec& spec : authored.links) {
    if (spec.path.size() < 2) {
      mistakes.push_back(mistake_at(spec.origin, "path", "", "a link needs at least two points"));
      continue;
    }
    Link link{spec.name, spec.kind, spec.path, spec.width, spec.two_way, {}, {}, spec.escalator, spec.lift};
    if (spec.kind == Link::Kind::lift) {
      const double radius = std::max(least_landing, spec.width);
      for (size_t k = 0; k < spec.path.size(); ++k) {
        link.stops.push_back(landing(cells, spec.path[k], radius));
        if (link.stops.back().empty()) mistakes.push_back(no_floor(spec, k, cells));
      }
      link.from = link.stops.front(), link.to = link.stops.back();
    } else {
      const double radius = std::max(0.3, 0.5 * spec.width);
      link.from = cells_near(cells, spec.path.front(), radius, 0.6);
      link.to = cells_near(cells, spec.path.back(), radius, 0.6);
      if (link.from.empty()) mistakes.push_back(no_floor(spec, 0, cells));
      if (link.to.empty()) mistakes.push_back(no_floor(spec, spec.path.size() - 1, cells));
    }
    if (spec.kind == Link::Kind::escalator) {
      if (spec.backward) std::reverse(link.path.begin(), link.path.end()), std::swap(link.from, link.to);
      if (!link.escalator.stopped) link.two_way = false;
    }
    links.push_back(link);
  }
  return links;
}

std::vector<uint8_t> reachable(const Cells& cells, const std::vector<CellId>& starts, const std::vector<Link>& links,
                               const Relaxed& relaxed) {
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
      const auto known = [&](CellId c) { return seen[static_cast<size_t>(c)] != 0; };
      const auto any = [&](const std::vector<CellId>& list) { return std::any_of(list.begin(), list.end(), known); };
      const auto all = [&](const std::vector<CellId>& list) { return std::all_of(list.begin(), list.end(), known); };
      if (l.kind == Link::Kind::lift) {
        if (!relaxed.standing_lifts && (!relaxed.lifts || !l.lift_runs())) continue;
        // One gets to the stop that leads out from all others.
        const bool leads = relaxed.standing_lifts ? std::any_of(l.stops.begin(), l.stops.end(), any)
                                                  : any(l.stops[static_cast<size_t>(l.exit_stop)]);
        for (const std::vector<CellId>& stop : l.stops)
          if (leads && !all(stop)) {
            for (const CellId c : stop) visit(c);
            more = true;
          }
        continue;
      }
      if (l.from.empty() || l.to.empty() || any(l.from) == any(l.to)) continue;
      // From where a link comes out one gets back to where it starts.
      const bool forward = any(l.to);
      if (!forward && !l.two_way && !relaxed.against) continue;
      for (const CellId c : forward ? l.from : l.to) visit(c);
      more = true;
    }
  }
  return seen;
}

Connection connect(const Cells& cells, const std::vector<CellId>& starts, const std::vector<Link>& links) {
  Connection c;
  c.kept = reachable(cells, starts, links);
  const auto special = [](const Link& l) { return l.kind == Link::Kind::lift || !l.two_way; };
  const bool any = std::any_of(links.begin(), links.end(), special);
  c.with_lifts = any ? reachable(cells, starts, links, {.standing_lifts = true}) : c.kept;
  c.against = any ? reachable(cells, starts, links, {.standing_lifts = true, .against = true}) : c.kept;
  return c;
}

std::vector<Unreachable> explain(const Model& model, const Cells& cells, const std::vector<int32_t>& space,
                                 const std::vector<int16_t>& storey, const Connection& connection) {
  const std::vector<uint8_t>& kept = connection.kept;
  const KeptEdges edges(cells, kept);
  const double square = cells.grid.cell * cells.grid.cell;
  std::vector<std::vector<CellId>> of_space(model.spaces.size()), of_storey(model.storeys.size()), unnamed;
  for (const auto& piece : lost_pieces(model, cells, space, kept)) {
    std::vector<CellId> rest;
    for (const CellId c : piece) {
      const auto s = space[static_cast<size_t>(c)];
      (s >= 0 ? of_space[static_cast<size_t>(s)] : rest).push_back(c);
      const auto level = storey[static_cast<size_t>(c)];
      if (level >= 0) of_storey[static_cast<size_t>(level)].push_back(c);
    }
    if (static_cast<double>(rest.size()) * square >= least_floor) unnamed.push_back(rest);
  }
  std::vector<double> kept_space(model.spaces.size(), 0), kept_storey(model.storeys.size(), 0);
  for (size_t c = 0; c < cells.size(); ++c) {
    if (kept[c] == 0) continue;
    if (space[c] >= 0) kept_space[static_cast<size_t>(space[c])] += square;
    const bool way = cells.kind[c] == Carry::apron || cells.kind[c] == Carry::stair;  // leads there or away
    if (storey[c] >= 0 && !way) kept_storey[static_cast<size_t>(storey[c])] += square;
  }
  std::vector<Unreachable> out;
  auto report = [&](const std::string& what, const std::vector<CellId>& list, int32_t in_space) {
    Unreachable u;
    u.what = what;
    u.space = in_space;
    u.storey = storey[static_cast<size_t>(list.front())];
    measure(cells, list, edges, u);
    u.reason = reason(connection, list);
    out.push_back(u);
  };
  for (size_t s = 0; s < of_storey.size(); ++s) {
    if (kept_storey[s] < least_piece && !of_storey[s].empty()) {
      report(fmt::format("storey '{}'", model.storeys[s].name), of_storey[s], -1);
    }
  }
  for (size_t s = 0; s < of_space.size(); ++s) {
    const double area = static_cast<double>(of_space[s].size()) * square;
    if (kept_space[s] < least_piece && area >= least_piece) {
      report(label(model.spaces[s]), of_space[s], static_cast<int32_t>(s));
    }
  }
  for (const auto& list : unnamed) {
    // A storey of which nothing is kept is named as a whole.
    const int16_t level = storey[static_cast<size_t>(list.front())];
    if (level >= 0 && kept_storey[static_cast<size_t>(level)] < least_piece) continue;
    report(fmt::format("floor of {:.1f} m2", static_cast<double>(list.size()) * square), list, -1);
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
