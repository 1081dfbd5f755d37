#include "models/release/release.h"

#include "models/release/discharge.h"

#include <algorithm>
#include <cmath>

namespace muster::release {

using substance::Outflow;
using substance::SourceTerm;

namespace {

using Source = Leak::Source;

constexpr double bar = 1e5;           // [Pa]
constexpr double coarse = 0.1;        // change of rate or area after which a new entry begins
constexpr double steady = 0.01;       // change of rate below which an entry goes on however long it lasts
constexpr double negligible = 0.005;  // share of the release that may fall without a pool
constexpr double least = 0.01;        // and not before so much of all has evaporated

std::array<double, 3> unit(Leak::Direction direction) {
  switch (direction) {
    case Leak::Direction::upwind:
      return {-1, 0, 0};
    case Leak::Direction::crosswind:
      return {0, 1, 0};
    case Leak::Direction::up:
      return {0, 0, 1};
    case Leak::Direction::down:
      return {0, 0, -1};
    case Leak::Direction::downwind:
      break;
  }
  return {1, 0, 0};
}

class Releaser {
 public:
  Releaser(const Leak& leak, const substance::Substance& s, const Ambient& air)
      : leak_(leak),
        substance_(s),
        s_(s),
        air_(air),
        stored_(stored(leak, s, air)),
        boiling_(s_.temperature(air.pressure)) {
    direct_.height = leak.height;
    direct_.direction = unit(leak.direction);
  }

  Release run();

 private:
  void through_opening();
  void check_swell(const VesselState& first);
  void all_at_once();
  void series();
  void spill();
  void add(const Piece& piece);
  double fallen_share(double flashed);
  void pool();
  void keep_drops();
  void finish();
  void say_why_nothing_leaks();
  void warn(const char* code, std::string text, const char* setting) {
    out_.warnings.push_back({code, std::move(text), setting});
  }

  const Leak& leak_;
  const substance::Substance& substance_;
  const Saturation s_;
  const Ambient& air_;
  const Stored stored_;
  const double boiling_;
  SourceTerm direct_;       // jet, series or instantaneous
  std::vector<Feed> feed_;  // into the pool
  double at_once_ = 0;      // [kg] into the pool at the start
  double at_once_temperature_ = 0;
  double fallen_ = 0;  // [kg]
  std::vector<std::string> pool_notes_;
  Release out_;
};

double Releaser::fallen_share(double flashed) {
  if (leak_.rain_out_share) return std::min(*leak_.rain_out_share, 1 - flashed);
  return rained_share(leak_.rain_out, flashed);
}

/// Expands one piece and parts it into air and ground.
void Releaser::add(const Piece& piece) {
  const double dt = piece.to - piece.from, mass = piece.liquid + piece.gas;
  if (!(dt > 0)) return;
  Outflow out{.time = piece.from};
  Feed fed{piece.from, 0, boiling_};
  double momentum = 0, heat = 0, liquid = 0, volume = 0;  // of what stays in the air, [per s]
  const auto join = [&](double rate, const Jet& jet, double drops) {
    out.rate += rate;
    momentum += rate * jet.speed;
    heat += rate * jet.temperature;
    liquid += drops;
    volume += drops / s_.liquid_density(jet.temperature) +
              (rate - drops) / s_.substance().gas_density(jet.temperature, air_.pressure);
  };
  if (piece.liquid > 0) {
    const double coefficient = stored_.opening.pipe ? 1 : stored_.opening.liquid_coefficient;
    const Jet jet =
        expand_liquid(piece.liquid_flow, stored_.opening.area, coefficient, air_.pressure, piece.temperature, s_);
    const double rate = piece.liquid / dt, share = fallen_share(1 - jet.liquid);
    fed.rate = share * rate;
    fed.temperature = jet.temperature;
    fallen_ += share * piece.liquid;
    if (share < 1) join((1 - share) * rate, jet, (jet.liquid - share) * rate);
  }
  if (piece.gas > 0) {
    const double t = piece.temperature;
    Jet jet = expand_gas(piece.gas_flow, stored_.opening.gas_coefficient, air_.pressure, t, substance_.gas_heat(t),
                         s_.gas().constant(), substance_.heat_ratio(t), leak_.nozzle);
    // Vapour that expands below its boiling point condenses; it is taken at the boiling point.
    if (t < substance_.critical_temperature) jet.temperature = std::max(jet.temperature, std::min(boiling_, t));
    join(piece.gas / dt, jet, 0);
  }
  if (out.rate > 0) {
    out.temperature = heat / out.rate;
    out.speed = momentum / out.rate;
    out.liquid_fraction = std::clamp(liquid / out.rate, 0.0, 1.0);
    out.area = out.speed > 0 ? volume / out.speed : 0;
  }
  direct_.outflow.push_back(out);
  feed_.push_back(fed);
  out_.released += mass;
}

void Releaser::through_opening() {
  Discharge all = discharge(leak_, stored_, s_, air_);
  direct_.notes = std::move(all.notes);
  for (const Piece& piece : all.pieces) add(piece);
  if (all.pieces.empty()) return;
  const Piece& first = all.pieces.front();
  out_.first_flow = first.liquid > 0 ? first.liquid_flow : first.gas_flow;
  out_.first_rate = all.emptying ? all.emptying->states.front().liquid_rate + all.emptying->states.front().gas_rate
                                 : (first.liquid + first.gas) / (first.to - first.from);
  const double end = all.pieces.back().to;
  direct_.outflow.push_back({.time = end});
  feed_.push_back({end, 0, boiling_});
  if (all.emptying && all.emptying->condensed > 0.05 * all.emptying->states.front().mass)
    warn("release_condensation", "The expanding gas in the tank falls below its dew point; drops are not modelled.",
         "temperature_C");
  if (all.still_flows)
    warn("release_goes_on", fmt::format("The leak still flows after {:.4g} s; later times are not followed.", end),
         "duration_s");
  if (all.emptying) check_swell(all.emptying->states.front());
  out_.emptying = std::move(all.emptying);
}

/// Vapour that bubbles up lifts the level, eq. 21; where it reaches the top, liquid leaves with the vapour.
void Releaser::check_swell(const VesselState& first) {
  if (!stored_.liquid || !(first.gas_rate > 0)) return;
  const Shape& shape = stored_.vessel->shape;
  const double surface = shape.surface(std::min(first.level, 0.999 * shape.height()));
  const double rising = first.gas_rate / (s_.vapour_density(first.temperature) * surface);
  constexpr double bubbles = 0.2, spread = 1.5;  // [m/s] of a single bubble; C0 of a churn-turbulent column
  const double part = rising / (2 * bubbles + spread * rising);
  if (stored_.vessel->liquid_volume < (1 - part) * shape.volume()) return;
  warn(
      "release_swell",
      fmt::format("Boiling fills {:.2g} of the liquid with bubbles: it swells up to the opening and liquid leaves with "
                  "the vapour, more than computed.",
                  part),
      "fill");
}

/// The whole content at once: it flashes at constant enthalpy, gas expands against the air's pressure.
void Releaser::all_at_once() {
  direct_.kind = SourceTerm::Kind::instantaneous;
  const double mass = *leak_.mass, t = stored_.temperature;
  Outflow state{.temperature = t};
  double share = 0;
  if (stored_.liquid) {
    const double x = s_.flash_at_constant_enthalpy(t, air_.pressure);
    share = fallen_share(x);
    state.temperature = std::min(t, boiling_);
    state.liquid_fraction = share < 1 ? std::clamp((1 - x - share) / (1 - share), 0.0, 1.0) : 0;
    direct_.notes.push_back(
        fmt::format("all at once: {:.3g} of the liquid flashes, {:.3g} falls to the ground", x, share));
  } else if (stored_.pressure > air_.pressure) {
    const double ratio = substance_.heat_ratio(t);
    state.temperature = t / ratio * (1 + (ratio - 1) * air_.pressure / stored_.pressure);
    if (t < substance_.critical_temperature) state.temperature = std::max(state.temperature, std::min(boiling_, t));
    direct_.notes.push_back("all at once: the gas expands against the pressure of the air");
  }
  direct_.instantaneous_mass = (1 - share) * mass;
  direct_.outflow = {state};
  out_.released = mass;
  fallen_ = at_once_ = share * mass;
  at_once_temperature_ = state.temperature;
}

void Releaser::series() {
  const double t = stored_.temperature;
  for (const auto& [time, rate] : leak_.series) {
    if (time >= leak_.duration) break;
    direct_.outflow.push_back({time, rate, t, leak_.liquid_fraction, leak_.speed, leak_.area});
  }
  direct_.outflow.push_back({.time = leak_.duration});
  out_.released = substance::mass_of(direct_);
  out_.first_rate = direct_.outflow.front().rate;
  direct_.notes.push_back("rates as given");
}

void Releaser::spill() {
  const double t = stored_.temperature;
  if (leak_.rate) {
    const double end = leak_.mass ? std::min(leak_.duration, *leak_.mass / *leak_.rate) : leak_.duration;
    feed_ = {{0, *leak_.rate, t}, {end, 0, t}};
    fallen_ = *leak_.rate * end;
    out_.first_rate = *leak_.rate;
  } else {
    fallen_ = at_once_ = *leak_.mass;
    at_once_temperature_ = t;
  }
  out_.released = fallen_;
}

/// The pool below the leak and what rises from it.
void Releaser::pool() {
  PoolCase pool{.ground = ground(leak_.surface)};
  if (leak_.smallest_depth) pool.ground.smallest_depth = *leak_.smallest_depth;
  pool.ground_temperature = leak_.ground_temperature.value_or(air_.temperature);
  pool.spilled = at_once_;
  pool.spilled_temperature = at_once_temperature_;
  pool.feed = feed_;
  if (leak_.bund_area) pool.largest_area = *leak_.bund_area;
  if (leak_.pool_area) pool.largest_area = *leak_.pool_area;
  pool.fills_area = leak_.pool_area.has_value();
  pool.duration = leak_.duration;
  out_.pool = run_pool(s_, pool, air_);
  const auto& states = out_.pool->states;

  SourceTerm term;
  term.kind = SourceTerm::Kind::pool;
  term.released = fallen_;
  // A new entry where the rate or the area has changed by a tenth and a hundredth of all has evaporated, or after a
  // fortieth of the duration if anything has changed.
  const auto changed = [](double a, double b) { return std::abs(a - b) > coarse * std::max(a, b); };
  const double much = least * states.back().evaporated;
  double spread = 0;  // [m2 s] since the entry began
  for (size_t first = 0, i = 1; i < states.size(); ++i) {
    const PoolState &a = states[first], &b = states[i], &began = states[first + 1];
    spread += (b.time - states[i - 1].time) * (b.area + states[i - 1].area) / 2;
    const double dt = b.time - a.time, gone = b.evaporated - a.evaporated;
    const bool other = gone > much && (changed(began.rate, b.rate) || changed(began.area, b.area));
    const bool late = dt > leak_.duration / 40 && std::abs(b.rate - began.rate) > steady * began.rate;
    if (i + 1 < states.size() && !other && !late) continue;
    if (dt > 0) term.outflow.push_back({a.time, gone / dt, b.temperature, 0, 0, spread / dt});
    first = i;
    spread = 0;
  }
  term.outflow.push_back({.time = states.back().time});
  term.rained_out = states.back().mass;
  term.notes = pool_notes_;
  out_.terms.push_back(std::move(term));

  if (leak_.bund_height > 0 && out_.pool->deepest > leak_.bund_height)
    warn("release_bund_overflows",
         fmt::format("The pool would stand {:.3g} m deep in a bund of {:.3g} m; what runs over is not modelled.",
                     out_.pool->deepest, leak_.bund_height),
         "bund_height_m");
  if (air_.wind < 1 && !out_.pool->states.back().boiling)
    warn("release_calm",
         fmt::format("Evaporation at {:.2g} m/s lies outside the measurements (1 m/s and more).", air_.wind),
         "wind_m_s");
  if (states.back().temperature < substance_.melting_point)
    warn(
        "release_freezes",
        fmt::format("The pool falls below the melting point, {:.4g} K; ice is not modelled.", substance_.melting_point),
        "temperature_C");
}

/// Where next to nothing falls it stays in the air: no pool for that.
void Releaser::keep_drops() {
  if (direct_.kind != SourceTerm::Kind::jet || fallen_ > negligible * out_.released || fallen_ == out_.released) return;
  for (size_t i = 0; i < feed_.size(); ++i) {
    Outflow& out = direct_.outflow[i];
    if (feed_[i].rate == 0) continue;
    const double all = out.rate + feed_[i].rate;
    out.liquid_fraction = (out.liquid_fraction * out.rate + feed_[i].rate) / all;
    if (out.rate == 0) out.temperature = feed_[i].temperature;
    out.rate = all;
  }
  feed_.clear();
  fallen_ = 0;
}

/// Terms that give nothing are left out; totals.
void Releaser::finish() {
  keep_drops();
  direct_.released = out_.released;
  direct_.rained_out = fallen_;
  const double jet = substance::mass_of(direct_);
  const bool airborne = jet > 0;
  out_.airborne = jet;
  if (airborne || fallen_ <= 0) out_.terms.push_back(direct_);
  if (fallen_ <= 0) return;
  if (!airborne) pool_notes_ = direct_.notes;
  pool_notes_.push_back(
      airborne ? fmt::format("{:.3g} of the release falls to the ground and forms a pool", fallen_ / out_.released)
               : std::string("the liquid falls to the ground and forms a pool"));
  pool();
  out_.airborne += out_.pool->states.back().evaporated;
  if (airborne && !leak_.rain_out_share)
    warn("release_rain_out", "Rain-out rules are uncertain by a factor of 2: compare with rain_out_share = 0.",
         "rain_out");
}

void Releaser::say_why_nothing_leaks() {
  std::string why = fmt::format("Nothing leaks within {:.4g} s", leak_.duration);
  if (leak_.source == Source::relief_valve && out_.emptying) {
    double highest = 0;
    for (const VesselState& state : out_.emptying->states) highest = std::max(highest, state.pressure);
    why += fmt::format(
        ": the relief valve stays shut, the tank reaches {:.4g} bar, the valve begins to open at {:.4g} bar",
        highest / bar, *leak_.relief_pressure / bar);
  }
  warn("release_nothing", why + ".", "source");
}

Release Releaser::run() {
  switch (leak_.source) {
    case Source::instantaneous:
      all_at_once();
      break;
    case Source::series:
      series();
      break;
    case Source::spill:
      spill();
      break;
    default:
      through_opening();
  }
  if (stored_.liquid && stored_.temperature > 0.95 * substance_.critical_temperature)
    warn("release_near_critical",
         fmt::format("{:.1f} K lies within 5 % of the critical temperature: properties and flows are uncertain.",
                     stored_.temperature),
         "temperature_C");
  if (substance_.boiling_point < substance_.melting_point && stored_.liquid)
    warn("release_solid", "The expanding liquid freezes to solid particles; they are treated as drops.", "");
  finish();
  if (!(out_.released > 0)) say_why_nothing_leaks();
  return std::move(out_);
}

}  // namespace

Release release(const Leak& leak, const substance::Substance& s, const Ambient& air) {
  const std::vector<Problem> wrong = problems(leak, s, air);
  MUSTER_CHECK(wrong.empty(), "{}: {}", wrong.front().key, wrong.front().text);
  return Releaser(leak, s, air).run();
}

}  // namespace muster::release
