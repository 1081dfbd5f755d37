#pragma once
// What groups of people are to others, with the names of the case resolved to what the floors have.

#include "models/crowd/people/people.h"
#include "scene/floors.h"

#include <optional>
#include <span>
#include <vector>

namespace muster::crowd {

struct GroupBonds {
  Bonds bonds;
  std::vector<int32_t> refuges;         ///< spaces that `needs_help.to` names
  std::vector<int32_t> rooms;           ///< spaces that `sweeps` names
  std::vector<int32_t> exits;           ///< ascending, those that `directs.to` names
  scene::CellId post = scene::no_cell;  ///< where who directs stands
};

/// Index: `Person::group`. Empty: people are nothing to one another, but companies stay together and meet.
struct TogetherSettings {
  std::vector<GroupBonds> groups;
  std::optional<Rescue> rescue = {};  ///< of those who fall; none: they lie to the end
  std::vector<char> rescuers = {};    ///< [groups] 1: they fetch them; empty: all who help do
};

/// Throws InputError for spaces that are not there, all at once.
TogetherSettings resolve_bonds(const scene::Floors& floors, std::span<const PeopleGroup> groups);

}  // namespace muster::crowd
