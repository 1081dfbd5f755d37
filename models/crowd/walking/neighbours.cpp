#define HWY_COMPILE_ONLY_STATIC 1  // the target that the compiler's flags name, -march=native included
#include "models/crowd/walking/neighbours.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace muster::crowd {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using Float = hn::CappedTag<float, lanes>;
using V = hn::Vec<Float>;
using M = hn::Mask<Float>;
constexpr Float f32;
constexpr size_t group = hn::MaxLanes(f32);

Box grown(const Box& b, float by) {
  return {b.x0 - by, b.x1 + by, b.y0 - by, b.y1 + by, b.z0 - same_level, b.z1 + same_level};
}

/// Smallest and largest of n > 0 numbers; the array is padded.
std::pair<float, float> range(float* v, size_t n) {
  for (size_t i = n; i < n + group; ++i) v[i] = v[0];
  V low = hn::LoadU(f32, v), high = low;
  for (size_t i = 0; i < n; i += group) {
    const V x = hn::LoadU(f32, v + i);
    low = hn::Min(low, x), high = hn::Max(high, x);
  }
  return {hn::GetLane(hn::MinOfLanes(f32, low)), hn::GetLane(hn::MaxOfLanes(f32, high))};
}

/// Whether a box lies wholly on one side of a wall's line.
bool one_side(const Segment& w, const Box& b) {
  const bool left = w.side(b.x0, b.y0) > 0;
  return (w.side(b.x1, b.y0) > 0) == left && (w.side(b.x0, b.y1) > 0) == left && (w.side(b.x1, b.y1) > 0) == left;
}

}  // namespace

Extent extent(const Rows& now, uint32_t first) {
  Extent e;
  Box& box = e.box;
  for (size_t i = first; i < first + lanes; ++i) {
    if (now.state[i] == State::nobody) continue;
    box.x0 = std::min(box.x0, now.x[i]), box.x1 = std::max(box.x1, now.x[i]);
    box.y0 = std::min(box.y0, now.y[i]), box.y1 = std::max(box.y1, now.y[i]);
    box.z0 = std::min(box.z0, now.z[i]), box.z1 = std::max(box.z1, now.z[i]);
    e.radius = std::max(e.radius, now.radius[i]);
  }
  return e;
}

/// Rows [first, last) inside `inner` are appended to the near ones, others inside `outer` to the far list.
template <bool with_rows>
HWY_INLINE void Neighbours::compress(const Rows& now, uint32_t first, uint32_t last, const Box& outer,
                                     const Box& inner) {
  const float *rows_x = now.x.data(), *rows_y = now.y.data(), *rows_z = now.z.data(), *rows_r = now.radius.data();
  float *near_x = x.data(), *near_y = y.data(), *near_z = z.data(), *near_r = radius.data();
  float *far_x = far_.x.data(), *far_y = far_.y.data(), *far_z = far_.z.data(), *far_r = far_.radius.data();
  size_t n = near, m = far_count_;
#if HWY_TARGET <= HWY_AVX3
  constexpr hn::RebindToUnsigned<Float> u32;
  const auto within = [](V px, V py, V pz, const Box& b) {
    const M mx = hn::And(hn::Ge(px, hn::Set(f32, b.x0)), hn::Le(px, hn::Set(f32, b.x1)));
    const M my = hn::And(hn::Ge(py, hn::Set(f32, b.y0)), hn::Le(py, hn::Set(f32, b.y1)));
    return hn::And(hn::And(mx, my), hn::And(hn::Ge(pz, hn::Set(f32, b.z0)), hn::Le(pz, hn::Set(f32, b.z1))));
  };
  for (uint32_t i = first; i < last; i += group) {
    const V px = hn::LoadU(f32, rows_x + i), py = hn::LoadU(f32, rows_y + i), pz = hn::LoadU(f32, rows_z + i);
    const V r = hn::LoadU(f32, rows_r + i);
    const M out = hn::And(within(px, py, pz, outer), hn::FirstN(f32, last - i));
    const M in = hn::And(out, within(px, py, pz, inner)), rest = hn::AndNot(in, out);
    const size_t count = hn::CompressStore(px, in, f32, near_x + n);
    hn::CompressStore(py, in, f32, near_y + n);
    hn::CompressStore(pz, in, f32, near_z + n);
    hn::CompressStore(r, in, f32, near_r + n);
    const size_t others = hn::CompressStore(px, rest, f32, far_x + m);
    hn::CompressStore(py, rest, f32, far_y + m);
    hn::CompressStore(pz, rest, f32, far_z + m);
    hn::CompressStore(r, rest, f32, far_r + m);
    if constexpr (with_rows) {
      const auto number = hn::Iota(u32, i);
      hn::CompressStore(number, hn::RebindMask(u32, in), u32, row.data() + n);
      hn::CompressStore(number, hn::RebindMask(u32, rest), u32, far_.row.data() + m);
    }
    n += count;
    m += others;
  }
#else
  const auto within = [](float px, float py, float pz, const Box& b) {
    return (px >= b.x0) & (px <= b.x1) & (py >= b.y0) & (py <= b.y1) & (pz >= b.z0) & (pz <= b.z1);
  };
  for (uint32_t i = first; i < last; ++i) {
    const float px = rows_x[i], py = rows_y[i], pz = rows_z[i], r = rows_r[i];
    const int in = within(px, py, pz, inner), rest = static_cast<int>(within(px, py, pz, outer)) & (in ^ 1);
    near_x[n] = px, near_y[n] = py, near_z[n] = pz, near_r[n] = r;
    far_x[m] = px, far_y[m] = py, far_z[m] = pz, far_r[m] = r;
    if constexpr (with_rows) row[n] = i, far_.row[m] = i;
    n += static_cast<size_t>(in);
    m += static_cast<size_t>(rest);
  }
#endif
  near = n;
  far_count_ = m;
}

void Neighbours::make_room(size_t most, bool rows) {
  if (seen.size() < most + lanes) {
    for (auto* v : {&x, &y, &z, &radius, &far_.x, &far_.y, &far_.z, &far_.radius}) v->resize(2 * most + 2 * lanes);
    seen.resize(2 * most + lanes);
  }
  if (rows && row.size() < x.size()) row.resize(x.size()), far_.row.resize(x.size());
}

void Neighbours::find(const Rows& now, const Strips& strips, const Extent& own, const Reach& reach) {
  const Box outer = grown(own.box, reach.all), inner = grown(own.box, std::min(reach.all, reach.near));
  const int b0 = strips.band(outer.z0 - reach.drift), b1 = strips.band(outer.z1 + reach.drift);
  const int s0 = strips.strip_of(outer.y0 - reach.drift), s1 = strips.strip_of(outer.y1 + reach.drift);
  const int c0 = strips.cell_of(outer.x0 - reach.drift), c1 = strips.cell_of(outer.x1 + reach.drift);
  size_t most = 0;
  for (int b = b0; b <= b1; ++b)
    for (int k = s0; k <= s1; ++k) {
      const auto [first, last] = strips.rows(b, k, c0, c1);
      most += last - first;
    }
  make_room(most, reach.rows);
  near = far_count_ = 0;
  for (int b = b0; b <= b1; ++b)
    for (int k = s0; k <= s1; ++k) {
      const auto [first, last] = strips.rows(b, k, c0, c1);
      if (reach.rows)
        compress<true>(now, first, last, outer, inner);
      else
        compress<false>(now, first, last, outer, inner);
    }
  const auto append = [&](const auto& from, auto& to) { std::copy_n(from.data(), far_count_, to.data() + near); };
  append(far_.x, x), append(far_.y, y), append(far_.z, z), append(far_.radius, radius);
  if (reach.rows) append(far_.row, row);
  all = near + far_count_;
  std::tie(box.x0, box.x1) = range(x.data(), all);
  std::tie(box.y0, box.y1) = range(y.data(), all);
  std::tie(box.z0, box.z1) = range(z.data(), all);
}

bool Neighbours::look(const Rows& now, const Ground& ground, uint32_t first) {
  walls_.clear();
  ground.sight().within(box.x0, box.y0, box.x1, box.y1, box.z0, box.z1, walls_);
  std::erase_if(walls_, [&](uint32_t i) {
    const Segment& w = ground.sight()[i];
    return !w.solid || box.z1 < w.foot_low || box.z0 > w.foot_high || one_side(w, box);
  });
  const bool levels = box.z1 - box.z0 > same_level;
  if (walls_.empty() && !levels) return false;

  // On which side of each wall's line the lanes stand.
  left_of_.resize(walls_.size());
  for (size_t k = 0; k < walls_.size(); ++k) {
    const Segment& w = ground.sight()[walls_[k]];
    uint32_t bits = 0;
    for (size_t l = 0; l < lanes; ++l)
      bits |= static_cast<uint32_t>(w.side(now.x[first + l], now.y[first + l]) >= 0) << l;
    left_of_[k] = static_cast<uint16_t>(bits);
  }
  for (size_t i = 0; i < all; ++i) see(i, levels, now, ground, first);
  return true;
}

/// Which lanes see candidate `c`.
void Neighbours::see(size_t c, bool levels, const Rows& now, const Ground& ground, uint32_t first) {
  const float *own_x = &now.x[first], *own_y = &now.y[first], *own_z = &now.z[first];
  uint32_t by = 0xffff;
  if (levels)
    for (size_t l = 0; l < lanes; ++l)
      if (std::abs(z[c] - own_z[l]) > same_level) by &= ~(1u << l);
  for (size_t k = 0; k < walls_.size(); ++k) {
    const Segment& w = ground.sight()[walls_[k]];
    const uint32_t left = left_of_[k];
    uint32_t other = (w.side(x[c], y[c]) >= 0 ? ~left : left) & by;
    for (; other != 0; other &= other - 1) {
      const auto l = static_cast<size_t>(__builtin_ctz(other));
      // The wall hides at its own heights only, and unless both its ends lie on the same side of the line of sight.
      if (std::max(z[c], own_z[l]) < w.foot_low || std::min(z[c], own_z[l]) > w.foot_high) continue;
      const float dx = x[c] - own_x[l], dy = y[c] - own_y[l];
      const float a = dx * (w.ay - own_y[l]) - dy * (w.ax - own_x[l]);
      const float b = dx * (w.by - own_y[l]) - dy * (w.bx - own_x[l]);
      if ((a > 0) != (b > 0)) by &= ~(1u << l);
    }
  }
  seen[c] = static_cast<uint16_t>(by);
}

}  // namespace muster::crowd
HWY_AFTER_NAMESPACE();
