#pragma once
// Where a body fits: which sides of a floor cell somebody can walk through between exact walls.

#include "models/crowd/ground/ground.h"
#include "scene/floors.h"

#include <array>
#include <cstdint>
#include <vector>

namespace muster::crowd {

/// [m] What a body needs on either side to walk on: at this gap the wall term of the walking model, 5 exp(-gap/0.02 m)
/// (equation 1 of the README with its default settings), has fallen to 0.4 of the drive. Closer passages stop people.
inline constexpr float elbow_room = 0.05f;

/// Below this slope a surface marked "stair" is a landing and walked at full speed.
inline constexpr float landing_slope = 0.1f;

/// Whether a cell is part of a flight of stairs.
inline bool on_flight(const scene::Floors& floors, const Ground& ground, size_t c) {
  const auto [sx, sy] = floors.slope[c];
  return (ground.flags(static_cast<CellId>(c)) & Ground::stair) != 0 &&
         sx * sx + sy * sy >= landing_slope * landing_slope;
}

/// Bodies sorted by width, so that each class can be routed by its own widest body: a bed must not close doors of 0.9 m
/// to everybody. A class is as wide as the widest body in it.
class BodyClasses {
 public:
  /// Most radius [m] of a class: people (shoulders up to 0.5 m), wheelchairs (EN 12183: up to 0.7 m wide), the rest
  /// (beds).
  static constexpr std::array<float, 3> limits = {0.25f, 0.35f, 1e9f};

  /// One class of radius 0.15 m.
  BodyClasses() : radii_{0.15f} {}
  /// The classes that these radii [m] need, narrowest first; none given: as above.
  explicit BodyClasses(const std::vector<float>& radii);

  size_t size() const { return radii_.size(); }
  float radius(size_t index) const { return radii_[index]; }
  /// The narrowest class that a body fits in; the widest where none does.
  uint8_t of(float radius) const;

 private:
  std::vector<float> radii_;  // ascending
};

/// Bits of the directions (bit 0: +x, 1: +y, 2: -x, 3: -y) in which one can go on from a cell; doors and exits count as
/// open.
struct Passage {
  std::vector<uint8_t> joined;  ///< [cells] the neighbour is there and no wall stands between the two centres
  /// [cells] Moreover a body fits: some point of the common side lies at least a radius and `elbow_room` from every
  /// wall. A gap narrower than that which lies wholly within one cell can be missed where cells are larger than bodies.
  std::vector<uint8_t> fits;
  /// [cells] The same without elbow room: a body that got there can be moved through.
  std::vector<uint8_t> squeezes;

  /// Beside walls and in gaps: nobody walks through, but who has been pushed there may leave.
  bool tight(CellId c) const { return fits[static_cast<size_t>(c)] == 0; }
};

/// For bodies of `radius` [m].
Passage passage(const scene::Floors& floors, const Ground& ground, float radius);

/// Direction of the first step from a cell to the widest place within two steps, so that corners are left too; -1 where
/// no place is wider than this one.
int towards_room(CellId cell, const scene::Floors& floors, const Ground& ground, const Passage& passage);

/// Cells from which a body gets to an exit, links included, when every door and exit is open: without `stairs` without
/// stairs, ladders and escalators; with `lifts` by those that run, too.
std::vector<char> leads_out(const scene::Floors& floors, const Ground& ground, const Passage& passage,
                            bool stairs = true, bool lifts = false);

}  // namespace muster::crowd
