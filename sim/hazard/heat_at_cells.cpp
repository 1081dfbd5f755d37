#include "sim/hazard/heat_at_cells.h"

#include "base/parallel.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster::sim {

void HeatAtCells::flux(double time, std::span<const scene::CellId> cells, std::span<float> values) {
  std::fill(values.begin(), values.end(), 0.0F);
  if (cells.empty()) return;
  const std::vector<BurningFire>& all = fires_->all();
  known_.resize(all.size());
  std::vector<std::pair<float, const std::vector<Vec3f>*>> burning;
  for (size_t f = 0; f < all.size(); ++f) {
    const auto strength = static_cast<float>(all[f].strength(time));
    if (strength <= 0) continue;
    know(f, time, cells);
    burning.emplace_back(strength, &known_[f].values);
  }
  parallel_for(cells.size(), 1024, [&](size_t begin, size_t end) {
    std::vector<Vec3f> vectors(burning.size());
    for (size_t i = begin; i < end; ++i) {
      for (size_t b = 0; b < burning.size(); ++b)
        vectors[b] = burning[b].first * (*burning[b].second)[static_cast<size_t>(cells[i])];
      values[i] = fire::facing(vectors);
    }
  });
}

/// Computes one fire's vectors at those of the cells where they are not known.
void HeatAtCells::know(size_t fire, double time, std::span<const scene::CellId> cells) {
  Known& known = known_[fire];
  std::vector<int64_t> state = fires_->state_at(time, fire);
  // A fireball has another size at every look.
  if (fires_->all()[fire].ball || known.values.empty() || known.state != state)
    known.values.assign(floors_->size(), Vec3f::Constant(std::numeric_limits<float>::quiet_NaN()));
  known.state = std::move(state);
  std::vector<size_t> wanted;
  std::vector<fire::Receptor> receptors;
  for (const scene::CellId cell : cells) {
    const auto c = static_cast<size_t>(cell);
    if (!std::isnan(known.values[c].x())) continue;
    known.values[c] = Vec3f::Zero();
    wanted.push_back(c);
    const Vec2 at = floors_->centre(cell);
    receptors.push_back({Vec3(at.x(), at.y(), static_cast<double>(floors_->z[c]) + receptor_height).cast<float>()});
  }
  const std::vector<Vec3f> computed = fires_->vectors(fire, time, receptors);
  for (size_t i = 0; i < wanted.size(); ++i) known.values[wanted[i]] = computed[i];
}

}  // namespace muster::sim
