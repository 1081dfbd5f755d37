#pragma once
// What burns in a case, and the places whose radiation is asked for.

#include "base/vec.h"
#include "models/fire/flame/laws.h"
#include "models/fire/gas/fireball.h"
#include "scene/authored.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace muster::sim {

/// Something that burns; which sizes apply depends on its kind.
struct FireSpec {
  enum class Kind { pool, tank, rim_seal, trench, jet, fireball, design };
  std::string name;
  Kind kind = Kind::pool;
  std::string fuel;                    ///< of data/fuels.toml, or a substance that burns
  Vec2 at = Vec2::Zero();              ///< [m] its middle; of a jet the hole
  std::optional<double> z;             ///< [m] of the ground there; empty: the nearest floor
  double begins = 0;                   ///< [s]
  std::optional<double> until;         ///< [s] put out or shut off at once
  std::optional<double> foam, foamed;  ///< [s] foam begins; [s] it takes until nothing burns
  std::optional<double> transmissivity, radiant;

  // Pools, tanks, trenches.
  std::optional<double> diameter, area, length, width, spill_rate, spill_volume;  ///< [m], [m2], [kg/s], [m3]
  std::optional<double> depth;                                                    ///< [m] of the liquid
  std::optional<double> rate, emission;                                           ///< [kg/m2/s], [W/m2]
  bool on_water = false;
  std::optional<double> height;  ///< [m] of a tank's rim, of a jet's hole above the ground
  double freeboard = 0;          ///< [m] from the liquid up to the rim
  double along = 90;             ///< [deg] direction of a trench's long side, clockwise from north
  double seal = 0.5, burning = 1,
         seal_at = 0;              ///< [m] from gap to foam dam; share of the rim that burns, [deg] its middle
  std::optional<double> hot_zone;  ///< [m/s] at which a tank's hot layer sinks below the burning surface
  double boilover_share = 0.1;     ///< of the oil left, that burns as a ball
  double boilover_reach =
      10;              ///< [diameters of the tank] from its middle that the rest burns as a pool; 0: it does not
  bool smoke = false;  ///< people meet its smoke
  std::optional<fire::LengthLaw> length_law;
  std::optional<fire::TiltLaw> tilt_law;
  std::optional<fire::DragLaw> drag_law;
  std::optional<fire::EmissionLaw> emission_law;

  // Jets and fireballs.
  std::optional<double> gas_rate, hole, pressure, mass;  ///< [kg/s], [m], [Pa], [kg]
  std::optional<double> heat, molar_mass, heat_ratio;    ///< [J/kg], [kg/mol], -
  double temperature = 288.15, coefficient = 0.85;       ///< [K] before the hole, of discharge
  double upward = 0, towards = 90;                       ///< [deg] above the level; clockwise from north
  double share = 1;                                      ///< of the mass that burns in the ball
  fire::FireballLaw law = fire::FireballLaw::martinsen_marx;

  // Design fires: heat release and what it gives off are prescribed.
  std::optional<double> peak, growth;         ///< [W], [W/s2] of t-squared
  std::vector<std::array<double, 2>> course;  ///< [s] since `begins`, [kW]; linear in between
  /// [kg/kg] of what burns; empty: those of the fuel, of hydrogen cyanide none.
  std::optional<double> soot_yield, monoxide_yield, dioxide_yield, cyanide_yield;
  scene::Origin origin;
};

/// A place, or the surface of a part of the model, whose radiation in time is asked for.
struct TargetSpec {
  std::string name;
  Vec3 at = Vec3::Zero();           ///< [m] of a place
  std::optional<Vec3> normal;       ///< of length 1; empty: what faces the fire
  std::optional<std::string> part;  ///< in place of `at`: name (glob) or id of elements of the model
  double spacing = 1;               ///< [m] longest side of the triangles that a part is cut into
  scene::Origin origin;
};

}  // namespace muster::sim
