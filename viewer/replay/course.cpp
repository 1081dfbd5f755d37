#include "viewer/replay/course.h"

#include <algorithm>
#include <optional>

namespace muster::viewer {

namespace {

/// Where he was in the frame before a time.
std::optional<Vec3> place_at(const Replay& replay, double time, uint32_t person) {
  const auto& times = replay.file().times();
  const auto after = std::upper_bound(times.begin(), times.end(), time + 1e-9);
  if (after == times.begin()) return std::nullopt;
  const results::Frame frame = replay.file().frame(static_cast<size_t>(after - times.begin()) - 1);
  const auto row = static_cast<size_t>(std::find(frame.id.begin(), frame.id.end(), person) - frame.id.begin());
  if (row == frame.size()) return std::nullopt;
  return Vec3(frame.x[row], frame.y[row], frame.z[row]);
}

}  // namespace

Course course_of(const Replay& replay, const Samples& samples, uint32_t person) {
  Course course;
  const results::HazardGrid& grid = samples.grid();
  const size_t squares = grid.x.size(), leaks = grid.hazards.size();
  for (const results::HazardInfo& hazard : grid.hazards) course.met.push_back({hazard.name, "ppm", {}});
  if (!grid.fires.empty()) course.met.push_back({"radiation", "kW/m2", {}});
  if (grid.smoke) course.met.push_back({"smoke", "1/m", {}});
  for (size_t k = 0; k < samples.size(); ++k) {
    const double time = samples.time(k);
    const auto place = place_at(replay, time, person);
    const int32_t at = place ? samples.square_at(*place) : -1;
    if (!place) continue;
    course.time.push_back(time);
    const results::HazardFrame& frame = samples.frame(k);
    const auto s = static_cast<size_t>(std::max(at, 0));
    const auto put = [&](size_t which, float value) { course.met[which].value.push_back(at < 0 ? 0 : value); };
    for (size_t h = 0; h < leaks; ++h) put(h, 1e6f * frame.concentration[h * squares + s]);
    size_t next = leaks;
    if (!grid.fires.empty()) {
      float flux = 0;
      if (!frame.radiation.empty()) flux = frame.radiation[s];
      for (size_t f = 0; f < grid.fires.size() && frame.radiation.empty(); ++f) flux += frame.flux[f * squares + s];
      put(next++, flux / 1000);
    }
    if (grid.smoke) put(next, frame.extinction[s]);
  }
  return course;
}

}  // namespace muster::viewer
