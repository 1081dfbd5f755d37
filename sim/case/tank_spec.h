#pragma once
// Tanks of a case that fires may set on fire.

#include "base/vec.h"
#include "models/fire/escalation/steel.h"
#include "models/fire/escalation/thresholds.h"
#include "scene/authored.h"

#include <optional>
#include <string>

namespace muster::sim {

/// A tank or vessel that stands, or a vessel that lies, beside fires. What it is made of by fire::VesselMake.
struct TankSpec {
  /// By which criterion of fire::criteria_of a tank fails; a vessel bursts.
  enum class FailsBy { steel_427, steel_500, steel_538, time_to_failure };

  std::string name, contents;
  fire::EquipmentKind kind = fire::EquipmentKind::atmospheric;
  Vec2 at = Vec2::Zero();            ///< [m] its middle
  std::optional<double> z;           ///< [m] of the ground there; empty: the nearest floor
  double diameter = 0, height = 0;   ///< [m]
  std::optional<double> length;      ///< [m] of a lying vessel, which has no height
  double along = 90;                 ///< [deg] direction of its axis, clockwise from north
  double fill = 0.8, shell = 0.008;  ///< -, [m]
  FailsBy fails_by = FailsBy::steel_538;
  double water = 0, water_from = 0;   ///< [L/min/m2], [s]
  std::optional<double> water_until;  ///< [s]
  double water_share = 0.5;
  double absorptivity = 0.9, inside = 0;
  std::optional<double> flash_point, auto_ignition;    ///< [K]
  std::optional<double> relief_pressure, relief_area;  ///< [Pa], [m2] of a vessel
  fire::SteelGrade steel = fire::SteelGrade::cs360;
  scene::Origin origin;
};
/// `steel_538`, ...
const char* word_of(TankSpec::FailsBy);

}  // namespace muster::sim
