#pragma once
// Radiation of the fires of a case over its floors and on its targets, with the shadows of what stands in between.

#include "models/fire/radiation/shadow.h"
#include "scene/rays/rays.h"
#include "sim/case/case.h"
#include "sim/hazard/flames.h"
#include "sim/hazard/surfaces.h"
#include "sim/results/escalation.h"
#include "sim/results/hazard.h"

#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace muster::sim {

struct Strike;

/// [m] above the floor: the middle of a person's body.
inline constexpr double receptor_height = 1.5;

/// Samples every fire at every square, target and surface, in order of time. A steady flame is computed once, when it
/// is needed first; doses and peaks are those of the time in between, not of the samples only.
class Fires {
 public:
  Fires() = default;
  /// Fires and targets of `the_case` over the squares of `grid`; `model` throws shadows, and so do the case's blockers.
  /// Those of `strikes` that explode may open tanks. Mistakes are appended. Without fires and such tanks: empty.
  Fires(const Case& the_case, const scene::Floors& floors, const results::HazardGrid& grid, const scene::Model* model,
        const substance::Library& library, std::span<const Strike> strikes, std::vector<Mistake>& mistakes);

  bool empty() const { return fires_.empty(); }
  const std::vector<BurningFire>& all() const { return fires_; }
  /// [s] when the last of them goes out; infinite where one burns on.
  double last() const;
  const std::vector<Warning>& warnings() const { return warnings_; }
  /// What the fires did to the tanks beside them; those that caught fire are among `all`.
  const results::Escalation& escalation() const { return escalation_; }

  /// Vectors [W/m2] of one fire at full strength at receptors at a time, with shadows and behind other flames.
  std::vector<Vec3f> vectors(size_t fire, double time, std::span<const fire::Receptor> receptors) const;
  /// [W/m2] of all fires on what faces most of them at a place, with shadows.
  double flux(const Vec3& at, double time) const;
  /// What burns at a time as one fire's radiation depends on it: the phase of that fire and of each other, -1 where
  /// nothing of it hides others.
  std::vector<int64_t> state_at(double time, size_t fire) const;

  /// Adds fires and targets to what the results file needs.
  void describe(results::HazardGrid& grid) const;
  /// Adds the fluxes at `frame.time`, not before that of the last call, and accumulates up to then.
  void sample(results::HazardFrame& frame);
  void totals(results::HazardTotals& totals) const;
  /// What was accumulated up to `time` [s], as an earlier run has it.
  void take(results::HazardTotals totals, double time) { totals_ = std::move(totals), now_ = time; }
  /// Sources, how far each level reaches over flat ground, and over how much floor so far.
  std::vector<results::HazardUse> uses() const;

 private:
  /// Radiation of one fire at one time: vectors, and the fluxes on targets that have a normal.
  struct Field {
    std::vector<Vec3f> squares, targets;
    std::vector<float> onto;
    std::vector<float> surfaces;  ///< [2 places] on both sides of the surfaces
    /// [W/m2] on a target.
    float target(size_t t, const fire::Receptor& receptor) const {
      return receptor.normal.squaredNorm() > 0.5F ? onto[t] : targets[t].norm();
    }
  };
  /// One fire's flame at a time, the air before it and the flames that hide it; no faces: nothing radiates.
  struct Shone {
    fire::Flame flame;
    fire::Haze haze;
    std::optional<scene::Rays> others;
    fire::ShadowSettings rays(fire::ShadowSettings settings) const {
      settings.others = others ? &*others : nullptr;
      return settings;
    }
  };
  Shone shone(size_t fire, double time) const;
  Field field_of(size_t fire, double time) const;
  float target_flux(const std::vector<Field>& now, size_t target) const;
  std::vector<float> surface_flux(const std::vector<Field>& now) const;
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
  Surfaces surfaces_;
  std::vector<float> areas_;  ///< [m2] of the squares' floors
  std::unique_ptr<scene::Rays> rays_;
  /// The field computed last, and what burnt then.
  struct Kept {
    std::vector<int64_t> state;
    double time = -1;  ///< [s] of a fireball's
    Field field;
  };
  std::vector<Kept> kept_;
  double now_ = 0;  ///< [s] accumulated up to
  results::HazardTotals totals_;
  std::vector<Warning> warnings_;
  results::Escalation escalation_;
};

}  // namespace muster::sim
