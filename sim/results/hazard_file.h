#pragma once
// Hazard fields in results.h5.

#include "sim/results/h5.h"
#include "sim/results/hazard.h"

#include <vector>

namespace muster::results {

/// Creates /hazards, without samples; nothing where the grid is empty. The caller holds h5::Lock.
void create_hazards(hid_t file, const HazardGrid& grid);
/// Reads it; empty where the file has none. `live`: the file may still grow.
HazardTables read_hazards(hid_t file, bool live);

/// The growing columns of the group.
class HazardColumns {
 public:
  HazardColumns() = default;
  explicit HazardColumns(hid_t file);
  void frame(const HazardFrame& frame);
  void totals(const HazardTotals& totals);  ///< once
  /// In the order in which they must reach the file: what says how much there is comes last.
  std::vector<h5::Appender*> all();

 private:
  bool fires() const;
  bool surfaces() const;

  std::vector<h5::Appender>
      columns_;  ///< those of gas, those of fires and of surfaces where there are any, time; empty without hazards
};

}  // namespace muster::results
