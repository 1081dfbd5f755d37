#include "models/crowd/routes/routes.h"

#include "base/error.h"
#include "base/parallel.h"
#include "models/crowd/routes/march.h"
#include "models/crowd/routes/tiles.h"

#include <algorithm>
#include <cmath>

namespace muster::crowd {

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

/// Price of a metre where nobody shall walk but who stands there may leave: by far more than any way round.
constexpr float tight_cost = 100;

/// Cost of a metre whose middle lies `d` metres from a wall: 1 beyond `comfort`, rising in a straight line to
/// `1 + wall_cost` at `tight`. A body (r = 0.15 m) stands no closer than 0.15 m and passes a corner with a hand's
/// breadth to spare; doors down to 0.3 m stay passable because the cost stays finite.
float cost_beside_wall(float d) {
  constexpr float comfort = 0.20f, tight = 0.10f, wall_cost = 4;
  return 1 + wall_cost * std::clamp((comfort - d) / (comfort - tight), 0.0f, 1.0f);
}

/// A line that is solid keeps bodies off its ends, too: longer by their radius at either end. Beside a door in a wall
/// that changes nothing; beside one that lies on another, or next to it without a post, it leaves what a body really
/// has.
Segment kept_off(Segment line, float radius) {
  line.ax -= radius * line.ux, line.ay -= radius * line.uy;
  line.bx += radius * line.ux, line.by += radius * line.uy;
  line.length += 2 * radius;
  return line;
}

}  // namespace

Routes::Routes(const scene::Floors& floors, const Ground& ground, const RouteSettings& settings)
    : floors_(&floors), ground_(&ground), settings_(settings) {
  rooms_.resize(settings.bodies.size());
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
    const auto i = static_cast<int32_t>(l);
    if (!joins(link)) continue;
    if (link.kind == scene::Link::Kind::lift) {
      for (int32_t s = 0; s < static_cast<int32_t>(link.stops.size()); ++s)
        if (s != link.exit_stop) hops_.push_back({i, true, s});
      continue;
    }
    hops_.push_back({i, true, -1});
    if (link.two_way) hops_.push_back({i, false, -1});
  }
  for (size_t h = 0; h < hops_.size(); ++h)
    for (const CellId c : way_in(hops_[h]))
      link_ends_.push_back({c, hops_[h].link, hops_[h].forward, hops_[h].stop, static_cast<int32_t>(h)});
  std::stable_sort(link_ends_.begin(), link_ends_.end(),
                   [](const LinkEnd& a, const LinkEnd& b) { return a.cell < b.cell; });
  need({});
}

Routes::~Routes() = default;

/// Ways through gaps narrower than a body are closed; out of a tight place one may go, at a price that keeps others
/// away: where the body passes without elbow room, or to where there is more room.
Routes::Room Routes::room_of(uint8_t body) const {
  const Passage passage = crowd::passage(*floors_, *ground_, settings_.bodies.radius(body));
  Room room{std::vector<uint8_t>(floors_->size()), std::vector<float>(floors_->size()), nullptr};
  for (size_t c = 0; c < room.open.size(); ++c) {
    const bool tight = passage.tight(static_cast<CellId>(c));
    room.cost[c] = (tight ? tight_cost : 1) * cost_beside_wall(ground_->clearance(static_cast<CellId>(c)));
    room.open[c] = passage.fits[c];
    const int out = tight ? towards_room(static_cast<CellId>(c), *floors_, *ground_, passage) : -1;
    for (size_t d = 0; d < 4; ++d) {
      const CellId n = floors_->neighbour[c][d];
      if ((passage.joined[c] >> d & 1) == 0 || !(tight || passage.tight(n))) continue;
      if ((passage.squeezes[c] >> d & 1) != 0 || static_cast<int>(d) == out)
        room.open[c] = static_cast<uint8_t>(room.open[c] | 1u << d);
    }
    for (size_t d = 0; d < 4; ++d)
      if (floors_->neighbour[c][d] == no_cell) room.open[c] = static_cast<uint8_t>(room.open[c] & ~(1u << d));
    if (on_flight(*floors_, *ground_, c)) room.open[c] |= March::flight;
    if ((ground_->flags(static_cast<CellId>(c)) & Ground::link) != 0) room.open[c] |= March::link_end;
  }
  return room;
}

std::unique_ptr<Tiles> Routes::tiles_of(const Room& room) const {
  std::vector<CellId> singular;
  const auto add = [&](const std::vector<CellId>& cells) {
    singular.insert(singular.end(), cells.begin(), cells.end());
  };
  for (const auto* lines : {&portal_edges_, &exit_edges_})
    for (const std::vector<Edge>& edges : *lines)
      for (const Edge& e : edges) singular.push_back(e.first);
  for (const scene::Portal& p : floors_->portals) add(p.cells);
  for (const scene::Exit& e : floors_->exits) add(e.sink);
  for (const Hop& hop : hops_) add(way_in(hop)), add(way_out(hop));
  return std::make_unique<Tiles>(*floors_, *ground_, room.open, room.cost, std::move(singular));
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
          edges.emplace_back(n, opposite_direction(d));
        }
      }
    }
  return edges;
}

int32_t Routes::need(const FieldKey& key) {
  for (size_t i = 0; i < keys_.size(); ++i)
    if (used_[i] && keys_[i] == key) return static_cast<int32_t>(i);
  MUSTER_CHECK(key.access.body < rooms_.size() && (key.area < 0 || key.exits.empty()), "body {}, area {}, {} exits",
               key.access.body, key.area, key.exits.size());
  MUSTER_CHECK(std::adjacent_find(key.exits.begin(), key.exits.end(), std::greater_equal<>()) == key.exits.end(),
               "{} exits, not ascending", key.exits.size());
  const bool to_nearest = key.area < 0 && key.exits.empty();
  const int32_t home = to_nearest ? -1 : need({{}, -1, key.access});
  const auto at = static_cast<size_t>(std::find(used_.begin(), used_.end(), 0) - used_.begin());
  if (at == keys_.size()) keys_.emplace_back(), used_.push_back(0), fields_.emplace_back();
  keys_[at] = key;
  used_[at] = 1;
  Field& field = fields_[at];
  field.valid = false;
  field.nearest = to_nearest ? static_cast<int32_t>(at) : home;
  const bool goes_on = key.area < 0 || areas_[static_cast<size_t>(key.area)].settings.else_nearest_exit;
  field.otherwise = !to_nearest && goes_on ? home : -1;
  return static_cast<int32_t>(at);
}

void Routes::release(int32_t field) {
  if (field == nearest) return;
  used_[static_cast<size_t>(field)] = 0;
  fields_[static_cast<size_t>(field)] = {};
}

int32_t Routes::add_area(std::vector<CellId> cells, const AreaSettings& settings) {
  const auto free = std::find_if(areas_.begin(), areas_.end(), [](const Area& a) { return !a.used; });
  const auto at = static_cast<size_t>(free - areas_.begin());
  if (free == areas_.end()) areas_.emplace_back();
  areas_[at] = {std::move(cells), settings, true};
  return static_cast<int32_t>(at);
}

void Routes::move_area(int32_t area, std::vector<CellId> cells) {
  areas_[static_cast<size_t>(area)].cells = std::move(cells);
  drop_area_fields(area, false);
}

void Routes::remove_area(int32_t area) {
  drop_area_fields(area, true);
  areas_[static_cast<size_t>(area)] = {};
}

void Routes::drop_area_fields(int32_t area, bool free) {
  for (size_t i = 0; i < keys_.size(); ++i) {
    if (!used_[i] || keys_[i].area != area) continue;
    fields_[i].valid = false;
    if (free) release(static_cast<int32_t>(i));
  }
}

bool Routes::leads_to(const FieldKey& key, size_t exit) const {
  if (key.area >= 0) return false;
  return key.exits.empty() || std::binary_search(key.exits.begin(), key.exits.end(), static_cast<int32_t>(exit));
}

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
  // Towards other destinations this one's line is a wall, open or not; but shut it keeps bodies off its ends.
  std::vector<Edge> beside = edges_across(
      kept_off(ground_->walls()[ground_->exit_wall(e)], settings_.bodies.radius(settings_.bodies.of(1e9f))));
  std::erase_if(beside, [&](const Edge& edge) {
    return std::find(exit_edges_[e].begin(), exit_edges_[e].end(), edge) != exit_edges_[e].end();
  });
  for (size_t i = 0; i < fields_.size(); ++i)
    if (leads_to(keys_[i], e) || std::any_of(beside.begin(), beside.end(), [&](const Edge& edge) {
          return fields_[i].valid && fields_[i].reached(edge.first);
        }))
      fields_[i].valid = false;
}

void Routes::set_one_way(bool exit, int32_t line, int8_t direction) {
  const auto l = static_cast<size_t>(line);
  const Segment& s = ground_->walls()[exit ? ground_->exit_wall(l) : ground_->portal_wall(l)];
  const int8_t to_left = exit ? left_of_exit(floors_->exits[l], direction) : direction;
  for (const Edge& e : exit ? exit_edges_[l] : portal_edges_[l]) {
    const Vec2 at = floors_->centre(e.first);
    const bool leaves_left = s.side(ground_->to_local_x(at.x()), ground_->to_local_y(at.y())) >= 0;
    if (leaves_left == (to_left > 0)) forbidden_.push_back(e);
  }
  for (Field& field : fields_) field.valid = false;
}

void Routes::set_link_wait(int32_t link, bool forward, double seconds) { set_hop(link, forward, -1, seconds); }

void Routes::set_lift_time(int32_t link, int32_t stop, double seconds) { set_hop(link, true, stop, seconds); }

void Routes::set_hop(int32_t link, bool forward, int32_t stop, double seconds) {
  const auto hop = std::find_if(hops_.begin(), hops_.end(),
                                [&](const Hop& h) { return h.link == link && h.forward == forward && h.stop == stop; });
  if (hop == hops_.end() || hop->seconds == static_cast<float>(seconds)) return;
  hop->seconds = static_cast<float>(seconds);
  for (size_t i = 0; i < fields_.size(); ++i)
    if (usable(link_of(*hop), keys_[i].access)) fields_[i].valid = false;
}

void Routes::set_hazard_cost(std::span<const float> factors, bool to_all) {
  MUSTER_CHECK(factors.empty() || factors.size() == floors_->size(), "{} factors for {} cells", factors.size(),
               floors_->size());
  const bool all = to_all || (hazard_to_all_ && !hazard_.empty());
  hazard_to_all_ = to_all;
  hazard_.assign(factors.begin(), factors.end());
  impassable_.clear();
  for (size_t c = 0; c < hazard_.size(); ++c) {
    MUSTER_CHECK(hazard_[c] >= 1, "hazard cost {} of cell {}", hazard_[c], c);
    if (hazard_[c] < infinity) continue;
    hazard_[c] = tight_cost;
    impassable_.push_back(static_cast<CellId>(c));
  }
  for (size_t i = 0; i < fields_.size(); ++i)
    if (all || keys_[i].access.informed) fields_[i].valid = false;
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

/// Nobody walks into the cell; who stands there may leave.
void Routes::close_into(std::vector<uint8_t>& open, CellId cell) const {
  for (uint8_t d = 0; d < 4; ++d) {
    const CellId n = floors_->neighbour[static_cast<size_t>(cell)][d];
    if (n != no_cell)
      open[static_cast<size_t>(n)] =
          static_cast<uint8_t>(open[static_cast<size_t>(n)] & ~(1u << opposite_direction(d)));
  }
}

/// Directions that can be walked on the way to a destination, with doors as they are now.
std::vector<uint8_t> Routes::passable(const FieldKey& key) const {
  std::vector<uint8_t> open = rooms_[key.access.body].open;
  const auto shut = [&](const std::vector<Edge>& edges) {
    for (const auto& [cell, direction] : edges)
      open[static_cast<size_t>(cell)] = static_cast<uint8_t>(open[static_cast<size_t>(cell)] & ~(1u << direction));
  };
  const float radius = settings_.bodies.radius(key.access.body);
  for (size_t p = 0; p < portal_edges_.size(); ++p) {
    if (!portal_closed_[p]) continue;
    shut(edges_across(kept_off(ground_->walls()[ground_->portal_wall(p)], radius)));
    for (const CellId c : floors_->portals[p].cells) close_into(open, c);
  }
  for (size_t e = 0; e < exit_edges_.size(); ++e) {
    if (exit_closed_[e]) shut(edges_across(kept_off(ground_->walls()[ground_->exit_wall(e)], radius)));
    if (!leads_to(key, e)) shut(exit_edges_[e]);
  }
  if (!key.access.stairs)
    for (size_t c = 0; c < open.size(); ++c)
      if (on_flight(*floors_, *ground_, c)) close_into(open, static_cast<CellId>(c));
  if (minds_hazard(key))
    for (const CellId c : impassable_) close_into(open, c);
  shut(forbidden_);
  return open;
}

int Routes::update() {
  std::vector<int32_t> stale;
  for (size_t i = 0; i < fields_.size(); ++i) {
    if (!used_[i] || fields_[i].valid) continue;
    stale.push_back(static_cast<int32_t>(i));
    Room& room = rooms_[keys_[i].access.body];
    if (room.open.empty()) room = room_of(keys_[i].access.body);
    if (!room.tiles && on_tiles(keys_[i])) room.tiles = tiles_of(room);
  }
  parallel_for(stale.size(), 1, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) solve(stale[i]);
  });
  return static_cast<int>(stale.size());
}

bool Routes::usable(const scene::Link& link, const Access& access) const {
  if (!joins(link)) return false;
  if (link.kind != scene::Link::Kind::lift) return access.stairs || link.kind == scene::Link::Kind::ramp;
  if (access.lifts == 0 || !link.lift_runs() || link.lift.capacity < access.lifts) return false;
  return link.lift.mode != scene::Lift::Mode::fire_service || !access.stairs;
}

const std::vector<CellId>& Routes::way_in(const Hop& hop) const {
  const scene::Link& link = link_of(hop);
  if (hop.stop >= 0) return link.stops[static_cast<size_t>(hop.stop)];
  return hop.forward ? link.from : link.to;
}

const std::vector<CellId>& Routes::way_out(const Hop& hop) const {
  const scene::Link& link = link_of(hop);
  if (hop.stop >= 0) return link.stops[static_cast<size_t>(std::max(0, link.exit_stop))];
  return hop.forward ? link.to : link.from;
}

/// A way through a link as metres of level floor.
float Routes::hop_cost(const Hop& hop) const {
  double seconds = static_cast<double>(hop.seconds);
  if (hop.stop < 0)
    seconds +=
        link_pace(link_of(hop), hop.forward, settings_.stairs_up, settings_.stairs_down).seconds(settings_.free_speed);
  return static_cast<float>(seconds * settings_.free_speed);
}

/// Where links come out, and which of them the march has been through.
struct Routes::Arrivals {
  std::vector<std::pair<CellId, size_t>> ends;  // by cell: where one comes out, of which hop
  std::vector<char> used;                       // [hops]
  std::vector<CellId> entrances;                // cells that the march reached through a link

  Arrivals(const Routes& routes, const Access& access) : used(routes.hops_.size(), 0) {
    for (size_t h = 0; h < routes.hops_.size(); ++h) {
      if (!routes.usable(routes.link_of(routes.hops_[h]), access)) continue;
      for (const CellId c : routes.way_out(routes.hops_[h])) ends.emplace_back(c, h);
    }
    std::sort(ends.begin(), ends.end());
  }

  /// The first cell at a link's end that is reached carries the field through the link, to the cells where it is
  /// entered.
  void go_through(const Routes& routes, CellId cell, Field& field, March& march) {
    const float u = field.distance[static_cast<size_t>(cell)];
    for (auto end = std::lower_bound(ends.begin(), ends.end(), std::pair<CellId, size_t>{cell, 0});
         end != ends.end() && end->first == cell; ++end) {
      if (used[end->second]) continue;
      used[end->second] = 1;
      const Hop& hop = routes.hops_[end->second];
      const float cost = routes.hop_cost(hop);
      for (const CellId start : routes.way_in(hop)) {
        const auto s = static_cast<size_t>(start);
        if (march.accepted(start) || u + cost >= field.distance[s]) continue;
        march.offer(start, u + cost);
        field.way[s] = Way::into_link();
        entrances.push_back(start);
      }
    }
  }
};

void Routes::solve(int32_t index) {
  const FieldKey& key = keys_[static_cast<size_t>(index)];
  Field& field = fields_[static_cast<size_t>(index)];
  static const std::vector<float> no_hazard;
  const Room& room = rooms_[key.access.body];
  March::Land land{*floors_,
                   passable(key),
                   room.cost,
                   minds_hazard(key) ? hazard_ : no_hazard,
                   settings_.stairs_up,
                   settings_.stairs_down,
                   on_tiles(key) ? room.tiles.get() : nullptr};
  static const Area none;
  const Area& area = key.area < 0 ? none : areas_[static_cast<size_t>(key.area)];
  std::vector<CellId> singular;
  if (land.tiles != nullptr) singular = area.cells, widen(singular, *floors_, Tiles::far);
  March march(std::move(land), field, singular);
  Arrivals arrivals(*this, key.access);

  // Start from the sinks or the area.
  const auto leads = [&](size_t e) { return !exit_closed_[e] && leads_to(key, e); };
  for (size_t e = 0; e < floors_->exits.size(); ++e)
    if (leads(e))
      for (const CellId c : floors_->exits[e].sink) march.offer(c, 0);
  for (const CellId c : area.cells) march.offer(c, 0);

  march.run([&](CellId cell) { arrivals.go_through(*this, cell, field, march); }, area.settings.reach);
  // A cell that found a shorter way over the floor after all does not enter the link.
  for (const CellId start : arrivals.entrances) {
    const auto c = static_cast<size_t>(start);
    if (march.solve_cell(c) <= field.distance[c]) field.way[c] = Way{};
  }
  parallel_for(floors_->size(), 16384, [&](size_t begin, size_t end) {
    for (size_t c = begin; c < end; ++c)
      if (const auto cell = static_cast<CellId>(c);
          march.accepted(cell) && !march.in_tile(cell) && !field.way[c].enters_link())
        march.descend(c);
  });
  march.fill_tiles();
  // In a sink: on outwards.
  for (size_t e = 0; e < floors_->exits.size(); ++e) {
    if (!leads(e)) continue;
    const Vec2 out = floors_->exits[e].outward;
    for (const CellId c : floors_->exits[e].sink)
      if (march.accepted(c) && !field.way[static_cast<size_t>(c)].enters_link())
        field.way[static_cast<size_t>(c)] = {static_cast<int8_t>(std::lround(127 * out.x())),
                                             static_cast<int8_t>(std::lround(127 * out.y()))};
  }
  for (const CellId c : area.cells) field.way[static_cast<size_t>(c)] = Way::here();
  field.valid = true;
}

const LinkEnd* Routes::link_at(CellId cell, int32_t index) const {
  const Field& f = field(index);
  const Access& access = keys_[static_cast<size_t>(index)].access;
  const LinkEnd* best = nullptr;
  float least = infinity;
  auto it = std::lower_bound(link_ends_.begin(), link_ends_.end(), cell,
                             [](const LinkEnd& e, CellId c) { return e.cell < c; });
  for (; it != link_ends_.end() && it->cell == cell; ++it) {
    const Hop& hop = hops_[static_cast<size_t>(it->hop)];
    if (!usable(link_of(hop), access)) continue;
    const float cost = hop_cost(hop);
    for (const CellId out : way_out(hop)) {
      const float u = f.distance[static_cast<size_t>(out)] + cost;
      if (u < least) least = u, best = &*it;
    }
  }
  return best;
}

}  // namespace muster::crowd
