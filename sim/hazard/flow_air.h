#pragma once
// The air of a case that the large-eddy solver computes, the clouds of its leaks and the smoke of its fires in it.

#include "base/vec.h"
#include "scene/floors.h"
#include "scene/model.h"
#include "sim/case/case.h"
#include "sim/hazard/checkpoints.h"
#include "sim/hazard/flames.h"
#include "sim/hazard/flow_doors.h"
#include "sim/hazard/leaks.h"
#include "sim/hazard/smoke.h"
#include "sim/results/hazard.h"
#include "sim/results/summary.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace muster::sim {

/// One box of air in which every leak whose dispersion is automatic is a gas of its own, and so is what burns in every
/// fire that smokes: from one kilogram of it come soot and gases in fixed shares. It is computed once, forwards, as far
/// as it is asked for.
class FlowAir {
 public:
  /// Takes over the clouds of such leaks, which must stay where they are. Mistakes are appended: what cannot be
  /// carried, no memory for the box, floors below the ground outside, a source in a wall, outside the box, in an
  /// enclosure or in a part of the model that no air leaves.
  FlowAir(const Case&, const scene::Floors&, const scene::Model&, std::vector<LeakCloud>& leaks,
          const std::vector<BurningFire>& fires, std::vector<Mistake>& mistakes);
  ~FlowAir();
  FlowAir(const FlowAir&) = delete;
  FlowAir& operator=(const FlowAir&) = delete;

  /// Whether a run of it that was cut short can go on; steady winds start anew.
  bool restarts() const;
  /// Before anything is computed, where it restarts(): keeps there what that takes, and goes on from what is there.
  void keep(std::unique_ptr<Checkpoints> in);
  /// The run is complete.
  void finish();

  /// Up to a time of the run [s]. Throws ResumeError, as all that is asked of it, where the run does not ask for what
  /// it did when it was cut short.
  void advance(double time);
  /// [s] of the run that it has been computed up to; -infinity before.
  double time() const { return time_; }
  /// From now on a leak of the case that it carries, by its index, comes out as `by` does; what came out stays.
  void replace(size_t leak, const LeakCloud& by, const LeakSpec& spec);
  /// From now on it gives nothing; what came out stays.
  void end(size_t leak);
  /// A leak of the case that it carries is lit: all its gas is gone, and it gives no more. [kg] of it that lay between
  /// two volume fractions.
  double burn(size_t leak, double lower, double upper);
  /// What is not always open, in this order.
  const std::vector<FlowDoor>& doors() const;
  /// From now on those doors that close by themselves are open by which somebody goes.
  void go_through(const std::vector<char>& used);
  /// From a time [s] on, which is not before time(), a fan of the case, by its index, runs or stops, in its ramp.
  void run_fan(size_t fan, bool runs, double time);
  /// Volume fractions of a gas now, each that of the cell which holds the place, in solids that of the nearest open
  /// cell next to it; outside the box and deep in solids 0.
  void at(size_t gas, std::span<const Vec3> places, std::span<double> fractions) const;
  /// Before anything is computed: places that will be asked for. Whose cell belongs to the other side of a wall has the
  /// air of the nearest that no wall parts from it. Returns how many find none: they have that of their own cell.
  size_t know(std::span<const Vec3> places);
  /// Before anything is computed: whether a wall stands between a place and the middle of its cell.
  bool parted(const Vec3& place) const;
  /// Whether a place lies in the air that is computed.
  bool holds(const Vec3& place) const;
  /// Whether it does, or lies in a solid cell next to that air; elsewhere gas is counted as 0.
  bool sees(const Vec3& place) const;
  /// Whether fires give it smoke.
  bool smokes() const;
  /// [s] from the end of a source until nothing of it is left in the box, about.
  double clears() const;
  /// What all fires make of the air at a place.
  SmokeAt smoke(const Vec3& place) const;
  /// [K] at a place; empty where it sees nothing.
  std::optional<double> temperature(const Vec3& place) const;

  /// Cells and quantities that are stored; empty where the case wants none.
  results::FieldGrid field_grid() const;
  /// Of each quantity the values of the cells now: volume fractions and extinctions to 11 bits, below 1e-7 as 0,
  /// temperatures to 1/16 K.
  std::vector<std::vector<float>> fields() const;
  /// Some 60 000 places between its cells where replays look, densest near the ground.
  results::VolumeGrid nodes() const;

  /// For whoever is about to run it until `until` [s]: cells, memory, about how many steps and how long on two cores.
  std::string cost(double until) const;
  /// So far; empty before.
  std::optional<double> cell_steps_per_s() const;
  /// Of each fan what it has moved so far.
  std::vector<results::FanUse> fans() const;
  /// What it has to say that it has not said before.
  std::vector<Warning> news();

 private:
  struct Box;
  double time_;
  std::unique_ptr<Box> box_;
};

}  // namespace muster::sim
