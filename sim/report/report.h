#pragma once
// report.html: what goes into the plan, made of a results file alone. One file without anything from outside.

#include "sim/report/words.h"
#include "sim/results/reader.h"

#include <filesystem>
#include <string>

namespace muster::sim {

/// The page. Every figure that stands in summary.json is given as <data value="..." data-from="/its/pointer"> with the
/// value as it stands there. Throws ResultsError where the run has not finished: it has no summary.
std::string report_html(const results::ResultsReader& file, Language language);

/// Writes the page under a temporary name first. Throws ResultsError, and InputError where `out` cannot be written.
void write_report(const std::filesystem::path& results, const std::filesystem::path& out, Language language);

}  // namespace muster::sim
