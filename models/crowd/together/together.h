#pragma once
// What people do for one another: companies, assistance, staff who sweep or direct, and the long bodies that assistance
// moves.

#include "models/crowd/together/assistance.h"
#include "models/crowd/together/companies.h"
#include "models/crowd/together/directing.h"
#include "models/crowd/together/long_bodies.h"
#include "models/crowd/together/settings.h"
#include "models/crowd/together/sweeps.h"

#include <cstdint>
#include <span>
#include <vector>

namespace muster::crowd {

class Together {
 public:
  Together(const scene::Floors& floors, std::span<const Person> people, const TogetherSettings& settings, uint64_t seed)
      : assistance(floors, people, settings, seed),
        sweeps(floors, people, settings),
        directing(people, settings, [&](AgentId id) { return assistance.takes_part(id) || sweeps.on_duty(id); }),
        companies(
            people, [&](const Person& p) { return assistance.takes_part(p.id); },
            [&](uint32_t group) { return group >= settings.groups.size() || settings.groups[group].bonds.gather; }),
        long_bodies(people) {}

  /// Decisions of everybody, before they walk.
  void decide(World& world, int64_t step_number) {
    assistance.step(world, step_number);
    sweeps.step(world, step_number);
    directing.step(world, step_number);
    companies.step(world, step_number);
  }
  /// Somebody has crossed an exit; `with`: those who go out with him, without bodies of their own.
  void left(AgentId id, int32_t exit, double time, std::vector<Companion>& with) {
    if (!companies.empty()) companies.left(id);
    if (!assistance.empty()) assistance.left(id, exit, time, with);
  }

  /// Somebody has fallen: nobody waits for him, and if he was to help, others come in his place.
  void fell(World& world, AgentId id) {
    if (!companies.empty()) companies.left(id);
    if (!assistance.empty()) assistance.fell(world, id);
  }

  Assistance assistance;
  Sweeps sweeps;
  Directing directing;
  Companies companies;
  LongBodies long_bodies;
};

}  // namespace muster::crowd
