// Fans of a case in the air of [flow].
#include "models/flow/pressure/zones.h"
#include "sim/hazard/flow_box.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

namespace muster::sim {

namespace {

/// [1/s] a fan that moves the volume of its cells more often makes steps of half of that while: a twentieth of a
/// second.
constexpr double most_fills = 10;

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

}  // namespace

void FlowAir::Box::ventilate(const FlowSpec& spec, std::vector<Mistake>& mistakes) {
  const flow::Zones zones = flow::sealed_zones(grid, settings.sides, closed, settings.pressure);
  const Vec3 low(grid.origin.x(), grid.origin.y(), grid.z.front()),
      high(low.x() + grid.nx * grid.dx, low.y() + grid.ny * grid.dy, grid.z.back());
  for (const FanSpec& given : spec.fans) {
    flow::Fan fan;
    fan.name = given.name, fan.kind = kind_of(given.kind);
    fan.temperature = settings.temperature(0);
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
    if (zone != nullptr && fan.kind != flow::Fan::Kind::jet) {
      mistakes.push_back(
          refused(given.origin, "from",
                  fmt::format("lies in a part of the model ({:.3g} m3) that is shut: its pressure would change by "
                              "{:.0f} Pa a second; leave an opening that cells of {:g} m see",
                              zone->volume, 1.4 * settings.pressure * given.flow / zone->volume, grid.dx)));
      continue;
    }
    const double begins = given.begins + spin_up;
    fan.course = {{begins, 0}, {begins + given.ramp, given.flow}};
    if (given.until) {
      fan.course.push_back({*given.until + spin_up, given.flow});
      fan.course.push_back({*given.until + given.ramp + spin_up, 0});
    }
    const double fills = given.flow / (static_cast<double>(fan.seat.cells.size()) * grid.volume(0));
    if (fills > most_fills)
      warnings.push_back(
          {"flow_fan_small",
           fmt::format("Fan {} moves the air of its {} cells {:.0f} times a second: steps are {:.2g} s at "
                       "most while it runs; a larger box lets them be longer.",
                       fan.name, fan.seat.cells.size(), fills, 0.5 / fills),
           "flow.fan"});
    fans.push_back(std::move(fan));
  }
}

std::vector<results::FanUse> FlowAir::fans() const {
  constexpr double least = 1e-12;  // [kg] rounding
  const Box& box = *box_;
  std::vector<results::FanUse> uses;
  for (size_t n = 0; n < box.fans.size(); ++n) {
    const flow::Fan& fan = box.fans[n];
    double most = 0;
    for (const auto& [time, flow] : fan.course) most = std::max(most, flow);
    results::FanUse& use = uses.emplace_back(results::FanUse{fan.name, word_of(fan.kind), most, {}, {}});
    if (!box.air) continue;
    use.volume = fan.volume(0, box.air->time());
    if (fan.kind != flow::Fan::Kind::extract) continue;
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
