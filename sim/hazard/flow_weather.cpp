// The wind and the air of [flow]: the surface layer of the case's weather, and what changes in it.
#include "models/flow/boundary/drag.h"
#include "sim/hazard/flow_box.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include <fmt/format.h>

namespace muster::sim {

namespace {

/// [m/s] of velocities at the start where nothing else disturbs the air. Own choice; FDS starts with noise likewise.
constexpr double still = 0.01;
/// [m] Half the width of the eddies that the wind brings at most; otherwise a quarter of the box's height.
constexpr double longest_eddy = 20;
/// [s] in which the wind of a box turns to its next entry: the time that it takes to cross it, within these limits.
constexpr double quickest_turn = 10, slowest_turn = 120;

/// Values by plane: what they come from need not live on.
template <class Value>
std::function<Value(double)> table_of(const flow::Grid& grid, const std::function<Value(double)>& at) {
  std::vector<std::pair<double, Value>> all;
  for (int k = -flow::Grid::ghosts; k < grid.nz + flow::Grid::ghosts; ++k)
    all.emplace_back(grid.z_centre(k), at(grid.z_centre(k)));
  return [all](double z) -> Value {
    return std::min_element(all.begin(), all.end(),
                            [z](const auto& a, const auto& b) { return std::abs(a.first - z) < std::abs(b.first - z); })
        ->second;
  };
}

/// Gusts over u*: of neutral and stable air 2.4, 1.9, 1.25 (Panofsky and Dutton 1984: over u*, which stable air lowers,
/// they hardly depend on it); of unstable air level ones (12 - z_i / 2L)^(1/3), upright ones 1.25 (1 - 3 z / L)^(1/3)
/// (Panofsky, Tennekes, Lenschow, Wyngaard 1977) at a quarter of the box's height. Stable air has smaller eddies, as
/// Dyer's length kappa z / (1 + 5 z / L).
flow::Turbulence gusts_of(const plume::Atmosphere& air, const FlowSpec& spec, uint64_t seed) {
  flow::Turbulence gusts;
  const double z = spec.height / 4, inverse = air.inverse_obukhov_length();
  const double size = std::min(z, longest_eddy) / (1 + 5 * std::max(z * inverse, 0.0));
  gusts.friction_velocity = air.friction_velocity();
  gusts.length = std::max(2 * spec.cell, size), gusts.seed = seed;
  if (inverse < 0) {
    const double level = std::cbrt(12 - air.mixing_height() * inverse / 2);
    gusts.deviation = {std::max(level, gusts.deviation[0]), std::max(level, gusts.deviation[1]),
                       gusts.deviation[2] * std::cbrt(1 - 3 * z * inverse)};
  }
  return gusts;
}

/// [K] of ground that gives or takes the heat of the surface layer by the law of the wall in its lowest cells: -rho c_p
/// u* theta* = rho c_p (kappa / ln(1 + h / z0))^2 u (T_ground - theta), at their middle.
double ground_of(const plume::Atmosphere& air, double h, double theta) {
  const double friction = flow::von_karman / std::log1p(h / air.roughness());
  const double speed = std::max(air.wind(h), 0.1 * air.friction_velocity());
  return theta - air.friction_velocity() * air.temperature_scale() / (friction * friction * speed);
}

flow::Outside outside_of(const plume::Atmosphere& air, const flow::Grid& grid, const FlowSpec& spec, uint64_t seed) {
  flow::Outside outside;
  const plume::Weather& weather = air.weather();
  const Vec2 towards = downwind(weather.wind_from);
  const double ground = grid.z.front();
  const auto theta = [&](double z) {
    if (air.temperature_scale() == 0) return weather.temperature;
    const double above = std::max(z - ground, 0.0);
    return air.temperature(above) + substance::gravity / plume::dry_air_heat * (above - weather.temperature_height);
  };
  outside.temperature = table_of<double>(grid, theta);
  outside.wind = table_of<Vec2>(grid, [&](double z) -> Vec2 { return air.wind(std::max(z - ground, 0.0)) * towards; });
  outside.ground = ground_of(air, grid.dz(0) / 2, theta(grid.z_centre(0)));
  if (spec.gusts) outside.turbulence = gusts_of(air, spec, seed);
  return outside;
}

}  // namespace

void FlowAir::Box::blow(const FlowSpec& spec, const plume::Weather& weather, uint64_t seed,
                        std::vector<Mistake>& mistakes) {
  if (grid.dz(0) < flow::thinnest_cell(weather.roughness))
    mistakes.push_back(refused(spec.origin, spec.cell_height ? "cell_height_m" : "cell_m",
                               fmt::format("cells {:g} m tall over ground of roughness length {:g} m: at least {:g} m",
                                           grid.dz(0), weather.roughness, flow::thinnest_cell(weather.roughness))));
  const plume::Atmosphere layer(weather);
  settings.pressure = layer.weather().pressure, warmth = weather.temperature;
  settings.roughness.ground = weather.roughness;
  settings.courant = spec.courant;
  settings.longest_step = std::max(spec.cell / 2, 0.1);
  settings.leakage = {spec.wall_leakage, spec.floor_leakage};
  const bool calm = !(weather.wind_speed > 0);
  if (calm) {
    settings.temperature = [t = weather.temperature](double) { return t; };
    settings.ground = weather.temperature;
    if (spec.gusts) settings.turbulence = gusts_of(layer, spec, seed);
    for (const size_t side : {0, 1, 2, 3}) settings.sides.of[side] = flow::Condition::open;
  } else {
    static_cast<flow::Outside&>(settings) = outside_of(layer, grid, spec, seed);
    flow::turn(settings.sides, downwind(weather.wind_from));
  }
  if (!spec.gusts || calm) settings.unrest = still;  // the same for every seed: without gusts runs share their hazards
  settings.sides.of[4] = flow::Condition::wall;
  settings.sides.of[5] = calm ? flow::Condition::open : flow::Condition::symmetric;
  tell_of(layer);
  change(spec, weather, seed, mistakes);
}

/// What is not that of the weather.
void FlowAir::Box::tell_of(const plume::Atmosphere& layer) {
  const auto tell = [this](Warning warning) {
    if (std::none_of(warnings.begin(), warnings.end(), [&](const Warning& w) { return w.text == warning.text; }))
      warnings.push_back(std::move(warning));
  };
  if (layer.stability() < plume::Stability::d)
    tell({"flow_unstable",
          fmt::format(
              "The weather is of class {}: the wind of [flow] has its heat and its gusts, but thermals as tall as "
              "the mixed layer do not fit into its box: far from its source gas is mixed less than it would be.",
              plume::letter(layer.stability())),
          "weather.stability"});
  if (layer.stability() > plume::Stability::d)
    tell({"flow_stable",
          fmt::format("The weather is of class {}: the wind of [flow] has the profiles and the gusts of such air over "
                      "flat ground; how it mixes gas has been compared with one spill, where it came out too weak.",
                      plume::letter(layer.stability())),
          "weather.stability"});
}

/// The share of water that the integral model takes from the weather, at all heights the same; no more than the coldest
/// air of the box holds.
void FlowAir::Box::moisten(const plume::Atmosphere& layer) {
  constexpr double height = 2;   // [m] as plume::dense::dense_cloud()
  constexpr double most = 0.99;  // what rounding and gusts leave unsaturated; own choice
  double coldest = std::numeric_limits<double>::infinity();
  for (int k = -flow::Grid::ghosts; k < grid.nz + flow::Grid::ghosts; ++k) {
    coldest = std::min(coldest, settings.temperature(grid.z_centre(k)));
    for (const flow::Change& change : settings.changes)
      coldest = std::min(coldest, change.temperature(grid.z_centre(k)));
  }
  const double warm = layer.temperature(height), given = layer.relative_humidity(height);
  const auto water = [&](double humidity, double t) { return substance::moisture_of(humidity, t, settings.pressure); };
  double humidity = given;
  if (water(given, warm) > water(most, coldest)) {
    humidity = given * water(most, coldest) / water(given, warm);
    warnings.push_back({"flow_humidity",
                        fmt::format("With a humidity of {:.0f} % the air of [flow] would be foggy where it is coldest, "
                                    "{:.1f} C: it has the water of {:.0f} %.",
                                    100 * given, coldest - 273.15, 100 * humidity),
                        "weather.humidity"});
  }
  flow::Mixture& mixture = settings.mixture;
  mixture.moisten(humidity, warm, settings.pressure);
  // What has burnt is as heavy as air.
  for (size_t g = leaks(); g < mixture.released.size(); ++g)
    mixture.released[g].molar_mass = mixture.air.molar_mass,
    mixture.released[g].heat_capacity = mixture.air.heat_capacity;
}

/// The wind becomes that of each entry in the time in which it crosses the box.
void FlowAir::Box::change(const FlowSpec& spec, const plume::Weather& weather, uint64_t seed,
                          std::vector<Mistake>& mistakes) {
  const double across = std::hypot(grid.nx * grid.dx, grid.ny * grid.dy);
  for (size_t n = 0; n < weather.changes.size(); ++n) {
    const double before = n == 0 ? weather.wind_speed : weather.changes[n - 1].speed;
    if (!(before > 0) || !(weather.changes[n].speed > 0)) {
      mistakes.push_back(refused({spec.origin.file, spec.origin.line, "weather.wind_changes"}, "",
                                 "a wind that begins from calm air, or dies, cannot be computed by [flow], whose sides "
                                 "and lid are others in calm air: give each entry a wind above 0 m/s"));
      return;
    }
    const plume::Atmosphere layer(weather.after_change(n));
    flow::Change& change = settings.changes.emplace_back();
    static_cast<flow::Outside&>(change) = outside_of(layer, grid, spec, seed + 1 + n);
    const double next =
        n + 1 < weather.changes.size() ? weather.changes[n + 1].time : std::numeric_limits<double>::infinity();
    change.begins = weather.changes[n].time + spin_up;
    change.takes = std::min(next - weather.changes[n].time,
                            std::clamp(across / std::min(layer.wind(10), before), quickest_turn, slowest_turn));
    tell_of(layer);
  }
}

/// What is finer than cells.
void FlowAir::Box::fill_racks(const FlowSpec& spec, std::vector<Mistake>& mistakes) {
  for (const PorousSpec& given : spec.porous) {
    if (flow::cells_within(grid, given.from, given.to) == 0) {
      mistakes.push_back(refused(given.origin, "from",
                                 fmt::format("no middle of a cell of {:g} m lies between `from` and `to`, or they lie "
                                             "outside the box of [flow]",
                                             grid.dx)));
      continue;
    }
    // Of cylinders: length times diameter over volume, 4 / (pi d^2) of their share.
    const double area = given.area ? *given.area : 4 / std::numbers::pi * *given.volume_share / *given.diameter;
    settings.porous.push_back({given.name, given.from, given.to, given.drag * area});
  }
}

}  // namespace muster::sim
