#pragma once
// Alarms, sources and stops as a case names them become cells.

#include "base/error.h"
#include "models/crowd/people/people.h"
#include "models/crowd/schedule/settings.h"
#include "scene/floors.h"

#include <span>
#include <vector>

namespace muster::crowd {

/// Resolves the names of alarms and groups. Sources are numbered as `populate` does. Stops are cut into pieces of at
/// least 4 m2, at most 16 of them, so that people spread over an area instead of crowding at its edge.
/// Throws InputError, all mistakes together: unknown names (with the nearest), places without a floor. Warns of people
/// who start where no alarm is heard and nothing else makes them leave.
ScheduleSettings plan(const scene::Floors& floors, std::span<const PeopleGroup> groups, std::span<const Person> people,
                      std::span<const Alarm> alarms, std::vector<Warning>& warnings);

}  // namespace muster::crowd
