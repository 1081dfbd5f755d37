#include "sim/hazard/flow_box.h"

#include "models/flow/boundary/drag.h"
#include "models/flow/pressure/zones.h"
#include "models/substance/criteria.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

namespace muster::sim {

namespace {

/// Of the machine's memory that a box may take.
constexpr double memory_share = 0.8;
/// Fewest cells each way.
constexpr int fewest = 8;
/// [1/s] a source fills its cells so often at most: faster ones are given more cells.
constexpr double most_fills = 1;
/// [s] in which what is released at once comes in.
constexpr double at_once = 2;
/// Cells across a jet below which its first part is not resolved.
constexpr double cells_across_jet = 4;
/// Share of the wind's way that solids may fill, and of the box's height that they may reach, before the box speeds up
/// the wind. 3 % and a fifth are asked of wind studies (COST 732, 2007); what is warned of here alters speeds visibly.
constexpr double most_blocked = 0.05, most_height = 0.5;
/// The wind goes so many heights of what stands in the box while wakes behind it and still air come to be. Own choice:
/// the wake of a body set off from rest grows while it goes some five of its widths.
constexpr double heights_to_settle = 6;
/// [s] in which the heat release of a fire counts as constant where it changes.
constexpr double longest_piece = 2;
/// D* / cell, D* = (Q / (rho c_p T sqrt(g)))^(2/5), of a coarse but usable plume: 4 (NUREG-1824; FDS User's Guide).
constexpr double cells_across_fire = 4;
/// [Pa] that a shut room may gain or lose before it is told: doors and windows give way at some kilopascals.
constexpr double most_pressed = 1000;
/// [m] Doors fill openings that have no lintel so far up (2.1 m is the usual clear height, IBC 1010.1.1: 2.03 m), and
/// others up to the lintel, gates included.
constexpr double door_height = 2.1, tallest_door = 6;

/// [m2] of a shut door of a width [m]: 0.01 of a single leaf, 0.03 of a double one of some 2 m (EN 12101-6, table A.3;
/// the lower values, of doors that open towards the higher pressure).
double gaps_around(double width) {
  constexpr double single = 1.2, of_single = 0.01, per_metre = 0.015;
  return width <= single ? of_single : per_metre * width;
}

double machine_memory() {
  return static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGE_SIZE));
}

}  // namespace

double most_drops(const LeakCloud& leak) {
  double most = 0;
  for (const substance::SourceTerm& term : leak.terms)
    for (const substance::Outflow& o : term.outflow)
      if (o.rate > 0 || term.kind == substance::SourceTerm::Kind::instantaneous)
        most = std::max(most, o.liquid_fraction);
  return most;
}

Vec3 outlet(const LeakCloud& leak, const substance::SourceTerm& term, const flow::Grid& grid) {
  return leak.source + Vec3(0, 0, std::max(term.height, grid.dz(0) / 2));
}

/// A gas for each leak, in air of `around` [K]. Those of a substance that comes with drops condense together, with the
/// constants that the integral model takes for it.
void FlowAir::Box::fill_with(const std::vector<const LeakCloud*>& leaks, const std::vector<const LeakSpec*>& specs,
                             double around, std::vector<Mistake>& mistakes) {
  flow::Mixture& mixture = settings.mixture;
  const substance::Substance* condenses = nullptr;
  for (size_t l = 0; l < leaks.size(); ++l) {
    const substance::Substance& s = *leaks[l]->substance;
    const double source = leaks[l]->terms.front().outflow.front().temperature, drops = most_drops(*leaks[l]);
    mixture.released.push_back({s.id, s.molar_mass, s.gas_heat((source + around) / 2)});
    names.push_back(leaks[l]->name);
    double least = 1;
    for (const substance::Criterion& c : substance::criteria_of(s)) least = std::min(least, c.fraction);
    lowest.push_back(least), left.push_back(0);
    if (drops == 0) continue;
    if (condenses != nullptr && condenses->id != s.id)
      mistakes.push_back(refused(specs[l]->origin, "substance",
                                 fmt::format("comes with drops, as {} does: [flow] carries those of one substance; "
                                             "give `dispersion` a model",
                                             condenses->id)));
    if (condenses == nullptr) condenses = &s, mixture.liquid = substance::two_phase(s, source, around);
    warnings.push_back(
        {"flow_drops",
         fmt::format("Leak {}: up to {:.0f} % of what gets into the air are drops. [flow] carries them with their "
                     "vapour and in equilibrium with it: none rains out on the way, and the air's moisture "
                     "condenses beside them, without dissolving in them. Compared with the integral model over open "
                     "ground, not with measurements.",
                     leaks[l]->name, 100 * drops),
         "leak.dispersion"});
  }
  for (flow::Gas& gas : mixture.released)
    if (condenses != nullptr && gas.name == condenses->id)
      gas.condenses = true, gas.heat_capacity = mixture.liquid->gas_heat;
}

void FlowAir::Box::lay_out(const FlowSpec& spec, const scene::Floors& floors, const std::vector<Vec3>& from,
                           std::vector<Mistake>& mistakes) {
  Vec2 low(1e30, 1e30), high = -low;
  double ground = std::numeric_limits<double>::infinity(), deepest = ground;
  for (size_t c = 0; c < floors.size(); ++c) {
    const Vec2 at = floors.grid.centre(floors.column[c]);
    const auto z = static_cast<double>(floors.z[c]);
    low = low.cwiseMin(at), high = high.cwiseMax(at), deepest = std::min(deepest, z);
    if (floors.surface[c] == scene::Surface::outside) ground = std::min(ground, z);
  }
  if (!std::isfinite(ground)) ground = deepest;
  if (spec.bottom) ground = *spec.bottom;
  for (const Vec3& source : from) low = low.cwiseMin(source.head<2>()), high = high.cwiseMax(source.head<2>());
  low -= Vec2(spec.margin, spec.margin), high += Vec2(spec.margin, spec.margin);
  if (spec.from) low = *spec.from, high = *spec.to;
  const double tall = spec.cell_height.value_or(spec.cell);
  if (deepest < ground - tall)
    mistakes.push_back(
        refused(spec.origin, "",
                fmt::format("floors lie {:.1f} m below the bottom of its box, {:g} m: cellars and pits under the "
                            "ground outside take bottom_m, at most {:g}",
                            ground - deepest, ground, deepest)));
  const int nx = static_cast<int>(std::lround((high.x() - low.x()) / spec.cell));
  const int ny = static_cast<int>(std::lround((high.y() - low.y()) / spec.cell));
  const int nz = static_cast<int>(std::lround(spec.height / tall));
  if (std::min({nx, ny, nz}) < fewest) {
    mistakes.push_back(
        refused(spec.origin, "cell_m", fmt::format("{} x {} x {} cells: at least {} each way", nx, ny, nz, fewest)));
    return;
  }
  grid = flow::Grid::even(nx, ny, nz, spec.cell, spec.cell, tall, {low.x(), low.y(), ground});
  // The means of a steady wind and their pressure take as much again.
  const double bytes = (spec.tier == FlowSpec::Tier::steady ? 2 : 1) *
                       static_cast<double>(flow::memory_needed(grid, settings.mixture.released.size()));
  if (bytes > memory_share * machine_memory())
    mistakes.push_back(refused(
        spec.origin, "cell_m",
        fmt::format("{} x {} x {} cells take {:.1f} GB; this machine has {:.1f} GB: larger cells or a smaller box "
                    "(margin_m, height_m)",
                    nx, ny, nz, bytes / 1e9, machine_memory() / 1e9)));
}

/// Doors fill their openings; what stands open always needs none.
void FlowAir::Box::hang(std::vector<FlowDoor> all, const FlowSpec& spec) {
  std::string unresolved;
  const Vec2 high = grid.origin + Vec2(grid.nx * grid.dx, grid.ny * grid.dy);
  for (const FlowDoor& door : all) {
    const Vec2 middle = (door.a + door.b) / 2;
    const bool outside = (middle.array() < grid.origin.array()).any() || (middle.array() > high.array()).any() ||
                         door.z >= grid.z.back() || door.z + door_height <= grid.z.front();
    flow::Shutter leaf = obstacles.opening(door.a, door.b, door.z, door_height, tallest_door);
    if (leaf.size() == 0 && !outside) unresolved += (unresolved.empty() ? "" : ", ") + door.name;
    leaf.leakage = door.leakage.value_or(spec.door_leakage.value_or(gaps_around((door.b - door.a).norm())));
    leaf.name = door.name, leaf.open = door.open && !door.self_closing;
    if (!door.self_closing)
      for (const auto& [time, open] : door.moves) leaf.moves.emplace_back(time + spin_up, open);
    obstacles.add_door(std::move(leaf));
  }
  doors = std::move(all);
  open_now.assign(doors.size(), 0);
  if (!unresolved.empty())
    warnings.push_back({"flow_door_unresolved",
                        fmt::format("No line between middles of cells passes these doors, so that no air does, open or "
                                    "shut: {}.",
                                    unresolved),
                        "flow.cell_m"});
}

flow::Source FlowAir::Box::place(const substance::SourceTerm& term, const LeakCloud& leak, double density) const {
  double most = 0, area = 0;
  for (const substance::Outflow& o : term.outflow) most = std::max(most, o.rate), area = std::max(area, o.area);
  if (term.kind == substance::SourceTerm::Kind::instantaneous) most = term.instantaneous_mass / at_once;
  const Vec3 middle = outlet(leak, term, grid);
  const double volume = most / density / most_fills;
  if (term.kind == substance::SourceTerm::Kind::pool) {
    const double needed = std::max(area, volume / grid.dz(0));
    return flow::source_on_disc(grid, closed, middle, std::sqrt(needed / std::numbers::pi));
  }
  const double half = volume > grid.volume(0) ? std::cbrt(volume) / 2 : 0;
  const Vec3 reach(half, half, half);
  Vec3 low = middle - reach, high = middle + reach;
  const double below = grid.z.front() - low.z();  // it stands on the ground
  if (below > 0) low.z() += below, high.z() += below;
  return flow::source_in_box(grid, closed, low, high);
}

/// Gas that nothing lets out would be missed outside without a word.
void FlowAir::Box::refuse_shut_in(const flow::Source& source, const scene::Origin& origin,
                                  std::vector<Mistake>& mistakes) const {
  const flow::Zones zones = flow::sealed_zones(grid, settings.sides, obstacles.all_open(), settings.pressure);
  if (const flow::Zone* zone = flow::sealed_around(zones, source))
    mistakes.push_back(
        refused(origin, "at",
                fmt::format("{} lies in a part of the model ({:.3g} m3) that no air leaves in cells of {:g} m: a "
                            "tank, or a room whose doors the model does not leave open",
                            source.name, zone->volume, grid.dx)));
}

/// What comes out on one side of a wall would fill the other.
void FlowAir::Box::refuse_parted(const Vec3& place, const std::string& name, const scene::Origin& origin,
                                 std::vector<Mistake>& mistakes) const {
  if (parted(place))
    mistakes.push_back(refused(origin, "at",
                               fmt::format("{} lies in a cell of [flow] whose middle is on the other side of a wall, "
                                           "floor or roof: move it away from that, or give smaller cells (cell_m, now "
                                           "{:g} m)",
                                           name, grid.dx)));
}

void FlowAir::Box::release(const LeakCloud& leak, const LeakSpec& spec, size_t gas, std::vector<Mistake>& mistakes) {
  if (leak.enclosure >= 0) {
    mistakes.push_back(refused(spec.origin, "at",
                               "leaks within an enclosure, which [flow] does not carry: give `dispersion` a model"));
    return;
  }
  const double drops = most_drops(leak);
  if (drops > 0 && steady) {
    mistakes.push_back(refused(spec.origin, "",
                               fmt::format("{:.0f} % of what gets into the air are drops, and steady winds carry gas "
                                           "only: give `dispersion` a model, or [flow] tier = \"eddies\"",
                                           100 * drops)));
    return;
  }
  for (const substance::SourceTerm& term : leak.terms) {
    const double temperature = term.outflow.front().temperature;
    flow::Source source = place(term, leak, leak.substance->gas_density(temperature, settings.pressure));
    source.name = leak.name;
    if (source.cells.empty()) {
      mistakes.push_back(refused(spec.origin, "at", "lies in something solid or outside the box of [flow]"));
      return;
    }
    refuse_shut_in(source, spec.origin, mistakes);
    refuse_parted(outlet(leak, term, grid), source.name, spec.origin, mistakes);
    const Vec2 d = leak.downwind;
    const double footprint = static_cast<double>(source.cells.size()) * grid.dx * grid.dy;
    const auto emit = [&](double time, double rate, const substance::Outflow& o) {
      flow::Emission e;
      e.time = leak.begins + time + spin_up;
      e.rate.assign(settings.mixture.released.size() + 1, 0.0), e.rate[gas] = rate;
      e.temperature = o.temperature, e.drops = o.liquid_fraction;
      const auto& to = term.direction;
      if (term.kind == substance::SourceTerm::Kind::jet)
        e.velocity = o.speed * Vec3(d.x() * to[0] - d.y() * to[1], d.y() * to[0] + d.x() * to[1], to[2]);
      if (term.kind == substance::SourceTerm::Kind::pool &&
          rate > 0)  // straight up: it has none of the wind's momentum
        e.velocity.z() = rate / (leak.substance->gas_density(o.temperature, settings.pressure) * footprint);
      source.emission.push_back(std::move(e));
    };
    if (term.kind == substance::SourceTerm::Kind::instantaneous) {
      emit(0, term.instantaneous_mass / at_once, term.outflow.front());
      emit(at_once, 0, term.outflow.front());
    } else {
      for (const substance::Outflow& o : term.outflow) emit(o.time, o.rate, o);
      if (std::isfinite(leak.lasts)) emit(leak.lasts, 0, term.outflow.back());
    }
    const double across = 2 * std::sqrt(term.outflow.front().area / std::numbers::pi);
    if (term.kind == substance::SourceTerm::Kind::jet && term.outflow.front().speed > 0 &&
        across < cells_across_jet * grid.dx)
      warnings.push_back(
          {"flow_jet_unresolved",
           fmt::format("Leak {}: its jet is {:.2g} m wide and the cells {:.2g} m: within about {:.0f} m of it "
                       "it is mixed as by the cells, not as a jet mixes.",
                       leak.name, across, grid.dx, 10 * grid.dx),
           "flow.cell_m"});
    sources.push_back(std::move(source)), gas_of_source.push_back(gas);
  }
}

/// Burns within the flames of its peak, as far up as there is air over its foot, and gives there what it burns.
void FlowAir::Box::burn(const BurningFire& fire, size_t gas, double until, std::vector<Mistake>& mistakes) {
  const BurningFire::Products& gives = *fire.products;
  const scene::Origin origin = {"", 0, "fire"};
  const double half = std::sqrt(gives.area) / 2;
  const double length =
      std::max(0.235 * std::pow(gives.peak / 1000, 0.4) - 1.02 * std::sqrt(4 * gives.area / std::numbers::pi), 0.0);
  const Vec3 foot = seat(fire);
  double top = foot.z();
  const int i = static_cast<int>((foot.x() - grid.origin.x()) / grid.dx),
            j = static_cast<int>((foot.y() - grid.origin.y()) / grid.dy);
  if (cell_of(foot))
    for (int k = static_cast<int>((foot.z() - grid.z.front()) / grid.dz(0)) + 1; k < grid.nz; ++k) {
      if (grid.z_centre(k) > foot.z() + length) break;
      if ((closed[static_cast<size_t>(grid.at(i, j, k))] & (flow::solid | flow::closed_z)) != 0) break;
      top = grid.z_centre(k);
    }
  const double seat_low = foot.z() - grid.dz(0) / 2, seat_high = top + grid.dz(0) / 2;
  flow::Source source = flow::source_in_box(grid, closed, {foot.x() - half, foot.y() - half, seat_low},
                                            {foot.x() + half, foot.y() + half, seat_high});
  source.name = fire.name;
  if (source.cells.empty()) {
    mistakes.push_back(
        refused(origin, "at", fmt::format("{} lies in something solid or outside the box of [flow]", fire.name)));
    return;
  }
  refuse_shut_in(source, origin, mistakes);
  refuse_parted(foot, source.name, origin, mistakes);
  const double ends = std::min(fire.ends, until);
  std::vector<double> times = {fire.begins, ends};
  for (const auto& [time, share] : fire.course) times.push_back(fire.begins + time);
  if (fire.foam) times.push_back(*fire.foam);
  std::sort(times.begin(), times.end());
  const auto emit = [&](double time, double strength) {
    flow::Emission emission;
    emission.time = time + spin_up, emission.temperature = warmth;
    emission.rate.assign(names.size() + 1, 0);
    emission.rate[gas] = strength * gives.peak / gives.heat;
    emission.heat = strength * (1 - gives.radiated) * gives.peak;
    source.emission.push_back(std::move(emission));
  };
  for (size_t t = 0; t + 1 < times.size(); ++t) {
    const double from = times[t], to = std::min(times[t + 1], ends);
    if (from < fire.begins || !(to > from)) continue;
    // Straight lines in pieces of their means: nothing is lost.
    const double a = fire.strength(from), b = fire.strength(to - 1e-9 * (to - from));
    const int pieces = a == b ? 1 : std::max(1, static_cast<int>(std::ceil((to - from) / longest_piece)));
    for (int n = 0; n < pieces; ++n)
      emit(from + n * (to - from) / pieces, fire.strength(from + (n + 0.5) * (to - from) / pieces));
  }
  emit(ends, 0);
  const double density = substance::molar_mass_of_air * settings.pressure / (substance::gas_constant * warmth);
  const double across =
      std::pow(gives.peak / (density * settings.mixture.air.heat_capacity * warmth * std::sqrt(settings.gravity)),
               0.4) /
      std::max(grid.dx, grid.dz(0));
  if (across < cells_across_fire)
    warnings.push_back({"flow_fire_coarse",
                        fmt::format("Fire {}: its plume, D* of {:.1f} cells of [flow], is coarser than the {:g} cells "
                                    "that fires are computed with: it mixes too little or too much near its foot.",
                                    fire.name, across, cells_across_fire),
                        "flow.cell_m"});
  sources.push_back(std::move(source)), gas_of_source.push_back(gas);
}

/// What is tight in the model, for who asks on which side of it a place lies.
void FlowAir::Box::stand(const scene::Model& model) {
  std::vector<std::array<uint32_t, 3>> triangles;
  for (const scene::Triangle& t : model.triangles)
    if (flow::tight(model.elements[t.element].meaning)) triangles.push_back(t.vertex);
  walls = std::make_unique<scene::Rays>(model.vertices, triangles);
}

std::optional<std::array<int, 3>> FlowAir::Box::indices_of(const Vec3& place) const {
  const double x = (place.x() - grid.origin.x()) / grid.dx, y = (place.y() - grid.origin.y()) / grid.dy;
  const double z = (place.z() - grid.z.front()) / grid.dz(0);
  if (!(x >= 0 && y >= 0 && z >= 0 && x < grid.nx && y < grid.ny && z < grid.nz)) return std::nullopt;
  return std::array<int, 3>{static_cast<int>(x), static_cast<int>(y), static_cast<int>(z)};
}

std::optional<ptrdiff_t> FlowAir::Box::cell_of(const Vec3& place) const {
  const auto own = indices_of(place);
  if (!own) return std::nullopt;
  const ptrdiff_t cell = grid.at((*own)[0], (*own)[1], (*own)[2]);
  if ((closed[static_cast<size_t>(cell)] & flow::solid) != 0) return std::nullopt;
  return cell;
}

bool FlowAir::Box::parted(const Vec3& place, const std::array<int, 3>& cell) const {
  if (!walls) return false;
  const Vec3f from = place.cast<float>(), to = flow::stands_for(grid, cell[0], cell[1], cell[2]).cast<float>();
  // Rays do not see what is within 1 cm of where they begin.
  return walls->hidden(from, to) || walls->hidden(to, from);
}

bool FlowAir::Box::parted(const Vec3& place) const {
  const auto own = indices_of(place);
  return own && parted(place, *own);
}

std::optional<ptrdiff_t> FlowAir::Box::nearest(const Vec3& place, bool seen) const {
  std::optional<ptrdiff_t> found;
  double least = std::numeric_limits<double>::infinity();
  const auto own = indices_of(place);
  if (!own) return found;
  const auto [i0, j0, k0] = *own;
  for (int k = std::max(k0 - 1, 0); k <= std::min(k0 + 1, grid.nz - 1); ++k)
    for (int j = std::max(j0 - 1, 0); j <= std::min(j0 + 1, grid.ny - 1); ++j)
      for (int i = std::max(i0 - 1, 0); i <= std::min(i0 + 1, grid.nx - 1); ++i) {
        const ptrdiff_t cell = grid.at(i, j, k);
        const Vec3 middle(grid.origin.x() + (i + 0.5) * grid.dx, grid.origin.y() + (j + 0.5) * grid.dy,
                          grid.z_centre(k));
        const double away = (middle - place).squaredNorm();
        if ((closed[static_cast<size_t>(cell)] & flow::solid) != 0 || away >= least) continue;
        if (seen && parted(place, {i, j, k})) continue;
        found = cell, least = away;
      }
  return found;
}

std::optional<ptrdiff_t> FlowAir::Box::air_at(const Vec3& place) const {
  constexpr double same = 1e-3;  // [m] clouds turn places into their own axes and back
  if (const auto own = indices_of(place); own && !own_side.empty())
    if (const auto known = own_side.find(grid.at((*own)[0], (*own)[1], (*own)[2])); known != own_side.end())
      for (const auto& [at, cell] : known->second)
        if ((at - place).squaredNorm() < same * same) return cell;
  if (const std::optional<ptrdiff_t> own = cell_of(place)) return own;
  return nearest(place, false);
}

void FlowAir::Box::look_at(const flow::StepReport& report) {
  constexpr double too_short = 1e-4;  // [s]
  ++steps, unconverged += report.pressure.converged ? 0 : 1, clipped += report.clipped;
  MUSTER_CHECK(std::isfinite(report.pressure.residual), "step {} at {} s: the pressure is not a number; dt {}",
               report.step, report.time, report.dt);
  if (report.dt < too_short && !short_steps) {
    short_steps = true;
    warnings.push_back({"flow_short_steps",
                        fmt::format("The air of [flow] takes steps of {:.1e} s at {:.0f} s: something moves very fast.",
                                    report.dt, report.time - spin_up),
                        "flow.cell_m"});
  }
  if (!report.pressure.converged && unconverged == 1)
    warnings.push_back(
        {"flow_pressure",
         fmt::format("A step of [flow] at {:.1f} s left a divergence of {:.1e} of a step's volume (rms), after {} "
                     "iterations; at most {:.1e} is asked for.",
                     report.time - spin_up, report.pressure.residual, report.pressure.iterations,
                     settings.solver.tolerance),
         "flow.courant"});
  double pressed = 0, in = 0;
  for (const flow::Zone& zone : air->zones())
    if (std::abs(zone.pressure - settings.pressure) > std::abs(pressed))
      pressed = zone.pressure - settings.pressure, in = zone.volume;
  if (std::abs(pressed) > most_pressed && !told_pressure) {
    told_pressure = true;
    warnings.push_back(
        {"flow_room_pressure",
         fmt::format("At {:.0f} s the pressure of a part of [flow] that is shut ({:.3g} m3) has changed by {:.0f} Pa: "
                     "doors and windows give way at that. What it shows in there, and as a door opens, means nothing "
                     "from then on. Its leaks are those of flow.door_leakage_m2 and flow.wall_leakage_m2_per_m2.",
                     report.time - spin_up, in, pressed),
         "flow"});
  }
  starved += report.starved;
  if (report.starved > 0 && starved == report.starved)
    warnings.push_back(
        {"flow_fan_starved",
         fmt::format("At {:.1f} s a fan or a leak of [flow] wanted more air than its cells held: it took "
                     "less than it was to.",
                     report.time - spin_up),
         "flow.fan"});
  if (report.clipped > 0 && clipped == report.clipped)
    warnings.push_back(
        {"flow_clipped",
         fmt::format("At {:.1f} s {} cells of [flow] held a density that differs from that of their gas by up "
                     "to {:.0f} %; it is taken out over several steps.",
                     report.time - spin_up, report.clipped, 100 * report.largest_mismatch),
         "flow.courant"});
}

/// Whether gas reaches a side above a criterion: it leaves there, and distances end, or the side holds it back.
void FlowAir::Box::look_at_sides() {
  const auto most_at = [&](size_t side, size_t gas) {
    const int n[3] = {grid.nx, grid.ny, grid.nz};
    const size_t axis = side / 2, one = (axis + 1) % 3, two = (axis + 2) % 3;
    int at[3] = {};
    at[axis] = side % 2 == 0 ? 0 : n[axis] - 1;
    double most = 0;
    for (at[one] = 0; at[one] < n[one]; ++at[one])
      for (at[two] = 0; at[two] < n[two]; ++at[two]) most = std::max(most, fraction(grid.at(at[0], at[1], at[2]), gas));
    return most;
  };
  for (size_t gas = 0; gas < leaks(); ++gas)
    for (const size_t side : {0, 1, 2, 3, 5}) {
      if (left[gas] != 0) break;
      const double most = most_at(side, gas);
      if (most < lowest[gas]) continue;
      left[gas] = 1;
      warnings.push_back(
          {"flow_leaves_box",
           fmt::format(
               "Leak {}: {:.3g} ppm reach a side of the box of [flow]; its lowest criterion is {:.3g} ppm. What "
               "lies beyond is counted as clear.",
               names[gas], 1e6 * most, 1e6 * lowest[gas]),
           side == 5 ? "flow.height_m" : "flow.margin_m"});
    }
}

/// Whether what stands in the box leaves the wind room, and the wind time to come in.
void FlowAir::Box::look_at_solids(const FlowSpec& spec, double wind) {
  int highest = 0;
  std::vector<char> across_x(flow::entry(0, grid.nz, grid.ny), 0), across_y(flow::entry(0, grid.nz, grid.nx), 0);
  for (int k = 0; k < grid.nz; ++k)
    for (int j = 0; j < grid.ny; ++j)
      for (int i = 0; i < grid.nx; ++i) {
        if ((closed[static_cast<size_t>(grid.at(i, j, k))] & (flow::solid | flow::closed_x | flow::closed_y)) == 0)
          continue;
        highest = std::max(highest, k + 1);
        across_x[flow::entry(j, k, grid.ny)] = across_y[flow::entry(i, k, grid.nx)] = 1;
      }
  const auto share = [](const std::vector<char>& blocked) {
    return static_cast<double>(std::count(blocked.begin(), blocked.end(), 1)) / static_cast<double>(blocked.size());
  };
  const double blocked = std::max(share(across_x), share(across_y));
  if (wind > 0 && (blocked > most_blocked || highest > most_height * grid.nz))
    warnings.push_back(
        {"flow_blocked",
         fmt::format("What stands in the box of [flow] blocks {:.0f} % of the wind's way and is {:.3g} m tall in "
                     "a box of {:.3g} m: the wind round it is too fast.",
                     100 * blocked, highest * grid.dz(0), grid.nz * grid.dz(0)),
         "flow.height_m"});
  // Gusts fill the box from the start; what walls make of the wind takes its time.
  const double crosses = std::max(grid.nx * grid.dx, grid.ny * grid.dy) / wind;
  const double settles = std::min(crosses, heights_to_settle * highest * grid.dz(0) / wind);
  if (wind > 0 && spec.spin_up < settles)
    warnings.push_back(
        {"flow_spin_up",
         fmt::format("The wind takes some {:.0f} s to make wakes and still air behind what stands in the box of "
                     "[flow] and has {:g} s before the run begins: they are not there yet.",
                     settles, spec.spin_up),
         "flow.spin_up_s"});
}

}  // namespace muster::sim
