#pragma once
// Equation 1's repulsion between two people by the square of their distance: pieces of parabolas.

#include <array>

namespace muster::crowd {

/// exp((2 r_0 - d) / D) / d by s = d^2, for bodies of a reference radius r_0: in each of 32 pieces, four to every
/// doubling of s between `least` and 2 m2, the parabola p0 + s (p1 + s p2) through the three Chebyshev nodes. For
/// D = 0.1 m the error is below 0.001 of the value up to 0.32 m, 0.0025 up to 0.5 m, 0.01 up to 1 m and 0.025 beyond;
/// for D = 0.02 m below 0.05 near contact. Nothing from `reach` on; below `least` as at `least`.
struct Repulsion {
  static constexpr float least = 0.0078125f;  ///< [m2]
  static constexpr float reach = 1.3228757f;  ///< [m] square root of 1.75
  static constexpr float most = 1.875f;       ///< [m2] within the last piece
  static constexpr int piece_bits =
      21;  ///< bits of a float below those that number its piece, 0 to 31 in the lowest five

  alignas(64) std::array<float, 32> p0{}, p1{}, p2{};  ///< [1/m, 1/m3, 1/m5]

  Repulsion() = default;
  /// `range`: D [m]; `radius`: r_0 [m].
  Repulsion(double range, double radius);
};

}  // namespace muster::crowd
