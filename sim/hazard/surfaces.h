#pragma once
// Parts of the model whose radiation is asked for, as places spread over their surfaces.

#include "models/fire/radiation/shadow.h"
#include "scene/model.h"
#include "sim/case/fire_spec.h"
#include "sim/results/hazard.h"
#include "sim/results/summary.h"

#include <span>
#include <string>
#include <vector>

namespace muster::sim {

/// Places on the parts that targets name: the middles of their triangles, cut until no side is longer than the target's
/// spacing. Which side of a triangle is outside is not known of every model: each place is looked at from both, and the
/// part itself hides the fire from its inside.
struct Surfaces {
  std::vector<std::string> names;             ///< of the targets
  std::vector<results::SurfacePlace> places;  ///< one surface after the other
  std::vector<fire::Receptor> sides;          ///< [2 places] front and back of each

  /// [W/m2] of each place on the side that gets more; `of_fires` [fires][2 places].
  std::vector<float> flux(std::span<const std::vector<float>* const> of_fires) const;
};

/// Of those targets of a case that are parts. A name that means nothing and too many places are mistakes.
Surfaces surfaces_of(const std::vector<TargetSpec>& targets, const scene::Model& model, std::vector<Mistake>& mistakes);

/// For the summary: highest and mean flux of each surface.
std::vector<results::TargetUse> surface_uses(const results::HazardGrid& grid, const results::HazardTotals& totals);

}  // namespace muster::sim
