#include "sim/run/set_up.h"

#include "base/text.h"
#include "models/crowd/analysis/measures.h"
#include "models/crowd/people/population.h"
#include "models/crowd/schedule/plan.h"
#include "scene/floors/build.h"
#include "scene/import/import.h"
#include "sim/data/people_data.h"
#include "sim/run/stopwatch.h"
#include "sim/run/ways.h"

#include <algorithm>

namespace muster::sim {

namespace {

/// Points at which the case puts people: floors there are kept even where no exit can be reached.
std::vector<scene::Seed> seeds_of(const std::vector<crowd::PeopleGroup>& groups) {
  std::vector<scene::Seed> seeds;
  for (const crowd::PeopleGroup& group : groups)
    for (const Vec2& point : group.place.points) seeds.push_back({point, group.place.z, group.origin});
  return seeds;
}

void append(std::vector<Warning>& all, const std::vector<Warning>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

/// Who fetches those who fell.
void add_rescue(const Case& the_case, crowd::TogetherSettings& together) {
  together.rescue = the_case.reactions.rescue;
  if (!together.rescue) return;
  const std::vector<std::string>& by = together.rescue->by;
  for (const crowd::PeopleGroup& group : the_case.people)
    together.rescuers.push_back(by.empty() || std::any_of(by.begin(), by.end(), [&](const std::string& glob) {
                                  return matches_glob(glob, group.name);
                                }));
}

}  // namespace

Start set_up(const Case& the_case, bool nobody) {
  Start start;
  Stopwatch watch;
  scene::Authored place = the_case.place;
  place.seeds = seeds_of(the_case.people);

  start.model = scene::import_model(place.model);
  start.phases.emplace_back("import", watch.lap());

  start.floors = scene::build_floors(start.model, place);
  start.phases.emplace_back("floors", watch.lap());

  std::vector<Warning> of_people;
  std::vector<crowd::PeopleGroup> groups = the_case.people;
  fill_profiles(groups);
  if (!nobody) start.people = crowd::populate(start.floors, groups, the_case.seed, of_people);
  start.crowd = {the_case.walking, the_case.seed, the_case.run.step,
                 crowd::plan(start.floors, groups, start.people, the_case.alarms, of_people)};
  start.phases.emplace_back("people", watch.lap());

  add_ways(the_case, start.floors, start.crowd);
  start.crowd.together = crowd::resolve_bonds(start.floors, groups);
  add_rescue(the_case, start.crowd.together);
  start.crowd.analysis = the_case.analysis;
  start.crowd.analysis.measures = the_case.measures;
  crowd::place_measures(start.floors, the_case.measures);  // refuses those without a floor

  append(start.warnings, start.model.warnings);
  append(start.warnings, start.floors.warnings);
  append(start.warnings, of_people);
  return start;
}

Estimate estimate(const Case& the_case, const Start& start) {
  const double people = static_cast<double>(start.people.size());
  const double destinations = static_cast<double>(start.floors.exits.size()) + 1;
  // Bytes: the columns of Floors and 12 for a distance field's value and direction; 200 for a person.
  const double bytes = static_cast<double>(start.floors.size()) * (48 + 12 * destinations) + 200 * people;
  // 5 million agent-steps a second is the slowest that benchmarks/crowd_benchmark is meant to reach on two cores.
  return {bytes / 1e6, the_case.run.until / the_case.run.step * people / 5e6};
}

}  // namespace muster::sim
