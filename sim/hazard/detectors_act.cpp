// What detectors do: shut leaks, change the air of enclosures, start and stop fans.
#include "base/text.h"
#include "sim/hazard/hazards.h"

#include <algorithm>

namespace muster::sim {

namespace {

bool any_matches(const std::vector<std::string>& patterns, const std::string& name) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& p) { return matches_glob(p, name); });
}

/// What the summary says of a leak that a detector has shut: `then`, what came out; null: nothing.
void tell_shut(results::HazardUse& use, const results::HazardUse* then, double when, const std::string& by) {
  for (auto& [key, value] : use.source) {
    if (key != "released_kg" && key != "airborne_kg") continue;
    if (then == nullptr) value = 0.0;
    for (size_t i = 0; then != nullptr && i < then->source.size(); ++i)
      if (then->source[i].first == key) value = then->source[i].second;
  }
  use.source.emplace_back("shut_s", when);
  use.source.emplace_back("shut_by", by);
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

/// What detectors find in the clouds as they would be with nobody at the valves is true until a valve shuts; leaks that
/// are shut are made anew with what flows until then.
void Hazards::detect_and_shut(const Case& the_case, const LeakPlace& place, std::vector<Mistake>& mistakes) {
  const auto flux = [&](const Vec3& at, double time) { return fires_.flux(at, time); };
  detections_ = detect(the_case, sights_of(the_case, place, leaks_, air_, nullptr, flux, mistakes));
  ventilate(the_case, mistakes);
  const std::vector<Shut> shuts = shut_downs(the_case, detections_);
  for (size_t l = 0; l < leaks_.size(); ++l) {
    const int32_t e = leaks_[l].enclosure;
    const bool ventilated = e >= 0 && std::isfinite(places_.enclosures[static_cast<size_t>(e)].switches);
    std::optional<LeakSpec> spec;
    if (shuts[l].at <= the_case.run.until) spec = shut_leak(the_case.leaks[l], shuts[l], 0);
    if (!spec && !ventilated) continue;
    if (spec && gives_nothing(*spec)) {
      LeakCloud& leak = leaks_[l];
      leak.cloud.reset(), leak.inside.reset(), leak.terms.clear(), leak.lasts = 0, leak.enclosure = -1;
      tell_shut(leak.use, nullptr, shuts[l].at, shuts[l].by);
      continue;
    }
    std::vector<LeakCloud> anew = leak_clouds({spec.value_or(the_case.leaks[l])}, *the_case.weather, place, mistakes);
    leaks_[l] = std::move(anew.front());
    if (!spec) continue;
    leaks_[l].use.source.emplace_back("shut_s", shuts[l].at);
    leaks_[l].use.source.emplace_back("shut_by", shuts[l].by);
    if (!the_case.uncertain.empty())
      warnings_.push_back(
          {"bands_without_shut_down",
           fmt::format("Leak {} is shut by detector {} at {:.0f} s; the bands of its distances are those "
                       "of the leak that nobody shuts.",
                       the_case.leaks[l].name, shuts[l].by, shuts[l].at),
           "detector.shuts"});
  }
}

/// The leak with its valve shut by a detector, `not_before` [s] of the run; warns where it has none.
std::optional<LeakSpec> Hazards::shut_leak(const LeakSpec& spec, const Shut& told, double not_before) {
  LeakSpec with = spec;
  if (shut(with, std::max(std::max(told.at, not_before) - spec.begins, 0.1), told.takes)) return with;
  warnings_.push_back({"leak_not_shut",
                       fmt::format("Leak {} has no valve that detector {} could shut: only holes, pipes, spills and "
                                   "series have one.",
                                   spec.name, told.by),
                       "detector.shuts"});
  return std::nullopt;
}

/// Detectors of a case with [flow] look at the air as it is computed.
void Hazards::post_lookout(const Case& the_case, const LeakPlace& place, std::vector<Mistake>& mistakes) {
  if (earlier_) {
    mistakes.push_back({"", 0, "hazards.from", the_case.hazards.from,
                        "an earlier run does not hold the air that detectors see: leave this or the detectors out"});
    return;
  }
  computed_.holds = [this](const Vec3& at) { return flow_->holds(at); };
  computed_.parted = [this](const Vec3& at) { return flow_->parted(at); };
  computed_.extinction = [this](const Vec3& at, int32_t enclosure) {
    return (enclosure < 0 ? flow_->smoke(at) : smoke_inside_[static_cast<size_t>(enclosure)]).extinction;
  };
  computed_.temperature = [this](const Vec3& at, int32_t enclosure) {
    return enclosure < 0 ? flow_->temperature(at) : std::nullopt;
  };
  const auto flux = [this](const Vec3& at, double time) { return fires_.flux(at, time); };
  auto sights = sights_of(the_case, place, leaks_, air_, &computed_, flux, mistakes);
  if (!mistakes.empty()) return;
  lookout_.emplace(the_case, std::move(sights));
  detections_ = lookout_->detections();
  watched_ = the_case, floors_ = &place.floors;
  ventilate(the_case, mistakes);  // what cannot be
  shut_.assign(leaks_.size(), 0), fans_told_.assign(detections_.size(), 0);
}

/// Detectors look at the air that has been computed up to `time` [s]; what they are told to do is done from then on.
void Hazards::look_out(double time) {
  if (smokes()) smoke_indoors(time);
  lookout_->look(time);
  detections_ = lookout_->detections();
  std::vector<Mistake> mistakes;
  ventilate(*watched_, mistakes);
  run_fans(time);
  const std::vector<Shut> shuts = shut_downs(*watched_, detections_);
  for (size_t l = 0; l < leaks_.size(); ++l) {
    if (!(shuts[l].at < time + detector_step) || shut_[l] != 0) continue;
    shut_[l] = 1;
    if (time >= burnt_[l]) continue;  // it burns where it comes out
    if (!leaks_[l].carried) {
      warnings_.push_back({"leak_not_shut",
                           fmt::format("Leak {} has a `dispersion` of its own: detectors of a case with [flow] shut "
                                       "only leaks that it carries.",
                                       leaks_[l].name),
                           "detector.shuts"});
      continue;
    }
    const std::optional<LeakSpec> spec = shut_leak(watched_->leaks[l], shuts[l], time);
    if (!spec) continue;
    const double acts = std::max(shuts[l].at, time);
    if (gives_nothing(*spec)) {
      flow_->end(l);
      tell_shut(uses_[l], nullptr, acts, shuts[l].by);
      continue;
    }
    const auto anew = leak_clouds({*spec}, *watched_->weather, {*floors_, library_, places_}, mistakes);
    flow_->replace(l, anew.front(), *spec);
    tell_once(anew.front().warnings);
    tell_shut(uses_[l], &anew.front().use, acts, shuts[l].by);
  }
  MUSTER_CHECK(mistakes.empty(), "{} mistakes in leaks that had none before", mistakes.size());
}

/// Enclosures whose air a detector has changed otherwise; the first counts. What detectors find is of the ventilation
/// as it was.
void Hazards::ventilate(const Case& the_case, std::vector<Mistake>& mistakes) {
  for (size_t d = 0; d < detections_.size(); ++d) {
    const DetectorSpec& spec = the_case.detectors[d];
    for (const std::string& pattern : spec.ventilates) {
      bool any = false;
      for (Enclosure& e : places_.enclosures) {
        if (!matches_glob(pattern, e.name)) continue;
        any = true;
        if (flow_ && static_cast<size_t>(&e - places_.enclosures.data()) < floors_->spaces.size())
          mistakes.push_back({spec.origin.file, spec.origin.line, spec.origin.key + ".ventilates", pattern,
                              "is a space of the model, whose air is that of [flow]: give an [[enclosure]]"});
        if (!detections_[d].acts || *detections_[d].acts >= e.switches) continue;
        e.switches = *detections_[d].acts;
        e.air_changes_then = spec.air_changes_per_h / 3600;
      }
      if (!any)
        mistakes.push_back({spec.origin.file, spec.origin.line, spec.origin.key + ".ventilates", pattern,
                            "no enclosure and no space of this name"});
    }
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
