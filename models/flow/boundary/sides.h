#pragma once
// What the sides of the box are.

#include <array>
#include <cstddef>
#include <cstdint>

namespace muster::flow {

enum class Condition : uint8_t {
  wall,       ///< solid: no flow through it, drag along it
  symmetric,  ///< no flow through it, no drag
  periodic,   ///< what leaves comes in at the other side
  inflow,     ///< the wind blows in (or out) as given
  open,       ///< p = 0; the air of the surroundings comes in, what is inside leaves
};

/// In the order west (-x), east, south (-y), north, bottom, top.
struct Sides {
  std::array<Condition, 6> of = {Condition::inflow,    Condition::open, Condition::symmetric,
                                 Condition::symmetric, Condition::wall, Condition::open};

  Condition low(int axis) const { return of[2 * static_cast<size_t>(axis)]; }
  Condition high(int axis) const { return of[2 * static_cast<size_t>(axis) + 1]; }
  bool periodic(int axis) const { return low(axis) == Condition::periodic; }
};

}  // namespace muster::flow
