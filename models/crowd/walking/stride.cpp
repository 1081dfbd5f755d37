#define HWY_COMPILE_ONLY_STATIC 1  // the target that the compiler's flags name, -march=native included
#include "models/crowd/walking/stride.h"

#include "models/crowd/walking/roots.h"

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

HWY_INLINE M mask_of(LaneBits bits, size_t g) {
  const uint32_t own = (bits >> g) & ((1u << group) - 1);
  const uint8_t bytes[8] = {static_cast<uint8_t>(own), static_cast<uint8_t>(own >> 8)};
  return hn::LoadMaskBits(f32, bytes);
}

HWY_INLINE LaneBits bits_of(M mask, size_t g) {
  uint8_t bytes[8] = {};
  hn::StoreMaskBits(f32, mask, bytes);
  return (static_cast<LaneBits>(bytes[0]) | static_cast<LaneBits>(bytes[1]) << 8) << g;
}

/// Column (or row) of cells that a coordinate lies in: cell k covers [k * size, (k + 1) * size) as floats have it.
HWY_INLINE hn::Vec<decltype(i32)> column_of(V x, V size, V inverse) {
  const auto k = hn::ConvertTo(i32, hn::Mul(x, inverse));
  const auto one = hn::Set(i32, 1), zero = hn::Zero(i32);
  const M above = hn::Ge(x, hn::Mul(hn::ConvertTo(f32, hn::Add(k, one)), size));
  const M below = hn::Lt(x, hn::Mul(hn::ConvertTo(f32, k), size));
  return hn::Sub(hn::Add(k, hn::IfThenElse(hn::RebindMask(i32, above), one, zero)),
                 hn::IfThenElse(hn::RebindMask(i32, below), one, zero));
}

}  // namespace

LaneBits lanes_in(const Rows& rows, uint32_t first, State state) {
  const hn::CappedTag<uint8_t, lanes> u8;
  constexpr size_t at_once = hn::MaxLanes(u8);
  const auto wanted = hn::Set(u8, static_cast<uint8_t>(state));
  const auto* states = reinterpret_cast<const uint8_t*>(rows.state.data() + first);
  LaneBits found = 0;
  for (size_t g = 0; g < lanes; g += at_once) {
    uint8_t bytes[8] = {};
    hn::StoreMaskBits(u8, hn::Eq(hn::LoadU(u8, states + g), wanted), bytes);
    found |= (static_cast<LaneBits>(bytes[0]) | static_cast<LaneBits>(bytes[1]) << 8) << g;
  }
  return found;
}

LaneBits lanes_bound_for(const Rows& rows, uint32_t first, int32_t goal) {
  LaneBits found = 0;
  for (size_t g = 0; g < lanes; g += group) {
    const auto same = hn::Eq(hn::LoadU(i32, rows.goal.data() + first + g), hn::Set(i32, goal));
    found |= bits_of(hn::RebindMask(f32, same), g);
  }
  return found;
}

Underfoot look_down(const Ground& ground, std::span<const Way> ways, const Rows& now, LaneBits who, Chunk& chunk) {
  Underfoot found;
  constexpr int32_t stair = Ground::stair | Ground::sloped;
#if HWY_TARGET <= HWY_AVX2
  // Gathers of four bytes at multiples of four: two ways or four flags. The arrays end with whole ones.
  const auto* two_ways = reinterpret_cast<const int32_t*>(ways.data());
  const auto* four_flags = reinterpret_cast<const int32_t*>(ground.flags_at(0));
  const auto zero = hn::Zero(i32);
  for (size_t g = 0; g < lanes; g += group) {
    const auto cell = hn::LoadU(i32, now.cell.data() + chunk.first + g);
    const auto asked = hn::RebindMask(i32, mask_of(who, g));
    const auto ways_here = hn::GatherIndex(i32, two_ways, hn::ShiftRight<1>(cell));
    const auto second = hn::ShiftLeft<4>(hn::And(cell, hn::Set(i32, 1)));
    const auto way = hn::And(hn::Shr(ways_here, second), hn::Set(i32, 0xffff));
    const auto x = hn::ShiftRight<24>(hn::ShiftLeft<24>(way)), y = hn::ShiftRight<24>(hn::ShiftLeft<16>(way));
    const auto walks = hn::And(asked, hn::And(hn::Ne(way, zero), hn::Ne(x, hn::Set(i32, -128))));
    hn::Store(hn::ConvertTo(f32, hn::IfThenElseZero(walks, x)), f32, chunk.wish_x + g);
    hn::Store(hn::ConvertTo(f32, hn::IfThenElseZero(walks, y)), f32, chunk.wish_y + g);
    const auto flags_here = hn::GatherIndex(i32, four_flags, hn::ShiftRight<2>(cell));
    const auto which = hn::ShiftLeft<3>(hn::And(cell, hn::Set(i32, 3)));
    const auto flags = hn::And(hn::Shr(flags_here, which), hn::Set(i32, 0xff));
    const auto have = [&](int32_t bits) {
      return bits_of(hn::RebindMask(f32, hn::Eq(hn::And(flags, hn::Set(i32, bits)), hn::Set(i32, bits))), g);
    };
    found.walks |= bits_of(hn::RebindMask(f32, walks), g);
    found.plain |= have(Ground::plain), found.near_wall |= have(Ground::near_wall), found.stairs |= have(stair);
  }
#else
  for (size_t l = 0; l < lanes; ++l) {
    const CellId cell = now.cell[chunk.first + l];
    const Way way = ((who >> l) & 1) != 0 ? ways[static_cast<size_t>(cell)] : Way{};
    chunk.wish_x[l] = way.walks() ? static_cast<float>(way.x) : 0,
    chunk.wish_y[l] = way.walks() ? static_cast<float>(way.y) : 0;
    found.walks |= static_cast<LaneBits>(way.walks()) << l;
    const uint8_t flags = ground.flags(cell);
    found.plain |= static_cast<LaneBits>((flags & Ground::plain) != 0) << l;
    found.near_wall |= static_cast<LaneBits>((flags & Ground::near_wall) != 0) << l;
    found.stairs |= static_cast<LaneBits>((flags & stair) == stair) << l;
  }
#endif
  return found;
}

void wish_together(const Rows& now, LaneBits who, Chunk& chunk) {
  for (size_t g = 0; g < lanes; g += group) {
    const M mask = mask_of(who, g);
    const V x = hn::Load(f32, chunk.wish_x + g), y = hn::Load(f32, chunk.wish_y + g);
    const V inverse = fine_inverse_root(f32, hn::Add(hn::Mul(x, x), hn::Mul(y, y)));
    hn::Store(hn::Mul(x, inverse), f32, chunk.wish_x + g);
    hn::Store(hn::Mul(y, inverse), f32, chunk.wish_y + g);
    const size_t row = chunk.first + g;
    const V top = hn::Mul(hn::LoadU(f32, &now.pace[row]), hn::LoadU(f32, &now.free_speed[row]));
    hn::Store(hn::IfThenElseZero(mask, top), f32, chunk.top_speed + g);
  }
}

LaneBits stride_together(const Ground& ground, float step, LaneBits present, LaneBits walkers, LaneBits plain,
                         const Chunk& chunk, Rows& now, NextPositions& next, Stride& stride,
                         std::vector<CellMove>& cell_moves) {
  const V zero = hn::Zero(f32), most = hn::Set(f32, longest_push);
  const V size = hn::Set(f32, ground.cell_size()), inverse = hn::Set(f32, ground.inverse_cell_size());
  alignas(64) int32_t columns[lanes], rows[lanes];  // by how many each lane moves on
  LaneBits rest = 0, other_cell = 0;
  for (size_t g = 0; g < lanes; g += group) {
    const size_t row = chunk.first + g;
    const M here = mask_of(present, g);
    // The push, at most `longest_push`, and the way walked.
    V dx = hn::Load(f32, chunk.push_x + g), dy = hn::Load(f32, chunk.push_y + g);
    const V push2 = hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy));
    const M far = hn::Gt(push2, hn::Mul(most, most));
    if (HWY_UNLIKELY(!hn::AllFalse(f32, far))) {
      const V shorter = hn::Mul(most, fine_inverse_root(f32, push2));
      dx = hn::IfThenElse(far, hn::Mul(dx, shorter), dx), dy = hn::IfThenElse(far, hn::Mul(dy, shorter), dy);
    }
    const M goes = hn::And(here, hn::Gt(hn::Load(f32, chunk.top_speed + g), zero));
    const V walking = hn::Load(f32, stride.walking + g), speed = hn::Load(f32, chunk.speed + g);
    const V creep = hn::Load(f32, chunk.creep + g);
    const V heading_x = hn::Load(f32, chunk.heading_x + g), heading_y = hn::Load(f32, chunk.heading_y + g);
    const V creep_x = hn::LoadU(f32, &now.creep_x[row]), creep_y = hn::LoadU(f32, &now.creep_y[row]);
    const V way_x = hn::Mul(walking, hn::Add(hn::Mul(speed, heading_x), hn::Mul(creep, creep_x)));
    const V way_y = hn::Mul(walking, hn::Add(hn::Mul(speed, heading_y), hn::Mul(creep, creep_y)));
    dx = hn::IfThenElseZero(here, hn::IfThenElse(goes, hn::Add(dx, way_x), dx));
    dy = hn::IfThenElseZero(here, hn::IfThenElse(goes, hn::Add(dy, way_y), dy));
    hn::StoreU(hn::IfThenElse(goes, heading_x, hn::LoadU(f32, &now.heading_x[row])), f32, &now.heading_x[row]);
    hn::StoreU(hn::IfThenElse(goes, heading_y, hn::LoadU(f32, &now.heading_y[row])), f32, &now.heading_y[row]);
    hn::Store(dx, f32, stride.dx + g);
    hn::Store(dy, f32, stride.dy + g);

    // Which of them get to the same or the next cell of open floor, or do not move at all.
    const V x0 = hn::LoadU(f32, &now.x[row]), y0 = hn::LoadU(f32, &now.y[row]);
    const V x1 = hn::Add(x0, dx), y1 = hn::Add(y0, dy);
    const M moves = hn::Or(hn::Ne(dx, zero), hn::Ne(dy, zero));
    const M open = mask_of(plain, g);
    const V ax = hn::IfThenElseZero(open, x0), bx = hn::IfThenElseZero(open, x1);
    const V ay = hn::IfThenElseZero(open, y0), by = hn::IfThenElseZero(open, y1);
    const auto di = hn::Sub(column_of(bx, size, inverse), column_of(ax, size, inverse));
    const auto dj = hn::Sub(column_of(by, size, inverse), column_of(ay, size, inverse));
    const auto farthest = hn::Max(hn::Abs(di), hn::Abs(dj));
    const M soon = hn::RebindMask(f32, hn::Lt(farthest, hn::Set(i32, 2)));
    const M simple = hn::And(moves, hn::And(open, soon));
    rest |= bits_of(hn::AndNot(simple, moves), g);
    other_cell |= bits_of(hn::And(simple, hn::RebindMask(f32, hn::Ne(hn::Or(di, dj), hn::Zero(i32)))), g);
    hn::Store(di, i32, columns + g);
    hn::Store(dj, i32, rows + g);

    // Where they are then, how fast and how far they went.
    const V x = hn::IfThenElse(simple, x1, x0), y = hn::IfThenElse(simple, y1, y0);
    hn::StoreU(x, f32, &next.x[row]);
    hn::StoreU(y, f32, &next.y[row]);
    hn::StoreU(hn::LoadU(f32, &now.z[row]), f32, &next.z[row]);
    const V mx = hn::Sub(x, x0), my = hn::Sub(y, y0);
    const V moved = hn::IfThenElseZero(simple, root(f32, hn::Add(hn::Mul(mx, mx), hn::Mul(my, my))));
    const V now_speed = hn::Mul(moved, hn::Set(f32, 1 / step));
    hn::StoreU(now_speed, f32, &now.speed[row]);
    hn::StoreU(hn::Add(hn::LoadU(f32, &now.walked[row]), moved), f32, &now.walked[row]);
    const M queues = hn::And(hn::And(mask_of(walkers, g), hn::Or(simple, hn::Not(moves))),
                             hn::Lt(now_speed, hn::Set(f32, queueing_speed)));
    // Always: whether anybody queues is hard to foretell for the processor.
    const V queued = hn::LoadU(f32, &now.queued[row]);
    hn::StoreU(hn::Add(queued, hn::IfThenElseZero(queues, walking)), f32, &now.queued[row]);
  }
  for (; other_cell != 0; other_cell &= other_cell - 1) {
    const auto l = static_cast<size_t>(__builtin_ctz(other_cell));
    const auto row = static_cast<uint32_t>(chunk.first + l);
    cell_moves.push_back({row, static_cast<int8_t>(columns[l]), static_cast<int8_t>(rows[l])});
    __builtin_prefetch(ground.floors().neighbour.data() + now.cell[row]);
  }
  return rest;
}

}  // namespace muster::crowd
HWY_AFTER_NAMESPACE();
