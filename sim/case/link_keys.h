#pragma once
// The tables [[link]] of a case: stairs, ramps, ladders, escalators and lifts.

#include "scene/authored.h"
#include "sim/case/description.h"

namespace muster::sim {

/// [m] clear widths, from a hatch to a hangar's gate.
inline Range width_range() { return within(0.3, 100); }

Type<scene::LinkSpec> link_table();

}  // namespace muster::sim
