#pragma once
// The keys of ways and destinations: events, muster points, refuges, signs.

#include "sim/case/case.h"
#include "sim/case/description.h"

namespace muster::sim {

/// The keys of a group that say where it goes.
void add_route(Table<crowd::PeopleGroup>& table);

Table<EventSpec> event_table();

Table<HavenSpec> muster_point_table();
Table<HavenSpec> refuge_table();
Table<SignSpec> sign_table();

/// Design flow of a line [1/(m s)]: from a trickle to what no crowd has reached.
Type<double> line_flow();

}  // namespace muster::sim
