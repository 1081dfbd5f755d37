#pragma once
// The hazards of a run over its floors: concentrations and radiation in time, what they come to, how far they reach.

#include "sim/hazard/air.h"
#include "sim/hazard/detectors.h"
#include "sim/hazard/earlier_run.h"
#include "sim/hazard/fires.h"
#include "sim/hazard/flow_air.h"
#include "sim/hazard/leaks.h"
#include "sim/hazard/places.h"
#include "sim/hazard/smoke.h"
#include "sim/hazard/strikes.h"
#include "sim/hazard/volume.h"
#include "sim/results/blast.h"
#include "sim/results/hazard.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace muster::sim {

/// Samples every cloud and every fire of a case at every square of the floors. Nothing here looks at people.
class Hazards {
 public:
  /// Throws InputError with every mistake of the case's leaks, enclosures, fires and prescribed air. Without any:
  /// empty. `model` throws the shadows of fires. `earlier`: a run of the same hazards whose samples are taken as far as
  /// they go.
  Hazards(const Case& the_case, const scene::Floors& floors, const scene::Model* model, substance::Library library,
          std::optional<EarlierRun> earlier = {});
  Hazards(const Hazards&) = delete;  // detectors look at its parts
  Hazards& operator=(const Hazards&) = delete;

  bool empty() const { return leaks_.empty() && fires_.empty() && air_.empty() && strikes_.empty(); }
  /// What the results file needs before the run.
  results::HazardGrid grid() const;
  const std::vector<Warning>& warnings() const { return warnings_; }
  /// Of each hazard of grid().
  const substance::Substance& substance(size_t hazard) const { return *leaks_[hazard].substance; }
  /// Of the next sample [s].
  double next() const { return static_cast<double>(samples_) * places_.grid.every; }
  /// [s] after which nothing more comes: every cloud has passed and has left every enclosure, every fire is out.
  double last() const { return last_; }
  /// The concentrations at next(): outdoors those of the clouds, in an enclosure what the air change has let in. And
  /// the radiation of the fires.
  results::HazardFrame sample();
  /// Before sample(): by which of flow()->doors() people go until then.
  void go_through(const std::vector<char>& doors);

  /// Whether a run of them that was cut short can go on from what keep() kept: those with a [flow] that FlowAir can
  /// restart. keep() before the first sample; finish() when the run is complete.
  bool restarts() const { return flow_ && flow_->restarts(); }
  void keep(std::unique_ptr<Checkpoints> in) { flow_->keep(std::move(in)); }
  void finish() {
    if (flow_) flow_->finish();
  }

  /// Of all samples so far.
  results::HazardTotals totals() const;
  /// For the summary: sources, how far each criterion reaches over flat ground, of fires over how much floor so far.
  const std::vector<results::HazardUse>& uses() const { return uses_; }
  bool leaks() const { return !leaks_.empty(); }
  const Fires& fires() const { return fires_; }
  const PrescribedAir& air() const { return air_; }
  /// Of each detector of the case; where [flow] is computed, what they have found up to the last sample.
  const std::vector<Detection>& detections() const { return detections_; }
  /// Whether fires give off smoke that people meet.
  bool smokes() const { return !smoke_.empty() || (flow_ && flow_->smokes()); }
  /// The air that is computed; null: none.
  const FlowAir* flow() const { return flow_.get(); }
  /// Flash fires and explosions, in order of time.
  const std::vector<Strike>& strikes() const { return strikes_; }
  /// Explosions on surfaces of the model.
  const results::BlastTables& blasts() const { return blasts_; }

 private:
  void detect_and_shut(const Case& the_case, const LeakPlace& place, std::vector<Mistake>& mistakes);
  std::optional<LeakSpec> shut_leak(const LeakSpec& spec, const Shut& told, double not_before);
  void ventilate(const Case& the_case, std::vector<Mistake>& mistakes);
  void post_lookout(const Case& the_case, const LeakPlace& place, std::vector<Mistake>& mistakes);
  void look_out(double time);
  void run_fans(double time);
  void make_leaks(const Case& the_case, const LeakPlace& place);
  void carry(const Case& the_case, const scene::Floors& floors, const scene::Model* model,
             std::vector<Mistake>& mistakes);
  void update_reach();
  void make_strikes(const Case& the_case);
  /// Of the plumes of fires, or of the air that is computed, outdoors.
  SmokeAt smoke_at(const Vec3& place, double time) const;
  void add_smoke(results::HazardFrame& frame) const;
  void add_volume(results::HazardFrame& frame) const;
  void smoke_indoors(double time);
  void take_samples(const Case& the_case, const scene::Model& model);
  void update_uses_of_fires();
  void warn_of_sampling(const HazardSettings& settings);
  void outdoors(double time, size_t leak, std::vector<float>& fractions) const;
  void indoors(double from, double time, size_t leak);
  void advance_flow(double time);
  void burn(Strike& strike);
  void tell_once(std::vector<Warning> more);
  void accumulate(const results::HazardFrame& frame);

  substance::Library library_;
  std::optional<EarlierRun> earlier_;
  HazardPlaces places_;
  PrescribedAir air_;
  std::vector<LeakCloud> leaks_;
  std::unique_ptr<FlowAir> flow_;  ///< carries leaks through the real geometry; null: none
  Fires fires_;
  std::vector<Detection> detections_;
  ComputedAir computed_;            ///< what detectors see of [flow]
  std::optional<Lookout> lookout_;  ///< detectors of a case with [flow]
  std::optional<Case> watched_;     ///< that case
  const scene::Floors* floors_ = nullptr;
  std::vector<char> fans_told_;  ///< [detector] whether it has told fans what to do
  std::vector<char> shut_;       ///< [leak] whether one has told its valve to shut
  double looked_ = 0;            ///< [s] their last look
  size_t lit_ = 0;               ///< strikes that [flow] has come past
  Smoke smoke_;
  std::vector<SmokeAt> smoke_intake_, smoke_inside_;  ///< [enclosure] at the last sample
  double smoke_time_ = 0;                             ///< [s] of that
  Volume volume_;
  std::vector<Strike> strikes_;
  results::BlastTables blasts_;
  std::vector<double> burnt_;                         ///< [s] when each leak's cloud is lit; infinity: never
  std::vector<double> exponent_;                      ///< n of each leak's toxic load
  std::vector<std::vector<double>> intake_, inside_;  ///< [leak][enclosure] at the last sample [volume fraction]
  results::HazardFrame before_;                       ///< the last sample
  results::HazardTotals totals_;
  std::vector<results::HazardUse> uses_;
  std::vector<Warning> warnings_;
  int64_t samples_ = 0, fields_ = 0;
  bool caught_up_ = false;  ///< [flow] has computed what the earlier run knew
  double last_ = 0, fields_every_ = 0;
};

/// The hazards of a case; its substances are read where there are any, and what an earlier run sampled where the case
/// names one. Throws InputError. `model` is needed where there are fires or an earlier run. `shared`: results of a run
/// of the same program and the same `hazard_inputs`, whose samples are taken where they fit; nothing is sampled to be
/// looked at then. What people meet is the same bit for bit.
Hazards hazards_of(const Case& the_case, const scene::Floors& floors, const scene::Model* model = nullptr,
                   const std::filesystem::path& shared = {});

/// Volume fraction inside after `dt` [s] where that outdoors goes straight from `outside0` to `outside1` and the air
/// changes `rate` [1/s] times: the solution of dC/dt = rate (outside - C).
double air_changed(double inside, double outside0, double outside1, double rate, double dt);

}  // namespace muster::sim
