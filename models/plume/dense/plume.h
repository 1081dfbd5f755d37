#pragma once
// The steady plume: conservation laws averaged over its cross section, integrated along the wind.

#include "models/plume/dense/exchange.h"

#include <vector>

namespace muster::plume::dense {

/// One place along the wind.
struct Station {
  double x = 0;              ///< [m] downwind of the source's centre
  double time = 0;           ///< [s] of travel from the source
  double flux = 0;           ///< [kg/s] of the half plume; of a puff [kg] of a quarter
  double mass_fraction = 0;  ///< of the substance
  double heat = 0;           ///< [J/kg] taken up from the ground
  double core = 0;           ///< [m] b, half-width of the core
  double core_length = 0;    ///< [m] b_x of a puff
  double height = 0;         ///< [m] Z_c
  double along = 0;          ///< [m] beta_x, standard deviation of the ends along the wind
  double vapour = 0;         ///< [kg/kg] of the substance that is vapour
  double water = 0;          ///< [kg/kg] of water vapour
  Section section;           ///< the rest
  Exchange exchange;
};

/// Writes down what the gas and air of `s`, of its mass fraction and heat, come to; `temperature` [K] is the first
/// guess before, and the mixture's after.
void mix(Station& s, const Mixture& mixture, double& temperature);

/// How matter enters the plume.
struct Start {
  double rate = 0;           ///< [kg/s] whole plume
  double half_side = 0;      ///< [m] of a pool's square; 0: a jet
  double speed = 0;          ///< [m/s] along the wind, of a jet
  double rise = 0;           ///< [m/s] upwards, of a jet
  double half_width = 0;     ///< [m] of a jet's square section
  double core = 0;           ///< [m] half-width of a jet's core; 0: 0.9 of its section's
  double height = 0;         ///< [m] of a jet's centre
  double mass_fraction = 1;  ///< of a jet that has entrained air already
  double depth = 0;          ///< [m] of a section that has spread on the ground already; 0: square
  double heat = 0;           ///< [J/kg] that it has taken from the ground
  double spreading = 0;      ///< [m/s] of its sides
  double x = 0;              ///< [m] where the plume begins (jets)
  double time = 0;           ///< [s]
  double farthest = 0;       ///< [m]
  double latest = 0;         ///< [s] of travel at which the plume may end, beyond its pool; 0: no end
  double tolerance = 1e-4;   ///< relative error of a step
  /// Above 0: so many steps that grow evenly, and the speed as SLAB leaves it: its iteration begins at the speed of the
  /// step's begin, ends at a change of 0.1 %, and what is then missing of the momentum is lost. To repeat SLAB's
  /// printed tables; of jets.
  int slab_steps = 0;
};

/// Stations from the source to `farthest`, at most some hundred.
std::vector<Station> steady_plume(const Surroundings&, const Start&);

}  // namespace muster::plume::dense
