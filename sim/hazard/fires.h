#pragma once
// Radiation of the fires of a case over its floors and on its targets, with the shadows of what stands in between.

#include "models/fire/radiation/shadow.h"
#include "scene/rays/rays.h"
#include "sim/case/case.h"
#include "sim/hazard/flames.h"
#include "sim/results/escalation.h"
#include "sim/results/hazard.h"

#include <memory>
#include <span>
#include <vector>

namespace muster::sim {

/// [m] above the floor: the middle of a person's body.
inline constexpr double receptor_height = 1.5;

/// Samples every fire at every square and target, in order of time. A steady flame is computed once, when it is needed
/// first; doses and peaks are those of the time in between, not of the samples only.
class Fires {
 public:
  Fires() = default;
  /// Fires and targets of `the_case` over the squares of `grid`; `model` throws shadows, and so do the case's blockers.
  /// Mistakes are appended. Without fires: empty.
  Fires(const Case& the_case, const scene::Floors& floors, const results::HazardGrid& grid, const scene::Model* model,
        const substance::Library& library, std::vector<Mistake>& mistakes);

  bool empty() const { return fires_.empty(); }
  const std::vector<BurningFire>& all() const { return fires_; }
  /// [s] when the last of them goes out; infinite where one burns on.
  double last() const;
  const std::vector<Warning>& warnings() const { return warnings_; }
  /// What the fires did to the tanks beside them; those that caught fire are among `all`.
  const results::Escalation& escalation() const { return escalation_; }

  /// [W/m2] of one fire at full strength on receptors at a time, with shadows.
  std::vector<float> on(size_t fire, double time, std::span<const fire::Receptor> receptors) const;
  /// [W/m2] of all fires on what faces each of them at a place, with shadows.
  double flux(const Vec3& at, double time) const;

  /// Adds fires and targets to what the results file needs.
  void describe(results::HazardGrid& grid) const;
  /// Adds the fluxes at `frame.time`, not before that of the last call, and accumulates up to then.
  void sample(results::HazardFrame& frame);
  void totals(results::HazardTotals& totals) const;
  /// Sources, how far each level reaches over flat ground, and over how much floor so far.
  std::vector<results::HazardUse> uses() const;

 private:
  /// Radiation of one fire at one time.
  struct Field {
    std::vector<float> squares, targets;
  };
  Field field_of(const fire::Flame& flame, const fire::Haze& haze) const;
  /// Of a fire at full strength at a time.
  const Field& field_at(size_t fire, double time);
  void scaled_at(size_t fire, double time, Field& out);
  void advance(double to);
  void accumulate(double middle, double seconds);
  std::vector<double> breaks(double from, double to) const;
  void check_places(const Case& the_case);

  std::vector<BurningFire> fires_;
  std::vector<fire::Receptor> squares_, targets_;
  std::vector<results::TargetInfo> target_infos_;
  std::vector<float> areas_;  ///< [m2] of the squares' floors
  std::unique_ptr<scene::Rays> rays_;
  /// The field computed last, and for which phase.
  struct Kept {
    int64_t phase = -1;
    double time = -1;  ///< [s] of a fireball's
    Field field;
  };
  std::vector<Kept> kept_;
  double now_ = 0;  ///< [s] accumulated up to
  results::HazardTotals totals_;
  std::vector<std::vector<results::HazardEndpoint>> endpoints_;
  std::vector<Warning> warnings_;
  results::Escalation escalation_;
};

}  // namespace muster::sim
