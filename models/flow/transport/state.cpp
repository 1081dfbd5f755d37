#include "models/flow/transport/state.h"

#include <algorithm>

namespace muster::flow {

Background::Background(const Grid& grid, double pressure, const Zones& zones)
    : grid_(&grid), outside_(static_cast<float>(pressure / substance::gas_constant)), highest_(pressure) {
  constant_.assign(static_cast<size_t>(grid.nx) + 1, outside_);
  if (zones.empty()) return;
  of_row_.assign(static_cast<size_t>(grid.ny) * static_cast<size_t>(grid.nz), -1);
  for (const Zone& zone : zones)
    for (const Run& run : zone.runs) {
      int32_t& row = of_row_[entry(run.j, run.k, grid.ny)];
      if (row >= 0) continue;
      row = static_cast<int32_t>(own_.size());
      own_.push_back(constant_);
    }
  refresh(zones);
}

void Background::refresh(const Zones& zones) {
  highest_ = static_cast<double>(outside_) * substance::gas_constant;
  for (const Zone& zone : zones) highest_ = std::max(highest_, zone.pressure);
  for (const Zone& zone : zones)
    for (const Run& run : zone.runs) {
      const auto row = static_cast<size_t>(of_row_[entry(run.j, run.k, grid_->ny)]);
      const auto first = own_[row].begin() + (run.from - grid_->at(0, run.j, run.k));
      // The face behind the last cell of a row is that before the first where the axis is periodic.
      const bool to_end = first + run.length + 1 == own_[row].end();
      std::fill_n(first, run.length + (to_end ? 1 : 0), static_cast<float>(zone.pressure / substance::gas_constant));
    }
}

const float* Background::row(int j, int k) const {
  const int32_t own = of_row_.empty() ? -1 : of_row_[entry(j, k, grid_->ny)];
  return own < 0 ? constant_.data() : own_[static_cast<size_t>(own)].data();
}

}  // namespace muster::flow
