#include "models/release/discharge.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace muster::release {

namespace {

constexpr double long_pipe = 300;  // diameters from which Bell's exponentials hold
constexpr double coarse = 0.05;    // a piece ends where the rate has changed by so much of itself
constexpr double settled = 0.01;   // change below which a piece goes on however long it lasts
constexpr double least = 0.01;     // and not before so much of all has left
constexpr double emptied = 4.6;    // time constants until 1 % is left

/// The flow of that phase nearest to the middle of the states from `first` to `last`: it may begin or end between.
Flow flow_of(const std::vector<VesselState>& states, size_t first, size_t last, Flow VesselState::*phase) {
  const size_t middle = (first + last) / 2;
  for (size_t away = 0; away <= last - first; ++away)
    for (const size_t i : {middle - std::min(away, middle - first), std::min(middle + away, last)})
      if ((states[i].*phase).rate > 0) return states[i].*phase;
  return {};
}

class Discharger {
 public:
  Discharger(const Leak& leak, const Stored& stored, const Saturation& s, const Ambient& air)
      : leak_(leak), stored_(stored), s_(s), air_(air) {}

  Discharge run() {
    name_opening();
    const bool pipe = leak_.source == Leak::Source::pipe;
    const bool shut = pipe && leak_.valve_shuts && *leak_.valve_shuts + leak_.valve_takes <= 0;
    if (is_pipeline())
      from_pipeline();
    else if (shut)
      pipe_content(0, flowing());
    else if (stored_.vessel)
      from_tank();
    else
      steady();
    if (!pipe || !leak_.valve_shuts || is_pipeline() || shut) return std::move(out_);
    // Not where the container was empty before, or time is up.
    if (out_.pieces.empty() || out_.pieces.back().to >= leak_.duration) return std::move(out_);
    if (out_.pieces.back().to >= *leak_.valve_shuts) pipe_content(out_.pieces.back().to, Piece(out_.pieces.front()));
    return std::move(out_);
  }

 private:
  bool is_pipeline() const {
    return leak_.source == Leak::Source::pipe && !stored_.vessel && !stored_.liquid &&
           leak_.pipe_length > long_pipe * *leak_.pipe_diameter &&
           leak_.hole_diameter.value_or(*leak_.pipe_diameter) == *leak_.pipe_diameter;
  }
  void note(std::string text) { out_.notes.push_back(std::move(text)); }
  void name_opening();
  void from_tank();
  void from_pipeline();
  void steady();
  void pipe_content(double end, const Piece& like);
  Piece flowing() const;
  void decay(double from, double rate, double mass, const Piece& like);

  const Leak& leak_;
  const Stored& stored_;
  const Saturation& s_;
  const Ambient& air_;
  Discharge out_;
};

void Discharger::name_opening() {
  const bool boils =
      s_.pressure(stored_.temperature) > air_.pressure && stored_.temperature < s_.substance().critical_temperature;
  if (!stored_.liquid || stored_.vapour || leak_.source == Leak::Source::relief_valve)
    return note("gas through the opening: isentropic nozzle, real-gas density");
  if (!boils) return note("the liquid does not boil at ambient pressure: Bernoulli's equation");
  switch (leak_.two_phase) {
    case TwoPhase::omega:
      return note("boiling liquid: omega method, as asked for");
    case TwoPhase::equilibrium:
      return note("boiling liquid: homogeneous equilibrium, as asked for");
    case TwoPhase::metastable:
      return note("boiling liquid taken as metastable (Bernoulli), as asked for");
    default:
      break;
  }
  if (stored_.opening.pipe) return note("boiling liquid through a pipe: homogeneous equilibrium mixture with friction");
  note(fmt::format("boiling liquid through a way of {:.3g} m: {}", leak_.wall_thickness,
                   leak_.wall_thickness > 0 ? "between Bernoulli (0 m) and equilibrium (0.1 m), Fauske and Epstein"
                                            : "no time to boil in the hole, Bernoulli; it flashes outside"));
}

/// The pieces of a tank's emptying: one ends where the rate has changed and a hundredth of all has left, or after a
/// fortieth of the duration if anything has changed.
void Discharger::from_tank() {
  out_.emptying = empty(s_, *stored_.vessel, stored_.opening, air_.pressure, leak_.duration);
  const auto& states = out_.emptying->states;
  const auto rate = [](const VesselState& v) { return v.liquid_rate + v.gas_rate; };
  const auto left = [](const VesselState& v) { return v.liquid_out + v.gas_out; };
  size_t first = 0;
  for (size_t i = 1; i < states.size(); ++i) {
    const VesselState &a = states[first], &b = states[i];
    const bool changed = std::abs(rate(b) - rate(a)) > coarse * rate(a);
    const bool much = left(b) - left(a) > least * left(states.back());
    const bool late = b.time - a.time > leak_.duration / 40 && std::abs(rate(b) - rate(a)) > settled * rate(a);
    if (i + 1 < states.size() && !(changed && much) && !late) continue;
    const VesselState& middle = states[(first + i) / 2];
    out_.pieces.push_back({a.time, b.time, b.liquid_out - a.liquid_out, b.gas_out - a.gas_out, middle.temperature,
                           flow_of(states, first, i, &VesselState::liquid),
                           flow_of(states, first, i, &VesselState::gas)});
    first = i;
  }
  switch (out_.emptying->ending) {
    case Ending::duration:
      note(fmt::format("the tank still leaks after {:.4g} s; {:.4g} kg are left", states.back().time,
                       states.back().mass));
      break;
    case Ending::empty:
      note(fmt::format("the tank has emptied down to the hole after {:.4g} s", states.back().time));
      break;
    case Ending::pressure:
      note(fmt::format("it stops after {:.4g} s: nothing drives the liquid any more", states.back().time));
      break;
    case Ending::shut:
      note(fmt::format("the valve is shut after {:.4g} s", states.back().time));
      break;
  }
  if (out_.emptying->glugged) note("air entered in gulps through the hole: liquid at sqrt(g d) / 3, Clanet and Searby");
  out_.still_flows = out_.emptying->ending == Ending::duration && rate(states.back()) > 0;
}

/// One second of the flow at the start.
Piece Discharger::flowing() const {
  Piece piece{0, 1, 0, 0, stored_.temperature};
  const bool liquid = stored_.liquid && !stored_.vapour;
  if (liquid) {
    piece.liquid_flow = stored_.opening.liquid(s_, stored_.temperature, stored_.pressure, air_.pressure);
    piece.liquid = piece.liquid_flow.rate;
  } else {
    piece.gas_flow = stored_.opening.gas(stored_.temperature, stored_.pressure,
                                         s_.gas().density(stored_.temperature, stored_.pressure),
                                         s_.substance().heat_ratio(stored_.temperature), air_.pressure);
    piece.gas = piece.gas_flow.rate;
  }
  return piece;
}

/// Without a tank: the same conditions until the mass has gone, the valve is shut, or the end.
void Discharger::steady() {
  const Piece second = flowing();
  const double rate = second.liquid + second.gas;
  double end = leak_.duration;
  if (leak_.mass) end = std::min(end, *leak_.mass / rate);
  if (leak_.valve_shuts) end = std::min(end, *leak_.valve_shuts + leak_.valve_takes / 2);
  Piece whole = second;
  whole.to = end;
  whole.liquid *= end;
  whole.gas *= end;
  out_.pieces.push_back(whole);
  out_.still_flows = end >= leak_.duration && !leak_.mass;
  note(leak_.mass ? fmt::format("no tank: conditions stay until {:.4g} kg have left, {:.4g} s", *leak_.mass, end)
                  : std::string("no tank: conditions stay as they are"));
}

/// [kg] `mass` leaves with a rate that falls exponentially from `rate`; what is left after 4.6 time constants, in the
/// last.
void Discharger::decay(double from, double rate, double mass, const Piece& like) {
  const double tau = mass / rate;
  constexpr int pieces = 16;
  double gone = 0;
  for (int i = 1; i <= pieces; ++i) {
    Piece piece = like;
    piece.from = from + emptied * tau * (i - 1) / pieces;
    piece.to = from + emptied * tau * i / pieces;
    const double until = i == pieces ? mass : mass * (1 - std::exp(-emptied * i / pieces));
    const double liquid = like.liquid / (like.liquid + like.gas);
    piece.liquid = (until - gone) * liquid;
    piece.gas = (until - gone) * (1 - liquid);
    gone = until;
    if (piece.from >= leak_.duration) break;
    if (piece.to > leak_.duration) {
      const double share = (leak_.duration - piece.from) / (piece.to - piece.from);
      piece.to = leak_.duration;
      piece.liquid *= share;
      piece.gas *= share;
    }
    out_.pieces.push_back(piece);
  }
}

/// What stands in the pipe when its valve has been shut; it flows like `like`.
void Discharger::pipe_content(double end, const Piece& like) {
  const bool liquid = like.liquid > 0;
  const double density =
      liquid ? s_.liquid_density(like.temperature) : s_.gas().density(like.temperature, stored_.pressure);
  const double mass = stored_.opening.pipe->volume() * density;
  const double rate = (like.liquid + like.gas) / (like.to - like.from);
  decay(end, rate, mass, like);
  note(fmt::format("after the valve has shut, the {:.4g} kg in the pipe leave with a time constant of {:.4g} s", mass,
                   mass / rate));
}

/// A long gas pipe of full bore: Bell and Wilson on top of what the far end supplies until the valve shuts.
void Discharger::from_pipeline() {
  const Pipe& pipe = *stored_.opening.pipe;
  const double t = stored_.temperature, p = stored_.pressure, ratio = s_.substance().heat_ratio(t);
  const double density = s_.gas().density(t, p), mass = pipe.volume() * density;
  const Flow mouth = gas_flow(pipe.area(), 1, density, p, air_.pressure, t, ratio);
  const WilsonBell bell = wilson_bell(pipe, mass, mouth.rate, std::sqrt(ratio * p / density), ratio);
  const Piece second = flowing();
  const double supply = second.gas;
  const double shut = std::min(leak_.valve_shuts.value_or(leak_.duration), leak_.duration);
  // The pipe gives until its rate has fallen to what the far end supplies; a third of its gas has left by then where
  // the supply lasts: steady flow keeps two thirds (the mean pressure of p^2 falling evenly).
  double t0 = 0;
  Piece piece = second;
  piece.gas_flow = mouth;
  for (int i = 0; t0 < leak_.duration && i < 400; ++i) {
    double t1 = t0 + std::max(0.05 * t0, 0.02 * std::min(bell.alpha * bell.alpha, 1.0) * bell.beta);
    t1 = std::min(t1, leak_.duration);
    if (t0 < shut && t1 > shut) t1 = shut;
    double gas = bell.released(t1) - bell.released(t0);
    const bool supplied = t0 < shut && bell.rate((t0 + t1) / 2) < supply;
    if (supplied) gas = supply * (t1 - t0);
    piece.from = t0;
    piece.to = t1;
    piece.gas = gas;
    piece.gas_flow.rate = gas / (t1 - t0);
    out_.pieces.push_back(piece);
    t0 = t1;
    if (supplied && t0 >= shut && shut < leak_.duration) {
      decay(t0, supply, mass * 2 / 3, piece);
      break;
    }
    if (bell.released(t0) > 0.9999 * mass && t0 >= shut) break;
  }
  out_.still_flows = shut >= leak_.duration;
  note(
      fmt::format("gas pipe of {:.4g} diameters, full bore: Bell's two exponentials as Wilson put them, {:.4g} kg in "
                  "the pipe, not less than the {:.4g} kg/s that friction lets through from its far end until the valve "
                  "shuts",
                  pipe.length / pipe.diameter, mass, supply));
}

}  // namespace

Discharge discharge(const Leak& leak, const Stored& stored, const Saturation& s, const Ambient& air) {
  return Discharger(leak, stored, s, air).run();
}

}  // namespace muster::release
