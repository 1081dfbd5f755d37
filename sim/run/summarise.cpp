#include "sim/run/summarise.h"

#include "base/digest.h"
#include "sim/hazard/blast_surfaces.h"
#include "sim/run/analysed.h"
#include "sim/run/held.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace muster::sim {

namespace {

/// Bodies may overlap a little where people press on; from this fraction of r_i + r_j on, densities and flows are no
/// longer those of the model (measured: at most 0.08 at steps up to 0.05 s, models/crowd/README.md).
constexpr float overlap_limit = 0.2F;
/// In the order of crowd::ModelChoice.
constexpr const char* model_names[] = {"collision_free_speed", "anticipation_velocity", "social_force",
                                       "reciprocal_avoidance"};
/// [1/m2] above which nobody who waits has room to move: level of service F of queues, below 0.2 m2 a person (Fruin
/// 1971).
constexpr double refuge_full = 5;

/// Who comes back through a door within this time has been pushed about on its line, or has looked round [s].
constexpr double turning_back = 10;

int64_t queueing_in(const crowd::Crowd& crowd) {
  std::vector<crowd::Snapshot> people;
  crowd.snapshot(people);
  return std::count_if(people.begin(), people.end(),
                       [](const crowd::Snapshot& person) { return person.state == crowd::State::queueing; });
}

results::PeopleCount people_of(const crowd::Crowd& crowd) {
  const crowd::Counts counts = crowd.counts();
  results::PeopleCount people;
  people.placed = static_cast<int64_t>(counts.placed);
  people.evacuated = static_cast<int64_t>(counts.evacuated);
  people.inside = static_cast<int64_t>(counts.inside);
  people.stuck = static_cast<int64_t>(counts.stuck);
  people.recovered = static_cast<int64_t>(counts.recovered);
  // The crowd counts those who stand before a link among the waiting.
  people.queueing = queueing_in(crowd);
  people.waiting = static_cast<int64_t>(counts.waiting) - people.queueing;
  people.without_route = static_cast<int64_t>(counts.without_route);
  people.standing = static_cast<int64_t>(counts.standing);
  people.in_refuge = static_cast<int64_t>(counts.in_refuge);
  people.carried = static_cast<int64_t>(counts.carried);
  people.waiting_for_help = static_cast<int64_t>(counts.waiting_for_help);
  return people;
}

/// One entry an exit or door. People are counted each time they pass.
template <class Gates>
std::vector<results::GateUse> uses_of(const Gates& gates, const std::vector<crowd::Crossing>& crossings) {
  std::vector<std::vector<double>> times(gates.size());
  for (const crowd::Crossing& crossing : crossings) times[static_cast<size_t>(crossing.line)].push_back(crossing.time);
  std::vector<results::GateUse> uses;
  for (size_t i = 0; i < gates.size(); ++i)
    uses.push_back(results::gate_use(gates[i].name, gates[i].width, std::move(times[i])));
  return uses;
}

std::vector<results::LiftUse> lifts_of(const crowd::Crowd& crowd, const scene::Floors& floors) {
  std::vector<results::LiftUse> uses;
  const std::vector<int64_t> waiting = crowd.traffic().waiting_for_lifts();
  for (const crowd::LiftRecord& lift : crowd.traffic().lifts().uses()) {
    const auto link = static_cast<size_t>(lift.link);
    results::LiftUse use{floors.links[link].name, lift.trips, lift.people, waiting[link], {}, {}};
    if (lift.people > 0)
      use.mean_wait = lift.total_wait / static_cast<double>(lift.people), use.max_wait = lift.most_wait;
    uses.push_back(std::move(use));
  }
  return uses;
}

std::optional<results::AssistanceUse> assistance_of(const crowd::Crowd& crowd) {
  const crowd::AssistanceCounts counts = crowd.together().assistance.counts();
  if (counts.needed == 0) return std::nullopt;
  results::AssistanceUse use;
  use.needed = static_cast<int64_t>(counts.needed);
  use.helped = static_cast<int64_t>(counts.helped);
  use.waiting = static_cast<int64_t>(counts.waiting);
  if (counts.fetched > 0) use.mean_fetch = counts.fetch_sum / static_cast<double>(counts.fetched);
  if (counts.helped > 0) use.mean_total = counts.total_sum / static_cast<double>(counts.helped);
  return use;
}

/// "12 in Office 1.03, 3 in Corridor 1": where the people in `state` are, most first, at most five places.
std::string places_of(const crowd::Crowd& crowd, const scene::Floors& floors, crowd::State state) {
  std::vector<crowd::Snapshot> people;
  crowd.snapshot(people);
  std::map<std::string, size_t> count;
  for (const crowd::Snapshot& person : people) {
    if (person.state != state) continue;
    const scene::CellId cell = floors.find(person.x, person.y, person.z);
    std::string name = "no named place";
    if (cell != scene::no_cell) {
      const int32_t space = floors.space[static_cast<size_t>(cell)];
      const int16_t storey = floors.storey[static_cast<size_t>(cell)];
      if (space >= 0)
        name = floors.spaces[static_cast<size_t>(space)].name;
      else if (storey >= 0)
        name = "storey " + floors.storeys[static_cast<size_t>(storey)].name;
    }
    ++count[name];
  }
  std::vector<std::pair<size_t, std::string>> order;
  for (const auto& [name, n] : count) order.emplace_back(n, name);
  std::sort(order.rbegin(), order.rend());
  std::string text;
  for (size_t i = 0; i < std::min<size_t>(5, order.size()); ++i)
    text += fmt::format("{}{} in {}", i == 0 ? "" : ", ", order[i].first, order[i].second);
  return order.size() > 5 ? text + ", ..." : text;
}

/// Where people are stuck and why: at most five places.
std::string stuck_places(const std::vector<results::HeldGroup>& held) {
  std::string text;
  size_t shown = 0, more = 0;
  for (const results::HeldGroup& group : held) {
    if (!group.stuck) continue;
    if (shown++ < 5)
      text += "; " + sentence(group);
    else
      more += static_cast<size_t>(group.people);
  }
  return more > 0 ? text + fmt::format("; and {} more", more) : text;
}

std::vector<Warning> warnings_of(const Case& the_case, const crowd::Crowd& crowd, const scene::Floors& floors,
                                 const std::vector<results::HeldGroup>& held) {
  std::vector<Warning> warnings;
  const crowd::Counts counts = crowd.counts();
  if (counts.without_route > 0) {
    // Those whose device has no way out stand, and are told with the helpers.
    const std::string places = places_of(crowd, floors, crowd::State::without_route);
    warnings.push_back({"no_way_out",
                        fmt::format("{} people have no way to an open exit{}{}", counts.without_route,
                                    places.empty() ? "" : ": ", places),
                        "exit"});
  }
  if (crowd.given_exit_unreached() > 0)
    warnings.push_back({"exit_not_reached",
                        fmt::format("{} people could not reach the exit they were given, which is shut or lies behind "
                                    "another exit or a shut door: they took the nearest",
                                    crowd.given_exit_unreached()),
                        "people"});
  if (counts.waiting_for_help > 0)
    warnings.push_back(
        {"waiting_for_help",
         fmt::format(
             "{} people who need help to leave had nobody at their side at the end{}", counts.waiting_for_help,
             counts.beyond_help > 0
                 ? fmt::format("; for {} of them there are too few helpers, or none can get there", counts.beyond_help)
                 : ""),
         "people.helps"});
  if (counts.stuck > 0)
    warnings.push_back(
        {"stuck",
         fmt::format("{} people had not got on by 0.25 m for 60 s at the end{}", counts.stuck, stuck_places(held)),
         "walking"});
  if (counts.not_yet_in > 0)
    warnings.push_back(
        {"not_yet_in",
         fmt::format("{} people had not come in at the end, {:.1f} s; the first of them had waited {:.0f} s",
                     counts.not_yet_in, crowd.time(), crowd.longest_wait_outside()),
         "inflow"});
  const crowd::AssistanceCounts help = crowd.together().assistance.counts();
  const std::string rescue = help.unreached == 0 ? ""
                                                 : fmt::format(
                                                       "; for {} of them there were too few rescuers, or none "
                                                       "could get there",
                                                       help.unreached);
  if (counts.fallen > 0)
    warnings.push_back({"people_fell",
                        fmt::format("{} people fell and were still there at the end: {}{}", counts.fallen,
                                    places_of(crowd, floors, crowd::State::fallen), rescue),
                        "reactions.falls"});
  if (counts.inside > counts.without_route + counts.in_refuge + counts.fallen)
    warnings.push_back(
        {"still_inside",
         fmt::format("{} people were still inside at the end, {:.1f} s", counts.inside - counts.fallen, crowd.time()),
         "run.until_s"});
  if (const crowd::ModelChoice model = the_case.walking.model; model != crowd::ModelChoice::collision_free_speed)
    warnings.push_back({"walking_model_at_doors",
                        fmt::format("people walk by the model {}, whose flows at doors are not matched to measured "
                                    "ones as those of the default are: use it to compare models, not for times to "
                                    "evacuate",
                                    model_names[static_cast<size_t>(model)]),
                        "walking.model"});
  if (crowd.diagnostics().max_overlap > overlap_limit)
    warnings.push_back({"outside_validity_overlap",
                        fmt::format("two bodies overlapped by {:.0f} % of their touching distance (step {} s)",
                                    100 * crowd.diagnostics().max_overlap, the_case.run.step),
                        "run.step_s"});
  return warnings;
}

results::FallenPerson fallen_person(const crowd::Fall& fall, const crowd::Ground& ground) {
  const scene::Floors& floors = ground.floors();
  results::FallenPerson person{fall.id,
                               fall.time,
                               ground.to_world_x(static_cast<float>(fall.x)),
                               ground.to_world_y(static_cast<float>(fall.y)),
                               fall.z,
                               "",
                               ""};
  const auto cell = static_cast<size_t>(fall.cell);
  if (floors.storey[cell] >= 0) person.storey = floors.storeys[static_cast<size_t>(floors.storey[cell])].name;
  if (floors.space[cell] >= 0) person.space = floors.spaces[static_cast<size_t>(floors.space[cell])].name;
  return person;
}

/// Where those who stay in a refuge are at the end, everybody once, so that the list adds up to `people.in_refuge`: in
/// the case's refuges, empty ones too, and then in the other rooms that helpers brought people to.
std::vector<results::HavenUse> refuges_of(const crowd::Crowd& crowd, const scene::Floors& floors) {
  std::vector<results::HavenUse> uses;
  std::map<scene::CellId, size_t> refuge_at;
  for (const crowd::Haven& refuge : crowd.choice().havens().refuges()) {
    for (const scene::CellId cell : refuge.cells) refuge_at.emplace(cell, uses.size());
    uses.push_back({refuge.name, 0, std::nullopt, std::nullopt, std::nullopt});
    if (refuge.capacity < static_cast<size_t>(INT64_MAX)) uses.back().capacity = static_cast<int64_t>(refuge.capacity);
  }
  std::vector<scene::CellId> cells;  // by person
  crowd.cells(cells);
  std::vector<crowd::Snapshot> people;
  crowd.snapshot(people);
  std::map<std::pair<int32_t, int32_t>, int64_t> elsewhere;  // by storey and space
  for (const crowd::Snapshot& person : people) {
    if (person.state != crowd::State::in_refuge) continue;
    const scene::CellId cell = cells[person.id];
    if (const auto at = refuge_at.find(cell); at != refuge_at.end())
      ++uses[at->second].people;
    else
      ++elsewhere[{floors.storey[static_cast<size_t>(cell)], floors.space[static_cast<size_t>(cell)]}];
  }
  for (const auto& [place, count] : elsewhere) {
    const auto [storey, space] = place;
    const std::string name = space >= 0    ? floors.spaces[static_cast<size_t>(space)].name
                             : storey >= 0 ? floors.storeys[static_cast<size_t>(storey)].name
                                           : "";
    uses.push_back({name, count, std::nullopt, std::nullopt, std::nullopt});
  }
  return uses;
}

/// Refuges that hold more than can stand there.
void warn_of_full_refuges(const crowd::Crowd& crowd, const scene::Floors& floors,
                          const std::vector<results::HavenUse>& uses, std::vector<Warning>& warnings) {
  const std::vector<crowd::Haven>& refuges = crowd.choice().havens().refuges();
  for (size_t k = 0; k < refuges.size(); ++k) {
    const double area = static_cast<double>(refuges[k].cells.size()) * floors.grid.cell * floors.grid.cell;
    if (static_cast<double>(uses[k].people) > refuge_full * area)
      warnings.push_back({"refuge_overfull",
                          fmt::format("the refuge '{}' holds {} people on {:.3g} m2, more than {:g} per m2: give it "
                                      "the `capacity` that it has",
                                      refuges[k].name, uses[k].people, area, refuge_full),
                          "refuge.capacity"});
  }
}

}  // namespace

std::vector<crowd::Crossing> passages(const std::vector<crowd::Crossing>& crossings) {
  std::vector<char> stands(crossings.size(), 1);
  std::map<std::pair<crowd::AgentId, int32_t>, std::vector<size_t>> stacks;
  for (size_t i = 0; i < crossings.size(); ++i) {
    std::vector<size_t>& stack = stacks[{crossings[i].id, crossings[i].line}];
    const crowd::Crossing* previous = stack.empty() ? nullptr : &crossings[stack.back()];
    if (previous != nullptr && previous->forward != crossings[i].forward &&
        crossings[i].time - previous->time <= turning_back) {
      stands[i] = stands[stack.back()] = 0;
      stack.pop_back();
    } else {
      stack.push_back(i);
    }
  }
  std::vector<crowd::Crossing> left;
  for (size_t i = 0; i < crossings.size(); ++i)
    if (stands[i] != 0) left.push_back(crossings[i]);
  return left;
}

std::vector<results::InputFile> inputs_of(const Case& the_case, const Start& start) {
  std::vector<results::InputFile> inputs = {{the_case.path.string(), sha256(the_case.text)}};
  if (!start.model.sha256.empty()) inputs.push_back({start.model.source, start.model.sha256});
  if (const std::string& from = the_case.hazards.from; !from.empty()) inputs.push_back({from, sha256_of_file(from)});
  return inputs;
}

results::Summary summarise(const Case& the_case, const Start& start, const crowd::Crowd& crowd) {
  results::Summary summary;
  summary.title = the_case.title;
  summary.case_path = the_case.path.string();
  summary.overrides = the_case.overrides;
  summary.seed = the_case.seed;
  summary.software = results::software();
  summary.inputs = inputs_of(the_case, start);
  summary.people = people_of(crowd);
  const auto any = [&](const auto& has) { return std::any_of(the_case.people.begin(), the_case.people.end(), has); };
  if (any([](const crowd::PeopleGroup& g) { return g.inflow.has_value(); }))
    summary.people.not_yet_in = static_cast<int64_t>(crowd.counts().not_yet_in);
  if (any([](const crowd::PeopleGroup& g) { return !g.stops.empty(); }))
    summary.people.visiting = static_cast<int64_t>(crowd.counts().visiting);
  std::vector<double> exit_times;
  for (const crowd::Crossing& crossing : crowd.exit_crossings()) exit_times.push_back(crossing.time);
  for (const crowd::Crossing& arrival : crowd.muster_arrivals()) exit_times.push_back(arrival.time);
  summary.times = results::evacuation_times(exit_times, crowd.counts().placed);
  summary.exits = uses_of(start.floors.exits, crowd.exit_crossings());
  summary.doors = uses_of(start.floors.portals, passages(crowd.portal_crossings()));
  summary.lifts = lifts_of(crowd, start.floors);
  const crowd::Havens& havens = crowd.choice().havens();
  for (size_t k = 0; k < havens.muster_points().size(); ++k) {
    std::vector<double> times;
    for (const crowd::Crossing& arrival : crowd.muster_arrivals())
      if (arrival.line == static_cast<int32_t>(k)) times.push_back(arrival.time);
    const results::GateUse use = results::gate_use(havens.muster_points()[k].name, 0, std::move(times));
    summary.muster_points.push_back({use.name, use.people, use.first, use.last, std::nullopt});
  }
  summary.refuges = refuges_of(crowd, start.floors);
  for (const crowd::EventReport& event : crowd.events())
    summary.events.push_back({event.at, event.what, static_cast<int64_t>(event.affected),
                              static_cast<int64_t>(event.rerouted), static_cast<int64_t>(event.waiting)});
  summary.assistance = assistance_of(crowd);
  summary.crowding = crowding_of(crowd);
  summary.measures = measures_of(crowd);
  summary.held = held_groups(crowd, start.floors);
  summary.warnings = start.warnings;
  for (Warning& warning : warnings_of(the_case, crowd, start.floors, summary.held))
    summary.warnings.push_back(std::move(warning));
  warn_of_full_refuges(crowd, start.floors, summary.refuges, summary.warnings);
  return summary;
}

void add_hazards(results::Summary& summary, const Hazards& hazards) {
  if (hazards.empty()) return;
  summary.hazards = hazards.uses();
  summary.escalation = hazards.fires().escalation();
  const results::HazardGrid grid = hazards.grid();
  const results::HazardTotals totals = hazards.totals();
  for (size_t t = 0; t < grid.targets.size(); ++t)
    summary.targets.push_back(
        {grid.targets[t].name, static_cast<double>(totals.target_peak[t]), static_cast<double>(totals.target_dose[t])});
  for (results::TargetUse& surface : surface_uses(grid, totals)) summary.targets.push_back(std::move(surface));
  for (const Detection& one : hazards.detections()) summary.detectors.push_back({one.name, one.noticed, one.acts});
  if (hazards.flow() != nullptr) summary.fans = hazards.flow()->fans();
  for (const Strike& strike : hazards.strikes())
    for (const auto& [name, pressure] : strike.target_pressure) {
      const auto same = [&name = name](const results::TargetUse& use) { return use.name == name; };
      auto at = std::find_if(summary.targets.begin(), summary.targets.end(), same);
      if (at == summary.targets.end()) at = summary.targets.insert(at, {name, 0, 0, false});
      at->overpressure = std::max(at->overpressure.value_or(0), pressure);
    }
  add_blasts(summary.targets, hazards.blasts());
  const auto& warnings = hazards.warnings();
  summary.warnings.insert(summary.warnings.end(), warnings.begin(), warnings.end());
}

void add_exposure(results::Summary& summary, const Exposure& exposure, const crowd::Crowd& crowd) {
  const bool all_out = summary.times && summary.times->last;
  std::vector<uint32_t> fell;
  for (const crowd::Fall& fall : crowd.falls()) fell.push_back(fall.id);
  summary.exposure = exposure.answer(all_out ? summary.times->last : std::nullopt, fell);
  std::vector<std::string> names;
  for (const crowd::Haven& point : crowd.choice().havens().muster_points()) names.push_back(point.name);
  std::vector<std::pair<uint32_t, int32_t>> arrivals;
  for (const crowd::Crossing& arrival : crowd.muster_arrivals()) arrivals.emplace_back(arrival.id, arrival.line);
  summary.exposure->muster_points = exposure.safety(names, arrivals);
  for (const results::HavenSafety& haven : summary.exposure->muster_points)
    if (haven.aset && haven.people > 0)
      summary.warnings.push_back({"muster_point_unsafe",
                                  fmt::format("Muster point {}, where {} people went, becomes untenable after {:.0f} s "
                                              "({})",
                                              haven.name, haven.people, *haven.aset, haven.by),
                                  "muster_point"});
  if (exposure.reactions().avoid) summary.exposure->informed = static_cast<int64_t>(crowd.informed());
  if (exposure.reactions().rescue)
    summary.exposure->rescued = static_cast<int64_t>(crowd.together().assistance.counts().rescued);
  const auto fallen = static_cast<int64_t>(crowd.counts().fallen);
  summary.people.incapacitated = fallen;
  summary.people.inside -= fallen;
  for (const crowd::Fall& fall : crowd.falls()) summary.exposure->fallen.push_back(fallen_person(fall, crowd.ground()));
}

}  // namespace muster::sim
