#pragma once
// A burning jet of gas (Chamberlain 1987, as in the Yellow Book 1997, chapter 6).

#include "base/error.h"
#include "models/fire/flame/flame.h"

#include <optional>
#include <string>
#include <vector>

namespace muster::fire {

/// What comes out of which hole.
struct JetFire {
  double rate = 0;                                         ///< [kg/s]
  std::optional<double> hole;                              ///< diameter [m]; needed where the outflow is not choked
  double pressure = 0, temperature = 0;                    ///< [Pa], [K] before the hole
  double molar_mass = 0, heat_ratio = 1.3;                 ///< [kg/mol], c_p / c_v
  double heat_of_combustion = 0;                           ///< [J/kg]
  Vec3 place = Vec3::Zero();                               ///< of the hole [m]
  Vec3 direction = {1, 0, 0};                              ///< of length 1
  Vec2 downwind = {1, 0};                                  ///< of length 1
  double wind = 0;                                         ///< [m/s]
  double air_pressure = 101325, air_temperature = 293.15;  ///< [Pa], [K]
  std::optional<double> radiant_fraction;                  ///< in place of Chamberlain's
  double ground = 0;                                       ///< [m] height at which the flame is cut off
  Fineness fineness = {32, 8};
};

/// Outflow of an ideal gas through a sharp hole [kg/s] with a discharge coefficient of `coefficient`.
double hole_rate(const JetFire&, double hole, double coefficient = 0.85);

struct JetFlame {
  double speed = 0;  ///< u_j [m/s] of the expanded jet
  double mach = 0;
  double source_diameter = 0;    ///< D_s [m]
  double still_length = 0;       ///< L_b0 [m] in calm air
  double length = 0;             ///< L_b [m] from the hole to the tip
  double lift_off = 0;           ///< b [m]
  double frustum = 0;            ///< R_l [m], length of the frustum
  double first = 0, second = 0;  ///< W_1, W_2 [m] diameters at its ends
  double tilt = 0;               ///< alpha [rad] between the hole's axis and the frustum's
  double radiant_fraction = 0;   ///< F_s
  double heat_release = 0;       ///< [W]
  double emission = 0;           ///< E [W/m2]
  Flame flame;
  std::vector<Warning> warnings;
};

/// Throws InputError where the outflow is not choked and no hole is given. A jet that points down and would end below
/// the ground burns as one that leaves its hole level, the same way (downwind, if it points straight down): warned of.
JetFlame burn(const JetFire&);

/// [m] 0.00326 Q^0.478, Q [W] (API 521).
double api521_length(double heat_release);
/// [m] 2.8893 Q^0.3728, Q in MW (Lowesmith et al. 2007).
double lowesmith_length(double heat_release);

/// The part of a flame above z = `height`; open where it is cut.
Flame above(const Flame& flame, double height);

}  // namespace muster::fire
