#include "sim/hazard/shallow.h"

#include <string_view>

#include <fmt/format.h>

namespace muster::sim {

std::optional<Warning> shallow_cloud(const plume::Cloud& cloud, const std::vector<substance::Criterion>& criteria,
                                     const std::vector<double>& distances, const plume::Search& search,
                                     const std::string& setting) {
  constexpr double lowest = 0.2, much = 1.5, least = 5;  // [m], ratio, [m]
  if (std::string_view(cloud.model()) != "dense" || search.height <= lowest) return {};
  plume::Search low = search;
  low.height = lowest;
  low.stations = 50;
  std::vector<double> fractions;
  for (const substance::Criterion& c : criteria) fractions.push_back(c.fraction);
  const std::vector<plume::Footprint> found = plume::footprints(cloud, fractions, low);
  std::string text;
  for (size_t i = 0; i < criteria.size(); ++i)
    if (found[i].distance > much * distances[i] && found[i].distance > distances[i] + least)
      text += fmt::format("{}{} to {:.3g} m", text.empty() ? "" : ", ", criteria[i].text, found[i].distance);
  if (text.empty()) return {};
  return Warning{"shallow_cloud",
                 fmt::format("The cloud is shallow: at {:g} m above the ground it reaches {}; the answers are of {:g} "
                             "m. Who falls or kneels, and what lies lower, is in it.",
                             lowest, text, search.height),
                 setting};
}

}  // namespace muster::sim
