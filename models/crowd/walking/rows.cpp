#define HWY_COMPILE_ONLY_STATIC 1  // the target that the compiler's flags name, -march=native included
#include "models/crowd/walking/rows.h"

#include "base/parallel.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <type_traits>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace muster::crowd {

namespace {

/// Calls act(a.member, b.member) for every array.
template <class A, class B, class Act>
void each_array(A& a, B& b, const Act& act) {
  act(a.x, b.x), act(a.y, b.y), act(a.z, b.z), act(a.radius, b.radius);
  act(a.free_speed, b.free_speed), act(a.up, b.up), act(a.down, b.down), act(a.premovement, b.premovement);
  act(a.heading_x, b.heading_x), act(a.heading_y, b.heading_y);
  act(a.noise, b.noise), act(a.creep_x, b.creep_x), act(a.creep_y, b.creep_y);
  act(a.speed, b.speed), act(a.walked, b.walked), act(a.queued, b.queued);
  act(a.anchor_x, b.anchor_x), act(a.anchor_y, b.anchor_y), act(a.anchor_time, b.anchor_time);
  act(a.cell, b.cell), act(a.id, b.id), act(a.goal, b.goal), act(a.pace, b.pace), act(a.state, b.state);
}

constexpr size_t lanes = 16;
constexpr uint32_t empty = 0xffffffffu;
/// [cells of the neighbour search] 6.6 m: twice what a chunk spans at 2 people per m2.
constexpr size_t widest_chunk = 8;

/// Cuts between bands lie where, within 1 m up and down, the fewest cells lie; bands are 2.2 to 4.4 m high, the lowest
/// 1.1 to 3.3 m above its floor: each storey of 2.8 m and more has a band of its own.
std::vector<float> cut_heights(const scene::Floors& floors) {
  std::vector<float> cuts;
  if (floors.z.empty()) return cuts;
  const auto [low, high] = std::minmax_element(floors.z.begin(), floors.z.end());
  constexpr float bin = 0.1f, least = 2.2f, most = 4.4f, first = 1.1f;
  constexpr int window = 10;
  const auto bins = static_cast<size_t>(std::min((*high - *low) / bin, 1e6f)) + 1;
  std::vector<uint32_t> sum(bins + 1, 0);
  for (const float z : floors.z) ++sum[std::min(static_cast<size_t>((z - *low) / bin), bins - 1) + 1];
  for (size_t i = 0; i < bins; ++i) sum[i + 1] += sum[i];
  const auto cells_near = [&](int i) {
    const int a = std::clamp(i - window, 0, static_cast<int>(bins)),
              b = std::clamp(i + window, 0, static_cast<int>(bins));
    return sum[static_cast<size_t>(b)] - sum[static_cast<size_t>(a)];
  };
  for (float last = *low - first; last + least < *high;) {
    float best = last + least;
    uint32_t fewest = empty;
    for (float z = last + least; z <= last + most; z += bin) {
      const uint32_t n = cells_near(static_cast<int>((z - *low) / bin));
      if (n < fewest) fewest = n, best = z;
    }
    cuts.push_back(best);
    last = best;
  }
  return cuts;
}

/// to[i] = values[order[i]], or `none` where order[i] is empty, for i in [first, last).
template <class T>
HWY_INLINE void reorder(const T* values, T none, const std::vector<uint32_t>& order, size_t first, size_t last, T* to) {
  size_t i = first;
#if HWY_TARGET <= HWY_AVX2
  if constexpr (sizeof(T) == 4) {
    namespace hn = hwy::HWY_NAMESPACE;
    const hn::CappedTag<int32_t, lanes> i32;  // the bits of any T
    const auto nobody = hn::Set(i32, std::bit_cast<int32_t>(none));
    for (; i + hn::MaxLanes(i32) <= last; i += hn::MaxLanes(i32)) {
      const auto from = hn::LoadU(i32, reinterpret_cast<const int32_t*>(order.data()) + i);
      const auto someone = hn::Not(hn::Lt(from, hn::Zero(i32)));  // `empty` is -1
      const auto moved =
          hn::GatherIndex(i32, reinterpret_cast<const int32_t*>(values), hn::IfThenElseZero(someone, from));
      hn::StoreU(hn::IfThenElse(someone, moved, nobody), i32, reinterpret_cast<int32_t*>(to) + i);
    }
  }
#endif
  for (; i < last; ++i) to[i] = order[i] == empty ? none : values[order[i]];
}

}  // namespace

void Rows::reset(size_t count) {
  each_array(*this, *this, [&](auto& a, auto&) { a.assign(count, {}); });
  std::fill(x.begin(), x.end(), far_away);
  std::fill(y.begin(), y.end(), far_away);
  std::fill(state.begin(), state.end(), State::nobody);
}

void Rows::copy(size_t to, const Rows& other, size_t from) {
  each_array(*this, other, [&](auto& a, const auto& b) { a[to] = b[from]; });
}

void Rows::add(const Rows& other, size_t from) {
  each_array(*this, other, [&](auto& a, const auto& b) { a.push_back(b[from]); });
}

void Rows::remove(size_t row) {
  each_array(*this, *this, [&](auto& a, auto&) {
    a[row] = a.back();
    a.pop_back();
  });
}

void Rows::clear(size_t row) {
  x[row] = y[row] = far_away;
  state[row] = State::nobody;
}

Strips::Strips(const scene::Floors& floors) : cuts_(cut_heights(floors)) {
  const double extent_x = floors.grid.nx * floors.grid.cell, extent_y = floors.grid.ny * floors.grid.cell;
  // On very large grounds longer cells keep the table small; they change speed, not results.
  double length = along;
  constexpr double most_cells = 1 << 20;
  while ((extent_x / length + 1) * (extent_y / strip + 1) * bands() > most_cells && length < extent_x) length *= 2;
  inverse_along_ = static_cast<float>(1 / length);
  inverse_strip_ = 1 / strip;
  nx_ = static_cast<int>(extent_x / length) + 1;
  ny_ = static_cast<int>(extent_y / strip) + 1;
  begin_.resize(static_cast<size_t>(bands()) * static_cast<size_t>(nx_) * static_cast<size_t>(ny_));
  end_ = begin_;
}

/// A few columns at a time: a second copy of all rows is not needed. Several at once, for `order_` is read once then.
template <class T, size_t N>
void Strips::rearrange(const std::vector<Column<T>>& columns, std::array<std::vector<T>*, N> room) {
  for (size_t from = 0; from < columns.size(); from += N) {
    const size_t count = std::min(N, columns.size() - from);
    for (size_t k = 0; k < count; ++k) fit(*room[k], order_.size());
    parallel_for(order_.size(), 8192, [&](size_t first, size_t last) {
      for (size_t k = 0; k < count; ++k) {
        const T *values = columns[from + k].values->data(), none = columns[from + k].none;
        reorder(values, none, order_, first, last, room[k]->data());
      }
    });
    for (size_t k = 0; k < count; ++k) columns[from + k].values->swap(*room[k]);
  }
}

void Strips::sort(Rows& rows, NextPositions& spare) {
  // Count the people of each cell.
  const size_t n = rows.size();
  std::vector<uint32_t>& key = unsigned_room_;
  fit(key, n);
  parallel_for(n, 16384, [&](size_t first, size_t last) {
    for (size_t i = first; i < last; ++i)
      key[i] = rows.state[i] == State::nobody
                   ? empty
                   : static_cast<uint32_t>((band(rows.z[i]) * ny_ + strip_of(rows.y[i])) * nx_ + cell_of(rows.x[i]));
  });
  std::fill(end_.begin(), end_.end(), 0);
  for (size_t i = 0; i < n; ++i)
    if (key[i] != empty) ++end_[key[i]];

  // First row of each cell. Chunks start at multiples of 16; where people are few, one ends early rather than span far
  // more ground than its people can see.
  uint32_t next = 0;
  chunks_.clear();
  const auto start_chunk = [&] {
    next = static_cast<uint32_t>((next + lanes - 1) / lanes * lanes);
    return next;
  };
  for (size_t s = 0; s < end_.size(); s += static_cast<size_t>(nx_)) {
    uint32_t chunk = start_chunk();
    size_t chunk_cell = s;
    for (size_t c = s; c < s + static_cast<size_t>(nx_); ++c) {
      if (end_[c] > 0 && next > chunk && c - chunk_cell > widest_chunk) chunk = start_chunk();
      if (end_[c] > 0 && next == chunk) chunk_cell = c;
      begin_[c] = next;
      for (uint32_t row = next; row < next + end_[c]; ++row)
        if (row % lanes == 0) chunks_.push_back(row);
      next += end_[c];
      // What goes on beyond a full chunk starts the next one here.
      if (next - chunk >= lanes) chunk = next / lanes * lanes, chunk_cell = c;
    }
  }
  next = start_chunk();
  next += lanes;  // vectors may read one chunk past the last
  fit(order_, next);
  std::fill(order_.begin(), order_.end(), empty);
  std::copy(begin_.begin(), begin_.end(), end_.begin());
  for (size_t i = 0; i < n; ++i)
    if (key[i] != empty) order_[end_[key[i]]++] = static_cast<uint32_t>(i);

  std::tuple<std::vector<Column<float>>, std::vector<Column<int32_t>>, std::vector<Column<uint32_t>>,
             std::vector<Column<State>>>
      columns;
  each_array(rows, rows, [&]<class T>(std::vector<T>& values, auto&) {
    std::get<std::vector<Column<T>>>(columns).push_back({&values, T{}});
  });
  for (Column<float>& c : std::get<0>(columns)) {
    if (c.values == &rows.x || c.values == &rows.y) c.none = Rows::far_away;
    if (c.values == &rows.heading_x) c.none = 1;
  }
  std::get<std::vector<Column<State>>>(columns)[0].none = State::nobody;
  rearrange(std::get<0>(columns), std::array{&spare.x, &spare.y});
  rearrange(std::get<1>(columns), std::array{&signed_room_});
  rearrange(std::get<2>(columns), std::array{&unsigned_room_});
  rearrange(std::get<3>(columns), std::array{&state_room_});
}

}  // namespace muster::crowd
HWY_AFTER_NAMESPACE();
