// Anticipation velocity model (Xu, Chraibi, Seyfried 2021, doi 10.1016/j.trc.2021.103464);
// models/crowd/walking/README.md, equations 11-14.

#include "models/crowd/walking/models/lane.h"
#include "models/crowd/walking/models/make.h"

namespace muster::crowd {

namespace {

/// Ranges D beyond which the anticipated gap no longer matters: exp(-8) of the strength at contact.
constexpr float ranges = 8;

class AnticipationVelocity final : public WalkingModel {
 public:
  AnticipationVelocity(const WalkingSettings& settings, size_t people, float fastest, float largest)
      : WalkingModel(people),
        gap_(static_cast<float>(settings.anticipation_velocity.time_gap)),
        strength_(static_cast<float>(settings.anticipation_velocity.repulsion)),
        range_(static_cast<float>(settings.anticipation_velocity.repulsion_range)),
        ahead_(static_cast<float>(settings.anticipation_velocity.anticipation)),
        reaction_(static_cast<float>(settings.anticipation_velocity.reaction)),
        wall_reach_(wall_ranges * static_cast<float>(settings.wall_range_used())),
        reach_(2 * largest + std::max(ranges * range_ + 2 * fastest * ahead_, gap_ * fastest)) {}

  void steer(const StepInput& in, const Rows& now, Chunk& chunk, Neighbours& neighbours) override {
    each_lane(in, now, chunk, neighbours, reach_, [&](const Lane& lane) {
      push_out(lane, chunk, 0);
      const size_t l = lane.l;
      if (chunk.top_speed[l] <= 0) return;
      const Vec e = turned(lane, direction(lane, chunk), in.step);
      const float speed = std::clamp(gap(lane, e, chunk.top_speed[l]) / gap_, 0.0f, chunk.top_speed[l]);
      chunk.heading_x[l] = e.x, chunk.heading_y[l] = e.y;
      chunk.speed[l] = speed;
      chunk.creep[l] = creep_of(in, lane, chunk.top_speed[l], speed);
    });
  }
  bool repelled_by_walls() const override { return true; }
  float wall_reach() const override { return wall_reach_; }

 private:
  /// Equations 11 and 12: the wish, the sidesteps from those anticipated in the way, the walls.
  Vec direction(const Lane& lane, const Chunk& chunk) const {
    const Motion& own = motion(lane.id());
    const Vec w = wanted(lane, chunk), last{own.heading_x, own.heading_y}, v{own.vx, own.vy}, left{-w.y, w.x};
    float sideways = 0;
    lane.each(reach_, [&](Vec offset, float d, float other_radius, uint32_t row) {
      if (dot(offset, w) < 0 && dot(offset, last) < 0) return;
      const Motion& other = motion(lane.now.id[row]);
      const Vec u{other.vx, other.vy};
      const float closing = dot(v - u, offset) / d;
      const float gap = std::max(0.0f, d - lane.radius() - other_radius - closing * ahead_);
      if (gap > ranges * range_) return;
      const float alignment = 1 + 0.5f * (1 - (w.x * other.heading_x + w.y * other.heading_y));
      const float push = strength_ * alignment * exponential(-gap / range_);
      // Away from where the other will be; from one dead ahead to the right.
      sideways += dot(left, offset + ahead_ * u) < 0 ? push : -push;
    });
    const Vec sum = w + sideways * left + Vec{chunk.wall_x[lane.l], chunk.wall_y[lane.l]};
    const float norm = sum.norm();
    return norm > 1e-6f ? (1 / norm) * sum : w;
  }

  /// Equation 13: turns from the last heading towards the new one within the reaction time, at once where the two lie
  /// on opposite sides of the wish.
  Vec turned(const Lane& lane, Vec to, float step) const {
    const Motion& own = motion(lane.id());
    const Vec last{own.heading_x, own.heading_y};
    if (dot(last, last) == 0 || dot(last, to) < 0) return to;
    const Vec e = last + std::min(1.0f, step / reaction_) * (to - last);
    const float norm = e.norm();
    return norm > 1e-6f ? (1 / norm) * e : to;
  }

  /// Equation 2.
  float gap(const Lane& lane, Vec e, float top_speed) const {
    float least = gap_ * top_speed + 1;
    lane.each(reach_, [&](Vec offset, float d, float other_radius, uint32_t) {
      const float contact = lane.radius() + other_radius;
      if (dot(offset, e) > 0 && std::abs(det(e, offset)) <= contact) least = std::min(least, d - contact);
    });
    return least;
  }

  float gap_, strength_, range_, ahead_, reaction_, wall_reach_, reach_;
};

}  // namespace

std::unique_ptr<WalkingModel> make_anticipation_velocity(const WalkingSettings& settings, size_t people, float fastest,
                                                         float largest_radius) {
  return std::make_unique<AnticipationVelocity>(settings, people, fastest, largest_radius);
}

}  // namespace muster::crowd
