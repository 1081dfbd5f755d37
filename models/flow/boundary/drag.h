#pragma once
// The drag of rough ground and walls on the air next to them.

#include "models/flow/boundary/sides.h"
#include "models/flow/momentum/momentum.h"
#include "models/flow/pressure/zones.h"

#include <vector>

namespace muster::flow {

/// Roughness lengths [m].
struct Roughness {
  double ground = 0.03;  ///< of the bottom of the box; short grass (WMO-No. 8, table 5.A.2)
  double walls = 0.005;  ///< of everything else; concrete and plaster lie between 0.001 and 0.01
};

/// [m] thinnest cell next to ground or a wall of a roughness length [m] that the law of the wall is for: half of it is
/// 2 z0. Own choice: nearer than that the middle of the cell lies among what makes the wall rough, where the profile is
/// not a logarithm, and the coefficient, 0.14 there, grows as (z0 / h)^2.
constexpr double thinnest_cell(double roughness) { return 4 * roughness; }

/// All faces that have a wall beside them. The stress that differences gave there is replaced by the law of the rough
/// wall: u*^2 = (kappa / ln(1 + h / z0))^2 |u| u, h half a cell away; |u| that of the step before, u of the new one.
class Drag {
 public:
  Drag() = default;
  Drag(const Grid&, const Sides&, const std::vector<uint8_t>& closed, const Roughness&);

  /// After push(): corrects the forces and what came of them.
  void apply(const Push&, Velocity& forces, Velocity& next) const;
  size_t bytes() const { return faces_.size() * sizeof(Face); }

 private:
  struct Face {
    ptrdiff_t at;
    int32_t k;
    uint8_t axis;   ///< of its velocity
    uint8_t walls;  ///< bits: below and above in the first, below and above in the second of the other axes
  };
  Roughness roughness_;
  std::vector<Face> faces_;
};

}  // namespace muster::flow
