// Fans that detectors start and stop.
#include "base/text.h"
#include "sim/hazard/hazards.h"

#include <algorithm>

namespace muster::sim {

namespace {

bool any_matches(const std::vector<std::string>& patterns, const std::string& name) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& p) { return matches_glob(p, name); });
}

}  // namespace

void check_fans(const Case& the_case, std::vector<Mistake>& mistakes) {
  for (const DetectorSpec& spec : the_case.detectors)
    for (const auto& [key, patterns] : {std::pair("starts", &spec.starts), std::pair("stops", &spec.stops)})
      for (const std::string& pattern : *patterns) {
        const auto refuse = [&, key = key](const char* why) {
          mistakes.push_back({spec.origin.file, spec.origin.line, spec.origin.key + "." + key, pattern, why});
        };
        if (!the_case.flow) {
          refuse("is about fans of [flow], which this case does not have");
          continue;
        }
        const std::vector<FanSpec>& fans = the_case.flow->fans;
        if (std::none_of(fans.begin(), fans.end(), [&](const FanSpec& f) { return matches_glob(pattern, f.name); }))
          refuse("no fan of [flow] has this name");
      }
}

/// Detectors that act before the next look tell their fans; each does so once.
void Hazards::run_fans(double time) {
  for (size_t d = 0; d < detections_.size(); ++d) {
    const std::optional<double>& acts = detections_[d].acts;
    if (fans_told_[d] != 0 || !acts || !(*acts < time + detector_step)) continue;
    fans_told_[d] = 1;
    const DetectorSpec& spec = watched_->detectors[d];
    for (size_t f = 0; f < watched_->flow->fans.size(); ++f) {
      const std::string& name = watched_->flow->fans[f].name;
      if (any_matches(spec.starts, name)) flow_->run_fan(f, true, std::max(*acts, time));
      if (any_matches(spec.stops, name)) flow_->run_fan(f, false, std::max(*acts, time));
    }
  }
}

}  // namespace muster::sim
