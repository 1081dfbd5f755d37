#pragma once
// Headings and speeds of 16 people at a time: the pairwise part of the walking model (README, equations 1-5).

#include "models/crowd/ground/ground.h"
#include "models/crowd/walking/neighbours.h"
#include "models/crowd/walking/repulsion.h"
#include "models/crowd/walking/rows.h"

#include <cstdint>

namespace muster::crowd {

/// Constants of one step.
struct KernelSettings {
  float repulsion = 3;               ///< a
  float inverse_range = 10;          ///< [1/m] 1 / D
  float inverse_gap = 1 / 0.64f;     ///< [1/s] 1 / T
  float time_gap = 0.64f;            ///< [s] T
  float shuffle_time = 0.54f;        ///< [s] tau_s
  float shuffle = 0.65f;             ///< b
  float largest_radius = 0.15f;      ///< [m] of anybody
  float contact_gap = 0.01f;         ///< [m] gap below which nobody creeps nearer
  bool alike = false;                ///< everybody has the largest radius
  bool slides = false;               ///< headings into walls near by are turned along them: somebody squeezes past
  float drift = 0;                   ///< [m] how far anybody may have moved since the rows were sorted
  const Repulsion* table = nullptr;  ///< for bodies of the largest radius
};

/// How far people repel one another at least [m], and how near somebody must be for direction noise: the default model
/// leaves out who stands farther along either axis from the box of half a chunk; the error is in README.
inline constexpr float repulsion_reach = 1.0f;
/// The same reach of the other models [m].
inline constexpr float direction_reach = 1.2f;
/// Slower people creep, at most this fast [m/s].
inline constexpr float creep_speed = 0.1f;
/// Longest way that overlapping neighbours push somebody in one step [m].
inline constexpr float longest_push = 0.05f;

/// In: what 16 people of consecutive rows want. Out: what they do.
struct alignas(64) Chunk {
  // In.
  float wish_x[lanes], wish_y[lanes];  ///< unit vector towards the destination; 0: none
  float top_speed[lanes];              ///< [m/s] free speed here; 0: stands
  float wall_x[lanes], wall_y[lanes];  ///< repulsion from walls
  // Out.
  float heading_x[lanes], heading_y[lanes];
  float speed[lanes];                  ///< [m/s] along the heading
  float creep[lanes];                  ///< fraction of the creep velocity, [0, 1]
  float push_x[lanes], push_y[lanes];  ///< [m]
  float overlap[lanes];                ///< largest overlap as a fraction of r_i + r_j, where above `worst`

  uint32_t first = 0;  ///< row
};

/// Fills the outputs of `chunk` from the frozen rows. `worst`: overlap fraction already known; larger ones are
/// reported.
void steer(const Rows& now, const Strips& strips, const Ground& ground, const KernelSettings& settings, float worst,
           Chunk& chunk, Neighbours& neighbours);

}  // namespace muster::crowd
