#pragma once
// Hazards of an earlier run in place of a case's own.

#include "sim/case/description.h"

namespace muster::sim {

/// Where `document` names a results file in `hazards.from`: the weather, leaks, fires and whatever else makes the
/// hazards of that run stand in the document afterwards as if the case had given them; its detectors come before the
/// case's own and sound those alarms that the case has. Mistakes: a file that cannot be used, hazards that the case
/// gives besides, blockers and a model that are not those of the file.
void take_earlier_hazards(Node& document, Report& report);

}  // namespace muster::sim
