#include "models/crowd/walking/models/lane.h"

#include <bit>

namespace muster::crowd {

float exponential(float x) {
  if (x < -80) return 0;
  const float t = std::min(x, 40.0f) * 1.44269504f, k = std::nearbyint(t), f = t - k;
  const float p = ((0.05517166f * f + 0.24261112f) * f + 0.69326099f) * f + 0.99992807f;
  return std::bit_cast<float>(std::bit_cast<int32_t>(p) + (static_cast<int32_t>(k) << 23));
}

Vec wanted(const Lane& lane, const Chunk& chunk) {
  const Vec w{chunk.wish_x[lane.l], chunk.wish_y[lane.l]};
  bool anybody = false;
  lane.each(direction_reach, [&](Vec, float, float, uint32_t) { anybody = true; });
  if (!anybody) return w;
  const float a = lane.now.noise[lane.row], a2 = a * a;
  const float cosine = 1 - a2 * (0.5f - a2 / 24), sine = a * (1 - a2 / 6);
  const Vec turned{w.x * cosine - w.y * sine, w.x * sine + w.y * cosine};
  const float norm = turned.norm();
  return norm > 1e-6f ? (1 / norm) * turned : w;
}

void push_out(const Lane& lane, Chunk& chunk, float allowed) {
  Vec push;
  float overlap = 0;
  const float radius = lane.radius();
  lane.each(radius + lane.now.radius[lane.row] + 1, [&](Vec offset, float d, float other, uint32_t) {
    const float contact = radius + other;
    if (d >= contact) return;
    overlap = std::max(overlap, (contact - d) / contact);
    const float into = contact - d - allowed * contact;
    if (into > 0) push = push - (0.5f * into / d) * offset;
  });
  chunk.push_x[lane.l] = push.x;
  chunk.push_y[lane.l] = push.y;
  chunk.overlap[lane.l] = overlap;
}

float creep_of(const StepInput& in, const Lane& lane, float top_speed, float speed) {
  const float slow = std::min(creep_speed, 0.5f * top_speed);
  if (slow <= 0 || speed >= slow) return 0;
  const Vec creep{lane.now.creep_x[lane.row], lane.now.creep_y[lane.row]};
  bool blocked = false;
  lane.each(lane.radius() + in.kernel.largest_radius + in.kernel.contact_gap,
            [&](Vec offset, float d, float other, uint32_t) {
              blocked |= d < lane.radius() + other + in.kernel.contact_gap && dot(offset, creep) > 0;
            });
  return blocked ? 0 : (slow - speed) / slow;
}

}  // namespace muster::crowd
