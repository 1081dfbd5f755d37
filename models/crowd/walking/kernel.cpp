#define HWY_COMPILE_ONLY_STATIC 1  // the target that the compiler's flags name, -march=native included
#include "models/crowd/walking/kernel.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace muster::crowd {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using Float = hn::CappedTag<float, lanes>;
using V = hn::Vec<Float>;
using M = hn::Mask<Float>;
constexpr Float f32;
constexpr hn::RebindToSigned<Float> i32;
constexpr size_t group = hn::MaxLanes(f32);
static_assert(lanes % group == 0);

/// 2^t for t in [-126, 126]: 2^k times a cubic in the rest, relative error below 1.1e-4 (least maximum error on
/// [-0.5, 0.5]). No fused operations: the same bits on every processor.
HWY_INLINE V power_of_two(V t) {
  const auto k = hn::NearestInt(t);
  const V f = hn::Sub(t, hn::ConvertTo(f32, k));
  V p = hn::Set(f32, 0.05517166f);
  for (const float c : {0.24261112f, 0.69326099f, 0.99992807f}) p = hn::Add(hn::Mul(p, f), hn::Set(f32, c));
  return hn::BitCast(f32, hn::Add(hn::BitCast(i32, p), hn::ShiftLeft<23>(k)));
}

/// 1 / sqrt(x) by two steps of Newton from the well-known guess, relative error below 5e-6 (Lomont 2003). Square roots
/// and divisions would take half of the kernel's time, and the processor's own estimates differ between makes.
HWY_INLINE V inverse_root(V x) {
  const V half = hn::Mul(hn::Set(f32, 0.5f), x), threehalves = hn::Set(f32, 1.5f);
  V y = hn::BitCast(f32, hn::Sub(hn::Set(i32, 0x5f375a86), hn::ShiftRight<1>(hn::BitCast(i32, x))));
  y = hn::Mul(y, hn::Sub(threehalves, hn::Mul(hn::Mul(half, y), y)));
  return hn::Mul(y, hn::Sub(threehalves, hn::Mul(hn::Mul(half, y), y)));
}

struct Box {
  float x0 = 1e30f, x1 = -1e30f, y0 = 1e30f, y1 = -1e30f, z0 = 1e30f, z1 = -1e30f;
};

/// Extent of the people of a chunk and the largest of their speeds and radii.
Box extent(const Rows& now, const Chunk& chunk, float& top_speed, float& radius) {
  Box box;
  for (size_t l = 0; l < lanes; ++l) {
    const size_t i = chunk.first + l;
    if (now.state[i] == State::nobody) continue;
    box.x0 = std::min(box.x0, now.x[i]), box.x1 = std::max(box.x1, now.x[i]);
    box.y0 = std::min(box.y0, now.y[i]), box.y1 = std::max(box.y1, now.y[i]);
    box.z0 = std::min(box.z0, now.z[i]), box.z1 = std::max(box.z1, now.z[i]);
    top_speed = std::max(top_speed, chunk.top_speed[l]);
    radius = std::max(radius, now.radius[i]);
  }
  return box;
}

struct Candidates {
  size_t near = 0;  ///< those that may repel come first
  size_t all = 0;
  Box box;
};

/// Rows [first, last) inside `inner` are appended to the near list, others inside `outer` to the far one.
HWY_INLINE void compress(const Rows& now, uint32_t first, uint32_t last, const Box& outer, const Box& inner, Scratch& s,
                         size_t& near, size_t& far) {
  const float *rows_x = now.x.data(), *rows_y = now.y.data(), *rows_z = now.z.data(), *rows_r = now.radius.data();
  float *near_x = s.x.data(), *near_y = s.y.data(), *near_z = s.z.data(), *near_r = s.radius.data();
  float *far_x = s.far_x.data(), *far_y = s.far_y.data(), *far_z = s.far_z.data(), *far_r = s.far_radius.data();
  size_t n = near, m = far;
#if HWY_TARGET <= HWY_AVX3
  const auto within = [](V x, V y, V z, const Box& b) {
    const M mx = hn::And(hn::Ge(x, hn::Set(f32, b.x0)), hn::Le(x, hn::Set(f32, b.x1)));
    const M my = hn::And(hn::Ge(y, hn::Set(f32, b.y0)), hn::Le(y, hn::Set(f32, b.y1)));
    return hn::And(hn::And(mx, my), hn::And(hn::Ge(z, hn::Set(f32, b.z0)), hn::Le(z, hn::Set(f32, b.z1))));
  };
  for (uint32_t i = first; i < last; i += group) {
    const V x = hn::LoadU(f32, rows_x + i), y = hn::LoadU(f32, rows_y + i), z = hn::LoadU(f32, rows_z + i);
    const V r = hn::LoadU(f32, rows_r + i);
    const M out = hn::And(within(x, y, z, outer), hn::FirstN(f32, last - i)), in = hn::And(out, within(x, y, z, inner));
    const M rest = hn::AndNot(in, out);
    const size_t count = hn::CompressStore(x, in, f32, near_x + n);
    hn::CompressStore(y, in, f32, near_y + n);
    hn::CompressStore(z, in, f32, near_z + n);
    hn::CompressStore(r, in, f32, near_r + n);
    n += count;
    const size_t others = hn::CompressStore(x, rest, f32, far_x + m);
    hn::CompressStore(y, rest, f32, far_y + m);
    hn::CompressStore(z, rest, f32, far_z + m);
    hn::CompressStore(r, rest, f32, far_r + m);
    m += others;
  }
#else
  const auto within = [](float x, float y, float z, const Box& b) {
    return (x >= b.x0) & (x <= b.x1) & (y >= b.y0) & (y <= b.y1) & (z >= b.z0) & (z <= b.z1);
  };
  for (uint32_t i = first; i < last; ++i) {
    const float x = rows_x[i], y = rows_y[i], z = rows_z[i], r = rows_r[i];
    const int in = within(x, y, z, inner), rest = static_cast<int>(within(x, y, z, outer)) & (in ^ 1);
    near_x[n] = x, near_y[n] = y, near_z[n] = z, near_r[n] = r;
    far_x[m] = x, far_y[m] = y, far_z[m] = z, far_r[m] = r;
    n += static_cast<size_t>(in);
    m += static_cast<size_t>(rest);
  }
#endif
  near = n;
  far = m;
}

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

Candidates gather(const Rows& now, const Strips& strips, const Box& own, float reach, float drift, Scratch& s) {
  const Box outer = grown(own, reach), inner = grown(own, std::min(reach, direction_reach));
  const int b0 = strips.band(outer.z0 - drift), b1 = strips.band(outer.z1 + drift);
  const int s0 = strips.strip_of(outer.y0 - drift), s1 = strips.strip_of(outer.y1 + drift);
  const int c0 = strips.cell_of(outer.x0 - drift), c1 = strips.cell_of(outer.x1 + drift);
  size_t most = 0;
  for (int b = b0; b <= b1; ++b)
    for (int k = s0; k <= s1; ++k) {
      const auto [first, last] = strips.rows(b, k, c0, c1);
      most += last - first;
    }
  if (s.seen.size() < most + lanes) {
    for (auto* v : {&s.x, &s.y, &s.z, &s.radius, &s.far_x, &s.far_y, &s.far_z, &s.far_radius})
      v->resize(2 * most + 2 * lanes);
    s.seen.resize(2 * most + lanes);
  }
  size_t near = 0, far = 0;
  for (int b = b0; b <= b1; ++b)
    for (int k = s0; k <= s1; ++k) {
      const auto [first, last] = strips.rows(b, k, c0, c1);
      compress(now, first, last, outer, inner, s, near, far);
    }
  const auto append = [&](const std::vector<float>& from, std::vector<float>& to) {
    std::copy_n(from.data(), far, to.data() + near);
  };
  append(s.far_x, s.x), append(s.far_y, s.y), append(s.far_z, s.z), append(s.far_radius, s.radius);
  Candidates c;
  c.near = near, c.all = near + far;
  std::tie(c.box.x0, c.box.x1) = range(s.x.data(), c.all);
  std::tie(c.box.y0, c.box.y1) = range(s.y.data(), c.all);
  std::tie(c.box.z0, c.box.z1) = range(s.z.data(), c.all);
  return c;
}

/// Whether a box lies wholly on one side of a wall's line.
bool one_side(const Segment& w, const Box& b) {
  const bool left = w.side(b.x0, b.y0) > 0;
  return (w.side(b.x1, b.y0) > 0) == left && (w.side(b.x0, b.y1) > 0) == left && (w.side(b.x1, b.y1) > 0) == left;
}

/// Finds who sees whom: bit l of seen[c] says that lane l sees candidate c. False where everybody sees everybody.
bool look(const Rows& now, const Ground& ground, const Chunk& chunk, const Candidates& c, Scratch& s) {
  s.walls.clear();
  ground.sight().within(c.box.x0, c.box.y0, c.box.x1, c.box.y1, c.box.z0, c.box.z1, s.walls);
  std::erase_if(s.walls, [&](uint32_t i) {
    const Segment& w = ground.sight()[i];
    return !w.solid || c.box.z1 < w.foot_low || c.box.z0 > w.foot_high || one_side(w, c.box);
  });
  const bool levels = c.box.z1 - c.box.z0 > same_level;
  if (s.walls.empty() && !levels) return false;

  // On which side of each wall's line the lanes stand.
  const float* x = &now.x[chunk.first];
  const float* y = &now.y[chunk.first];
  const float* z = &now.z[chunk.first];
  s.left_of.resize(s.walls.size());
  for (size_t k = 0; k < s.walls.size(); ++k) {
    const Segment& w = ground.sight()[s.walls[k]];
    uint32_t bits = 0;
    for (size_t l = 0; l < lanes; ++l) bits |= static_cast<uint32_t>(w.side(x[l], y[l]) >= 0) << l;
    s.left_of[k] = static_cast<uint16_t>(bits);
  }
  for (size_t i = 0; i < c.all; ++i) {
    uint32_t seen = 0xffff;
    if (levels)
      for (size_t l = 0; l < lanes; ++l)
        if (std::abs(s.z[i] - z[l]) > same_level) seen &= ~(1u << l);
    for (size_t k = 0; k < s.walls.size(); ++k) {
      const Segment& w = ground.sight()[s.walls[k]];
      const uint32_t left = s.left_of[k];
      uint32_t other = (w.side(s.x[i], s.y[i]) >= 0 ? ~left : left) & seen;
      for (; other != 0; other &= other - 1) {
        const auto l = static_cast<size_t>(__builtin_ctz(other));
        // The wall hides at its own heights only, and unless both its ends lie on the same side of the line of sight.
        if (std::max(s.z[i], z[l]) < w.foot_low || std::min(s.z[i], z[l]) > w.foot_high) continue;
        const float dx = s.x[i] - x[l], dy = s.y[i] - y[l];
        const float a = dx * (w.ay - y[l]) - dy * (w.ax - x[l]), b = dx * (w.by - y[l]) - dy * (w.bx - x[l]);
        if ((a > 0) != (b > 0)) seen &= ~(1u << l);
      }
    }
    s.seen[i] = static_cast<uint16_t>(seen);
  }
  return true;
}

HWY_INLINE M lanes_of(uint16_t seen, size_t g) {
  const uint32_t bits = (seen >> g) & ((1u << group) - 1);
  const uint8_t bytes[8] = {static_cast<uint8_t>(bits), static_cast<uint8_t>(bits >> 8)};
  return hn::LoadMaskBits(f32, bytes);
}

/// Equations 1 and 5: repulsion of those ahead, push of those who overlap.
template <bool masked>
HWY_INLINE void direct(const Rows& now, const KernelSettings& k, float worst, const Candidates& c, size_t g,
                       Chunk& chunk, const Scratch& s) {
  const size_t row = chunk.first + g;
  const V x = hn::LoadU(f32, &now.x[row]), y = hn::LoadU(f32, &now.y[row]), r = hn::LoadU(f32, &now.radius[row]);
  const V wish_x = hn::Load(f32, &chunk.wish_x[g]), wish_y = hn::Load(f32, &chunk.wish_y[g]);
  const V last_x = hn::LoadU(f32, &now.heading_x[row]), last_y = hn::LoadU(f32, &now.heading_y[row]);
  const V zero = hn::Zero(f32), half = hn::Set(f32, 0.5f), one = hn::Set(f32, 1.0f);
  // Beyond 80 ranges the power would leave the numbers.
  const float reach = std::min(direction_reach, 80 / k.inverse_range);
  const V reach2 = hn::Set(f32, reach * reach), tiny = hn::Set(f32, 1e-10f), strength = hn::Set(f32, k.repulsion);
  const V rate = hn::Set(f32, k.inverse_range * 1.44269504f), known = hn::Set(f32, worst);
  const float *near_x = s.x.data(), *near_y = s.y.data(), *near_r = s.radius.data();
  const uint16_t* seen = s.seen.data();
  V sum_x = zero, sum_y = zero, push_x = zero, push_y = zero, overlap = zero;
  M anybody = hn::Lt(zero, zero);
  for (size_t i = 0; i < c.near; ++i) {
    const V dx = hn::Sub(hn::Set(f32, near_x[i]), x), dy = hn::Sub(hn::Set(f32, near_y[i]), y);
    const V d2 = hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy));
    M met = hn::And(hn::Lt(d2, reach2), hn::Gt(d2, tiny));
    if (masked) met = hn::And(met, lanes_of(seen[i], g));
    anybody = hn::Or(anybody, met);
    const V inverse = inverse_root(d2), d = hn::Mul(d2, inverse), contact = hn::Add(r, hn::Set(f32, near_r[i]));
    const M ahead = hn::Or(hn::Gt(hn::Add(hn::Mul(dx, wish_x), hn::Mul(dy, wish_y)), zero),
                           hn::Gt(hn::Add(hn::Mul(dx, last_x), hn::Mul(dy, last_y)), zero));
    const V decay = power_of_two(hn::Mul(hn::Sub(contact, d), rate));
    const V w = hn::IfThenElseZero(hn::And(met, ahead), hn::Mul(decay, inverse));
    sum_x = hn::Add(sum_x, hn::Mul(w, dx));
    sum_y = hn::Add(sum_y, hn::Mul(w, dy));
    const M touching = hn::And(met, hn::Lt(d, contact));
    if (HWY_LIKELY(hn::AllFalse(f32, touching))) continue;
    const V into = hn::IfThenElseZero(touching, hn::Sub(contact, d)), p = hn::Mul(hn::Mul(half, into), inverse);
    push_x = hn::Sub(push_x, hn::IfThenElseZero(touching, hn::Mul(p, dx)));
    push_y = hn::Sub(push_y, hn::IfThenElseZero(touching, hn::Mul(p, dy)));
    overlap = hn::Max(overlap, hn::Div(into, contact));
  }
  // The wish, turned by the noise where there are people near, plus the repulsions.
  const V noise = hn::IfThenElseZero(anybody, hn::LoadU(f32, &now.noise[row])), n2 = hn::Mul(noise, noise);
  const V cosine = hn::Sub(one, hn::Mul(n2, hn::Sub(half, hn::Mul(n2, hn::Set(f32, 1 / 24.0f)))));
  const V sine = hn::Mul(noise, hn::Sub(one, hn::Mul(n2, hn::Set(f32, 1 / 6.0f))));
  const V ex = hn::Add(hn::Sub(hn::Mul(wish_x, cosine), hn::Mul(wish_y, sine)),
                       hn::Sub(hn::Load(f32, &chunk.wall_x[g]), hn::Mul(strength, sum_x)));
  const V ey = hn::Add(hn::Add(hn::Mul(wish_x, sine), hn::Mul(wish_y, cosine)),
                       hn::Sub(hn::Load(f32, &chunk.wall_y[g]), hn::Mul(strength, sum_y)));
  const V norm = hn::Sqrt(hn::Add(hn::Mul(ex, ex), hn::Mul(ey, ey)));
  const M sound = hn::Gt(norm, hn::Set(f32, 1e-6f));
  hn::Store(hn::IfThenElse(sound, hn::Div(ex, norm), wish_x), f32, &chunk.heading_x[g]);
  hn::Store(hn::IfThenElse(sound, hn::Div(ey, norm), wish_y), f32, &chunk.heading_y[g]);
  hn::Store(push_x, f32, &chunk.push_x[g]);
  hn::Store(push_y, f32, &chunk.push_y[g]);
  hn::Store(hn::IfThenElseZero(hn::Gt(overlap, known), overlap), f32, &chunk.overlap[g]);
}

/// Equation 2: smallest gap to somebody in the way. Where all radii are the same, the nearest is found first and one
/// root taken at the end.
template <bool masked, bool alike>
HWY_INLINE V gap_ahead(const Rows& now, const Candidates& c, size_t g, const Chunk& chunk, const Scratch& s) {
  const size_t row = chunk.first + g;
  const V x = hn::LoadU(f32, &now.x[row]), y = hn::LoadU(f32, &now.y[row]), r = hn::LoadU(f32, &now.radius[row]);
  const V ex = hn::Load(f32, &chunk.heading_x[g]), ey = hn::Load(f32, &chunk.heading_y[g]);
  const V zero = hn::Zero(f32), far = hn::Set(f32, 1e9f), both = hn::Add(r, r);
  const float *near_x = s.x.data(), *near_y = s.y.data(), *near_r = s.radius.data();
  const uint16_t* seen = s.seen.data();
  V least = far;
  for (size_t i = 0; i < c.all; ++i) {
    const V dx = hn::Sub(hn::Set(f32, near_x[i]), x), dy = hn::Sub(hn::Set(f32, near_y[i]), y);
    const V d2 = hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy));
    const V contact = alike ? both : hn::Add(r, hn::Set(f32, near_r[i]));
    const V along = hn::Add(hn::Mul(dx, ex), hn::Mul(dy, ey));
    const V across = hn::Abs(hn::Sub(hn::Mul(dx, ey), hn::Mul(dy, ex)));
    M in_way = hn::And(hn::Gt(along, zero), hn::Le(across, contact));
    if (masked) in_way = hn::And(in_way, lanes_of(seen[i], g));
    const V measure = alike ? d2 : hn::Sub(hn::Mul(d2, inverse_root(d2)), contact);
    least = hn::Min(least, hn::IfThenElse(in_way, measure, far));
  }
  return alike ? hn::Sub(hn::Sqrt(least), both) : least;
}

/// Equation 4: lanes whose creep would bring them nearer to somebody whom they all but touch.
template <bool masked>
HWY_INLINE M creep_blocked(const Rows& now, const KernelSettings& k, const Candidates& c, size_t g, const Chunk& chunk,
                           const Scratch& s) {
  const size_t row = chunk.first + g;
  const V x = hn::LoadU(f32, &now.x[row]), y = hn::LoadU(f32, &now.y[row]), r = hn::LoadU(f32, &now.radius[row]);
  const V creep_x = hn::LoadU(f32, &now.creep_x[row]), creep_y = hn::LoadU(f32, &now.creep_y[row]);
  const V zero = hn::Zero(f32);
  M blocked = hn::Lt(zero, zero);
  for (size_t i = 0; i < c.near; ++i) {
    const V dx = hn::Sub(hn::Set(f32, s.x[i]), x), dy = hn::Sub(hn::Set(f32, s.y[i]), y);
    const V d2 = hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy));
    const V close = hn::Add(r, hn::Set(f32, s.radius[i] + k.contact_gap));
    const V nearing = hn::Add(hn::Mul(dx, creep_x), hn::Mul(dy, creep_y));
    M block = hn::And(hn::Lt(d2, hn::Mul(close, close)), hn::Gt(nearing, zero));
    if (masked) block = hn::And(block, lanes_of(s.seen[i], g));
    blocked = hn::Or(blocked, block);
  }
  return blocked;
}

/// Equations 2-4: the gap ahead, the speed it allows, and whether one may creep.
template <bool masked>
HWY_INLINE void pace(const Rows& now, const KernelSettings& k, const Candidates& c, size_t g, Chunk& chunk,
                     const Scratch& s) {
  const V free = k.alike ? gap_ahead<masked, true>(now, c, g, chunk, s) : gap_ahead<masked, false>(now, c, g, chunk, s);
  const V zero = hn::Zero(f32), top = hn::Load(f32, &chunk.top_speed[g]);
  const V speed = hn::Min(top, hn::Max(zero, hn::Mul(free, hn::Set(f32, k.inverse_gap))));
  hn::Store(speed, f32, &chunk.speed[g]);
  // Fraction of the creep velocity: all of it at rest, none at `slow`.
  const V slow = hn::Min(hn::Set(f32, creep_speed), hn::Mul(top, hn::Set(f32, 0.5f)));
  M creeps = hn::And(hn::Gt(slow, zero), hn::Lt(speed, slow));
  if (!hn::AllFalse(f32, creeps)) creeps = hn::AndNot(creep_blocked<masked>(now, k, c, g, chunk, s), creeps);
  const V creep = hn::IfThenElseZero(creeps, hn::Div(hn::Sub(slow, speed), hn::Max(slow, hn::Set(f32, 1e-6f))));
  hn::Store(creep, f32, &chunk.creep[g]);
}

template <bool masked>
void both_passes(const Rows& now, const KernelSettings& k, float worst, const Candidates& c, Chunk& chunk,
                 const Scratch& s) {
  for (size_t g = 0; g < lanes; g += group) {
    direct<masked>(now, k, worst, c, g, chunk, s);
    pace<masked>(now, k, c, g, chunk, s);
  }
}

}  // namespace

void steer(const Rows& now, const Strips& strips, const Ground& ground, const KernelSettings& settings, float worst,
           Chunk& chunk, Scratch& scratch) {
  float top_speed = 0, radius = 0;
  const Box own = extent(now, chunk, top_speed, radius);
  if (own.x0 > own.x1) return;  // everybody of this chunk has left since the rows were sorted
  // Beyond this centre distance nobody's headway is shorter than free walking needs.
  const float reach = radius + settings.largest_radius + settings.time_gap * top_speed + 1e-3f;
  const Candidates candidates =
      gather(now, strips, own, std::max(reach, radius + settings.largest_radius + 0.05f), settings.drift, scratch);
  if (look(now, ground, chunk, candidates, scratch))
    both_passes<true>(now, settings, worst, candidates, chunk, scratch);
  else
    both_passes<false>(now, settings, worst, candidates, chunk, scratch);
}

}  // namespace muster::crowd
HWY_AFTER_NAMESPACE();
