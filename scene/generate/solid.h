#pragma once
// Boxes and walls with openings, put together into the elements of a model.

#include "scene/model.h"

#include <functional>
#include <string>
#include <vector>

namespace muster::scene {

/// An axis-parallel block [m].
struct Box {
  Vec3 low, high;
  double width(int axis) const { return high[axis] - low[axis]; }
};

/// A hole in a wall: [from, to] along it, [sill, head] above its foot [m].
struct Opening {
  double from, to;
  double sill, head;
};

/// A straight wall along x (axis 0) or y (axis 1).
struct WallRun {
  int axis = 0;
  double from, to;             ///< [m] along the axis
  double near_face, far_face;  ///< [m] across the axis
  double foot, top;            ///< [m] heights
};

/// Adds elements and their triangles to a model, in the order of the calls.
class Builder {
 public:
  explicit Builder(Model& model) : model_(model) {}

  /// Starts an element named "MEANING: NAME"; boxes go into it until the next call. Returns its index.
  uint32_t element(Meaning meaning, const std::string& name, int32_t storey);

  /// Adds a closed block of 12 triangles that face outwards. Empty blocks are left out.
  void box(const Box&);

  /// Adds a closed prism of `segments` equal sides from `foot`, the middle of its lower end, for `length` [m] along
  /// +`axis` (0 x, 1 y, 2 z); the corners lie on the circle of `radius`.
  void cylinder(const Vec3& foot, double radius, double length, int axis, int segments);

  /// Adds a slab with rectangular holes in plan as one closed surface without faces inside. `cuts_x` and `cuts_y`
  /// ascend from edge to edge and hold the edges of all holes; `is_hole(i, j)` says of the piece between cuts i, i + 1
  /// and j, j + 1 whether it is left out.
  void slab(const std::vector<double>& cuts_x, const std::vector<double>& cuts_y, double foot, double top,
            const std::function<bool(size_t i, size_t j)>& is_hole);

  /// Adds a wall as blocks that leave the openings free; openings ascend along the wall and do not overlap.
  void wall(const WallRun&, const std::vector<Opening>& = {});

  /// The volume of a room, as an element of its own and an entry of `Model::spaces`.
  void space(const std::string& name, int32_t storey, const Box&);

  /// A closed leaf in the middle of a wall that fills the opening, and an entry of `Model::doors`.
  void door(const std::string& name, int32_t storey, const WallRun&, const Opening&);

 private:
  Model& model_;
};

}  // namespace muster::scene
