#include "models/crowd/together/world.h"

#include <algorithm>

namespace muster::crowd {

namespace {

/// Whether a solid wall or a shut door stands between the centres of two neighbouring cells.
bool apart(const Ground& ground, CellId a, CellId b) {
  const scene::Floors& f = ground.floors();
  const Vec2 p = f.centre(a), q = f.centre(b);
  const float x0 = ground.to_local_x(p.x()), y0 = ground.to_local_y(p.y());
  const float x1 = ground.to_local_x(q.x()), y1 = ground.to_local_y(q.y()), z = f.z[static_cast<size_t>(a)];
  for (const uint32_t i : ground.walls().near(x0, y0, z)) {
    const Segment& s = ground.walls()[i];
    if (s.solid && z >= s.foot_low && z <= s.foot_high && s.crossing(x0, y0, x1, y1) >= 0) return true;
  }
  return false;
}

}  // namespace

std::vector<CellId> cells_around(const Ground& ground, CellId cell, float x, float y, float reach) {
  const scene::Floors& f = ground.floors();
  std::vector<CellId> seen{cell};
  for (size_t k = 0; k < seen.size(); ++k)
    for (const CellId n : f.neighbour[static_cast<size_t>(seen[k])]) {
      if (n == no_cell || std::find(seen.begin(), seen.end(), n) != seen.end()) continue;
      const Vec2 at = f.centre(n);
      const float dx = ground.to_local_x(at.x()) - x, dy = ground.to_local_y(at.y()) - y;
      if (dx * dx + dy * dy <= reach * reach && !apart(ground, seen[k], n)) seen.push_back(n);
    }
  return seen;
}

int32_t exit_ahead(const Routes& routes, const Ground& ground, int32_t index, CellId cell) {
  const scene::Floors& f = ground.floors();
  index = routes.followed(index, cell);
  const Field& field = routes.field(index);
  for (size_t guard = 0; guard < f.size() && field.reached(cell); ++guard) {
    const auto c = static_cast<size_t>(cell);
    if ((ground.flags(cell) & Ground::sink) != 0)
      for (size_t e = 0; e < f.exits.size(); ++e)
        if (std::find(f.exits[e].sink.begin(), f.exits[e].sink.end(), cell) != f.exits[e].sink.end())
          return static_cast<int32_t>(e);
    CellId next = no_cell;
    float least = field.distance[c];
    const auto offer = [&](CellId n) {
      if (field.distance[static_cast<size_t>(n)] < least) least = field.distance[static_cast<size_t>(n)], next = n;
    };
    if (field.way[c].enters_link()) {
      const LinkEnd* end = routes.link_at(cell, index);
      if (end == nullptr) return -1;
      const scene::Link& link = f.links[static_cast<size_t>(end->link)];
      for (const CellId n : end->forward ? link.to : link.from) offer(n);
    } else {
      for (const CellId n : f.neighbour[c])
        if (n != no_cell && field.distance[static_cast<size_t>(n)] < least && !apart(ground, cell, n)) offer(n);
    }
    if (next == no_cell) return -1;
    cell = next;
  }
  return -1;
}

}  // namespace muster::crowd
