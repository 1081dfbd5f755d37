#pragma once
// Words of a study's report in the reader's language.

#include "sim/report/words.h"

#include <string>

namespace muster::sim::study {

/// What reports of runs say alike is taken from there; English where there is no translation.
std::string say(std::string_view english, Language language);

}  // namespace muster::sim::study
