#include "scene/floors.h"

#include "base/text.h"

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

std::vector<int32_t> portals_named(const Floors& floors, const std::string& pattern) {
  std::vector<int32_t> found;
  for (size_t p = 0; p < floors.portals.size(); ++p)
    if (matches_glob(pattern, floors.portals[p].name) ||
        (!floors.portals[p].id.empty() && pattern == floors.portals[p].id))
      found.push_back(static_cast<int32_t>(p));
  return found;
}

std::vector<int32_t> exits_named(const Floors& floors, const std::string& pattern) {
  std::vector<int32_t> found;
  for (size_t e = 0; e < floors.exits.size(); ++e)
    if (matches_glob(pattern, floors.exits[e].name)) found.push_back(static_cast<int32_t>(e));
  return found;
}

}  // namespace muster::scene
