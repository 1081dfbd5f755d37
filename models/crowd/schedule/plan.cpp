#include "models/crowd/schedule/plan.h"

#include "models/crowd/people/places.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace muster::crowd {

namespace {

using scene::CellId;

/// Cells in squares of at least 2 m and one height, small remnants left out.
std::vector<std::vector<CellId>> pieces_of(const scene::Floors& floors, const std::vector<CellId>& cells) {
  constexpr double side = 2, most = 16, storey = 2.5;  // [m], pieces, [m]
  constexpr size_t remnant = 8;                        // a piece holds at least an eighth of what the fullest does
  const double h = floors.grid.cell, area = static_cast<double>(cells.size()) * h * h;
  const double tile = std::max(side, std::sqrt(area / most));
  std::map<std::tuple<int, int, int>, std::vector<CellId>> tiles;
  for (const CellId c : cells) {
    const Vec2 at = floors.centre(c) - Vec2(floors.grid.x0, floors.grid.y0);
    const double z = static_cast<double>(floors.z[static_cast<size_t>(c)]);
    tiles[{static_cast<int>(std::lround(z / storey)), static_cast<int>(at.y() / tile), static_cast<int>(at.x() / tile)}]
        .push_back(c);
  }
  size_t fullest = 0;
  for (const auto& [key, piece] : tiles) fullest = std::max(fullest, piece.size());
  std::vector<std::vector<CellId>> pieces;
  for (auto& [key, piece] : tiles)
    if (piece.size() * remnant >= fullest) pieces.push_back(std::move(piece));
  return pieces;
}

bool hears(const AlarmZone& alarm, CellId cell) {
  return alarm.cells.empty() || std::binary_search(alarm.cells.begin(), alarm.cells.end(), cell);
}

void warn_of_deaf(std::span<const PeopleGroup> groups, std::span<const Person> people, const ScheduleSettings& settings,
                  std::vector<Warning>& warnings) {
  if (settings.alarms.empty()) return;
  std::vector<size_t> deaf(groups.size(), 0);
  for (const Person& p : people) {
    const PeopleGroup& group = groups[p.group];
    if (p.source >= 0 || group.leave_at || group.imitation.share > 0 || !group.stops.empty()) continue;
    deaf[p.group] += std::none_of(settings.alarms.begin(), settings.alarms.end(),
                                  [&](const AlarmZone& alarm) { return hears(alarm, p.cell); });
  }
  for (size_t g = 0; g < groups.size(); ++g)
    if (deaf[g] > 0)
      warnings.push_back(
          {"no_alarm_heard",
           fmt::format("{} people of group '{}' start where no alarm is heard: they stay", deaf[g], groups[g].name),
           "alarm"});
}

/// Those who stay where they go, with nothing to make them leave.
void warn_of_stayers(std::span<const PeopleGroup> groups, const ScheduleSettings& settings,
                     std::vector<Warning>& warnings) {
  for (const PeopleGroup& group : groups)
    if (!group.stops.empty() && !group.stops.back().stay && settings.alarms.empty() && !group.leave_at)
      warnings.push_back(
          {"never_leaves",
           fmt::format("nothing makes the people of group '{}' leave: there is no alarm, no leave_at_s, and "
                       "their last stay has no end",
                       group.name),
           "people.leave_at_s"});
}

}  // namespace

ScheduleSettings plan(const scene::Floors& floors, std::span<const PeopleGroup> groups, std::span<const Person> people,
                      std::span<const Alarm> alarms, std::vector<Warning>& warnings) {
  ScheduleSettings settings;
  std::vector<Mistake> mistakes;
  const Places places(floors);
  for (const Alarm& alarm : alarms) {
    Complaints complaints{mistakes, warnings, alarm.origin, alarm.name};
    const size_t before = mistakes.size();
    AlarmZone zone{alarm.name, alarm.time, {}};
    if (!alarm.place.everywhere()) {
      zone.cells = places.all(alarm.place, complaints);
      if (zone.cells.empty() && mistakes.size() == before) complaints.add("", "", "there is no floor in this zone");
    }
    settings.alarms.push_back(std::move(zone));
  }
  settings.groups.resize(groups.size());
  for (size_t g = 0; g < groups.size(); ++g) {
    const PeopleGroup& group = groups[g];
    Complaints complaints{mistakes, warnings, group.origin, group.name};
    if (group.inflow) settings.sources.push_back(places.of_source(group.inflow->source, complaints));
    GroupPlan& plan = settings.groups[g];
    plan.leave_at = group.leave_at;
    plan.imitation = group.imitation;
    for (size_t k = 0; k < group.stops.size(); ++k) {
      scene::Origin origin = group.origin;
      origin.key += fmt::format(".visit[{}]", k);
      Complaints of_stop{mistakes, warnings, origin, group.name};
      const size_t before = mistakes.size();
      const std::vector<CellId> cells = places.all(group.stops[k].place, of_stop);
      if (cells.empty() && mistakes.size() == before) of_stop.add("", "", "there is no floor at this place");
      plan.stops.push_back({pieces_of(floors, cells), group.stops[k].stay});
    }
  }
  if (!mistakes.empty()) throw InputError(std::move(mistakes));
  warn_of_deaf(groups, people, settings, warnings);
  warn_of_stayers(groups, settings, warnings);
  return settings;
}

}  // namespace muster::crowd
