#pragma once
// A fire in the seal between a floating roof and its tank's shell.

#include "models/fire/flame/flame.h"
#include "models/fire/flame/laws.h"
#include "models/fire/fuel/fuel.h"

#include <optional>
#include <vector>

namespace muster::fire {

struct RimSealFire {
  Fuel fuel;
  double diameter = 60;            ///< [m] of the tank
  double width = 0.5;              ///< [m] of the annulus that burns: seal gap to foam dam, 0.2 to 0.6
  double burning = 1;              ///< share of the circumference, up to 1
  double start_deg = 0;            ///< middle of what burns, counter-clockwise from x
  Vec3 rim = Vec3::Zero();         ///< middle of the tank at the height of its rim [m]
  double freeboard = 0;            ///< [m] from the seal up to the rim: the shell hides so much of the flame
  std::optional<double> rate;      ///< m'' [kg/m2/s] as measured
  std::optional<double> emission;  ///< E [W/m2]
  double downwind_deg = 0;         ///< where the wind blows to, counter-clockwise from x
  int around = 72;                 ///< faces around the whole circumference
};

struct RimSealFlame {
  double rate = 0;            ///< m'' [kg/m2/s] of a layer as wide as the annulus
  double area = 0;            ///< [m2]
  double heat_release = 0;    ///< [W]
  double line_release = 0;    ///< [W/m]
  double length = 0;          ///< L [m]
  double tilt = 0;            ///< [rad]
  double shown = 0;           ///< [m] of its height above the rim
  double emission = 0;        ///< E [W/m2]
  std::vector<Flame> flames;  ///< by piece of the circumference, above the rim
};
/// Line fire: L = 0.035 Q'^(2/3), Q' in kW/m (Hasemi; Delichatsios: 0.034 to 0.036), m'' of a very large pool, E = 130
/// (1
/// - exp(-2 w)) kW/m2 (the law of sooty fuels over the annulus' width; no measurement), tilt by AGA with the width. Its
/// inner side gives off nothing: from outside the ring itself hides it.
RimSealFlame burn(const RimSealFire&, const Air&);

/// [1/year] fires of rim seals per tank, and the share of them that spreads over the whole surface (LASTFIRE 1997).
inline constexpr double rim_seal_frequency = 1.6e-4, rim_seal_spread = 1.0 / 55;

}  // namespace muster::fire
