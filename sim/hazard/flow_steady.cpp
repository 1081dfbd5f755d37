#include "sim/hazard/flow_steady.h"

#include "sim/hazard/flow_box.h"
#include "sim/hazard/wind_library.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include <fmt/format.h>

namespace muster::sim {

namespace {

/// [m] at which winds are told.
constexpr double reference_height = 10;
/// Draws of its gusts: a wind does not hang on the seed of a run.
constexpr uint64_t seed_of_winds = 1;

}  // namespace

Passiveness passiveness(const LeakCloud& leak, const plume::Atmosphere& air) {
  using substance::SourceTerm;
  constexpr double steady = 0.15, at_once = 0.20;
  const double u = air.wind(reference_height), around = air.density(2);
  Passiveness worst;
  double most = -1;
  const auto look = [&](double number, double limit, double excess) {
    if (number / limit <= most) return;
    most = number / limit;
    worst = {number, limit, number >= limit && excess > 0, number >= limit && excess < 0};
  };
  for (const SourceTerm& term : leak.terms)
    for (const substance::Outflow& o : term.outflow) {
      const double density = leak.substance->gas_density(o.temperature, air.weather().pressure);
      const double excess = substance::gravity * (density - around) / around, size = std::abs(excess);
      if (term.kind == SourceTerm::Kind::instantaneous) {
        const double volume = term.instantaneous_mass / density;
        look(std::sqrt(size * volume) / (u * std::cbrt(volume)), at_once, excess);
      } else if (o.rate > 0) {
        const double flow = o.rate / density;
        look(std::cbrt(size * flow / (u * u * u * std::sqrt(flow / u))), steady, excess);
      }
    }
  return worst;
}

/// Jets and what comes out far above the ground are no layer.
void FlowAir::Box::refuse_aloft(const LeakCloud& leak, const LeakSpec& spec, const plume::Atmosphere& atmosphere,
                                std::vector<Mistake>& mistakes) {
  constexpr double low = 2;  // [m] about the height of a person: own choice
  const auto refuse = [&](const std::string& what) {
    mistakes.push_back(refused(spec.origin, "",
                               fmt::format("is denser than air and {}, which the layer that dense gas is with tier = "
                                           "\"steady\" does not know. Leave out flow.tier, or give the leak a "
                                           "`dispersion` of its own",
                                           what)));
  };
  for (const substance::SourceTerm& term : leak.terms) {
    const double speed = term.outflow.front().speed;
    if (term.kind == substance::SourceTerm::Kind::jet && speed > atmosphere.wind(reference_height))
      refuse(fmt::format("comes out as a jet of {:.0f} m/s", speed));
    if (term.height > low)
      refuse(fmt::format("comes out {:.3g} m above the ground (at most {:g} m)", term.height, low));
  }
}

void FlowAir::Box::prepare_steady(const Case& c, const plume::Atmosphere& atmosphere, std::vector<Mistake>& mistakes) {
  const FlowSpec& spec = *c.flow;
  const auto refuse = [&](const std::string& text) { mistakes.push_back(refused(spec.origin, "tier", text)); };
  if (!(c.weather->wind_speed > 0))
    return refuse("there is no wind: weather.wind_m_s is 0; tier = \"eddies\" computes calm air");
  if (atmosphere.stability() != plume::Stability::d)
    return refuse(
        fmt::format("steady winds are of neutral air, class D; the weather is of class {}: stable air mixes "
                    "gas less, unstable air more",
                    plume::letter(atmosphere.stability())));
  if (!c.weather->changes.empty())
    refuse("a steady wind does not change: leave out weather.wind_changes, or tier = \"eddies\"");
  for (const FlowDoor& door : doors)
    if (door.self_closing || !door.moves.empty())
      refuse(
          fmt::format("door or exit {} opens or shuts during the run, and a steady wind does not: leave that out, or "
                      "tier = \"eddies\"",
                      door.name));
  plume::Weather weather = *c.weather;
  weather.wind_speed = SteadyTier{}.speed, weather.wind_height = reference_height, weather.friction_velocity.reset();
  const plume::Atmosphere computed(weather);
  steady.emplace();
  steady->settings = settings;
  steady->settings.mixture.released = {{"nothing"}};
  steady->settings.pressure = substance::standard_pressure;
  steady->settings.temperature = [](double) { return 288.15; };
  steady->settings.ground.reset();
  const double ground = grid.z.front();
  const Vec2 towards = downwind(weather.wind_from);
  steady->settings.wind = [computed, towards, ground](double z) -> Vec2 {
    return computed.wind(std::max(z - ground, 0.0)) * towards;
  };
  steady->settings.turbulence.friction_velocity = computed.friction_velocity();
  steady->settings.turbulence.seed = seed_of_winds;
  steady->averaging = {spec.spin_up, spec.averaging};
  steady->settings.changes.clear();
  // Gaps of what is shut move nothing while all air is equally warm, but they are there.
  steady->gaps = fmt::format("{} {}", spec.wall_leakage, spec.floor_leakage);
  for (const FlowDoor& door : doors)
    steady->gaps += fmt::format("\n{} {}", door.name, door.leakage.value_or(spec.door_leakage.value_or(-1)));
  steady->from = weather.wind_from;
  steady->faster = atmosphere.wind(reference_height) / steady->speed;
  steady->library = spec.wind_library;
  spin_up = 0;  // the gas has none
}

/// Whether a leak's gas goes with the wind as air does or runs over the ground, and what neither can do.
void FlowAir::Box::judge_weight(const LeakCloud& leak, const LeakSpec& spec, const plume::Atmosphere& atmosphere,
                                std::vector<Mistake>& mistakes) {
  const Passiveness p = passiveness(leak, atmosphere);
  steady->dense.push_back(p.dense ? 1 : 0);
  if (p.dense) {
    refuse_aloft(leak, spec, atmosphere, mistakes);
    warnings.push_back({"flow_steady_dense",
                        fmt::format("Leak {}: its gas is denser than air (Britter and McQuaid's number is {:.2g}, "
                                    "passive is below {:g}) and goes as one layer on the ground with a steady wind, "
                                    "which it does not change. Compared with nine LNG spills over open ground, not "
                                    "among buildings: openings with a lintel let it pass up to any height, and floors "
                                    "above the ground read what the layer has at their height.",
                                    leak.name, p.number, p.limit),
                        "flow.tier"});
    return;
  }
  if (p.light)
    warnings.push_back({"flow_steady_light",
                        fmt::format("Leak {}: its gas is so light that it rises (Britter and McQuaid's number of its "
                                    "lightness is {:.2g}, passive is below {:g}), and a steady wind carries it as if "
                                    "it did not: too much near the ground, too little above and under roofs.",
                                    leak.name, p.number, p.limit),
                        "flow.tier"});
  for (const substance::SourceTerm& term : leak.terms)
    if (term.kind == substance::SourceTerm::Kind::jet && term.outflow.front().speed > atmosphere.wind(reference_height))
      warnings.push_back({"flow_steady_jet",
                          fmt::format("Leak {}: it comes out with {:.0f} m/s; a steady wind carries it as if it came "
                                      "out at rest, without what the jet mixes and where it points.",
                                      leak.name, term.outflow.front().speed),
                          "flow.tier"});
}

/// The wind of the case, from its library or computed now; takes long then.
void FlowAir::Box::raise_wind() {
  const WindKey key{wind_digest(grid, steady->settings, closed, steady->averaging, steady->gaps), steady->from,
                    steady->speed, steady->averaging.lasts};
  KeptWind kept = kept_wind(steady->library, key, grid, [&] {
    flow::Flow calm(grid, steady->settings, obstacles);
    return flow::steady_wind(calm, steady->averaging);
  });
  if (!kept.trouble.empty())
    warnings.push_back({"flow_wind_not_kept", fmt::format("Steady wind: {}.", kept.trouble), "flow.wind_library"});
  if (!kept.version.empty())
    warnings.push_back({"flow_wind_of_another_version",
                        fmt::format("The steady wind of {} was computed by another version ({}): remove the file to "
                                    "have it computed anew.",
                                    kept.file, kept.version),
                        "flow.wind_library"});
  if (std::any_of(steady->dense.begin(), steady->dense.end(), [](char dense) { return dense != 0; })) {
    flow::LayerSettings around;
    around.temperature = warmth, around.pressure = settings.pressure, around.faster = steady->faster;
    around.roughness = settings.roughness.ground;
    steady->layer =
        std::make_unique<flow::DenseLayer>(grid, closed, settings.sides, kept.wind, settings.mixture, around);
  }
  flow::Still still;
  still.temperature = warmth, still.pressure = settings.pressure, still.faster = steady->faster;
  steady->gas = std::make_unique<flow::Passive>(grid, settings.sides, std::move(kept.wind), settings.mixture, still);
  for (const flow::Source& source : sources) steady->add(source);
}

void SteadyTier::add(const flow::Source& source) {
  flow::Source light = source, heavy = source;
  for (flow::Source* one : {&light, &heavy})
    for (flow::Emission& e : one->emission)
      for (size_t g = 0; g < dense.size(); ++g)
        if ((dense[g] != 0) != (one == &heavy)) e.rate[g] = 0;
  gas->add(light);
  if (layer) layer->add(heavy);
}

void SteadyTier::end(size_t source, double time) {
  gas->end(source, time);
  if (layer) layer->end(source, time);
}

void SteadyTier::take_away(size_t of_gas) {
  if (has(of_gas))
    layer->take_away(of_gas);
  else
    gas->take_away(of_gas);
}

void FlowAir::Box::blow_steadily(double until) {
  while (steady->gas->time() < until - 1e-9) steady->gas->step(until);
  while (steady->layer && steady->layer->time() < until - 1e-9) steady->layer->step(until);
}

double FlowAir::Box::fraction(ptrdiff_t cell, size_t gas) const {
  const ptrdiff_t k = (cell - grid.at(0, 0, 0)) / grid.plane;
  return fraction(cell, grid.z_centre(static_cast<int>(k)), gas);
}

double FlowAir::Box::fraction(ptrdiff_t cell, double z, size_t gas) const {
  if (!steady && air) return air->volume_fraction(cell, gas);
  if (!steady) {
    std::vector<double> y(names.size());
    for (size_t s = 0; s < y.size(); ++s) y[s] = mass_fraction(cell, s);
    return settings.mixture.volume_fraction(y.data(), gas);
  }
  if (!steady->has(gas)) return steady->gas->volume_fraction(cell, gas);
  const ptrdiff_t in_plane = (cell - grid.at(0, 0, 0)) % grid.plane;
  const size_t column =
      steady->layer->plan().cell(static_cast<int>(in_plane % grid.row), static_cast<int>(in_plane / grid.row));
  return steady->layer->volume_fraction(column, z - grid.z.front(), gas);
}

double FlowAir::Box::temperature_of(ptrdiff_t cell) const {
  if (steady) return steady->gas->temperature();
  return air ? air->temperature(cell) : told_temperature(cell);
}

std::string FlowAir::Box::cost_of_steady() const {
  return fmt::format(
      "flow: {} x {} x {} = {:.2f} million cells of {:g} x {:g} x {:g} m; a steady wind from {:g} degrees, mean of "
      "{:g} "
      "s, {}, then gas alone",
      grid.nx, grid.ny, grid.nz, static_cast<double>(grid.cells()) / 1e6, grid.dx, grid.dy, grid.dz(0), steady->from,
      steady->averaging.lasts,
      steady->library.empty() ? std::string("computed by this run")
                              : fmt::format("computed where {} does not have it", steady->library));
}

}  // namespace muster::sim
