#include "sim/hazard/bands.h"

#include "base/parallel.h"
#include "sim/case/read.h"

namespace muster::sim {

namespace {

/// Along the wind: fewer than usual, for widths and areas are not asked for.
constexpr int stations = 50;

/// [leak][endpoint] [m]
using Distances = std::vector<std::vector<double>>;

/// One draw; `refused` says why where it is empty.
Distances distances_of(const Drawn& drawn, const LeakPlace& place, double height, std::string& refused) {
  Distances all;
  try {
    std::vector<Mistake> mistakes;
    const std::vector<LeakCloud> leaks = leak_clouds(drawn.leaks, *drawn.weather, place, mistakes);
    if (!mistakes.empty()) {
      refused = mistakes.front().key + ": " + mistakes.front().text;
      return {};
    }
    for (const LeakCloud& leak : leaks) {
      std::vector<double>& one = all.emplace_back();
      plume::Search search;
      search.height = height;
      search.stations = stations;
      for (const results::HazardEndpoint& endpoint : endpoints_of(leak, search))
        one.push_back(endpoint.max_distance.value_or(0));
    }
  } catch (const InputError& error) {
    refused = error.what();
    return {};
  }
  return all;
}

}  // namespace

std::string words_of(const Distribution& d) {
  if (d.kind == Distribution::Kind::uniform) return fmt::format("{:g}..{:g}", d.a, d.b);
  return fmt::format("median {:.4g}, 5 % to 95 %: {:.4g} to {:.4g}", d.quantile(0.5), d.quantile(0.05),
                     d.quantile(0.95));
}

void add_bands(const Case& the_case, const LeakPlace& place, std::vector<results::HazardUse>& uses,
               std::vector<Warning>& warnings) {
  if (the_case.uncertain.empty()) return;
  const auto cumulative = hypercube(the_case.uncertain.size(), {the_case.hazards.draws, the_case.seed});
  const std::vector<std::optional<Drawn>> drawn = draw(the_case, cumulative);
  std::vector<Distances> found(drawn.size());
  std::vector<std::string> refused(drawn.size(), "its values contradict each other");
  parallel_for(drawn.size(), 1, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i)
      if (drawn[i]) found[i] = distances_of(*drawn[i], place, the_case.hazards.height, refused[i]);
  });
  std::string first;
  std::vector<const Distances*> good;
  for (size_t i = 0; i < found.size(); ++i)
    if (!found[i].empty())
      good.push_back(&found[i]);
    else if (first.empty())
      first = refused[i];
  for (size_t l = 0; l < uses.size(); ++l) {
    uses[l].draws = static_cast<int>(good.size());
    for (const Uncertain& input : the_case.uncertain) uses[l].uncertain.emplace_back(input.key, words_of(input.values));
    for (size_t e = 0; e < uses[l].endpoints.size() && !good.empty(); ++e) {
      std::vector<double> distances;
      for (const Distances* one : good) distances.push_back((*one)[l][e]);
      uses[l].endpoints[e].distance_band = band_of(std::move(distances));
    }
  }
  if (good.size() < found.size())
    warnings.push_back(
        {"draws_refused",
         fmt::format("{} of {} draws of the ranges could not be computed and are in no band, the first: {}",
                     found.size() - good.size(), found.size(), first),
         ""});
  warnings.push_back({"hazard_medians",
                      fmt::format("Concentrations over the floors, and what people meet, are those of the medians of "
                                  "the {} ranges; only the distances have bands.",
                                  the_case.uncertain.size()),
                      "hazards.draws"});
}

}  // namespace muster::sim
