#pragma once
// The keys of a leak's source, shared by the tables [[leak]] of a case and `muster calc release`, and those of the air
// around it.

#include "models/release/leak.h"
#include "sim/case/units.h"

namespace muster::sim {

/// [[time_s, rate_kg_s], ...]
Type<std::vector<std::array<double, 2>>> rate_series();

namespace leak_words {
Type<release::Leak::Source> source();
Type<release::Leak::Phase> phase();
Type<release::Leak::Direction> direction();
Type<release::Shape::Kind> tank();
Type<release::Vessel::Head> head();
Type<release::Vessel::Wall> wall();
Type<release::TwoPhase> two_phase();
Type<release::Nozzle> nozzle();
Type<release::RainOut> rain_out();
Type<release::Surface> surface();
}  // namespace leak_words

/// Adds what describes the container and the opening. `leak` gives the release::Leak within a T.
template <class T, class Access>
void add_container_keys(Table<T>& table, Access leak) {
  using L = release::Leak;
  const auto in = [leak](auto member) {
    return [ leak, member ](T & t) -> auto& { return leak(t).*member; };
  };
  const Range length = above(0, 1000), part = within(0, 1);
  table.key("phase", in(&L::phase), leak_words::phase(),
            "`automatic`: by temperature and pressure; `gas` without a pressure: the vapour above the liquid");
  table.key("temperature_C", in(&L::temperature), celsius(within(-273, 2000)),
            "of what is stored; without it that of the air, of a spill at most the boiling point");
  table.key("pressure_bar", in(&L::pressure), bars(above(0, 1e4)),
            "absolute, above the liquid; without it the vapour pressure or that of the air, whichever is higher");
  table.key("mass_kg", in(&L::mass), number(within(0, 1e10), "kg"), "what is stored or spilled");
  table.key("tank", in(&L::tank), leak_words::tank(), "shape; without sizes the conditions never change");
  table.key("tank_diameter_m", in(&L::tank_diameter), number(length, "m"), "inner diameter of a cylinder or sphere");
  table.key("tank_length_m", in(&L::tank_length), number(length, "m"),
            "height of a vertical cylinder or box, length of a horizontal cylinder");
  table.key("tank_base_m2", in(&L::tank_base), number(above(0, 1e6), "m2"), "of a box");
  table.key("tank_volume_m3", in(&L::tank_volume), number(above(0, 1e7), "m3"),
            "in place of one of the sizes; alone, a sphere");
  table.key("fill", in(&L::fill), number(part, ""),
            "share of the volume that is liquid; without it and `mass_kg`, 0.8");
  table.key("head", in(&L::head), leak_words::head(),
            "the space above a liquid: `vented` to the air, `closed`, or `held` at its pressure by a supply of gas; "
            "without it closed where it stands under pressure");
  table.key("wall", in(&L::wall), leak_words::wall(),
            "heat from the tank's wall: none, so much that the temperature stays, or by `wall_W_m2_K`");
  table.key("wall_W_m2_K", in(&L::wall_coefficient), number(within(0, 1e5), "W/m2/K"),
            "heat transfer between the wall and what is in the tank");
  table.key("wall_J_K", in(&L::wall_capacity), number(above(0, 1e12), "J/K"),
            "heat capacity of the wall; without it the wall keeps its temperature");
  table.key("heat_input_W", in(&L::heat_input), number(within(0, 1e10), "W"), "heat into the tank, e.g. from a fire");
}

template <class T, class Access>
void add_opening_keys(Table<T>& table, Access leak) {
  using L = release::Leak;
  const auto in = [leak](auto member) {
    return [ leak, member ](T & t) -> auto& { return leak(t).*member; };
  };
  table.key("hole_diameter_m", in(&L::hole_diameter), number(above(0, 100), "m"),
            "of the hole, the relief valve's orifice, or the hole at the end of a pipe; without it a pipe's full bore");
  table.key("hole_height_m", in(&L::hole_height), number(within(0, 1000), "m"), "above the lowest point of the tank");
  table.key("discharge_coefficient", in(&L::discharge_coefficient), number(above(0, 1), ""),
            "without it 0.62 for liquids, 0.85 for gases, 1 for full bores, 0.65 and 0.975 for relief valves");
  table.key("wall_thickness_m", in(&L::wall_thickness), number(within(0, 10), "m"),
            "length of the hole: on 0.1 m a boiling liquid comes to equilibrium and leaks less");
  table.key("two_phase", in(&L::two_phase), leak_words::two_phase(), "how a boiling liquid passes the hole");
  table.key("nozzle", in(&L::nozzle), leak_words::nozzle(), "how choked gas expands to the pressure of the air");
  table.key("pipe_length_m", in(&L::pipe_length), number(within(0, 1e6), "m"), "of the pipe");
  table.key("pipe_diameter_m", in(&L::pipe_diameter), number(above(0, 10), "m"), "inner diameter of the pipe");
  table.key("pipe_roughness_m", in(&L::pipe_roughness), number(above(0, 0.01), "m"), "of the pipe's wall");
  table.key("pipe_losses", in(&L::pipe_losses), number(within(0, 1000), ""),
            "velocity heads lost at the inlet, in bends and valves");
  table.key("relief_pressure_bar", in(&L::relief_pressure), bars(above(0, 1e4)),
            "absolute pressure at which a relief valve begins to open; it is open 10 % above");
  table.key("valve_shuts_s", in(&L::valve_shuts), number(within(0, 1e7), "s"), "when a valve before the leak shuts");
  table.key("valve_takes_s", in(&L::valve_takes), number(within(0, 1e5), "s"), "time in which it shuts");
}

/// Adds what describes a pool.
template <class T, class Access>
void add_pool_keys(Table<T>& table, Access leak) {
  using L = release::Leak;
  const auto in = [leak](auto member) {
    return [ leak, member ](T & t) -> auto& { return leak(t).*member; };
  };
  table.key("surface", in(&L::surface), leak_words::surface(), "what a pool lies on");
  table.key("ground_temperature_C", in(&L::ground_temperature), celsius(within(-100, 200)),
            "of the ground or water below a pool; without it that of the air");
  table.key("bund_area_m2", in(&L::bund_area), number(above(0, 1e7), "m2"), "a pool spreads no further");
  table.key("bund_height_m", in(&L::bund_height), number(within(0, 100), "m"), "0: never overflows");
  table.key("pool_area_m2", in(&L::pool_area), number(above(0, 1e7), "m2"), "the pool covers it from the start");
  table.key("smallest_depth_m", in(&L::smallest_depth), number(above(0, 1), "m"),
            "below which a pool spreads no further; without it by surface, 1.8 mm on water to 20 mm on sand");
  table.at_most_one({"bund_area_m2", "pool_area_m2"});
}

/// Adds all keys of a leak's source but `substance`.
template <class T, class Access>
void add_leak_keys(Table<T>& table, Access leak) {
  using L = release::Leak;
  const auto in = [leak](auto member) {
    return [ leak, member ](T & t) -> auto& { return leak(t).*member; };
  };
  table.key("source", in(&L::source), leak_words::source(),
            "what happens: a `hole` in a tank, a `pipe` that breaks, a `relief_valve` that opens, a `spill` of liquid, "
            "`instantaneous` failure, or a `series` of rates");
  table.key("duration_s", in(&L::duration), number(above(0, 604800), "s"), "how long the leak is followed");
  table.key("height_m", in(&L::height), number(within(0, 1000), "m"), "of the leak above the ground");
  table.key("direction", in(&L::direction), leak_words::direction(), "of the jet");
  add_container_keys(table, leak);
  add_opening_keys(table, leak);
  table.key("rain_out", in(&L::rain_out), leak_words::rain_out(),
            "how much of a flashing jet falls to the ground: by De Vaull and King, CCPS or the Purple Book, or none");
  table.key("rain_out_share", in(&L::rain_out_share), number(within(0, 1), ""),
            "share of the jet that falls, in place of the rule");
  add_pool_keys(table, leak);
  table.key("rate_kg_s", in(&L::rate), number(above(0, 1e7), "kg/s"), "of a spill");
  table.key("series", in(&L::series), rate_series(), "`[[time_s, rate_kg_s], ...]`: each rate holds until the next");
  table.key("liquid_fraction", in(&L::liquid_fraction), number(within(0, 1), ""), "of a series: drops in the air");
  table.key("speed_m_s", in(&L::speed), number(within(0, 2000), "m/s"), "of a series' jet");
  table.key("area_m2", in(&L::area), number(within(0, 1e6), "m2"), "of a series' jet");
}

/// Adds what a leak needs of the air. `air` gives the release::Ambient within a T.
template <class T, class Access>
void add_ambient_keys(Table<T>& table, Access air) {
  using A = release::Ambient;
  const auto in = [air](auto member) {
    return [ air, member ](T & t) -> auto& { return air(t).*member; };
  };
  table.key("air_temperature_C", in(&A::temperature), celsius(within(-60, 60)), "of the air");
  table.key("air_pressure_bar", in(&A::pressure), bars(within(0.5, 1.2)), "of the air, absolute");
  table.key("wind_m_s", in(&A::wind), number(within(0, 60), "m/s"), "at 10 m; matters to pools");
  table.key("sun_W_m2", in(&A::sun), number(within(0, 1400), "W/m2"), "solar radiation on the ground");
  table.key("cloud", in(&A::cloud), number(within(0, 1), ""), "share of the sky that clouds cover");
}

/// Problems of a leak as mistakes at `spot`, the table of its keys.
void report_problems(const Spot& spot, const std::vector<release::Problem>& problems, Report& report);

}  // namespace muster::sim
