#include "sim/hazard/detectors.h"

#include "base/text.h"
#include "sim/hazard/hazards.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace muster::sim {

namespace {

/// The concentration of one leak at a place outdoors or of an enclosure, looked at in steps.
class GasReading {
 public:
  GasReading(const LeakCloud& leak, const HazardPlaces& places, const Vec3& at, int32_t enclosure)
      : leak_(&leak), places_(&places), at_(leak.local(at)), enclosure_(enclosure) {
    if (enclosure_ >= 0) intake_ = leak.local(places.enclosures[static_cast<size_t>(enclosure_)].intake);
  }
  /// [ppm]; times in order.
  double at(double time) {
    if (enclosure_ < 0) return 1e6 * outdoors(at_, time);
    if (leak_->inside && leak_->enclosure == enclosure_)
      return time < leak_->begins ? 0 : 1e6 * leak_->inside->at(time - leak_->begins);
    const double outside = outdoors(intake_, time);
    inside_ =
        air_changed(places_->enclosures[static_cast<size_t>(enclosure_)], inside_, outside_, outside, time_, time);
    outside_ = outside, time_ = time;
    return 1e6 * inside_;
  }

 private:
  double outdoors(const Vec3& point, double time) const {
    if (!leak_->cloud || time < leak_->begins) return 0;
    double fraction = 0;
    leak_->cloud->concentrations({&point, 1}, time - leak_->begins, {&fraction, 1});
    return fraction;
  }

  const LeakCloud* leak_;
  const HazardPlaces* places_;
  Vec3 at_, intake_ = Vec3::Zero();
  int32_t enclosure_;
  double inside_ = 0, outside_ = 0, time_ = 0;
};

/// A detector over its floor.
struct Post {
  scene::CellId cell = scene::no_cell;
  Vec3 at = Vec3::Zero();
};

Post post_of(const DetectorSpec& spec, const scene::Floors& floors, std::vector<Mistake>& mistakes) {
  Post post;
  const auto refuse = [&](const std::string& key, const std::string& text) {
    mistakes.push_back({spec.origin.file, spec.origin.line, spec.origin.key + "." + key, "", text});
  };
  const int32_t column = floors.grid.column(spec.at.x(), spec.at.y());
  std::vector<scene::CellId> here;
  if (column >= 0)
    for (uint32_t c = floors.column_begin[static_cast<size_t>(column)];
         c < floors.column_begin[static_cast<size_t>(column) + 1]; ++c)
      if (!spec.z || std::abs(static_cast<double>(floors.z[c]) - *spec.z) <= 1)
        here.push_back(static_cast<scene::CellId>(c));
  double ground = spec.z.value_or(0);
  if (here.size() > 1)
    refuse("z_m", "needed: floors lie above one another here");
  else if (here.size() == 1)
    post.cell = here.front(), ground = static_cast<double>(floors.z[static_cast<size_t>(here.front())]);
  else if (!spec.z)
    refuse("at", "no floor lies there: give z_m, the height of the ground");
  post.at = {spec.at.x(), spec.at.y(), ground + spec.height};
  return post;
}

}  // namespace

double reached(double before, double time_before, double value, double time, double threshold) {
  return value <= before ? time : time_before + (threshold - before) / (value - before) * (time - time_before);
}

std::optional<double> first_above(const Reading& reading, double threshold, double until) {
  double before = 0, at = 0;
  for (int64_t i = 0;; ++i) {
    const double time = std::min(until, static_cast<double>(i) * detector_step), value = reading(time);
    if (value >= threshold) return i == 0 ? time : reached(before, at, value, time, threshold);
    if (time >= until) return std::nullopt;
    before = value, at = time;
  }
}

namespace {

/// The concentrations that a detector of gas adds up.
Sight gas_sight(const DetectorSpec& spec, const Post& post, int32_t enclosure, const LeakPlace& place,
                std::span<const LeakCloud> leaks, std::vector<Mistake>& mistakes) {
  std::vector<GasReading> readings;
  const substance::Substance* wanted = spec.substance.empty() ? nullptr : place.library.find(spec.substance);
  bool any = spec.substance.empty();
  for (const LeakCloud& leak : leaks) {
    if (leak.substance == nullptr) continue;
    const bool meant = spec.substance.empty() || leak.substance == wanted;
    any = any || meant;
    if (meant) readings.emplace_back(leak, place.places, post.at, enclosure);
  }
  if (!any)
    mistakes.push_back({spec.origin.file, spec.origin.line, spec.origin.key + ".substance", spec.substance,
                        "no leak of the case gives it off"});
  return {[readings](double time) mutable {
            double sum = 0;
            for (GasReading& r : readings) sum += r.at(time);
            return sum;
          },
          *spec.gas};
}

constexpr double celsius = 273.15;

}  // namespace

std::vector<std::vector<Sight>> sights_of(const Case& the_case, const LeakPlace& place,
                                          std::span<const LeakCloud> leaks, const PrescribedAir& air,
                                          const ComputedAir* computed,
                                          const std::function<double(const Vec3&, double)>& flux,
                                          std::vector<Mistake>& mistakes) {
  std::vector<std::vector<Sight>> all;
  for (const DetectorSpec& spec : the_case.detectors) {
    std::vector<Sight>& sights = all.emplace_back();
    const Post post = post_of(spec, place.floors, mistakes);
    const int32_t zone = post.cell >= 0 ? air.zone(post.cell) : -1;
    const int32_t enclosure = post.cell >= 0 ? place.places.of_cell[static_cast<size_t>(post.cell)] : -1;
    const bool carried = std::any_of(leaks.begin(), leaks.end(), [](const LeakCloud& l) { return l.carried; });
    const bool looks = spec.kind == DetectorSpec::Kind::gas    ? carried
                       : spec.kind == DetectorSpec::Kind::heat ? spec.temperature.has_value()
                                                               : true;
    if (computed != nullptr && looks && enclosure < 0 && !computed->holds(post.at))
      mistakes.push_back({spec.origin.file, spec.origin.line, spec.origin.key + ".at", "",
                          "lies in something solid or outside the box of [flow]"});
    else if (computed != nullptr && looks && enclosure < 0 && computed->parted(post.at))
      mistakes.push_back({spec.origin.file, spec.origin.line, spec.origin.key + ".at", "",
                          "lies in a cell of [flow] whose middle is on the other side of a wall, floor or roof: move "
                          "it away from that, or give smaller cells (flow.cell_m)"});
    if (spec.kind == DetectorSpec::Kind::gas) {
      sights.push_back(gas_sight(spec, post, enclosure, place, leaks, mistakes));
    } else if (spec.kind == DetectorSpec::Kind::smoke) {
      sights.push_back({[&air, zone, computed, enclosure, at = post.at](double time) {
                          const double given = zone < 0 ? 0 : air.at(static_cast<size_t>(zone), time).extinction;
                          return given + (computed != nullptr ? computed->extinction(at, enclosure) : 0);
                        },
                        *spec.extinction});
    } else {
      const bool given = zone >= 0 && air.at(static_cast<size_t>(zone), 0).temperature;
      if (spec.temperature && !given && (computed == nullptr || enclosure >= 0))
        mistakes.push_back(
            {spec.origin.file, spec.origin.line, spec.origin.key + ".threshold_C", "",
             enclosure >= 0 && computed != nullptr
                 ? "nobody knows a temperature in an enclosure, whose air [flow] does not compute: it "
                   "takes an [[air]] with temperature_C"
                 : "nobody knows a temperature there: it takes [flow] or an [[air]] with temperature_C"});
      if (spec.temperature)
        sights.push_back({[&air, zone, computed, enclosure, at = post.at](double time) {
                            double warmest = 0;
                            if (zone >= 0)
                              warmest = air.at(static_cast<size_t>(zone), time).temperature.value_or(warmest);
                            if (computed != nullptr)
                              warmest = std::max(warmest, computed->temperature(at, enclosure).value_or(warmest));
                            return warmest - celsius;
                          },
                          *spec.temperature});
      if (spec.flux) sights.push_back({[flux, at = post.at](double time) { return flux(at, time); }, *spec.flux});
    }
  }
  return all;
}

std::vector<Detection> detect(const Case& the_case, const std::vector<std::vector<Sight>>& sights) {
  std::vector<Detection> found;
  for (size_t d = 0; d < sights.size(); ++d) {
    Detection one{the_case.detectors[d].name, std::nullopt, std::nullopt};
    for (const Sight& sight : sights[d])
      if (const auto time = first_above(sight.reading, sight.threshold, the_case.run.until);
          time && (!one.noticed || *time < *one.noticed))
        one.noticed = time;
    if (one.noticed) one.acts = *one.noticed + the_case.detectors[d].delay;
    found.push_back(std::move(one));
  }
  return found;
}

Lookout::Lookout(const Case& the_case, std::vector<std::vector<Sight>> sights) : sights_(std::move(sights)) {
  for (size_t d = 0; d < sights_.size(); ++d) {
    before_.emplace_back(sights_[d].size(), 0);
    delay_.push_back(the_case.detectors[d].delay);
    detections_.push_back({the_case.detectors[d].name, std::nullopt, std::nullopt});
  }
}

void Lookout::look(double time) {
  for (size_t d = 0; d < sights_.size(); ++d) {
    std::optional<double> when;
    for (size_t s = 0; s < sights_[d].size(); ++s) {
      const double value = sights_[d][s].reading(time), threshold = sights_[d][s].threshold;
      double& before = before_[d][s];
      if (value >= threshold) {
        const double at = time_ ? reached(before, *time_, value, time, threshold) : time;
        when = std::min(when.value_or(at), at);
      }
      before = value;
    }
    Detection& one = detections_[d];
    if (when && !one.noticed) one.noticed = when, one.acts = *when + delay_[d];
  }
  time_ = time;
}

bool sounds(const DetectorSpec& detector, const std::string& alarm) {
  return std::any_of(detector.sounds.begin(), detector.sounds.end(),
                     [&](const std::string& pattern) { return matches_glob(pattern, alarm); });
}

std::vector<Shut> shut_downs(const Case& the_case, std::span<const Detection> found) {
  std::vector<Shut> all(the_case.leaks.size());
  for (size_t d = 0; d < found.size(); ++d) {
    const DetectorSpec& spec = the_case.detectors[d];
    if (!found[d].acts) continue;
    for (size_t l = 0; l < all.size(); ++l)
      for (const std::string& pattern : spec.shuts)
        if (matches_glob(pattern, the_case.leaks[l].name) && !(all[l].at <= *found[d].acts))
          all[l] = {*found[d].acts, spec.shut_takes, spec.name};
  }
  return all;
}

bool shut(LeakSpec& leak, double after, double takes) {
  using S = release::Leak::Source;
  release::Leak& source = leak.source;
  switch (source.source) {
    case S::hole:
    case S::pipe:
      if (source.valve_shuts && *source.valve_shuts <= after) return true;
      source.valve_shuts = after;
      source.valve_takes = takes;
      return true;
    case S::series: {
      const double end = after + takes;
      std::erase_if(source.series, [&](const auto& entry) { return entry[0] >= end; });
      source.series.push_back({end, 0});
      return true;
    }
    case S::spill:
      if (!source.rate) return false;
      source.mass = std::min(source.mass.value_or(1e300), *source.rate * (after + takes));
      return true;
    default:
      return false;
  }
}

bool gives_nothing(const LeakSpec& leak) {
  const release::Leak& source = leak.source;
  return source.source == release::Leak::Source::series &&
         std::none_of(source.series.begin(), source.series.end(), [](const auto& entry) { return entry[1] > 0; });
}

}  // namespace muster::sim
