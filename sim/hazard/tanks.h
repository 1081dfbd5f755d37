#pragma once
// The tanks of a case beside its fires: what happens to them, and the fires that they become.

#include "scene/rays/rays.h"
#include "sim/case/case.h"
#include "sim/hazard/domino.h"
#include "sim/hazard/flames.h"

#include <span>
#include <vector>

namespace muster::sim {

struct Strike;

/// Heats the case's tanks by `fires`, and hits them by those of `strikes` that explode, until the run's end, with the
/// shadows of `rays` (null: none), and appends the fires of those that catch fire. Mistakes of tanks are appended by
/// their keys; warnings too.
results::Escalation escalate(const Case& the_case, const scene::Floors& floors, const substance::Library& library,
                             const scene::Rays* rays, std::span<const Strike> strikes, std::vector<BurningFire>& fires,
                             std::vector<Warning>& warnings, std::vector<Mistake>& mistakes);

/// The fire of a tank that begins to burn at `time` [s] under `pressure` [Pa]: of its whole surface until it has burnt
/// out, or the fireball of a vessel.
FireSpec fire_of(const TankInPlace& tank, double time, double pressure);

}  // namespace muster::sim
