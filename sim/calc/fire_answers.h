#pragma once
// What calculations of fires have in common: the air, what is asked, the distances.

#include "models/fire/flame/laws.h"
#include "models/fire/radiation/flux.h"
#include "models/plume/atmosphere/atmosphere.h"
#include "sim/calc/calculation.h"
#include "sim/case/shapes.h"
#include "sim/case/weather_keys.h"
#include "sim/data/fuel_data.h"
#include "sim/hazard/flames.h"

namespace muster::sim {

/// What is asked.
struct FireQuestions {
  double height = 1.5;                                      ///< [m] of the receptors above the ground
  std::vector<double> levels = {37500, 12500, 4000, 1600};  ///< [W/m2]
  std::vector<Vec3> points;                                 ///< [m] downwind, to the left, up
  std::optional<double> transmissivity;                     ///< in place of Wayne's law
  std::optional<double> wall, wall_height;                  ///< [m] downwind of the axis; of a long wall across
};

/// kW/m2, read as W/m2.
Type<double> kilowatts(const Range& range);

template <class T, class Access>
void add_question_keys(Table<T>& table, Access questions) {
  using Q = FireQuestions;
  const auto in = [questions](auto member) {
    return [ questions, member ](T & t) -> auto& { return questions(t).*member; };
  };
  table.key("at_height_m", in(&Q::height), number(within(0, 200), "m"), "where distances are looked for");
  table.key("levels_kW_m2", in(&Q::levels), list_of(kilowatts(above(0, 500)), 1, 20),
            "fluxes to find distances to, on what faces the flame");
  table.key("points", in(&Q::points), list_of(space_point()),
            "places to look at, `[[x, y, z], ...]` downwind, to the left, up");
  table.key("transmissivity", in(&Q::transmissivity), number(above(0, 1), ""),
            "of the air, in place of Wayne's law of temperature and humidity");
}

/// A wall, in whose shadow distances are looked for too.
template <class T, class Access>
void add_wall_keys(Table<T>& table, Access questions) {
  table.key(
      "wall_m", [questions](T & t) -> auto& { return questions(t).wall; }, number(above(0, 5000), "m"),
      "downwind (of a jet: along it): a long wall across; distances in its shadow are told too");
  table.key(
      "wall_height_m", [questions](T & t) -> auto& { return questions(t).wall_height; }, number(above(0, 200), "m"),
      "of that wall above the ground");
  table.only_with("wall_m", {"wall_height_m"}).only_with("wall_height_m", {"wall_m"});
}

/// Neutral air unless the class is given.
plume::Weather fire_weather();

/// Those keys of the weather that matter to a flame; `weather` gives the plume::Weather within a T.
template <class T, class Access>
void add_fire_weather_keys(Table<T>& table, Access weather) {
  using W = plume::Weather;
  const auto in = [weather](auto member) {
    return [ weather, member ](T & t) -> auto& { return weather(t).*member; };
  };
  table.key("wind_m_s", in(&W::wind_speed), number(within(0, 60), "m/s"), "at `wind_height_m`", Need::required);
  table.key("wind_height_m", in(&W::wind_height), number(within(1, 300), "m"), "where the wind is measured");
  table.key("stability", in(&W::stability), stability_class(), "Pasquill's class: how the wind grows with height");
  table.key("roughness_m", in(&W::roughness), number(within(1e-5, 3), "m"), "roughness length of the ground");
  table.key("ground", in(&W::roughness), ground_class(), "the ground in a word, in place of `roughness_m`");
  table.key("air_temperature_C", in(&W::temperature), celsius(within(-60, 60)), "of the air");
  table.key("humidity", in(&W::relative_humidity), number(within(0, 1), ""), "relative");
  table.key("air_pressure_bar", in(&W::pressure), bars(within(0.5, 1.2)), "of the air, absolute");
  table.key("altitude_m", in(&W::altitude), number(within(-400, 5000), "m"),
            "above the sea: the standard atmosphere's pressure in place of `air_pressure_bar`");
  table.at_most_one({"roughness_m", "ground"}).at_most_one({"air_pressure_bar", "altitude_m"});
  table.check([weather](const Spot& spot, T& t, Report& report) {
    if (const std::string problem = weather(t).problem(); !problem.empty()) report.refuse_key(spot, "", problem);
  });
}

fire::Haze haze_of(const FireQuestions& questions, const fire::Air& air);

/// Distances to every level downwind, across and upwind from the axis x = y = 0, not nearer than `nearest` [m], those
/// downwind also with the wall in between, and the points.
void add_flux_answers(Answer& answer, std::span<const fire::Flame> flames, const FireQuestions& questions,
                      const fire::Haze& haze, double nearest = 0.1);

/// The fuels of the program.
const fire::FuelLibrary& program_fuels();

}  // namespace muster::sim
