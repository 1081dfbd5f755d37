#pragma once
// The people on the floors as a structure of arrays, kept sorted: band of height, strip of the plane, cell along the
// strip. Every strip starts at a multiple of 16 rows, so that 16 neighbours fill the lanes of a vector.

#include "models/crowd/people/people.h"
#include "scene/floors.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <tuple>
#include <utility>
#include <vector>

namespace muster::crowd {

/// What somebody is doing.
enum class State : uint8_t {
  waiting,  ///< pre-movement time not over
  walking,
  queueing,       ///< stands before a link until there is room
  without_route,  ///< wants to leave, but no way leads out
  standing,       ///< stands of its own will: for its group, for help, at its post
  in_refuge,      ///< has reached a refuge and stays
  carried,        ///< moved by others or moving them, without a body of its own on the floor
  fallen,         ///< lies where a hazard made it fall
  beyond,         ///< has crossed an exit, still on the floor beyond it
  on_link,        ///< on a link, not on a floor
  trailing,       ///< no person: the rear of a long body, with the id of the person in front
  gone,           ///< evacuated and taken away
  nobody,         ///< an empty row
};

/// Resizes an array of rows. Their number changes a little at every sort: capacity is not doubled for it.
template <class T>
void fit(std::vector<T>& values, size_t rows) {
  if (rows > values.capacity()) values.reserve(rows + rows / 32);
  values.resize(rows);
}

/// Rows of people on floors; a row with State::nobody is empty and far away.
struct Rows {
  static constexpr float far_away = 1e9f;

  // What neighbours read.
  std::vector<float> x, y, z, radius;
  // What only its owner reads.
  std::vector<float> free_speed, up, down, premovement;
  std::vector<float> heading_x, heading_y;             ///< unit vector of the last heading
  std::vector<float> noise, creep_x, creep_y;          ///< [rad], [m/s] drawn anew every `noise_hold`
  std::vector<float> speed;                            ///< [m/s] of the last step
  std::vector<float> walked, queued;                   ///< [m] [s]
  std::vector<float> anchor_x, anchor_y, anchor_time;  ///< where and when it last got on by 0.25 m
  std::vector<scene::CellId> cell;
  std::vector<uint32_t> id;
  std::vector<int32_t> goal;  ///< field of `Routes` that it follows
  std::vector<float> pace;    ///< fraction of the free speed at which it chooses to walk, [0, 1]
  std::vector<State> state;

  size_t size() const { return x.size(); }
  /// Makes `count` rows, all empty.
  void reset(size_t count);
  /// Copies row `from` of `other` to row `to`.
  void copy(size_t to, const Rows& other, size_t from);
  /// Appends row `from` of `other`.
  void add(const Rows& other, size_t from);
  void clear(size_t row);
  /// Removes a row; the last one takes its place.
  void remove(size_t row);
};

/// Where everybody will be after the step that is being computed, by row [m].
struct NextPositions {
  std::vector<float> x, y, z;
};

/// Cells of the neighbour search.
class Strips {
 public:
  /// Height of a strip and length of a cell along it [m]: a chunk of 16 people at 2 per m2 is then about square.
  static constexpr float strip = 2.46f, along = 0.82f;

  explicit Strips(const scene::Floors& floors);

  /// Sorts people, dropping empty rows. What `spare` holds is lost: its arrays are the room to sort in.
  void sort(Rows& rows, NextPositions& spare);
  int bands() const { return static_cast<int>(cuts_.size()) + 1; }
  int band(float z) const {
    return cuts_.empty() ? 0 : static_cast<int>(std::upper_bound(cuts_.begin(), cuts_.end(), z) - cuts_.begin());
  }
  int strips() const { return ny_; }
  int strip_of(float y) const {
    return static_cast<int>(std::clamp(y * inverse_strip_, 0.0f, static_cast<float>(ny_ - 1)));
  }
  int cell_of(float x) const {
    return static_cast<int>(std::clamp(x * inverse_along_, 0.0f, static_cast<float>(nx_ - 1)));
  }
  /// Rows [first, last) of cells `c0`..`c1` of a strip.
  std::pair<uint32_t, uint32_t> rows(int band_index, int strip_index, int c0, int c1) const {
    const size_t s = (static_cast<size_t>(band_index) * static_cast<size_t>(ny_) + static_cast<size_t>(strip_index)) *
                     static_cast<size_t>(nx_);
    return {begin_[s + static_cast<size_t>(c0)], end_[s + static_cast<size_t>(c1)]};
  }
  int cells() const { return nx_; }
  /// First rows of the chunks of 16 that hold people.
  const std::vector<uint32_t>& chunks() const { return chunks_; }

 private:
  std::vector<float> cuts_;  // heights between bands, ascending
  float inverse_strip_, inverse_along_;
  int nx_, ny_;
  /// An array of the rows and what empty rows hold.
  template <class T>
  struct Column {
    std::vector<T>* values;
    T none;
  };
  /// Brings columns into `order_`, as many at once as there is room for.
  template <class T, size_t N>
  void rearrange(const std::vector<Column<T>>& columns, std::array<std::vector<T>*, N> room);

  std::vector<uint32_t> begin_, end_, order_;
  std::vector<uint32_t> unsigned_room_;  // [rows] also each person's cell while people are counted
  std::vector<int32_t> signed_room_;
  std::vector<State> state_room_;
  std::vector<uint32_t> chunks_;
};

}  // namespace muster::crowd
