#pragma once
// Where a body fits: which sides of a floor cell somebody can walk through between exact walls.

#include "models/crowd/ground/ground.h"
#include "scene/floors.h"

#include <cstdint>
#include <vector>

namespace muster::crowd {

/// [m] What a body needs on either side to walk on: at this gap the wall term of the walking model, 5 exp(-gap/0.02 m)
/// (equation 1 of the README with its default settings), has fallen to 0.4 of the drive. Closer passages stop people.
inline constexpr float elbow_room = 0.05f;

/// Bits of the directions (bit 0: +x, 1: +y, 2: -x, 3: -y) in which one can go on from a cell; doors and exits count as
/// open.
struct Passage {
  std::vector<uint8_t> joined;  ///< [cells] the neighbour is there and no wall stands between the two centres
  /// [cells] Moreover a body fits: some point of the common side lies at least a radius and `elbow_room` from every
  /// wall. A gap narrower than that which lies wholly within one cell can be missed where cells are larger than bodies.
  std::vector<uint8_t> fits;

  /// Beside walls and in gaps: nobody walks through, but who has been pushed there may leave.
  bool tight(CellId c) const { return fits[static_cast<size_t>(c)] == 0; }
};

/// For bodies of `radius` [m].
Passage passage(const scene::Floors& floors, const Ground& ground, float radius);

/// Cells from which a body gets to an exit, links included, when every door and exit is open.
std::vector<char> leads_out(const scene::Floors& floors, const Ground& ground, const Passage& passage);

}  // namespace muster::crowd
