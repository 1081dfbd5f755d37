#include "sim/run/held.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

namespace muster::sim {

std::vector<results::HeldGroup> held_groups(const crowd::Crowd& crowd, const scene::Floors& floors) {
  std::map<std::tuple<crowd::Reason, std::string, std::string, std::string>, results::HeldGroup> groups;
  for (const crowd::Held& held : crowd.held()) {
    std::string storey, space, link;
    const scene::CellId cell = held.cell >= 0 ? held.cell : floors.find(held.at.x(), held.at.y(), held.at.z());
    if (cell != scene::no_cell) {
      const int16_t s = floors.storey[static_cast<size_t>(cell)];
      const int32_t p = floors.space[static_cast<size_t>(cell)];
      if (s >= 0) storey = floors.storeys[static_cast<size_t>(s)].name;
      if (p >= 0) space = floors.spaces[static_cast<size_t>(p)].name;
    }
    if (held.link >= 0) link = floors.links[static_cast<size_t>(held.link)].name;
    results::HeldGroup& group = groups[{held.reason, storey, space, link}];
    if (group.people++ > 0) continue;  // ids ascend: the first stands for all
    group.reason = word(held.reason), group.text = text(held.reason), group.stuck = is_stuck(held.reason);
    group.storey = storey, group.space = space, group.at_link = link;
    group.x = held.at.x(), group.y = held.at.y(), group.z = held.at.z();
    group.id = held.id;
    if (held.since >= 0) group.since = held.since;
  }
  std::vector<results::HeldGroup> list;
  for (auto& [key, group] : groups) list.push_back(std::move(group));
  std::stable_sort(list.begin(), list.end(), [](const results::HeldGroup& a, const results::HeldGroup& b) {
    return a.stuck != b.stuck ? a.stuck : a.people > b.people;
  });
  return list;
}

}  // namespace muster::sim
