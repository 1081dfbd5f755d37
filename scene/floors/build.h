#pragma once
// The stage "floors": from a model and what its author adds to floors people walk on.

#include "scene/authored.h"
#include "scene/floors.h"
#include "scene/model.h"

namespace muster::scene {

/// Floors that are connected to an exit (or to one of Authored::seeds), with exact walls, doors, exits and links, and a
/// list of what is not connected. Throws InputError, all mistakes at once, for what the author wrote and the place
/// cannot honour, and where there is neither an exit nor a door that could be one.
Floors build_floors(const Model& model, const Authored& authored);

/// The same for looking at a model: where no exit is given or found, all floors are kept, with a warning.
Floors survey(const Model& model, const Authored& authored);

}  // namespace muster::scene
