#include "models/crowd/walking/giving_way.h"

#include "base/parallel.h"
#include "models/crowd/walking/neighbours.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>
#include <utility>
#include <vector>

namespace muster::crowd {

namespace {

// Chosen on two rooms joined by a corridor (IMO test 8); README has the figures.
constexpr float look_ahead = 4, look_aside = 1.2f;  ///< [m] whom one minds
constexpr float fading = 1.5f;                      ///< [m] the nearer the more
constexpr float certain = 0.2f;                     ///< [m] to the side from which the side is clear
constexpr float keep_right = 0.5f;  ///< [m] those up to so far to the right are passed on the right, too
constexpr float following = 0.3f;   ///< weight of those who walk the same way
constexpr float widest = 1.3f;      ///< [rad]
constexpr float against = -0.3f;    ///< cosine of the two ways below which one comes towards the other

struct Direction {
  float x = 0, y = 0;
  bool none() const { return x == 0 && y == 0; }
};

Direction direction(const Rows& rows, const Routes& routes, size_t i) {
  const Way way = routes.field(routes.followed(rows.goal[i], rows.cell[i])).way[static_cast<size_t>(rows.cell[i])];
  if (!way.walks()) return {};
  const auto x = static_cast<float>(way.x), y = static_cast<float>(way.y);
  const float inverse = 1 / std::sqrt(x * x + y * y);
  return {x * inverse, y * inverse};
}

/// [goals] Number of the place that a goal leads to: goals that differ in who may follow them share it.
std::vector<int32_t> places_of(const Rows& rows, const Routes& routes) {
  std::vector<int32_t> places;
  std::map<std::pair<std::vector<int32_t>, int32_t>, int32_t> known;  // exits, area
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows.state[i] != State::walking) continue;
    const auto goal = static_cast<size_t>(rows.goal[i]);
    if (goal >= places.size()) places.resize(goal + 1, -1);
    if (places[goal] >= 0) continue;
    const FieldKey& key = routes.key(rows.goal[i]);
    places[goal] = known.try_emplace({key.exits, key.area}, static_cast<int32_t>(known.size())).first->second;
  }
  if (known.size() < 2) places.clear();
  return places;
}

/// What somebody sees ahead: sums over people, each between -1 (right) and 1 (left) times its weight.
struct View {
  float oncoming = 0, same = 0;
};

/// Adds rows [first, last) to what `i`, who walks towards `w`, sees.
void look_at(const Rows& rows, const Routes& routes, std::span<const int32_t> places, size_t i, const Direction& w,
             uint32_t first, uint32_t last, View& view) {
  const int32_t place = places[static_cast<size_t>(rows.goal[i])];
  for (uint32_t j = first; j < last; ++j) {
    if (rows.state[j] != State::walking) continue;
    const float dx = rows.x[j] - rows.x[i], dy = rows.y[j] - rows.y[i];
    const float ahead = dx * w.x + dy * w.y, left = w.x * dy - w.y * dx;
    if (ahead <= -0.1f || ahead > look_ahead || std::abs(left) > look_aside || j == i ||
        std::abs(rows.z[j] - rows.z[i]) > same_level)
      continue;
    // e^(-t) by 1 / (1 + t + t^2 / 2 + t^3 / 6): the same bits on every processor; at most 6 % of the nearest more.
    const float t = std::max(ahead, 0.0f) / fading, weight = 1 / (1 + t * (1 + t * (0.5f + t / 6)));
    if (places[static_cast<size_t>(rows.goal[j])] == place) {
      view.same += weight * std::clamp(left / certain, -1.0f, 1.0f);
      continue;
    }
    const Direction other = direction(rows, routes, j);
    if (other.none() || other.x * w.x + other.y * w.y > against) continue;
    view.oncoming += weight * std::clamp((left + keep_right) / certain, -1.0f, 1.0f);
  }
}

/// Angle [rad] to the left by which `i` gives way.
float turn_of(const Rows& rows, const Strips& strips, const Routes& routes, std::span<const int32_t> places, size_t i,
              float drift) {
  const Direction w = direction(rows, routes, i);
  if (w.none()) return 0;
  // The box round the strip that one minds.
  const float half_x = look_aside * std::abs(w.y) + drift, half_y = look_aside * std::abs(w.x) + drift;
  const float x = rows.x[i], y = rows.y[i], z = rows.z[i], to_x = x + look_ahead * w.x, to_y = y + look_ahead * w.y;
  const int c0 = strips.cell_of(std::min(x, to_x) - half_x), c1 = strips.cell_of(std::max(x, to_x) + half_x);
  const int s0 = strips.strip_of(std::min(y, to_y) - half_y), s1 = strips.strip_of(std::max(y, to_y) + half_y);
  View view;
  for (int b = strips.band(z - same_level); b <= strips.band(z + same_level); ++b)
    for (int s = s0; s <= s1; ++s) {
      const auto [first, last] = strips.rows(b, s, c0, c1);
      look_at(rows, routes, places, i, w, first, last, view);
    }
  if (view.oncoming == 0) return 0;
  const float turn = following * view.same - view.oncoming;
  return widest * turn / (1 + std::abs(turn));
}

}  // namespace

void give_way(Rows& rows, const Strips& strips, const Routes& routes, float drift) {
  const std::vector<int32_t> places = places_of(rows, routes);
  if (places.empty()) return;  // all are bound for one place: nobody comes towards anybody
  parallel_for(rows.size(), 256, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i)
      if (rows.state[i] == State::walking) rows.noise[i] += turn_of(rows, strips, routes, places, i, drift);
  });
}

}  // namespace muster::crowd
