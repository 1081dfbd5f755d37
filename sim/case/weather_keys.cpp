#include "sim/case/weather_keys.h"

namespace muster::sim {

using plume::Stability, plume::Weather;

Type<Stability> stability_class() {
  return choice<Stability>({{"A", Stability::a},
                            {"B", Stability::b},
                            {"C", Stability::c},
                            {"D", Stability::d},
                            {"E", Stability::e},
                            {"F", Stability::f}});
}

Type<plume::Sun> sun_strength() {
  using S = plume::Sun;
  return choice<S>({{"strong", S::strong}, {"moderate", S::moderate}, {"slight", S::slight}, {"night", S::night}});
}

Type<plume::ObukhovMap> obukhov_map() {
  using M = plume::ObukhovMap;
  return choice<M>({{"golder", M::golder}, {"seinfeld", M::seinfeld}, {"yellow_book", M::yellow_book}});
}

Type<plume::WindProfile> wind_profile() {
  using P = plume::WindProfile;
  return choice<P>({{"monin_obukhov", P::monin_obukhov}, {"power_law", P::power_law}});
}

Type<plume::Exponents> wind_exponents() {
  using E = plume::Exponents;
  return choice<E>({{"rural", E::rural}, {"urban", E::urban}, {"urban_ccps", E::urban_ccps}, {"smooth", E::smooth}});
}

Type<double> ground_class() {
  std::vector<std::pair<std::string, double>> words;
  for (const auto& [word, roughness] : plume::roughness_classes()) words.emplace_back(word, roughness);
  Type<double> type = choice<double>(words);
  type.show = [](const double&) { return Json(); };  // `roughness_m` shows the default
  return type;
}

Type<double> wind_speed() {
  Type<double> type = number(within(0, 60), "m/s");
  type.show = [](const double&) { return Json(); };  // it has no default: see check_weather
  return type;
}

Type<std::vector<Weather::Change>> wind_changes() {
  using C = Weather::Change;
  Table<C> table("A change of the wind.");
  table.key("time_s", &C::time, number(above(0, 604800), "s"),
            "in the run's time (of calculations: after the release begins)", Need::required);
  table.key("wind_m_s", &C::speed, number(within(0, 60), "m/s"), "at `wind_height_m`", Need::required);
  table.key("wind_from_deg", &C::from, number(within(0, 360), "deg"), "where it comes from", Need::required);
  table.key("stability", &C::stability, stability_class(), "Pasquill's class from then on; without it as before");
  return list_of(table.type());
}

void check_weather(const Spot& spot, const Weather& weather, Report& report) {
  if (spot.node.find("wind_m_s") == nullptr && spot.node.find("friction_velocity_m_s") == nullptr) {
    report.refuse_key(spot, "wind_m_s", "is required, or friction_velocity_m_s");
    return;
  }
  if (!weather.obukhov_length && !weather.stability && !weather.sun && !weather.hour) {
    for (const char* key : {"obukhov_length_m", "stability", "sun", "hour"})
      if (spot.node.find(key) != nullptr) return;  // refused already
    report.refuse_key(spot, "stability", "is required, or one of sun, hour, obukhov_length_m");
    return;
  }
  if (const std::string problem = weather.problem(); !problem.empty()) report.refuse_key(spot, "wind_m_s", problem);
}

Table<Weather> weather_table() {
  Table<Weather> table("The weather: what carries and dilutes gas and smoke.");
  add_weather_keys(table, [](Weather& w) -> Weather& { return w; });
  return table;
}

}  // namespace muster::sim
