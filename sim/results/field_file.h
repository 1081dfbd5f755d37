#pragma once
// Fields of the air that a large-eddy simulation computed, in results.h5.

#include "sim/results/h5.h"
#include "sim/results/hazard.h"

#include <array>
#include <string>
#include <vector>

namespace muster::results {

/// Creates /hazards/flow; nothing where the grid has no fields. The caller holds h5::Lock.
void create_fields(hid_t hazards, const FieldGrid& grid);

FieldTables read_fields(hid_t file, bool live);

/// A block of one quantity: `count` times, planes, rows, cells (t, z, y, x) from `first` on.
std::vector<float> read_field(hid_t file, const std::string& name, const std::array<size_t, 4>& first,
                              const std::array<size_t, 4>& count);

/// The growing datasets.
class FieldColumns {
 public:
  FieldColumns() = default;
  explicit FieldColumns(hid_t hazards);
  /// Adds a time where the frame has fields.
  void frame(const HazardFrame& frame);
  void abandon();

 private:
  std::vector<h5::Dataset> fields_;
  h5::Dataset time_;
  std::array<hsize_t, 4> size_ = {0, 0, 0, 0};
};

}  // namespace muster::results
