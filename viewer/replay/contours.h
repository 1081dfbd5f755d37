#pragma once
// Lines of equal value over the floors.

#include "base/vec.h"

#include <cstdint>
#include <span>
#include <vector>

namespace muster::viewer {

/// A straight piece of a line.
struct Piece {
  Vec3 a, b;  ///< [m] on the floor
};

/// Squares in rows and columns, on whatever storeys, and which ones lie beside one another.
class Lattice {
 public:
  Lattice() = default;
  /// Middles of squares of one side [m]; neighbours are at most 0.6 m higher or lower.
  Lattice(double side, std::span<const double> x, std::span<const double> y, std::span<const float> z);

  /// Where values on the squares (>= 0) pass a level > 0: marching squares between the middles of four squares, places
  /// on their sides by the logarithm of the values, as fields of gas and radiation fall off. Saddles are cut so that
  /// the low corners join.
  std::vector<Piece> contour(std::span<const float> values, double level) const;

 private:
  std::vector<Vec3> middle_;
  struct Four {
    uint32_t corner[4];  ///< counter-clockwise
  };
  std::vector<Four> fours_;
};

}  // namespace muster::viewer
