#include "sim/hazard/flow_doors.h"

#include <algorithm>

namespace muster::sim {

bool FlowDoor::passable(double time) const {
  bool now = open;
  for (const auto& [from, then] : moves)
    if (time >= from) now = then;
  return now;
}

std::vector<FlowDoor> flow_doors(const Case& the_case, const scene::Floors& floors) {
  std::vector<FlowDoor> portals, lines;  // lines: of exits that are no doors
  for (const scene::Portal& p : floors.portals) portals.push_back({p.name, p.a, p.b, p.z, !p.closed, {}, false, {}});
  for (const scene::Exit& e : floors.exits) {
    lines.push_back({e.name, e.a, e.b, e.z, !e.closed, {}, false, {}});
    if (e.portal >= 0 && e.closed) portals[static_cast<size_t>(e.portal)].open = false;
  }
  for (const scene::DoorSpec& spec : the_case.place.doors)
    for (const int32_t p : scene::portals_named(floors, spec.name)) {
      FlowDoor& door = portals[static_cast<size_t>(p)];
      if (spec.self_closing) door.self_closing = true;
      if (spec.leakage) door.leakage = spec.leakage;
    }
  for (const EventSpec& event : the_case.events) {
    const auto move = [&](const std::vector<std::string>& patterns, bool open) {
      for (const std::string& pattern : patterns) {
        for (const int32_t p : scene::portals_named(floors, pattern))
          portals[static_cast<size_t>(p)].moves.emplace_back(event.at, open);
        for (const int32_t e : scene::exits_named(floors, pattern)) {
          const int32_t door = floors.exits[static_cast<size_t>(e)].portal;
          (door >= 0 ? portals[static_cast<size_t>(door)] : lines[static_cast<size_t>(e)])
              .moves.emplace_back(event.at, open);
        }
      }
    };
    move(event.close, false), move(event.open, true);
  }
  std::vector<FlowDoor> doors;
  const auto keep = [&](FlowDoor& door) {
    std::stable_sort(door.moves.begin(), door.moves.end(),
                     [](const auto& x, const auto& y) { return x.first < y.first; });
    const bool stands_open = door.open && !door.self_closing &&
                             std::all_of(door.moves.begin(), door.moves.end(), [](const auto& m) { return m.second; });
    if (!stands_open) doors.push_back(std::move(door));
  };
  for (FlowDoor& door : portals) keep(door);
  for (size_t e = 0; e < lines.size(); ++e)
    if (floors.exits[e].portal < 0) keep(lines[e]);
  return doors;
}

}  // namespace muster::sim
