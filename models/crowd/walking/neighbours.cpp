#define HWY_COMPILE_ONLY_STATIC 1  // the target that the compiler's flags name, -march=native included
#include "models/crowd/walking/neighbours.h"

#include <algorithm>
#include <cmath>
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

/// Stands for the difference of heights among the walls.
constexpr uint32_t heights = 0xffffffffu;

uint32_t bits_of(M mask) {
  uint8_t bytes[8] = {};
  hn::StoreMaskBits(f32, mask, bytes);
  return (bytes[0] | static_cast<uint32_t>(bytes[1]) << 8) & ((1u << group) - 1);
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

/// Appends those of the rows [first, last) who stand in the box that is searched. False where `level`, but somebody
/// stands at another height.
template <bool level, bool alike>
HWY_INLINE bool Neighbours::compress(const Rows& now, uint32_t first, uint32_t last) {
  const float *rows_x = now.x.data(), *rows_y = now.y.data(), *rows_z = now.z.data(), *rows_r = now.radius.data();
  float *to_x = x.data(), *to_y = y.data(), *to_z = z.data(), *to_r = radius.data();
  uint32_t* to_row = rows_ ? row.data() : nullptr;
  const Box box = searched_;
  const float height = own_.z0;
  size_t n = all;
#if HWY_TARGET <= HWY_AVX3
  constexpr hn::RebindToUnsigned<Float> u32;
  const V x0 = hn::Set(f32, box.x0), x1 = hn::Set(f32, box.x1), y0 = hn::Set(f32, box.y0), y1 = hn::Set(f32, box.y1);
  const V z0 = hn::Set(f32, box.z0), z1 = hn::Set(f32, box.z1), here = hn::Set(f32, height);
  const auto iota = hn::Iota(u32, 0);
  // Whole vectors are read, for strips start and end with whole ones, and stored: what lies beyond the count is
  // overwritten by the next.
  static_assert(lanes % group == 0);
  for (uint32_t i = first / group * group; i < last; i += group) {
    const V px = hn::LoadU(f32, rows_x + i), py = hn::LoadU(f32, rows_y + i), pz = hn::LoadU(f32, rows_z + i);
    const M in_x = hn::And(hn::Ge(px, x0), hn::Le(px, x1)), in_y = hn::And(hn::Ge(py, y0), hn::Le(py, y1));
    M in = hn::And(in_x, in_y);
    // Few chunks meet another height; those of another storey do not count.
    const M elsewhere = hn::And(in, hn::Ne(pz, here));
    if (!level || HWY_UNLIKELY(!hn::AllFalse(f32, elsewhere))) {
      in = hn::And(in, hn::And(hn::Ge(pz, z0), hn::Le(pz, z1)));
      if (level && !hn::AllFalse(f32, hn::And(in, elsewhere))) return false;
    }
    const auto keep = [&](V v, float* to) { hn::StoreU(hn::Compress(v, in), f32, to + n); };
    keep(px, to_x), keep(py, to_y);
    if (!level) keep(pz, to_z);
    if (!alike) keep(hn::LoadU(f32, rows_r + i), to_r);
    if (to_row != nullptr)
      hn::StoreU(hn::Compress(hn::Add(iota, hn::Set(u32, i)), hn::RebindMask(u32, in)), u32, to_row + n);
    n += hn::CountTrue(f32, in);
  }
#else
  for (uint32_t i = first; i < last; ++i) {
    const float px = rows_x[i], py = rows_y[i], pz = rows_z[i];
    const int in_x = static_cast<int>(px >= box.x0) & static_cast<int>(px <= box.x1);
    int in = in_x & static_cast<int>(py >= box.y0) & static_cast<int>(py <= box.y1);
    in &= static_cast<int>(pz >= box.z0) & static_cast<int>(pz <= box.z1);
    if (level && (in & static_cast<int>(pz != height)) != 0) return false;
    to_x[n] = px, to_y[n] = py;
    if (!level) to_z[n] = pz;
    if (!alike) to_r[n] = rows_r[i];
    if (to_row != nullptr) to_row[n] = i;
    n += static_cast<size_t>(in);
  }
#endif
  all = n;
  return true;
}

void Neighbours::make_room(size_t most, const Reach& reach) {
  if (seen.size() < most + lanes) {
    for (auto* v : {&x, &y, &z, &radius}) v->resize(2 * most + 3 * lanes);
    seen.resize(2 * most + lanes);
    filled_radius_ = 0;
  }
  if (reach.rows && row.size() < x.size()) row.resize(x.size());
  if (reach.radius > 0 && filled_radius_ != reach.radius) std::fill(radius.begin(), radius.end(), reach.radius);
  filled_radius_ = reach.radius;
}

/// Visits the rows that may be near. Where `level`, everybody is taken to stand at the chunk's height; false where that
/// is not so.
template <bool level, bool alike>
bool Neighbours::gather(const Rows& now, const Strips& strips, const Reach& reach) {
  const int b0 = strips.band(searched_.z0 - reach.drift), b1 = strips.band(searched_.z1 + reach.drift);
  const int s0 = strips.strip_of(searched_.y0 - reach.drift), s1 = strips.strip_of(searched_.y1 + reach.drift);
  const int c0 = strips.cell_of(searched_.x0 - reach.drift), c1 = strips.cell_of(searched_.x1 + reach.drift);
  all = 0;
  for (int b = b0; b <= b1; ++b)
    for (int k = s0; k <= s1; ++k) {
      const auto [first, last] = strips.rows(b, k, c0, c1);
      make_room(all + (last - first) + lanes, reach);
      if (!compress<level, alike>(now, first, last)) return false;
    }
  pad();
  if (level) std::fill_n(z.begin(), all, own_.z0);
  return true;
}

/// Vectors may read past the last: nobody is there.
void Neighbours::pad() { std::fill_n(x.begin() + static_cast<std::ptrdiff_t>(all), lanes, Rows::far_away); }

void Neighbours::find(const Rows& now, const Strips& strips, const Extent& own, const Reach& reach) {
  own_ = own.box, searched_ = grown(own.box, reach.all);
  rows_ = reach.rows;
  level_ = own.box.z0 == own.box.z1;
  if (reach.radius > 0) {
    level_ = level_ && gather<true, true>(now, strips, reach);
    if (!level_) gather<false, true>(now, strips, reach);
  } else {
    level_ = level_ && gather<true, false>(now, strips, reach);
    if (!level_) gather<false, false>(now, strips, reach);
  }
}

/// The segments that may lie in the box that was searched, each once.
void Neighbours::find_walls(const SegmentGrid& segments) {
  walls_.clear();
  if (met_.size() != segments.size() || ++searches_ == 0) met_.assign(segments.size(), 0), searches_ = 1;
  const Box& b = searched_;
  if (segments.clear_of(b.x0, b.y0, b.x1, b.y1)) return;
  segments.visit(b.x0, b.y0, b.x1, b.y1, b.z0, b.z1, [&](uint32_t i) {
    if (std::exchange(met_[i], searches_) != searches_) walls_.push_back(i);
  });
}

bool Neighbours::look(const Rows& now, const Ground& ground, uint32_t first) {
  find_walls(ground.sight());
  const float low = level_ ? own_.z0 : searched_.z0, high = level_ ? own_.z0 : searched_.z1;
  std::erase_if(walls_, [&](uint32_t i) {
    const Segment& w = ground.sight()[i];
    return !w.solid || high < w.foot_low || low > w.foot_high || one_side(w, searched_);
  });
  if (walls_.empty() && level_) return false;
  present_ = 0;
  for (size_t g = 0; g < lanes; g += group)
    present_ |= bits_of(hn::Lt(hn::LoadU(f32, &now.x[first + g]), hn::Set(f32, Rows::far_away))) << g;
  hidden_.assign(all + lanes, 0);
  doubtful_.clear();
  if (!level_) judge_heights();
  for (const uint32_t i : walls_) judge(ground.sight()[i], i, now, first);
  bool masked = false, drops = false;
  for (size_t i = 0; i < all; ++i) masked |= hidden_[i] != 0, drops |= hidden_[i] == present_;
  if (!masked && doubtful_.empty()) return false;
  for (size_t i = 0; i < all; ++i) seen[i] = static_cast<uint16_t>(~hidden_[i]);
  see(now, ground, first);
  if (drops) drop_hidden();
  return !doubtful_.empty() || std::any_of(seen.begin(), seen.begin() + static_cast<std::ptrdiff_t>(all),
                                           [&](uint16_t s) { return (s & present_) != present_; });
}

/// From whom of the chunk a wall hides whom. The people on either side of the wall's line have a box each; somebody is
/// hidden from all of a box on the other side that lies within the wedge of the wall's ends as seen from there, from
/// none of one outside it.
void Neighbours::judge(const Segment& w, uint32_t number, const Rows& now, uint32_t first) {
  const V zero = hn::Zero(f32), ax = hn::Set(f32, w.ax), ay = hn::Set(f32, w.ay), bx = hn::Set(f32, w.bx),
          by = hn::Set(f32, w.by), ux = hn::Set(f32, w.ux), uy = hn::Set(f32, w.uy);
  const auto side_of = [&](V px, V py) { return hn::Sub(hn::Mul(ux, hn::Sub(py, ay)), hn::Mul(uy, hn::Sub(px, ax))); };
  Box left = own_, right = own_;  // boxes of those on either side
  uint32_t on_left = present_;
  if (one_side(w, own_)) {
    if (w.side(own_.x0, own_.y0) < 0) on_left = 0;
  } else {
    left = right = Box{};
    on_left = 0;
    for (size_t g = 0; g < lanes; g += group)
      on_left |= bits_of(hn::Ge(side_of(hn::LoadU(f32, &now.x[first + g]), hn::LoadU(f32, &now.y[first + g])), zero))
                 << g;
    on_left &= present_;
    for (size_t l = 0; l < lanes; ++l) {
      if (((present_ >> l) & 1) == 0) continue;
      Box& box = ((on_left >> l) & 1) != 0 ? left : right;
      const float px = now.x[first + l], py = now.y[first + l];
      box.x0 = std::min(box.x0, px), box.x1 = std::max(box.x1, px);
      box.y0 = std::min(box.y0, py), box.y1 = std::max(box.y1, py);
    }
  }
  const uint32_t on_right = present_ & ~on_left;
  for (size_t i = 0; i < all; i += group) {
    const V cx = hn::LoadU(f32, &x[i]), cy = hn::LoadU(f32, &y[i]);
    const M lefts = hn::Ge(side_of(cx, cy), zero);
    // Those with somebody of the chunk on the other side of the line.
    M other = hn::FirstN(f32, all - i);
    if (on_left == 0) other = hn::And(lefts, other);
    if (on_right == 0) other = hn::AndNot(lefts, other);
    if (hn::AllFalse(f32, other)) continue;
    const auto across = [&](float of_left, float of_right) {
      return hn::IfThenElse(lefts, hn::Set(f32, of_right), hn::Set(f32, of_left));
    };
    const V to_ax = hn::Sub(ax, cx), to_ay = hn::Sub(ay, cy), to_bx = hn::Sub(bx, cx), to_by = hn::Sub(by, cy);
    const V dx0 = hn::Sub(across(left.x0, right.x0), cx), dx1 = hn::Sub(across(left.x1, right.x1), cx);
    const V dy0 = hn::Sub(across(left.y0, right.y0), cy), dy1 = hn::Sub(across(left.y1, right.y1), cy);
    // Cross products of the box's corners with the directions to the wall's ends, positive within the wedge.
    const M turned = hn::Lt(hn::Sub(hn::Mul(to_bx, to_ay), hn::Mul(to_by, to_ax)), zero);
    const auto range = [&](V ex, V ey, M minus) {
      const V px = hn::Mul(dx0, ey), qx = hn::Mul(dx1, ey), py = hn::Mul(dy0, ex), qy = hn::Mul(dy1, ex);
      const V low = hn::Sub(hn::Min(px, qx), hn::Max(py, qy)), high = hn::Sub(hn::Max(px, qx), hn::Min(py, qy));
      return std::pair(hn::IfThenElse(minus, hn::Neg(high), low), hn::IfThenElse(minus, hn::Neg(low), high));
    };
    const auto [low_a, high_a] = range(to_ax, to_ay, turned);
    const auto [low_b, high_b] = range(to_bx, to_by, hn::Not(turned));
    const M some = hn::And(other, hn::And(hn::Gt(high_a, zero), hn::Gt(high_b, zero)));
    if (hn::AllFalse(f32, some)) continue;
    M whole = hn::And(some, hn::And(hn::Gt(low_a, zero), hn::Gt(low_b, zero)));
    if (!level_) {  // the wall hides at its own heights only
      const V cz = hn::LoadU(f32, &z[i]);
      whole = hn::And(whole, hn::Ge(hn::Max(cz, hn::Set(f32, own_.z0)), hn::Set(f32, w.foot_low)));
      whole = hn::And(whole, hn::Le(hn::Min(cz, hn::Set(f32, own_.z1)), hn::Set(f32, w.foot_high)));
    }
    const uint32_t hidden = bits_of(whole);
    if (hidden != 0) {
      const hn::CappedTag<uint16_t, group> u16;
      const auto mask = [&](uint32_t bits) {
        const uint8_t bytes[8] = {static_cast<uint8_t>(bits), static_cast<uint8_t>(bits >> 8)};
        return hn::LoadMaskBits(u16, bytes);
      };
      const auto from = hn::IfThenElse(mask(bits_of(lefts)), hn::Set(u16, static_cast<uint16_t>(on_right)),
                                       hn::Set(u16, static_cast<uint16_t>(on_left)));
      uint16_t* told = hidden_.data() + i;
      hn::StoreU(hn::Or(hn::LoadU(u16, told), hn::IfThenElseZero(mask(hidden), from)), u16, told);
    }
    for (uint32_t rest = bits_of(some) & ~hidden; rest != 0; rest &= rest - 1)
      doubtful_.emplace_back(static_cast<uint32_t>(i) + static_cast<uint32_t>(__builtin_ctz(rest)), number);
  }
}

/// Who may be too high or low for some of the chunk.
void Neighbours::judge_heights() {
  const float low = own_.z1 - same_level, high = own_.z0 + same_level;
  for (uint32_t c = 0; c < all; ++c)
    if (z[c] < low || z[c] > high) doubtful_.emplace_back(c, heights);
}

/// Lane by lane, those about whom the boxes leave a doubt.
void Neighbours::see(const Rows& now, const Ground& ground, uint32_t first) {
  for (const auto& [c, wall] : doubtful_) {
    if ((seen[c] & present_) == 0) continue;
    if (wall != heights) {
      hide(ground.sight()[wall], now, first, c);
      continue;
    }
    uint32_t hidden = 0;
    for (size_t g = 0; g < lanes; g += group) {
      const V apart = hn::Abs(hn::Sub(hn::Set(f32, z[c]), hn::LoadU(f32, &now.z[first + g])));
      hidden |= bits_of(hn::Gt(apart, hn::Set(f32, same_level))) << g;
    }
    seen[c] = static_cast<uint16_t>(seen[c] & ~hidden);
  }
}

/// From which lanes a wall hides one of them: unless both its ends lie on the same side of the line of sight.
void Neighbours::hide(const Segment& w, const Rows& now, uint32_t first, size_t c) {
  const V zero = hn::Zero(f32), cx = hn::Set(f32, x[c]), cy = hn::Set(f32, y[c]), cz = hn::Set(f32, z[c]);
  const V ax = hn::Set(f32, w.ax), ay = hn::Set(f32, w.ay), bx = hn::Set(f32, w.bx), by = hn::Set(f32, w.by);
  const bool left = w.side(x[c], y[c]) >= 0;
  uint32_t hidden = 0;
  for (size_t g = 0; g < lanes; g += group) {
    const size_t own = first + g;
    const V px = hn::LoadU(f32, &now.x[own]), py = hn::LoadU(f32, &now.y[own]), pz = hn::LoadU(f32, &now.z[own]);
    const V side = hn::Sub(hn::Mul(hn::Set(f32, w.ux), hn::Sub(py, ay)), hn::Mul(hn::Set(f32, w.uy), hn::Sub(px, ax)));
    const M other = left ? hn::Lt(side, zero) : hn::Ge(side, zero);
    const V dx = hn::Sub(cx, px), dy = hn::Sub(cy, py);
    const V a = hn::Sub(hn::Mul(dx, hn::Sub(ay, py)), hn::Mul(dy, hn::Sub(ax, px)));
    const V b = hn::Sub(hn::Mul(dx, hn::Sub(by, py)), hn::Mul(dy, hn::Sub(bx, px)));
    const M between = hn::Xor(hn::Gt(a, zero), hn::Gt(b, zero));
    const M at_height =
        hn::And(hn::Ge(hn::Max(cz, pz), hn::Set(f32, w.foot_low)), hn::Le(hn::Min(cz, pz), hn::Set(f32, w.foot_high)));
    hidden |= bits_of(hn::And(hn::And(other, between), at_height)) << g;
  }
  seen[c] = static_cast<uint16_t>(seen[c] & ~hidden);
}

/// Closes the gaps of those who are hidden from everybody.
void Neighbours::drop_hidden() {
  size_t n = 0;
  for (size_t i = 0; i < all; ++i) {
    if ((seen[i] & present_) == 0) continue;
    x[n] = x[i], y[n] = y[i], z[n] = z[i], radius[n] = radius[i], seen[n] = seen[i];
    if (rows_) row[n] = row[i];
    ++n;
  }
  all = n;
  pad();
}

}  // namespace muster::crowd
HWY_AFTER_NAMESPACE();
