#pragma once
// Settings of the walking models.

#include <cstdint>
#include <optional>

namespace muster::crowd {

enum class ModelChoice : uint8_t { collision_free_speed, anticipation_velocity, social_force, reciprocal_avoidance };

/// Xu, Chraibi, Seyfried 2021 (doi 10.1016/j.trc.2021.103464); T, D, t_a and tau as its authors ship them in JuPedSim,
/// k 1 instead of 8 (models/crowd/walking/README.md says why). The time gap is theirs, not that of WalkingSettings.
struct AnticipationSettings {
  double time_gap = 1.06;        ///< [s] T, (0, 5]
  double repulsion = 1;          ///< k, [0, 20]
  double repulsion_range = 0.1;  ///< [m] D, [0.02, 0.2]
  double anticipation = 1;       ///< [s] t_a, [0, 5]
  double reaction = 0.3;         ///< [s] tau, [0.05, 2]
};

/// Helbing, Farkas, Vicsek 2000 (doi 10.1038/35035023), their values.
struct SocialForceSettings {
  double strength = 2000;    ///< [N] A, [0, 10000]
  double range = 0.08;       ///< [m] B, [0.02, 0.2]
  double stiffness = 1.2e5;  ///< [kg/s2] k, [1e4, 1e6]
  double friction = 2.4e5;   ///< [kg/(m s)] kappa, [0, 1e6]
  double mass = 80;          ///< [kg] m, [20, 200]
  double relaxation = 0.5;   ///< [s] tau, [0.1, 2]
};

/// Van den Berg, Guy, Lin, Manocha 2011 (doi 10.1007/978-3-642-19457-3_1). The paper leaves the horizons to the user.
struct ReciprocalSettings {
  double horizon = 1;         ///< [s] for people, [0.1, 5]
  double wall_horizon = 0.3;  ///< [s] [0.05, 1]
};

/// The collision-free speed model in its generalised form (Tordeux, Chraibi, Seyfried 2016,
/// doi 10.1007/978-3-319-33482-0_29; direction noise, repulsion from people ahead only and wall terms as
/// models/crowd/README.md states), and the others.
struct WalkingSettings {
  double time_gap = 0.64;  ///< [s] T, (0, 5]
  /// [s] tau_s: with less room ahead than a free walk of this takes, people shuffle, [0.05, 2]
  double shuffle_time = 0.54;
  double shuffle = 0.65;         ///< b: fraction of the speed that is lost at contact, [0, 0.9]
  double repulsion = 3;          ///< a, strength of the repulsion between people, [0, 20]
  double repulsion_range = 0.1;  ///< [m] D, [0.02, 0.2]: people more than 1.2 m away are left out
  double wall_repulsion = 5;     ///< strength of the repulsion from walls, [0, 20]
  /// [m] [0.005, 0.1]; not given: 0.008, of the anticipation velocity model 0.02
  std::optional<double> wall_range;
  double heading_noise = 0.1;  ///< [rad] standard deviation of the direction noise, held `noise_hold`, [0, 0.3]
  double noise_hold = 0.5;     ///< [s] (0, 10]
  ModelChoice model = ModelChoice::collision_free_speed;
  AnticipationSettings anticipation_velocity;
  SocialForceSettings social_force;
  ReciprocalSettings reciprocal_avoidance;

  double wall_range_used() const {
    return wall_range.value_or(model == ModelChoice::anticipation_velocity ? 0.02 : 0.008);
  }
};

}  // namespace muster::crowd
