#pragma once
// How far leaks reach when weather and leaks are known only to within ranges.

#include "sim/hazard/leaks.h"

namespace muster::sim {

/// Adds to each use, of the leaks in their order, the ranges and the bands of every endpoint's distance: 5th, 50th and
/// 95th percentile over `draws` draws of `the_case.uncertain` (a Latin hypercube, the case's seed); a draw that reaches
/// nowhere counts as 0 m, one that reaches beyond the model as its end. Draws that cannot be computed are left out and
/// warned of. The same on any number of threads. Nothing is done where nothing is uncertain.
void add_bands(const Case& the_case, const LeakPlace& place, std::vector<results::HazardUse>& uses,
               std::vector<Warning>& warnings);

/// The same of the fires of the case, in their order; `height` [m] of the receptors.
void add_fire_bands(const Case& the_case, const scene::Floors& floors, const substance::Library& library, double height,
                    std::vector<results::HazardUse>& uses, std::vector<Warning>& warnings);

/// "2..5", or the median and the 5th and 95th percentile of another distribution.
std::string words_of(const Distribution&);

}  // namespace muster::sim
