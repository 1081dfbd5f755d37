#pragma once
// What replays draw of hazards, in results.h5: flames, gas and smoke in the air.

#include "sim/results/h5.h"
#include "sim/results/hazard.h"

#include <vector>

namespace muster::results {

/// Creates it below /hazards. The caller holds h5::Lock.
void create_seen(hid_t hazards, const HazardGrid& grid);

/// Reads flames and nodes, where the file has them.
void read_seen(hid_t hazards, HazardGrid& grid);
/// At most `frames`: as many as there are whole samples of the air. `live`: the file may still grow.
size_t volumes_of(hid_t hazards, const HazardGrid& grid, size_t frames, bool live);

/// One sample of the air, of as many hazards as `tables` have; empty where the file has none.
VolumeSample read_volume(hid_t file, size_t sample, bool live);

/// The growing columns.
class SeenColumns {
 public:
  SeenColumns() = default;
  explicit SeenColumns(hid_t hazards);
  void frame(const HazardFrame& frame);
  std::vector<h5::Appender*> all();

 private:
  std::vector<h5::Appender> gas_, smoke_;  ///< one or none
};

}  // namespace muster::results
