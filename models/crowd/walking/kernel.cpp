#define HWY_COMPILE_ONLY_STATIC 1  // the target that the compiler's flags name, -march=native included
#include "models/crowd/walking/kernel.h"

#include <algorithm>
#include <cmath>
#include <iterator>

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

HWY_INLINE M lanes_of(uint16_t seen, size_t g) {
  const uint32_t bits = (seen >> g) & ((1u << group) - 1);
  const uint8_t bytes[8] = {static_cast<uint8_t>(bits), static_cast<uint8_t>(bits >> 8)};
  return hn::LoadMaskBits(f32, bytes);
}

/// Equations 1 and 5: repulsion of those ahead, push of those who overlap.
template <bool masked>
HWY_INLINE void direct(const Rows& now, const KernelSettings& k, float worst, const Neighbours& c, size_t g,
                       Chunk& chunk) {
  const size_t row = chunk.first + g;
  const V x = hn::LoadU(f32, &now.x[row]), y = hn::LoadU(f32, &now.y[row]), r = hn::LoadU(f32, &now.radius[row]);
  const V wish_x = hn::Load(f32, &chunk.wish_x[g]), wish_y = hn::Load(f32, &chunk.wish_y[g]);
  const V last_x = hn::LoadU(f32, &now.heading_x[row]), last_y = hn::LoadU(f32, &now.heading_y[row]);
  const V zero = hn::Zero(f32), half = hn::Set(f32, 0.5f), one = hn::Set(f32, 1.0f);
  // Beyond 80 ranges the power would leave the numbers.
  const float reach = std::min(direction_reach, 80 / k.inverse_range);
  const V reach2 = hn::Set(f32, reach * reach), tiny = hn::Set(f32, 1e-10f), strength = hn::Set(f32, k.repulsion);
  const V rate = hn::Set(f32, k.inverse_range * 1.44269504f), known = hn::Set(f32, worst);
  const float *near_x = c.x.data(), *near_y = c.y.data(), *near_r = c.radius.data();
  const uint16_t* seen = c.seen.data();
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
HWY_INLINE V gap_ahead(const Rows& now, const Neighbours& c, size_t g, const Chunk& chunk) {
  const size_t row = chunk.first + g;
  const V x = hn::LoadU(f32, &now.x[row]), y = hn::LoadU(f32, &now.y[row]), r = hn::LoadU(f32, &now.radius[row]);
  const V ex = hn::Load(f32, &chunk.heading_x[g]), ey = hn::Load(f32, &chunk.heading_y[g]);
  const V zero = hn::Zero(f32), far = hn::Set(f32, 1e9f), both = hn::Add(r, r);
  const float *near_x = c.x.data(), *near_y = c.y.data(), *near_r = c.radius.data();
  const uint16_t* seen = c.seen.data();
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
HWY_INLINE M creep_blocked(const Rows& now, const KernelSettings& k, const Neighbours& c, size_t g,
                           const Chunk& chunk) {
  const size_t row = chunk.first + g;
  const V x = hn::LoadU(f32, &now.x[row]), y = hn::LoadU(f32, &now.y[row]), r = hn::LoadU(f32, &now.radius[row]);
  const V creep_x = hn::LoadU(f32, &now.creep_x[row]), creep_y = hn::LoadU(f32, &now.creep_y[row]);
  const V zero = hn::Zero(f32);
  M blocked = hn::Lt(zero, zero);
  for (size_t i = 0; i < c.near; ++i) {
    const V dx = hn::Sub(hn::Set(f32, c.x[i]), x), dy = hn::Sub(hn::Set(f32, c.y[i]), y);
    const V d2 = hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy));
    const V close = hn::Add(r, hn::Set(f32, c.radius[i] + k.contact_gap));
    const V nearing = hn::Add(hn::Mul(dx, creep_x), hn::Mul(dy, creep_y));
    M block = hn::And(hn::Lt(d2, hn::Mul(close, close)), hn::Gt(nearing, zero));
    if (masked) block = hn::And(block, lanes_of(c.seen[i], g));
    blocked = hn::Or(blocked, block);
  }
  return blocked;
}

/// Equations 2-4: the gap ahead, the speed it allows, and whether one may creep.
template <bool masked>
HWY_INLINE void pace(const Rows& now, const KernelSettings& k, const Neighbours& c, size_t g, Chunk& chunk) {
  const V free = k.alike ? gap_ahead<masked, true>(now, c, g, chunk) : gap_ahead<masked, false>(now, c, g, chunk);
  const V zero = hn::Zero(f32), top = hn::Load(f32, &chunk.top_speed[g]);
  const V speed = hn::Min(top, hn::Max(zero, hn::Mul(free, hn::Set(f32, k.inverse_gap))));
  hn::Store(speed, f32, &chunk.speed[g]);
  // Fraction of the creep velocity: all of it at rest, none at `slow`.
  const V slow = hn::Min(hn::Set(f32, creep_speed), hn::Mul(top, hn::Set(f32, 0.5f)));
  M creeps = hn::And(hn::Gt(slow, zero), hn::Lt(speed, slow));
  if (!hn::AllFalse(f32, creeps)) creeps = hn::AndNot(creep_blocked<masked>(now, k, c, g, chunk), creeps);
  const V creep = hn::IfThenElseZero(creeps, hn::Div(hn::Sub(slow, speed), hn::Max(slow, hn::Set(f32, 1e-6f))));
  hn::Store(creep, f32, &chunk.creep[g]);
}

template <bool masked>
void both_passes(const Rows& now, const KernelSettings& k, float worst, const Neighbours& c, Chunk& chunk) {
  for (size_t g = 0; g < lanes; g += group) {
    direct<masked>(now, k, worst, c, g, chunk);
    pace<masked>(now, k, c, g, chunk);
  }
}

}  // namespace

void steer(const Rows& now, const Strips& strips, const Ground& ground, const KernelSettings& settings, float worst,
           Chunk& chunk, Neighbours& neighbours) {
  const Extent own = extent(now, chunk.first);
  if (own.empty()) return;  // everybody of this chunk has left since the rows were sorted
  const float top_speed = *std::max_element(std::begin(chunk.top_speed), std::end(chunk.top_speed));
  // Beyond this centre distance nobody's headway is shorter than free walking needs.
  const float contact = own.radius + settings.largest_radius;
  const float reach = contact + settings.time_gap * top_speed + 1e-3f;
  neighbours.find(now, strips, own, {std::max(reach, contact + 0.05f), direction_reach, settings.drift});
  if (neighbours.look(now, ground, chunk.first))
    both_passes<true>(now, settings, worst, neighbours, chunk);
  else
    both_passes<false>(now, settings, worst, neighbours, chunk);
}

}  // namespace muster::crowd
HWY_AFTER_NAMESPACE();
