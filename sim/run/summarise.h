#pragma once
// The answer of a run, from what the crowd did.

#include "models/crowd/crowd.h"
#include "sim/case/case.h"
#include "sim/hazard/exposure.h"
#include "sim/results/summary.h"
#include "sim/run/set_up.h"

namespace muster::sim {

/// Passages among the crossings of doors, in their order: somebody who comes back through the same door at most 10 s
/// after he went through has passed neither time. `crossings` in order of time for each person.
std::vector<crowd::Crossing> passages(const std::vector<crowd::Crossing>& crossings);

/// The case file and the model file, with the digests of what was read.
std::vector<results::InputFile> inputs_of(const Case& the_case, const Start& start);

/// Everything but `threads`, `stopped` and `timing`, which the run itself knows.
results::Summary summarise(const Case& the_case, const Start& start, const crowd::Crowd& crowd);

/// Sources, distances and warnings of the hazards.
void add_hazards(results::Summary& summary, const Hazards& hazards);
/// What they did to the people; after summarise().
void add_exposure(results::Summary& summary, const Exposure& exposure, const crowd::Crowd& crowd);

}  // namespace muster::sim
