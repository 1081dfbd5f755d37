#pragma once
// What each group of people of a run is to expect.

#include "sim/results/reader.h"

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace muster::sim::study {

/// Expected deaths by the case's groups of people, [{`name`, `people`, `expected_fatalities`}]: sums of the
/// probabilities of death by the loads that each person met, as the run's `exposure.expected_fatalities` is one. Null
/// where that is not known, and where the groups do not add up to it: explosions and substances of the case's own are
/// not in the file's loads.
nlohmann::json group_deaths(const results::ResultsReader& reader, const nlohmann::json& summary);

/// Harms that people of the run met and of which no probability of death is known, so that its expected deaths leave
/// them out: gases without a probit that somebody was in, and the fractional effective doses of gases and hot air where
/// somebody fell or 0.01 people are expected to.
std::vector<std::string> harms_without_probit(const results::ResultsReader& reader, const nlohmann::json& summary);

}  // namespace muster::sim::study
