#include "sim/hazard/blast_surfaces.h"

#include "base/parallel.h"
#include "models/fire/blast/blast.h"
#include "models/plume/atmosphere/atmosphere.h"
#include "sim/hazard/shades.h"
#include "sim/hazard/surfaces.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster::sim {

namespace {

constexpr size_t grain = 256;
constexpr double eye = 0.5;  ///< [m] above the middle, which may lie on the ground

/// NaN is nothing.
void raise(float& highest, double value) {
  if (!std::isnan(value) && !(static_cast<double>(highest) >= value)) highest = static_cast<float>(value);
}

}  // namespace

results::BlastTables blast_on_surfaces(const Case& the_case, const scene::Model& model, std::span<const Strike> strikes,
                                       std::vector<Mistake>& mistakes) {
  results::BlastTables blasts;
  for (const Strike& strike : strikes)
    if (strike.law) blasts.explosions.push_back(strike.name);
  if (blasts.explosions.empty()) return blasts;
  const Surfaces surfaces = surfaces_of(the_case.targets, model, mistakes);
  blasts.surfaces = surfaces.names, blasts.places = surfaces.places;
  if (surfaces.places.empty()) return blasts;
  const double air = the_case.weather ? plume::Atmosphere(*the_case.weather).pressure(0) : substance::standard_pressure;
  const scene::Rays shades = shades_of(model, the_case.place.blockers);
  const size_t n = surfaces.places.size();
  blasts.overpressure.assign(n, 0), blasts.reflected.assign(n, 0);
  blasts.impulse.assign(n, std::numeric_limits<float>::quiet_NaN());
  for (const Strike& strike : strikes) {
    if (!strike.law) continue;
    const Vec3f seen_from = (strike.middle + Vec3(0, 0, eye)).cast<float>();
    parallel_for(n, grain, [&](size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i) {
        const fire::Receptor &front = surfaces.sides[2 * i], &back = surfaces.sides[2 * i + 1];
        const Vec3 way = (strike.middle - (0.5F * (front.place + back.place)).cast<double>());
        const fire::Receptor& towards = front.normal.cast<double>().dot(way) >= 0 ? front : back;
        const fire::Blast blast = strike.law(std::max(0.1, way.norm()));
        const double met = shades.hidden(towards.place, seen_from)
                               ? blast.overpressure
                               : fire::reflected_overpressure(blast.overpressure, air);
        raise(blasts.overpressure[i], blast.overpressure);
        raise(blasts.reflected[i], met);
        raise(blasts.impulse[i], blast.impulse.value_or(std::nan("")));
      }
    });
  }
  return blasts;
}

void add_blasts(std::vector<results::TargetUse>& targets, const results::BlastTables& blasts) {
  const auto use_of = [&](const std::string& name) -> results::TargetUse& {
    for (results::TargetUse& use : targets)
      if (use.name == name) return use;
    targets.push_back({name, 0, 0, false});
    return targets.back();
  };
  for (size_t i = 0; i < blasts.places.size(); ++i) {
    results::TargetUse& use = use_of(blasts.surfaces[static_cast<size_t>(blasts.places[i].surface)]);
    use.overpressure = std::max(use.overpressure.value_or(0), static_cast<double>(blasts.overpressure[i]));
  }
}

}  // namespace muster::sim
