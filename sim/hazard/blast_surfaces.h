#pragma once
// What explosions do to surfaces of the model.

#include "scene/model.h"
#include "sim/case/case.h"
#include "sim/hazard/strikes.h"
#include "sim/results/blast.h"
#include "sim/results/summary.h"

#include <span>
#include <vector>

namespace muster::sim {

/// Blast on those targets of a case that are parts (sim/hazard/surfaces.h): at each place the highest side-on
/// overpressure and impulse by distance, and the overpressure on the side towards the explosion: reflected as if met
/// head-on where nothing opaque stands between it and half a metre above the explosion's middle; else side-on, as the
/// wave goes round what stands in between and is not weakened by it. Mistakes are appended.
results::BlastTables blast_on_surfaces(const Case& the_case, const scene::Model& model, std::span<const Strike> strikes,
                                       std::vector<Mistake>& mistakes);

/// Adds the highest side-on overpressure on each surface to the targets of the summary.
void add_blasts(std::vector<results::TargetUse>& targets, const results::BlastTables& blasts);

}  // namespace muster::sim
