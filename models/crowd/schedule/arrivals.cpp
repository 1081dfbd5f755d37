#include "models/crowd/schedule/arrivals.h"

#include "base/error.h"
#include "base/random.h"

#include <algorithm>
#include <cmath>

namespace muster::crowd {

namespace {

/// People whose heights differ by more are not in one another's way [m].
constexpr float same_floor = 1.5f;
/// Random cells tried for one person at one time.
constexpr int most_tries = 12;
/// [m] the largest two bodies that can touch.
constexpr float reach = 1.0f;

}  // namespace

Arrivals::Arrivals(const ScheduleSettings& settings) {
  for (const auto& cells : settings.sources) doors_.push_back({cells, {}, 0, 0});
}

void Arrivals::keep(Rows& rows, size_t row, int32_t source, double time) {
  MUSTER_CHECK(source >= 0 && static_cast<size_t>(source) < doors_.size(), "source {} of {}", source, doors_.size());
  Door& door = doors_[static_cast<size_t>(source)];
  MUSTER_CHECK(!door.cells.empty() && (door.queue.empty() || door.queue.back().time <= time), "source {}", source);
  door.queue.push_back({time, static_cast<uint32_t>(outside_.size())});
  outside_.add(rows, row);
  rows.clear(row);
}

double Arrivals::longest_wait(double now) const {
  double longest = 0;
  for (const Door& door : doors_)
    if (door.next < door.queue.size()) longest = std::max(longest, now - door.queue[door.next].time);
  return longest;
}

/// Puts a kept row on a random cell of its source where it touches nobody and no wall; false: no such cell was found.
bool Arrivals::place(Rows& kept, size_t row, Door& door, const Rows& rows, const std::vector<uint32_t>& near,
                     const Ground& ground, uint64_t seed) const {
  const float radius = kept.radius[row];
  for (int attempt = 0; attempt < most_tries; ++attempt) {
    const uint64_t bits = random_bits(seed, kept.id[row], door.tries++, Draw::seat);
    const scene::CellId cell = door.cells[static_cast<size_t>(bits % door.cells.size())];
    const Vec2 at = ground.floors().centre(cell);
    const float x = ground.to_local_x(at.x()), y = ground.to_local_y(at.y()), z = ground.height(cell, x, y);
    if (ground.distance_to_wall(x, y, z) < radius) continue;
    const bool taken = std::any_of(near.begin(), near.end(), [&](uint32_t j) {
      const float dx = rows.x[j] - x, dy = rows.y[j] - y, contact = rows.radius[j] + radius;
      return std::abs(rows.z[j] - z) < same_floor && dx * dx + dy * dy < contact * contact;
    });
    if (taken) continue;
    kept.x[row] = x, kept.y[row] = y, kept.z[row] = z, kept.cell[row] = cell;
    return true;
  }
  return false;
}

size_t Arrivals::let_in(Rows& rows, const Ground& ground, double now, uint64_t seed) {
  size_t came = 0;
  std::vector<uint32_t> near;
  for (Door& door : doors_) {
    if (door.next == door.queue.size() || door.queue[door.next].time > now) continue;
    // Who stands about the source.
    float x0 = 1e30f, y0 = 1e30f, x1 = -1e30f, y1 = -1e30f;
    for (const scene::CellId c : door.cells) {
      const Vec2 at = ground.floors().centre(c);
      x0 = std::min(x0, ground.to_local_x(at.x())), x1 = std::max(x1, ground.to_local_x(at.x()));
      y0 = std::min(y0, ground.to_local_y(at.y())), y1 = std::max(y1, ground.to_local_y(at.y()));
    }
    near.clear();
    for (size_t i = 0; i < rows.size(); ++i)
      if (rows.state[i] != State::nobody && rows.x[i] >= x0 - reach && rows.x[i] <= x1 + reach &&
          rows.y[i] >= y0 - reach && rows.y[i] <= y1 + reach)
        near.push_back(static_cast<uint32_t>(i));
    for (; door.next < door.queue.size() && door.queue[door.next].time <= now; ++door.next) {
      const size_t kept = door.queue[door.next].kept;
      if (!place(outside_, kept, door, rows, near, ground, seed)) break;
      outside_.anchor_x[kept] = outside_.x[kept], outside_.anchor_y[kept] = outside_.y[kept];
      outside_.anchor_time[kept] = static_cast<float>(now);
      near.push_back(static_cast<uint32_t>(rows.size()));
      rows.add(outside_, kept);
      ++in_, ++came;
    }
  }
  return came;
}

}  // namespace muster::crowd
