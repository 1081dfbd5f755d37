#pragma once
// Settings of the walking model.

namespace muster::crowd {

/// The collision-free speed model in its generalised form (Tordeux, Chraibi, Seyfried 2016,
/// doi 10.1007/978-3-319-33482-0_29; direction noise, repulsion from people ahead only and wall terms as
/// models/crowd/README.md states).
struct WalkingSettings {
  double time_gap = 0.75;        ///< [s] T, (0, 5]
  double repulsion = 3;          ///< a, strength of the repulsion between people, [0, 20]
  double repulsion_range = 0.1;  ///< [m] D, [0.02, 0.2]: people more than 1.2 m away are left out
  double wall_repulsion = 5;     ///< strength of the repulsion from walls, [0, 20]
  double wall_range = 0.02;      ///< [m] [0.005, 0.1]
  double heading_noise = 0.1;    ///< [rad] standard deviation of the direction noise, held `noise_hold`, [0, 0.3]
  double noise_hold = 0.5;       ///< [s] (0, 10]
};

}  // namespace muster::crowd
