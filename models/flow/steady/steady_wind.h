#pragma once
// A wind that stands still: the mean of the solver's own, and how fast its eddies mix what it carries.

#include "models/flow/step/flow.h"

namespace muster::flow {

/// Means over time, on faces as velocities are. 0 on closed faces.
struct SteadyWind {
  Velocity velocity;      ///< [m/s] free of divergence but for what `divergence` says
  Velocity mixing;        ///< [m2/s] eddy diffusivity across each face, to 11 bits; 0 through the sides of the box
  double divergence = 0;  ///< [1/s] rms over the cells of what the last pressure left
};

/// How long a wind is looked at.
struct Averaging {
  double spin_up = 30;  ///< [s] that it blows before
  double lasts = 300;   ///< [s] of the mean
};

/// Lets the air of `flow` blow, without a gas, and takes means: of the velocity, made free of divergence by a pressure
/// of their own; and the diffusivity K_i = s_i T_i + nu_t / Sc_t across the faces of axis i. s_i: variance of the
/// velocity there. T_i = 2 s_i / (C0 e): how long eddies last (Rodean 1996, C0 = 5.7), e = <nu_t |S|^2>: what they lose
/// to those that the grid does not see, all that they lose: central differences take nothing. No longer than eddies of
/// the size kappa z last, z above the bottom of the box. In a neutral surface layer s = (1.3 u*)^2 and
/// e = u*^3 / (kappa z) make K kappa u* z upwards.
SteadyWind steady_wind(Flow& flow, const Averaging&);

}  // namespace muster::flow
