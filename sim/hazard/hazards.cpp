#include "sim/hazard/hazards.h"

#include "base/parallel.h"
#include "models/substance/criteria.h"
#include "sim/case/read.h"
#include "sim/data/substance_data.h"
#include "sim/hazard/bands.h"
#include "sim/hazard/blast_surfaces.h"
#include "sim/hazard/shallow.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster::sim {

namespace {

/// What the height that people breathe at does not see of a leak's cloud.
std::optional<Warning> shallow(const LeakCloud& leak, const std::vector<results::HazardEndpoint>& endpoints,
                               const plume::Search& search) {
  if (!leak.cloud) return {};
  std::vector<double> distances;
  for (const results::HazardEndpoint& endpoint : endpoints) distances.push_back(endpoint.max_distance.value_or(0));
  auto warning =
      shallow_cloud(*leak.cloud, substance::criteria_of(*leak.substance), distances, search, "hazards.height_m");
  if (warning) warning->text = fmt::format("Leak {}: {}", leak.name, warning->text);
  return warning;
}

/// Squares handed to a cloud at once.
constexpr size_t grain = 512;
/// An enclosure has lost a cloud after this many changes of its air: 1e-4 is left.
constexpr double changes_to_clear = 9.2;
/// [volume fraction] from which a cloud has arrived: 1 ppm.
constexpr float arrived = 1e-6F;

/// Spaces of the model are open to the air that [flow] computes; the case's own enclosures stay.
void open_spaces(HazardPlaces& places, size_t spaces) {
  for (std::vector<int32_t>* of : {&places.enclosure_of, &places.of_cell})
    for (int32_t& e : *of) e = e < static_cast<int32_t>(spaces) ? -1 : e;
}

/// Floors and intakes that [flow] has no air for.
void warn_of_blind_places(const HazardPlaces& places, size_t spaces, FlowAir& flow, std::vector<Warning>& warnings) {
  const results::HazardGrid& grid = places.grid;
  size_t squares = 0, intakes = 0, beside = 0;
  std::vector<Vec3> asked;
  const auto look = [&](const Vec3& place, size_t& blind) {
    asked.push_back(place);
    if (flow.holds(place)) return;
    ++(flow.sees(place) ? beside : blind);
  };
  for (size_t s = 0; s < grid.x.size(); ++s)
    if (places.enclosure_of[s] < 0) look({grid.x[s], grid.y[s], grid.z[s] + grid.height}, squares);
  for (size_t e = spaces; e < places.enclosures.size(); ++e) look(places.enclosures[e].intake, intakes);
  const size_t beyond = flow.know(asked);
  if (beside > 0)
    warnings.push_back({"flow_sampled_beside",
                        fmt::format("{} of {} squares of the floors and intakes lie in solid cells of [flow]: the air "
                                    "there is that of the nearest open cell next to them, maybe beyond a thin wall.",
                                    beside, grid.x.size() + places.enclosures.size() - spaces),
                        "flow.cell_m"});
  if (beyond > 0)
    warnings.push_back({"flow_sampled_beyond",
                        fmt::format("{} of {} squares of the floors and intakes are parted by walls or floors of the "
                                    "model from the middles of all cells of [flow] around them: the air there may be "
                                    "that of the other side.",
                                    beyond, grid.x.size() + places.enclosures.size() - spaces),
                        "flow.cell_m"});
  if (squares + intakes == 0) return;
  warnings.push_back({"flow_not_sampled",
                      fmt::format("{} of {} squares of the floors and {} of {} intakes of enclosures lie in solid "
                                  "cells without an open one next to them, or outside the box of [flow]: gas there is "
                                  "counted as 0.",
                                  squares, grid.x.size(), intakes, places.enclosures.size() - spaces),
                      "flow.cell_m"});
}

}  // namespace

double air_changed(double inside, double outside0, double outside1, double rate, double dt) {
  const double turned = rate * dt;
  if (turned <= 0) return inside;
  const double decay = std::exp(-turned);
  // Mean of the forcing's slope part; its series where rate * dt is small.
  const double lag = turned < 1e-5 ? turned / 2 : 1 - (1 - decay) / turned;
  return inside * decay + outside0 * (1 - decay) + (outside1 - outside0) * lag;
}

double air_changed(const Enclosure& e, double inside, double outside0, double outside1, double from, double to) {
  if (to <= e.switches) return air_changed(inside, outside0, outside1, e.air_changes, to - from);
  if (from >= e.switches) return air_changed(inside, outside0, outside1, e.air_changes_then, to - from);
  const double then = outside0 + (outside1 - outside0) * (e.switches - from) / (to - from);
  inside = air_changed(inside, outside0, then, e.air_changes, e.switches - from);
  return air_changed(inside, then, outside1, e.air_changes_then, to - e.switches);
}

Hazards::Hazards(const Case& the_case, const scene::Floors& floors, const scene::Model* model,
                 substance::Library library, std::optional<EarlierRun> earlier)
    : library_(std::move(library)), earlier_(std::move(earlier)) {
  if (the_case.leaks.empty() && the_case.fires.empty() && the_case.air.empty() && the_case.explosions.empty()) return;
  std::vector<Mistake> mistakes;
  places_ = hazard_places(floors, the_case.hazards, the_case.enclosures, mistakes);
  if (the_case.flow) open_spaces(places_, floors.spaces.size());
  const LeakPlace place{floors, library_, places_};
  air_ = PrescribedAir(the_case.air, floors, mistakes);
  if (!the_case.leaks.empty()) leaks_ = leak_clouds(the_case.leaks, *the_case.weather, place, mistakes);
  strikes_ = strikes_of(the_case, place, leaks_, mistakes);
  fires_ = Fires(the_case, floors, places_.grid, model, library_, strikes_, mistakes);
  if (mistakes.empty() && !the_case.detectors.empty() && !the_case.flow) {
    detect_and_shut(the_case, place, mistakes);
    // The clouds of leaks that are shut are smaller.
    strikes_ = strikes_of(the_case, place, leaks_, mistakes);
    if (!strikes_.empty() && !the_case.tanks.empty())
      fires_ = Fires(the_case, floors, places_.grid, model, library_, strikes_, mistakes);
  }
  if (mistakes.empty() && model != nullptr) blasts_ = blast_on_surfaces(the_case, *model, strikes_, mistakes);
  check_fans(the_case, mistakes);
  if (the_case.flow && mistakes.empty()) carry(the_case, floors, model, mistakes);
  if (the_case.flow && mistakes.empty() && !the_case.detectors.empty()) post_lookout(the_case, place, mistakes);
  if (mistakes.empty() && the_case.weather && !flow_) smoke_ = Smoke(fires_.all(), *the_case.weather);
  if (!mistakes.empty()) {
    locate(the_case, mistakes);
    throw InputError(std::move(mistakes));
  }
  if (!leaks_.empty()) make_leaks(the_case, place);
  if (earlier_) take_samples(the_case, *model);
  for (const BurningFire& fire : fires_.all())
    if (!flow_ && fire.kind == "design_fire")
      warnings_.push_back(
          {"design_fire_without_flow",
           fmt::format("Fire {}: its heat reaches people, its smoke does not: that takes [flow].", fire.name), "flow"});
  const auto& of_fires = fires_.warnings();
  warnings_.insert(warnings_.end(), of_fires.begin(), of_fires.end());
  last_ = std::max({last_, fires_.last(), air_.last()});
  make_strikes(the_case);
  warnings_.insert(warnings_.end(), smoke_.warnings().begin(), smoke_.warnings().end());
  if (!smoke_.empty()) last_ = std::max(last_, smoke_.last());
  if (earlier_ && flow_) tell_once(earlier_->of_flow());
  if (flow_ && flow_->smokes()) last_ = std::max(last_, fires_.last() + flow_->clears());
  // Of an earlier run's [flow] the file has what lies over the floors only.
  if (the_case.hazards.volume && !(earlier_ && flow_))
    volume_ = flow_ ? Volume(places_, flow_->nodes()) : Volume(places_, leaks_, fires_.all(), smoke_);
  smoke_intake_.resize(places_.enclosures.size()), smoke_inside_.resize(places_.enclosures.size());
  update_uses_of_fires();
}

void Hazards::carry(const Case& the_case, const scene::Floors& floors, const scene::Model* model,
                    std::vector<Mistake>& mistakes) {
  MUSTER_CHECK(model != nullptr, "{} leaks through no model", leaks_.size());
  flow_ = std::make_unique<FlowAir>(the_case, floors, *model, leaks_, fires_.all(), mistakes);
  // What an earlier run knew is not computed, and has no fields.
  fields_every_ = earlier_ ? 0 : the_case.flow->fields_every.value_or(the_case.hazards.every);
  const std::vector<Warning> news = flow_->news();
  warnings_.insert(warnings_.end(), news.begin(), news.end());
  if (!mistakes.empty()) return;
  warn_of_blind_places(places_, floors.spaces.size(), *flow_, warnings_);
  for (const double height : the_case.flash_fires.empty() ? std::span<const double>() : std::span(burning_heights)) {
    std::vector<Vec3> asked;
    for (size_t s = 0; s < places_.grid.x.size(); ++s)
      asked.emplace_back(places_.grid.x[s], places_.grid.y[s], places_.grid.z[s] + height);
    flow_->know(asked);
  }
  const bool others = std::any_of(leaks_.begin(), leaks_.end(), [](const LeakCloud& l) { return !l.carried; });
  if (!floors.spaces.empty() && others)
    warnings_.push_back({"flow_opens_rooms",
                         "Rooms of the model are open to the air of [flow]: leaks with a `dispersion` of their own "
                         "reach people in them as outdoors.",
                         "flow"});
  if (!the_case.uncertain.empty())
    warnings_.push_back({"flow_without_bands",
                         "Ranges of inputs are not drawn with [flow]: everything is computed with their medians.",
                         "hazards.draws"});
}

/// Fires have accumulated up to the last sample of the earlier run.
void Hazards::take_samples(const Case& the_case, const scene::Model& model) {
  std::vector<Mistake> mistakes;
  earlier_->check(grid(), model, mistakes);
  if (!mistakes.empty()) {
    locate(the_case, mistakes);
    throw InputError(std::move(mistakes));
  }
  const std::vector<Warning> more = earlier_->warnings();
  warnings_.insert(warnings_.end(), more.begin(), more.end());
  fires_.take(earlier_->totals(), earlier_->last());
}

void Hazards::tell_once(std::vector<Warning> more) {
  for (Warning& warning : more)
    if (std::none_of(warnings_.begin(), warnings_.end(),
                     [&](const Warning& w) { return w.code == warning.code && w.text == warning.text; }))
      warnings_.push_back(std::move(warning));
}

/// The air of [flow] up to the next sample. After the samples of an earlier run it is computed from the start.
void Hazards::advance_flow(double time) {
  if (earlier_ && !caught_up_) {
    caught_up_ = true;
    for (size_t k = 0; k < earlier_->samples(); ++k) {
      const double at = static_cast<double>(k) * places_.grid.every;
      flow_->advance(at);
      for (size_t l = 0; l < leaks_.size(); ++l)
        if (leaks_[l].carried) indoors(k == 0 ? at : at - places_.grid.every, at, l);
    }
  }
  constexpr double never = std::numeric_limits<double>::infinity(), same = 1e-9;
  for (double at = -never; at < time - same;) {
    const double look = lookout_ ? looked_ + detector_step : never;
    const double fire = lit_ < strikes_.size() ? strikes_[lit_].time : never;
    at = std::min(look, fire) < time - same ? std::min(look, fire) : time;
    flow_->advance(at);
    while (lit_ < strikes_.size() && strikes_[lit_].time <= at + same) burn(strikes_[lit_++]);
    if (!lookout_ || (look > at + same && at < time)) continue;
    look_out(at);
    looked_ = at;
  }
  tell_once(flow_->news());
}

/// A flash fire of a cloud that [flow] has computed up to now.
void Hazards::burn(Strike& strike) {
  if (!strike.of_flow) return;
  const auto l = static_cast<size_t>(strike.leak);
  const substance::Flammability& limits = *leaks_[l].substance->flammability;
  const size_t told = strike.warnings.size();
  light(strike, places_, leaks_[l]);
  strike.use.source.emplace_back("flammable_mass_kg", flow_->burn(l, limits.lower, limits.upper));
  tell_once({strike.warnings.begin() + static_cast<std::ptrdiff_t>(told), strike.warnings.end()});
  update_uses_of_fires();
}

void Hazards::make_leaks(const Case& the_case, const LeakPlace& place) {
  const size_t squares = places_.grid.x.size(), values = leaks_.size() * squares;
  double slowest = std::numeric_limits<double>::infinity();
  for (const Enclosure& e : places_.enclosures)
    for (const double changes : {e.air_changes, std::isfinite(e.switches) ? e.air_changes_then : 0.0})
      if (changes > 0) slowest = std::min(slowest, changes);
  // What detectors of a case with [flow] will do is not known yet.
  for (const DetectorSpec& spec : the_case.detectors)
    if (flow_ && !spec.ventilates.empty()) slowest = std::min(slowest, spec.air_changes_per_h / 3600);
  const double clears = !std::isfinite(slowest) ? 0 : slowest > 0 ? changes_to_clear / slowest : the_case.run.until;
  for (const LeakCloud& leak : leaks_) {
    exponent_.push_back(leak.substance->toxic.probits.empty() ? 1 : leak.substance->toxic.probits.front().n);
    warnings_.insert(warnings_.end(), leak.warnings.begin(), leak.warnings.end());
    if (leak.cloud) last_ = std::max(last_, leak.begins + leak.cloud->times().last + clears);
    if (leak.inside) last_ = std::max(last_, leak.begins + leak.inside->time.back());
    uses_.push_back(leak.use);
    if (leak.carried) continue;  // known as it is computed
    plume::Search search;
    search.height = places_.grid.height;
    uses_.back().endpoints = endpoints_of(leak, search);
    if (auto warning = shallow(leak, uses_.back().endpoints, search)) warnings_.push_back(std::move(*warning));
  }
  warn_of_sampling(the_case.hazards);
  if (!flow_) add_bands(the_case, place, uses_, warnings_);
  intake_.assign(leaks_.size(), std::vector<double>(places_.enclosures.size(), 0));
  inside_ = intake_;
  before_.concentration.assign(values, 0);
  totals_.peak.assign(values, 0);
  totals_.arrival.assign(values, std::numeric_limits<float>::quiet_NaN());
  totals_.toxic_load.assign(values, 0);
}

/// Lit clouds are gone from then on.
void Hazards::make_strikes(const Case& the_case) {
  burnt_.assign(leaks_.size(), std::numeric_limits<double>::infinity());
  for (const Strike& strike : strikes_) {
    warnings_.insert(warnings_.end(), strike.warnings.begin(), strike.warnings.end());
    last_ = std::max(last_, strike.time);
    if (strike.leak < 0) continue;
    const auto l = static_cast<size_t>(strike.leak);
    const LeakCloud& leak = leaks_[l];
    if (strike.time >= leak.begins) burnt_[l] = std::min(burnt_[l], strike.time);
    if (leak.begins + leak.lasts > strike.time && strike.time >= leak.begins)
      warnings_.push_back({"leak_burns_on",
                           fmt::format("Leak {} is lit at {:g} s by {} and goes on: its gas then burns where it comes "
                                       "out, which takes a [[fire]] of its own.",
                                       leak.name, strike.time, strike.name),
                           the_case.leaks[l].origin.key});
  }
}

void Hazards::warn_of_sampling(const HazardSettings& settings) {
  for (const LeakCloud& leak : leaks_) {
    if (!leak.cloud || leak.inside || leak.lasts >= 2 * settings.every) continue;
    const std::string text =
        leak.carried ? fmt::format(
                           "Leak {} gives off gas for {:.3g} s and [flow] is sampled every {:g} s: the cloud may pass "
                           "between two samples, and distances are of these samples.",
                           leak.name, leak.lasts, settings.every)
                     : fmt::format(
                           "Leak {} gives off gas for {:.3g} s and the floors are sampled every {:g} s: near it the "
                           "cloud may pass between two samples. Distances do not depend on this.",
                           leak.name, leak.lasts, settings.every);
    warnings_.push_back({"hazard_sampled_coarsely", text, "hazards.every_s"});
  }
}

Hazards hazards_of(const Case& the_case, const scene::Floors& floors, const scene::Model* model,
                   const std::filesystem::path& shared) {
  MUSTER_CHECK(model != nullptr || (the_case.fires.empty() && the_case.hazards.from.empty()),
               "{} fires without a model", the_case.fires.size());
  const bool none = the_case.leaks.empty() && the_case.fires.empty() && the_case.explosions.empty();
  substance::Library library = none ? substance::Library({}) : read_substances(the_case.substances);
  if (!shared.empty() && model != nullptr && the_case.hazards.from.empty()) {
    Case unseen = the_case;
    unseen.hazards.volume = false;
    try {
      EarlierRun earlier(shared.string(), true);
      if (earlier.until() == the_case.run.until) return {unseen, floors, model, library, std::move(earlier)};
    } catch (const InputError&) {
      // It does not fit, or the case itself is wrong: computed anew, or refused below.
    }
  }
  if (the_case.hazards.from.empty()) return {the_case, floors, model, std::move(library)};
  if (the_case.flow && !the_case.fires.empty())
    throw InputError(
        std::vector<Mistake>{{"", 0, "hazards.from", the_case.hazards.from,
                              "an earlier run does not hold the smoke that [flow] carries: leave this out"}});
  if (the_case.flow && !the_case.flash_fires.empty())
    throw InputError(
        std::vector<Mistake>{{"", 0, "hazards.from", the_case.hazards.from,
                              "an earlier run does not hold who stands in gas of [flow] that burns: leave this or the "
                              "flash fires out"}});
  const std::vector<FlowDoor> doors = the_case.flow ? flow_doors(the_case, floors) : std::vector<FlowDoor>{};
  if (std::any_of(doors.begin(), doors.end(), [](const FlowDoor& d) { return d.self_closing; }))
    throw InputError(std::vector<Mistake>{{"", 0, "hazards.from", the_case.hazards.from,
                                           "self-closing doors let the people of that run change its air: leave this "
                                           "or `door.self_closing` out"}});
  EarlierRun earlier(the_case.hazards.from);
  if (the_case.run.until > earlier.until()) {
    std::vector<Mistake> mistakes = {
        {"", 0, "hazards.from", the_case.hazards.from,
         fmt::format("its hazards are known until {:g} s, its run.until_s; this case runs until {:g} s",
                     earlier.until(), the_case.run.until)}};
    locate(the_case, mistakes);
    throw InputError(std::move(mistakes));
  }
  // As long as they were there: which tanks burn by then and what detectors find must be the same.
  Case whole = the_case;
  whole.run.until = earlier.until();
  return {whole, floors, model, std::move(library), std::move(earlier)};
}

results::HazardGrid Hazards::grid() const {
  results::HazardGrid grid = places_.grid;
  for (size_t l = 0; l < leaks_.size(); ++l)
    grid.hazards.push_back({leaks_[l].name, "leak", leaks_[l].substance->id, exponent_[l]});
  fires_.describe(grid);
  grid.smoke = !fires_.empty() && smokes();
  grid.fire_gases = flow_ && flow_->smokes();
  if (flow_ && fields_every_ > 0) grid.flow = flow_->field_grid();
  grid.volume = volume_.grid();
  return grid;
}

void Hazards::outdoors(double time, size_t leak, std::vector<float>& fractions) const {
  const LeakCloud& one = leaks_[leak];
  const results::HazardGrid& grid = places_.grid;
  const size_t first = leak * grid.x.size();
  parallel_for(grid.x.size(), grain, [&](size_t begin, size_t end) {
    std::vector<Vec3> points;
    std::vector<size_t> where;
    for (size_t s = begin; s < end; ++s) {
      if (places_.enclosure_of[s] >= 0) continue;
      points.push_back(one.local({grid.x[s], grid.y[s], grid.z[s] + grid.height}));
      where.push_back(s);
    }
    std::vector<double> values(points.size());
    one.cloud->concentrations(points, time - one.begins, values);
    for (size_t i = 0; i < where.size(); ++i) fractions[first + where[i]] = static_cast<float>(values[i]);
  });
}

void Hazards::indoors(double from, double time, size_t leak) {
  const LeakCloud& one = leaks_[leak];
  std::vector<Vec3> points;
  for (const Enclosure& e : places_.enclosures) points.push_back(one.local(e.intake));
  std::vector<double> outside(points.size(), 0);
  const bool burnt = time >= burnt_[leak];
  if (time >= one.begins && one.cloud && !burnt) one.cloud->concentrations(points, time - one.begins, outside);
  for (size_t e = 0; e < points.size(); ++e)
    inside_[leak][e] = air_changed(places_.enclosures[e], inside_[leak][e], intake_[leak][e], outside[e], from, time);
  if (one.inside && !burnt) inside_[leak][static_cast<size_t>(one.enclosure)] = one.inside->at(time - one.begins);
  intake_[leak] = std::move(outside);
}

void Hazards::accumulate(const results::HazardFrame& frame) {
  const size_t squares = places_.grid.x.size();
  const double minutes = (frame.time - before_.time) / 60;
  for (size_t i = 0; i < frame.concentration.size(); ++i) {
    const float now = frame.concentration[i];
    totals_.peak[i] = std::max(totals_.peak[i], now);
    if (now >= arrived && std::isnan(totals_.arrival[i])) totals_.arrival[i] = static_cast<float>(frame.time);
    if (samples_ == 0 || (now <= 0 && before_.concentration[i] <= 0)) continue;
    const double n = exponent_[i / squares];
    const double both = std::pow(1e6 * before_.concentration[i], n) + std::pow(1e6 * now, n);
    totals_.toxic_load[i] += static_cast<float>(both / 2 * minutes);
  }
}

results::HazardFrame Hazards::sample() {
  const double time = next();
  const bool known = earlier_ && static_cast<size_t>(samples_) < earlier_->samples();
  results::HazardFrame frame = known ? earlier_->sample(static_cast<size_t>(samples_)) : results::HazardFrame{time, {}};
  if (!known) frame.concentration.assign(before_.concentration.size(), 0);
  const size_t squares = places_.grid.x.size();
  if (flow_ && !known) advance_flow(time);
  for (size_t l = 0; l < leaks_.size(); ++l) {
    if (!known || !leaks_[l].carried) indoors(samples_ == 0 ? time : before_.time, time, l);
    if (known) continue;
    if (time >= leaks_[l].begins && time < burnt_[l] && leaks_[l].cloud) outdoors(time, l, frame.concentration);
    for (size_t s = 0; s < squares; ++s)
      if (const int32_t e = places_.enclosure_of[s]; e >= 0)
        frame.concentration[l * squares + s] = static_cast<float>(inside_[l][static_cast<size_t>(e)]);
  }
  accumulate(frame);
  before_.time = time;
  before_.concentration = frame.concentration;
  ++samples_;
  if (flow_) update_reach();
  if (smokes()) smoke_indoors(time);
  if (!fires_.empty() && !known) {
    fires_.sample(frame);
    if (smokes()) add_smoke(frame);
    update_uses_of_fires();
  }
  add_volume(frame);
  if (flow_ && fields_every_ > 0 && frame.time >= static_cast<double>(fields_) * fields_every_ - 1e-9)
    frame.fields = flow_->fields(), ++fields_;
  return frame;
}

void Hazards::go_through(const std::vector<char>& doors) { flow_->go_through(doors); }

/// How far each criterion of a leak that [flow] carries has been reached on the floors.
void Hazards::update_reach() {
  const results::HazardGrid& grid = places_.grid;
  for (size_t l = 0; l < leaks_.size(); ++l) {
    const LeakCloud& leak = leaks_[l];
    if (!leak.carried) continue;
    uses_[l].endpoints.clear();
    for (const substance::Criterion& criterion : substance::criteria_of(*leak.substance)) {
      results::HazardEndpoint endpoint{criterion.text, 1e6 * criterion.fraction, "ppm", {}, {}};
      double area = 0, farthest = 0;
      for (size_t s = 0; s < grid.x.size(); ++s) {
        if (static_cast<double>(totals_.peak[l * grid.x.size() + s]) < criterion.fraction) continue;
        area += grid.square * grid.square;
        farthest = std::max(farthest, std::hypot(static_cast<double>(grid.x[s]) - leak.source.x(),
                                                 static_cast<double>(grid.y[s]) - leak.source.y()));
      }
      endpoint.floor_area = area;
      if (area > 0) endpoint.floor_distance = farthest;
      uses_[l].endpoints.push_back(std::move(endpoint));
    }
  }
}

void Hazards::add_volume(results::HazardFrame& frame) const {
  if (volume_.size() == 0) return;
  for (size_t l = 0; l < leaks_.size(); ++l) {
    const bool outdoors = frame.time >= leaks_[l].begins && frame.time < burnt_[l] && leaks_[l].cloud != nullptr;
    volume_.gas(leaks_[l], outdoors, frame.time, inside_[l], frame.volume.gas);
  }
  if (smokes() && !fires_.empty())
    volume_.smoke([&](const Vec3& place) { return smoke_at(place, frame.time); }, smoke_inside_, frame.volume.smoke);
}

/// What the air change lets into enclosures.
void Hazards::smoke_indoors(double time) {
  for (size_t e = 0; e < places_.enclosures.size(); ++e) {
    const Enclosure& room = places_.enclosures[e];
    const SmokeAt outside = smoke_at(room.intake, time);
    SmokeAt &inside = smoke_inside_[e], &before = smoke_intake_[e];
    for (double SmokeAt::*part :
         {&SmokeAt::extinction, &SmokeAt::monoxide, &SmokeAt::dioxide, &SmokeAt::cyanide, &SmokeAt::oxygen_lost})
      inside.*part = air_changed(room, inside.*part, before.*part, outside.*part, smoke_time_, time);
    before = outside;
  }
  smoke_time_ = time;
}

SmokeAt Hazards::smoke_at(const Vec3& place, double time) const {
  return flow_ ? flow_->smoke(place) : smoke_.at(place, time);
}

/// In enclosures what the air change has let in; the air there is as warm as it always is.
void Hazards::add_smoke(results::HazardFrame& frame) const {
  const results::HazardGrid& grid = places_.grid;
  frame.extinction.assign(grid.x.size(), 0), frame.monoxide.assign(grid.x.size(), 0);
  if (flow_) {
    for (std::vector<float>* values : {&frame.dioxide, &frame.cyanide}) values->assign(grid.x.size(), 0);
    frame.oxygen.assign(grid.x.size(), 1);
    frame.air_temperature.assign(grid.x.size(), std::numeric_limits<float>::quiet_NaN());
  }
  parallel_for(grid.x.size(), grain, [&](size_t begin, size_t end) {
    for (size_t s = begin; s < end; ++s) {
      const int32_t e = places_.enclosure_of[s];
      const Vec3 place(grid.x[s], grid.y[s], static_cast<double>(grid.z[s]) + grid.height);
      const SmokeAt here = e >= 0 ? smoke_inside_[static_cast<size_t>(e)] : smoke_at(place, frame.time);
      frame.extinction[s] = static_cast<float>(here.extinction);
      frame.monoxide[s] = static_cast<float>(here.monoxide);
      if (!flow_) continue;
      frame.dioxide[s] = static_cast<float>(here.dioxide);
      frame.cyanide[s] = static_cast<float>(here.cyanide);
      frame.oxygen[s] = static_cast<float>(1 - here.oxygen_lost);
      if (const auto temperature = e >= 0 ? std::nullopt : flow_->temperature(place))
        frame.air_temperature[s] = static_cast<float>(*temperature);
    }
  });
}

results::HazardTotals Hazards::totals() const {
  results::HazardTotals totals = totals_;
  fires_.totals(totals);
  return totals;
}

void Hazards::update_uses_of_fires() {
  uses_.resize(leaks_.size());
  for (results::HazardUse& use : fires_.uses()) uses_.push_back(std::move(use));
  uses_.insert(uses_.end(), smoke_.uses().begin(), smoke_.uses().end());
  for (const Strike& strike : strikes_) uses_.push_back(strike.use);
}

}  // namespace muster::sim
