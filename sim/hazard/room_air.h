#pragma once
// A leak within a room: its air fills, and what leaves with the air becomes the source outdoors.

#include "base/error.h"
#include "models/substance/outflow.h"
#include "models/substance/substance.h"

#include <limits>
#include <span>
#include <string>
#include <vector>

namespace muster::sim {

/// The air of a room, well mixed.
struct Room {
  std::string name;
  double volume = 0;                                                     ///< [m3] above 0
  double floor = 0;                                                      ///< [m2]
  double air_changes = 0;                                                ///< [1/s] fresh air, per volume
  double temperature = 293.15, pressure = substance::standard_pressure;  ///< [K], [Pa] of its air
  /// [s] after the leak begins, when its air is changed otherwise,
  double switches = std::numeric_limits<double>::infinity();
  double air_changes_then = 0;  ///< [1/s] so often
};

/// What a leak makes of it.
struct RoomAir {
  std::vector<double> time;      ///< [s] after the leak begins, ascending from 0
  std::vector<double> fraction;  ///< [volume fraction] at these
  /// Of each step between them: what the air tends to [volume fraction], and how fast [1/s].
  std::vector<double> settled, turnover;
  substance::SourceTerm out;     ///< what leaves the room; a surface source as large as its floor
  double entered = 0, left = 0;  ///< [kg] into its air, still there at the end
  double peak = 0, peak_time = 0;
  std::vector<Warning> warnings;

  /// [volume fraction] at a time after the leak begins; the solution, that of the last step at the end and after it.
  double at(double seconds) const;
};

/// Gas at rate q = rate / density [m3/s], as warm as the room's air, pushes out as much air with gas; fresh air comes
/// in `air_changes` times: V dX/dt = q (1 - X) - changes V X, solved exactly while the rate stays. What leaves the room
/// in a step is what entered less what was added to its content: mass is conserved to rounding. What is released at
/// once comes in within 10 s. `terms` as release() gives them; drops evaporate at once.
RoomAir room_air(const Room&, std::span<const substance::SourceTerm> terms, const substance::Substance&);

}  // namespace muster::sim
