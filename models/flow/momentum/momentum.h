#pragma once
// What changes the velocity but the pressure, and the viscosity of eddies that the grid does not see.

#include "models/flow/grid/grid.h"

namespace muster::flow {

/// mu = mu_air + rho nu_t [Pa s] of every cell, nu_t after Vreman (2004, doi 10.1063/1.1785131) with the widths of the
/// cell: c sqrt(B / sum a_ij^2), zero in parallel shear. `constant` c = 0.07, i.e. 2.5 C_s^2 of C_s = 0.17; 0: no
/// eddies.
void eddy_viscosity(const Grid&, const Velocity&, const Field& density, double molecular, double constant, Field& mu);

/// What a step of the momentum reads.
struct Push {
  const Grid& grid;
  const Velocity& velocity;
  const Velocity& beta;  ///< 1 / rho on faces, 0 where closed
  const Field& viscosity;
  const Field& density;
  const std::vector<float>& calm;          ///< [nz + 2] density of the air around [kg/m3] of planes -1 to nz
  double gravity = 9.80665;                ///< [m/s2]
  double dt = 0, now = 1.5, before = 0.5;  ///< weights of Adams and Bashforth
};

/// next = u + dt (now F - before F_old) + dt g (calm - rho) / rho, F = -(u grad) u + (1 / rho) div(mu (grad u + grad
/// u^T)), 0 on closed faces; F replaces F_old. Central differences; the advective term is the mean of its divergence
/// form less u div u, which in air that keeps its volume conserves momentum and kinetic energy.
void push(const Push&, Velocity& forces, Velocity& next);

}  // namespace muster::flow
