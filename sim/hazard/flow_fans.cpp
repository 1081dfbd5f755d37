// Fans of a case in the air of [flow].
#include "base/text.h"
#include "models/flow/pressure/zones.h"
#include "sim/hazard/flow_box.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

namespace muster::sim {

namespace {

/// [1/s] a fan that moves the volume of its cells more often makes steps of half of that while: a twentieth of a
/// second.
constexpr double most_fills = 10;
/// [Pa] that fans may press: doors and windows give way at some kilopascals.
constexpr double most_pressed = 1000;

flow::Fan::Kind kind_of(FanSpec::Kind kind) {
  switch (kind) {
    case FanSpec::Kind::extract:
      return flow::Fan::Kind::extract;
    case FanSpec::Kind::supply:
      return flow::Fan::Kind::supply;
    default:
      return flow::Fan::Kind::jet;
  }
}

const char* word_of(flow::Fan::Kind kind) {
  return kind == flow::Fan::Kind::extract ? "extract" : kind == flow::Fan::Kind::supply ? "supply" : "jet";
}

/// Of length 1: clockwise from north and above the level [deg].
Vec3 direction(double towards, double upward) {
  const double t = towards * std::numbers::pi / 180, up = upward * std::numbers::pi / 180;
  return {std::sin(t) * std::cos(up), std::cos(t) * std::cos(up), std::sin(up)};
}

/// Whether a detector of the case starts a fan: it does not run before.
bool started(const Case& the_case, const std::string& fan) {
  for (const DetectorSpec& detector : the_case.detectors)
    for (const std::string& pattern : detector.starts)
      if (matches_glob(pattern, fan)) return true;
  return false;
}

/// From when it starts, by the clock of the box, which is `ahead` [s] of the run's, until it is to stop; it moves
/// `from` [m3/s] when it starts.
std::vector<std::array<double, 2>> course(const FanSpec& fan, double starts, double from, double ahead) {
  std::vector<std::array<double, 2>> all = {{starts, from}, {starts + fan.ramp, fan.flow}};
  if (!fan.until) return all;
  const double stops = *fan.until + ahead;
  if (stops <= starts) return {{starts, from}, {starts + fan.ramp, 0}};
  all.push_back({std::max(stops, starts + fan.ramp), fan.flow});
  all.push_back({all.back()[0] + fan.ramp, 0});
  return all;
}

}  // namespace

void FlowAir::run_fan(size_t fan, bool runs, double time) {
  constexpr double instant = 1e-6;  // [s]
  Box& box = *box_;
  const FanSpec& spec = box.fan_specs[fan];
  const double now = std::max(time + box.spin_up, box.clock());
  box.ask('f', {static_cast<double>(fan), runs ? 1.0 : 0.0, now});
  std::vector<std::array<double, 2>>& all = box.fans[fan].course;
  const double moves = box.fans[fan].volume(now - instant, now) / instant;
  std::erase_if(all, [now](const auto& entry) { return entry[0] >= now; });
  const std::vector<std::array<double, 2>> then =
      runs ? course(spec, now, moves, box.spin_up)
           : std::vector<std::array<double, 2>>{{now, moves}, {now + spec.ramp, 0}};
  all.insert(all.end(), then.begin(), then.end());
  if (box.air) box.air->set_course(fan, all);
}

/// [Pa] of a shut part that a fan moves so much into or out of [m3/s], once as much goes by its leaks: rho / 2 (Q / C_d
/// A)^2; infinite without any.
double FlowAir::Box::presses(const flow::Zones& zones, const flow::Zone& zone, double volume_flow) const {
  constexpr double discharge = 0.6;
  const flow::Gaps gaps(grid, obstacles, 0, closed, zones, settings.leakage, {});
  const double speed = volume_flow / (discharge * gaps.area(static_cast<size_t>(&zone - zones.data())));
  const double density = settings.mixture.air.molar_mass * settings.pressure / (substance::gas_constant * warmth);
  return density / 2 * speed * speed;
}

void FlowAir::Box::ventilate(const Case& the_case, std::vector<Mistake>& mistakes) {
  const FlowSpec& spec = *the_case.flow;
  const flow::Zones zones = flow::sealed_zones(grid, settings.sides, closed, settings.pressure);
  const Vec3 low(grid.origin.x(), grid.origin.y(), grid.z.front()),
      high(low.x() + grid.nx * grid.dx, low.y() + grid.ny * grid.dy, grid.z.back());
  for (const FanSpec& given : spec.fans) {
    flow::Fan fan;
    fan.name = given.name, fan.kind = kind_of(given.kind);
    fan.temperature = warmth;
    fan.density = settings.mixture.air.molar_mass * settings.pressure / (substance::gas_constant * fan.temperature);
    if (given.outlet) fan.velocity = given.flow / *given.outlet * direction(given.towards, given.upward);
    if ((given.from.array() < low.array()).any() || (given.to.array() > high.array()).any()) {
      mistakes.push_back(refused(given.origin, "from",
                                 fmt::format("lies outside the box of [flow]: x {:g} to {:g}, y {:g} to {:g}, z {:g} "
                                             "to {:g}",
                                             low.x(), high.x(), low.y(), high.y(), low.z(), high.z())));
      continue;
    }
    fan.seat = flow::source_in_box(grid, closed, given.from, given.to);
    if (fan.seat.cells.empty()) {
      mistakes.push_back(refused(given.origin, "from",
                                 "the middle between `from` and `to` lies in something solid, or in a cell that "
                                 "is solid for [flow]: a fan stands in air"));
      continue;
    }
    const flow::Zone* zone = flow::sealed_around(zones, fan.seat);
    const double pressed = zone == nullptr || fan.kind == flow::Fan::Kind::jet ? 0 : presses(zones, *zone, given.flow);
    if (pressed > most_pressed) {
      const std::string so_far = std::isfinite(pressed) ? fmt::format(", {:.0f} Pa with its leaks", pressed) : "";
      mistakes.push_back(
          refused(given.origin, "from",
                  fmt::format("lies in a part of the model ({:.3g} m3) that is shut: its pressure would change by "
                              "{:.0f} Pa a second{}; leave an opening that cells of {:g} m see, or let its doors and "
                              "walls leak more",
                              zone->volume, 1.4 * settings.pressure * given.flow / zone->volume, so_far, grid.dx)));
      continue;
    }
    if (!started(the_case, given.name)) {
      fan.course = course(given, given.begins + spin_up, 0, spin_up);
    } else if (given.begins > 0) {
      mistakes.push_back(refused(given.origin, "begins_s", "a detector starts it: leave this out"));
      continue;
    }
    const double fills = given.flow / (static_cast<double>(fan.seat.cells.size()) * grid.volume(0));
    if (fills > most_fills)
      warnings.push_back(
          {"flow_fan_small",
           fmt::format("Fan {} moves the air of its {} cells {:.0f} times a second: steps are {:.2g} s at "
                       "most while it runs; a larger box lets them be longer.",
                       fan.name, fan.seat.cells.size(), fills, 0.5 / fills),
           "flow.fan"});
    fans.push_back(std::move(fan)), fan_specs.push_back(given);
  }
}

std::vector<results::FanUse> FlowAir::fans() const {
  constexpr double least = 1e-12;  // [kg] rounding
  const Box& box = *box_;
  std::vector<results::FanUse> uses;
  for (size_t n = 0; n < box.fans.size(); ++n) {
    const flow::Fan& fan = box.fans[n];
    results::FanUse& use =
        uses.emplace_back(results::FanUse{fan.name, word_of(fan.kind), box.fan_specs[n].flow, {}, {}});
    if (!box.begun()) continue;
    use.volume = fan.volume(0, box.clock());
    if (!box.air || fan.kind != flow::Fan::Kind::extract) continue;
    const std::span<const double> taken = box.air->taken(n);
    use.taken.emplace_back("air", taken.back());
    for (size_t gas = 0; gas < box.leaks(); ++gas) use.taken.emplace_back(box.names[gas], taken[gas]);
    BurningFire::Products sum{};
    sum.soot = sum.monoxide = sum.dioxide = sum.cyanide = 0;
    for (size_t s = 0; s < box.smokes.size(); ++s) {
      const double burnt = taken[box.leaks() + s];
      const BurningFire::Products& of = box.smokes[s];
      sum.soot += burnt * of.soot, sum.monoxide += burnt * of.monoxide;
      sum.dioxide += burnt * of.dioxide, sum.cyanide += burnt * of.cyanide;
    }
    for (const auto& [what, mass] : {std::pair("soot", sum.soot),
                                     {"carbon monoxide", sum.monoxide},
                                     {"carbon dioxide", sum.dioxide},
                                     {"hydrogen cyanide", sum.cyanide}})
      if (mass > least) use.taken.emplace_back(what, mass);
  }
  return uses;
}

}  // namespace muster::sim
