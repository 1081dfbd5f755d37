#pragma once
// What the air cannot pass: solid cells, thin walls as closed faces, doors that open.

#include "models/flow/grid/grid.h"
#include "models/flow/pressure/zones.h"
#include "scene/model.h"

#include <array>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace muster::flow {

/// Faces that open and shut: a door.
struct Shutter {
  std::string name;
  std::array<std::vector<ptrdiff_t>, 3> faces;  ///< across x, y, z, by the cell above each
  bool open = false;                            ///< at first
  std::vector<std::pair<double, bool>> moves;   ///< [s] ascending, and whether it is open from then on
  double leakage = 0;                           ///< [m2] of the gaps around it while it is shut

  bool is_open(double time) const;
  size_t size() const { return faces[0].size() + faces[1].size() + faces[2].size(); }
};

/// Whether the air cannot pass an element: all but doors (their leaves stand open), spaces and what is to be ignored.
bool tight(scene::Meaning);
/// The point that stands for a cell where its sides of walls are told [m]: a little beside its middle, the same for
/// every cell, so that no plane of round figures or simple slopes passes through any.
Vec3 stands_for(const Grid&, int i, int j, int k);

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
  /// Elements of a model that are tight. A face is closed where a triangle crosses the way between the middles of its
  /// cells: what is thinner than a cell stays closed, and what is closed in the model is closed here.
  void add(const scene::Model&);
  /// Makes solid what no open side reaches, even with every door open, but for parts that hold one of `keep` [m]: the
  /// insides of tanks and walls. Returns how many cells.
  size_t fill_unreached(const Sides&, const std::vector<Vec3>& keep);
  /// The faces, not closed yet, of an opening over a line from `a` to `b` [m] above a floor at `sill` [m]: up to what
  /// closes the opening above it, or to `height` [m] where nothing does within `tallest` [m].
  Shutter opening(const Vec2& a, const Vec2& b, double sill, double height, double tallest) const;
  void add_door(Shutter shutter) { doors_.push_back(std::move(shutter)); }
  /// The door that was added as the `index`-th is open or shut from `time` [s] on, whatever it was to do later.
  void move_door(size_t index, double time, bool open);

  /// Closed faces at a time [s]: those of solid cells, walls, and of doors that are shut.
  std::vector<uint8_t> at(double time) const;
  /// The same with every door open.
  std::vector<uint8_t> all_open() const;
  /// [s] next time after `time` at which a door moves; infinity: none.
  double changes_after(double time) const;
  size_t solid_cells() const;
  const std::vector<Shutter>& doors() const { return doors_; }
  bool is_solid(int i, int j, int k) const { return (closed_[static_cast<size_t>(grid_.at(i, j, k))] & solid) != 0; }

 private:
  std::vector<uint8_t> with_doors(const std::function<bool(const Shutter&)>& open) const;

  Grid grid_;
  std::vector<uint8_t> closed_;
  std::vector<Shutter> doors_;
};

}  // namespace muster::flow
