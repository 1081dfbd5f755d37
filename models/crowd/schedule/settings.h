#pragma once
// When people start, where they come in and where they go before they leave: names resolved to cells.

#include "base/distribution.h"
#include "models/crowd/people/people.h"
#include "scene/floors.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace muster::crowd {

/// An alarm and the cells where it is heard.
struct AlarmZone {
  std::string name;
  double time = 0;                   ///< [s]
  std::vector<scene::CellId> cells;  ///< ascending; empty: everywhere
};

/// A stop of a group: the area as pieces of a few square metres, of which everybody draws one.
struct PlannedStop {
  std::vector<std::vector<scene::CellId>> pieces;
  std::optional<Distribution> stay;  ///< [s] without it, until they leave for good
};

/// What the people of one group do before they leave.
struct GroupPlan {
  std::vector<PlannedStop> stops;
  std::optional<Distribution> leave_at;  ///< [s]
  Imitation imitation;
};

struct ScheduleSettings {
  std::vector<AlarmZone> alarms;                    ///< none: one everywhere at t = 0
  std::vector<std::vector<scene::CellId>> sources;  ///< where people come in; `Person::source` names one
  std::vector<GroupPlan> groups;                    ///< by `Person::group`; those missing do nothing of the kind
};

}  // namespace muster::crowd
