#include "viewer/replay/contours.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace muster::viewer {

namespace {

constexpr double step = 0.6;  // [m] between floors that belong together

}  // namespace

Lattice::Lattice(double side, std::span<const double> x, std::span<const double> y, std::span<const float> z) {
  if (x.empty()) return;
  const double x0 = *std::min_element(x.begin(), x.end()), y0 = *std::min_element(y.begin(), y.end());
  std::multimap<std::pair<int64_t, int64_t>, uint32_t> at;
  const auto key = [&](size_t s) {
    return std::pair(std::llround((x[s] - x0) / side), std::llround((y[s] - y0) / side));
  };
  for (size_t s = 0; s < x.size(); ++s) {
    middle_.emplace_back(x[s], y[s], z[s]);
    at.emplace(key(s), static_cast<uint32_t>(s));
  }
  const auto beside = [&](size_t s, int di, int dj) -> int64_t {
    const auto [i, j] = key(s);
    const auto [first, last] = at.equal_range({i + di, j + dj});
    for (auto it = first; it != last; ++it)
      if (std::abs(middle_[it->second].z() - middle_[s].z()) <= step) return it->second;
    return -1;
  };
  for (size_t s = 0; s < x.size(); ++s) {
    const int64_t right = beside(s, 1, 0), across = beside(s, 1, 1), up = beside(s, 0, 1);
    if (right >= 0 && across >= 0 && up >= 0)
      fours_.push_back({{static_cast<uint32_t>(s), static_cast<uint32_t>(right), static_cast<uint32_t>(across),
                         static_cast<uint32_t>(up)}});
  }
}

std::vector<Piece> Lattice::contour(std::span<const float> values, double level) const {
  std::vector<Piece> pieces;
  const double least = level * 1e-3;  // zeros have no logarithm
  for (const Four& four : fours_) {
    std::array<double, 4> v{};
    unsigned above = 0;
    for (size_t k = 0; k < 4; ++k) {
      v[k] = static_cast<double>(values[four.corner[k]]);
      above |= v[k] >= level ? 1u << k : 0u;
    }
    if (above == 0 || above == 15) continue;
    const auto crossing = [&](size_t k) -> Vec3 {
      const size_t next = (k + 1) % 4;
      const double from = std::log(std::max(v[k], least)), to = std::log(std::max(v[next], least));
      const double part = (std::log(level) - from) / (to - from);
      const Vec3 &a = middle_[four.corner[k]], &b = middle_[four.corner[next]];
      return a + part * (b - a);
    };
    // Each corner above that follows one below begins a piece that ends where they are below again.
    for (size_t k = 0; k < 4; ++k) {
      const size_t before = (k + 3) % 4;
      if ((above >> k & 1) == 0 || (above >> before & 1) != 0) continue;
      size_t last = k;
      while ((above >> ((last + 1) % 4) & 1) != 0) last = (last + 1) % 4;
      pieces.push_back({crossing(before), crossing(last)});
    }
  }
  return pieces;
}

}  // namespace muster::viewer
