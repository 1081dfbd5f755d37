#pragma once
// The folder that a run writes into.

#include <filesystem>

namespace muster::sim {

/// Names of the files of a run.
inline constexpr const char* results_name = "results.h5";
inline constexpr const char* summary_name = "summary.json";
inline constexpr const char* log_name = "log.txt";
inline constexpr const char* report_name = "report.html";

/// Makes the folder where it is missing, makes sure that results.h5 can be created in it, and removes the summary and
/// the log of an earlier run, which the new one's results would contradict (devices and pipes are left alone).
/// Throws InputError where this cannot be done (no permission, a folder of that name, a file that another program
/// writes or reads); nothing is left behind or changed then.
void prepare_output(const std::filesystem::path& folder);

}  // namespace muster::sim
