#pragma once
// What a run keeps of itself while it goes on, so that it can be taken up again when it was cut short.

#include "sim/hazard/checkpoints.h"
#include "sim/hazard/hazards.h"
#include "sim/run/run.h"
#include "sim/run/set_up.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace muster::sim {

/// All that the results hang on, by name: the program, the case and what was changed in it, the model as it was read,
/// the files of data.
std::vector<std::pair<std::string, std::string>> identity_of(const Case&, const Start&, const RunOptions&);

/// What the options want to be kept of a run with these hazards, or what one that was cut short has left; null:
/// nothing. Nothing is written. Throws InputError where the run is to go on and cannot.
std::unique_ptr<Checkpoints> checkpoints_of(const Case&, const Start&, const Hazards&, const RunOptions&);

}  // namespace muster::sim
