#pragma once
// How people leave, in time.

#include "sim/report/words.h"
#include "sim/results/reader.h"

#include <cstddef>
#include <string>

namespace muster::sim {

/// Two charts: of the `placed` people those neither out nor in a refuge, and, where the run has `refuges`, those in
/// them; and who is out through each of the eight most used exits and muster points. "" where nobody became safe.
std::string curves(const results::ResultsReader& file, size_t placed, bool refuges, Language language);

}  // namespace muster::sim
