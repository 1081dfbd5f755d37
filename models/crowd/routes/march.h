#pragma once
// Fast marching over joined cells: |grad u| = slowness, second order where the front allows (Sethian 1999).

#include "models/crowd/routes/field.h"
#include "models/crowd/routes/tiles.h"
#include "scene/floors.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

namespace muster::crowd {

inline uint8_t opposite_direction(uint8_t direction) { return static_cast<uint8_t>((direction + 2) & 3); }

/// The least of many keys first: a heap of four children a node, whose levels are half as many as a binary heap's.
class LeastFirst {
 public:
  bool empty() const { return keys_.empty(); }
  uint64_t least() const { return keys_.front(); }
  void push(uint64_t key);
  /// The least key; takes it away.
  uint64_t pop();

 private:
  std::vector<uint64_t> keys_;
};

/// State of one march: accepted cells hold final values. Fills distance and way of `field`.
///
/// On tiles: one value in the middle of each stands for its sixteen cells, which hold what lies on the plane through
/// it. Second order between tiles, first order between a tile and cells beside it. A step of a tile costs what that of
/// a cell costs; only cells elsewhere have their own.
class March {
 public:
  /// Bits of `Land::open`: four directions, and what the cell is.
  static constexpr uint8_t all_open = 0xf, flight = 1 << 4, link_end = 1 << 5;
  /// What a march goes over; what it refers to lives as long as the march.
  struct Land {
    const scene::Floors& floors;
    std::vector<uint8_t> open;          ///< [cells] bits
    const std::vector<float>& cost;     ///< [cells] of a metre on the level
    const std::vector<float>& further;  ///< [cells] factor on it, >= 1; empty: 1 everywhere
    double stairs_up = 1, stairs_down = 1;
    const Tiles* tiles = nullptr;  ///< null: every cell by itself
  };
  /// `singular`: cells that no tile is to hold.
  March(Land land, Field& field, std::span<const CellId> singular = {});

  /// Lets `cell` be reached at u, if that is less than what it has.
  void offer(scene::CellId cell, float u);
  bool accepted(scene::CellId cell) const {
    return known_[static_cast<size_t>(cell)] < std::numeric_limits<float>::infinity();
  }
  bool in_tile(scene::CellId cell) const { return (land_.open[static_cast<size_t>(cell)] & tiled) != 0; }
  /// Accepts every cell that can be reached within `reach` [m], lowest first; calls `at_link_cell` for those at the end
  /// of a link.
  void run(const std::function<void(scene::CellId)>& at_link_cell, float reach);
  /// Value that the accepted neighbours give a cell; infinity where there is none.
  float solve_cell(size_t c) const;
  /// Sets the way of an accepted cell downhill.
  void descend(size_t c);
  /// Sets distances and ways of the cells in tiles.
  void fill_tiles();

 private:
  /// Smaller accepted value along an axis (0: x, 1: y) as the upwind difference weight * (u - value).
  struct Upwind {
    float value = std::numeric_limits<float>::infinity(), weight = 1, first = std::numeric_limits<float>::infinity(),
          z = 0;
    int8_t direction = -1;
  };
  void fetch(size_t c) const;
  float slowness(size_t c, float z) const;
  Upwind upwind(size_t c, uint8_t axis) const;
  void accept_cell(size_t c, float u, const std::function<void(scene::CellId)>& at_link_cell);

  /// A tile's value, and how it rises [1] towards +x and +y.
  struct Plane {
    float u = std::numeric_limits<float>::infinity(), x = 0, y = 0;
    bool known() const { return u < std::numeric_limits<float>::infinity(); }
  };
  /// As `Upwind` of a tile: the difference is order / spacing * (u - value).
  struct Slope {
    float value = std::numeric_limits<float>::infinity(), order = 1, first = std::numeric_limits<float>::infinity();
    float spacing = 1;  ///< [m] from the tile's middle to where `first` is known
    float sign = 1;     ///< -1: the lower side is that of +x or +y
    bool any() const { return first < std::numeric_limits<float>::infinity(); }
    float weight() const { return order / spacing; }
    float rise(float u) const { return sign * weight() * (u - value); }
  };
  void choose_tiles(std::span<const CellId> singular);
  void offer_tile(size_t t);
  void accept_tile(size_t t, float u);
  Plane solve_tile(size_t t) const;
  Slope slope(size_t t, uint8_t axis) const;
  Slope across(size_t t, uint8_t d) const;
  bool goes_by_itself(int32_t t) const { return t < 0 || tried_[static_cast<size_t>(t)] < 0; }
  float on_plane(const Plane& plane, size_t k) const;
  void fill_tile(size_t t);

  static constexpr uint8_t tiled = 1 << 6;
  Land land_;
  Field& field_;
  std::vector<float> known_;   ///< [cells] distance of accepted ones; infinity: not accepted
  std::vector<Plane> planes_;  ///< [tiles] of accepted ones
  std::vector<float> tried_;   ///< [tiles] least value offered; negative: its cells go by themselves
  std::vector<float> costs_;   ///< [tiles] mean of their cells
  LeastFirst trials_;          ///< by distance, then by cell, tiles after cells
};

}  // namespace muster::crowd
