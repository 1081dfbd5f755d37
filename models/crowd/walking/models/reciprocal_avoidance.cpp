// Optimal reciprocal collision avoidance (van den Berg, Guy, Lin, Manocha 2011, doi 10.1007/978-3-642-19457-3_1);
// models/crowd/walking/README.md, equations 18-20. Written from the paper.

#include "models/crowd/walking/models/half_planes.h"
#include "models/crowd/walking/models/make.h"

namespace muster::crowd {

namespace {

/// Most people that one minds, the nearest first.
constexpr size_t most_minded = 16;

struct Minded {
  Vec offset;
  float gap, radius;
  uint32_t row;
};

class ReciprocalAvoidance final : public WalkingModel {
 public:
  ReciprocalAvoidance(const WalkingSettings& settings, size_t people, float fastest, float largest)
      : WalkingModel(people),
        horizon_(static_cast<float>(settings.reciprocal_avoidance.horizon)),
        wall_horizon_(static_cast<float>(settings.reciprocal_avoidance.wall_horizon)),
        reach_(std::max(2 * largest + 2 * fastest * horizon_, direction_reach)),
        wall_reach_(fastest * wall_horizon_) {}

  void steer(const StepInput& in, const Rows& now, Chunk& chunk, Neighbours& neighbours) override {
    each_lane(in, now, chunk, neighbours, reach_, [&](const Lane& lane) {
      push_out(lane, chunk, 0);
      if (chunk.top_speed[lane.l] > 0) one(in, lane, chunk);
    });
  }
  float wall_reach() const override { return wall_reach_; }

 private:
  void one(const StepInput& in, const Lane& lane, Chunk& chunk) {
    static thread_local std::vector<HalfPlane> planes, work;
    static thread_local std::vector<Minded> minded;
    const size_t l = lane.l;
    const float top = chunk.top_speed[l];
    const Motion& own = motion(lane.id());
    const Vec v{own.vx, own.vy};
    planes.clear();
    // Walls: not to reach them within their horizon.
    each_wall(in.ground, lane.now, lane.row, lane.radius() + wall_reach_, [&](Vec away, float d) {
      planes.push_back({(-std::max(0.0f, d - lane.radius()) / wall_horizon_) * away, {away.y, -away.x}});
    });
    const size_t hard = planes.size();
    minded.clear();
    lane.each(reach_, [&](Vec offset, float d, float radius, uint32_t row) {
      minded.push_back({offset, d - lane.radius() - radius, radius, row});
    });
    const auto nearer = [](const Minded& a, const Minded& b) { return a.gap != b.gap ? a.gap < b.gap : a.row < b.row; };
    if (minded.size() > most_minded) {
      std::nth_element(minded.begin(), minded.begin() + most_minded, minded.end(), nearer);
      minded.resize(most_minded);
    }
    std::sort(minded.begin(), minded.end(), nearer);
    for (const Minded& m : minded) {
      const Motion& other = motion(lane.now.id[m.row]);
      const float share = other.top_speed > 0 ? 0.5f : 1.0f;  // who stands does not help
      planes.push_back(avoid(m.offset, lane.radius() + m.radius, v, v - Vec{other.vx, other.vy}, share, in.step));
    }
    const Vec next = nearest_allowed(planes, hard, top * wanted(lane, chunk), top, work);
    const float speed = next.norm();
    if (speed > 1e-6f) chunk.heading_x[l] = next.x / speed, chunk.heading_y[l] = next.y / speed;
    chunk.speed[l] = std::min(speed, top);
    chunk.creep[l] = creep_of(in, lane, top, speed);
  }

  /// Equations 18 and 19: the half-plane of one neighbour at `p` from us, who comes nearer at `relative`.
  HalfPlane avoid(Vec p, float contact, Vec v, Vec relative, float share, float step) const {
    const float d2 = dot(p, p), contact2 = contact * contact;
    const bool apart = d2 > contact2;
    // Bodies that overlap part within this step.
    const float time = apart ? horizon_ : step;
    const Vec w = relative - (1 / time) * p;
    const float w2 = dot(w, w), ahead = dot(w, p);
    Vec along, u;
    if (!apart || (ahead < 0 && ahead * ahead > contact2 * w2)) {
      // The round end of the forbidden cone.
      const float norm = std::max(std::sqrt(w2), 1e-6f);
      const Vec unit = (1 / norm) * w;
      along = {unit.y, -unit.x};
      u = (contact / time - norm) * unit;
    } else {
      // One of its legs.
      const float leg = std::sqrt(d2 - contact2);
      along = det(p, w) > 0 ? (1 / d2) * Vec{p.x * leg - p.y * contact, p.x * contact + p.y * leg}
                            : (-1 / d2) * Vec{p.x * leg + p.y * contact, p.y * leg - p.x * contact};
      u = dot(relative, along) * along - relative;
    }
    return {v + share * u, along};
  }

  float horizon_, wall_horizon_, reach_, wall_reach_;
};

}  // namespace

std::unique_ptr<WalkingModel> make_reciprocal_avoidance(const WalkingSettings& settings, size_t people, float fastest,
                                                        float largest_radius) {
  return std::make_unique<ReciprocalAvoidance>(settings, people, fastest, largest_radius);
}

}  // namespace muster::crowd
