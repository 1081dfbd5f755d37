#pragma once
// What of a case its hazards hang on.

#include "sim/case/document.h"

namespace muster::sim {

/// The case without all that hazards do not hang on (people but for the points at which some start, alarms, walking,
/// shut exits, seed, title, where its model lies), written out: cases with the same text and the same content of the
/// model have the same hazards, those with `gusts_by_seed` if their seeds are the same, too. "" where there is nothing
/// that is sampled over the floors, and where the case takes its hazards from an earlier run.
std::string hazard_inputs(const Node& document);

/// Whether hazards hang on the seed: gusts of `[flow]` are drawn.
bool gusts_by_seed(const Node& document);

}  // namespace muster::sim
