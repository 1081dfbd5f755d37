#pragma once
// What burns or explodes at once in a case: clouds of gas that are lit, vapour clouds, charges.

#include "base/vec.h"
#include "models/fire/blast/blast.h"
#include "scene/authored.h"

#include <optional>
#include <string>

namespace muster::sim {

/// A leak's cloud is lit and burns through.
struct FlashFireSpec {
  std::string name, leak;
  double time = 0;   ///< [s]
  double share = 1;  ///< of the lower flammable limit, up to which it kills
  scene::Origin origin;
};

/// Something explodes.
struct ExplosionSpec {
  enum class Law { tno, bst, tnt, report };
  std::string name;
  double time = 0;                                  ///< [s]
  std::optional<std::string> leak, substance;       ///< whose cloud; what explodes
  std::optional<Vec2> at;                           ///< [m] its middle; empty: that of the leak's cloud
  std::optional<double> z;                          ///< [m] of the ground there
  std::optional<double> mass, volume, energy, tnt;  ///< [kg], [m3] of mixture, [J], [kg]
  double share = 1;                                 ///< of the cloud's flammable mass
  Law law = Law::bst;
  int strength = 7;  ///< class of `tno`
  std::optional<fire::Confinement> confinement;
  std::optional<fire::Reactivity> reactivity;
  std::optional<fire::Congestion> congestion;
  std::optional<double> mach;
  double yield = 0.04, tnt_energy = 4.6e6;  ///< share, [J/kg]
  scene::Origin origin;
};

}  // namespace muster::sim
