#pragma once
// What a walking model other than the default provides. The default is `steer` of kernel.h.

#include "models/crowd/walking/kernel.h"
#include "models/crowd/walking/neighbours.h"
#include "models/crowd/walking/rows.h"
#include "models/crowd/walking/settings.h"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace muster::crowd {

struct StepInput;

/// How somebody moved in the last step.
struct Motion {
  float vx = 0, vy = 0;                ///< [m/s]
  float heading_x = 0, heading_y = 0;  ///< unit vector, 0: has not walked yet
  float top_speed = 0;                 ///< [m/s] free speed that was wanted; 0: stands
};

/// Chunks call `steer` and `note` at the same time, each for its own people; everything else is called between steps.
class WalkingModel {
 public:
  explicit WalkingModel(size_t people) : pressure_(people, 0), motion_(people), next_(people) {}
  virtual ~WalkingModel() = default;
  WalkingModel(const WalkingModel&) = delete;
  WalkingModel& operator=(const WalkingModel&) = delete;

  /// Fills the outputs of `chunk` from the frozen rows and motions.
  virtual void steer(const StepInput& in, const Rows& now, Chunk& chunk, Neighbours& neighbours) = 0;
  /// Steps of the model within a step of the crowd [s].
  virtual int substeps(double /*step*/) const { return 1; }
  /// Whether equation 7 is wanted in Chunk::wall_x, wall_y.
  virtual bool repelled_by_walls() const { return false; }
  /// How much faster than their free speed people may get.
  virtual float fastest_factor() const { return 1; }
  /// Distance from a body at which walls begin to matter [m].
  virtual float wall_reach() const = 0;
  /// [ids] contact force per circumference [N/m], mean over the last second; empty where the model knows no forces.
  virtual std::span<const float> pressure() const { return {}; }

  const Motion& motion(uint32_t id) const { return motion_[id]; }
  void note(uint32_t id, const Motion& motion) { next_[id] = motion; }
  /// Ends a step: what was noted is the motion.
  void turn() { std::swap(motion_, next_); }
  /// Somebody has left the floors.
  void forget(uint32_t id) { motion_[id] = next_[id] = {}, pressure_[id] = 0; }

 protected:
  std::vector<float> pressure_;

 private:
  std::vector<Motion> motion_, next_;
};

}  // namespace muster::crowd
