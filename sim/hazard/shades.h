#pragma once
// What throws shadows in a case.

#include "scene/authored.h"
#include "scene/model.h"
#include "scene/rays/rays.h"

#include <vector>

namespace muster::sim {

/// Everything opaque of the model, and the case's blockers.
scene::Rays shades_of(const scene::Model& model, const std::vector<scene::BlockerSpec>& blockers);

}  // namespace muster::sim
