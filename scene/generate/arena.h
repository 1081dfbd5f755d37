#pragma once
// A parametric arena: four straight stands round a field, rows between aisles, vomitories to a concourse, stairs down
// to the ground, a fence with gates and turnstiles.

#include "base/error.h"
#include "scene/generate/parameter.h"
#include "scene/model.h"

#include <string>
#include <vector>

namespace muster::scene {

/// What can be chosen about an arena. Lengths in metres; ranges and meanings stand in `arena_parameters()`.
struct ArenaParams {
  int seats = 5000;
  double field_length = 66;
  double field_width = 46;
  double corner = 4;
  double row_depth = 0.8;
  double row_rise = 0.35;
  double seat_width = 0.5;
  int block_seats = 20;
  double aisle_width = 1.2;
  double cross_aisle = 2.4;
  double vomitory = 2.4;
  double concourse = 6;
  double stair_width = 3;
  double forecourt = 10;
  int gates_per_side = 2;
  double gate_width = 4;
  int turnstiles = 4;
  double turnstile_width = 0.7;
};

const std::vector<Parameter<ArenaParams>>& arena_parameters();

/// Everything that does not fit: values out of range, and combinations that cannot be built. `key` and `value` are
/// filled, file and line are not. Empty where `arena` can build it.
std::vector<Mistake> arena_mistakes(const ArenaParams&);

/// Places in the rows that are built: at least `seats`, at most one row round the field more.
int arena_seats(const ArenaParams&);

/// Builds the arena with a corner of the field at the origin, the field at z = 0, x along its length. Elements carry
/// the names that importers understand; storeys, spaces and doors are filled. Aborts where `arena_mistakes` is not
/// empty.
///
/// Names, with S, E, N, W for the stand: spaces "Field", "Block S1.03" (tier 1, the lower one, third block from the
/// left or the bottom of the plan), "Cross-aisle S", "Vomitory S2", "Concourse S"; doors "Gate S1", "Turnstile S1.3"
/// (the third beside that gate).
Model arena(const ArenaParams& = {});

}  // namespace muster::scene
