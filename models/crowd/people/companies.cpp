#include "models/crowd/people/companies.h"

#include "base/random.h"

#include <algorithm>
#include <cmath>

namespace muster::crowd {

void complete_help(PeopleGroup& group) {
  if (!group.bonds.needs_help) return;
  HelpNeeded& help = *group.bonds.needs_help;
  const DeviceFacts facts = device_facts(help.device);
  const auto preset = [](auto& value, auto with) {
    if (!value) value = with;
  };
  preset(help.helpers, facts.helpers);
  preset(help.prepare, Distribution::constant(facts.prepare));
  preset(help.speed, facts.speed);
  preset(help.stairs_down, facts.stairs_down);
  preset(help.width, facts.width);
  preset(help.length, facts.length);
  group.speed = Distribution::constant(*help.speed);
  group.radius = Distribution::constant(0.5 * *help.width);
  group.length = std::max(*help.length, *help.width);
  group.given = {true, true, true, true, true};
  group.stairs = *help.stairs_down > 0;
  // Up as fast as down, for want of measurements.
  if (group.stairs) group.stairs_down = group.stairs_up = std::min(1.0, *help.stairs_down / *help.speed);
}

void form_companies(std::span<Person> people, const Bonds& bonds, uint64_t seed) {
  if (bonds.alone()) return;
  for (size_t first = 0; first < people.size();) {
    const double drawn = bonds.company.quantile(random_uniform(seed, people[first].id, 0, Draw::company));
    const size_t size = std::min(static_cast<size_t>(std::max(1.0, std::round(drawn))), people.size() - first);
    for (size_t i = first; i < first + size && size > 1; ++i)
      people[i].company = static_cast<int32_t>(people[first].id);
    first += size;
  }
}

}  // namespace muster::crowd
