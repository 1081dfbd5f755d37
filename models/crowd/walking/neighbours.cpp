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
  const V low = hn::Set(f32, 1e30f), high = hn::Set(f32, -1e30f), zero = hn::Zero(f32);
  V x0 = low, x1 = high, y0 = low, y1 = high, z0 = low, z1 = high, radius = zero;
  for (size_t i = first; i < first + lanes; i += group) {
    const V x = hn::LoadU(f32, &now.x[i]), y = hn::LoadU(f32, &now.y[i]), z = hn::LoadU(f32, &now.z[i]);
    const M somebody = hn::Lt(x, hn::Set(f32, Rows::far_away));
    x0 = hn::Min(x0, hn::IfThenElse(somebody, x, low)), x1 = hn::Max(x1, hn::IfThenElse(somebody, x, high));
    y0 = hn::Min(y0, hn::IfThenElse(somebody, y, low)), y1 = hn::Max(y1, hn::IfThenElse(somebody, y, high));
    z0 = hn::Min(z0, hn::IfThenElse(somebody, z, low)), z1 = hn::Max(z1, hn::IfThenElse(somebody, z, high));
    radius = hn::Max(radius, hn::IfThenElseZero(somebody, hn::LoadU(f32, &now.radius[i])));
  }
  const auto least = [](V v) { return hn::GetLane(hn::MinOfLanes(f32, v)); };
  const auto most = [](V v) { return hn::GetLane(hn::MaxOfLanes(f32, v)); };
  box = {least(x0), most(x1), least(y0), most(y1), least(z0), most(z1)};
  e.radius = most(radius);
  return e;
}

/// Rows [first, last) within `reach.near` of the chunk's box are appended to the near ones, others within `reach.all`
/// to the far list. False where `level`, but somebody stands at another height.
template <bool level, bool alike>
HWY_INLINE bool Neighbours::compress(const Rows& now, uint32_t first, uint32_t last, const Box& own,
                                     const Reach& reach) {
  const float *rows_x = now.x.data(), *rows_y = now.y.data(), *rows_z = now.z.data(), *rows_r = now.radius.data();
  float *near_x = x.data(), *near_y = y.data(), *near_z = z.data(), *near_r = radius.data();
  float *far_x = far_.x.data(), *far_y = far_.y.data(), *far_z = far_.z.data(), *far_r = far_.radius.data();
  size_t n = near, m = far_count_;
  const float inner = std::min(reach.all, reach.near), inner2 = inner * inner, outer2 = reach.all * reach.all;
  const float low = own.z0 - same_level, high = own.z1 + same_level;
#if HWY_TARGET <= HWY_AVX3
  constexpr hn::RebindToUnsigned<Float> u32;
  const V zero = hn::Zero(f32), x0 = hn::Set(f32, own.x0), x1 = hn::Set(f32, own.x1), y0 = hn::Set(f32, own.y0),
          y1 = hn::Set(f32, own.y1), here = hn::Set(f32, own.z0);
  for (uint32_t i = first; i < last; i += group) {
    const V px = hn::LoadU(f32, rows_x + i), py = hn::LoadU(f32, rows_y + i), pz = hn::LoadU(f32, rows_z + i);
    const V ex = hn::Max(hn::Max(hn::Sub(x0, px), hn::Sub(px, x1)), zero);
    const V ey = hn::Max(hn::Max(hn::Sub(y0, py), hn::Sub(py, y1)), zero);
    const V e2 = hn::Add(hn::Mul(ex, ex), hn::Mul(ey, ey));
    M out = hn::And(hn::Le(e2, hn::Set(f32, outer2)), hn::FirstN(f32, last - i));
    if (level && !hn::AllFalse(f32, hn::And(out, hn::Ne(pz, here)))) return false;
    if (!level) out = hn::And(out, hn::And(hn::Ge(pz, hn::Set(f32, low)), hn::Le(pz, hn::Set(f32, high))));
    const M in = hn::And(out, hn::Le(e2, hn::Set(f32, inner2))), rest = hn::AndNot(in, out);
    // Whole vectors are stored: what lies beyond the count is overwritten by the next.
    const auto both = [&](V v, float* to_near, float* to_far) {
      hn::StoreU(hn::Compress(v, in), f32, to_near + n);
      hn::StoreU(hn::Compress(v, rest), f32, to_far + m);
    };
    both(px, near_x, far_x), both(py, near_y, far_y);
    if (!level) both(pz, near_z, far_z);
    if (!alike) both(hn::LoadU(f32, rows_r + i), near_r, far_r);
    if (reach.rows) {
      const auto number = hn::Iota(u32, i);
      hn::StoreU(hn::Compress(number, hn::RebindMask(u32, in)), u32, row.data() + n);
      hn::StoreU(hn::Compress(number, hn::RebindMask(u32, rest)), u32, far_.row.data() + m);
    }
    n += hn::CountTrue(f32, in);
    m += hn::CountTrue(f32, rest);
  }
#else
  for (uint32_t i = first; i < last; ++i) {
    const float px = rows_x[i], py = rows_y[i], pz = rows_z[i];
    const float ex = std::max(std::max(own.x0 - px, px - own.x1), 0.0f);
    const float ey = std::max(std::max(own.y0 - py, py - own.y1), 0.0f), e2 = ex * ex + ey * ey;
    const int out = static_cast<int>(e2 <= outer2) & (level ? 1 : static_cast<int>((pz >= low) & (pz <= high)));
    if (level && (out & static_cast<int>(pz != own.z0)) != 0) return false;
    const int in = out & static_cast<int>(e2 <= inner2), rest = out & (in ^ 1);
    near_x[n] = px, near_y[n] = py;
    far_x[m] = px, far_y[m] = py;
    if (!level) near_z[n] = pz, far_z[m] = pz;
    if (!alike) near_r[n] = rows_r[i], far_r[m] = rows_r[i];
    if (reach.rows) row[n] = i, far_.row[m] = i;
    n += static_cast<size_t>(in);
    m += static_cast<size_t>(rest);
  }
#endif
  near = n;
  far_count_ = m;
  return true;
}

void Neighbours::make_room(size_t most, const Reach& reach) {
  if (seen.size() < most + lanes) {
    for (auto* v : {&x, &y, &z, &radius, &far_.x, &far_.y, &far_.z, &far_.radius}) v->resize(2 * most + 2 * lanes);
    seen.resize(2 * most + lanes);
    filled_radius_ = 0;
  }
  if (reach.rows && row.size() < x.size()) row.resize(x.size()), far_.row.resize(x.size());
  if (reach.radius > 0 && filled_radius_ != reach.radius) std::fill(radius.begin(), radius.end(), reach.radius);
  filled_radius_ = reach.radius;
}

/// Visits the rows that may be near. Where `level`, everybody is taken to stand at the chunk's height; false where that
/// is not so.
template <bool level, bool alike>
bool Neighbours::gather(const Rows& now, const Strips& strips, const Box& own, const Reach& reach) {
  const int b0 = strips.band(searched_.z0 - reach.drift), b1 = strips.band(searched_.z1 + reach.drift);
  const int s0 = strips.strip_of(searched_.y0 - reach.drift), s1 = strips.strip_of(searched_.y1 + reach.drift);
  const int c0 = strips.cell_of(searched_.x0 - reach.drift), c1 = strips.cell_of(searched_.x1 + reach.drift);
  near = far_count_ = 0;
  for (int b = b0; b <= b1; ++b)
    for (int k = s0; k <= s1; ++k) {
      const auto [first, last] = strips.rows(b, k, c0, c1);
      make_room(near + far_count_ + (last - first), reach);
      if (!compress<level, alike>(now, first, last, own, reach)) return false;
    }
  const auto append = [&](const auto& from, auto& to) { std::copy_n(from.data(), far_count_, to.data() + near); };
  append(far_.x, x), append(far_.y, y);
  if (!level) append(far_.z, z);
  if (!alike) append(far_.radius, radius);
  if (reach.rows) append(far_.row, row);
  all = near + far_count_;
  if (level) std::fill_n(z.begin(), all, own.z0);
  return true;
}

void Neighbours::find(const Rows& now, const Strips& strips, const Extent& own, const Reach& reach) {
  searched_ = grown(own.box, reach.all);
  level_ = own.box.z0 == own.box.z1;
  if (reach.radius > 0) {
    level_ = level_ && gather<true, true>(now, strips, own.box, reach);
    if (!level_) gather<false, true>(now, strips, own.box, reach);
  } else {
    level_ = level_ && gather<true, false>(now, strips, own.box, reach);
    if (!level_) gather<false, false>(now, strips, own.box, reach);
  }
}

/// The box of all of them.
void Neighbours::measure() {
  std::tie(box.x0, box.x1) = range(x.data(), all);
  std::tie(box.y0, box.y1) = range(y.data(), all);
  std::tie(box.z0, box.z1) = range(z.data(), all);
}

/// The segments that may lie in the box that was searched, each once.
void Neighbours::find_walls(const SegmentGrid& segments) {
  walls_.clear();
  if (met_.size() != segments.size() || ++searches_ == 0) met_.assign(segments.size(), 0), searches_ = 1;
  const Box& b = searched_;
  segments.visit(b.x0, b.y0, b.x1, b.y1, b.z0, b.z1, [&](uint32_t i) {
    if (std::exchange(met_[i], searches_) != searches_) walls_.push_back(i);
  });
}

bool Neighbours::look(const Rows& now, const Ground& ground, uint32_t first) {
  find_walls(ground.sight());
  if (walls_.empty() && level_) return false;
  measure();
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
  see(levels, now, ground, first);
  return true;
}

/// Which lanes see each of them.
void Neighbours::see(bool levels, const Rows& now, const Ground& ground, uint32_t first) {
  std::fill_n(seen.begin(), all, uint16_t{0});
  const auto lanes_of = [](uint32_t bits, size_t g) {
    const uint32_t some = (bits >> g) & ((1u << group) - 1);
    const uint8_t bytes[8] = {static_cast<uint8_t>(some), static_cast<uint8_t>(some >> 8)};
    return hn::LoadMaskBits(f32, bytes);
  };
  const V zero = hn::Zero(f32), apart = hn::Set(f32, same_level);
  for (size_t g = 0; g < lanes; g += group) {
    const size_t own = first + g;
    const V px = hn::LoadU(f32, &now.x[own]), py = hn::LoadU(f32, &now.y[own]), pz = hn::LoadU(f32, &now.z[own]);
    for (size_t c = 0; c < all; ++c) {
      const V cx = hn::Set(f32, x[c]), cy = hn::Set(f32, y[c]), cz = hn::Set(f32, z[c]);
      const V dx = hn::Sub(cx, px), dy = hn::Sub(cy, py), upper = hn::Max(cz, pz), lower = hn::Min(cz, pz);
      M hidden = levels ? hn::Gt(hn::Abs(hn::Sub(cz, pz)), apart) : hn::Gt(zero, zero);
      for (size_t k = 0; k < walls_.size(); ++k) {
        const Segment& w = ground.sight()[walls_[k]];
        const uint32_t left = left_of_[k], other = (w.side(x[c], y[c]) >= 0 ? ~left : left) & 0xffff;
        if (other == 0) continue;
        // The wall hides at its own heights only, and unless both its ends lie on the same side of the line of sight.
        const V a = hn::Sub(hn::Mul(dx, hn::Sub(hn::Set(f32, w.ay), py)), hn::Mul(dy, hn::Sub(hn::Set(f32, w.ax), px)));
        const V b = hn::Sub(hn::Mul(dx, hn::Sub(hn::Set(f32, w.by), py)), hn::Mul(dy, hn::Sub(hn::Set(f32, w.bx), px)));
        const M between = hn::Xor(hn::Gt(a, zero), hn::Gt(b, zero));
        const M at_height = hn::And(hn::Ge(upper, hn::Set(f32, w.foot_low)), hn::Le(lower, hn::Set(f32, w.foot_high)));
        hidden = hn::Or(hidden, hn::And(hn::And(between, at_height), lanes_of(other, g)));
      }
      uint8_t bytes[8] = {};
      hn::StoreMaskBits(f32, hn::Not(hidden), bytes);
      const uint32_t bits = (bytes[0] | static_cast<uint32_t>(bytes[1]) << 8) & ((1u << group) - 1);
      seen[c] = static_cast<uint16_t>(seen[c] | bits << g);
    }
  }
}

}  // namespace muster::crowd
HWY_AFTER_NAMESPACE();
