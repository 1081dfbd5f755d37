// `muster calc tank-heating`, `boilover` and `rim-seal-fire`.
#include "models/fire/escalation/vessel.h"
#include "models/fire/gas/fireball.h"
#include "models/fire/tank/boilover.h"
#include "models/fire/tank/rim_seal.h"
#include "sim/calc/fields.h"
#include "sim/calc/fire_answers.h"
#include "sim/case/units.h"
#include "sim/data/contents.h"

#include <cmath>
#include <numbers>

namespace muster::sim {

namespace {

using std::numbers::pi;

enum class Side { one, all };
enum class Engulfed { pool, jet, scandpower_pool };

fire::EngulfingFire fire_of(Engulfed kind) {
  if (kind == Engulfed::scandpower_pool) return fire::scandpower_pool();
  return kind == Engulfed::pool ? fire::api521_pool() : fire::api521_jet();
}

struct HeatingInputs {
  std::string contents;
  fire::VesselMake make;
  std::optional<double> flux, flash_point, auto_ignition, pressure;
  std::optional<Engulfed> engulfed;
  Side side = Side::one;
  double minutes = 240, water = 0, water_from = 0, convection = 10, air_temperature = 293.15;
  fire::Heating heating;
};

Table<HeatingInputs> heating_table() {
  using In = HeatingInputs;
  using M = fire::VesselMake;
  const auto of = [](auto member) {
    return [member](In & i) -> auto& { return i.make.*member; };
  };
  Table<In> table("A tank or vessel beside a fire or in it: when its shell fails, what it holds boils or ignites.");
  table.key("contents", &In::contents, text(), "name of a substance or of a fuel", Need::required);
  table.key("kind", of(&M::kind),
            choice<fire::EquipmentKind>(
                {{"tank", fire::EquipmentKind::atmospheric}, {"vessel", fire::EquipmentKind::pressurised}}),
            "a tank at the pressure of the air, or a vessel under that of its contents");
  table.key("diameter_m", of(&M::diameter), number(within(0.3, 150), "m"), "outer", Need::required);
  table.key("height_m", of(&M::height), number(within(0.3, 200), "m"), "of the shell; of a lying one its length",
            Need::required);
  table.key("lying", of(&M::lying), flag(), "its axis is level");
  table.key("dished_ends", of(&M::dished), flag(),
            "a lying one has elliptical ends besides its length, which take heat and hold liquid");
  table.key("fill", of(&M::fill), number(within(0.01, 1), ""), "share of its volume that is liquid");
  table.key("shell_mm", of(&M::shell), scaled(within(1, 100), "mm", 1e-3), "thickness of its shell");
  table.key("steel", of(&M::steel), choice<fire::SteelGrade>(fire::steel_grades()), "whose strength a vessel has");
  table.key("flux_kW_m2", &In::flux, kilowatts(above(0, 500)), "radiation onto the side that faces the fire");
  table.key("engulfed", &In::engulfed,
            choice<Engulfed>(
                {{"pool", Engulfed::pool}, {"jet", Engulfed::jet}, {"scandpower_pool", Engulfed::scandpower_pool}}),
            "in place of `flux_kW_m2`: within API 521's pool or jet fire, or Scandpower's, twice as hot, pool fire");
  table.key("sides", &In::side, choice<Side>({{"one", Side::one}, {"all", Side::all}}),
            "one: falls off around the shell as the cosine; all: the same everywhere");
  table.key("minutes", &In::minutes, number(within(1, 4320), "min"), "how long it is looked at");
  table.key("cooling_L_min_m2", &In::water, number(within(0, 100), "L/min/m2"),
            "water on the shell: answers with and without it");
  table.key("cooling_from_min", &In::water_from, number(within(0, 4320), "min"), "when the water comes");
  table.key(
      "cooling_share", [](In & i) -> auto& { return i.heating.water_share; }, number(within(0, 1), ""),
      "of the water that runs down where it is needed");
  table.key("absorptivity", of(&M::absorptivity), number(within(0.05, 1), ""), "of the shell, and its emissivity");
  table.key("inside_emissivity", of(&M::inside), number(within(0, 1), ""),
            "between the hot shell above the liquid and what is within; 0: only convection");
  table.key("convection_W_m2_K", &In::convection, number(within(0, 200), "W/m2/K"), "to the air outside");
  table.key("air_temperature_C", &In::air_temperature, celsius(within(-60, 60)), "of the air and of all at first");
  table.key("flash_point_C", &In::flash_point, celsius(within(-100, 400)),
            "of the contents, in place of what is known");
  table.key("auto_ignition_C", &In::auto_ignition, celsius(within(50, 800)),
            "of the contents' vapour, in place of what is known");
  table.key("relief_bar", of(&M::relief_pressure), bars(within(1, 500)), "at which a vessel's relief opens, absolute");
  table.key("relief_cm2", of(&M::relief_area), scaled(above(0, 1e4), "cm2", 1e-4),
            "effective area of the relief; without it it holds its pressure");
  table.key("pressure_bar", &In::pressure, bars(within(1, 500)),
            "absolute, held from the beginning: strains a vessel's shell in place of what its contents make");
  table.exactly_one({"flux_kW_m2", "engulfed"}).only_with("relief_cm2", {"relief_bar"});
  table.only_with("cooling_from_min", {"cooling_L_min_m2"}).only_with("cooling_share", {"cooling_L_min_m2"});
  table.check([](const Spot& spot, In& in, Report& report) {
    if (in.make.kind == fire::EquipmentKind::atmospheric && in.make.relief_pressure)
      report.refuse_key(spot, "relief_bar", "applies to vessels only");
    if (in.make.kind == fire::EquipmentKind::atmospheric && in.pressure)
      report.refuse_key(spot, "pressure_bar", "applies to vessels only");
    if (in.make.dished && !in.make.lying) report.refuse_key(spot, "dished_ends", "applies to lying ones only");
    if (2 * in.make.shell >= in.make.diameter)
      report.refuse_key(spot, "shell_mm", "must be less than half the diameter");
  });
  return table;
}

fire::Vessel heated(const HeatingInputs& in, const fire::VesselMake& make, bool cooled) {
  fire::Vessel vessel(make);
  fire::Heating heating = in.heating;
  heating.air_temperature = heating.gas_temperature = in.air_temperature;
  heating.convection = in.convection;
  heating.pressure = in.pressure;
  double flux = in.flux.value_or(0);
  if (in.engulfed) {
    const fire::EngulfingFire fire = fire_of(*in.engulfed);
    flux = fire.incident, heating.engulfed = true;
    heating.gas_temperature = fire.gas_temperature, heating.convection = fire.convection;
  }
  std::vector<double> around(static_cast<size_t>(make.sectors));
  for (size_t i = 0; i < around.size(); ++i)
    around[i] = in.engulfed || in.side == Side::all
                    ? flux
                    : flux * std::max(0.0, std::cos(2 * pi * static_cast<double>(i) / make.sectors));
  heating.dry = heating.wet = around;
  const double step = 10, end = 60 * in.minutes;
  while (vessel.time() < end - 1e-6 && !vessel.failed()) {
    heating.water = cooled && vessel.time() >= 60 * in.water_from - 1e-6 ? fire::water_rate(in.water) : 0;
    vessel.heat(heating, std::min(step, end - vessel.time()));
  }
  return vessel;
}

void add_heated(Answer& answer, const fire::Vessel& vessel, const std::string& prefix, const std::string& with) {
  for (const fire::Criterion& c : fire::criteria_of(vessel.make())) {
    double when = std::numeric_limits<double>::quiet_NaN();
    for (const fire::VesselEvent& e : vessel.events())
      if (e.criterion == c.name) when = e.time / 60;
    answer.add(prefix + c.name + "_min", when, "min", with + c.text);
  }
  const double zero = 273.15;
  answer.add(prefix + "shell_above_C", vessel.hottest_dry() - zero, "C",
             with + "hottest shell above the liquid, at the end");
  answer.add(prefix + "shell_below_C", vessel.hottest_wet() - zero, "C", with + "hottest shell below the liquid");
  answer.add(prefix + "contents_C", vessel.contents_temperature() - zero, "C", with + "what it holds");
  answer.add(prefix + "vapour_pressure_bar",
             vessel.make().contents.vapour_pressure(vessel.contents_temperature()) / 1e5, "bar",
             with + "of the contents");
  answer.add(prefix + "ended_min", vessel.time() / 60, "min", with + "when that was: it failed, or `minutes`");
  const fire::Vessel::Energy e = vessel.energy();
  answer.add(prefix + "absorbed_MJ", e.absorbed / 1e6, "MJ", with + "taken by the shell, less what it gave to the air");
  if (e.water > 0) answer.add(prefix + "water_MJ", e.water / 1e6, "MJ", with + "of that taken by the water");
}

Answer heating_answer(const HeatingInputs& in, const substance::Library& library) {
  Answer answer;
  fire::VesselMake make = in.make;
  make.temperature = in.air_temperature;
  make.contents = known_contents(program_fuels(), library, "contents", in.contents, in.air_temperature);
  if (in.flash_point) make.contents.flash_point = in.flash_point;
  if (in.auto_ignition) make.contents.auto_ignition = in.auto_ignition;
  if (in.engulfed) make.absorptivity = fire_of(*in.engulfed).absorptivity;
  const double flux = in.engulfed ? fire::heat_into_wall(fire_of(*in.engulfed), 293.15) : *in.flux;
  answer.add("contents", make.contents.name, "what it holds");
  answer.add("volume_m3", make.volume(), "m3", "of the vessel");
  answer.add("correlation_min", fire::time_to_failure(make.kind, flux, make.volume()) / 60, "min",
             "time to failure by Landucci et al. (2009)");
  answer.add("correlation_probability",
             fire::escalation_probability(fire::time_to_failure(make.kind, flux, make.volume())), "",
             "that it fails before help comes, by the same");
  add_heated(answer, heated(in, make, false), "", in.water > 0 ? "without water: " : "");
  if (in.water > 0) add_heated(answer, heated(in, make, true), "cooled_", "with water: ");
  if (!make.contents.substance)
    answer.warnings.push_back({"contents_estimated",
                               "vapour pressure, heats and flash point of a fuel are estimated from its boiling point; "
                               "light ends boil and flash earlier",
                               "contents"});
  if (in.engulfed && make.kind == fire::EquipmentKind::pressurised)
    answer.warnings.push_back(
        {"burst_time",
         "three vessels of propane in fires of oil burst after 0.7 to 1.1 of the time computed with "
         "API 521's pool fire (after 1.0 to 1.2 of it with the pressure that they had), after 1.6 to 2.5 times that "
         "with "
         "Scandpower's: take the earlier",
         "engulfed"});
  if (!fire::fitted_volume(make.kind, make.volume()))
    answer.warnings.push_back(
        {"time_to_failure_range",
         fmt::format("the time to failure was fitted to other volumes than {:.0f} m3", make.volume()), "height_m"});
  answer.notes.emplace_back("a criterion that is not reached has no time");
  return answer;
}

struct BoiloverInputs {
  std::string fuel;
  std::optional<double> diameter, speed, boiling, range, viscosity, rate;
  double depth = 0;
  std::optional<double> heat_flux;
};

Calculation boilover_calculation() {
  using In = BoiloverInputs;
  Table<In> table("When a burning tank over water boils over, and what that throws out.");
  table.key("fuel", &In::fuel, text(), "name of a fuel", Need::required);
  table.key("depth_m", &In::depth, number(above(0, 60), "m"), "of the oil above the water", Need::required);
  table.key("diameter_m", &In::diameter, number(within(0.5, 150), "m"), "of the tank", Need::required);
  table.key("hot_zone_m_h", &In::speed, scaled(above(0, 10), "m/h", 1.0 / 3600),
            "measured: how fast the hot layer sinks below the surface");
  table.key("burning_rate_kg_m2_s", &In::rate, number(above(0, 1), "kg/m2/s"), "as measured");
  table.key("mean_boiling_C", &In::boiling, celsius(within(0, 600)), "of the oil");
  table.key("boiling_range_K", &In::range, number(within(0, 600), "K"), "of its boiling above 120 C");
  table.key("viscosity_cSt", &In::viscosity, number(above(0, 1e4), "cSt"), "at its mean boiling temperature");
  table.only_with("boiling_range_K", {"mean_boiling_C"}).only_with("mean_boiling_C", {"boiling_range_K"});
  table.only_with("viscosity_cSt", {"mean_boiling_C"});
  return calculation<In>(
      "boilover", "when burning oil over water boils over, and what that throws out", table,
      [](const In& in, const substance::Library& library) {
        Answer answer;
        const fire::Fuel fuel = known_fuel(program_fuels(), library, "fuel", in.fuel, 293.15);
        const double rate = in.rate.value_or(fire::burning_rate(fuel, *in.diameter));
        answer.add("fuel", fuel.id, "what burns");
        answer.add("surface_m_h", rate / fuel.density * 3600, "m/h", "how fast the burning surface sinks");
        const fire::HotZoneSpeeds speeds;
        const auto at = [&](const char* key, double speed, const char* doc) {
          const fire::Boilover b = fire::boilover_at(in.depth, speed, rate, fuel.density);
          answer.add(std::string(key) + "_h", b.time / 3600, "h", doc);
          return b;
        };
        fire::Boilover b;
        if (in.speed) {
          b = at("time", *in.speed, "after ignition, as measured");
        } else {
          at("earliest", speeds.fast, "after ignition: the hot layer sinks 1.2 m/h");
          b = at("time", speeds.likely, "after ignition: the hot layer sinks 0.5 m/h");
          at("latest", speeds.slow, "after ignition: the hot layer sinks 0.3 m/h");
        }
        const double mass = b.left * pi / 4 * *in.diameter * *in.diameter * fuel.density;
        answer.add("left_m", b.left, "m", "of oil then");
        answer.add("left_t", mass / 1000, "t", "of oil then");
        for (const double share : {0.05, 0.3}) {
          const fire::Fireball ball{share * mass, 1.5e5, fuel.heat_of_combustion};
          const std::string key = fmt::format("fireball_{:.0f}_percent", 100 * share);
          answer.add(key + "_m", fire::fireball_diameter(ball), "m",
                     fmt::format("diameter of a fireball of {:.0f} % of it", 100 * share));
          answer.add(key + "_s", fire::fireball_duration(ball), "s", "how long that lasts");
        }
        answer.add("spill_from_m", 5 * *in.diameter, "m", "burning oil around the tank: 5 tank diameters");
        answer.add("spill_to_m", 10 * *in.diameter, "m", "and up to 10 (LASTFIRE)");
        if (in.boiling) {
          const double p = fire::boilover_propensity(*in.boiling, *in.range, in.viscosity.value_or(0.73));
          answer.add("propensity", p, "", "Michaelis et al. (1995); from 0.6 on it can boil over");
          if (p < fire::boilover_limit)
            answer.warnings.push_back(
                {"boilover_unlikely", fmt::format("the propensity {:.2f} is below 0.6", p), "fuel"});
        } else if (fuel.boiling_point < 393) {
          answer.warnings.push_back(
              {"boilover_unlikely", "it boils below 120 C: no hot layer reaches the water as hot as that", "fuel"});
        }
        answer.warnings.push_back(
            {"boilover_not_validated",
             "times rest on measured speeds of hot layers (0.3 to 1.2 m/h); what is thrown out are "
             "planning values that no measurement supports",
             ""});
        return answer;
      });
}

struct RimInputs {
  std::string fuel;
  fire::RimSealFire fire;
  double height = 15;
  plume::Weather weather = fire_weather();
  FireQuestions questions;
};

Calculation rim_seal_calculation() {
  using In = RimInputs;
  using F = fire::RimSealFire;
  const auto of = [](auto member) {
    return [member](In & i) -> auto& { return i.fire.*member; };
  };
  Table<In> table("A fire in the seal of a floating roof: its flame, and how far it radiates.");
  table.key("fuel", &In::fuel, text(), "name of a fuel", Need::required);
  table.key("diameter_m", of(&F::diameter), number(within(3, 150), "m"), "of the tank", Need::required);
  table.key("height_m", &In::height, number(within(0, 60), "m"), "of its rim above the ground");
  table.key("freeboard_m", of(&F::freeboard), number(within(0, 60), "m"),
            "from the seal up to the rim, which hides so much of the flame");
  table.key("seal_width_m", of(&F::width), number(within(0.05, 3), "m"), "of what burns: seal to foam dam");
  table.key("burning_share", of(&F::burning), number(within(0.005, 1), ""), "of the circumference");
  table.key("burning_at_deg", of(&F::start_deg), number(within(-360, 360), "deg"),
            "middle of what burns, to the left of where the wind blows to");
  table.key("burning_rate_kg_m2_s", of(&F::rate), number(above(0, 1), "kg/m2/s"), "as measured");
  table.key("emissive_power_kW_m2", of(&F::emission), kilowatts(above(0, 500)), "in place of the law");
  add_question_keys(table, [](In& i) -> FireQuestions& { return i.questions; });
  add_fire_weather_keys(table, [](In& i) -> plume::Weather& { return i.weather; });
  table.check([](const Spot& spot, In& in, Report& report) {
    if (2 * in.fire.width >= in.fire.diameter)
      report.refuse_key(spot, "seal_width_m", "must be less than half the diameter");
    if (in.fire.freeboard > in.height) report.refuse_key(spot, "freeboard_m", "must not be above height_m");
  });
  return calculation<In>(
      "rim-seal-fire", "a fire in the seal of a floating roof: its flame, and how far it radiates", table,
      [](const In& in, const substance::Library& library) {
        Answer answer;
        fire::RimSealFire fire = in.fire;
        fire.fuel = known_fuel(program_fuels(), library, "fuel", in.fuel, in.weather.temperature);
        fire.rim = {0, 0, in.height};
        const fire::Air air = fire_air(in.weather, in.height);
        const fire::RimSealFlame flame = fire::burn(fire, air);
        answer.add("fuel", fire.fuel.id, "what burns");
        answer.add("burning_rate_kg_m2_s", flame.rate, "kg/m2/s", "");
        answer.add("area_m2", flame.area, "m2", "that burns");
        answer.add("heat_release_MW", flame.heat_release / 1e6, "MW", "");
        answer.add("line_release_kW_m", flame.line_release / 1000, "kW/m", "per metre of seal");
        answer.add("flame_length_m", flame.length, "m", "");
        answer.add("flame_tilt_deg", flame.tilt * 180 / pi, "deg", "from the vertical");
        answer.add("shown_m", flame.shown, "m", "of its height above the rim");
        answer.add("emissive_power_kW_m2", flame.emission / 1000, "kW/m2", "");
        answer.add("frequency_per_year", fire::rim_seal_frequency, "1/a", "of such fires per tank (LASTFIRE 1997)");
        answer.add("spreads_share", fire::rim_seal_spread, "",
                   "of them that spread over the whole surface (LASTFIRE 1997)");
        if (flame.flames.empty()) {
          answer.notes.emplace_back("the shell hides all of the flame from outside: no distances");
        } else {
          answer.notes.emplace_back(
              "distances are from the middle of the tank; nothing but the shell stands in between");
          add_flux_answers(answer, flame.flames, in.questions, haze_of(in.questions, air), fire.diameter / 2);
        }
        answer.warnings.push_back({"rim_seal_emission",
                                   "no measurement supports the emissive power of rim-seal fires: it is that of sooty "
                                   "pools as wide as the seal",
                                   "emissive_power_kW_m2"});
        return answer;
      });
}

}  // namespace

std::vector<Calculation> tank_calculations() {
  return {calculation<HeatingInputs>("tank-heating", "a tank or vessel beside a fire: when it fails, boils or ignites",
                                     heating_table(), heating_answer),
          boilover_calculation(), rim_seal_calculation()};
}

}  // namespace muster::sim
