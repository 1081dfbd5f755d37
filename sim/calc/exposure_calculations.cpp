// `muster calc fed`, `heat-dose`, `smoke` and `blast-effects`.
#include "models/exposure/blast.h"
#include "models/exposure/fire_gas.h"
#include "models/exposure/heat.h"
#include "models/exposure/smoke.h"
#include "sim/calc/fields.h"
#include "sim/case/units.h"

namespace muster::sim {

namespace {

using namespace exposure;

struct FedInputs {
  FireGas gas;
  Effort effort = Effort::light;
  double minutes = 0;
};

/// A key for a gas given in ppm or percent.
template <class Member>
void add_gas(Table<FedInputs>& table, const char* key, Member member, bool percent, const char* doc) {
  const double most = percent ? 100 : 1e6;
  table.key(
      key, [member](FedInputs & in) -> auto& { return in.gas.*member; },
      scaled(within(0, most), percent ? "%" : "ppm", percent ? 1e-2 : 1e-6), doc);
}

Calculation fed_calculation() {
  Table<FedInputs> table("What breathing smoke of constant composition comes to.");
  table.key("minutes", &FedInputs::minutes, number(above(0, 1440), "min"), "how long it is breathed", Need::required);
  add_gas(table, "co_ppm", &FireGas::co, false, "carbon monoxide");
  add_gas(table, "hcn_ppm", &FireGas::hcn, false, "hydrogen cyanide");
  add_gas(table, "no_ppm", &FireGas::no, false, "nitric oxide");
  add_gas(table, "no2_ppm", &FireGas::no2, false, "nitrogen dioxide");
  add_gas(table, "hcl_ppm", &FireGas::hcl, false, "hydrogen chloride");
  add_gas(table, "hbr_ppm", &FireGas::hbr, false, "hydrogen bromide");
  add_gas(table, "hf_ppm", &FireGas::hf, false, "hydrogen fluoride");
  add_gas(table, "so2_ppm", &FireGas::so2, false, "sulphur dioxide");
  add_gas(table, "acrolein_ppm", &FireGas::acrolein, false, "acrolein");
  add_gas(table, "formaldehyde_ppm", &FireGas::formaldehyde, false, "formaldehyde");
  add_gas(table, "co2_percent", &FireGas::co2, true, "carbon dioxide");
  add_gas(table, "o2_percent", &FireGas::o2, true, "oxygen");
  table.key("effort", &FedInputs::effort,
            choice<Effort>({{"rest", Effort::rest}, {"light", Effort::light}, {"heavy", Effort::heavy}}),
            "how hard people work; in Purser's dose of CO");
  table.check([](const Spot& spot, FedInputs& in, Report& report) {
    const FireGas& g = in.gas;
    const double all =
        g.co + g.hcn + g.no + g.no2 + g.hcl + g.hbr + g.hf + g.so2 + g.acrolein + g.formaldehyde + g.co2 + g.o2;
    if (all > 1) report.refuse_key(spot, "o2_percent", "all gases together are more than the air that holds them");
  });
  return calculation<FedInputs>(
      "fed", "fractional effective dose of smoke that is breathed", table,
      [](const FedInputs& in, const substance::Library&) {
        const PurserRates rates = purser_rates(in.gas, in.effort);
        const double seconds = 60 * in.minutes, iso = iso_rate(in.gas);
        Answer answer;
        const auto add = [&](const std::string& key, double rate, const std::string& whose) {
          answer.add(key, rate * seconds, "", "fractional effective dose, " + whose);
          answer.add(key + "_incapacitated", incapacitated_share(rate * seconds), "", "share of people incapacitated");
          if (!(rate > 0)) return;
          answer.add(key + "_0_3_after_min", 0.3 / rate / 60, "min", "dose of 0.3: 11 % incapacitated");
          answer.add(key + "_1_after_min", 1 / rate / 60, "min", "dose of 1: half incapacitated");
        };
        add("fed_purser", rates.total(), "Purser");
        add("fed_iso_13571", iso, "ISO 13571 (CO and HCN only)");
        answer.add("irritant_fraction", irritant_fraction(in.gas), "",
                   "irritant concentration over what impairs everybody; escape is impaired from 0.3 to 1");
        answer.notes.push_back(
            "the two conventions differ: 1.2 to 1.35 times for CO, up to 8 times for HCN at 300 ppm; ISO 13571 leaves "
            "out lack of oxygen");
        return answer;
      });
}

struct HeatInputs {
  double flux = 0, seconds = 0;
  double air = 293.15;
  Skin skin = Skin::clothed;
};

Calculation heat_calculation() {
  Table<HeatInputs> table("What a constant heat flux on people comes to.");
  table.key("flux_kW_m2", &HeatInputs::flux, scaled(within(0, 1000), "kW/m2", 1000), "on the skin", Need::required);
  table.key("seconds", &HeatInputs::seconds, number(above(0, 86400), "s"), "how long", Need::required);
  table.key("air_temperature_C", &HeatInputs::air, celsius(within(-60, 1200)),
            "of the air around; counts in the dose of hot air");
  table.key("skin", &HeatInputs::skin, choice<Skin>({{"clothed", Skin::clothed}, {"bare", Skin::bare}}),
            "what the hot air meets");
  return calculation<HeatInputs>(
      "heat-dose", "thermal dose, burns and deaths by radiation", table,
      [](const HeatInputs& in, const substance::Library&) {
        const double load = thermal_load_rate(in.flux) * in.seconds;
        Answer answer;
        answer.add("thermal_dose_tdu", load / thermal_dose_unit, "(kW/m2)^(4/3) s", "thermal dose");
        for (const ThermalProbit& probit : thermal_probits())
          answer.add(fmt::format("{}_probability", probit.key), probability(probit, load), "",
                     fmt::format("probability of {}, {}", probit.effect, probit.source));
        answer.add("purple_book_death_probability", purple_book_death(in.flux, in.seconds, false), "",
                   "probability of death, Purple Book: at most 20 s, certain from 35 kW/m2");
        answer.add("purple_book_death_probability_clothed", purple_book_death(in.flux, in.seconds, true), "",
                   "the same outdoors, protected by clothes");
        answer.add("fed_heat", heat_fed_rate(in.air, in.flux, in.skin) * in.seconds, "",
                   "dose of hot air and radiation, ISO 13571 (pain): 1 stops half of the people");
        answer.notes.push_back("Purple Book's rules are from memory, not compared with the book");
        return answer;
      });
}

struct SmokeInputs {
  std::optional<double> extinction, soot;
  double speed = 1.2;
};

Calculation smoke_calculation() {
  Table<SmokeInputs> table("Seeing and walking in smoke.");
  table.key("extinction_1_m", &SmokeInputs::extinction, number(within(0, 100), "1/m"), "extinction coefficient");
  table.key("soot_g_m3", &SmokeInputs::soot, number(within(0, 100), "g/m3"), "soot in the air, in place of it");
  table.key("speed_m_s", &SmokeInputs::speed, number(above(0, 5), "m/s"), "in clear air");
  table.exactly_one({"extinction_1_m", "soot_g_m3"});
  return calculation<SmokeInputs>(
      "smoke", "visibility and walking speed in smoke", table, [](const SmokeInputs& in, const substance::Library&) {
        const double extinction = in.extinction ? *in.extinction : soot_extinction * 1e-3 * in.soot.value_or(0);
        Answer answer;
        answer.add("extinction_1_m", extinction, "1/m", "extinction coefficient");
        if (extinction > 0) {
          answer.add("visibility_sign_m", visibility(extinction), "m", "how far one sees a reflecting sign");
          answer.add("visibility_lit_sign_m", visibility(extinction, lit_sign), "m", "how far one sees a lit sign");
        }
        const auto add = [&](const char* key, SmokeLaw law, const char* whose) {
          answer.add(fmt::format("speed_{}_m_s", key), speed_in_smoke(law, in.speed, extinction), "m/s",
                     fmt::format("walking speed, {}", whose));
        };
        add("fridolf_2019", SmokeLaw::fridolf_2019, "Fridolf 2019");
        add("lund", SmokeLaw::lund, "Frantzich and Nilsson 2003");
        add("fridolf_2018", SmokeLaw::fridolf_2018, "Fridolf 2018 (from memory)");
        answer.notes.push_back(
            "the choice of the law changes speeds up to two times; irritant smoke slows people more");
        return answer;
      });
}

struct BlastInputs {
  double pressure = 0;
  std::optional<double> impulse;
};

Calculation blast_calculation() {
  Table<BlastInputs> table("What a blast wave does.");
  table.key("overpressure_kPa", &BlastInputs::pressure, scaled(within(0, 1e5), "kPa", 1000), "side-on peak",
            Need::required);
  table.key("impulse_kPa_s", &BlastInputs::impulse, scaled(above(0, 1e4), "kPa s", 1000),
            "side-on; without it, effects that depend on it are left out");
  return calculation<BlastInputs>(
      "blast-effects", "injuries and damage by a blast wave", table,
      [](const BlastInputs& in, const substance::Library&) {
        Answer answer;
        for (const BlastEffect& effect : blast_effects()) {
          if (effect.needs_impulse && !in.impulse) continue;
          answer.add(fmt::format("{}_probability", effect.key),
                     probability(effect, in.pressure, in.impulse.value_or(0)), "",
                     fmt::format("probability of {}{}", effect.text, effect.checked ? "" : " (from memory)"));
        }
        return answer;
      });
}

}  // namespace

std::vector<Calculation> exposure_calculations() {
  return {fed_calculation(), heat_calculation(), smoke_calculation(), blast_calculation()};
}

}  // namespace muster::sim
