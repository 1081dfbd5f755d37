#include "models/crowd/analysis/density.h"

#include <algorithm>
#include <utility>

namespace muster::crowd {

Density::Density(const scene::Floors& floors, int bands)
    : nx_(static_cast<int>(floors.grid.nx * floors.grid.cell) + 1),
      ny_(static_cast<int>(floors.grid.ny * floors.grid.cell) + 1) {
  count_.assign(static_cast<size_t>(nx_) * static_cast<size_t>(ny_) * static_cast<size_t>(bands), 0);
}

void Density::sample(const Rows& rows, const Strips& strips, double seconds) {
  const auto square_of = [&](size_t i) {
    const auto k = static_cast<uint32_t>(strips.band(rows.z[i]));
    return (k * static_cast<uint32_t>(ny_) + static_cast<uint32_t>(rows.y[i])) * static_cast<uint32_t>(nx_) +
           static_cast<uint32_t>(rows.x[i]);
  };
  touched_.clear();
  for (size_t i = 0; i < rows.size(); ++i) {
    const State s = rows.state[i];
    if (s == State::nobody || s == State::beyond || s == State::trailing) continue;
    const uint32_t square = square_of(i);
    const int people = ++count_[square];
    if (people == 1) touched_.push_back(square);
    if (people == crowded + 1) squares_.try_emplace(square).first->second.cell = rows.cell[i];
  }
  for (const uint32_t square : touched_) {
    const int people = std::exchange(count_[square], 0);
    highest_ = std::max(highest_, people);
    if (people <= crowded) continue;
    person_seconds_ += people * seconds;
    Square& s = squares_.at(square);
    s.seconds += seconds;
    s.peak = std::max(s.peak, people);
  }
}

std::vector<HotSpot> Density::hot_spots(const scene::Floors& floors, size_t most) const {
  std::vector<std::pair<uint32_t, Square>> squares(squares_.begin(), squares_.end());
  std::sort(squares.begin(), squares.end(), [](const auto& a, const auto& b) {
    return a.second.seconds != b.second.seconds ? a.second.seconds > b.second.seconds : a.first < b.first;
  });
  squares.resize(std::min(squares.size(), most));
  std::vector<HotSpot> spots;
  for (const auto& [key, s] : squares) {
    const auto nx = static_cast<uint32_t>(nx_), ny = static_cast<uint32_t>(ny_);
    const auto cell = static_cast<size_t>(s.cell);
    spots.push_back({{floors.grid.x0 + key % nx + 0.5, floors.grid.y0 + key / nx % ny + 0.5, floors.z[cell]},
                     floors.storey.empty() ? int16_t{-1} : floors.storey[cell],
                     s.peak,
                     s.seconds});
  }
  return spots;
}

}  // namespace muster::crowd
