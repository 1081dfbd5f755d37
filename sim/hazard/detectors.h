#pragma once
// What notices a hazard by itself, when, and what it then does.

#include "sim/hazard/air.h"
#include "sim/hazard/leaks.h"

#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace muster::sim {

/// What a detector of the case found out. Hazards do not depend on people: this is known before the run.
struct Detection {
  std::string name;
  std::optional<double> noticed;  ///< [s] when the threshold was reached; empty: never
  std::optional<double> acts;     ///< [s] ... and the delay was over
};

/// Where hazards are, at a detector: what it would read at a time [s].
using Reading = std::function<double(double)>;

/// [s] between two looks of a detector; the instant of the threshold is interpolated between them.
inline constexpr double detector_step = 1;

/// The first time within [0, until] at which `reading` is at least `threshold`.
std::optional<double> first_above(const Reading& reading, double threshold, double until);

/// The detectors of a case over its clouds, prescribed air and fires: what each found. Mistakes are appended. `flux`:
/// radiation of all fires at a place at a time [W/m2].
std::vector<Detection> detect(const Case& the_case, const LeakPlace& place, std::span<const LeakCloud> leaks,
                              const PrescribedAir& air, const std::function<double(const Vec3&, double)>& flux,
                              std::vector<Mistake>& mistakes);

/// Whether a detector sounds the alarm of this name.
bool sounds(const DetectorSpec& detector, const std::string& alarm);

/// For each leak of the case: [s] when its valve has been told to shut, and how long that takes; NaN: never.
struct Shut {
  double at = std::numeric_limits<double>::quiet_NaN(), takes = 0;
  std::string by;
};
std::vector<Shut> shut_downs(const Case& the_case, std::span<const Detection> found);

/// The leak with its valve shut `after` [s] from its beginning, which takes `takes`; what cannot be shut stays as it is
/// (false).
bool shut(LeakSpec& leak, double after, double takes);

}  // namespace muster::sim
