#pragma once
// Fast marching over joined cells: |grad u| = slowness, second order where the front allows (Sethian 1999).

#include "models/crowd/ground/passage.h"
#include "models/crowd/routes/field.h"
#include "scene/floors.h"

#include <cstdint>
#include <functional>
#include <limits>
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
class March {
 public:
  /// What a march goes over; all of it lives as long as the march.
  struct Land {
    const scene::Floors& floors;
    const Ground& ground;
    const std::vector<uint8_t>& open;   ///< [cells] bits of the directions one can walk
    const std::vector<float>& cost;     ///< [cells] of a metre on the level
    const std::vector<float>& further;  ///< [cells] factor on it, >= 1; empty: 1 everywhere
    double stairs_up = 1, stairs_down = 1;
  };
  March(const Land& land, Field& field);

  /// Lets `cell` be reached at u, if that is less than what it has.
  void offer(scene::CellId cell, float u);
  bool accepted(scene::CellId cell) const {
    return known_[static_cast<size_t>(cell)] < std::numeric_limits<float>::infinity();
  }
  /// Accepts every cell that can be reached within `reach` [m], lowest first; calls `at_link_cell` for those at the end
  /// of a link.
  void run(const std::function<void(scene::CellId)>& at_link_cell, float reach);
  /// Value that the accepted neighbours give a cell; infinity where there is none.
  float solve_cell(size_t c) const;
  /// Sets the way of an accepted cell downhill.
  void descend(size_t c);

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

  Land land_;
  Field& field_;
  std::vector<float> known_;   ///< [cells] distance of accepted ones; infinity: not accepted
  std::vector<uint8_t> bits_;  ///< [cells] directions to neighbours that one can walk, `flight` and `link_end`
  LeastFirst trials_;          ///< by distance, then by cell
};

}  // namespace muster::crowd
