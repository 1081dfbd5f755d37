#include "models/crowd/ground/passage.h"

#include "base/parallel.h"

#include <algorithm>
#include <cmath>

namespace muster::crowd {

namespace {

uint8_t opposite(size_t direction) { return static_cast<uint8_t>((direction + 2) & 3); }

/// A side of a cell, in local coordinates [m].
struct Side {
  float x, y;    ///< its middle
  float ux, uy;  ///< unit vector along it
  float half;    ///< [m] half its length
};

/// Largest distance [m] from a point of the side to the nearest of `walls`: samples, then refinement round the best.
float widest(const Side& side, const std::vector<const Segment*>& walls) {
  const auto clearance = [&](float t) {
    float nearest = 1e9f;
    for (const Segment* wall : walls) {
      float d2;
      wall->from(side.x + t * side.ux, side.y + t * side.uy, d2);
      nearest = std::min(nearest, d2);
    }
    return std::sqrt(nearest);
  };
  float best = 0, best_clearance = clearance(0);
  // A side's end belongs to the side across it too; rounding must not let a body along a wall but not away from it.
  const float end = 0.99f * side.half;
  // Five refinements by 3: from an eighth of the cell down to a tenth of a millimetre for cells of 0.1 m.
  float spacing = side.half / 4;
  for (int level = 0; level < 6; ++level, spacing /= 3) {
    const float middle = best;
    const int reach = level == 0 ? 4 : 2;
    for (int k = -reach; k <= reach; ++k) {
      const float t = std::clamp(middle + static_cast<float>(k) * spacing, -end, end);
      const float c = clearance(t);
      if (c > best_clearance) best = t, best_clearance = c;
    }
  }
  return best_clearance;
}

/// The walls that stand within a body's reach of a side for feet at height z; doors and exits left out.
void walls_beside(const Side& side, float z, float radius, const Ground& ground, std::vector<uint32_t>& found,
                  std::vector<const Segment*>& walls) {
  found.clear();
  walls.clear();
  const float reach = side.half + radius;
  ground.sight().within(side.x - reach, side.y - reach, side.x + reach, side.y + reach, z - 0.01f, z + 0.01f, found);
  const size_t first_line = ground.floors().walls.size();
  for (const uint32_t i : found) {
    const Segment& wall = ground.sight()[i];
    if (i < first_line && z >= wall.foot_low && z <= wall.foot_high) walls.push_back(&wall);
  }
}

/// The first cell that is not tight on the way of steepest clearance from `c`; the last one where there is none.
CellId away_from_walls(CellId c, const scene::Floors& floors, const Ground& ground, const Passage& passage) {
  while (passage.tight(c)) {
    const int d = towards_room(c, floors, ground, passage);
    if (d < 0) break;
    c = floors.neighbour[static_cast<size_t>(c)][static_cast<size_t>(d)];
  }
  return c;
}

/// The way back is as wide as the way there: adds to bits 0 and 1 of each cell the opposite bits of its neighbours.
void add_way_back(const scene::Floors& floors, std::vector<uint8_t>& sides) {
  for (size_t c = 0; c < floors.size(); ++c)
    for (size_t d = 0; d < 2; ++d)
      if ((sides[c] >> d & 1) != 0) {
        uint8_t& back = sides[static_cast<size_t>(floors.neighbour[c][d])];
        back = static_cast<uint8_t>(back | 1u << opposite(d));
      }
}

}  // namespace

int towards_room(CellId cell, const scene::Floors& floors, const Ground& ground, const Passage& passage) {
  int first = -1;
  float most = ground.clearance(cell);
  const auto beyond = [&](CellId from, const auto& visit) {
    for (size_t d = 0; d < 4; ++d)
      if ((passage.joined[static_cast<size_t>(from)] >> d & 1) != 0)
        visit(floors.neighbour[static_cast<size_t>(from)][d], static_cast<int>(d));
  };
  const auto consider = [&](CellId c, int direction) {
    if (ground.clearance(c) > most) most = ground.clearance(c), first = direction;
  };
  // One step before two: of places as wide the nearer is taken, so that nobody goes to and fro.
  beyond(cell, consider);
  beyond(cell, [&](CellId n, int d) { beyond(n, [&](CellId m, int) { consider(m, d); }); });
  return first;
}

BodyClasses::BodyClasses(const std::vector<float>& radii) {
  std::array<float, limits.size()> widest{};
  for (const float r : radii) {
    const auto k = static_cast<size_t>(std::lower_bound(limits.begin(), limits.end(), r) - limits.begin());
    widest[k] = std::max(widest[k], r);
  }
  for (const float w : widest)
    if (w > 0) radii_.push_back(w);
  if (radii_.empty()) radii_.push_back(0.15f);
}

uint8_t BodyClasses::of(float radius) const {
  const auto k = std::lower_bound(radii_.begin(), radii_.end(), radius) - radii_.begin();
  return static_cast<uint8_t>(std::min<std::ptrdiff_t>(k, static_cast<std::ptrdiff_t>(radii_.size()) - 1));
}

Passage passage(const scene::Floors& floors, const Ground& ground, float radius) {
  const float room = radius + elbow_room;
  const auto cell = static_cast<float>(floors.grid.cell);
  const std::vector<uint8_t> none(floors.size(), 0);
  Passage p{none, none, none};
  parallel_for(floors.size(), 4096, [&](size_t begin, size_t end) {
    std::vector<uint32_t> found;
    std::vector<const Segment*> walls;
    for (size_t c = begin; c < end; ++c) {
      const Vec2 at = floors.grid.centre(floors.column[c]);
      const float x = ground.to_local_x(at.x()), y = ground.to_local_y(at.y());
      for (size_t d = 0; d < 2; ++d) {
        if (floors.neighbour[c][d] == no_cell) continue;
        const float dx = d == 0 ? cell : 0, dy = d == 1 ? cell : 0;
        float widest_gap = room;
        if (ground.clearance(static_cast<CellId>(c)) < room + cell) {
          const Side side{x + 0.5f * dx, y + 0.5f * dy, d == 0 ? 0.0f : 1.0f, d == 0 ? 1.0f : 0.0f, 0.5f * cell};
          walls_beside(side, floors.z[c], room, ground, found, walls);
          if (std::any_of(walls.begin(), walls.end(),
                          [&](const Segment* wall) { return wall->crossing(x, y, x + dx, y + dy) >= 0; }))
            continue;
          if (!walls.empty()) widest_gap = widest(side, walls);
        }
        p.joined[c] = static_cast<uint8_t>(p.joined[c] | 1u << d);
        if (widest_gap >= room) p.fits[c] = static_cast<uint8_t>(p.fits[c] | 1u << d);
        if (widest_gap >= radius) p.squeezes[c] = static_cast<uint8_t>(p.squeezes[c] | 1u << d);
      }
    }
  });
  add_way_back(floors, p.joined);
  add_way_back(floors, p.fits);
  add_way_back(floors, p.squeezes);
  // A cell whose centre lies in something solid is cut off from all sides, while bodies may stand in the rest of it:
  // out of it any way is open, into it none.
  for (size_t c = 0; c < floors.size(); ++c)
    if (p.joined[c] == 0)
      for (size_t d = 0; d < 4; ++d)
        if (floors.neighbour[c][d] != no_cell) {
          p.joined[c] = static_cast<uint8_t>(p.joined[c] | 1u << d);
          p.squeezes[c] = static_cast<uint8_t>(p.squeezes[c] | 1u << d);
        }
  return p;
}

std::vector<char> leads_out(const scene::Floors& floors, const Ground& ground, const Passage& passage, bool stairs,
                            bool lifts) {
  const auto enters = [&](CellId c) { return stairs || !on_flight(floors, ground, static_cast<size_t>(c)); };
  const auto usable = [&](const scene::Link& link) {
    if (link.kind == scene::Link::Kind::lift) return lifts && link.lift_runs();
    return stairs || link.kind == scene::Link::Kind::ramp;
  };
  std::vector<char> seen(floors.size(), 0);
  std::vector<CellId> stack;
  const auto push = [&](CellId c) {
    if (!seen[static_cast<size_t>(c)]) seen[static_cast<size_t>(c)] = 1, stack.push_back(c);
  };
  for (const scene::Exit& exit : floors.exits)
    for (const CellId c : exit.sink) push(c);
  // From where a link comes out, one gets to where it starts.
  std::vector<char> used(2 * floors.links.size(), 0);
  std::vector<std::pair<CellId, size_t>> ends;
  for (size_t l = 0; l < floors.links.size(); ++l) {
    if (!usable(floors.links[l])) continue;
    if (floors.links[l].kind == scene::Link::Kind::lift) {
      for (const CellId c : floors.links[l].stops[static_cast<size_t>(floors.links[l].exit_stop)])
        ends.emplace_back(c, 2 * l);
      continue;
    }
    for (const CellId c : floors.links[l].to) ends.emplace_back(c, 2 * l);
    if (floors.links[l].two_way)
      for (const CellId c : floors.links[l].from) ends.emplace_back(c, 2 * l + 1);
  }
  std::sort(ends.begin(), ends.end());
  while (!stack.empty()) {
    const CellId cell = stack.back();
    stack.pop_back();
    if (!enters(cell)) continue;  // it can be left, not entered
    for (size_t d = 0; d < 4; ++d)
      if ((passage.fits[static_cast<size_t>(cell)] >> d & 1) != 0) push(floors.neighbour[static_cast<size_t>(cell)][d]);
    for (auto it = std::lower_bound(ends.begin(), ends.end(), std::pair<CellId, size_t>{cell, 0});
         it != ends.end() && it->first == cell; ++it) {
      const scene::Link& link = floors.links[it->second / 2];
      if (used[it->second]) continue;
      used[it->second] = 1;
      for (const std::vector<CellId>& stop : link.stops)
        for (const CellId c : stop) push(c);
      if (link.stops.empty())
        for (const CellId c : it->second % 2 == 0 ? link.from : link.to) push(c);
    }
  }
  // A tight place belongs to the floor on which one stands after walking away from its walls.
  for (size_t c = 0; c < floors.size(); ++c)
    if (!seen[c] && passage.tight(static_cast<CellId>(c)))
      seen[c] = seen[static_cast<size_t>(away_from_walls(static_cast<CellId>(c), floors, ground, passage))];
  return seen;
}

}  // namespace muster::crowd
