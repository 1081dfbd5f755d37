#pragma once
// Who is near a chunk of 16 people, and whom of them each sees: what all walking models share.

#include "models/crowd/ground/ground.h"
#include "models/crowd/walking/rows.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace muster::crowd {

/// People advanced at a time: rows `first` to `first + lanes - 1`.
inline constexpr size_t lanes = 16;
/// Height difference above which two people do not notice one another [m].
inline constexpr float same_level = 1.0f;

struct Box {
  float x0 = 1e30f, x1 = -1e30f, y0 = 1e30f, y1 = -1e30f, z0 = 1e30f, z1 = -1e30f;
};

/// Where the people of a chunk stand.
struct Extent {
  Box box;
  float radius = 0;  ///< [m] the largest
  bool empty() const { return box.x0 > box.x1; }
};

Extent extent(const Rows& now, uint32_t first);

/// How far to look [m].
struct Reach {
  float all = 0;      ///< from the box of the chunk, along either axis
  float drift = 0;    ///< how far anybody may have moved since the rows were sorted
  bool rows = false;  ///< `Neighbours::row` is wanted, too
  float radius = 0;   ///< [m] everybody's where all are alike; 0: they differ
};

/// The people near a chunk, itself included. A thread reuses the memory from chunk to chunk.
struct Neighbours {
  std::vector<float> x, y, z, radius;  ///< [all], padded by `lanes`
  std::vector<uint32_t> row;           ///< [all] where asked for
  std::vector<uint16_t> seen;          ///< [all] bit l: lane l sees it; holds after look() returned true
  size_t all = 0;

  /// Finds them.
  void find(const Rows& now, const Strips& strips, const Extent& own, const Reach& reach);
  /// Drops those whom nobody of the chunk sees and fills `seen`: a wall between the two centres hides, a height
  /// difference above `same_level` too. False where everybody sees all who are left.
  bool look(const Rows& now, const Ground& ground, uint32_t first);

 private:
  template <bool level, bool alike>
  bool gather(const Rows& now, const Strips& strips, const Reach& reach);
  template <bool level, bool alike>
  bool compress(const Rows& now, uint32_t first, uint32_t last);
  void pad();
  void make_room(size_t most, const Reach& reach);
  void find_walls(const SegmentGrid& segments);
  void judge(const Segment& wall, uint32_t number, const Rows& now, uint32_t first);
  void judge_heights();
  void see(const Rows& now, const Ground& ground, uint32_t first);
  void hide(const Segment& wall, const Rows& now, uint32_t first, size_t candidate);
  void drop_hidden();

  float filled_radius_ = 0;  // what `radius` is filled with where all are alike
  Box own_, searched_;       // the box of the chunk, and that grown by the reach
  bool level_ = false, rows_ = false;
  uint32_t present_ = 0;  // bit l: lane l holds somebody
  std::vector<uint32_t> walls_;
  std::vector<uint32_t> met_;  // [walls of the ground] the search that met it last
  uint32_t searches_ = 0;
  std::vector<uint16_t> hidden_;  // [all] bit l: from lane l by a wall, told from boxes
  std::vector<std::pair<uint32_t, uint32_t>>
      doubtful_;  // candidate and wall (or `heights`) to be looked at lane by lane
};

}  // namespace muster::crowd
