#include "models/crowd/routes/routes.h"

#include "base/error.h"
#include "base/parallel.h"
#include "models/crowd/ground/passage.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <queue>

namespace muster::crowd {

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

/// Cost of a metre whose middle lies `d` metres from a wall: 1 beyond `comfort`, rising in a straight line to
/// `1 + wall_cost` at `tight`. A body (r = 0.15 m) stands no closer than 0.15 m and passes a corner with a hand's
/// breadth to spare; doors down to 0.3 m stay passable because the cost stays finite.
float cost_beside_wall(float d) {
  constexpr float comfort = 0.20f, tight = 0.10f, wall_cost = 4;
  return 1 + wall_cost * std::clamp((comfort - d) / (comfort - tight), 0.0f, 1.0f);
}

/// Below this slope a surface marked "stair" is a landing and walked at full speed; see `stair_factor`.
constexpr float landing_slope = 0.1f;

uint8_t opposite(uint8_t direction) { return static_cast<uint8_t>((direction + 2) & 3); }

}  // namespace

LinkPace link_pace(const scene::Link& link, bool forward, double up, double down) {
  double plan = 0, rise = 0, length = 0;
  for (size_t i = 1; i < link.path.size(); ++i) {
    const Vec3 d = link.path[i] - link.path[i - 1];
    plan += d.head<2>().norm();
    rise += std::abs(d.z());
    length += d.norm();
  }
  const bool climbs = (link.path.back().z() > link.path.front().z()) == forward;
  // A path drawn steeper than a stair (a spiral as two points) is walked with the going of the usual step,
  // 17 cm high and 29 cm deep (Neufert; DIN 18065: 14-20 and 23-37 cm).
  constexpr double going_per_rise = 29.0 / 17.0;
  // Assumption, no source found that fits untrained people: one rung, 0.3 m, in a second either way.
  constexpr double ladder_speed = 0.3;
  // EN 115-1: escalators run at 0.5 m/s along the slope; people are taken to stand.
  constexpr double escalator_speed = 0.5;
  switch (link.kind) {
    case scene::Link::Kind::stairs:
      return {std::max(plan, rise * going_per_rise), climbs ? up : down, 0};
    case scene::Link::Kind::ladder:
      return {plan, 1, std::max(length, 1e-3) / ladder_speed};
    case scene::Link::Kind::escalator:
      return {plan, 1, std::max(length, 1e-3) / escalator_speed};
    case scene::Link::Kind::ramp:
    case scene::Link::Kind::lift:
      break;
  }
  return {std::max(length, 1e-3), 1, 0};
}

/// State of one march: accepted cells hold final values.
struct Routes::March {
  struct Trial {
    float u;
    CellId cell;
    bool operator>(const Trial& o) const { return u > o.u || (u == o.u && cell > o.cell); }
  };
  const scene::Floors& floors;
  const std::vector<uint8_t>& open;
  const std::vector<float>& cost;
  const RouteSettings& settings;
  const Ground& ground;
  Field& field;
  std::vector<char> accepted;
  std::priority_queue<Trial, std::vector<Trial>, std::greater<>> trials;

  void offer(CellId c, float u) {
    if (u < field.distance[static_cast<size_t>(c)]) {
      field.distance[static_cast<size_t>(c)] = u;
      trials.push({u, c});
    }
  }

  /// Seconds per metre at unit free speed in cell c for somebody who goes on to a cell at height z.
  float slowness(size_t c, float z) const {
    if ((ground.flags(static_cast<CellId>(c)) & Ground::stair) == 0) return cost[c];
    const float slope = std::hypot(floors.slope[c][0], floors.slope[c][1]);
    if (slope < landing_slope) return cost[c];
    return cost[c] / static_cast<float>(z > floors.z[c] ? settings.stairs_up : settings.stairs_down);
  }

  /// Smaller accepted value along an axis (0: x, 1: y) as the upwind difference weight * (u - value).
  struct Upwind {
    float value = infinity, weight = 1, first = infinity, z = 0;
    int8_t direction = -1;
  };
  Upwind upwind(size_t c, uint8_t axis) const {
    Upwind best;
    for (const uint8_t d : {axis, static_cast<uint8_t>(axis + 2)}) {
      const CellId n = floors.neighbour[c][d];
      if (n == no_cell || (open[c] >> d & 1) == 0 || !accepted[static_cast<size_t>(n)]) continue;
      const float u1 = field.distance[static_cast<size_t>(n)];
      if (u1 >= best.first) continue;
      best = {u1, 1, u1, floors.z[static_cast<size_t>(n)], static_cast<int8_t>(d)};
      // Second order where the cell behind is known, lower and as fast: across a jump of cost it would overshoot.
      const CellId m = floors.neighbour[static_cast<size_t>(n)][d];
      if (m == no_cell || (open[static_cast<size_t>(n)] >> d & 1) == 0 || !accepted[static_cast<size_t>(m)]) continue;
      const float u2 = field.distance[static_cast<size_t>(m)];
      if (u2 <= u1) best.value = (4 * u1 - u2) / 3, best.weight = 1.5f;
    }
    return best;
  }

  /// Solution of sum_k (w_k (u - v_k) / h)^2 = f^2 over the known axes.
  float solve_cell(size_t c) const {
    const Upwind x = upwind(c, 0), y = upwind(c, 1);
    const Upwind& low = x.first <= y.first ? x : y;
    const float h = static_cast<float>(floors.grid.cell) * slowness(c, low.z);
    if (x.direction >= 0 && y.direction >= 0) {
      const float a = x.weight * x.weight + y.weight * y.weight;
      const float b = x.weight * x.weight * x.value + y.weight * y.weight * y.value;
      const float e = x.value - y.value;
      const float discriminant = h * h * a - x.weight * x.weight * y.weight * y.weight * e * e;
      if (discriminant >= 0) {
        const float u = (b + std::sqrt(discriminant)) / a;
        if (u >= std::max(x.first, y.first)) return u;
      }
    }
    return low.first + h;
  }

  void direct(size_t c, const scene::Exit* sink_of);
};

Routes::Routes(const scene::Floors& floors, const Ground& ground, const RouteSettings& settings)
    : floors_(&floors), ground_(&ground), settings_(settings) {
  build_base();
  for (size_t i = 0; i < floors.portals.size(); ++i) {
    portal_edges_.push_back(edges_across(ground.walls()[ground.portal_wall(i)]));
    portal_closed_.push_back(floors.portals[i].closed);
  }
  for (size_t i = 0; i < floors.exits.size(); ++i) {
    exit_edges_.push_back(edges_across(ground.walls()[ground.exit_wall(i)]));
    exit_closed_.push_back(floors.exits[i].closed);
  }
  for (size_t l = 0; l < floors.links.size(); ++l) {
    const scene::Link& link = floors.links[l];
    if (link.kind == scene::Link::Kind::lift || link.path.size() < 2) continue;
    for (const CellId c : link.from) link_ends_.push_back({c, static_cast<int32_t>(l), true});
    if (link.two_way)
      for (const CellId c : link.to) link_ends_.push_back({c, static_cast<int32_t>(l), false});
  }
  std::stable_sort(link_ends_.begin(), link_ends_.end(),
                   [](const LinkEnd& a, const LinkEnd& b) { return a.cell < b.cell; });
  fields_.resize(floors.exits.size() + 1);
  needed_.assign(floors.exits.size() + 1, 0);
}

/// Ways through gaps narrower than a body are closed; out of a tight place one may go, at a price that keeps others
/// away.
void Routes::build_base() {
  constexpr float tight_cost = 100;
  const Passage room = passage(*floors_, *ground_, static_cast<float>(settings_.body_radius));
  base_.resize(floors_->size());
  cost_.resize(floors_->size());
  for (size_t c = 0; c < base_.size(); ++c) {
    const bool tight = room.tight(static_cast<CellId>(c));
    cost_[c] = (tight ? tight_cost : 1) * cost_beside_wall(ground_->clearance(static_cast<CellId>(c)));
    base_[c] = room.fits[c];
    for (size_t d = 0; d < 4; ++d) {
      const CellId n = floors_->neighbour[c][d];
      if ((room.joined[c] >> d & 1) != 0 && (tight || room.tight(n)))
        base_[c] = static_cast<uint8_t>(base_[c] | 1u << d);
    }
  }
}

/// Both directions of every pair of joined cells whose centres lie on different sides of a line, within its length.
std::vector<Routes::Edge> Routes::edges_across(const Segment& line) const {
  std::vector<Edge> edges;
  const scene::Floors& f = *floors_;
  const double h = f.grid.cell;
  const auto first = [&](float v) { return static_cast<int32_t>(std::floor(v / h)) - 1; };
  const int32_t i0 = std::max(0, first(std::min(line.ax, line.bx))),
                j0 = std::max(0, first(std::min(line.ay, line.by)));
  const int32_t i1 = std::min(f.grid.nx - 1, first(std::max(line.ax, line.bx)) + 2);
  const int32_t j1 = std::min(f.grid.ny - 1, first(std::max(line.ay, line.by)) + 2);
  const auto centre = [&](int32_t i) { return static_cast<float>((i + 0.5) * h); };
  for (int32_t j = j0; j <= j1; ++j)
    for (int32_t i = i0; i <= i1; ++i) {
      const auto at = static_cast<size_t>(j) * static_cast<size_t>(f.grid.nx) + static_cast<size_t>(i);
      for (uint32_t c = f.column_begin[at]; c < f.column_begin[at + 1]; ++c) {
        if (f.z[c] < line.foot_low || f.z[c] > line.foot_high) continue;
        for (uint8_t d = 0; d < 2; ++d) {
          const CellId n = f.neighbour[c][d];
          if (n == no_cell) continue;
          const float x1 = centre(i + (d == 0 ? 1 : 0)), y1 = centre(j + (d == 1 ? 1 : 0));
          if (line.crossing(centre(i), centre(j), x1, y1) < 0) continue;
          edges.emplace_back(static_cast<CellId>(c), d);
          edges.emplace_back(n, opposite(d));
        }
      }
    }
  return edges;
}

void Routes::need(int32_t exit) { needed_[static_cast<size_t>(exit) + 1] = 1; }

void Routes::set_portal(int32_t portal, bool closed) {
  const auto p = static_cast<size_t>(portal);
  if (portal_closed_[p] == static_cast<char>(closed)) return;
  portal_closed_[p] = closed;
  touch_fields(portal_edges_[p], floors_->portals[p].cells);
}

void Routes::set_exit(int32_t exit, bool closed) {
  const auto e = static_cast<size_t>(exit);
  if (exit_closed_[e] == static_cast<char>(closed)) return;
  exit_closed_[e] = closed;
  // Towards another exit this one's line is a wall, open or not.
  fields_[0].valid = false;
  fields_[e + 1].valid = false;
}

/// A door changes the fields that reach one of its sides.
void Routes::touch_fields(const std::vector<Edge>& edges, const std::vector<CellId>& cells) {
  for (Field& field : fields_) {
    if (!field.valid) continue;
    const auto reached = [&](CellId c) { return field.reached(c); };
    if (std::any_of(cells.begin(), cells.end(), reached) ||
        std::any_of(edges.begin(), edges.end(), [&](const Edge& e) { return field.reached(e.first); }))
      field.valid = false;
  }
}

/// Directions that can be walked on the way to an exit, with doors as they are now.
std::vector<uint8_t> Routes::passable(int32_t exit) const {
  std::vector<uint8_t> open = base_;
  const auto shut = [&](const std::vector<Edge>& edges) {
    for (const auto& [cell, direction] : edges)
      open[static_cast<size_t>(cell)] = static_cast<uint8_t>(open[static_cast<size_t>(cell)] & ~(1u << direction));
  };
  for (size_t p = 0; p < portal_edges_.size(); ++p) {
    if (!portal_closed_[p]) continue;
    shut(portal_edges_[p]);
    // Cells under the leaf can be left, not entered.
    for (const CellId c : floors_->portals[p].cells)
      for (uint8_t d = 0; d < 4; ++d) {
        const CellId n = floors_->neighbour[static_cast<size_t>(c)][d];
        if (n != no_cell)
          open[static_cast<size_t>(n)] = static_cast<uint8_t>(open[static_cast<size_t>(n)] & ~(1u << opposite(d)));
      }
  }
  for (size_t e = 0; e < exit_edges_.size(); ++e)
    if (exit == nearest ? exit_closed_[e] != 0 : (static_cast<int32_t>(e) != exit || exit_closed_[e] != 0))
      shut(exit_edges_[e]);
  return open;
}

int Routes::update() {
  std::vector<int32_t> stale;
  for (size_t i = 0; i < fields_.size(); ++i)
    if (needed_[i] && !fields_[i].valid) stale.push_back(static_cast<int32_t>(i) - 1);
  parallel_for(stale.size(), 1, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) solve(stale[i]);
  });
  return static_cast<int>(stale.size());
}

/// Where links come out, and which of them the march has been through.
struct Routes::Arrivals {
  struct End {
    CellId cell;
    int32_t link;
    bool forward;  ///< whoever comes out here has gone from the first point of the path to the last
    bool operator<(const End& o) const { return cell < o.cell || (cell == o.cell && link < o.link); }
  };
  std::vector<End> ends;          // by cell
  std::vector<char> used;         // 2 * link + forward
  std::vector<CellId> entrances;  // cells that the march reached through a link

  explicit Arrivals(const scene::Floors& floors) : used(2 * floors.links.size(), 0) {
    for (size_t l = 0; l < floors.links.size(); ++l) {
      const scene::Link& link = floors.links[l];
      if (link.path.size() < 2 || link.kind == scene::Link::Kind::lift) continue;
      for (const CellId c : link.to) ends.push_back({c, static_cast<int32_t>(l), true});
      if (link.two_way)
        for (const CellId c : link.from) ends.push_back({c, static_cast<int32_t>(l), false});
    }
    std::sort(ends.begin(), ends.end());
  }
};

/// The first cell at a link's end that is reached carries the field through the link, to the cells where it is entered.
void Routes::go_through_links(CellId cell, March& march, Arrivals& arrivals) const {
  const float u = march.field.distance[static_cast<size_t>(cell)];
  for (auto end = std::lower_bound(arrivals.ends.begin(), arrivals.ends.end(), Arrivals::End{cell, -1, false});
       end != arrivals.ends.end() && end->cell == cell; ++end) {
    char& used = arrivals.used[2 * static_cast<size_t>(end->link) + (end->forward ? 1 : 0)];
    if (used) continue;
    used = 1;
    const scene::Link& link = floors_->links[static_cast<size_t>(end->link)];
    const LinkPace pace = link_pace(link, end->forward, settings_.stairs_up, settings_.stairs_down);
    const auto cost = static_cast<float>(pace.seconds(settings_.free_speed) * settings_.free_speed);
    for (const CellId start : end->forward ? link.from : link.to) {
      const auto s = static_cast<size_t>(start);
      if (march.accepted[s] || u + cost >= march.field.distance[s]) continue;
      march.offer(start, u + cost);
      march.field.way[s] = Way{-128, -128};
      arrivals.entrances.push_back(start);
    }
  }
}

void Routes::solve(int32_t exit) {
  Field& field = fields_[static_cast<size_t>(exit) + 1];
  field.distance.assign(floors_->size(), infinity);
  field.way.assign(floors_->size(), Way{});
  const std::vector<uint8_t> open = passable(exit);
  March march{*floors_, open, cost_, settings_, *ground_, field, std::vector<char>(floors_->size(), 0), {}};
  Arrivals arrivals(*floors_);

  // Start from the sinks.
  std::vector<int32_t> sink_of(floors_->exits.empty() ? 0 : floors_->size(), -1);
  for (size_t e = 0; e < floors_->exits.size(); ++e) {
    if (exit_closed_[e] || (exit != nearest && exit != static_cast<int32_t>(e))) continue;
    for (const CellId c : floors_->exits[e].sink) {
      sink_of[static_cast<size_t>(c)] = static_cast<int32_t>(e);
      march.offer(c, 0);
    }
  }
  // Accept the lowest trial, offer its neighbours a value.
  while (!march.trials.empty()) {
    const auto [u, cell] = march.trials.top();
    march.trials.pop();
    const auto c = static_cast<size_t>(cell);
    if (march.accepted[c] || u > field.distance[c]) continue;
    march.accepted[c] = 1;
    for (uint8_t d = 0; d < 4; ++d) {
      const CellId n = floors_->neighbour[c][d];
      if (n == no_cell || march.accepted[static_cast<size_t>(n)]) continue;
      if ((open[static_cast<size_t>(n)] >> opposite(d) & 1) == 0) continue;
      march.offer(n, march.solve_cell(static_cast<size_t>(n)));
    }
    if ((ground_->flags(cell) & Ground::link) != 0) go_through_links(cell, march, arrivals);
  }
  // A cell that found a shorter way over the floor after all does not enter the link.
  for (const CellId start : arrivals.entrances) {
    const auto c = static_cast<size_t>(start);
    if (march.solve_cell(c) <= field.distance[c]) field.way[c] = Way{};
  }
  parallel_for(floors_->size(), 16384, [&](size_t begin, size_t end) {
    for (size_t c = begin; c < end; ++c) {
      if (!march.accepted[c] || field.way[c].enters_link()) continue;
      march.direct(c, sink_of[c] >= 0 ? &floors_->exits[static_cast<size_t>(sink_of[c])] : nullptr);
    }
  });
  field.valid = true;
}

/// Minus the upwind gradient, as two bytes. In a sink: on outwards.
void Routes::March::direct(size_t c, const scene::Exit* sink_of) {
  float gx = 0, gy = 0;
  if (sink_of) {
    gx = static_cast<float>(sink_of->outward.x());
    gy = static_cast<float>(sink_of->outward.y());
  } else {
    const float u = field.distance[c];
    const Upwind x = upwind(c, 0), y = upwind(c, 1);
    const float x_sign = x.direction == 0 ? 1.0f : -1.0f, y_sign = y.direction == 1 ? 1.0f : -1.0f;
    const bool x_down = x.direction >= 0 && x.first < u, y_down = y.direction >= 0 && y.first < u;
    if (x_down) gx = std::max(0.0f, x.weight * (u - x.value)) * x_sign;
    if (y_down) gy = std::max(0.0f, y.weight * (u - y.value)) * y_sign;
    // Beyond a jump of cost the second order can see no descent where the first does.
    if (gx == 0 && gy == 0) {
      if (x_down) gx = (u - x.first) * x_sign;
      if (y_down) gy = (u - y.first) * y_sign;
    }
  }
  const float norm = std::sqrt(gx * gx + gy * gy);
  if (norm <= 0) return;
  field.way[c] = {static_cast<int8_t>(std::lround(127 * gx / norm)), static_cast<int8_t>(std::lround(127 * gy / norm))};
}

const LinkEnd* Routes::link_at(CellId cell, int32_t exit) const {
  const Field& f = field(exit);
  const LinkEnd* best = nullptr;
  float least = infinity;
  auto it = std::lower_bound(link_ends_.begin(), link_ends_.end(), cell,
                             [](const LinkEnd& e, CellId c) { return e.cell < c; });
  for (; it != link_ends_.end() && it->cell == cell; ++it) {
    const scene::Link& link = floors_->links[static_cast<size_t>(it->link)];
    const LinkPace pace = link_pace(link, it->forward, settings_.stairs_up, settings_.stairs_down);
    for (const CellId out : it->forward ? link.to : link.from) {
      const float u = f.distance[static_cast<size_t>(out)] +
                      static_cast<float>(pace.seconds(settings_.free_speed) * settings_.free_speed);
      if (u < least) least = u, best = &*it;
    }
  }
  return best;
}

}  // namespace muster::crowd
