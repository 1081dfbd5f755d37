#pragma once
// What the crowd's analysis measured, in the terms of results and summary.

#include "models/crowd/crowd.h"
#include "sim/results/analysis.h"
#include "sim/results/summary.h"

#include <vector>

namespace muster::sim {

/// Settings and measures, for the results file. `settings` as set_up made them; their measures have been placed before.
results::AnalysisInfo analysis_info(const scene::Floors& floors, const crowd::AnalysisSettings& settings);

/// Every square that somebody used or stood beside.
std::vector<results::SquareRecord> squares_of(const crowd::Crowd& crowd);

/// Samples of areas and crossings of lines after the first `seen`.
std::vector<results::AreaRecord> areas_since(const crowd::Crowd& crowd, size_t seen);
std::vector<results::LineRecord> lines_since(const crowd::Crowd& crowd, size_t seen);

results::Crowding crowding_of(const crowd::Crowd& crowd);
std::vector<results::MeasureUse> measures_of(const crowd::Crowd& crowd);

}  // namespace muster::sim
