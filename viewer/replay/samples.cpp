#include "viewer/replay/samples.h"

#include <algorithm>
#include <cmath>

namespace muster::viewer {

Samples::Samples(const Replay& replay)
    : replay_(replay), outline_(replay.file().hazard_outline()), given_(replay.file().given_smoke()) {
  find_peaks(0);
}

/// From the totals where the run has ended, else from the samples after the first `from`.
void Samples::find_peaks(size_t from) {
  const size_t squares = grid().x.size();
  peak_.resize(grid().hazards.size(), 0);
  const bool ended = !outline_.totals.peak.empty();
  for (size_t k = from; k < (ended ? from + 1 : size()); ++k) {
    const std::vector<float>& values = ended ? outline_.totals.peak : frame(k).concentration;
    for (size_t i = 0; i < values.size(); ++i)
      peak_[i / squares] = std::max(peak_[i / squares], static_cast<double>(values[i]));
  }
}

std::optional<Samples::Between> Samples::around(double time) const {
  const auto& frames = outline_.frames;
  if (frames.empty() || time < frames.front().time) return std::nullopt;
  const auto next = std::upper_bound(frames.begin(), frames.end(), time,
                                     [](double t, const results::HazardFrame& f) { return t < f.time; });
  const auto before = static_cast<size_t>(next - frames.begin()) - 1;
  const size_t after = std::min(before + 1, frames.size() - 1);
  const double span = frames[after].time - frames[before].time;
  return Between{before, after, span > 0 ? (time - frames[before].time) / span : 0};
}

const results::HazardFrame& Samples::frame(size_t index) const {
  auto& kept = frames_[index % 2];
  if (kept.index != index) kept.value = replay_.file().hazard_frame(outline_.grid, index), kept.index = index;
  return kept.value;
}

const results::VolumeSample& Samples::volume(size_t index) const {
  auto& kept = volumes_[index % 2];
  if (kept.index != index) kept.value = replay_.file().volume(index), kept.index = index;
  return kept.value;
}

scene::CellId Samples::cell_at(const Vec3& place) const {
  constexpr double nearest_floor = 1.5;  // [m]
  const scene::Floors& floors = replay_.floors();
  const auto i = static_cast<int64_t>(std::floor((place.x() - floors.grid.x0) / floors.grid.cell)),
             j = static_cast<int64_t>(std::floor((place.y() - floors.grid.y0) / floors.grid.cell));
  if (i < 0 || j < 0 || i >= floors.grid.nx || j >= floors.grid.ny) return scene::no_cell;
  const auto column = static_cast<size_t>(j * floors.grid.nx + i);
  scene::CellId cell = scene::no_cell;
  double nearest = nearest_floor;
  for (uint32_t c = floors.column_begin[column]; c < floors.column_begin[column + 1]; ++c) {
    const double off = std::abs(static_cast<double>(floors.z[c]) - place.z());
    if (off < nearest) nearest = off, cell = static_cast<scene::CellId>(c);
  }
  return cell;
}

int32_t Samples::square_at(const Vec3& place) const {
  const scene::CellId cell = cell_at(place);
  return cell != scene::no_cell && static_cast<size_t>(cell) < grid().square_of.size()
             ? grid().square_of[static_cast<size_t>(cell)]
             : -1;
}

double Samples::given_extinction(const Vec3& place, double time) const {
  if (given_.zones.empty()) return 0;
  const scene::CellId cell = cell_at(place);
  const int32_t zone = cell != scene::no_cell ? given_.zone_of[static_cast<size_t>(cell)] : -1;
  if (zone < 0) return 0;
  const auto& series = given_.zones[static_cast<size_t>(zone)].extinction;
  const auto after = std::upper_bound(series.begin(), series.end(), time,
                                      [](double t, const std::pair<double, double>& p) { return t < p.first; });
  if (after == series.begin()) return series.front().second;
  if (after == series.end()) return series.back().second;
  const auto& [t0, k0] = *(after - 1);
  const auto& [t1, k1] = *after;
  return k0 + (k1 - k0) * (time - t0) / (t1 - t0);
}

bool Samples::refresh() {
  const double next = size() == 0 ? replay_.begin() : outline_.frames.back().time + grid().every;
  if (grid().empty() || (replay_.end() < next && !replay_.finished())) return false;
  const size_t before = size();
  outline_ = replay_.file().hazard_outline();
  find_peaks(before);
  return size() > before;
}

}  // namespace muster::viewer
