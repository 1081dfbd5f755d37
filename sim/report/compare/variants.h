#pragma once
// Several finished runs, sorted into variants: runs of the same inputs that differ in the seed alone.

#include "base/interval.h"
#include "sim/results/reader.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace muster::sim {

/// A finished run and what it came to.
struct ComparedRun {
  results::ResultsReader file;
  nlohmann::json summary;
};

/// Runs of the same inputs, by seed.
struct Variant {
  std::string name;  ///< "A", "B", ... in the order in which they were given
  std::vector<ComparedRun> runs;

  const results::RunInfo& info() const { return runs.front().file.info(); }
};

/// What the command line laid over the case, without the seed.
std::vector<std::string> inputs_laid_over(const results::RunInfo& info);

/// Opens the files and sorts them: one variant for each case text with the same overrides (but for the seed) and the
/// same content of its other inputs. Throws ResultsError for a file that cannot be read or has not finished, InputError
/// for two runs of the same variant and seed, or where there are more than 26 variants.
std::vector<Variant> sort_variants(const std::vector<std::filesystem::path>& files);

/// A figure of a summary, found by what it is called.
struct Figure {
  std::string name;  ///< English: "95 % are out after", "Exit west: people"
  std::string unit;  ///< "s", "1/m²", "" people
  double value = 0;
};

/// What runs are compared by, in the order of the report.
std::vector<Figure> figures_of(const nlohmann::json& summary);

/// One line of the comparison; one entry for each variant.
struct ComparedFigure {
  std::string name, unit;
  std::vector<std::optional<MeanInterval>> of;  ///< absent where no run of the variant has the figure
  /// To the first variant; paired by seed where both ran the same seeds, otherwise as independent means.
  std::vector<std::optional<MeanInterval>> difference;
};

/// Every figure that any run has.
std::vector<ComparedFigure> compare_figures(const std::vector<Variant>& variants);

}  // namespace muster::sim
