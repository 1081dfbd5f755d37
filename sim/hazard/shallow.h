#pragma once
// Clouds may be ankle-deep, heavy ones far away, jets along the ground near their opening: a warning of what the height
// that is asked for does not see.

#include "models/plume/answers.h"
#include "models/substance/criteria.h"

#include <optional>
#include <string>
#include <vector>

namespace muster::sim {

/// `distances` [m]: those of `criteria` at `search.height`. A `Warning` for `setting` where the cloud reaches one of
/// them half as far again, and 5 m farther, at 0.2 m above the ground.
std::optional<Warning> shallow_cloud(const plume::Cloud&, const std::vector<substance::Criterion>& criteria,
                                     const std::vector<double>& distances, const plume::Search& search,
                                     const std::string& setting);

}  // namespace muster::sim
