#pragma once
// Which tank catches fire next, and when: fires heat tanks, tanks that fail or ignite become fires that heat the
// others.

#include "models/fire/escalation/vessel.h"
#include "models/fire/radiation/shadow.h"
#include "sim/case/tank_spec.h"
#include "sim/results/escalation.h"

#include <functional>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace muster::sim {

/// A tank of a case in its place.
struct TankInPlace {
  TankSpec spec;
  fire::Contents contents;
  Vec3 ground = Vec3::Zero();  ///< [m] below its middle
};
fire::VesselMake make_of(const TankInPlace& tank, double air_temperature, double air_pressure);
/// Places 5 cm outside its shell (ends of what lies apart) that face outwards: all sectors above the liquid, then all
/// below it.
std::vector<fire::Receptor> receptors_of(const TankInPlace& tank, const fire::VesselMake& make);

/// A fire as the tanks see it.
struct ShiningFire {
  std::string name;
  double begins = 0, ends = std::numeric_limits<double>::infinity();  ///< [s]
  std::vector<double> changes;                                        ///< [s] at which it shines differently
  /// [W/m2] onto each receptor of a tank at a time.
  std::function<std::vector<float>(size_t tank, std::span<const fire::Receptor>, double time)> shine;
  int own_tank = -1;  ///< the tank whose fire it is: that one is not looked at any more
};

/// An explosion as the tanks meet it.
struct Blow {
  std::string name;
  double time = 0;               ///< [s]
  std::vector<double> pressure;  ///< [tanks] [Pa] side-on
};

struct DominoSettings {
  double until = 3600;                                     ///< [s]
  double step = 10;                                        ///< [s] between looks at the fires
  double air_temperature = 293.15, air_pressure = 101325;  ///< [K], [Pa]
  double convection = 10;                                  ///< [W/m2/K] to the air
  std::vector<Blow> blows = {};                            ///< by time
};

/// Heats `tanks` by `fires` from 0 to `until`, or until nothing burns. `light(tank, time, pressure)` makes the fire of
/// a tank that fails or ignites, by heat or by a blow of fire::escalation_pressure (a vessel's is only told). What
/// happened is told in order of time; steps end where a fire begins, ends or changes and where water comes or goes. A
/// tank that catches fire heats the others from then on, its neighbours' current step excepted.
results::Escalation domino(const std::vector<TankInPlace>& tanks, std::vector<ShiningFire> fires,
                           const std::function<ShiningFire(size_t tank, double time, double pressure)>& light,
                           const DominoSettings& settings);

}  // namespace muster::sim
