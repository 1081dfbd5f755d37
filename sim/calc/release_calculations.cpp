// `muster calc release` and `muster calc pool-evaporation`.
#include "models/release/release.h"
#include "sim/calc/fields.h"
#include "sim/case/leak_keys.h"

#include <cmath>

namespace muster::sim {

namespace {

using release::Leak;
using release::Release;

constexpr double kelvin = 273.15, bar = 1e5;

struct Inputs {
  std::string substance;
  Leak leak;
  release::Ambient air;
};

void refuse(const std::vector<release::Problem>& problems) {
  std::vector<Mistake> mistakes;
  for (const release::Problem& problem : problems) mistakes.push_back({"", 0, problem.key, "", problem.text});
  if (!mistakes.empty()) throw InputError(std::move(mistakes));
}

const char* name_of(substance::SourceTerm::Kind kind) {
  switch (kind) {
    case substance::SourceTerm::Kind::jet:
      return "jet";
    case substance::SourceTerm::Kind::pool:
      return "pool";
    case substance::SourceTerm::Kind::instantaneous:
      break;
  }
  return "instantaneous";
}

/// The state of a term when it is strongest.
void add_strongest(Answer& answer, const substance::SourceTerm& term, const std::string& name) {
  const substance::Outflow* most = &term.outflow.front();
  for (const substance::Outflow& one : term.outflow)
    if (one.rate > most->rate) most = &one;
  answer.add(name + "_rate_kg_s", most->rate, "kg/s", "largest rate into the air from the " + name);
  answer.add(name + "_temperature_C", most->temperature - kelvin, "C", "its temperature then");
  if (term.kind == substance::SourceTerm::Kind::jet) {
    answer.add("jet_liquid_fraction", most->liquid_fraction, "", "share of it that is drops");
    answer.add("jet_speed_m_s", most->speed, "m/s", "its speed at the pressure of the air");
  }
  answer.add(name + "_area_m2", most->area, "m2",
             term.kind == substance::SourceTerm::Kind::jet ? "its cross-section at the pressure of the air"
                                                           : "surface of the pool then");
}

Answer::Series outflow_series(const substance::SourceTerm& term, const std::string& name) {
  Answer::Series series{name,
                        "what the " + name + " gives the air; each row holds until the next",
                        {{"time_s", "s"},
                         {"rate_kg_s", "kg/s"},
                         {"temperature_C", "C"},
                         {"liquid_fraction", ""},
                         {"speed_m_s", "m/s"},
                         {"area_m2", "m2"}},
                        {}};
  for (const substance::Outflow& o : term.outflow) {
    const bool flows = o.rate > 0;
    const auto of = [&](double x) { return flows ? x : std::nan(""); };
    series.rows.push_back({o.time, o.rate, of(o.temperature - kelvin), of(o.liquid_fraction), of(o.speed), of(o.area)});
  }
  return series;
}

void add_tank(Answer& answer, const release::Emptying& emptying) {
  const release::VesselState &first = emptying.states.front(), &last = emptying.states.back();
  answer.add("stored_kg", first.mass, "kg", "in the tank at the start");
  answer.add("left_kg", last.mass, "kg", "in the tank at the end");
  answer.add("leak_lasts_s", last.time, "s", "until the tank stops leaking, the valve is shut or time is up");
  answer.add("end_pressure_bar", last.pressure / bar, "bar", "in the tank at the end");
  answer.add("end_temperature_C", last.temperature - kelvin, "C", "in the tank at the end");
}

void add_pool(Answer& answer, const release::PoolRun& pool) {
  double largest = 0;
  for (const release::PoolState& state : pool.states) largest = std::max(largest, state.area);
  const release::PoolState& last = pool.states.back();
  answer.add("pool_largest_area_m2", largest, "m2", "largest surface of the pool");
  answer.add("evaporated_kg", last.evaporated, "kg", "from the pool");
  answer.add("pool_left_kg", last.mass, "kg", "liquid in the pool at the end");
  answer.add("pool_end_s", last.time, "s", "when the pool has gone or time is up");
}

Answer answer_of(const Inputs& in, const substance::Library& library) {
  const substance::Substance& s = known_substance(library, "substance", in.substance);
  refuse(release::problems(in.leak, s, in.air));
  const Release out = release::release(in.leak, s, in.air);
  Answer answer;
  answer.add("substance", s.id, "what leaks");
  if (out.first_rate > 0) answer.add("first_rate_kg_s", out.first_rate, "kg/s", "through the opening at the start");
  if (out.first_flow.rate > 0) {
    answer.add("opening_pressure_bar", out.first_flow.pressure / bar, "bar", "in the opening at the start");
    answer.add("opening_temperature_C", out.first_flow.temperature - kelvin, "C", "in the opening at the start");
    answer.add("opening_speed_m_s", out.first_flow.speed, "m/s", "mean over the opening at the start");
    answer.add("choked", out.first_flow.choked ? "yes" : "no", "whether the flow is choked at the start");
  }
  answer.add("released_kg", out.released, "kg", "in all");
  answer.add("airborne_kg", out.airborne, "kg", "of it that enters the air, from the pool too");
  for (const substance::SourceTerm& term : out.terms) {
    const std::string name = name_of(term.kind);
    if (term.kind == substance::SourceTerm::Kind::instantaneous) {
      answer.add("instantaneous_kg", term.instantaneous_mass, "kg", "into the air at once");
      answer.add("instantaneous_temperature_C", term.outflow.front().temperature - kelvin, "C", "its temperature");
      answer.add("instantaneous_liquid_fraction", term.outflow.front().liquid_fraction, "", "share that is drops");
    } else if (substance::mass_of(term) > 0) {
      add_strongest(answer, term, name);
      answer.series.push_back(outflow_series(term, name));
    }
    answer.notes.insert(answer.notes.end(), term.notes.begin(), term.notes.end());
  }
  if (out.emptying) add_tank(answer, *out.emptying);
  if (out.pool) add_pool(answer, *out.pool);
  answer.warnings = out.warnings;
  return answer;
}

Calculation release_calculation() {
  Table<Inputs> table("A leak: what comes out of a tank, a pipe or a pool, and what of it enters the air.");
  table.key("substance", &Inputs::substance, text(), "name, formula or CAS number", Need::required);
  add_leak_keys(table, [](Inputs& in) -> Leak& { return in.leak; });
  add_ambient_keys(table, [](Inputs& in) -> release::Ambient& { return in.air; });
  return calculation<Inputs>("release", "what leaks from a tank, pipe or valve, and how fast", table, answer_of);
}

Calculation pool_calculation() {
  Inputs start;
  start.leak.source = Leak::Source::spill;
  Table<Inputs> table("A pool of liquid that spreads and evaporates.", start);
  table.key("substance", &Inputs::substance, text(), "name, formula or CAS number", Need::required);
  const auto leak = [](Inputs& in) -> Leak& { return in.leak; };
  const auto in = [leak](auto member) {
    return [ leak, member ](Inputs & inputs) -> auto& { return leak(inputs).*member; };
  };
  table.key("mass_kg", in(&Leak::mass), number(within(0, 1e10), "kg"),
            "spilled; at once, or with `rate_kg_s` until it has run out");
  table.key("rate_kg_s", in(&Leak::rate), number(above(0, 1e7), "kg/s"), "at which the liquid runs out");
  table.key("temperature_C", in(&Leak::temperature), celsius(within(-273, 2000)),
            "of the liquid; without it that of the air, at most the boiling point");
  table.key("duration_s", in(&Leak::duration), number(above(0, 604800), "s"), "how long the pool is followed");
  add_pool_keys(table, leak);
  add_ambient_keys(table, [](Inputs& inputs) -> release::Ambient& { return inputs.air; });
  return calculation<Inputs>("pool-evaporation", "a pool that spreads, boils and evaporates", table, answer_of);
}

}  // namespace

std::vector<Calculation> release_calculations() { return {release_calculation(), pool_calculation()}; }

}  // namespace muster::sim
