#pragma once
// How long a link takes.

#include "scene/floors.h"

namespace muster::crowd {

/// Walking time of a link at a person's free speed v [m/s]: `plan` metres at the fraction `factor` of v, or `fixed`
/// seconds where the kind sets the pace, or `length` metres at `belt` plus the person's own speed on escalators that
/// are walked on.
struct LinkPace {
  double plan = 0;  ///< [m]
  double factor = 1;
  double fixed = 0;   ///< [s] 0: by the person's speed
  double belt = 0;    ///< [m/s] 0: it does not move, or people stand on it
  double length = 0;  ///< [m] along the slope

  double seconds(double v) const {
    if (fixed > 0) return fixed;
    return belt > 0 ? length / (belt + factor * v * length / plan) : plan / (factor * v);
  }
};
/// `forward`: from the first point of the path to its last. `up`, `down`: the walker's stair factors. Of stairs, each
/// piece of the path counts by itself: up, down, or level where it rises by less than a tenth.
LinkPace link_pace(const scene::Link& link, bool forward, double up, double down);

/// Whether people walk through it as routes see it: it has two ends.
inline bool joins(const scene::Link& link) { return link.path.size() >= 2; }

}  // namespace muster::crowd
