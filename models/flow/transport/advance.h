#pragma once
// One stage of the transport of density, composition and heat.

#include "models/flow/transport/state.h"

namespace muster::flow {

/// How fast small eddies and molecules mix what is carried.
struct Mixing {
  double schmidt = 0.5;       ///< turbulent Schmidt and Prandtl number; 0.5 as FDS takes them (Technical Reference 4.2)
  double viscosity = 1.8e-5;  ///< mu of air [Pa s], 290 K (Sutherland 1893)
  double prandtl = 0.7;       ///< molecular, of heat and of every gas
};

/// What a stage reads.
struct Carrier {
  const Grid& grid;
  const Mixture& mixture;
  const Background& background;
  const Velocity& velocity;
  const Velocity& beta;    ///< 1 / rho on faces, 0 where closed
  const Field& viscosity;  ///< mu [Pa s], molecular and of the eddies
  Mixing mixing;
};

/// next = keep * old + take * (now + dt d(now)/dt) for rho and rho times each amount, over [cells]. `next` may be
/// `old`. One flux per face serves both of its cells, and what crosses it is the mass flux times what is carried: mass
/// is kept to rounding and mass fractions stay between those of their neighbours.
void advance(const Carrier&, const Scalars& old, const Scalars& now, Scalars& next, double keep, double take,
             double dt);

}  // namespace muster::flow
