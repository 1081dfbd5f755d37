#pragma once
// One person of a chunk and the people and walls about it: what the scalar models share.

#include "models/crowd/walking/model.h"
#include "models/crowd/walking/touch.h"
#include "models/crowd/walking/walk.h"

#include <algorithm>
#include <cmath>

namespace muster::crowd {

/// exp(x) by the kernel's polynomial, 0 below -80: the library's may differ from processor to processor. At most 40.
float exponential(float x);

/// The people about one lane.
struct Lane {
  const Rows& now;
  const Neighbours& near;
  bool masked;
  size_t l;
  uint32_t row;

  uint32_t id() const { return now.id[row]; }
  Vec at() const { return {now.x[row], now.y[row]}; }
  float radius() const { return now.radius[row]; }

  /// Calls act(offset, distance, radius, row) for everybody seen whose centre is nearer than `reach` [m].
  template <class Act>
  void each(float reach, const Act& act) const {
    const Vec own = at();
    for (size_t i = 0; i < near.all; ++i) {
      const Vec offset = Vec{near.x[i], near.y[i]} - own;
      const float d2 = dot(offset, offset);
      // Not oneself, nor the rear of one's own long body.
      if (d2 >= reach * reach || d2 <= 1e-10f || now.id[near.row[i]] == id()) continue;
      if (masked && ((near.seen[i] >> l) & 1) == 0) continue;
      act(offset, std::sqrt(d2), near.radius[i], near.row[i]);
    }
  }
};

/// Calls act(lane) for everybody of the chunk, after finding who is within `reach` [m] of it.
template <class Act>
void each_lane(const StepInput& in, const Rows& now, Chunk& chunk, Neighbours& neighbours, float reach,
               const Act& act) {
  for (auto* v :
       {&chunk.heading_x, &chunk.heading_y, &chunk.speed, &chunk.creep, &chunk.push_x, &chunk.push_y, &chunk.overlap})
    std::fill_n(*v, lanes, 0.0f);
  const Extent own = extent(now, chunk.first);
  if (own.empty()) return;
  neighbours.find(now, in.strips, own, {reach, in.kernel.drift, true});
  const bool masked = neighbours.look(now, in.ground, chunk.first);
  for (size_t l = 0; l < lanes; ++l) {
    const auto row = static_cast<uint32_t>(chunk.first + l);
    if (now.state[row] != State::nobody && now.state[row] != State::trailing)
      act(Lane{now, neighbours, masked, l, row});
  }
}

/// Unit vector that the lane wants to walk along: its wish, turned by the noise where there is somebody within 1.2 m.
Vec wanted(const Lane& lane, const Chunk& chunk);

/// Equation 5: moves overlapping bodies apart as far as they overlap by more than `allowed` of r_i + r_j, and reports
/// the overlap.
void push_out(const Lane& lane, Chunk& chunk, float allowed);

/// Equation 4: fraction of the creep velocity for somebody who walks at `speed`.
float creep_of(const StepInput& in, const Lane& lane, float top_speed, float speed);

}  // namespace muster::crowd
