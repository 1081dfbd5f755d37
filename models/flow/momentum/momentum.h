#pragma once
// What changes the velocity but the pressure, and the viscosity of eddies that the grid does not see.

#include "models/flow/grid/grid.h"

namespace muster::flow {

/// What small eddies do.
struct EddySettings {
  double molecular = 1.8e-5;  ///< mu of air [Pa s]
  double vreman = 0.042;      ///< c of Vreman's model on the waves of a few cells; 0: no eddies
  bool ground = true;         ///< the bottom of the box is ground that eddies grow over
  double gravity = 9.80665;   ///< [m/s2]
};

/// mu = mu_air + rho nu_t [Pa s] of every cell. nu_t after Vreman (2004, doi 10.1063/1.1785131) with the widths of the
/// cell: c sqrt(B / sum a_ij^2), zero in parallel shear. a are the gradients of what is left of u once its mean over
/// the cells around (weights 1/4, 1/2, 1/4 along each axis) is taken off: small eddies make viscosity, not what is
/// smooth, so that a plume that begins smooth becomes turbulent (Vreman 2003, Phys. Fluids 15, L61; Stolz, Schlatter,
/// Kleiser 2005, Phys. Fluids 17, 065103). In eddies of an inertial range that the cells end, the rms of such gradients
/// is 0.60 of those of u: c = 2.5 C_s^2 / 0.60 = 0.042 of C_s = 0.1. Near the ground at least what the surface layer
/// has, l^2 |du/dz| f(Ri), Ri that of the cell: eddies there are as large as their height, and cells wider than that
/// and flatter see none of them. f = (1 - 16 Ri)^(1/2) in unstable (Dyer 1974), 1 / (1 + 10 Ri) in stable air: the long
/// tail (King, Connolley, Derbyshire 2001), with which a layer of dense gas takes in air as fast as entrainment laws
/// say. Density: that of one potential temperature weighs the same at all heights. `high`: room for what is left of u.
void eddy_viscosity(const Grid&, const Velocity&, const Field& density, const EddySettings&, Velocity& high, Field& mu);

/// [m] l = kappa z exp(-z^2 / 2 D^2), z that of the middle of plane k above the ground, D^2 = dx dy - dz^2: of the
/// eddies that cells wider than tall do not see, though they are tall enough for them. Cubes: 0, Vreman's model has
/// what they do not see. Own choice of how it fades: a third of nu_t is left at z = D, nothing from 2 D on.
double unseen_length(const Grid&, int k);

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
