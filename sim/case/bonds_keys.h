#pragma once
// The keys of people that say what they are to one another.

#include "models/crowd/people/people.h"
#include "sim/case/description.h"

namespace muster::sim {

/// Adds them to the table of people, with what must hold between them.
void add_bonds(Table<crowd::PeopleGroup>& table);

/// Of them those of staff: who helps, sweeps rooms and directs.
void add_duties(Table<crowd::PeopleGroup>& table);

}  // namespace muster::sim
