#pragma once
// Air that a case prescribes, what people make of hazards, and what detects them.

#include "base/vec.h"
#include "models/crowd/people/people.h"
#include "models/exposure/fire_gas.h"
#include "models/exposure/smoke.h"
#include "scene/authored.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace muster::sim {

/// A value in time, [s] and the value: straight between, constant before and after. Empty: not given.
using TimeSeries = std::vector<std::pair<double, double>>;

/// The air of a place, as somebody measured or computed it.
struct AirSpec {
  std::string name;
  crowd::Place place;                           ///< everywhere where it names nothing
  TimeSeries extinction;                        ///< [1/m]
  TimeSeries co, hcn, hcl, no2, so2, acrolein;  ///< [ppm]
  TimeSeries co2, o2;                           ///< [%]
  TimeSeries temperature;                       ///< [C]
  scene::Origin origin;
};

/// What some groups breathe through.
struct ProtectionSpec {
  std::vector<std::string> people;  ///< names (globs) of groups
  double factor = 1;                ///< of what is around them only 1/factor is breathed, >= 1
};

/// How hazards act on people on their way.
struct ReactionSettings {
  enum class Falls : uint8_t {
    half,   ///< everybody at the dose that half of people bear
    drawn,  ///< each at a dose drawn for him
    never
  };
  enum class Fed : uint8_t { purser, iso_13571 };
  std::optional<exposure::SmokeLaw> smoke = exposure::SmokeLaw::fridolf_2019;  ///< empty: nobody is slowed
  double sign = exposure::reflecting_sign;                                     ///< what people look for in smoke
  Fed fed = Fed::purser;
  exposure::Effort effort = exposure::Effort::light;
  Falls falls = Falls::half;
  bool avoid = true;  ///< who knows of a danger takes other ways
  std::optional<double>
      news;  ///< [s] at most this often who knows learns how it has spread; empty: by the place's size
  std::vector<ProtectionSpec> protection;  ///< the last of a group counts
  std::optional<crowd::Rescue> rescue;     ///< of those who fall; none: nobody fetches them
};

/// Something that notices a hazard at a place and sounds alarms or shuts valves.
struct DetectorSpec {
  enum class Kind : uint8_t { gas, smoke, heat };
  std::string name;
  Kind kind = Kind::gas;
  Vec2 at = Vec2::Zero();                  ///< [m]
  std::optional<double> z;                 ///< [m] of the floor below it
  double height = 1.6;                     ///< [m] above that floor
  std::string substance;                   ///< of gas; empty: any
  std::optional<double> gas;               ///< [ppm]
  std::optional<double> extinction;        ///< [1/m]
  std::optional<double> temperature;       ///< [C]
  std::optional<double> flux;              ///< [W/m2]
  double delay = 0;                        ///< [s] from the threshold to what it does
  std::vector<std::string> sounds;         ///< names (globs) of alarms
  std::vector<std::string> shuts;          ///< names (globs) of leaks
  double shut_takes = 0;                   ///< [s] from then until nothing more flows
  bool tells = false;                      ///< who hears the alarms knows of the danger
  std::vector<std::string> ventilates;     ///< names (globs) of enclosures
  double air_changes_per_h = 0;            ///< [1/h] of these from then on
  std::vector<std::string> starts, stops;  ///< names (globs) of fans of [flow]
  scene::Origin origin;
};

}  // namespace muster::sim
