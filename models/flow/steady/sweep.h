#pragma once
// One direction of the passive transport, along lines of cells side by side.

#include <cstddef>
#include <vector>

namespace muster::flow {

/// Lines that are computed together: what stands beside one another in these tables.
inline constexpr int abreast = 16;

/// `abreast` lines of n cells, cell by cell. The caller fills `width`, `air`, `through`, `conducts` and `gas`.
struct Lines {
  explicit Lines(int most);

  int n = 0;
  std::vector<float> width;     ///< [n] [m] of the cells along the lines
  std::vector<float> air;       ///< [n][abreast] volume of air in a cell over its own; 1 but between the directions
  std::vector<float> through;   ///< [n + 1][abreast] [m] velocity times the step on faces; exactly 0: closed
  std::vector<float> conducts;  ///< [n + 1][abreast] [m] K dt over the way between the middles; 0 at both ends
  std::vector<float> gas;       ///< [n][abreast] [kg/m3]
  bool open_low = true, open_high = true;  ///< whether gas may leave through the ends of the lines

  std::vector<float> air_now, share, half_slope, moved, upper, inverse, right;  ///< of the sweep
};

/// What the air of the lines becomes, and what diffusion needs of it.
void begin_sweep(Lines&);
/// What `gas` becomes: carried with half a limited slope (van Leer 1977, monotonised central), the part of it that is
/// gone when half the step is over left out, then mixed implicitly. The same flux leaves a cell and enters the next, so
/// that mass is kept to rounding. Afterwards `moved` at both ends [kg/m2] is what has left (+ along the axis).
void sweep_gas(Lines&);

}  // namespace muster::flow
