#include "sim/results/held.h"

#include <algorithm>

#include <fmt/format.h>

namespace muster::results {

std::string sentence(const HeldGroup& group) {
  const std::string& where = !group.at_link.empty() ? group.at_link : !group.space.empty() ? group.space : group.storey;
  return fmt::format("{}{}at ({:.1f}, {:.1f}, {:.1f}): {} {}", where, where.empty() ? "" : " ", group.x, group.y,
                     group.z, group.people, group.text);
}

std::vector<std::string> held_lines(const std::vector<HeldGroup>& held, size_t most) {
  std::vector<std::string> lines;
  int64_t rest = 0;
  for (size_t i = 0; i < held.size(); ++i) {
    if (i < most)
      lines.push_back((i == 0 ? "Held: " : "      ") + sentence(held[i]));
    else
      rest += held[i].people;
  }
  if (rest > 0) lines.back() += fmt::format("; and {} more in summary.json", rest);
  return lines;
}

}  // namespace muster::results
