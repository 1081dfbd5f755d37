#pragma once
// The floor under one's feet, as the walking model needs it: exact walls near a point, lines to be crossed, and the
// cell that a body stands on. Plane coordinates are local: metres from the corner (x0, y0) of the floors' grid.

#include "scene/floors.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace muster::crowd {

using scene::CellId;
using scene::no_cell;

/// A vertical piece of wall or a line on the floor, in local plane coordinates [m].
struct Segment {
  float ax, ay, bx, by;
  float ux, uy, length;       ///< unit vector a -> b and its length; 0 length allowed
  float foot_low, foot_high;  ///< [m] range of floor heights from which a body touches it
  bool solid = true;          ///< bodies stop at it
  int8_t one_way = 0;  ///< where not solid, centres of bodies cross it to the left (+1) or right (-1) of a -> b only

  /// Vector from the nearest point of the segment to (x, y); its squared length in `d2`.
  std::pair<float, float> from(float x, float y, float& d2) const {
    float along = (x - ax) * ux + (y - ay) * uy;
    along = along < 0 ? 0 : (along > length ? length : along);
    const float dx = x - (ax + along * ux), dy = y - (ay + along * uy);
    d2 = dx * dx + dy * dy;
    return {dx, dy};
  }
  /// Positive when (x, y) lies to the left of a -> b: distance from its line [m].
  float side(float x, float y) const { return ux * (y - ay) - uy * (x - ax); }
  /// Where x -> p crosses: fraction of the way in [0, 1], or -1. Ends of the segment belong to it.
  float crossing(float x0, float y0, float x1, float y1) const;
};

/// Segments sorted into square tiles of the plane and layers of height: those that come within `reach` of a tile.
class SegmentGrid {
 public:
  SegmentGrid() = default;
  /// `extent_x`, `extent_y` [m] of the plane; `reach` >= 0 [m].
  SegmentGrid(std::vector<Segment> segments, double extent_x, double extent_y, double tile, double reach);

  /// Indices of segments that may lie within `reach` of (x, y) for feet at height z (check `foot_low`, `foot_high`).
  std::span<const uint32_t> near(float x, float y, float z) const {
    if (begin_.empty()) return {};
    const size_t t = tile_of(x, y, z);
    return {list_.data() + begin_[t], list_.data() + begin_[t + 1]};
  }
  /// Whether no segment lies in a box of the plane, told by the distance of its middle to the nearest tile with one.
  bool clear_of(float x0, float y0, float x1, float y1) const {
    if (begin_.empty()) return true;
    const size_t middle = static_cast<size_t>(clamp_y(0.5f * (y0 + y1))) * static_cast<size_t>(nx_) +
                          static_cast<size_t>(clamp_x(0.5f * (x0 + x1)));
    const float half = 0.5f * (x1 - x0 > y1 - y0 ? x1 - x0 : y1 - y0);
    return static_cast<float>(tiles_clear_[middle]) > half * inverse_tile_ + 1;
  }
  /// Calls act(index) for the segments of all tiles that a box touches; some come several times.
  template <class Act>
  void visit(float x0, float y0, float x1, float y1, float z0, float z1, const Act& act) const {
    if (begin_.empty()) return;
    const int i0 = clamp_x(x0), i1 = clamp_x(x1), j0 = clamp_y(y0), j1 = clamp_y(y1), k1 = clamp_z(z1);
    for (int k = clamp_z(z0); k <= k1; ++k)
      for (int j = j0; j <= j1; ++j) {
        const size_t row =
            (static_cast<size_t>(k) * static_cast<size_t>(ny_) + static_cast<size_t>(j)) * static_cast<size_t>(nx_);
        const uint32_t end = begin_[row + static_cast<size_t>(i1) + 1];
        for (uint32_t n = begin_[row + static_cast<size_t>(i0)]; n < end; ++n) act(list_[n]);
      }
  }
  /// Appends indices of the segments in all tiles that a box touches, without duplicates, ascending.
  void within(float x0, float y0, float x1, float y1, float z0, float z1, std::vector<uint32_t>& out) const;
  const Segment& operator[](size_t i) const { return segments_[i]; }
  size_t size() const { return segments_.size(); }
  void set_solid(size_t i, bool solid) { segments_[i].solid = solid; }
  void set_one_way(size_t i, int8_t to_left) { segments_[i].one_way = to_left; }

 private:
  void measure_clear();
  size_t tile_of(float x, float y, float z) const {
    return (static_cast<size_t>(clamp_z(z)) * static_cast<size_t>(ny_) + static_cast<size_t>(clamp_y(y))) *
               static_cast<size_t>(nx_) +
           static_cast<size_t>(clamp_x(x));
  }
  int clamp_x(float x) const { return std::clamp(static_cast<int>(x * inverse_tile_), 0, nx_ - 1); }
  int clamp_y(float y) const { return std::clamp(static_cast<int>(y * inverse_tile_), 0, ny_ - 1); }
  int clamp_z(float z) const { return std::clamp(static_cast<int>((z - z0_) / layer), 0, nz_ - 1); }

  /// Height of a layer of tiles: about a storey [m].
  static constexpr float layer = 3.0f;
  std::vector<Segment> segments_;
  std::vector<uint32_t> begin_, list_;
  std::vector<uint8_t> tiles_clear_;  // [nx * ny] columns or rows of tiles to the nearest with a segment, at most 255
  float z0_ = 0, inverse_tile_ = 1;
  int nx_ = 1, ny_ = 1, nz_ = 1;
};

/// A body on its way.
struct Body {
  float x, y, z;  ///< [m] local
  float radius;   ///< [m]
  CellId cell;
};

/// A direction of an exit, outwards (+1) or inwards (-1), as one across its line: +1 to the left of a -> b, -1 to the
/// right.
inline int8_t left_of_exit(const scene::Exit& exit, int8_t direction) {
  return static_cast<int8_t>(cross(exit.b - exit.a, exit.outward) > 0 ? direction : -direction);
}

/// What a move met.
struct Contact {
  bool corrected = false;  ///< a wall or an edge changed the move
};

/// Fixed facts of the floors plus the state of doors and exits.
class Ground {
 public:
  /// Bodies touch what lies between 0.3 m and 1.7 m above their feet: lower things are stepped over, higher ones
  /// passed under.
  static constexpr float body_low = 0.3f, body_high = 1.7f;
  /// Bits of `flags`.
  static constexpr uint8_t near_wall = 1, near_line = 2, sloped = 4, sink = 8, stair = 16, link = 32;
  /// This cell and the eight around it are joined all ways, lie at one height and have none of the other bits: a move
  /// to any of them is an addition.
  static constexpr uint8_t plain = 64;

  /// `largest_radius`, `longest_step` and `wall_reach` (how far from a body its repulsion is felt) [m]: walls farther
  /// away do not matter within one step.
  Ground(const scene::Floors& floors, float largest_radius, float longest_step, float wall_reach = 0.3f);

  const scene::Floors& floors() const { return *floors_; }
  uint8_t flags(CellId c) const { return flags_[static_cast<size_t>(c)]; }
  const uint8_t* flags_at(CellId c) const { return &flags_[static_cast<size_t>(c)]; }
  float cell_size() const { return cell_; }  ///< [m]
  float inverse_cell_size() const { return inverse_cell_; }
  /// The cell `di`, `dj` in {-1, 0, 1} columns on from a plain one.
  CellId plain_step(CellId c, int di, int dj) const {
    if (di != 0) c = floors_->neighbour[static_cast<size_t>(c)][di > 0 ? 0 : 2];
    if (dj != 0) c = floors_->neighbour[static_cast<size_t>(c)][dj > 0 ? 1 : 3];
    return c;
  }
  /// Distance from the cell's centre to the nearest wall [m], cut at `clearance_cut`.
  float clearance(CellId c) const { return 0.005f * static_cast<float>(clearance_[static_cast<size_t>(c)]); }
  static constexpr float clearance_cut = 1.0f;
  /// All that can stop a body: the floors' walls, then one line a portal, then one line an exit.
  const SegmentGrid& walls() const { return walls_; }
  /// The same segments in tiles without reach, for lines of sight.
  const SegmentGrid& sight() const { return sight_; }
  size_t portal_wall(size_t portal) const { return floors_->walls.size() + portal; }
  size_t exit_wall(size_t exit) const { return floors_->walls.size() + floors_->portals.size() + exit; }
  /// Makes the line of a portal or exit solid or not.
  void set_solid(size_t wall, bool solid);
  /// Lets bodies cross the line of a portal or exit in one direction only: +1 to the left of a -> b, -1 to the right, 0
  /// both.
  void set_one_way(size_t wall, int8_t to_left) { walls_.set_one_way(wall, to_left); }
  /// Distance to the nearest solid wall [m], at most `cut`.
  float distance_to_wall(float x, float y, float z, float cut = clearance_cut) const;

  /// Moves a body by (dx, dy): swept against the walls, projected back to a body radius and sliding along them,
  /// through joined cells only. The body stays where it is if nothing else is sound.
  Contact move(Body& body, float dx, float dy) const;
  /// Height of the floor at a point of a cell [m].
  float height(CellId cell, float x, float y) const;
  /// A point inside the cell, nearest to (x, y).
  void clamp_into(CellId cell, float& x, float& y) const;

  float to_local_x(double x) const { return static_cast<float>(x - floors_->grid.x0); }
  float to_local_y(double y) const { return static_cast<float>(y - floors_->grid.y0); }
  double to_world_x(float x) const { return floors_->grid.x0 + static_cast<double>(x); }
  double to_world_y(float y) const { return floors_->grid.y0 + static_cast<double>(y); }

 private:
  bool move_once(Body& body, float dx, float dy, Contact& contact) const;
  bool push_from_walls(const Body& from, std::span<const uint32_t> list, float& x, float& y) const;
  bool sound(const Body& from, std::span<const uint32_t> list, float x, float y) const;
  CellId walk(CellId cell, float x0, float y0, float& x, float& y, bool& refused) const;
  void mark_cells();
  void mark_plain();

  const scene::Floors* floors_;
  SegmentGrid walls_, sight_;
  std::vector<uint8_t> flags_;
  std::vector<uint8_t> clearance_;
  float cell_ = 0.1f, inverse_cell_ = 10, edge_ = 1e-4f;
  float reach_ = 0.5f;
};

}  // namespace muster::crowd
