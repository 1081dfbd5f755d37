#include "scene/floors/lifts.h"

#include "scene/floors/reach.h"

#include <algorithm>

namespace muster::scene::stage {

namespace {

/// Steps from cell to cell to the nearest of `starts`; -1 where none leads there.
std::vector<int32_t> steps_to(const Cells& cells, const std::vector<CellId>& starts, bool stairs) {
  std::vector<int32_t> steps(cells.size(), -1);
  std::vector<CellId> queue;
  for (const CellId c : starts)
    if (steps[static_cast<size_t>(c)] < 0) steps[static_cast<size_t>(c)] = 0, queue.push_back(c);
  for (size_t k = 0; k < queue.size(); ++k) {
    const auto c = static_cast<size_t>(queue[k]);
    for (const CellId n : cells.neighbour[c]) {
      if (n == no_cell || steps[static_cast<size_t>(n)] >= 0) continue;
      if (!stairs && cells.kind[static_cast<size_t>(n)] == Carry::stair) continue;
      steps[static_cast<size_t>(n)] = steps[c] + 1;
      queue.push_back(n);
    }
  }
  return steps;
}

/// The stop with the fewest steps; -1 where none has any.
int32_t nearest_stop(const Link& lift, const std::vector<int32_t>& steps) {
  int32_t best = -1, fewest = 0;
  for (size_t s = 0; s < lift.stops.size(); ++s)
    for (const CellId c : lift.stops[s]) {
      const int32_t n = steps[static_cast<size_t>(c)];
      if (n >= 0 && (best < 0 || n < fewest)) best = static_cast<int32_t>(s), fewest = n;
    }
  return best;
}

}  // namespace

std::vector<CellId> landing(const Cells& cells, const Vec3& stop, double radius) {
  const CellId first = cells.find(stop.head<2>(), stop.z(), 0.6);
  if (first == no_cell) return {};
  std::vector<CellId> out{first};
  for (size_t k = 0; k < out.size(); ++k)
    for (const CellId n : cells.neighbour[static_cast<size_t>(out[k])])
      if (n != no_cell && (cells.centre(n) - stop.head<2>()).norm() <= radius &&
          std::find(out.begin(), out.end(), n) == out.end())
        out.push_back(n);
  return out;
}

void find_exit_stops(const Cells& cells, const std::vector<CellId>& starts, std::vector<Link>& links) {
  const auto lift = [](const Link& l) { return l.kind == Link::Kind::lift; };
  if (std::none_of(links.begin(), links.end(), lift)) return;
  const std::vector<int32_t> level = steps_to(cells, starts, false), all = steps_to(cells, starts, true);
  std::vector<uint8_t> linked;
  for (Link& l : links) {
    if (!lift(l)) continue;
    l.exit_stop = nearest_stop(l, level);
    if (l.exit_stop < 0) l.exit_stop = nearest_stop(l, all);
    if (l.exit_stop >= 0) continue;
    if (linked.empty()) linked = reachable(cells, starts, links, {.lifts = false});
    std::vector<int32_t> steps(linked.size());
    std::transform(linked.begin(), linked.end(), steps.begin(), [](uint8_t yes) { return yes != 0 ? 0 : -1; });
    l.exit_stop = nearest_stop(l, steps);
  }
}

}  // namespace muster::scene::stage
