#include "models/crowd/walking/pressing.h"

#include "models/crowd/walking/neighbours.h"
#include "models/crowd/walking/stride.h"
#include "models/crowd/walking/touch.h"

#include <algorithm>
#include <numbers>

namespace muster::crowd {

namespace {

constexpr uint32_t wall = 0xffffffffu;
/// Supports more than 80 degrees off the load do not carry it: cosine.
constexpr float least_cosine = 0.174f;
/// Loads below this are not followed [N].
constexpr float least_load = 1;

/// Somebody or a wall that carries a load, in the direction `towards`.
struct Support {
  Vec towards;
  float cosine = -1;  // of the angle to the load
  uint32_t row = wall;
  bool there() const { return cosine > 0; }
};

/// The supports nearest to the load's direction on either side.
struct Supports {
  Support left, right;

  void offer(Vec unit_load, Vec towards, uint32_t row) {
    const float cosine = dot(unit_load, towards);
    if (cosine < least_cosine) return;
    Support& side = det(unit_load, towards) > 0 ? left : right;
    if (cosine > side.cosine) side = {towards, cosine, row};
  }
};

Supports find_supports(const Rows& rows, const Strips& strips, const Ground& ground, size_t i, Vec unit_load,
                       float largest_radius, float drift) {
  Supports supports;
  const float x = rows.x[i], y = rows.y[i], z = rows.z[i], radius = rows.radius[i];
  const float reach = radius + largest_radius + Pressing::touching, far = reach + drift;
  for (int b = strips.band(z - same_level); b <= strips.band(z + same_level); ++b)
    for (int s = strips.strip_of(y - far); s <= strips.strip_of(y + far); ++s) {
      const auto [first, last] = strips.rows(b, s, strips.cell_of(x - far), strips.cell_of(x + far));
      for (uint32_t j = first; j < last; ++j) {
        const Vec offset{rows.x[j] - x, rows.y[j] - y};
        const float d2 = dot(offset, offset), contact = radius + rows.radius[j] + Pressing::touching;
        if (d2 > contact * contact || d2 <= 1e-10f || std::abs(rows.z[j] - z) > same_level || rows.id[j] == rows.id[i])
          continue;
        supports.offer(unit_load, (1 / std::sqrt(d2)) * offset, j);
      }
    }
  each_wall(ground, rows, i, radius + Pressing::touching,
            [&](Vec away, float) { supports.offer(unit_load, -1.0f * away, wall); });
  return supports;
}

}  // namespace

void Pressing::find_held(const Rows& rows, const Routes& routes) {
  held_.clear();
  for (uint32_t i = 0; i < rows.size(); ++i) {
    if (rows.state[i] != State::walking || rows.speed[i] >= queueing_speed) continue;
    const Field& field = routes.field(routes.followed(rows.goal[i], rows.cell[i]));
    const Way way = field.way[static_cast<size_t>(rows.cell[i])];
    if (!way.walks()) continue;
    const Vec wish{static_cast<float>(way.x), static_cast<float>(way.y)};
    const float unmet = std::max(0.0f, rows.pace[i] * rows.free_speed[i] - rows.speed[i]);
    held_.push_back({field.distance[static_cast<size_t>(rows.cell[i])], i, (drive * unmet / wish.norm()) * wish});
  }
  std::sort(held_.begin(), held_.end(), [&](const Held& a, const Held& b) {
    return a.distance != b.distance ? a.distance > b.distance : rows.id[a.row] < rows.id[b.row];
  });
}

bool Pressing::hand_on(const Rows& rows, const Strips& strips, const Ground& ground, float largest_radius,
                       float drift) {
  std::fill(force_.begin(), force_.end(), 0.0f);
  late_.clear();
  std::fill(handed_on_.begin(), handed_on_.end(), 0);
  const auto carry = [&](uint32_t i, const Support& support, float force) {
    force_[i] += force;
    if (support.row == wall) return;
    force_[support.row] += force;
    if (handed_on_[support.row] != 0)
      late_.emplace_back(support.row, force * support.towards);
    else
      received_[support.row] = received_[support.row] + force * support.towards;
  };
  for (const Held& held : held_) {
    const uint32_t i = held.row;
    const Vec load = held.drive + received_[i];
    const float size = load.norm();
    handed_on_[i] = 1;
    if (size < least_load) continue;
    const auto [left, right] = find_supports(rows, strips, ground, i, (1 / size) * load, largest_radius, drift);
    const float between = left.there() && right.there() ? det(right.towards, left.towards) : 0;
    if (between > 1e-3f) {  // both: the forces along them add up to the load
      carry(i, left, det(right.towards, load) / between);
      carry(i, right, det(load, left.towards) / between);
    } else if (left.there() || right.there()) {  // one: its part of the load
      const Support& one = left.cosine > right.cosine ? left : right;
      carry(i, one, one.cosine * size);
    }
  }
  return !late_.empty();
}

void Pressing::sample(const Rows& rows, const Strips& strips, const Ground& ground, const Routes& routes,
                      float largest_radius, float drift) {
  std::fill(pressure_.begin(), pressure_.end(), 0.0f);
  find_held(rows, routes);
  if (held_.empty()) return;
  fit(force_, rows.size()), fit(handed_on_, rows.size()), fit(received_, rows.size());
  std::fill(received_.begin(), received_.end(), Vec{});
  if (hand_on(rows, strips, ground, largest_radius, drift)) {
    // Once more, with what came too late at the beginning.
    std::fill(received_.begin(), received_.end(), Vec{});
    for (const auto& [row, force] : late_) received_[row] = received_[row] + force;
    hand_on(rows, strips, ground, largest_radius, drift);
  }
  for (size_t i = 0; i < rows.size(); ++i)
    if (force_[i] > 0) {  // of a long body the part that is pressed most
      float& most = pressure_[rows.id[i]];
      most = std::max(most, force_[i] / (2 * std::numbers::pi_v<float> * rows.radius[i]));
    }
}

}  // namespace muster::crowd
