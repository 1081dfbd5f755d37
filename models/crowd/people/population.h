#pragma once
// Groups become persons, each at a place of its own.

#include "base/error.h"
#include "models/crowd/people/people.h"
#include "scene/floors.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace muster::crowd {

/// Draws everybody of every group: ids 0, 1, 2, ... in the order of the groups. Bodies overlap neither one another nor
/// walls. A function of its arguments only.
/// Places: cells of the named spaces or storeys, inside a polygon, or at points; none named: all cells from which an
/// exit can be reached, open doors or not. Stairs and what lies outside or beyond exits are used for points and
/// polygons only. Where only a part of a place leads to an exit, people start in that part.
/// Throws InputError, all groups' mistakes together: unknown names (with the nearest), points off the floor, a height
/// needed but not given, more people than fit (with how many do).
std::vector<Person> populate(const scene::Floors& floors, std::span<const PeopleGroup> groups, uint64_t seed,
                             std::vector<Warning>& warnings);

}  // namespace muster::crowd
