#pragma once
// Counterflow: people turn aside from those who come towards them (README, README.md here, equation 10).

#include "models/crowd/routes/routes.h"
#include "models/crowd/walking/rows.h"

namespace muster::crowd {

/// Adds to the noise of walking people the angle [rad] by which they give way to people bound for another place who
/// come towards them, for one hold of the noise. Reads the frozen rows and writes `noise` only. People bound for the
/// same place never give way to one another: crowds that walk one way are left as they are. `drift` [m]: how far
/// anybody may have moved since the rows were sorted.
void give_way(Rows& rows, const Strips& strips, const Routes& routes, float drift);

}  // namespace muster::crowd
