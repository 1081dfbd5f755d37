#pragma once
// Radiation from flames onto very many places, with what stands in between: exact view vectors of the faces times the
// share of each face that shadow rays see.

#include "models/fire/radiation/flux.h"
#include "scene/rays/rays.h"

#include <span>
#include <vector>

namespace muster::fire {

/// A place that is looked at. `normal` of length 1, or zero: the largest over all orientations.
struct Receptor {
  Vec3f place, normal = Vec3f::Zero();
};

struct ShadowSettings {
  /// Of each face without `probe`. With it: a face seen otherwise than one beside it gets a ray for each 1 / (16 rays)
  /// of what the flame would give without shadows.
  int rays = 4;
  /// First look at 16 faces, evenly spread: where all are hidden, so is the flame. Else one ray a face, and more at the
  /// edges of what is hidden. A hole or a thing smaller than a face may be missed.
  bool probe = true;
  /// [W/m2]; below it on a receptor without shadows none is looked for and the flux is that without them.
  float weakest = 0;
  const scene::Rays* others = nullptr;  ///< other flames: what lies behind or within them is not seen
};

/// The surfaces of flames as what hides others: they are thick enough to let nothing through.
scene::Rays flames_as_shades(std::span<const Flame* const> flames);

/// The largest flux [W/m2] that a small surface can meet of several flames, each given by its vector and small enough
/// to lie on one side of it: the largest over all orientations n of the sum of max(0, n . v).
float facing(std::span<const Vec3f> vectors);

/// Sum over the faces of tau E f V of all flames at every receptor, whatever its normal; within a flame upwards and as
/// long as its strongest emission.
std::vector<Vec3f> radiation_vectors(std::span<const Flame> flames, std::span<const Receptor> receptors,
                                     const Haze& haze, const scene::Rays* plant, const ShadowSettings& settings = {});

/// [W/m2] on every receptor, in their order; `plant` null: nothing in between. Single precision, within 0.1 % of `flux`
/// and |`irradiance`| where nothing is in between. The same bits on any number of threads. Within a flame its strongest
/// emission.
std::vector<float> radiation(std::span<const Flame> flames, std::span<const Receptor> receptors, const Haze& haze,
                             const scene::Rays* plant, const ShadowSettings& settings = {});

}  // namespace muster::fire
