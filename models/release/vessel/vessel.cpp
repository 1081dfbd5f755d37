#include "models/release/vessel/vessel.h"

#include "base/error.h"
#include "models/release/fluid/integrate.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::release {

namespace {

constexpr double rounding = 1e-9;  // [s]
constexpr double drops = 1e-4;     // share of the content below which the liquid counts as gone

/// [kg out as liquid, kg out as gas, energy J or temperature K of the content, energy that the wall gave J]
using State = std::array<double, 4>;

class Emptier {
 public:
  Emptier(const Saturation& s, const Vessel& vessel, const Opening& opening, double ambient)
      : s_(s),
        vessel_(vessel),
        opening_(opening),
        ambient_(ambient),
        volume_(vessel.shape.volume()),
        hole_(std::sqrt(4 * opening.area / std::numbers::pi)) {}

  Emptying run(double duration, double tolerance);

 private:
  struct Content {
    double temperature, liquid, vapour;  ///< K, kg, kg
  };

  void start();
  double boil(double duration, double tolerance);
  void expand(double from, double duration, double tolerance);
  Content content(const State& y) const;
  double energy(double temperature, double mass) const;
  double vapour_mass(double temperature, double mass) const;
  double head_pressure(const Content&) const;
  VesselState of_boiling(double t, const State& y) const;
  VesselState of_gas(double t, const State& y) const;
  double open_share(double t, double pressure) const;
  double wall_heat(double temperature, double given) const;
  bool keep(const VesselState& state);
  /// Steps that take no more than 2 % of the content and end where a valve begins to shut and is shut.
  double longest(const VesselState& now, double duration) const;

  const Saturation& s_;
  const Vessel& vessel_;
  const Opening& opening_;
  const double ambient_, volume_, hole_;
  double mass_ = 0;     ///< at the start
  double padding_ = 0;  ///< [Pa] of other gases in the head space at the start
  double head_volume_ = 0;
  State y_{};
  mutable double last_temperature_ = 0;
  Emptying out_;
};

void Emptier::start() {
  const double t = vessel_.temperature;
  last_temperature_ = t;
  if (vessel_.liquid_volume > 0) {
    head_volume_ = volume_ - vessel_.liquid_volume;
    mass_ = vessel_.liquid_volume * s_.liquid_density(t) + head_volume_ * s_.vapour_density(t);
    padding_ = std::max(0.0, vessel_.pressure - s_.pressure(t));
    y_[2] = energy(t, mass_);
  } else {
    mass_ = volume_ * s_.gas().density(t, vessel_.pressure);
    y_[2] = t;
  }
}

double Emptier::vapour_mass(double t, double mass) const {
  const double rho_l = s_.liquid_density(t), rho_v = s_.vapour_density(t);
  return std::clamp((volume_ - mass / rho_l) / (1 / rho_v - 1 / rho_l), 0.0, mass);
}

double Emptier::energy(double t, double mass) const {
  const double vapour = vapour_mass(t, mass), p = s_.pressure(t), h = s_.liquid_enthalpy(t);
  return (mass - vapour) * (h - p / s_.liquid_density(t)) +
         vapour * (h + s_.vaporisation(t) - p / s_.vapour_density(t));
}

Emptier::Content Emptier::content(const State& y) const {
  const double mass = std::max(0.0, mass_ - y[0] - y[1]);
  double t = vessel_.temperature;
  if (vessel_.wall != Vessel::Wall::isothermal) {
    // The temperature with that energy: secant steps from the last one, which lies near.
    double t0 = last_temperature_, t1 = t0 - 0.01;
    double f0 = energy(t0, mass) - y[2], f1 = energy(t1, mass) - y[2];
    for (int i = 0; i < 40 && std::abs(t1 - t0) > 1e-10 * t1 && f1 != f0; ++i) {
      const double step = std::clamp(f1 * (t1 - t0) / (f1 - f0), -20.0, 20.0);
      t0 = t1;
      f0 = f1;
      t1 = std::clamp(t1 - step, s_.lowest(), s_.highest());
      f1 = energy(t1, mass) - y[2];
    }
    t = last_temperature_ = t1;
  }
  const double vapour = vapour_mass(t, mass);
  return {t, mass - vapour, vapour};
}

double Emptier::head_pressure(const Content& c) const {
  const double saturated = s_.pressure(c.temperature);
  switch (vessel_.head) {
    case Vessel::Head::vented:
      return std::max(ambient_, saturated);
    case Vessel::Head::held:
      return std::max(vessel_.pressure, saturated);
    case Vessel::Head::closed:
      break;
  }
  const double head = volume_ - c.liquid / s_.liquid_density(c.temperature);
  return saturated + padding_ * head_volume_ / std::max(head, 1e-6 * volume_) * c.temperature / vessel_.temperature;
}

double Emptier::open_share(double t, double pressure) const {
  double share = 1;
  if (vessel_.relief_pressure > 0)
    share = std::clamp((pressure - vessel_.relief_pressure) / (0.1 * (vessel_.relief_pressure - ambient_)), 0.0, 1.0);
  if (t > vessel_.shut_from)
    share *= vessel_.shutting > 0 ? std::clamp(1 - (t - vessel_.shut_from) / vessel_.shutting, 0.0, 1.0) : 0.0;
  return share;
}

double Emptier::wall_heat(double temperature, double given) const {
  if (vessel_.wall != Vessel::Wall::heated) return 0;
  const double wall = vessel_.temperature - given / vessel_.wall_capacity;
  return vessel_.wall_coefficient * vessel_.shape.wall() * (wall - temperature);
}

VesselState Emptier::of_boiling(double t, const State& y) const {
  const Content c = content(y);
  VesselState now{.time = t,
                  .mass = c.liquid + c.vapour,
                  .liquid_mass = c.liquid,
                  .liquid_out = y[0],
                  .gas_out = y[1],
                  .temperature = c.temperature,
                  .pressure = head_pressure(c)};
  const double density = s_.liquid_density(c.temperature);
  now.level = vessel_.shape.level(c.liquid / density);
  const double above = now.level - vessel_.hole_height;
  const double wet = std::clamp(above / hole_ + 0.5, 0.0, 1.0) * (c.liquid > 0 ? 1 : 0);
  const double open = open_share(t, now.pressure);
  if (wet > 0) {
    const double column = density * substance::gravity * std::max(above, 0.0);
    now.liquid = opening_.liquid(s_, c.temperature, now.pressure + column, ambient_);
    // Air that enters in gulps lets out liquid at sqrt(g d) / 3 (Clanet & Searby 2004).
    const double gulps = density * opening_.area * std::sqrt(substance::gravity * hole_) / 3;
    if (vessel_.head == Vessel::Head::closed && now.liquid.rate < gulps && above > 0 && !opening_.pipe) {
      now.liquid = {.rate = gulps,
                    .speed = gulps / (density * opening_.area),
                    .pressure = ambient_,
                    .temperature = c.temperature,
                    .density = density};
    }
    now.liquid_rate = wet * open * now.liquid.rate;
  }
  if (wet < 1 && s_.pressure(c.temperature) > ambient_) {
    const double p = s_.pressure(c.temperature);
    now.gas = opening_.gas(c.temperature, p, s_.vapour_density(c.temperature), s_.substance().heat_ratio(c.temperature),
                           ambient_);
    now.gas_rate = (1 - wet) * open * now.gas.rate;
  }
  return now;
}

VesselState Emptier::of_gas(double t, const State& y) const {
  const double mass = std::max(0.0, mass_ - y[0] - y[1]), density = mass / volume_;
  const double temperature = vessel_.wall == Vessel::Wall::isothermal ? vessel_.temperature : y[2];
  VesselState now{.time = t, .mass = mass, .liquid_out = y[0], .gas_out = y[1], .temperature = temperature};
  if (density <= 0) return now;
  now.pressure = s_.gas().pressure(temperature, density);
  now.gas = opening_.gas(temperature, now.pressure, density, s_.substance().heat_ratio(temperature), ambient_);
  now.gas_rate = now.gas.rate * open_share(t, now.pressure);
  return now;
}

double Emptier::longest(const VesselState& now, double duration) const {
  const double rate = now.liquid_rate + now.gas_rate;
  double step = rate > 0 ? std::min(duration / 20, 0.02 * std::max(now.mass, 1e-3 * mass_) / rate) : duration / 20;
  for (const double moment : {vessel_.shut_from, vessel_.shut_from + vessel_.shutting})
    if (moment > now.time + rounding) step = std::min(step, moment - now.time);
  return step;
}

bool Emptier::keep(const VesselState& state) {
  out_.states.push_back(state);
  if (state.time + rounding >= vessel_.shut_from + vessel_.shutting) {
    out_.ending = Ending::shut;
    return false;
  }
  return true;
}

/// Until the liquid has gone; returns the time reached.
double Emptier::boil(double duration, double tolerance) {
  const double fluid_energy = mass_ * s_.vaporisation(vessel_.temperature);
  const auto slope = [&](double t, const State& y) -> State {
    const VesselState now = of_boiling(t, y);
    const double h = s_.liquid_enthalpy(now.temperature);
    const double heat = wall_heat(now.temperature, y[3]);
    return {now.liquid_rate, now.gas_rate,
            heat + vessel_.heat_input - now.liquid_rate * h - now.gas_rate * (h + s_.vaporisation(now.temperature)),
            heat};
  };
  const auto largest = [&](double t, const State& y) { return longest(of_boiling(t, y), duration); };
  const auto visit = [&](double t, const State& y) {
    const VesselState now = of_boiling(t, y);
    out_.glugged =
        out_.glugged ||
        (vessel_.head == Vessel::Head::closed && now.liquid_rate > 0 && now.pressure < ambient_ &&
         now.pressure + s_.liquid_density(now.temperature) * substance::gravity * (now.level - vessel_.hole_height) <=
             ambient_);
    if (!keep(now)) return false;
    if (now.liquid_mass <= drops * mass_) return false;
    if (vessel_.heat_input > 0 || vessel_.wall == Vessel::Wall::heated) return true;
    // Nothing more comes: no vapour pressure to speak of, and no liquid (but for drops) above the hole.
    const bool boils = s_.pressure(now.temperature) > ambient_ * (1 + 1e-4);
    const bool waits = vessel_.relief_pressure > 0 && now.pressure > vessel_.relief_pressure * (1 - 1e-4);
    if (now.liquid_rate <= 1e-9 * mass_ && (vessel_.relief_pressure > 0 ? !waits : !boils)) {
      out_.ending = now.level > vessel_.hole_height + hole_ || s_.pressure(now.temperature) > 0.9 * ambient_
                        ? Ending::pressure
                        : Ending::empty;
      return false;
    }
    return true;
  };
  return integrate<4>(y_, 0, duration, {mass_, mass_, fluid_energy, fluid_energy}, tolerance, slope, largest, visit);
}

/// Gas alone, from the time when the liquid has gone.
void Emptier::expand(double from, double duration, double tolerance) {
  const substance::Substance& sub = s_.substance();
  const auto slope = [&](double t, const State& y) -> State {
    const VesselState now = of_gas(t, y);
    if (!(now.mass > 0)) return {};
    const double density = now.mass / volume_, tk = now.temperature;
    const double heat = wall_heat(tk, y[3]);
    const double cv = sub.gas_heat(tk) - s_.gas().constant() + s_.gas().heat_excess(tk, density);
    const double cooling = now.gas_rate * tk * s_.gas().pressure_slope(tk, density) / density;
    return {0, now.gas_rate, (heat + vessel_.heat_input - cooling) / (now.mass * cv), heat};
  };
  const auto largest = [&](double t, const State& y) { return longest(of_gas(t, y), duration); };
  const auto visit = [&](double t, const State& y) {
    const VesselState now = of_gas(t, y);
    const double tk = now.temperature;
    const bool below =
        tk < s_.substance().critical_temperature && tk > s_.lowest() && now.pressure > 1.02 * s_.pressure(tk);
    if (below && out_.condensed == 0) out_.condensed = now.mass;
    if (!keep(now)) return false;
    // What heat drives out of the last gas at the air's pressure is not followed.
    if (now.pressure > ambient_ * (1 + (vessel_.heat_input > 0 ? 1e-2 : 1e-4)) && now.mass > 1e-3 * mass_) return true;
    out_.ending = Ending::empty;
    return false;
  };
  const double heat_scale = mass_ * sub.gas_heat(vessel_.temperature) * vessel_.temperature;
  integrate<4>(y_, from, duration, {mass_, mass_, vessel_.temperature, heat_scale}, tolerance, slope, largest, visit);
}

Emptying Emptier::run(double duration, double tolerance) {
  start();
  double t = 0;
  if (vessel_.liquid_volume > 0) {
    out_.states.push_back(of_boiling(0, y_));
    t = boil(duration, tolerance);
    const VesselState last = out_.states.back();
    const bool gave_up = out_.ending == Ending::duration && t < duration && last.liquid_mass > drops * mass_;
    if (t >= duration || gave_up || out_.ending == Ending::shut || out_.ending == Ending::pressure ||
        last.liquid_mass > drops * mass_)
      return std::move(out_);
    y_[2] = last.temperature;
    out_.ending = Ending::duration;
    if (last.pressure <= ambient_) {
      out_.ending = Ending::empty;
      return std::move(out_);
    }
  } else {
    out_.states.push_back(of_gas(0, y_));
  }
  expand(t, duration, tolerance);
  return std::move(out_);
}

}  // namespace

Emptying empty(const Saturation& s, const Vessel& vessel, const Opening& opening, double ambient, double duration,
               double tolerance) {
  MUSTER_CHECK(duration > 0 && opening.area > 0, "{} s through {} m2", duration, opening.area);
  MUSTER_CHECK(vessel.liquid_volume <= vessel.shape.volume(), "{} m3 in {} m3", vessel.liquid_volume,
               vessel.shape.volume());
  return Emptier(s, vessel, opening, ambient).run(duration, tolerance);
}

}  // namespace muster::release
