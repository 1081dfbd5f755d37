// Vessels of liquefied gas in fires: how strong their shells were, what heat they took, when they burst.

#include "models/fire/escalation/vessel.h"
#include "sim/data/substance_data.h"
#include "sim/verify/check.h"
#include "sim/verify/examples.h"

#include <cmath>
#include <functional>
#include <optional>

#include <fmt/format.h>

namespace muster::sim::verify {

namespace {

constexpr double celsius = 273.15, bar = 1e5, set_pressure = 15.6 * bar;
constexpr double air_flow = 64.0 / 60 * 1.293;  // [kg/s] 64 m3/min of air at 0 C and 101 325 Pa

/// A vessel of propane and what was measured (Droste and Schoen 1988, as HydDown's archive has it; Birk et al. 2006).
struct Measured {
  const char* name;
  fire::SteelGrade steel;
  double volume, diameter, length, wall;  ///< [m3], [m] the length without the ends
  double fill, begins;                    ///< [C]
  double opens, bursts;                   ///< [s]
  double opening, bursting;               ///< [bar]
  double liquid;                          ///< [C] when it bursts
};
const std::vector<Measured>& droste_and_schoen() {
  using fire::SteelGrade;
  static const std::vector<Measured> tests = {
      {"1, October 1982", SteelGrade::cs360, 4.85, 1.25, 3.6, 0.0059, 0.5, 10, 340, 720, 16.4, 24.5, 72},
      {"2, November 1983", SteelGrade::cs360, 4.85, 1.25, 3.6, 0.0064, 0.5, 37, 100, 440, 17.3, 39, 85.5},
      {"3, December 1983", SteelGrade::cs360, 4.85, 1.25, 3.6, 0.0064, 0.5, 26, 150, 540, 16, 30.5, 77.5}};
  return tests;
}

const fire::Contents& propane() {
  static const fire::Contents contents = [] {
    const substance::Library library = read_substances();
    return fire::contents_of(*library.find("propane"), 310.15);
  }();
  return contents;
}

/// [kg/s] through 1 m2 of an ideal gas, choked.
double choked(double molar_mass, double ratio, double temperature, double pressure) {
  return pressure * std::sqrt(ratio * molar_mass / (substance::gas_constant * temperature) *
                              std::pow(2 / (ratio + 1), (ratio + 1) / (ratio - 1)));
}

/// [m2] that lets the air through for which the relief was rated, at 10 % above 15.6 bar.
double rated_area() { return air_flow / choked(0.02896, 1.4, 273.15, 1.1 * set_pressure); }

struct Heated {
  double opens = 0, bursts = 0, pressure = 0, liquid = 0;  ///< [s], [bar], [C]
};

/// What the contents do to the shell: by the time [s], the pressure [Pa] that strains it; nothing: what they make.
using Course = std::function<std::optional<double>(double)>;

Heated heated(const fire::VesselMake& make, const fire::EngulfingFire& around, const Course& course) {
  fire::Vessel vessel(make);
  fire::Heating heating;
  heating.dry = heating.wet = {&around.incident, 1};
  heating.gas_temperature = around.gas_temperature, heating.convection = around.convection, heating.engulfed = true;
  while (!vessel.failed() && vessel.time() < 1800) {
    heating.pressure = course(vessel.time());
    vessel.heat(heating, 1);
  }
  Heated h{std::nan(""), std::nan(""), vessel.pressure() / bar, vessel.contents_temperature() - celsius};
  for (const fire::VesselEvent& e : vessel.events()) {
    if (e.criterion == "relief_opens") h.opens = e.time;
    if (e.criterion == "rupture") h.bursts = e.time;
  }
  return h;
}

fire::VesselMake make_of(const Measured& m, const fire::EngulfingFire& around, double area, double relief) {
  fire::VesselMake make;
  make.kind = fire::EquipmentKind::pressurised, make.lying = make.dished = true;
  make.diameter = m.diameter, make.height = m.length, make.shell = m.wall, make.fill = m.fill;
  make.temperature = m.begins + celsius;
  const substance::Library library = read_substances();
  make.contents = fire::contents_of(*library.find("propane"), make.temperature);
  make.relief_pressure = relief, make.relief_area = std::max(area, 1e-12);
  make.sectors = 1, make.absorptivity = around.absorptivity;
  return make;
}

/// In a fire all around; `area` 0: the relief stays shut.
Heated heated(const Measured& m, const fire::EngulfingFire& around, double area, double inside,
              double relief = set_pressure) {
  fire::VesselMake make = make_of(m, around, area, relief);
  make.inside = inside;
  return heated(make, around, [](double) { return std::nullopt; });
}

/// The shell alone in API 521's fire, under the pressure at which it burst, from the beginning.
double bursts_at_its_pressure(const Measured& m) {
  const fire::EngulfingFire around = fire::api521_pool();
  return heated(make_of(m, around, 0, set_pressure), around, [&](double) { return m.bursting * bar; }).bursts;
}

/// The same under the pressure as it rose: linear between the two that were measured.
double bursts_as_the_pressure_rose(const Measured& m) {
  const fire::EngulfingFire around = fire::api521_pool();
  const auto course = [&](double t) {
    return bar * (m.opening + (m.bursting - m.opening) * std::max(0.0, t - m.opens) / (m.bursts - m.opens));
  };
  return heated(make_of(m, around, 0, set_pressure), around, course).bursts;
}

/// [C] at which `share` of the strength is used up by a pressure [bar].
double bursts_at(const Measured& m, double pressure, double share) {
  const double stress = fire::wall_stress(pressure * bar - substance::standard_pressure, m.diameter, m.wall);
  double low = 20 + celsius, high = 900 + celsius;
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (share * fire::tensile_strength(m.steel, middle) > stress ? low : high) = middle;
  }
  return low - celsius;
}

/// Share of the strength of Birk's vessel that its 24 bar used at the 713 C of its hottest place when it burst there.
double used_by_birks_vessel() {
  const double stress = fire::wall_stress(24 * bar - substance::standard_pressure, 0.953, 0.0074);
  return stress / fire::tensile_strength(fire::SteelGrade::sa455, 713 + celsius);
}

std::string told(const Heated& h) {
  if (std::isnan(h.bursts)) return fmt::format("{:.0f} s, none: boils dry", h.opens);
  return fmt::format("{:.0f} s, {:.0f} s, {:.0f} bar, {:.0f} C", h.opens, h.bursts, h.pressure, h.liquid);
}

std::string times_table() {
  std::string text =
      "| test | measured | API 521, 2 cm2 | API 521, rated area | API 521, shut | Scandpower, rated area, inside 0.8 "
      "|\n"
      "|---|---|---|---|---|---|\n";
  for (const Measured& m : droste_and_schoen())
    text += fmt::format(
        "| {} | {:.0f} s, {:.0f} s, {} bar, {} C | {} | {} | {} | {} |\n", m.name, m.opens, m.bursts, m.bursting,
        m.liquid, told(heated(m, fire::api521_pool(), 2e-4, 0)), told(heated(m, fire::api521_pool(), rated_area(), 0)),
        told(heated(m, fire::api521_pool(), 0, 0)), told(heated(m, fire::scandpower_pool(), rated_area(), 0.8)));
  return text;
}

/// What the measured figures say of the heat, the relief letting through its rated area's vapour from its opening on.
struct HeatTaken {
  double warming = 0, vapour = 0;  ///< [W] into the liquid; of that carried off
  double wet = 0, dry = 0;         ///< [W/m2] below and above the liquid
  double shell = 0;                ///< [C] at which it bursts
};

HeatTaken heat_taken(const Measured& m) {
  constexpr double growing = 90;  // [s] until the fire was full: 1 to 2 minutes
  const fire::Contents& c = propane();
  HeatTaken h;
  const double area = make_of(m, fire::api521_pool(), 0, set_pressure).wet_area();
  const double mean_liquid = 0.5 * (m.begins + m.liquid) + celsius;
  const double mass = m.fill * m.volume * c.substance->liquid_density(m.begins + celsius);
  h.warming = mass * c.substance->liquid_heat(mean_liquid) * (m.liquid - m.begins) / (m.bursts - growing);
  const double pressure = 0.5 * (m.opening + m.bursting) * bar;
  const double hot = c.boiling_temperature(pressure);
  h.vapour = rated_area() * choked(c.molar_mass, c.heat_ratio, hot, pressure) * c.heat_of_vaporisation(hot) *
             (m.bursts - m.opens) / (m.bursts - growing);
  h.wet = (h.warming + h.vapour) / area;
  h.shell = bursts_at(m, m.bursting, fire::strength_share);
  h.dry = fire::steel_density * m.wall *
          (fire::steel_enthalpy(h.shell + celsius) - fire::steel_enthalpy(m.begins + celsius)) / (m.bursts - growing);
  return h;
}

/// [s] until the relief of Moodie's vessel opens at 14.3 bar: 10.25 m3, 22 % full, in a fire of kerosene all around.
double moodies_opens(const fire::EngulfingFire& around) {
  const Measured m{"", fire::SteelGrade::cs360, 10.25, 1.676, 4.09, 0.01185, 0.22, 6, 375, 0, 14.3, 0, 0};
  return heated(m, around, 1e-2, 0, 14.3 * bar).opens;
}

std::string heat_table() {
  std::string text =
      "| test | shell when it burst, 85 % and all of the strength | liquid warmed by | carried off | wetted shell | "
      "dry "
      "shell |\n|---|---|---|---|---|---|\n";
  for (const Measured& m : droste_and_schoen()) {
    const HeatTaken h = heat_taken(m);
    text += fmt::format("| {} | {:.0f}, {:.0f} C | {:.0f} kW | {:.0f} kW | {:.0f} kW/m2 | {:.0f} kW/m2 |\n", m.name,
                        h.shell, bursts_at(m, m.bursting, 1), h.warming / 1000, h.vapour / 1000, h.wet / 1000,
                        h.dry / 1000);
  }
  return text;
}

Findings vessels(const Effort&) {
  Findings f;
  f.criteria.push_back({"share of its strength used when Birk's vessel burst, 24 bar at 713 C",
                        "",
                        {0.85, 1.15},
                        "measured: it burst (Birk et al. 2006, test 04-6)",
                        {used_by_birks_vessel()}});
  for (const Measured& m : droste_and_schoen()) {
    const auto add = [&](const char* what, double value, const char* shortfall = "") {
      f.criteria.push_back({fmt::format("Droste and Schoen's {}: {}, predicted over measured", m.name, what),
                            "",
                            {0.85, 1.15},
                            "asked of this program",
                            {value}});
      if (!f.criteria.back().met()) f.criteria.back().shortfall = shortfall;
    };
    add("bursts, under the pressure as it rose", bursts_as_the_pressure_rose(m) / m.bursts);
    add("bursts, from the beginning under the pressure at which it burst", bursts_at_its_pressure(m) / m.bursts,
        "the pressure rose to that over 12 minutes: with its rise the shell holds longer (the row before)");
    const Heated h = heated(m, fire::api521_pool(), 2e-4, 0);
    add("relief opens", h.opens / m.opens,
        "30 s early, as the second fire took 1 to 2 minutes to grow: less than the resolution of its beginning");
    add("bursts, by the fire and a relief of 2 cm2 alone", h.bursts / m.bursts,
        "the pressure that these give rises as fast in all three tests; measured, it rose three times as fast in the "
        "second as in the first. The fires were not measured (below)");
  }
  const double api = moodies_opens(fire::api521_pool()), scandpower = moodies_opens(fire::scandpower_pool());
  f.notes = {
      "**Times of relief and burst, pressure and liquid when it burst.** Relief from 15.6 bar on; 2 cm2 is what "
      "HydDown "
      "takes, the rated area that which lets 64 m3/min of air (0 C) through at 10 % more: " +
          fmt::format("{:.1f} cm2. ", rated_area() * 1e4) +
          "Inside 0.8: the dry shell radiates onto the liquid as bare steel does.",
      times_table(),
      fmt::format("The relief of a vessel of 10.25 m3, 22 % full, in a fire of kerosene that hid it (Moodie et al. "
                  "1988; it did "
                  "not burst) opened after about 375 s: {:.0f} s with API 521's fire, {:.0f} s with Scandpower's.",
                  api, scandpower),
      "**What the measured figures ask for**: heat that warms the liquid (mean over the time from 90 s on, as the "
      "fires "
      "took 1 to 2 minutes to grow), heat that the vapour through the rated area carries off, both over the wetted "
      "shell; "
      "heat that the dry shell holds when it bursts, over the same time.",
      heat_table(),
      "**What follows.** Shell, strength and the heat that the dry shell takes are right: under the pressure that was "
      "measured all three burst within 15 % of the measured time in API 521's pool fire, whether its rise is followed "
      "or "
      "(but for the first, whose pressure rose most slowly) its last value held from the beginning. What is not known "
      "is why the pressure rose as it did: with one fire and one relief for all three it rises by 1.2 to 1.4 bar a "
      "minute after the opening, measured 1.3, 3.8 and 2.2. Not because of layers in the liquid: its thermometers "
      "differed by 3 K at most (84 to 87 C, 77 to 78 C), and its saturation pressure is within 11 % of the measured "
      "one. Nor of the relief: the rated area lets the pressure rise less, not more, and even shut it does not bring "
      "all three right. Nor of liquid in the relief: the vapour rises through the surface at 0.006 m/s, which swells "
      "the liquid by 3 % (churn-turbulent drift flux), and half of the vessel was free. Nor of a fire that takes 1 to "
      "2 "
      "minutes to grow: the reliefs then open 30 to 60 s later, that of the second vessel, measured at 100 s, after "
      "140 "
      "to 170 s. It is the fire of each day: with the rated relief the liquid took 1.5 to 2.4 times what API 521's "
      "pool "
      "fire gives (45 kW/m2), the dry shell no more than that. The vessels stood between troughs of burning oil, 0.6 m "
      "wide and 0.3 m away. A fire for above and one for below the liquid would be fitted to these three tests; none "
      "is. Scandpower's fire all around bursts them in 0.4 to 0.6 of the time: the two standard fires lie on both "
      "sides. "
      "API 521's is late, not safe, where the pressure is not known; `calc tank-heating` takes either, and a pressure "
      "that is known (`pressure_bar`)."};
  return f;
}

}  // namespace

double second_vessel_bursts() { return bursts_at_its_pressure(droste_and_schoen()[1]); }

std::vector<Check> vessel_checks() {
  return {
      {"vessels_in_fires", "Vessels of liquefied gas in fires",
       "Three vessels of propane of 4.85 m3, half full, in fires of oil around them that did not engulf them wholly "
       "(Droste and Schoen 1988), and the strength of one of 1.9 m3 (Birk et al. 2006). Neither fire nor shell "
       "temperatures of the three are known. **Fitted to these data:** nothing.",
       vessels}};
}

}  // namespace muster::sim::verify
