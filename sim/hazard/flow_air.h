#pragma once
// The air of a case that the large-eddy solver computes, and the clouds of its leaks in it.

#include "base/vec.h"
#include "scene/floors.h"
#include "scene/model.h"
#include "sim/case/case.h"
#include "sim/hazard/leaks.h"

#include <memory>
#include <span>
#include <vector>

namespace muster::sim {

/// One box of air in which every leak whose dispersion is automatic is a gas of its own. It is computed once, forwards,
/// as far as it is asked for.
class FlowAir {
 public:
  /// Takes over the clouds of such leaks, which must stay where they are. Mistakes are appended: what cannot be
  /// carried, no memory for the box, floors below the ground outside, a source in a wall, outside the box, in an
  /// enclosure or in a part of the model that no air leaves.
  FlowAir(const Case&, const scene::Floors&, const scene::Model&, std::vector<LeakCloud>& leaks,
          std::vector<Mistake>& mistakes);
  ~FlowAir();
  FlowAir(const FlowAir&) = delete;
  FlowAir& operator=(const FlowAir&) = delete;

  /// Up to a time of the run [s].
  void advance(double time);
  /// [s] of the run that it has been computed up to; -infinity before.
  double time() const { return time_; }
  /// Volume fractions of a gas now, each that of the cell which holds the place; outside the box and in solids 0.
  void at(size_t gas, std::span<const Vec3> places, std::span<double> fractions) const;
  /// Whether a place lies in the air that is computed; elsewhere gas is counted as 0.
  bool sees(const Vec3& place) const;
  /// What it has to say that it has not said before.
  std::vector<Warning> news();

 private:
  struct Box;
  double time_;
  std::unique_ptr<Box> box_;
};

}  // namespace muster::sim
