#pragma once
// What the air cannot pass: solid cells, thin walls as closed faces, doors that open.

#include "models/flow/grid/grid.h"
#include "models/flow/pressure/zones.h"
#include "scene/model.h"

#include <string>
#include <vector>

namespace muster::flow {

/// Closed faces of one axis, by the cell above each.
struct Shutter {
  std::string name;
  Closed axis = closed_x;
  std::vector<ptrdiff_t> faces;
  double opens = 0;     ///< [s] from then on it is open
  double closes = 1e9;  ///< [s] until it closes again
};

/// Of one grid.
class Obstacles {
 public:
  Obstacles() = default;
  explicit Obstacles(const Grid& grid) : grid_(grid), closed_(grid.stored, 0) {}

  /// Cells whose centre lies in a box [m] become solid. Returns how many were not before.
  size_t add_box(const Vec3& low, const Vec3& high);
  /// Closes the faces, within a rectangle, that lie nearest to a plane across an axis (0: x, 1: y, 2: z): a wall
  /// thinner than a cell. `low`, `high` [m]: the rectangle; their coordinates along the axis are the same.
  Shutter add_wall(int axis, const Vec3& low, const Vec3& high);
  /// Elements of a model that are tight: all but doors (their leaves stand open), spaces and what is to be ignored. A
  /// face is closed where a triangle crosses the way between the middles of its cells: what is thinner than a cell
  /// stays closed, and what is closed in the model is closed here.
  void add(const scene::Model&);
  /// Makes solid what no open side reaches, even with every door open, but for parts that hold one of `keep` [m]: the
  /// insides of tanks and walls. Returns how many cells.
  size_t fill_unreached(const Sides&, const std::vector<Vec3>& keep);
  /// The faces of a door stay shut until it opens; its order is kept.
  void add_door(Shutter shutter) { doors_.push_back(std::move(shutter)); }

  /// Closed faces at a time [s]: those of solid cells, walls, and of doors that are shut.
  std::vector<uint8_t> at(double time) const;
  /// [s] next time after `time` at which a door moves; infinity: none.
  double changes_after(double time) const;
  size_t solid_cells() const;
  bool is_solid(int i, int j, int k) const { return (closed_[static_cast<size_t>(grid_.at(i, j, k))] & solid) != 0; }

 private:
  Grid grid_;
  std::vector<uint8_t> closed_;
  std::vector<Shutter> doors_;
};

}  // namespace muster::flow
