#pragma once
// The comparison of several runs as one page.

#include "sim/report/compare/variants.h"
#include "sim/report/words.h"

namespace muster::sim {

/// The page: what is compared, every figure with its interval over the seeds and its difference to the first variant,
/// people inside in time, what changed in the inputs, and maps of the differences. Two runs at least.
std::string comparison_html(const std::vector<Variant>& variants, Language language);

}  // namespace muster::sim
