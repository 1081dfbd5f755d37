#pragma once
// Runs selected tests and tells what came out: table, pages, plots, machine-readable summary.

#include "sim/verify/catalogue.h"

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace muster::sim::verify {

/// Findings of every check that was run, by name.
using Results = std::map<std::string, Findings>;

/// Runs each check of the selection once, one after the other; `before(check)` is called before each.
Results run_checks(const std::vector<Selection>& selection, const Effort& effort,
                   const std::function<void(const Check&)>& before);

/// The worst status of the test's checks.
Status status_of(const Test& test, const Results& results);

/// Lines "suite number title status key figure" for a terminal.
std::string table(const std::vector<Selection>& selection, const Results& results);

/// Writes README.md, a page a suite, a plot a file and summary.json into `folder`, which is made. Files of an earlier
/// call are replaced. The same results give the same bytes. Throws results::ResultsError.
void write_pages(const std::vector<Selection>& selection, const Results& results, const std::filesystem::path& folder);

}  // namespace muster::sim::verify
