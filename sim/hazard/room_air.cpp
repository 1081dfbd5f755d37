#include "sim/hazard/room_air.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster::sim {

namespace {

using substance::Outflow, substance::SourceTerm;

constexpr double at_once = 10;          // [s] in which an instantaneous release comes in
constexpr double cleared = 9.2;         // changes of the air after which 1e-4 is left
constexpr double first = 0.05;          // of the time constant: the first step after a change
constexpr double growth = 1.5;          // of the steps after it
constexpr double heat_of_air = 1004.7;  // [J/kg/K] dry

double rate_at(const SourceTerm& term, double time) {
  if (term.kind == SourceTerm::Kind::instantaneous) return time < at_once ? term.instantaneous_mass / at_once : 0;
  const Outflow* entry = at(term.outflow, time);
  return entry == nullptr ? 0 : entry->rate;
}

/// [s] when a rate changes.
std::vector<double> moments(std::span<const SourceTerm> terms) {
  std::vector<double> all = {0};
  for (const SourceTerm& term : terms) {
    if (term.kind == SourceTerm::Kind::instantaneous) {
      all.push_back(at_once);
      continue;
    }
    for (const Outflow& o : term.outflow) all.push_back(o.time);
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

/// Follows the room's air.
class Filling {
 public:
  Filling(const Room& room, double density) : room_(room), density_(density) {
    air_.time = {0};
    air_.fraction = {0};
    air_.out.kind = SourceTerm::Kind::pool;
  }

  /// The rate [kg/s] from now until `until` [s].
  void flow(double rate, double until) {
    if (now() < room_.switches && room_.switches < until) flow(rate, room_.switches);
    const double inflow = rate / density_ / room_.volume, turnover = inflow + changes();
    double step = turnover > 0 ? first / turnover : until - now();
    while (now() < until) {
      double dt = std::min(step, until - now());
      if (until - now() - dt < 0.5 * dt) dt = until - now();
      advance(rate, inflow, turnover, dt);
      step *= growth;
    }
  }

  RoomAir done() {
    air_.out.outflow.push_back({.time = now()});
    air_.out.released = air_.entered;
    air_.left = density_ * room_.volume * air_.fraction.back();
    return std::move(air_);
  }

  double now() const { return air_.time.back(); }
  /// [1/s] of fresh air now.
  double changes() const { return now() < room_.switches ? room_.air_changes : room_.air_changes_then; }

 private:
  void advance(double rate, double inflow, double turnover, double dt) {
    const double before = air_.fraction.back();
    const double settled = turnover > 0 ? inflow / turnover : before;
    const double after = settled + (before - settled) * std::exp(-turnover * dt);
    const double gone = rate * dt - density_ * room_.volume * (after - before);
    air_.out.outflow.push_back(
        {.time = now(), .rate = std::max(0.0, gone) / dt, .temperature = room_.temperature, .area = room_.floor});
    air_.entered += rate * dt;
    air_.time.push_back(now() + dt);
    air_.fraction.push_back(after);
    air_.settled.push_back(settled);
    air_.turnover.push_back(turnover);
    if (after <= air_.peak) return;
    air_.peak = after;
    air_.peak_time = now();
  }

  const Room& room_;
  const double density_;
  RoomAir air_;
};

/// Where a well-mixed room at the air's temperature and pressure says too little.
void add_warnings(RoomAir& air, const Room& room, std::span<const SourceTerm> terms, const substance::Substance& s) {
  double fastest = 0, cold = 0;  // [kg/s], [J]
  const double boiling = s.boiling_temperature(room.pressure);
  for (const SourceTerm& term : terms)
    for (size_t i = 0; i < term.outflow.size(); ++i) {
      const Outflow& o = term.outflow[i];
      const bool whole = term.kind == SourceTerm::Kind::instantaneous;
      const double mass = whole                         ? term.instantaneous_mass
                          : i + 1 < term.outflow.size() ? o.rate * (term.outflow[i + 1].time - o.time)
                                                        : 0;
      fastest = std::max(fastest, whole ? mass / at_once : o.rate);
      cold += mass * (o.liquid_fraction * s.heat_of_vaporisation(boiling) +
                      s.gas_heat(room.temperature) * std::max(0.0, room.temperature - std::max(1.0, o.temperature)));
    }
  const double density = s.gas_density(room.temperature, room.pressure);
  constexpr double strong = 60;  // [1/h]
  if (const double pushed = fastest / density / room.volume * 3600; pushed > strong)
    air.warnings.push_back(
        {"enclosure_pressure",
         fmt::format("Gas comes in at {:.3g} volumes of {} an hour: pressure may open its doors, windows or roof, and "
                     "then more gets out, and sooner, than is computed.",
                     pushed, room.name),
         "enclosure.volume_m3"});
  const double heat = room.volume * room.pressure * substance::molar_mass_of_air /
                      (substance::gas_constant * room.temperature) * heat_of_air *
                      std::max(0.0, room.temperature - boiling);
  if (heat > 0 && cold > heat)
    air.warnings.push_back(
        {"enclosure_cold",
         fmt::format("To evaporate and warm up, the leak takes {:.3g} MJ; the air of {} holds {:.3g} MJ above the "
                     "boiling point. Drops would stay, and evaporate later than is computed.",
                     cold / 1e6, room.name, heat / 1e6),
         "enclosure.volume_m3"});
}

}  // namespace

double RoomAir::at(double seconds) const {
  if (seconds <= 0) return 0;
  if (settled.empty()) return 0;
  const auto next = std::upper_bound(time.begin(), time.end(), seconds);
  const size_t step = std::min(static_cast<size_t>(next - time.begin()) - 1, settled.size() - 1);
  return settled[step] + (fraction[step] - settled[step]) * std::exp(-turnover[step] * (seconds - time[step]));
}

RoomAir room_air(const Room& room, std::span<const SourceTerm> terms, const substance::Substance& s) {
  MUSTER_CHECK(room.volume > 0 && room.air_changes >= 0, "{} m3, {} /s", room.volume, room.air_changes);
  Filling filling(room, s.gas_density(room.temperature, room.pressure));
  const std::vector<double> changes = moments(terms);
  for (size_t i = 0; i + 1 < changes.size(); ++i) {
    double rate = 0;
    for (const SourceTerm& term : terms) rate += rate_at(term, changes[i]);
    filling.flow(rate, changes[i + 1]);
  }
  // Until it is clear; where the ventilation switches meanwhile, that long after.
  const double last = filling.now(), before = room.air_changes > 0 ? cleared / room.air_changes : 1,
               then = room.air_changes_then > 0 ? cleared / room.air_changes_then : 1;
  filling.flow(0, room.switches < last + before ? std::max(last, room.switches) + then : last + before);
  RoomAir air = filling.done();
  add_warnings(air, room, terms, s);
  return air;
}

}  // namespace muster::sim
