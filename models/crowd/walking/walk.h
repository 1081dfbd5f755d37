#pragma once
// One step of one chunk of people: what they want, what neighbours allow, where walls let them go, what they cross.

#include "models/crowd/routes/gates.h"
#include "models/crowd/routes/routes.h"
#include "models/crowd/walking/kernel.h"
#include "models/crowd/walking/model.h"
#include "models/crowd/walking/settings.h"
#include "models/crowd/walking/squeezing.h"
#include "models/crowd/walking/stride.h"

#include <cstdint>
#include <vector>

namespace muster::crowd {

/// Somebody crossed the line of an exit or a door.
struct Crossing {
  AgentId id = 0;
  int32_t line = 0;     ///< index of the exit or portal
  bool forward = true;  ///< exits: outwards; portals: from the right to the left of a -> b
  double time = 0;      ///< [s] interpolated within the step
};

/// What every chunk reads during a step.
struct StepInput {
  const Ground& ground;
  const Routes& routes;
  const Strips& strips;
  WalkingSettings walking;
  KernelSettings kernel;
  double time = 0;  ///< [s] at the step's beginning
  float step = 0;   ///< [s]
  float worst_overlap = 0;
  WalkingModel* model = nullptr;         ///< null: the default, `steer` of kernel.h
  const FlowLimits* limits = nullptr;    ///< where some line has one
  const Squeezing* squeezing = nullptr;  ///< where somebody squeezes past
  uint64_t seed = 1;
};

/// What a block of chunks reports.
struct BlockReport {
  std::vector<Crossing> exits, portals;
  std::vector<uint32_t> gone;      ///< rows that reached a sink, or crossed an exit and have nowhere to go on
  std::vector<uint32_t> at_links;  ///< rows that stand at the entrance of their link
  std::vector<std::pair<uint32_t, uint32_t>> held;  ///< ids at lines of limited flow, and the lines' walls
  std::vector<uint32_t> arrived;                    ///< rows that stand in the area they go to
  int64_t people = 0;                               ///< advanced
  int64_t wall_corrections = 0;
  float worst_overlap = 0;
  std::vector<CellMove> moves;  ///< cells that `finish` has still to write
  void clear();
};

inline constexpr uint32_t no_chunk = 0xffffffffu;
/// Ranges of the wall repulsion beyond a body's radius at which it is cut off: exp(-15) of its strength at contact.
inline constexpr float wall_ranges = 15;

/// Advances the 16 rows from `first`: reads positions of `now`, writes `next` and the rows' own state. `following`:
/// first row of the chunk that the same thread advances next, or `no_chunk`.
void walk_chunk(const StepInput& in, Rows& now, NextPositions& next, uint32_t first, uint32_t following,
                BlockReport& report, Neighbours& neighbours);

/// After the last chunk of a block: the cells of those who have moved on open floor. Until then the memory asked for
/// arrives.
void finish(const Ground& ground, Rows& now, BlockReport& report);

/// Draws direction noise and creep velocity of a row for a period of `noise_hold`.
void draw_noise(Rows& rows, size_t row, uint64_t seed, uint64_t tick, const WalkingSettings& walking);

}  // namespace muster::crowd
