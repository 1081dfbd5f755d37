#pragma once
// The radiation of fires where people stand: finer than the squares that are recorded, for the edges of shadows.

#include "scene/floors.h"
#include "sim/hazard/fires.h"

#include <cstdint>
#include <span>
#include <vector>

namespace muster::sim {

/// Flux on the floor's cells. A steady flame's is computed once for each cell that somebody stands on, until another
/// fire begins or ends that may hide it.
class HeatAtCells {
 public:
  HeatAtCells(const Fires& fires, const scene::Floors& floors) : fires_(&fires), floors_(&floors) {}

  /// [W/m2] of all fires at `time` [s] on what faces most of them over each of `cells`, which may repeat; with shadows.
  void flux(double time, std::span<const scene::CellId> cells, std::span<float> values);

 private:
  struct Known {
    std::vector<int64_t> state;
    std::vector<Vec3f> values;  ///< [cells] at full strength; NaN: not computed yet
  };
  void know(size_t fire, double time, std::span<const scene::CellId> cells);

  const Fires* fires_;
  const scene::Floors* floors_;
  std::vector<Known> known_;  ///< of steady fires
};

}  // namespace muster::sim
