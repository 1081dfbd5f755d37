// Social force model with body contact (Helbing, Farkas, Vicsek 2000, doi 10.1038/35035023);
// models/crowd/walking/README.md, equations 15-17.

#include "models/crowd/walking/models/lane.h"
#include "models/crowd/walking/models/make.h"

#include <numbers>

namespace muster::crowd {

namespace {

/// Ranges B beyond contact at which forces are cut off: exp(-10) of A, 0.09 N.
constexpr float ranges = 10, wall_ranges_felt = 8;
/// Nobody gets faster than this times the free speed (Helbing, Molnar 1995).
constexpr float fastest_of_free = 1.3f;
/// Overlap of r_i + r_j beyond which the push of equation 5 helps the body force.
constexpr float soft = 0.2f;
/// Most contacts of equal circles: the friction of each takes at most this part of the difference of velocities a step.
constexpr float friction_share = 1.0f / 6;
constexpr float averaged_over = 1;  ///< [s] pressure

class SocialForce final : public WalkingModel {
 public:
  SocialForce(const WalkingSettings& settings, size_t people, float largest)
      : WalkingModel(people),
        strength_(static_cast<float>(settings.social_force.strength)),
        range_(static_cast<float>(settings.social_force.range)),
        stiffness_(static_cast<float>(settings.social_force.stiffness)),
        friction_(static_cast<float>(settings.social_force.friction)),
        mass_(static_cast<float>(settings.social_force.mass)),
        relaxation_(static_cast<float>(settings.social_force.relaxation)),
        largest_(largest) {}

  void steer(const StepInput& in, const Rows& now, Chunk& chunk, Neighbours& neighbours) override {
    each_lane(in, now, chunk, neighbours, std::max(2 * largest_ + ranges * range_, direction_reach),
              [&](const Lane& lane) { one(in, lane, chunk); });
  }
  int substeps(double step) const override {
    // Six springs on a body: stable below 2 / sqrt(6 * 2 k / m); a third of it.
    const double most = 2.0 / 3 / std::sqrt(12 * static_cast<double>(stiffness_ / mass_));
    return std::max(1, static_cast<int>(std::ceil(step / most - 1e-9)));
  }
  float fastest_factor() const override { return fastest_of_free; }
  float wall_reach() const override { return wall_ranges_felt * range_; }
  std::span<const float> pressure() const override { return pressure_; }

 private:
  /// Sum of forces on one body.
  struct Load {
    Vec force;         ///< [N]
    float radial = 0;  ///< [N] sum of magnitudes
  };

  /// A contact with something at `gap` [m] (negative: they overlap) in direction `away` that moves past at `slip`.
  void press(Load& load, float gap, Vec away, Vec slip, float step) const {
    const float body = stiffness_ * std::max(0.0f, -gap), radial = strength_ * exponential(-gap / range_) + body;
    load.radial += radial;
    load.force = load.force + radial * away;
    if (gap >= 0) return;
    const Vec along{-away.y, away.x};
    const float rate = std::min(friction_ * -gap, friction_share * mass_ / step);
    load.force = load.force + (rate * dot(slip, along)) * along;
  }

  void one(const StepInput& in, const Lane& lane, Chunk& chunk) {
    const uint32_t id = lane.id();
    const Motion& own = motion(id);
    const Vec v{own.vx, own.vy};
    Load load;
    lane.each(lane.radius() + largest_ + ranges * range_, [&](Vec offset, float d, float radius, uint32_t row) {
      const Motion& other = motion(lane.now.id[row]);
      press(load, d - lane.radius() - radius, (-1 / d) * offset, Vec{other.vx, other.vy} - v, in.step);
    });
    each_wall(in.ground, lane.now, lane.row, lane.radius() + wall_ranges_felt * range_,
              [&](Vec away, float d) { press(load, d - lane.radius(), away, -1.0f * v, in.step); });
    const float circumference = 2 * std::numbers::pi_v<float> * lane.radius();
    pressure_[id] += std::min(1.0f, in.step / averaged_over) * (load.radial / circumference - pressure_[id]);

    push_out(lane, chunk, soft);
    const size_t l = lane.l;
    const float top = chunk.top_speed[l];
    if (top <= 0) return;
    const Vec drive = (mass_ / relaxation_) * (top * wanted(lane, chunk) - v);
    const Vec next = v + (in.step / mass_) * (drive + load.force);
    const float speed = next.norm(), most = fastest_of_free * top;
    if (speed <= 1e-6f) return;
    chunk.heading_x[l] = next.x / speed, chunk.heading_y[l] = next.y / speed;
    chunk.speed[l] = std::min(speed, most);
  }

  float strength_, range_, stiffness_, friction_, mass_, relaxation_, largest_;
};

}  // namespace

std::unique_ptr<WalkingModel> make_social_force(const WalkingSettings& settings, size_t people, float largest_radius) {
  return std::make_unique<SocialForce>(settings, people, largest_radius);
}

}  // namespace muster::crowd
