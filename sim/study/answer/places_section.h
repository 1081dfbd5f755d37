#pragma once
// The report's part on the risk of who stays at a place.

#include "sim/report/words.h"
#include "sim/study/answer/places.h"

#include <string>

namespace muster::sim::study {

/// Named places, contours over the plan of each storey, areas; HTML. "" where the study does not ask for it. The tables
/// stand beside the page.
std::string places_section(const Progress& progress, const Store& store, Language language);

}  // namespace muster::sim::study
