#pragma once
// The keys of people: who they are, where and when they start.

#include "models/crowd/people/people.h"
#include "sim/case/description.h"

namespace muster::sim {

Table<crowd::PeopleGroup> people_table();
Table<crowd::PeopleGroup> inflow_table();
Table<crowd::Alarm> alarm_table();

}  // namespace muster::sim
