#include "sim/hazard/volume.h"

#include "base/parallel.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace muster::sim {

namespace {

constexpr size_t grain = 512;
/// Columns of nodes, about: with the heights below some 20 000 nodes, 4 ms of a dense plume a sample.
constexpr double most_columns = 1600;
constexpr double finest = 0.5;    ///< [m] between columns
constexpr double margin = 0.25;   ///< of the floors' extent, on each side
constexpr double widest = 20000;  ///< [m] of a volume
/// [m] above the lowest ground. Clouds of heavy gas are a few metres deep, smoke rises beyond.
constexpr double heights[] = {0.5, 1.5, 3, 5, 8, 12, 17, 24, 34, 48, 68, 96, 136};
constexpr size_t heights_of_gas = 9;

std::vector<float> nodes_of(double low, double high, double apart) {
  const double room = std::max(margin * (high - low), 2 * apart);
  const auto count = static_cast<size_t>(std::ceil((high - low + 2 * room) / apart)) + 1;
  const double begin = (low + high) / 2 - static_cast<double>(count - 1) * apart / 2;
  std::vector<float> nodes;
  for (size_t i = 0; i < count; ++i) nodes.push_back(static_cast<float>(begin + static_cast<double>(i) * apart));
  return nodes;
}

/// Enclosures of squares by the number of the square they lie in.
class Rooms {
 public:
  explicit Rooms(const HazardPlaces& places) : places_(places) {
    for (size_t s = 0; s < places.enclosure_of.size(); ++s)
      if (places.enclosure_of[s] >= 0) squares_.emplace(key(places.grid.x[s], places.grid.y[s]), s);
  }
  int32_t at(const Vec3& p) const {
    const auto [first, last] = squares_.equal_range(key(p.x(), p.y()));
    for (auto it = first; it != last; ++it) {
      const int32_t e = places_.enclosure_of[it->second];
      const double above = p.z() - static_cast<double>(places_.grid.z[it->second]);
      if (above >= -0.5 && above < places_.enclosures[static_cast<size_t>(e)].height) return e;
    }
    return -1;
  }

 private:
  using Key = std::pair<int64_t, int64_t>;
  Key key(double x, double y) const {
    return {std::llround(std::floor(x / places_.grid.square)), std::llround(std::floor(y / places_.grid.square))};
  }
  const HazardPlaces& places_;
  std::multimap<Key, size_t> squares_;
};

}  // namespace

Volume::Volume(const HazardPlaces& places, const std::vector<LeakCloud>& leaks, const std::vector<BurningFire>& fires,
               const Smoke& smoke) {
  if ((leaks.empty() && smoke.empty()) || places.grid.x.empty()) return;
  Vec3 low(places.grid.x[0], places.grid.y[0], places.grid.z[0]), high = low;
  const auto include = [&](const Vec3& p) { low = low.cwiseMin(p), high = high.cwiseMax(p); };
  for (size_t s = 0; s < places.grid.x.size(); ++s) include({places.grid.x[s], places.grid.y[s], places.grid.z[s]});
  for (const LeakCloud& leak : leaks) include(leak.source);
  if (!smoke.empty())
    for (const BurningFire& fire : fires) include(fire.ground);
  const double wide = high.x() - low.x(), deep = high.y() - low.y();
  if (wide > widest || deep > widest) return;
  const double around = 1 + 2 * margin;
  const double apart = std::max(finest, std::sqrt(around * wide * around * deep / most_columns));
  grid_.x = nodes_of(low.x(), high.x(), apart), grid_.y = nodes_of(low.y(), high.y(), apart);
  const size_t levels = smoke.empty() ? heights_of_gas : std::size(heights);
  for (size_t k = 0; k < levels; ++k) grid_.z.push_back(static_cast<float>(low.z() + heights[k]));
  place_nodes(places);
}

Volume::Volume(const HazardPlaces& places, results::VolumeGrid nodes) : grid_(std::move(nodes)) { place_nodes(places); }

void Volume::place_nodes(const HazardPlaces& places) {
  const Rooms rooms(places);
  for (const float z : grid_.z)
    for (const float y : grid_.y)
      for (const float x : grid_.x) points_.emplace_back(x, y, z), enclosure_.push_back(rooms.at(points_.back()));
}

void Volume::gas(const LeakCloud& leak, bool outdoors, double time, std::span<const double> inside,
                 std::vector<uint8_t>& codes) const {
  const size_t first = codes.size();
  codes.resize(first + size(), 0);
  parallel_for(size(), grain, [&](size_t begin, size_t end) {
    std::vector<Vec3> points;
    for (size_t n = begin; n < end; ++n) points.push_back(leak.local(points_[n]));
    std::vector<double> values(points.size(), 0);
    if (outdoors) leak.cloud->concentrations(points, time - leak.begins, values);
    for (size_t n = begin; n < end; ++n) {
      const int32_t e = enclosure_[n];
      const double value = e >= 0 ? inside[static_cast<size_t>(e)] : values[n - begin];
      codes[first + n] = results::volume_code(value, results::densest_gas);
    }
  });
}

void Volume::smoke(const std::function<SmokeAt(const Vec3&)>& outside, std::span<const SmokeAt> inside,
                   std::vector<uint8_t>& codes) const {
  codes.assign(size(), 0);
  parallel_for(size(), grain, [&](size_t begin, size_t end) {
    for (size_t n = begin; n < end; ++n) {
      const int32_t e = enclosure_[n];
      const SmokeAt here = e >= 0 ? inside[static_cast<size_t>(e)] : outside(points_[n]);
      codes[n] = results::volume_code(here.extinction, results::densest_smoke);
    }
  });
}

}  // namespace muster::sim
