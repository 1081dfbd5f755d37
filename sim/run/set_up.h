#pragma once
// From a case to everything a run starts with: model, floors, people.

#include "models/crowd/crowd.h"
#include "models/crowd/people/people.h"
#include "scene/floors.h"
#include "scene/model.h"
#include "sim/case/case.h"

#include <string>
#include <utility>
#include <vector>

namespace muster::sim {

/// What a run starts with. Made from the case alone, before anything is written.
struct Start {
  scene::Model model;
  scene::Floors floors;
  std::vector<crowd::Person> people;
  crowd::CrowdSettings crowd;     ///< names of the case resolved to what the floors and people have
  std::vector<Warning> warnings;  ///< of all stages, in their order
  std::vector<std::pair<std::string, double>> phases;  ///< wall-clock seconds of import, floors, people
};

/// Imports the model, makes the floors and places the people. Throws InputError for whatever cannot be honoured.
/// `nobody`: the same floors, without people.
Start set_up(const Case& the_case, bool nobody = false);

/// What a run will take at the most, roughly.
struct Estimate {
  double megabytes = 0;  ///< memory of floors and people
  double seconds = 0;    ///< computing time of the crowd until the latest end
};
Estimate estimate(const Case& the_case, const Start& start);

}  // namespace muster::sim
