#pragma once
// The coupled step: what the hazards of a run do to its people, and what the people do about it.

#include "models/crowd/crowd.h"
#include "sim/hazard/exposure.h"
#include "sim/hazard/hazards.h"
#include "sim/results/writer.h"
#include "sim/run/awareness.h"
#include "sim/run/set_up.h"

#include <optional>
#include <vector>

namespace muster::sim {

/// The hazards of a run and its people. Hazards do not depend on people; they are sampled ahead of them, so that what
/// somebody meets lies between two samples. Only doors that close by
/// themselves let people change the air: they stand open until a sample if somebody was beside them before it began.
class Coupling {
 public:
  /// Without hazards nothing happens. `crowd` must outlive this.
  Coupling(const Case& the_case, const Start& start, crowd::Crowd& crowd,
           const std::filesystem::path& shared_hazards = {});

  const Hazards& hazards() const { return hazards_; }
  Hazards& hazards() { return hazards_; }  ///< to keep what a run that is cut short goes on from
  const std::optional<Exposure>& exposure() const { return exposure_; }
  double seconds() const { return seconds_; }  ///< of wall time

  /// Before the crowd's first step and after each: what is due. `writer`: where samples go; null: nowhere.
  void advance(results::ResultsWriter* writer = nullptr);
  /// Whether hazards may still change what people do who have come to rest.
  bool active() const { return exposure_ && crowd_.time() < std::min(until_, hazards_.last()); }
  /// When the people have done what they can, the hazards go on until they have passed or the run's latest end.
  void finish(results::ResultsWriter* writer = nullptr);

 private:
  void protect(const Start& start);
  void sample(double time, results::ResultsWriter* writer);
  void take();
  void look(double time);
  void react(double time);
  void sound_alarms(double time);
  void leave_muster_points(double time);
  void watch_doors(const scene::Floors& floors);
  void hide_signs(double time);

  const Case& case_;
  Hazards hazards_;
  crowd::Crowd& crowd_;
  double until_;
  bool recorded_ = false;                      ///< there is something for the results file
  std::optional<Exposure> exposure_;           ///< none without hazards
  std::optional<results::HazardFrame> ahead_;  ///< sampled, not yet due
  std::vector<scene::CellId> cells_;
  std::vector<float> clear_, slowness_;  ///< [ids] [m/s], and the factor by smoke
  bool slowed_ = false;                  ///< somebody has been
  std::optional<Awareness> awareness_;
  std::vector<std::pair<size_t, size_t>> alarms_;  ///< which detector sounds which
  std::vector<int32_t> door_of_;                   ///< [cells] the door that closes by itself beside it; -1: none
  std::vector<char> used_;                         ///< [doors of flow] somebody was beside it since the last sample
  std::vector<char> unsafe_;                       ///< [muster points]
  bool started_ = false;
  double next_look_ = 0, seconds_ = 0;  ///< [s]
};

}  // namespace muster::sim
