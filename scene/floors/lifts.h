#pragma once
// Lifts on the floors: where people wait for them, and at which stop they lead out.

#include "scene/floors/cells.h"

#include <vector>

namespace muster::scene::stage {

/// Before the doors of a lift: cells that one walks to from the stop's point without leaving the circle of `radius` [m]
/// round it. Empty where no floor lies there.
std::vector<CellId> landing(const Cells& cells, const Vec3& stop, double radius);

/// Sets `Link::exit_stop` of every lift: the stop from which the way over floors to one of `starts` is shortest,
/// without stairs where there is one; else one from which stairs or other links lead there.
void find_exit_stops(const Cells& cells, const std::vector<CellId>& starts, std::vector<Link>& links);

}  // namespace muster::scene::stage
