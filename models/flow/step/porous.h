#pragma once
// What holds the air back and is finer than cells: racks of pipes, gratings, trees.

#include "models/flow/boundary/sides.h"
#include "models/flow/momentum/momentum.h"

#include <cstdint>
#include <string>
#include <vector>

namespace muster::flow {

/// A box of it. Force on the air, per volume: rho C_d a |u| u / 2, a the area that it shows to the flow per volume
/// (canopies: Raupach and Thom 1981; congested plant in codes of porosity and distributed resistance). The room that it
/// takes is neglected, and so are the eddies that it sheds.
struct Porous {
  std::string name;
  Vec3 low = Vec3::Zero(), high = Vec3::Zero();  ///< [m] cells whose middles lie in it
  double drag = 0;                               ///< [1/m] C_d a
};

/// All faces of cells in such boxes; a face between a cell within and one outside feels half of it.
class PorousDrag {
 public:
  PorousDrag() = default;
  PorousDrag(const Grid&, const Sides&, const std::vector<Porous>&);

  /// After push(): u = u* / (1 + dt C_d a |u| / 2), |u| that of the step before: exact where nothing else acts.
  void apply(const Push&, Velocity& next) const;
  bool empty() const { return faces_.empty(); }
  size_t bytes() const { return faces_.size() * sizeof(Face); }

 private:
  struct Face {
    ptrdiff_t at;
    uint8_t axis;  ///< of its velocity
    float half;    ///< [1/m] C_d a / 2
  };
  std::vector<Face> faces_;
};

/// How many cells of a grid have their middle in a box [m].
size_t cells_within(const Grid&, const Vec3& low, const Vec3& high);

}  // namespace muster::flow
