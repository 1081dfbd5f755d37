#define HWY_COMPILE_ONLY_STATIC 1  // the target that the compiler's flags name, -march=native included
#include "models/crowd/walking/kernel.h"

#include <algorithm>
#include <vector>

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

/// Those who may be in somebody's way. A thread reuses the memory.
struct Ahead {
  std::vector<float> x, y;
  std::vector<uint32_t> who;  // their numbers among the neighbours

  void make_room(size_t most) {
    if (x.size() < most) x.resize(2 * most), y.resize(2 * most), who.resize(2 * most);
  }
};

/// 2^t for t in [-126, 126]: 2^k times a cubic in the rest, relative error below 1.1e-4 (least maximum error on
/// [-0.5, 0.5]). No fused operations: the same bits on every processor.
HWY_INLINE V power_of_two(V t) {
  const auto k = hn::NearestInt(t);
  const V f = hn::Sub(t, hn::ConvertTo(f32, k));
  V p = hn::Set(f32, 0.05517166f);
  for (const float c : {0.24261112f, 0.69326099f, 0.99992807f}) p = hn::Add(hn::Mul(p, f), hn::Set(f32, c));
  return hn::BitCast(f32, hn::Add(hn::BitCast(i32, p), hn::ShiftLeft<23>(k)));
}

/// 1 / sqrt(x): the well-known guess (Lomont 2003, within 3.5 %) and one step of third order, relative error below
/// 1e-4. Square roots and divisions would take half of the kernel's time, and the processor's own estimates differ
/// between makes.
HWY_INLINE V inverse_root(V x) {
  const V y = hn::BitCast(f32, hn::Sub(hn::Set(i32, 0x5f375a86), hn::ShiftRight<1>(hn::BitCast(i32, x))));
  const V e = hn::Mul(hn::Mul(x, y), y);  // 1 where y is exact
  const V p = hn::Add(hn::Set(f32, 1.875f), hn::Mul(e, hn::Sub(hn::Mul(e, hn::Set(f32, 0.375f)), hn::Set(f32, 1.25f))));
  return hn::Mul(y, p);
}

HWY_INLINE M lanes_of(uint16_t seen, size_t g) {
  const uint32_t bits = (seen >> g) & ((1u << group) - 1);
  const uint8_t bytes[8] = {static_cast<uint8_t>(bits), static_cast<uint8_t>(bits >> 8)};
  return hn::LoadMaskBits(f32, bytes);
}

/// Equation 5: those who overlap are pushed apart.
template <bool masked>
void push_apart(const Rows& now, float worst, const Neighbours& c, size_t g, Chunk& chunk) {
  const size_t row = chunk.first + g;
  const V x = hn::LoadU(f32, &now.x[row]), y = hn::LoadU(f32, &now.y[row]), r = hn::LoadU(f32, &now.radius[row]);
  const V zero = hn::Zero(f32), half = hn::Set(f32, 0.5f), tiny = hn::Set(f32, 1e-10f), known = hn::Set(f32, worst);
  V push_x = zero, push_y = zero, overlap = zero;
  for (size_t i = 0; i < c.near; ++i) {
    const V dx = hn::Sub(hn::Set(f32, c.x[i]), x), dy = hn::Sub(hn::Set(f32, c.y[i]), y);
    const V d2 = hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy)), contact = hn::Add(r, hn::Set(f32, c.radius[i]));
    M touching = hn::And(hn::Gt(d2, tiny), hn::Lt(d2, hn::Mul(contact, contact)));
    if (masked) touching = hn::And(touching, lanes_of(c.seen[i], g));
    if (HWY_LIKELY(hn::AllFalse(f32, touching))) continue;
    const V d = hn::Sqrt(hn::IfThenElse(touching, d2, hn::Set(f32, 1.0f)));
    const V into = hn::IfThenElseZero(touching, hn::Sub(contact, d)), p = hn::Div(hn::Mul(half, into), d);
    push_x = hn::Sub(push_x, hn::IfThenElseZero(touching, hn::Mul(p, dx)));
    push_y = hn::Sub(push_y, hn::IfThenElseZero(touching, hn::Mul(p, dy)));
    overlap = hn::Max(overlap, hn::Div(into, contact));
  }
  hn::Store(push_x, f32, &chunk.push_x[g]);
  hn::Store(push_y, f32, &chunk.push_y[g]);
  hn::Store(hn::IfThenElseZero(hn::Gt(overlap, known), overlap), f32, &chunk.overlap[g]);
}

/// The neighbours' part of the repulsion, exp((r_j - r_0) / D), and the largest radius among those near. A thread
/// reuses the memory.
struct Bodies {
  std::vector<float> factor;
  float largest = 0;
};

/// exp((r - r_0) / D).
HWY_INLINE V body_factor(V radius, const KernelSettings& k) {
  const V rate = hn::Set(f32, k.inverse_range * 1.44269504f), r0 = hn::Set(f32, k.largest_radius);
  return power_of_two(hn::Max(hn::Mul(hn::Sub(radius, r0), rate), hn::Set(f32, -80.0f)));
}

void measure_bodies(const KernelSettings& k, const Neighbours& c, Bodies& bodies) {
  if (bodies.factor.size() < c.near + lanes) bodies.factor.resize(2 * c.near + 2 * lanes);
  V largest = hn::Zero(f32);
  for (size_t i = 0; i < c.near; i += group) {
    const V r = hn::LoadU(f32, &c.radius[i]);
    hn::StoreU(body_factor(r, k), f32, &bodies.factor[i]);
    largest = hn::Max(largest, hn::IfThenElseZero(hn::FirstN(f32, c.near - i), r));
  }
  bodies.largest = hn::GetLane(hn::MaxOfLanes(f32, largest));
}

/// The table of the repulsion, in registers where they hold 16 numbers.
class Curve {
 public:
  HWY_INLINE explicit Curve(const Repulsion& table)
#if HWY_TARGET <= HWY_AVX3
      : p0_(part(table.p0, 0)),
        q0_(part(table.p0, 16)),
        p1_(part(table.p1, 0)),
        q1_(part(table.p1, 16)),
        p2_(part(table.p2, 0)),
        q2_(part(table.p2, 16)){}
#else
      : table_(&table) {
  }
#endif

        /// By the squares of distances.
        HWY_INLINE V at(V square) const {
    const V s = hn::Min(hn::Max(square, hn::Set(f32, Repulsion::least)), hn::Set(f32, Repulsion::most));
    const auto number = hn::ShiftRight<Repulsion::piece_bits>(hn::BitCast(i32, s));
#if HWY_TARGET <= HWY_AVX3
    const auto piece = number;  // the instruction heeds the lowest five bits only
    // Highway 1.0 has no name for it.
    const auto look_up = [&](V low, V high) { return V{_mm512_permutex2var_ps(low.raw, piece.raw, high.raw)}; };
    const V p0 = look_up(p0_, q0_), p1 = look_up(p1_, q1_), p2 = look_up(p2_, q2_);
#else
    const auto piece = hn::And(number, hn::Set(i32, 31));
    const V p0 = hn::GatherIndex(f32, table_->p0.data(), piece), p1 = hn::GatherIndex(f32, table_->p1.data(), piece),
            p2 = hn::GatherIndex(f32, table_->p2.data(), piece);
#endif
    return hn::Add(hn::Mul(hn::Add(hn::Mul(p2, s), p1), s), p0);
  }

 private:
#if HWY_TARGET <= HWY_AVX3
  static V part(const std::array<float, 32>& values, size_t from) { return hn::LoadU(f32, values.data() + from); }
  V p0_, q0_, p1_, q1_, p2_, q2_;
#else
  const Repulsion* table_;
#endif
};

/// Pushes a group apart where somebody may touch somebody: the smallest square of a distance is below that of
/// `contact`.
template <bool masked>
HWY_INLINE void push_if_touching(const Rows& now, float worst, const Neighbours& c, size_t g, V least2, V contact,
                                 Chunk& chunk) {
  if (HWY_UNLIKELY(!hn::AllFalse(f32, hn::Lt(least2, hn::Mul(contact, contact))))) {
    push_apart<masked>(now, worst, c, g, chunk);
  } else {
    const V zero = hn::Zero(f32);
    for (float* v : {chunk.push_x, chunk.push_y, chunk.overlap}) hn::Store(zero, f32, v + g);
  }
}

/// Equations 1 and 5: repulsion of those ahead, push of those who overlap. `alike`: all radii are the same.
template <bool masked, bool alike>
HWY_INLINE void direct(const Rows& now, const KernelSettings& k, float worst, const Neighbours& c, size_t g,
                       const Bodies& bodies, Chunk& chunk) {
  const size_t row = chunk.first + g;
  const V x = hn::LoadU(f32, &now.x[row]), y = hn::LoadU(f32, &now.y[row]), r = hn::LoadU(f32, &now.radius[row]);
  const V wish_x = hn::Load(f32, &chunk.wish_x[g]), wish_y = hn::Load(f32, &chunk.wish_y[g]);
  const V last_x = hn::LoadU(f32, &now.heading_x[row]), last_y = hn::LoadU(f32, &now.heading_y[row]);
  const V zero = hn::Zero(f32), half = hn::Set(f32, 0.5f), one = hn::Set(f32, 1.0f);
  const V tiny = hn::Set(f32, 1e-10f);
  const Curve curve(*k.table);
  const float *near_x = c.x.data(), *near_y = c.y.data(), *factor = bodies.factor.data();
  const uint16_t* seen = c.seen.data();
  V sum_x = zero, sum_y = zero, least2 = hn::Set(f32, 1e4f);
  for (size_t i = 0; i < c.near; ++i) {
    const V dx = hn::Sub(hn::Set(f32, near_x[i]), x), dy = hn::Sub(hn::Set(f32, near_y[i]), y);
    const V d2 = hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy));
    // Oneself adds nothing to the sums.
    M met = hn::Gt(d2, tiny);
    if (masked) met = hn::And(met, lanes_of(seen[i], g));
    least2 = hn::IfThenElse(met, hn::Min(least2, d2), least2);
    const V by_wish = hn::Add(hn::Mul(dx, wish_x), hn::Mul(dy, wish_y));
    const V by_last = hn::Add(hn::Mul(dx, last_x), hn::Mul(dy, last_y));
    M ahead = hn::Gt(hn::Max(by_wish, by_last), zero);
    if (masked) ahead = hn::And(ahead, met);
    V w = hn::IfThenElseZero(ahead, curve.at(d2));
    if (!alike) w = hn::Mul(w, hn::Set(f32, factor[i]));
    sum_x = hn::Add(sum_x, hn::Mul(w, dx));
    sum_y = hn::Add(sum_y, hn::Mul(w, dy));
  }
  // The wish, turned by the noise where there are people near, plus the repulsions.
  const M anybody = hn::Lt(least2, hn::Set(f32, direction_reach * direction_reach));
  const V noise = hn::IfThenElseZero(anybody, hn::LoadU(f32, &now.noise[row])), n2 = hn::Mul(noise, noise);
  const V cosine = hn::Sub(one, hn::Mul(n2, hn::Sub(half, hn::Mul(n2, hn::Set(f32, 1 / 24.0f)))));
  const V sine = hn::Mul(noise, hn::Sub(one, hn::Mul(n2, hn::Set(f32, 1 / 6.0f))));
  V strength = hn::Set(f32, k.repulsion);
  if (!alike) strength = hn::Mul(strength, body_factor(r, k));
  const V ex = hn::Add(hn::Sub(hn::Mul(wish_x, cosine), hn::Mul(wish_y, sine)),
                       hn::Sub(hn::Load(f32, &chunk.wall_x[g]), hn::Mul(strength, sum_x)));
  const V ey = hn::Add(hn::Add(hn::Mul(wish_x, sine), hn::Mul(wish_y, cosine)),
                       hn::Sub(hn::Load(f32, &chunk.wall_y[g]), hn::Mul(strength, sum_y)));
  const V norm = hn::Sqrt(hn::Add(hn::Mul(ex, ex), hn::Mul(ey, ey)));
  const M sound = hn::Gt(norm, hn::Set(f32, 1e-6f));
  const V inverse = hn::Div(one, hn::IfThenElse(sound, norm, one));
  hn::Store(hn::IfThenElse(sound, hn::Mul(ex, inverse), wish_x), f32, &chunk.heading_x[g]);
  hn::Store(hn::IfThenElse(sound, hn::Mul(ey, inverse), wish_y), f32, &chunk.heading_y[g]);
  push_if_touching<masked>(now, worst, c, g, least2, hn::Add(r, hn::Set(f32, bodies.largest)), chunk);
}

/// Those of `c` whom the people of a group can meet on their way at their headings: within the gap that their speeds
/// need. Fills `x`, `y`, `r` and `who` (numbers in `c`); the rest cannot shorten anybody's gap.
HWY_INLINE size_t on_the_way(const Rows& now, const KernelSettings& k, const Neighbours& c, size_t g,
                             const Chunk& chunk, Ahead& ahead) {
  const size_t row = chunk.first + g;
  const V px = hn::LoadU(f32, &now.x[row]), py = hn::LoadU(f32, &now.y[row]);
  const V ex = hn::Load(f32, &chunk.heading_x[g]), ey = hn::Load(f32, &chunk.heading_y[g]);
  const V top = hn::Load(f32, &chunk.top_speed[g]);
  const M goes = hn::Gt(top, hn::Zero(f32));
  if (hn::AllFalse(f32, goes)) return 0;
  const V width = hn::Set(f32, k.largest_radius * 2 + 1e-3f),
          length = hn::Add(width, hn::Mul(top, hn::Set(f32, k.time_gap)));
  const V qx = hn::Add(px, hn::Mul(ex, length)), qy = hn::Add(py, hn::Mul(ey, length));
  const auto least = [&](V a, V b) {
    const V v = hn::IfThenElse(goes, hn::Min(a, b), hn::Set(f32, 1e30f));
    return hn::Sub(hn::MinOfLanes(f32, v), width);
  };
  const auto most = [&](V a, V b) {
    const V v = hn::IfThenElse(goes, hn::Max(a, b), hn::Set(f32, -1e30f));
    return hn::Add(hn::MaxOfLanes(f32, v), width);
  };
  const V x0 = least(px, qx), x1 = most(px, qx), y0 = least(py, qy), y1 = most(py, qy);
  ahead.make_room(c.all + group);
  size_t n = 0;
#if HWY_TARGET <= HWY_AVX3
  constexpr hn::RebindToUnsigned<Float> u32;
  for (size_t i = 0; i < c.all; i += group) {
    const V x = hn::LoadU(f32, &c.x[i]), y = hn::LoadU(f32, &c.y[i]);
    const M in_x = hn::And(hn::Ge(x, x0), hn::Le(x, x1)), in_y = hn::And(hn::Ge(y, y0), hn::Le(y, y1));
    const M in = hn::And(hn::And(in_x, in_y), hn::FirstN(f32, c.all - i));
    hn::StoreU(hn::Compress(x, in), f32, &ahead.x[n]);
    hn::StoreU(hn::Compress(y, in), f32, &ahead.y[n]);
    hn::StoreU(hn::Compress(hn::Iota(u32, static_cast<uint32_t>(i)), hn::RebindMask(u32, in)), u32, &ahead.who[n]);
    n += hn::CountTrue(f32, in);
  }
#else
  const float left = hn::GetLane(x0), right = hn::GetLane(x1), low = hn::GetLane(y0), high = hn::GetLane(y1);
  for (size_t i = 0; i < c.all; ++i) {
    const float x = c.x[i], y = c.y[i];
    ahead.x[n] = x, ahead.y[n] = y, ahead.who[n] = static_cast<uint32_t>(i);
    n += static_cast<size_t>((x >= left) & (x <= right) & (y >= low) & (y <= high));
  }
#endif
  return n;
}

/// Equation 2: smallest gap to somebody in the way. Where all radii are the same, the nearest is found first and one
/// root taken at the end.
template <bool masked, bool alike>
HWY_INLINE V gap_ahead(const Rows& now, const KernelSettings& k, const Neighbours& c, size_t g, const Chunk& chunk) {
  static thread_local Ahead ahead;
  const size_t count = on_the_way(now, k, c, g, chunk, ahead), row = chunk.first + g;
  const V x = hn::LoadU(f32, &now.x[row]), y = hn::LoadU(f32, &now.y[row]), r = hn::LoadU(f32, &now.radius[row]);
  const V ex = hn::Load(f32, &chunk.heading_x[g]), ey = hn::Load(f32, &chunk.heading_y[g]);
  const V zero = hn::Zero(f32), far = hn::Set(f32, 1e9f), both = hn::Add(r, r);
  const float *ahead_x = ahead.x.data(), *ahead_y = ahead.y.data();
  const uint32_t* who = ahead.who.data();
  V least = far;
  for (size_t i = 0; i < count; ++i) {
    const V dx = hn::Sub(hn::Set(f32, ahead_x[i]), x), dy = hn::Sub(hn::Set(f32, ahead_y[i]), y);
    const V d2 = hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy));
    const V contact = alike ? both : hn::Add(r, hn::Set(f32, c.radius[who[i]]));
    const V along = hn::Add(hn::Mul(dx, ex), hn::Mul(dy, ey));
    const V across = hn::Abs(hn::Sub(hn::Mul(dx, ey), hn::Mul(dy, ex)));
    M in_way = hn::And(hn::Gt(along, zero), hn::Le(across, contact));
    if (masked) in_way = hn::And(in_way, lanes_of(c.seen[who[i]], g));
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
  const V free = k.alike ? gap_ahead<masked, true>(now, k, c, g, chunk) : gap_ahead<masked, false>(now, k, c, g, chunk);
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
  static thread_local Bodies bodies;
  bodies.largest = k.largest_radius;
  if (!k.alike) measure_bodies(k, c, bodies);
  for (size_t g = 0; g < lanes; g += group) {
    if (k.alike)
      direct<masked, true>(now, k, worst, c, g, bodies, chunk);
    else
      direct<masked, false>(now, k, worst, c, g, bodies, chunk);
    pace<masked>(now, k, c, g, chunk);
  }
}

}  // namespace

void steer(const Rows& now, const Strips& strips, const Ground& ground, const KernelSettings& settings, float worst,
           Chunk& chunk, Neighbours& neighbours) {
  const Extent own = extent(now, chunk.first);
  if (own.empty()) return;  // everybody of this chunk has left since the rows were sorted
  V fastest = hn::Zero(f32);
  for (size_t g = 0; g < lanes; g += group) fastest = hn::Max(fastest, hn::Load(f32, chunk.top_speed + g));
  const float top_speed = hn::GetLane(hn::MaxOfLanes(f32, fastest));
  // Beyond this centre distance nobody's headway is shorter than free walking needs.
  const float contact = own.radius + settings.largest_radius;
  const float reach = contact + settings.time_gap * top_speed + 1e-3f;
  neighbours.find(now, strips, own,
                  {std::max(reach, contact + 0.05f), direction_reach, settings.drift, false,
                   settings.alike ? settings.largest_radius : 0});
  if (neighbours.look(now, ground, chunk.first))
    both_passes<true>(now, settings, worst, neighbours, chunk);
  else
    both_passes<false>(now, settings, worst, neighbours, chunk);
}

}  // namespace muster::crowd
HWY_AFTER_NAMESPACE();
