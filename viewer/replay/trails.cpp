#include "viewer/replay/trails.h"

#include <algorithm>
#include <cmath>

namespace muster::viewer {

namespace {

constexpr size_t most_frames = 60;
constexpr double fastest = 12;  // [m/s] as between frames: more is no walking

}  // namespace

const std::vector<std::pair<uint32_t, Vec3>>& Trails::places(size_t frame) {
  auto& people = kept_[frame];
  if (!people.empty()) return people;
  const results::Frame read = replay_.file().frame(frame);
  for (size_t i = 0; i < read.size(); ++i) people.emplace_back(read.id[i], Vec3(read.x[i], read.y[i], read.z[i]));
  std::sort(people.begin(), people.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return people;
}

const std::vector<Footstep>& Trails::at(const Bodies& now, double seconds, std::optional<uint32_t> person) {
  steps_.clear();
  const auto& times = replay_.file().times();
  const auto index = [&](double time) {
    return static_cast<size_t>(std::upper_bound(times.begin(), times.end(), time) - times.begin());
  };
  // Frames in (now - seconds, now), each `stride`-th, so that the same ones are taken as time goes on.
  const size_t first = index(now.time - seconds), last = index(now.time);
  const size_t stride = std::max<size_t>(1, (last - first + most_frames - 1) / most_frames);
  std::vector<size_t> frames;
  for (size_t k = (first + stride - 1) / stride * stride; k < last; k += stride) frames.push_back(k);
  std::erase_if(kept_, [&](const auto& kept) { return !std::binary_search(frames.begin(), frames.end(), kept.first); });
  std::vector<std::pair<uint32_t, Vec3>> present;
  for (size_t i = 0; i < now.size(); ++i) present.emplace_back(now.id[i], Vec3(now.x[i], now.y[i], now.z[i]));
  for (size_t k = 0; k < frames.size(); ++k) {
    const bool newest = k + 1 == frames.size();
    const auto& from = places(frames[k]);
    const auto& to = newest ? present : places(frames[k + 1]);
    const double begin = times[frames[k]], end = newest ? now.time : times[frames[k + 1]];
    auto at = to.begin();
    for (const auto& [id, a] : from) {
      while (at != to.end() && at->first < id) ++at;
      if (at == to.end() || at->first != id || (person && *person != id)) continue;
      const double way = (at->second - a).norm();
      if (way < 1e-3 || way > fastest * (end - begin)) continue;
      steps_.push_back({id, a, at->second, std::clamp((now.time - end) / seconds, 0.0, 1.0)});
    }
  }
  return steps_;
}

}  // namespace muster::viewer
