#include "models/fire/escalation/vessel.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

namespace muster::fire {

namespace {

using std::numbers::pi;
constexpr double zero_celsius = 273.15;
constexpr double longest_step = 5;  // [s]
constexpr double most_wet = 1,
                 most_dry = 20;             // [K] of a shell below and above the liquid in a step: boiling sets in fast
constexpr double share_of_exchange = 0.25;  // of the fastest time constant in a step
constexpr double water_heat = 4186, water_vaporisation = 2.257e6;  // [J/kg/K], [J/kg] at 100 C
constexpr double film_coefficient = 1000;                          // [W/m2/K]
constexpr double water_boils = 373.15;
// Half an oblate ellipsoid of D by D by D / 2: volume over D^3, area over D^2 (pi / 4 (1 + atanh(e) (1 - e^2) / e), e^2
// = 3 / 4).
constexpr double end_volume = pi / 24, end_area = 1.083985;

double fourth(double t) { return t * t * t * t; }

/// Angle from the lowest point to the level of a lying cylinder filled to `fill` of its section.
double level_angle(double fill) {
  double low = 0, high = pi;
  for (int i = 0; i < 60; ++i) {
    const double a = 0.5 * (low + high);
    ((a - std::sin(a) * std::cos(a)) / pi < fill ? low : high) = a;
  }
  return 0.5 * (low + high);
}

/// [kg/s] of an ideal gas through an effective area, choked.
double choked(const Contents& c, double area, double pressure, double temperature) {
  const double g = c.heat_ratio;
  return area * pressure *
         std::sqrt(g * c.molar_mass / (substance::gas_constant * temperature) *
                   std::pow(2 / (g + 1), (g + 1) / (g - 1)));
}

}  // namespace

double VesselMake::volume() const {
  return pi / 4 * diameter * diameter * height + (dished ? 2 * end_volume * std::pow(diameter, 3) : 0);
}

double VesselMake::wet_area() const {
  const double around = pi * diameter * height;
  // Of the ends as much as of their circle.
  const double ends = dished ? 2 * end_area * diameter * diameter : 0;
  return around * (lying ? level_angle(fill) / pi : fill) + ends * fill;
}

double VesselMake::dry_area() const {
  return pi * diameter * height + (dished ? 2 * end_area * diameter * diameter : 0) - wet_area();
}

double VesselMake::level() const { return lying ? 0.5 * diameter * (1 - std::cos(level_angle(fill))) : fill * height; }

double heat_into_water(double wall, double water, double water_temperature) {
  if (!(water > 0) || wall <= water_temperature) return 0;
  const double warming = std::min(water * water_heat * (std::min(wall, water_boils) - water_temperature),
                                  film_coefficient * (wall - water_temperature));
  return warming + std::min(film_coefficient * std::max(0.0, wall - water_boils), water * water_vaporisation);
}

std::vector<Criterion> criteria_of(const VesselMake& make) {
  using Of = Criterion::Of;
  using Then = Criterion::Then;
  const bool tank = make.kind == EquipmentKind::atmospheric;
  std::vector<Criterion> all;
  const auto steel = [&](const char* name, double celsius, Then then, const char* text) {
    all.push_back({name, Of::dry_temperature, celsius + zero_celsius, 0, then, text});
  };
  steel("steel_427", 427, Then::is_told,
        "the shell above the liquid reaches 427 C (800 F: steel begins to lose strength)");
  steel("steel_500", 500, Then::is_told, "the shell above the liquid reaches 500 C");
  steel("steel_538", 538, tank ? Then::fails : Then::is_told,
        "the shell above the liquid reaches 538 C (1000 F: steel keeps about half of its strength, API 2218)");
  all.push_back({"escalation_flux", Of::flux_left, escalation_flux(make.kind), escalation_duration, Then::is_told,
                 fmt::format("{:.0f} kW/m2 for 10 minutes: it may fail (Cozzani et al. 2006)",
                             escalation_flux(make.kind) / 1000)});
  all.push_back({"time_to_failure", Of::damage, 1, 0, Then::is_told,
                 "the time to failure of Landucci et al. (2009) has run out"});
  if (make.contents.flash_point)
    all.push_back({"vapour_ignition", Of::flux, 12.5e3, escalation_duration, Then::ignites,
                   "vapours at its vents or rim ignite: 12.5 kW/m2 (piloted ignition, World Bank 1988) for 10 minutes, "
                   "contents above their flash point",
                   make.contents.flash_point});
  if (make.contents.auto_ignition)
    all.push_back({"auto_ignition", Of::dry_temperature, *make.contents.auto_ignition, 0, Then::ignites,
                   "the shell above the liquid reaches the auto-ignition temperature of the vapour"});
  if (tank) {
    all.push_back({"boiling", Of::contents_temperature, make.contents.boiling_temperature(make.air_pressure), 0,
                   Then::is_told, "what it holds boils"});
    return all;
  }
  if (make.relief_pressure)
    all.push_back({"relief_opens", Of::pressure, *make.relief_pressure, 0, Then::is_told, "its relief valve opens"});
  all.push_back({"rupture", Of::strength, 1, 0, Then::fails,
                 "the stress in the shell above the liquid reaches 85 % of its tensile strength (Scandpower 2004)"});
  return all;
}

Vessel::Vessel(const VesselMake& make) : Vessel(make, criteria_of(make)) {}

Vessel::Vessel(VesselMake make, std::vector<Criterion> criteria)
    : make_(std::move(make)), criteria_(std::move(criteria)), watches_(criteria_.size()) {
  const auto n = static_cast<size_t>(std::max(1, make_.sectors));
  const double held = held_at(make_.temperature);
  state_ = {std::vector<double>(n, held), std::vector<double>(n, held), make_.temperature};
  first_ = state_;
  mass_ = first_mass_ = std::max(1.0, make_.fill * make_.volume() * make_.contents.density);
  for (size_t i = 0; i < criteria_.size(); ++i) watches_[i].last = judged(criteria_[i]);
}

double Vessel::temperature_of(double held) const {
  const double per_kg = held / (steel_density * make_.shell);
  return make_.steel_heat ? per_kg / *make_.steel_heat : steel_temperature(per_kg);
}

double Vessel::held_at(double temperature) const {
  return steel_density * make_.shell *
         (make_.steel_heat ? *make_.steel_heat * temperature : steel_enthalpy(temperature));
}

double Vessel::hottest_dry() const { return temperature_of(*std::max_element(state_.dry.begin(), state_.dry.end())); }
double Vessel::hottest_wet() const { return temperature_of(*std::max_element(state_.wet.begin(), state_.wet.end())); }

double Vessel::pressure() const {
  if (make_.kind == EquipmentKind::atmospheric) return make_.air_pressure;
  const double p = make_.contents.vapour_pressure(state_.contents);
  return make_.relief_pressure && boiled_dry() ? std::min(p, *make_.relief_pressure) : p;
}

double Vessel::strength_used() const {
  const double inside = told_pressure_.value_or(pressure());
  const double stress = wall_stress(std::max(0.0, inside - make_.air_pressure), make_.diameter, make_.shell);
  return stress / (strength_share * tensile_strength(make_.steel, hottest_dry()));
}

void Vessel::wall_flow(const State& s, const Heating& h, bool wet, Flow& flow) const {
  const auto& held = wet ? s.wet : s.dry;
  const auto& flux = wet ? h.wet : h.dry;
  auto& out = wet ? flow.wet : flow.dry;
  const double area = (wet ? make_.wet_area() : make_.dry_area()) / static_cast<double>(held.size());
  const double around = h.engulfed ? 0 : stefan_boltzmann * fourth(h.air_temperature);
  const double water = h.water * h.water_share, p = pressure();
  const double mass = steel_density * make_.shell;
  double exchange = 0;  // [W/K] with the contents
  out.resize(held.size());
  for (size_t i = 0; i < held.size(); ++i) {
    const double t = temperature_of(held[i]);
    const double q = flux.empty() ? 0 : flux[flux.size() == 1 ? 0 : i];
    const auto absorbed = [&](double x) {
      return make_.absorptivity * (q + around - stefan_boltzmann * fourth(x)) + h.convection * (h.gas_temperature - x);
    };
    const auto inwards = [&](double x) {
      return wet && !boiled_dry() ? heat_into_liquid(make_.contents, x, s.contents, p)
                                  : make_.inside * stefan_boltzmann * (fourth(x) - fourth(s.contents)) +
                                        make_.inside_convection * (x - s.contents);
    };
    const auto taken = [&](double x) { return heat_into_water(x, water, h.water_temperature); };
    const double in = absorbed(t), on = inwards(t), off = taken(t);
    out[i] = in - on - off;
    flow.absorbed += area * in, flow.water += area * off, flow.contents += area * on;
    constexpr double small = 0.01;
    const double slope = (in - on - off) - (absorbed(t + small) - inwards(t + small) - taken(t + small));
    const double heat = make_.steel_heat.value_or(steel_heat(t));
    flow.stiffness = std::max(flow.stiffness, slope / small / (mass * heat));
    flow.pace = std::max(flow.pace, std::abs(out[i]) / (mass * heat) / (wet ? most_wet : most_dry));
    exchange += area * (inwards(t + small) - on) / small;
  }
  flow.stiffness = std::max(flow.stiffness, exchange / (mass_ * make_.contents.heat));
}

Vessel::Flow Vessel::flow_at(const State& s, const Heating& h) const {
  Flow flow;
  wall_flow(s, h, false, flow);
  wall_flow(s, h, true, flow);
  return flow;
}

/// Heun's rule over as much of `left` as is safe; returns how much.
double Vessel::small_step(const Heating& h, double left) {
  const Flow first = flow_at(state_, h);
  const double safe = 1 / std::max({first.stiffness / share_of_exchange, first.pace, 1 / left});
  const double dt = std::min({left, longest_step, std::max(safe, 1e-3)});
  const double capacity = mass_ * make_.contents.heat;
  State there = state_;
  for (size_t i = 0; i < there.dry.size(); ++i) {
    there.dry[i] += dt * first.dry[i];
    there.wet[i] += dt * first.wet[i];
  }
  there.contents += dt * first.contents / capacity;
  const Flow second = flow_at(there, h);
  for (size_t i = 0; i < there.dry.size(); ++i) {
    state_.dry[i] += 0.5 * dt * (first.dry[i] + second.dry[i]);
    state_.wet[i] += 0.5 * dt * (first.wet[i] + second.wet[i]);
  }
  const double into = 0.5 * dt * (first.contents + second.contents);
  state_.contents += into / capacity;
  contents_heat_ += into;
  absorbed_ += 0.5 * dt * (first.absorbed + second.absorbed);
  water_ += 0.5 * dt * (first.water + second.water);
  return dt;
}

/// Vapour leaves: of a tank what boils, of a vessel what its relief lets out.
void Vessel::relieve(double dt) {
  const Contents& c = make_.contents;
  const bool tank = make_.kind == EquipmentKind::atmospheric;
  if (!tank && !make_.relief_pressure) return;
  const double limit = c.boiling_temperature(tank ? make_.air_pressure : *make_.relief_pressure);
  if (state_.contents <= limit || mass_ <= 0.01 * first_mass_) return;
  // Near the critical point a tenth of that at the boiling point, so that what leaves still cools.
  const double heat = std::max(c.heat_of_vaporisation(state_.contents), 0.1 * c.vaporisation);
  const double capacity = mass_ * c.heat;
  // Not below the boiling temperature at the relief's pressure: there it closes.
  double out = capacity * (state_.contents - limit) / heat;
  if (!tank && make_.relief_area) out = std::min(out, dt * choked(c, *make_.relief_area, pressure(), state_.contents));
  out = std::min(out, mass_ - 0.01 * first_mass_);
  state_.contents -= out * heat / capacity;
  contents_heat_ -= out * heat;
  vapour_ += out * heat;
  mass_ -= out;
}

double Vessel::flux_left(const Heating& h) const {
  double most = 0;
  const double water = h.water * h.water_share;
  const auto& held = boiled_dry() || make_.fill < 1 ? state_.dry : state_.wet;
  for (size_t i = 0; i < held.size() && !h.dry.empty(); ++i)
    most =
        std::max(most, h.dry[h.dry.size() == 1 ? 0 : i] -
                           heat_into_water(temperature_of(held[i]), water, h.water_temperature) / make_.absorptivity);
  return most;
}

double Vessel::judged(const Criterion& c) const {
  switch (c.of) {
    case Criterion::Of::dry_temperature:
      return make_.fill < 1 ? hottest_dry() : 0;
    case Criterion::Of::flux:
      return flux_;
    case Criterion::Of::flux_left:
      return flux_left_;
    case Criterion::Of::contents_temperature:
      return state_.contents;
    case Criterion::Of::pressure:
      return std::max(risen_, pressure());
    case Criterion::Of::damage:
      return damage_;
    case Criterion::Of::strength:
      return strength_used();
  }
  return 0;
}

void Vessel::judge(const Criterion& c, size_t watch, double dt) {
  Watch& w = watches_[watch];
  const double now = judged(c), before = w.last;
  w.last = now;
  if (w.done) return;
  const bool flux = c.of == Criterion::Of::flux || c.of == Criterion::Of::flux_left;
  double when = time_;
  if (flux) {
    if (now < c.value || (c.contents_from && state_.contents < *c.contents_from)) {
      w.since = std::numeric_limits<double>::quiet_NaN();
      return;
    }
    if (std::isnan(w.since)) w.since = time_ - dt;
    when = w.since + c.duration;
    if (when > time_ + 1e-9) return;
  } else {
    if (now < c.value) return;
    if (now > before && before < c.value) when = time_ - dt * (now - c.value) / (now - before);
  }
  w.done = true;
  failed_ = failed_ || c.then == Criterion::Then::fails;
  ignited_ = ignited_ || c.then == Criterion::Then::ignites;
  events_.push_back({when, c.name, c.text, c.then, flux ? now : c.value});
}

void Vessel::heat(const Heating& h, double dt) {
  flux_ = 0;
  told_pressure_ = h.pressure;
  for (const double q : h.dry) flux_ = std::max(flux_, q);
  for (const double q : h.wet) flux_ = std::max(flux_, q);
  for (double left = dt; left > 1e-9 * dt;) {
    const double step = small_step(h, left);
    left -= step;
    time_ += step;
    risen_ = pressure();
    relieve(step);
    flux_left_ = flux_left(h);
    if (flux_left_ >= escalation_flux(make_.kind))
      damage_ += step / time_to_failure(make_.kind, flux_left_, make_.volume());
    for (size_t i = 0; i < criteria_.size(); ++i) judge(criteria_[i], i, step);
  }
}

void Vessel::heat(double flux, double dt) {
  Heating h;
  h.dry = h.wet = {&flux, 1};
  heat(h, dt);
}

Vessel::Energy Vessel::energy() const {
  Energy e{absorbed_, water_, 0, contents_heat_, vapour_};
  const double dry = make_.dry_area() / static_cast<double>(state_.dry.size());
  const double wet = make_.wet_area() / static_cast<double>(state_.wet.size());
  for (size_t i = 0; i < state_.dry.size(); ++i)
    e.shell += dry * (state_.dry[i] - first_.dry[i]) + wet * (state_.wet[i] - first_.wet[i]);
  return e;
}

}  // namespace muster::fire
