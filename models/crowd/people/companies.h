#pragma once
// Who stays together with whom.

#include "models/crowd/people/people.h"

#include <cstdint>
#include <span>

namespace muster::crowd {

/// Parts the people of one group, whose ids count up, into companies of the sizes that the group draws: sets
/// `Person::company` to the id of its first member. A function of the seed and the ids.
void form_companies(std::span<Person> people, const Bonds& bonds, uint64_t seed);

/// The first member of a person's company among `people`, or `index` itself.
inline size_t head_of_company(std::span<const Person> people, size_t index) {
  const Person& p = people[index];
  return p.company < 0 ? index : index - (p.id - static_cast<AgentId>(p.company));
}

}  // namespace muster::crowd
