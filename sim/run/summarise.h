#pragma once
// The answer of a run, from what the crowd did.

#include "models/crowd/crowd.h"
#include "sim/case/case.h"
#include "sim/results/summary.h"
#include "sim/run/set_up.h"

namespace muster::sim {

/// Everything but `threads`, `stopped` and `timing`, which the run itself knows.
results::Summary summarise(const Case& the_case, const Start& start, const crowd::Crowd& crowd);

}  // namespace muster::sim
