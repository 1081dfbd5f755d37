#define HWY_COMPILE_ONLY_STATIC 1  // the target that the compiler's flags name, -march=native included
#include "models/crowd/walking/kernel.h"

#include "models/crowd/walking/roots.h"

#include <algorithm>
#include <cstring>
#include <utility>
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

/// People of a half of a chunk: their lists of others are shorter than one of the whole chunk. Lane 2 p + c of the pair
/// loops holds person p of the half and takes every second of the others, c = 0 the first, c = 1 the second of each
/// two.
constexpr size_t half = lanes / 2;
/// Vectors that hold two lanes for each person of a half.
constexpr size_t parts = lanes / group;

/// Some of the neighbours, an even number: the last may be nobody. A thread reuses the memory.
struct Others {
  std::vector<float> x, y;
  std::vector<float> radius, factor;  ///< where bodies differ; factor: exp((r_j - r_0) / D)
  std::vector<uint32_t> who;          ///< number among the neighbours, where it is needed
  std::vector<uint16_t> seen;         ///< bit 2 p: seen by person p; where somebody is hidden
  size_t count = 0;

  void make_room(size_t most) {
    if (x.size() >= most + 2 * lanes) return;
    for (auto* v : {&x, &y, &radius, &factor}) v->resize(2 * most + 2 * lanes);
    who.resize(2 * most + 2 * lanes);
    seen.resize(2 * most + 2 * lanes);
  }
};

/// Where others matter [m]; all lanes the same.
struct Window {
  V x0, x1, y0, y1;
};

/// Others number k and k + 1 in the lanes in turn.
HWY_INLINE V two_of(const std::vector<float>& from, size_t k, size_t part) {
  if constexpr (group == 1) {
    return hn::Set(f32, from[k + (part & 1)]);
  } else {
    double both;  // bits that no arithmetic touches
    std::memcpy(&both, from.data() + k, sizeof(both));
    return hn::BitCast(f32, hn::Set(hn::Repartition<double, Float>(), both));
  }
}

/// Each of a half's values in two lanes. `values`: [lanes] of the chunk.
HWY_INLINE V twice(const float* values, size_t h, size_t part) {
  const size_t first = h * half + part * group / 2;
  if constexpr (group == 1) {
    return hn::Set(f32, values[first]);
  } else {
    alignas(64) static constexpr int32_t lower[16] = {0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7};
    alignas(64) static constexpr int32_t upper[16] = {8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 15};
    const size_t offset = first % group;
    const int32_t* table = offset == 0 ? lower : upper + half - group / 2;
    static_assert(group != 16 || half == 8);
    return hn::TableLookupLanes(hn::LoadU(f32, values + (first - offset)), hn::SetTableIndices(f32, table));
  }
}

/// Bits of eight people in every second place.
constexpr uint32_t spread_bits(uint32_t b) {
  b = (b | b << 4) & 0x0f0f;
  b = (b | b << 2) & 0x3333;
  return (b | b << 1) & 0x5555;
}

HWY_INLINE M mask_of(uint32_t bits, size_t part) {
  const uint32_t own = (bits >> (part * group)) & ((1u << group) - 1);
  const uint8_t bytes[8] = {static_cast<uint8_t>(own), static_cast<uint8_t>(own >> 8)};
  return hn::LoadMaskBits(f32, bytes);
}

/// 2^t for t in [-126, 126]: 2^k times a cubic in the rest, relative error below 1.1e-4 (least maximum error on
/// [-0.5, 0.5]). No fused operations: the same bits on every processor.
HWY_INLINE V power_of_two(V t) {
  const auto k = hn::NearestInt(t);
  const V f = hn::Sub(t, hn::ConvertTo(f32, k));
  V p = hn::Set(f32, 0.05517166f);
  for (const float c : {0.24261112f, 0.69326099f, 0.99992807f}) p = hn::Add(hn::Mul(p, f), hn::Set(f32, c));
  return hn::BitCast(f32, hn::Add(hn::BitCast(i32, p), hn::ShiftLeft<23>(k)));
}

/// exp((r - r_0) / D).
HWY_INLINE V body_factor(V radius, const KernelSettings& k) {
  const V rate = hn::Set(f32, k.inverse_range * 1.44269504f), r0 = hn::Set(f32, k.largest_radius);
  return power_of_two(hn::Max(hn::Mul(hn::Sub(radius, r0), rate), hn::Set(f32, -80.0f)));
}

/// Keeps of the `others` those whom somebody of the half sees: `who`, `x` and `y` close up.
void keep_seen(const Neighbours& c, size_t h, uint32_t present, Others& others) {
  const uint16_t* seen = c.seen.data();
  float *x = others.x.data(), *y = others.y.data();
  uint32_t* who = others.who.data();
  uint16_t* bits_to = others.seen.data();
  size_t n = 0;
  for (size_t i = 0; i < others.count; ++i) {
    const uint32_t w = who[i], bits = (seen[w] >> (h * half)) & present;
    x[n] = x[i], y[n] = y[i], who[n] = w;
    bits_to[n] = static_cast<uint16_t>(spread_bits(bits));
    n += static_cast<size_t>(bits != 0);
  }
  others.count = n;
}

/// Lanes of a part that see others number i and i + 1.
HWY_INLINE M seeing(const Others& others, size_t i, size_t part) {
  return mask_of(others.seen[i] | static_cast<uint32_t>(others.seen[i + 1]) << 1, part);
}

/// The others of either half: the neighbours within its window. `present`: bits of those of a half who are there.
template <bool masked, bool alike>
HWY_INLINE void choose(const KernelSettings& k, const Neighbours& c, const Window (&windows)[2],
                       const uint32_t (&present)[2], Others (&others)[2]) {
  constexpr bool numbered = masked || !alike;
  const float *all_x = c.x.data(), *all_y = c.y.data();
  const size_t all = c.all;
  for (Others& o : others) o.make_room(all);
  // One pass for both halves: ends of loops cost more than what is in them.
  float *x0 = others[0].x.data(), *y0 = others[0].y.data(), *x1 = others[1].x.data(), *y1 = others[1].y.data();
  uint32_t *who0 = others[0].who.data(), *who1 = others[1].who.data();
  size_t n0 = 0, n1 = 0;
#if HWY_TARGET <= HWY_AVX3
  constexpr hn::RebindToUnsigned<Float> u32;
  const Window first = windows[0], second = windows[1];
  auto number = hn::Iota(u32, 0);
  for (size_t i = 0; i < all; i += group) {
    const V x = hn::LoadU(f32, all_x + i), y = hn::LoadU(f32, all_y + i);  // beyond `all`: far away
    const auto within = [&](const Window& w) {
      return hn::And(hn::And(hn::Ge(x, w.x0), hn::Le(x, w.x1)), hn::And(hn::Ge(y, w.y0), hn::Le(y, w.y1)));
    };
    const M in0 = within(first), in1 = within(second);
    hn::StoreU(hn::Compress(x, in0), f32, x0 + n0);
    hn::StoreU(hn::Compress(y, in0), f32, y0 + n0);
    hn::StoreU(hn::Compress(x, in1), f32, x1 + n1);
    hn::StoreU(hn::Compress(y, in1), f32, y1 + n1);
    if (numbered) {
      hn::StoreU(hn::Compress(number, hn::RebindMask(u32, in0)), u32, who0 + n0);
      hn::StoreU(hn::Compress(number, hn::RebindMask(u32, in1)), u32, who1 + n1);
      number = hn::Add(number, hn::Set(u32, static_cast<uint32_t>(group)));
    }
    n0 += hn::CountTrue(f32, in0);
    n1 += hn::CountTrue(f32, in1);
  }
#else
  float bounds[2][4];
  for (size_t h = 0; h < 2; ++h) {
    const Window& w = windows[h];
    bounds[h][0] = hn::GetLane(w.x0), bounds[h][1] = hn::GetLane(w.x1);
    bounds[h][2] = hn::GetLane(w.y0), bounds[h][3] = hn::GetLane(w.y1);
  }
  for (size_t i = 0; i < all; ++i) {
    const float x = all_x[i], y = all_y[i];
    x0[n0] = x1[n1] = x, y0[n0] = y1[n1] = y;
    if (numbered) who0[n0] = who1[n1] = static_cast<uint32_t>(i);
    const auto within = [&](const float* b) {
      return static_cast<size_t>((x >= b[0]) & (x <= b[1]) & (y >= b[2]) & (y <= b[3]));
    };
    n0 += within(bounds[0]);
    n1 += within(bounds[1]);
  }
#endif
  others[0].count = n0, others[1].count = n1;
  for (size_t h = 0; h < 2; ++h) {
    Others& o = others[h];
    if (masked) keep_seen(c, h, present[h], o);
    // An even number: one more who is nobody, far away.
    const size_t n = o.count;
    o.x[n] = o.y[n] = Rows::far_away;
    if (masked) o.seen[n] = 0;
    if (numbered) o.who[n] = 0;
    o.count = (n + 1) / 2 * 2;
    if (alike) continue;
    for (size_t i = 0; i < o.count; ++i) o.radius[i] = c.radius[o.who[i]];
    for (size_t i = 0; i < o.count; i += group)
      hn::StoreU(body_factor(hn::LoadU(f32, &o.radius[i]), k), f32, &o.factor[i]);
  }
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

/// What the pair loops find for each person, once for every second of the others.
struct Sums {
  alignas(64) float x[2 * lanes], y[2 * lanes];  ///< repulsions over a
  alignas(64) float least2[2 * lanes];           ///< [m2] square of the distance of the nearest
  alignas(64) float gap[2 * lanes];              ///< measure of the gap ahead
  alignas(64) float overlap[2 * lanes];
  alignas(64) float blocked[2 * lanes];  ///< 1: somebody is in the creep's way
};

/// The two values of each of 16 people.
HWY_INLINE std::pair<V, V> both_of(const float* values, size_t g) {
  V even, odd;
  hn::LoadInterleaved2(f32, values + 2 * g, even, odd);
  return {even, odd};
}

/// Equation 1's repulsion of those ahead. `alike`: all radii are the same.
template <bool masked, bool alike>
HWY_INLINE void repel(const Rows& now, const KernelSettings& k, const Others& others, size_t h, const Chunk& chunk,
                      Sums& sums) {
  const size_t row = chunk.first;
  const V zero = hn::Zero(f32), tiny = hn::Set(f32, 1e-10f);
  const Curve curve(*k.table);
  for (size_t part = 0; part < parts; ++part) {
    const V x = twice(&now.x[row], h, part), y = twice(&now.y[row], h, part);
    const V wish_x = twice(chunk.wish_x, h, part), wish_y = twice(chunk.wish_y, h, part);
    const V last_x = twice(&now.heading_x[row], h, part), last_y = twice(&now.heading_y[row], h, part);
    V sum_x = zero, sum_y = zero, least2 = hn::Set(f32, 1e4f);
    for (size_t i = 0; i < others.count; i += 2) {
      const V dx = hn::Sub(two_of(others.x, i, part), x), dy = hn::Sub(two_of(others.y, i, part), y);
      const V d2 = hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy));
      // Oneself adds nothing to the sums.
      M met = hn::Gt(d2, tiny);
      if (masked) met = hn::And(met, seeing(others, i, part));
      least2 = hn::IfThenElse(met, hn::Min(least2, d2), least2);
      const V by_wish = hn::Add(hn::Mul(dx, wish_x), hn::Mul(dy, wish_y));
      const V by_last = hn::Add(hn::Mul(dx, last_x), hn::Mul(dy, last_y));
      M ahead = hn::Gt(hn::Max(by_wish, by_last), zero);
      if (masked) ahead = hn::And(ahead, met);
      V w = hn::IfThenElseZero(ahead, curve.at(d2));
      if (!alike) w = hn::Mul(w, two_of(others.factor, i, part));
      sum_x = hn::Add(sum_x, hn::Mul(w, dx));
      sum_y = hn::Add(sum_y, hn::Mul(w, dy));
    }
    const size_t to = h * lanes + part * group;
    hn::Store(sum_x, f32, sums.x + to);
    hn::Store(sum_y, f32, sums.y + to);
    hn::Store(least2, f32, sums.least2 + to);
  }
}

/// Square of the repulsion from which walls are near by: 0.04 m from the body.
constexpr float near_wall = 4e-4f;

/// Takes from a heading what points into walls near by. The walls would take it from the move, which would then go
/// where nobody has looked for others.
HWY_INLINE void turn_along(V wall_x, V wall_y, V& ex, V& ey) {
  const V square = hn::Add(hn::Mul(wall_x, wall_x), hn::Mul(wall_y, wall_y));
  const V out = hn::Add(hn::Mul(wall_x, ex), hn::Mul(wall_y, ey));
  const M into = hn::And(hn::Gt(square, hn::Set(f32, near_wall)), hn::Lt(out, hn::Zero(f32)));
  const V part = hn::IfThenElseZero(into, hn::Div(out, hn::Max(square, hn::Set(f32, near_wall))));
  ex = hn::Sub(ex, hn::Mul(part, wall_x));
  ey = hn::Sub(ey, hn::Mul(part, wall_y));
}

/// Equation 1: the wish, turned by the noise where there are people near, plus the repulsions.
template <bool alike>
HWY_INLINE void head(const Rows& now, const KernelSettings& k, size_t g, const Sums& sums, Chunk& chunk) {
  const size_t row = chunk.first + g;
  const V half_one = hn::Set(f32, 0.5f), one = hn::Set(f32, 1.0f);
  const V wish_x = hn::Load(f32, &chunk.wish_x[g]), wish_y = hn::Load(f32, &chunk.wish_y[g]);
  const auto [x_even, x_odd] = both_of(sums.x, g);
  const auto [y_even, y_odd] = both_of(sums.y, g);
  const auto [near_even, near_odd] = both_of(sums.least2, g);
  const V least2 = hn::Min(near_even, near_odd);
  const M anybody = hn::Lt(least2, hn::Set(f32, repulsion_reach * repulsion_reach));
  const V noise = hn::IfThenElseZero(anybody, hn::LoadU(f32, &now.noise[row])), n2 = hn::Mul(noise, noise);
  const V cosine = hn::Sub(one, hn::Mul(n2, hn::Sub(half_one, hn::Mul(n2, hn::Set(f32, 1 / 24.0f)))));
  const V sine = hn::Mul(noise, hn::Sub(one, hn::Mul(n2, hn::Set(f32, 1 / 6.0f))));
  V strength = hn::Set(f32, k.repulsion);
  if (!alike) strength = hn::Mul(strength, body_factor(hn::LoadU(f32, &now.radius[row]), k));
  const V wall_x = hn::Load(f32, &chunk.wall_x[g]), wall_y = hn::Load(f32, &chunk.wall_y[g]);
  V ex = hn::Add(hn::Sub(hn::Mul(wish_x, cosine), hn::Mul(wish_y, sine)),
                 hn::Sub(wall_x, hn::Mul(strength, hn::Add(x_even, x_odd))));
  V ey = hn::Add(hn::Add(hn::Mul(wish_x, sine), hn::Mul(wish_y, cosine)),
                 hn::Sub(wall_y, hn::Mul(strength, hn::Add(y_even, y_odd))));
  if (k.slides) turn_along(wall_x, wall_y, ex, ey);
  const V norm2 = hn::Add(hn::Mul(ex, ex), hn::Mul(ey, ey));
  const M sound = hn::Gt(norm2, hn::Set(f32, 1e-12f));
  const V inverse = fine_inverse_root(f32, norm2);
  hn::Store(hn::IfThenElse(sound, hn::Mul(ex, inverse), wish_x), f32, &chunk.heading_x[g]);
  hn::Store(hn::IfThenElse(sound, hn::Mul(ey, inverse), wish_y), f32, &chunk.heading_y[g]);
}

/// Equation 5: those who overlap are pushed apart.
template <bool masked, bool alike>
void push_apart(const Rows& now, const Others& others, size_t h, Chunk& chunk, Sums& sums) {
  const size_t row = chunk.first;
  const V zero = hn::Zero(f32), half_one = hn::Set(f32, 0.5f), tiny = hn::Set(f32, 1e-10f);
  for (size_t part = 0; part < parts; ++part) {
    const V x = twice(&now.x[row], h, part), y = twice(&now.y[row], h, part), r = twice(&now.radius[row], h, part);
    V push_x = zero, push_y = zero, overlap = zero;
    for (size_t i = 0; i < others.count; i += 2) {
      const V dx = hn::Sub(two_of(others.x, i, part), x), dy = hn::Sub(two_of(others.y, i, part), y);
      const V d2 = hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy));
      const V contact = alike ? hn::Add(r, r) : hn::Add(r, two_of(others.radius, i, part));
      M touching = hn::And(hn::Gt(d2, tiny), hn::Lt(d2, hn::Mul(contact, contact)));
      if (masked) touching = hn::And(touching, seeing(others, i, part));
      if (HWY_LIKELY(hn::AllFalse(f32, touching))) continue;
      const V d = hn::Sqrt(hn::IfThenElse(touching, d2, hn::Set(f32, 1.0f)));
      const V into = hn::IfThenElseZero(touching, hn::Sub(contact, d)), p = hn::Div(hn::Mul(half_one, into), d);
      push_x = hn::Sub(push_x, hn::IfThenElseZero(touching, hn::Mul(p, dx)));
      push_y = hn::Sub(push_y, hn::IfThenElseZero(touching, hn::Mul(p, dy)));
      overlap = hn::Max(overlap, hn::Div(into, contact));
    }
    const size_t to = h * lanes + part * group;
    hn::Store(push_x, f32, sums.x + to);
    hn::Store(push_y, f32, sums.y + to);
    hn::Store(overlap, f32, sums.overlap + to);
  }
  for (size_t l = h * half; l < (h + 1) * half; ++l) {
    chunk.push_x[l] = sums.x[2 * l] + sums.x[2 * l + 1];
    chunk.push_y[l] = sums.y[2 * l] + sums.y[2 * l + 1];
    chunk.overlap[l] = std::max(sums.overlap[2 * l], sums.overlap[2 * l + 1]);
  }
}

/// The halves of a chunk. A thread reuses the memory.
struct Halves {
  Box box[2];
  uint32_t present[2] = {0, 0};  ///< bits of those who are there
  Others close[2], ahead[2];
};

// Eight people at a time, or as many as the processor's vectors hold.
using Eight = hn::CappedTag<float, half>;
constexpr Eight f8;
constexpr size_t eighth = hn::MaxLanes(f8);

float least_of(hn::Vec<Eight> v) { return hn::GetLane(hn::MinOfLanes(f8, v)); }
float most_of(hn::Vec<Eight> v) { return hn::GetLane(hn::MaxOfLanes(f8, v)); }

/// Where the people of the chunk and of its halves stand.
Extent measure(const Rows& now, uint32_t first, bool alike, float largest, Halves& halves) {
  Extent whole;
  const auto low = hn::Set(f8, 1e30f), high = hn::Set(f8, -1e30f);
  auto z0 = low, z1 = high, radius = hn::Zero(f8);
  for (size_t h = 0; h < 2; ++h) {
    auto x0 = low, x1 = high, y0 = low, y1 = high;
    halves.present[h] = 0;
    for (size_t g = 0; g < half; g += eighth) {
      const size_t i = first + h * half + g;
      const auto x = hn::LoadU(f8, &now.x[i]), y = hn::LoadU(f8, &now.y[i]), z = hn::LoadU(f8, &now.z[i]);
      const auto here = hn::Lt(x, hn::Set(f8, Rows::far_away));
      uint8_t bytes[8] = {};
      hn::StoreMaskBits(f8, here, bytes);
      halves.present[h] |= (bytes[0] & ((1u << eighth) - 1)) << g;
      x0 = hn::Min(x0, x), x1 = hn::Max(x1, hn::IfThenElse(here, x, high));
      y0 = hn::Min(y0, y), y1 = hn::Max(y1, hn::IfThenElse(here, y, high));
      z0 = hn::Min(z0, hn::IfThenElse(here, z, low)), z1 = hn::Max(z1, hn::IfThenElse(here, z, high));
      if (!alike) radius = hn::Max(radius, hn::IfThenElseZero(here, hn::LoadU(f8, &now.radius[i])));
    }
    Box& box = halves.box[h];
    box = {least_of(x0), most_of(x1), least_of(y0), most_of(y1), 0, 0};
    if (halves.present[h] == 0) continue;
    whole.box.x0 = std::min(whole.box.x0, box.x0), whole.box.x1 = std::max(whole.box.x1, box.x1);
    whole.box.y0 = std::min(whole.box.y0, box.y0), whole.box.y1 = std::max(whole.box.y1, box.y1);
  }
  whole.box.z0 = least_of(z0), whole.box.z1 = most_of(z1);
  whole.radius = alike ? largest : most_of(radius);
  return whole;
}

/// The box of the ways that the people of a half may take at their headings: whoever stands beyond it cannot shorten
/// anybody's gap. Nobody is in it where nobody goes.
HWY_INLINE Window ways_ahead(const Rows& now, const KernelSettings& k, size_t h, const Chunk& chunk) {
  const auto low = hn::Set(f8, 1e30f), high = hn::Set(f8, -1e30f);
  const float width = k.largest_radius * 2 + 1e-3f;
  auto x0 = low, x1 = high, y0 = low, y1 = high;
  for (size_t g = h * half; g < (h + 1) * half; g += eighth) {
    const auto top = hn::Load(f8, &chunk.top_speed[g]);
    const auto goes = hn::Gt(top, hn::Zero(f8));
    const auto length = hn::Add(hn::Set(f8, width), hn::Mul(top, hn::Set(f8, std::max(k.time_gap, k.shuffle_time))));
    const auto px = hn::LoadU(f8, &now.x[chunk.first + g]), py = hn::LoadU(f8, &now.y[chunk.first + g]);
    const auto qx = hn::Add(px, hn::Mul(hn::Load(f8, &chunk.heading_x[g]), length));
    const auto qy = hn::Add(py, hn::Mul(hn::Load(f8, &chunk.heading_y[g]), length));
    x0 = hn::Min(x0, hn::IfThenElse(goes, hn::Min(px, qx), low));
    x1 = hn::Max(x1, hn::IfThenElse(goes, hn::Max(px, qx), high));
    y0 = hn::Min(y0, hn::IfThenElse(goes, hn::Min(py, qy), low));
    y1 = hn::Max(y1, hn::IfThenElse(goes, hn::Max(py, qy), high));
  }
  return {hn::Set(f32, least_of(x0) - width), hn::Set(f32, most_of(x1) + width), hn::Set(f32, least_of(y0) - width),
          hn::Set(f32, most_of(y1) + width)};
}

constexpr float far = 1e9f;

/// Equation 2: smallest gap to somebody in the way. Where all radii are the same, the nearest is found first and one
/// root taken at the end.
template <bool masked, bool alike>
HWY_INLINE void look_ahead(const Rows& now, const Others& others, size_t h, const Chunk& chunk, Sums& sums) {
  const size_t row = chunk.first;
  const V zero = hn::Zero(f32), none = hn::Set(f32, far);
  for (size_t part = 0; part < parts; ++part) {
    const V x = twice(&now.x[row], h, part), y = twice(&now.y[row], h, part), r = twice(&now.radius[row], h, part);
    const V ex = twice(chunk.heading_x, h, part), ey = twice(chunk.heading_y, h, part), both = hn::Add(r, r);
    V least = none;
    for (size_t i = 0; i < others.count; i += 2) {
      const V dx = hn::Sub(two_of(others.x, i, part), x), dy = hn::Sub(two_of(others.y, i, part), y);
      const V d2 = hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy));
      const V contact = alike ? both : hn::Add(r, two_of(others.radius, i, part));
      const V along = hn::Add(hn::Mul(dx, ex), hn::Mul(dy, ey));
      const V across = hn::Abs(hn::Sub(hn::Mul(dx, ey), hn::Mul(dy, ex)));
      M in_way = hn::And(hn::Gt(along, zero), hn::Le(across, contact));
      if (masked) in_way = hn::And(in_way, seeing(others, i, part));
      const V measure = alike ? d2 : hn::Sub(hn::Mul(d2, inverse_root(f32, d2)), contact);
      least = hn::IfThenElse(in_way, hn::Min(least, measure), least);
    }
    hn::Store(least, f32, sums.gap + h * lanes + part * group);
  }
}

/// Equation 4: lanes whose creep would bring them nearer to somebody whom they all but touch.
template <bool masked, bool alike>
void block_creep(const Rows& now, const KernelSettings& k, const Others& others, size_t h, const Chunk& chunk,
                 Sums& sums) {
  const size_t row = chunk.first;
  const V zero = hn::Zero(f32), room = hn::Set(f32, k.contact_gap);
  for (size_t part = 0; part < parts; ++part) {
    const V x = twice(&now.x[row], h, part), y = twice(&now.y[row], h, part), r = twice(&now.radius[row], h, part);
    const V creep_x = twice(&now.creep_x[row], h, part), creep_y = twice(&now.creep_y[row], h, part);
    M blocked = hn::Lt(zero, zero);
    for (size_t i = 0; i < others.count; i += 2) {
      const V dx = hn::Sub(two_of(others.x, i, part), x), dy = hn::Sub(two_of(others.y, i, part), y);
      const V d2 = hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy));
      const V close = hn::Add(r, hn::Add(alike ? r : two_of(others.radius, i, part), room));
      const V nearing = hn::Add(hn::Mul(dx, creep_x), hn::Mul(dy, creep_y));
      M block = hn::And(hn::Lt(d2, hn::Mul(close, close)), hn::Gt(nearing, zero));
      if (masked) block = hn::And(block, seeing(others, i, part));
      blocked = hn::Or(blocked, block);
    }
    hn::Store(hn::IfThenElseZero(blocked, hn::Set(f32, 1)), f32, sums.blocked + h * lanes + part * group);
  }
}

/// Others within `repulsion_reach` of each half, their repulsion, and the headings.
template <bool masked, bool alike>
HWY_INLINE void choose_headings(const Rows& now, const KernelSettings& k, const Neighbours& c, Halves& halves,
                                Sums& sums, Chunk& chunk) {
  Window windows[2];
  for (size_t h = 0; h < 2; ++h) {
    const Box& box = halves.box[h];  // nobody is in the box of nobody
    windows[h] = {hn::Set(f32, box.x0 - repulsion_reach), hn::Set(f32, box.x1 + repulsion_reach),
                  hn::Set(f32, box.y0 - repulsion_reach), hn::Set(f32, box.y1 + repulsion_reach)};
  }
  choose<masked, alike>(k, c, windows, halves.present, halves.close);
  for (size_t h = 0; h < 2; ++h) repel<masked, alike>(now, k, halves.close[h], h, chunk, sums);
  for (size_t g = 0; g < lanes; g += group) head<alike>(now, k, g, sums, chunk);
}

/// Equation 5, where somebody may touch somebody: the smallest square of a distance is below that of the largest
/// contact.
template <bool masked, bool alike>
HWY_INLINE void push(const Rows& now, const KernelSettings& k, float worst, const Halves& halves, Sums& sums,
                     Chunk& chunk) {
  const V zero = hn::Zero(f32);
  for (size_t g = 0; g < lanes; g += group)
    for (float* v : {chunk.push_x, chunk.push_y, chunk.overlap}) hn::Store(zero, f32, v + g);
  for (size_t h = 0; h < 2; ++h) {
    M touch = hn::Lt(zero, zero);
    for (size_t part = 0; part < parts; ++part) {
      const V r = twice(&now.radius[chunk.first], h, part), contact = hn::Add(r, hn::Set(f32, k.largest_radius));
      touch = hn::Or(touch, hn::Lt(hn::Load(f32, sums.least2 + h * lanes + part * group), hn::Mul(contact, contact)));
    }
    if (HWY_LIKELY(hn::AllFalse(f32, touch))) continue;
    push_apart<masked, alike>(now, halves.close[h], h, chunk, sums);
    for (size_t l = h * half; l < (h + 1) * half; ++l)
      if (chunk.overlap[l] <= worst) chunk.overlap[l] = 0;
  }
}

/// Equation 3: the speed that a gap allows somebody of this free speed.
HWY_INLINE V speed_at(V gap, V top, const KernelSettings& k) {
  const V open = hn::Max(hn::Zero(f32), gap), b = hn::Set(f32, k.shuffle);
  const V steps = hn::Div(hn::Mul(open, hn::Set(f32, k.shuffle / k.shuffle_time)), hn::Max(top, hn::Set(f32, 1e-3f)));
  const V less = hn::Max(hn::Zero(f32), hn::Sub(b, steps));
  return hn::Mul(hn::Mul(open, hn::Set(f32, k.inverse_gap)), hn::Sub(hn::Set(f32, 1), less));
}

/// Equations 2-4: the gap ahead, the speed it allows, and whether one may creep.
template <bool masked, bool alike>
HWY_INLINE void pace(const Rows& now, const KernelSettings& k, const Neighbours& c, Halves& halves, Sums& sums,
                     Chunk& chunk) {
  Window windows[2];
  for (size_t h = 0; h < 2; ++h) windows[h] = ways_ahead(now, k, h, chunk);
  choose<masked, alike>(k, c, windows, halves.present, halves.ahead);
  for (size_t h = 0; h < 2; ++h) look_ahead<masked, alike>(now, halves.ahead[h], h, chunk, sums);
  const V zero = hn::Zero(f32);
  bool anybody = false;
  alignas(64) float creep[lanes];
  for (size_t g = 0; g < lanes; g += group) {
    const auto [even, odd] = both_of(sums.gap, g);
    const V r = hn::LoadU(f32, &now.radius[chunk.first + g]), least = hn::Min(even, odd);
    const V free = alike ? hn::Sub(root(f32, least), hn::Add(r, r)) : least;
    const V top = hn::Load(f32, &chunk.top_speed[g]);
    const V speed = hn::Min(top, speed_at(free, top, k));
    hn::Store(speed, f32, &chunk.speed[g]);
    // Fraction of the creep velocity: all of it at rest, none at `slow`.
    const V slow = hn::Min(hn::Set(f32, creep_speed), hn::Mul(top, hn::Set(f32, 0.5f)));
    const M creeps = hn::And(hn::Gt(slow, zero), hn::Lt(speed, slow));
    V part = zero;
    if (!hn::AllFalse(f32, creeps)) {
      anybody = true;
      part = hn::IfThenElseZero(creeps, hn::Div(hn::Sub(slow, speed), hn::Max(slow, hn::Set(f32, 1e-6f))));
    }
    hn::Store(part, f32, creep + g);
  }
  if (anybody) {
    for (size_t h = 0; h < 2; ++h) block_creep<masked, alike>(now, k, halves.close[h], h, chunk, sums);
    for (size_t l = 0; l < lanes; ++l)
      if (sums.blocked[2 * l] + sums.blocked[2 * l + 1] > 0) creep[l] = 0;
  }
  std::copy_n(creep, lanes, chunk.creep);
}

template <bool masked, bool alike>
void both_passes(const Rows& now, const KernelSettings& k, float worst, const Neighbours& c, Halves& halves,
                 Chunk& chunk) {
  Sums sums;
  choose_headings<masked, alike>(now, k, c, halves, sums, chunk);
  pace<masked, alike>(now, k, c, halves, sums, chunk);
  push<masked, alike>(now, k, worst, halves, sums, chunk);
}

}  // namespace

void steer(const Rows& now, const Strips& strips, const Ground& ground, const KernelSettings& settings, float worst,
           Chunk& chunk, Neighbours& neighbours) {
  static thread_local Halves shared;
  Halves& halves = shared;
  const Extent own = measure(now, chunk.first, settings.alike, settings.largest_radius, halves);
  if (own.empty()) return;  // everybody of this chunk has left since the rows were sorted
  V fastest = hn::Zero(f32);
  for (size_t g = 0; g < lanes; g += group) fastest = hn::Max(fastest, hn::Load(f32, chunk.top_speed + g));
  const float top_speed = hn::GetLane(hn::MaxOfLanes(f32, fastest));
  // Beyond this centre distance nobody's headway is shorter than free walking needs.
  const float contact = own.radius + settings.largest_radius;
  const float reach = contact + std::max(settings.time_gap, settings.shuffle_time) * top_speed + 1e-3f;
  neighbours.find(now, strips, own,
                  {std::max({reach, contact + 0.05f, repulsion_reach}), settings.drift, false,
                   settings.alike ? settings.largest_radius : 0});
  const bool masked = neighbours.look(now, ground, chunk.first);
  const auto act = settings.alike ? (masked ? &both_passes<true, true> : &both_passes<false, true>)
                                  : (masked ? &both_passes<true, false> : &both_passes<false, false>);
  act(now, settings, worst, neighbours, halves, chunk);
}

}  // namespace muster::crowd
HWY_AFTER_NAMESPACE();
