#pragma once
// The report of a study as one page.

#include "sim/report/words.h"
#include "sim/study/answer/answer.h"

namespace muster::sim::study {

/// What was run and what failed, variants by the first measure with their intervals, how people leave, exits, verdicts,
/// which factors matter, how sure it is. Every table stands beside it as CSV.
std::string report_html(const Progress& progress, const Store& store, Language language);

}  // namespace muster::sim::study
