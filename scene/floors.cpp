#include "scene/floors.h"

namespace muster::scene {

CellId Floors::find(double x, double y, double height, double reach) const {
  const int32_t at = grid.column(x, y);
  if (at < 0) return no_cell;
  CellId best = no_cell;
  for (uint32_t c = column_begin[static_cast<size_t>(at)]; c < column_begin[static_cast<size_t>(at) + 1]; ++c) {
    const double distance = std::abs(static_cast<double>(z[c]) - height);
    if (distance <= reach) {
      reach = distance;
      best = static_cast<CellId>(c);
    }
  }
  return best;
}

}  // namespace muster::scene
