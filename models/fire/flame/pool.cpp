#include "models/fire/flame/pool.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::fire {

namespace {

using std::numbers::pi;

/// [W/m2] E over which a flame is taken to be no hotter (Yellow Book 1997); [] share of the heat that a flame radiates
/// at most before it is said.
constexpr double most_radiated = 0.6;

template <class Law>
std::string word_of(const std::vector<std::pair<std::string, Law>>& words, Law law) {
  for (const auto& [word, meaning] : words)
    if (meaning == law) return word;
  return "";
}

FlameLaws laws_of(const PoolFire& fire, bool trench, const FlameNumbers& n, const Air& air) {
  FlameLaws laws = default_laws(fire.fuel.family, trench);
  // In calm air the law for calm air, of those fuels that it was fitted to.
  const bool calm = n.wind <= 1 && fire.fuel.family != Family::lng && fire.fuel.family != Family::light;
  if (calm) laws.length = LengthLaw::thomas;
  if (air.wind <= 0) laws.drag = DragLaw::none;
  laws.length = fire.length_law.value_or(laws.length);
  laws.tilt = fire.tilt_law.value_or(laws.tilt);
  laws.drag = fire.drag_law.value_or(laws.drag);
  laws.emission = fire.emission_law.value_or(laws.emission);
  return laws;
}

void warn(PoolFlame& out, const std::string& code, const std::string& text, const std::string& setting) {
  out.warnings.push_back({code, text, setting});
}

/// Where the laws were not fitted.
void check_validity(PoolFlame& out, const PoolFire& fire, const FlameLaws& laws, const Air& air) {
  const double d = out.trench ? fire.width : out.diameter;
  const double ratio = out.length / d;
  if (fire.fuel.estimated)
    warn(out, "fuel_estimated",
         fmt::format("no burning rate of {} is known: {:.3f} kg/m2/s is estimated from its heats, its flame as that of "
                     "a {} fuel",
                     fire.fuel.name, fire.fuel.burning_rate, name_of(fire.fuel.family)),
         "burning_rate_kg_m2_s");
  if (fire.fuel.family == Family::sooty && d > 20)
    warn(
        out, "large_sooty_fire",
        fmt::format("no fire of a sooty fuel of more than about 20 m was compared with the laws, this has {:.0f} m", d),
        "");
  if (d < 0.2)
    warn(out, "small_pool",
         fmt::format("below 0.2 m burning rates grow again as the pool shrinks, this has {:.2f} m", d), "diameter_m");
  if (ratio < 0.5 || ratio > 10)
    warn(out, "flame_length", fmt::format("the flame is {:.2f} diameters long, outside 0.5 to 10", ratio),
         "length_law");
  if (air.wind > 20)
    warn(out, "strong_wind",
         fmt::format("laws of tilt and drag rest on winds up to about 15 m/s, this has {:.0f} m/s", air.wind),
         "wind_m_s");
  if (laws.emission == EmissionLaw::shokri_beyler && (d < 1 || d > 50))
    warn(out, "emission_range", fmt::format("Shokri and Beyler's law holds for 1 to 50 m, this has {:.1f} m", d),
         "emission_law");
  if (out.radiated_share > most_radiated)
    warn(out, "radiates_much",
         fmt::format("the flame's surface gives off {:.0f} % of the heat of combustion", 100 * out.radiated_share),
         "emission_law");
}

std::vector<Zone> zones_of(const Emission& e, double length) {
  const double share = length > 0 ? e.clear_length / length : 0;
  if (share <= 1e-6 || share >= 1 - 1e-6) return {{1, share >= 1 - 1e-6 ? e.lower : e.upper}};
  return {{share, e.lower}, {1, e.upper}};
}

/// Zones of what is left of a flame above the first `hidden` share of its height.
std::vector<Zone> above_rim(const std::vector<Zone>& zones, double hidden) {
  std::vector<Zone> left;
  for (const Zone& zone : zones)
    if (zone.until > hidden) left.push_back({(zone.until - hidden) / (1 - hidden), zone.emission});
  return left;
}

}  // namespace

PoolFlame burn(const PoolFire& fire, const Air& air) {
  PoolFlame out;
  const bool rectangle = fire.length > 0;
  out.area = rectangle ? fire.length * fire.width : pi / 4 * fire.diameter * fire.diameter;
  out.diameter = std::sqrt(4 * out.area / pi);
  out.trench = rectangle && fire.length > 2.5 * fire.width;
  const double d = out.trench ? fire.width : out.diameter;
  out.rate = fire.rate.value_or(burning_rate(fire.fuel, out.diameter));
  if (!(out.rate > 0))
    throw InputError({"", 0, "fuel", fire.fuel.id, "has no burning rate: give burning_rate_kg_m2_s"});
  out.heat_release = heat_release(fire.fuel, out.rate, out.area);
  out.numbers = flame_numbers(d, out.rate, fire.fuel.vapour_density(air.pressure), air);
  const FlameLaws laws = laws_of(fire, out.trench, out.numbers, air);
  out.length = d * flame_length(laws.length, out.numbers);
  out.tilt = flame_tilt(laws.tilt, out.numbers);
  out.drag = flame_drag(laws.drag, out.numbers, air.wind);
  out.height = out.length * std::cos(out.tilt);
  Fuel fuel = fire.fuel;
  if (fire.radiant) fuel.radiant_fraction = *fire.radiant;
  out.emission = emission(laws.emission, fuel, out.numbers, out.diameter, out.length);
  if (fire.emission) out.emission = {*fire.emission, *fire.emission, 0};

  const double to = fire.downwind_deg * pi / 180, axis = fire.axis_deg * pi / 180;
  Stem stem{fire.place, {std::cos(to), std::sin(to)}, out.height, std::tan(out.tilt)};
  const std::vector<Zone> zones = zones_of(out.emission, out.length);
  out.flame = out.trench ? sheared_prism(stem, {std::cos(axis), std::sin(axis)}, fire.length, fire.width,
                                         (out.drag - 1) * fire.width, zones, true, fire.fineness)
                         : sheared_cylinder(stem, out.drag * d, d, zones, true, fire.fineness);
  double mantle = 0, power = 0;
  for (const Face& f : out.flame.faces)
    if (std::abs(f.normal.z()) < 0.999999) mantle += f.area, power += f.area * f.emission;
  out.mean_emission = mantle > 0 ? power / mantle : 0;
  out.radiated_share = out.heat_release > 0 ? out.flame.power() / out.heat_release : 0;
  if (fire.freeboard > 0) {
    // Within the shell it rises straight; the wind leans and drags what stands above the rim.
    out.flame = {};
    stem.foot.z() += fire.freeboard, stem.height -= fire.freeboard;
    if (stem.height > 0)
      out.flame =
          sheared_cylinder(stem, out.drag * d, d, above_rim(zones, fire.freeboard / out.height), true, fire.fineness);
    else
      warn(out, "flame_below_rim", "the flame does not reach the tank's rim: nothing outside sees it", "freeboard_m");
  }
  out.notes.push_back(
      fmt::format("flame length by {}, tilt by {}, drag by {}, emission by {}", word_of(length_laws(), laws.length),
                  word_of(tilt_laws(), laws.tilt), word_of(drag_laws(), laws.drag),
                  fire.emission ? std::string("what was given") : word_of(emission_laws(), laws.emission)));
  check_validity(out, fire, laws, air);
  return out;
}

}  // namespace muster::fire
