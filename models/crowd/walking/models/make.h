#pragma once
// The walking models that a case can choose.

#include "models/crowd/walking/model.h"

#include <memory>

namespace muster::crowd {

/// Null for the default, whose pairwise part is `steer`. `people`: ids are below it; `fastest` [m/s], `largest_radius`
/// [m]: of anybody.
std::unique_ptr<WalkingModel> make_model(const WalkingSettings& settings, size_t people, float fastest,
                                         float largest_radius);

std::unique_ptr<WalkingModel> make_anticipation_velocity(const WalkingSettings& settings, size_t people, float fastest,
                                                         float largest_radius);
std::unique_ptr<WalkingModel> make_social_force(const WalkingSettings& settings, size_t people, float largest_radius);
std::unique_ptr<WalkingModel> make_reciprocal_avoidance(const WalkingSettings& settings, size_t people, float fastest,
                                                        float largest_radius);

}  // namespace muster::crowd
