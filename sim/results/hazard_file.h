#pragma once
// Hazard fields in results.h5.

#include "sim/results/field_file.h"
#include "sim/results/h5.h"
#include "sim/results/hazard.h"
#include "sim/results/seen_file.h"

#include <map>
#include <string>
#include <vector>

namespace muster::results {

/// Creates /hazards, without samples; nothing where the grid is empty. The caller holds h5::Lock.
void create_hazards(hid_t file, const HazardGrid& grid);
/// Reads it; empty where the file has none. `live`: the file may still grow.
HazardTables read_hazards(hid_t file, bool live);
/// The same without the samples, of which only the times are there.
HazardTables read_hazard_outline(hid_t file, bool live);
/// One sample of a file whose grid this is; `index` among those of read_hazard_outline().
HazardFrame read_hazard_frame(hid_t file, const HazardGrid& grid, size_t index);

/// The growing columns of the group.
class HazardColumns {
 public:
  HazardColumns() = default;
  explicit HazardColumns(hid_t file);
  void frame(const HazardFrame& frame);
  void totals(const HazardTotals& totals);  ///< once
  void abandon() { fields_.abandon(); }
  /// In the order in which they must reach the file: what says how much there is comes last.
  std::vector<h5::Appender*> all();

 private:
  void add(hid_t file, const std::string& name);
  void put(const std::string& name, const std::vector<float>& values);

  std::map<std::string, h5::Appender> columns_;  ///< by their paths below /hazards; those that the file has
  SeenColumns seen_;
  FieldColumns fields_;
  h5::Appender time_;
};

}  // namespace muster::results
