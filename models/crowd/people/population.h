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
/// Profiles must have been filled in (PeopleGroup::mix). People of an inflow get a time and the cell of their source.
/// Throws InputError, all groups' mistakes together: unknown names (with the nearest), points off the floor, a height
/// needed but not given, more people than fit (with how many do).
std::vector<Person> populate(const scene::Floors& floors, std::span<const PeopleGroup> groups, uint64_t seed,
                             std::vector<Warning>& warnings);

/// Times [s], ascending, at which people come in: `count` of them over the inflow's time, or as its rate says (their
/// number is then drawn too, unless they come regularly). `first`: id of the first of them.
std::vector<double> arrival_times(const Inflow& inflow, std::optional<int> count, uint64_t seed, AgentId first);

}  // namespace muster::crowd
