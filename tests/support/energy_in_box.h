#pragma once
// What tests of shut boxes count.

#include "models/flow/step/flow.h"

namespace muster::flow {

/// [J] sum of rho h V less p0 V of a box that is one sealed part: only what comes in changes it.
inline double energy_in_box(const Flow& flow) {
  const Grid& g = flow.grid();
  const Field &density = flow.scalars().density, &enthalpy = flow.scalars().amount.back();
  double sum = 0;
  for (int k = 0; k < g.nz; ++k)
    for (int j = 0; j < g.ny; ++j)
      for (int i = 0; i < g.nx; ++i) {
        const ptrdiff_t at = g.at(i, j, k);
        sum += g.volume(k) * static_cast<double>(density[at]) * static_cast<double>(enthalpy[at]);
      }
  return sum - flow.zones()[0].volume * flow.zones()[0].pressure;
}

}  // namespace muster::flow
