#include "sim/hazard/shallow.h"

#include <string_view>

#include <fmt/format.h>

namespace muster::sim {

std::optional<Warning> shallow_cloud(const plume::Cloud& cloud, const std::vector<substance::Criterion>& criteria,
                                     const std::vector<double>& distances, const plume::Search& search,
                                     const std::string& setting) {
  constexpr double lowest = 0.2, much = 1.5, least = 5;  // [m], ratio, [m]
  constexpr double near = 50;  // [m] beyond which a cloud no heavier than air is deeper than a man
  if (search.height <= lowest) return {};
  const bool dense = std::string_view(cloud.model()) == "dense";
  std::vector<size_t> asked;
  std::vector<double> fractions;
  for (size_t i = 0; i < criteria.size(); ++i)
    if (dense || distances[i] < near) asked.push_back(i), fractions.push_back(criteria[i].fraction);
  if (asked.empty()) return {};
  plume::Search low = search;
  low.height = lowest;
  low.stations = 50;
  const std::vector<plume::Footprint> found = plume::footprints(cloud, fractions, low);
  std::string text;
  for (size_t k = 0; k < asked.size(); ++k) {
    const double there = distances[asked[k]], below = found[k].distance;
    if (below > much * there && below > there + least)
      text += fmt::format("{}{} to {:.3g} m", text.empty() ? "" : ", ", criteria[asked[k]].text, below);
  }
  if (text.empty()) return {};
  return Warning{"shallow_cloud",
                 fmt::format("The cloud is shallow: at {:g} m above the ground it reaches {}; the answers are of {:g} "
                             "m. Who falls or kneels, and what lies lower, is in it.",
                             lowest, text, search.height),
                 setting};
}

}  // namespace muster::sim
