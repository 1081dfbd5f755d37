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

/// What a detector of the case found out. Hazards do not depend on people: this is known before the run, but for what
/// has to be computed as it goes on.
struct Detection {
  std::string name;
  std::optional<double> noticed;  ///< [s] when the threshold was reached; empty: never
  std::optional<double> acts;     ///< [s] ... and the delay was over
};

/// Where hazards are, at a detector: what it would read at a time [s]; times in order.
using Reading = std::function<double(double)>;

/// One of the things that a detector looks at.
struct Sight {
  Reading reading;
  double threshold = 0;  ///< in the unit of the reading
};

/// Air that is computed as the run goes on, as far as it has come. `enclosure`: -1 outdoors.
struct ComputedAir {
  std::function<bool(const Vec3&)> holds;                                            ///< whether there is air
  std::function<bool(const Vec3&)> parted;                                           ///< by a wall from its middle
  std::function<double(const Vec3&, int32_t enclosure)> extinction;                  ///< [1/m]
  std::function<std::optional<double>(const Vec3&, int32_t enclosure)> temperature;  ///< [K]
};

/// [s] between two looks of a detector; the instant of the threshold is interpolated between them.
inline constexpr double detector_step = 1;

/// When between two looks a reading that has come to its threshold did so [s].
double reached(double before, double time_before, double value, double time, double threshold);

/// The first time within [0, until] at which `reading` is at least `threshold`.
std::optional<double> first_above(const Reading& reading, double threshold, double until);

/// What each detector of a case looks at: clouds, prescribed air, fires and, where there is any, computed air, which
/// can be read at the time only that it has come to. Mistakes are appended. `flux`: radiation of all fires at a place
/// at a time [W/m2]. What is given here must outlive what is returned.
std::vector<std::vector<Sight>> sights_of(const Case& the_case, const LeakPlace& place,
                                          std::span<const LeakCloud> leaks, const PrescribedAir& air,
                                          const ComputedAir* computed,
                                          const std::function<double(const Vec3&, double)>& flux,
                                          std::vector<Mistake>& mistakes);

/// What each detector of a case finds in what can be known before the run.
std::vector<Detection> detect(const Case& the_case, const std::vector<std::vector<Sight>>& sights);

/// The detectors of a case that look at air while it is computed.
class Lookout {
 public:
  Lookout(const Case& the_case, std::vector<std::vector<Sight>> sights);

  /// Everybody's look at `time` [s], in order.
  void look(double time);
  const std::vector<Detection>& detections() const { return detections_; }

 private:
  std::vector<std::vector<Sight>> sights_;
  std::vector<std::vector<double>> before_;  ///< [detector][sight] the last reading
  std::vector<double> delay_;                ///< [s]
  std::vector<Detection> detections_;
  std::optional<double> time_;  ///< [s] of the last look
};

/// Whether a detector sounds the alarm of this name.
bool sounds(const DetectorSpec& detector, const std::string& alarm);

/// Appends what is wrong with the fans that detectors of a case start and stop.
void check_fans(const Case& the_case, std::vector<Mistake>& mistakes);

/// For each leak of the case: [s] when its valve has been told to shut, and how long that takes; NaN: never.
struct Shut {
  double at = std::numeric_limits<double>::quiet_NaN(), takes = 0;
  std::string by;
};
std::vector<Shut> shut_downs(const Case& the_case, std::span<const Detection> found);

/// The leak with its valve shut `after` [s] from its beginning, which takes `takes`; what cannot be shut stays as it is
/// (false).
bool shut(LeakSpec& leak, double after, double takes);

/// Whether a series has been shut before it gave anything.
bool gives_nothing(const LeakSpec& leak);

}  // namespace muster::sim
