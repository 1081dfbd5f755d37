#include "models/crowd/density.h"

#include <algorithm>

namespace muster::crowd {

namespace {
/// Layers of height in which squares are told apart [m]: less than a storey, more than a landing.
constexpr float layer = 2.0f;
}  // namespace

Density::Density(const scene::Floors& floors)
    : nx_(static_cast<int>(floors.grid.nx * floors.grid.cell) + 1),
      ny_(static_cast<int>(floors.grid.ny * floors.grid.cell) + 1) {
  // Storeys lie in the middle of layers.
  if (!floors.z.empty()) z0_ = *std::min_element(floors.z.begin(), floors.z.end()) - 0.5f * layer;
}

void Density::sample(const Rows& rows, double seconds) {
  counted_.clear();
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows.state[i] == State::nobody) continue;
    const auto k = static_cast<uint32_t>((rows.z[i] - z0_) / layer);
    const auto square =
        (k * static_cast<uint32_t>(ny_) + static_cast<uint32_t>(rows.y[i])) * static_cast<uint32_t>(nx_) +
        static_cast<uint32_t>(rows.x[i]);
    counted_.emplace_back(square, rows.cell[i]);
  }
  std::sort(counted_.begin(), counted_.end());
  for (size_t i = 0, end; i < counted_.size(); i = end) {
    for (end = i; end < counted_.size() && counted_[end].first == counted_[i].first;) ++end;
    const auto people = static_cast<int>(end - i);
    highest_ = std::max(highest_, people);
    if (people <= crowded) continue;
    person_seconds_ += people * seconds;
    auto at = std::lower_bound(squares_.begin(), squares_.end(), counted_[i].first,
                               [](const Square& s, uint32_t key) { return s.key < key; });
    if (at == squares_.end() || at->key != counted_[i].first)
      at = squares_.insert(at, {counted_[i].first, 0, 0, counted_[i].second});
    at->seconds += seconds;
    if (people > at->peak) at->peak = people, at->cell = counted_[i].second;
  }
}

std::vector<HotSpot> Density::hot_spots(const scene::Floors& floors, size_t most) const {
  std::vector<Square> squares = squares_;
  std::sort(squares.begin(), squares.end(), [](const Square& a, const Square& b) {
    return a.seconds != b.seconds ? a.seconds > b.seconds : a.key < b.key;
  });
  squares.resize(std::min(squares.size(), most));
  std::vector<HotSpot> spots;
  for (const Square& s : squares) {
    const auto nx = static_cast<uint32_t>(nx_), ny = static_cast<uint32_t>(ny_);
    const auto cell = static_cast<size_t>(s.cell);
    spots.push_back({{floors.grid.x0 + s.key % nx + 0.5, floors.grid.y0 + s.key / nx % ny + 0.5, floors.z[cell]},
                     floors.storey.empty() ? int16_t{-1} : floors.storey[cell],
                     s.peak,
                     s.seconds});
  }
  return spots;
}

}  // namespace muster::crowd
