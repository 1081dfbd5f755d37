#pragma once
// The walkable floor in small squares, and what lies around each: what densities refer to.

#include "scene/floors.h"

#include <cstdint>
#include <span>
#include <vector>

namespace muster::crowd {

/// Squares of the plan, cut by walls and edges into pieces that one can cross without leaving them. A piece is as large
/// as the floor cells in it. Floor beyond exits belongs to none.
class Squares {
 public:
  static constexpr uint32_t none = 0xffffffffu;
  /// Least area [m2] that a density refers to. A corner of one floor cell would make a crowd of one person.
  static constexpr double least_area = 0.5;

  /// `side` [m] is rounded to whole floor cells, at least one.
  Squares(const scene::Floors& floors, double side);

  size_t size() const { return area_.size(); }
  double side() const { return side_; }  ///< [m] as rounded
  /// The piece that a floor cell belongs to, or `none`.
  uint32_t of(scene::CellId cell) const { return of_[static_cast<size_t>(cell)]; }
  float area(size_t piece) const { return area_[piece]; }  ///< [m2] of the piece itself
  /// The piece and those around it that touch it, at corners too where one can walk there through another of them:
  /// in the open, 3 x 3 squares. Symmetric; ascending.
  std::span<const uint32_t> around(size_t piece) const {
    return {list_.data() + begin_[piece], list_.data() + begin_[piece + 1]};
  }
  float area_around(size_t piece) const {
    return area_around_[piece];
  }  ///< [m2] of all of these, at least `least_area`
  /// A floor cell in the middle of the piece: the nearest to its centre of area.
  scene::CellId middle(size_t piece) const { return middle_[piece]; }
  bool stairs(size_t piece) const { return stairs_[piece] != 0; }  ///< more than half of it

 private:
  void make_pieces(const scene::Floors& floors, int32_t cells);
  void find_neighbours(const scene::Floors& floors, int32_t cells);

  double side_ = 0.5;
  std::vector<uint32_t> of_;
  std::vector<float> area_, area_around_;
  std::vector<uint32_t> begin_, list_;
  std::vector<scene::CellId> middle_;
  std::vector<uint8_t> stairs_;
};

}  // namespace muster::crowd
