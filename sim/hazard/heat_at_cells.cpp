#include "sim/hazard/heat_at_cells.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster::sim {

void HeatAtCells::flux(double time, std::span<const scene::CellId> cells, std::span<float> values) {
  std::fill(values.begin(), values.end(), 0.0F);
  if (cells.empty()) return;
  const std::vector<BurningFire>& all = fires_->all();
  known_.resize(all.size());
  for (size_t f = 0; f < all.size(); ++f) {
    const auto strength = static_cast<float>(all[f].strength(time));
    if (strength <= 0) continue;
    Known& known = known_[f];
    // A fireball has another size at every look.
    const int64_t phase = all[f].ball ? -1 : static_cast<int64_t>(all[f].phase_at(time));
    if (phase < 0 || known.phase != phase || known.values.empty())
      known.values.assign(floors_->size(), std::numeric_limits<float>::quiet_NaN());
    known.phase = phase;
    std::vector<size_t> wanted;
    for (const scene::CellId c : cells)
      if (float& value = known.values[static_cast<size_t>(c)]; std::isnan(value)) {
        value = 0;
        wanted.push_back(static_cast<size_t>(c));
      }
    std::vector<fire::Receptor> receptors;
    for (const size_t c : wanted) {
      const Vec2 at = floors_->centre(static_cast<scene::CellId>(c));
      receptors.push_back({Vec3(at.x(), at.y(), static_cast<double>(floors_->z[c]) + receptor_height).cast<float>()});
    }
    const std::vector<float> computed = fires_->on(f, time, receptors);
    for (size_t i = 0; i < wanted.size(); ++i) known.values[wanted[i]] = computed[i];
    for (size_t i = 0; i < cells.size(); ++i) values[i] += strength * known.values[static_cast<size_t>(cells[i])];
  }
}

}  // namespace muster::sim
