#include "models/fire/tank/rim_seal.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::fire {

namespace {

using std::numbers::pi;

/// The ring between two angles, of which the outer side and the top radiate.
Flame piece(const RimSealFire& fire, const RimSealFlame& f, double from, double to) {
  const double height = f.length * std::cos(f.tilt), outer = fire.diameter / 2, inner = outer - fire.width;
  const double wind = fire.downwind_deg * pi / 180, shear = std::tan(f.tilt);
  const auto at = [&](double radius, double angle, double z) {
    return Vec3(fire.rim + Vec3(radius * std::cos(angle) + shear * z * std::cos(wind),
                                radius * std::sin(angle) + shear * z * std::sin(wind), z - fire.freeboard));
  };
  const double low = std::min(fire.freeboard, height);
  const auto side = [&](double r0, double a0, double r1, double a1, double emission, Flame& flame) {
    flame.add({at(r0, a0, low), at(r1, a1, low), at(r1, a1, height), at(r0, a0, height)}, emission);
  };
  Flame flame;
  side(outer, from, outer, to, f.emission, flame);
  flame.add({at(outer, from, height), at(outer, to, height), at(inner, to, height), at(inner, from, height)},
            f.emission);
  // What closes the body does not radiate.
  side(inner, to, inner, from, 0, flame);
  side(outer, to, inner, to, 0, flame);
  side(inner, from, outer, from, 0, flame);
  flame.add({at(inner, from, low), at(inner, to, low), at(outer, to, low), at(outer, from, low)}, 0);
  return flame;
}

}  // namespace

RimSealFlame burn(const RimSealFire& fire, const Air& air) {
  RimSealFlame out;
  out.rate = fire.rate.value_or(fire.fuel.large_rate.value_or(fire.fuel.burning_rate));
  const double share = std::clamp(fire.burning, 0.0, 1.0);
  const double inner = fire.diameter - 2 * fire.width;
  out.area = share * pi / 4 * (fire.diameter * fire.diameter - inner * inner);
  out.heat_release = heat_release(fire.fuel, out.rate, out.area);
  out.line_release = out.rate * fire.width * fire.fuel.heat_of_combustion;
  out.length = 0.035 * std::pow(out.line_release / 1000, 2.0 / 3);
  out.tilt = flame_tilt(TiltLaw::aga, flame_numbers(fire.width, out.rate, fire.fuel.vapour_density(air.pressure), air));
  out.shown = std::max(0.0, out.length * std::cos(out.tilt) - fire.freeboard);
  out.emission = fire.emission.value_or(130e3 * -std::expm1(-2 * fire.width));
  if (!(out.shown > 0)) return out;
  const int pieces = std::max(1, static_cast<int>(std::lround(share * fire.around)));
  const double first = fire.start_deg * pi / 180 - pi * share, step = 2 * pi * share / pieces;
  for (int i = 0; i < pieces; ++i) out.flames.push_back(piece(fire, out, first + i * step, first + (i + 1) * step));
  return out;
}

}  // namespace muster::fire
