#pragma once
// [flow] with tier = "steady": gas that goes with a wind that was computed before. Used inside sim/hazard only.

#include "models/flow/layer/layer.h"
#include "models/flow/steady/passive.h"
#include "models/plume/atmosphere/atmosphere.h"
#include "sim/hazard/leaks.h"

#include <memory>
#include <optional>
#include <string>

namespace muster::sim {

/// The wind that a case needs, at the speed that all winds are computed at, and what goes with it once that is there.
/// Neutral air over rough ground has no speed of its own: other winds are as many times faster or slower everywhere.
struct SteadyTier {
  flow::FlowSettings settings;  ///< of the air without gas
  flow::Averaging averaging;
  double from = 270;                        ///< [deg]
  double speed = 5;                         ///< [m/s] in 10 m of the wind that is computed
  double faster = 1;                        ///< the case's speed over that of the computed wind
  std::string gaps;                         ///< of what is shut, in words
  std::string library;                      ///< folder; "": none
  std::unique_ptr<flow::Passive> gas;       ///< those that go with it as air does
  std::unique_ptr<flow::DenseLayer> layer;  ///< those that run over the ground; null: none does
  std::vector<char> dense;                  ///< of each gas whether the layer has it

  /// What gives dense gas gives it to the layer alone.
  void add(const flow::Source&);
  void end(size_t source, double time);
  void take_away(size_t of_gas);
  /// Whether the layer has a gas.
  bool has(size_t of_gas) const { return layer != nullptr && dense[of_gas] != 0; }
};

/// How dense or light a leak is where it comes out, and whether it still behaves as air does.
struct Passiveness {
  double number = 0;  ///< (g' q / (u^3 D))^(1/3) of what flows, (g' V)^(1/2) / (u D) of what comes at once
  double limit = 0.15;
  bool dense = false, light = false;
};
/// Britter and McQuaid's (1988) criterion with the wind in 10 m: passive below 0.15, D = (q / u)^(1/2), of a steady
/// release, below 0.20, D = V^(1/3), of one at once. The worst of all that the leak gives off. For gas that is lighter
/// than air the same number of its lightness: own choice.
Passiveness passiveness(const LeakCloud&, const plume::Atmosphere&);

}  // namespace muster::sim
