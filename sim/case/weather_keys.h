#pragma once
// The keys of the weather: of a case file's [weather] and of calculations.

#include "models/plume/atmosphere/atmosphere.h"
#include "sim/case/description.h"
#include "sim/case/units.h"

#include <optional>

namespace muster::sim {

Table<plume::Weather> weather_table();

/// Types of single keys.
Type<plume::Stability> stability_class();
Type<plume::Sun> sun_strength();
Type<plume::ObukhovMap> obukhov_map();
Type<plume::WindProfile> wind_profile();
Type<plume::Exponents> wind_exponents();
/// A word of Davenport's classes, as roughness length [m].
Type<double> ground_class();
/// Of the air; one of the ways to say how strong the wind is must be taken.
Type<double> wind_speed();
Type<std::vector<plume::Weather::Change>> wind_changes();

/// What must hold between the keys; mistakes at `spot`, the table that they stand in.
void check_weather(const Spot& spot, const plume::Weather& weather, Report& report);

/// Adds the keys to a table; `weather` gives the plume::Weather within a T.
template <class T, class Access>
void add_weather_keys(Table<T>& table, Access weather) {
  using W = plume::Weather;
  const auto in = [weather](auto member) {
    return [ weather, member ](T & t) -> auto& { return weather(t).*member; };
  };
  table.key(
      "wind_m_s", in(&W::wind_speed), wind_speed(),
      "at `wind_height_m`; it or `friction_velocity_m_s` is required; below 0.5 m/s at 10 m it is computed with that");
  table.key("wind_height_m", in(&W::wind_height), number(within(1, 300), "m"), "where the wind is measured");
  table.key("wind_from_deg", in(&W::wind_from), number(within(0, 360), "deg"),
            "where the wind comes from, clockwise from north (the y-axis); 270 blows along x");
  table.key("friction_velocity_m_s", in(&W::friction_velocity), number(above(0, 5), "m/s"),
            "as measured; in place of `wind_m_s`");
  table.key("stability", in(&W::stability), stability_class(), "Pasquill's class");
  table.key("obukhov_length_m", in(&W::obukhov_length), number(within(-1e6, 1e6), "m"),
            "Monin and Obukhov's length as measured, in place of a class");
  table.key("sun", in(&W::sun), sun_strength(), "how strong the sun is, for Pasquill's key to the stability");
  table.key("hour", in(&W::hour), number(within(0, 24), "h"),
            "of the clock, for Turner's key to the stability; solar time without `utc_offset_h` and `longitude_deg`");
  table.key("day_of_year", in(&W::day_of_year), whole(1, 366), "with `hour`");
  table.key("latitude_deg", in(&W::latitude), number(within(-90, 90), "deg"),
            "north; for the sun and the mixing height");
  table.key("longitude_deg", in(&W::longitude), number(within(-180, 180), "deg"), "east; with `utc_offset_h`");
  table.key("utc_offset_h", in(&W::utc_offset), number(within(-12, 14), "h"), "of the clock");
  table.key("cloud", in(&W::cloud), number(within(0, 1), ""), "share of the sky that clouds cover");
  table.key("sun_W_m2", in(&W::radiation), number(within(0, 1400), "W/m2"),
            "of the sun on the ground, for pools; without it from `hour` and `cloud`, or from `sun`");
  table.key("cloud_base_m", in(&W::ceiling), number(within(0, 15000), "m"), "height of their base");
  table.key("air_temperature_C", in(&W::temperature), celsius(within(-60, 60)), "of the air");
  table.key("air_temperature_height_m", in(&W::temperature_height), number(above(0, 300), "m"), "where it is measured");
  table.key("humidity", in(&W::relative_humidity), number(within(0, 1), ""), "relative, at the same height");
  table.key("air_pressure_bar", in(&W::pressure), bars(within(0.5, 1.2)), "of the air, absolute");
  table.key("altitude_m", in(&W::altitude), number(within(-400, 5000), "m"),
            "above the sea: the standard atmosphere's pressure in place of `air_pressure_bar`");
  table.key("roughness_m", in(&W::roughness), number(within(1e-5, 3), "m"), "roughness length of the ground");
  table.key("ground", in(&W::roughness), ground_class(), "the ground in a word, in place of `roughness_m`");
  table.key("urban", in(&W::urban), flag(), "a town: its dispersion parameters and wind exponents");
  table.key("mixing_height_m", in(&W::mixing_height), number(within(20, 10000), "m"),
            "height of the lid; without it 0.3 u* / f, none in stable air");
  table.key("wind_profile", in(&W::profile), wind_profile(), "how the wind grows with height");
  table.key("wind_exponents", in(&W::exponents), wind_exponents(), "of `wind_profile = \"power_law\"`");
  table.key("obukhov_map", in(&W::obukhov_map), obukhov_map(),
            "whose map from class and roughness to Monin and Obukhov's length");
  table.key("wind_changes", in(&W::changes), wind_changes(),
            "from its time on each row holds until the next: speed, direction, class where it changes");
  table.at_most_one({"wind_m_s", "friction_velocity_m_s"});
  table.at_most_one({"stability", "sun", "hour"});
  table.at_most_one({"roughness_m", "ground"});
  table.at_most_one({"air_pressure_bar", "altitude_m"});
  table.only_with("day_of_year", {"hour"}).only_with("wind_exponents", {"wind_profile"});
  table.only_with("longitude_deg", {"utc_offset_h"}).only_with("utc_offset_h", {"longitude_deg"});
  table.check([weather](const Spot& spot, T& t, Report& report) { check_weather(spot, weather(t), report); });
}

}  // namespace muster::sim
