#pragma once
// Fields and measurements in results.h5.

#include "sim/results/analysis.h"
#include "sim/results/h5.h"

#include <vector>

namespace muster::results {

/// Creates /fields and /measures, without rows. The caller holds h5::Lock.
void create_analysis(hid_t file, const AnalysisInfo& info);
/// Reads them; empty tables where the file has none. `live`: the file may still grow.
AnalysisTables read_analysis(hid_t file, bool live);

/// The growing columns of both groups.
class AnalysisColumns {
 public:
  AnalysisColumns() = default;
  explicit AnalysisColumns(hid_t file);
  void squares(const std::vector<SquareRecord>& squares);  ///< all, once
  void areas(const std::vector<AreaRecord>& areas);        ///< more
  void lines(const std::vector<LineRecord>& lines);        ///< more
  /// In the order in which they must reach the file: what says how much there is comes last.
  std::vector<h5::Appender*> all();

 private:
  std::vector<h5::Appender> square_, area_, line_;
};

}  // namespace muster::results
