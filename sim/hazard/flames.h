#pragma once
// The fires of a case as flames in the place, in time.

#include "models/fire/flame/flame.h"
#include "models/fire/flame/laws.h"
#include "models/fire/gas/fireball.h"
#include "models/fire/radiation/flux.h"
#include "models/fire/smoke/fire_plume.h"
#include "models/plume/atmosphere/atmosphere.h"
#include "models/substance/library.h"
#include "scene/floors.h"
#include "sim/case/fire_spec.h"
#include "sim/results/summary.h"

#include <array>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace muster::sim {

/// The air at a flame's foot `height` [m] above the ground; calm air stays calm.
fire::Air fire_air(const plume::Weather& weather, double height);

/// A fire of the case. Between its `begins` and `ends` it radiates as one of its flames, or as its fireball.
struct BurningFire {
  /// A flame from a time of the run on: the wind turns it, and in a tank its foot sinks with the liquid.
  struct Phase {
    double from = 0;  ///< [s]
    fire::Flame flame;
    fire::Haze haze;
    Vec2 downwind = Vec2::UnitX();
    size_t wind = 0;  ///< 0 the first, then those of the case's changes
    double sunk = 0;  ///< [m] of the liquid since it began to burn
  };

  std::string name, kind;                                             ///< kind: `tank_fire`, ...
  std::string fuel;                                                   ///< its id
  Vec3 ground = Vec3::Zero();                                         ///< [m] its place on the ground
  double nearest = 0.1;                                               ///< [m] from its axis, where distances begin
  double begins = 0, ends = std::numeric_limits<double>::infinity();  ///< [s]
  std::optional<double> foam;                                         ///< [s] from then on less and less burns until
  double foam_ends = 0;                                               ///< [s]; not before `ends`
  std::vector<Phase> phases;                                          ///< by time, the first from the beginning on
  std::optional<fire::Fireball> ball;                                 ///< in place of them
  fire::Haze ball_haze;
  /// What people may meet of its smoke.
  struct SmokeOf {
    fire::SmokeSource source;
    double height = 0, diameter = 0;  ///< [m] of the burning surface above the ground, of a circle of its area
  };
  std::optional<SmokeOf> smoke;
  /// What it gives to air that is computed in place of that.
  struct Products {
    double peak = 0;                                          ///< [W] heat release at strength 1
    double radiated = 0;                                      ///< share of it that does not stay in the air
    double heat = 0;                                          ///< [J/kg] of combustion
    double soot = 0, monoxide = 0, dioxide = 0, cyanide = 0;  ///< [kg/kg]
    double height = 0, area = 0;                              ///< [m] of what burns above the ground, [m2]
  };
  std::optional<Products> products;
  /// Of a design fire: [s] since it began, share of its peak; linear in between, after the last as that.
  std::vector<std::array<double, 2>> course;
  results::HazardUse use;  ///< what the summary says of the source; endpoints are found later
  std::vector<Warning> warnings;

  /// Share of its surface that burns: 1, less while foam closes it, 0 before and after.
  double strength(double time) const;
  /// Index of the phase at a time.
  size_t phase_at(double time) const;
  /// The flame at a time: that of the phase, or the ball as it is then; without faces where nothing burns.
  fire::Flame flame_at(double time) const;
};

/// Every fire in their order, then the fireballs and spills of tanks that boil over. Mistakes of all are appended by
/// the keys of the case; a fire with mistakes has no flame.
std::vector<BurningFire> burning_fires(const std::vector<FireSpec>& specs, const plume::Weather& weather,
                                       const scene::Floors& floors, const substance::Library& library,
                                       std::vector<Mistake>& mistakes);

/// How far 37.5, 12.5, 4 and 1.6 kW/m2 ever reach over flat open ground `height` [m] below the receptors, from the
/// fire's middle in plan, and over how large an area.
std::vector<results::HazardEndpoint> endpoints_of(const BurningFire& fire, double height);

/// [W/m2] 37.5 damages equipment, 12.5 lights plastic and kills, 4 hurts, 1.6 is borne for long (World Bank 1985).
inline constexpr double flux_levels[] = {37500, 12500, 4000, 1600};

}  // namespace muster::sim
