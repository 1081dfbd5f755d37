#include "models/crowd/walking/models/make.h"

namespace muster::crowd {

std::unique_ptr<WalkingModel> make_model(const WalkingSettings& settings, size_t people, float fastest,
                                         float largest_radius) {
  switch (settings.model) {
    case ModelChoice::anticipation_velocity:
      return make_anticipation_velocity(settings, people, fastest, largest_radius);
    case ModelChoice::social_force:
      return make_social_force(settings, people, largest_radius);
    case ModelChoice::reciprocal_avoidance:
      return make_reciprocal_avoidance(settings, people, fastest, largest_radius);
    case ModelChoice::collision_free_speed:
      break;
  }
  return nullptr;
}

}  // namespace muster::crowd
