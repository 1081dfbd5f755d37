// `muster calc smoke-plume`.
#include "models/exposure/smoke.h"
#include "models/fire/flame/pool.h"
#include "models/fire/smoke/fire_plume.h"
#include "models/plume/gaussian/passive.h"
#include "sim/calc/fields.h"
#include "sim/calc/fire_answers.h"
#include "sim/hazard/smoke.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace muster::sim {

namespace {

using std::numbers::pi;

struct SmokeInputs {
  std::string fuel;
  double diameter = 0, height = 0;
  std::optional<double> radiated;
  std::vector<double> distances = {100, 200, 500, 1000, 2000, 5000, 10000};
  std::vector<double> heights = {10, 20, 50, 100};
  double at = 1.5;
  plume::Weather weather = fire_weather();
};

/// Rows of what the smoke is at distances; what is heaviest on the ground.
void add_distances(Answer& answer, const SmokeInputs& in, const plume::PlumeShape& shape, double wind,
                   const fire::SmokeSource& source, bool yields) {
  // Carbon monoxide in ppm by its molar volume in the air.
  const double monoxide = 1e6 * shape.drift().molar_volume / 0.02801;
  const auto row = [&](double x, double z) {
    const double share = shape.at({x, 0, z}) / wind;  // [s/m3]
    const double soot = source.soot * share;
    return std::array<double, 3>{1e6 * soot, monoxide * source.monoxide * share,
                                 exposure::visibility(exposure::soot_extinction * soot)};
  };
  Answer::Series series{"distances",
                        "Smoke downwind: near the ground and on the plume's axis",
                        {{"x", "m"},
                         {"axis", "m"},
                         {"soot_ground", "mg/m3"},
                         {"co_ground", "ppm"},
                         {"sight_ground", "m"},
                         {"soot_axis", "mg/m3"},
                         {"co_axis", "ppm"},
                         {"sight_axis", "m"}},
                        {}};
  for (const double x : in.distances) {
    const double axis = shape.centre_height(x);
    const auto ground = row(x, in.at), up = row(x, axis);
    series.rows.push_back(
        {x, axis, ground[0], ground[1], std::min(ground[2], 1e5), up[0], up[1], std::min(up[2], 1e5)});
  }
  double worst = 0, where = 0;
  for (int i = 0; i <= 200; ++i) {
    const double x = 50 * std::pow(10000.0 / 50, i / 200.0), share = shape.at({x, 0, in.at});
    if (share > worst) worst = share, where = x;
  }
  answer.add("ground_worst_m", worst > 0 ? where : std::numeric_limits<double>::quiet_NaN(), "m",
             "where smoke is thickest near the ground, up to 10 km");
  if (!yields) return;
  const auto most = row(where, in.at);
  answer.add("ground_soot_mg_m3", worst > 0 ? most[0] : 0, "mg/m3", "there");
  answer.add("ground_co_ppm", worst > 0 ? most[1] : 0, "ppm", "there");
  answer.add("ground_sight_m", worst > 0 ? std::min(most[2], 1e5) : 1e5, "m",
             "there: how far one sees a reflecting sign");
  answer.series.push_back(std::move(series));
}

void add_axis(Answer& answer, const SmokeInputs& in, const fire::PoolFlame& flame, double convective,
              const fire::Air& air) {
  Answer::Series series{
      "axis",
      "Above the fire in calm air, by Heskestad (H) and McCaffrey (M)",
      {{"z", "m"}, {"warmer_H", "K"}, {"speed_H", "m/s"}, {"mass_H", "kg/s"}, {"warmer_M", "K"}, {"speed_M", "m/s"}},
      {}};
  for (const double z : in.heights) {
    const fire::PlumeAxis h = fire::heskestad_axis(flame.heat_release, convective, flame.diameter, z, air);
    const fire::PlumeAxis m = fire::mccaffrey_axis(flame.heat_release, z);
    series.rows.push_back({z, h.excess, h.speed, h.mass_flow, m.excess, m.speed});
  }
  answer.series.push_back(std::move(series));
}

void add_warnings(Answer& answer, const SmokeInputs& in, const plume::Atmosphere& air, double wind, double height,
                  const fire::Fuel& fuel) {
  if (wind > 10)
    answer.warnings.push_back({"smoke_downwash",
                               fmt::format("at {:.0f} m/s smoke is drawn down behind tanks and hills: near the ground "
                                           "there is more than this says",
                                           wind),
                               "wind_m_s"});
  if (height > air.mixing_height())
    answer.warnings.push_back(
        {"smoke_above_the_lid",
         fmt::format("the smoke rises through the lid of {:.0f} m and stays above it", air.mixing_height()),
         "mixing_height_m"});
  if (fuel.estimated)
    answer.warnings.push_back(
        {"fuel_estimated", fmt::format("no yields of soot and carbon monoxide of {} are known", in.fuel), "fuel"});
  answer.notes.emplace_back("concentrations on flat ground; after the fire weakens its smoke rises less");
}

Answer smoke_answer(const SmokeInputs& in, const substance::Library& library) {
  Answer answer;
  fire::PoolFire fire;
  fire.fuel = known_fuel(program_fuels(), library, "fuel", in.fuel, in.weather.temperature);
  fire.diameter = in.diameter, fire.place = {0, 0, in.height};
  const fire::Air foot = fire_air(in.weather, in.height);
  const fire::PoolFlame flame = fire::burn(fire, foot);
  const double radiated = in.radiated.value_or(std::min(flame.radiated_share, 0.6));
  const fire::SmokeSource source = fire::smoke_of(fire.fuel, flame.rate, flame.area, radiated);
  const plume::Atmosphere air(in.weather);
  const double buoyancy = fire::buoyancy_flux(source.convective, foot);
  const double stack_wind = std::max(air.wind(std::max(10.0, in.height)), plume::lowest_wind);
  const plume::PlumeShape shape = smoke_shape(in.weather, in.height, in.diameter, source.convective);
  const plume::PlumeRise& rise = *shape.source().rise;
  const plume::Drift& drift = shape.drift();
  const double height = in.height + rise.final_rise();

  answer.add("fuel", fire.fuel.id, "what burns");
  answer.add("heat_release_MW", flame.heat_release / 1e6, "MW", "");
  answer.add("radiated_share", radiated, "", "of the heat release, the rest rises");
  answer.add("convective_MW", source.convective / 1e6, "MW", "that rises");
  if (!fire.fuel.estimated) {
    answer.add("soot_kg_s", source.soot, "kg/s", "given off");
    answer.add("carbon_monoxide_kg_s", source.monoxide, "kg/s", "given off");
  }
  answer.add("buoyancy_flux_m4_s3", buoyancy, "m4/s3", "");
  answer.add("rise_m", rise.final_rise(), "m", "of the plume at last (Briggs)");
  answer.add("rise_distance_m", rise.final_distance(), "m", "downwind where it has risen so far");
  answer.add("plume_height_m", height, "m", "of its axis above the ground then");
  answer.add("stability", std::string(1, plume::letter(air.stability())), "class of the air");
  add_distances(answer, in, shape, drift.wind, source, !fire.fuel.estimated);
  add_axis(answer, in, flame, source.convective, foot);
  add_warnings(answer, in, air, stack_wind, height, fire.fuel);
  return answer;
}

}  // namespace

std::vector<Calculation> smoke_calculations() {
  using In = SmokeInputs;
  Table<In> table("How high the smoke of a pool or tank fire rises, and how thick it is downwind.");
  table.key("fuel", &In::fuel, text(), "name of a fuel", Need::required);
  table.key("diameter_m", &In::diameter, number(within(0.5, 500), "m"), "of the fire", Need::required);
  table.key("height_m", &In::height, number(within(0, 60), "m"), "of the burning surface above the ground");
  table.key("radiated_share", &In::radiated, number(within(0, 0.9), ""),
            "of the heat release, in place of the flame's");
  table.key("distances_m", &In::distances, list_of(number(above(0, 1e5), "m"), 1, 100), "downwind");
  table.key("heights_m", &In::heights, list_of(number(above(0, 5000), "m"), 1, 100), "above the fire, in calm air");
  table.key("at_height_m", &In::at, number(within(0, 200), "m"), "above the ground: where people breathe");
  add_weather_keys(table, [](In& i) -> plume::Weather& { return i.weather; });
  return {calculation<In>("smoke-plume", "how high a fire's smoke rises, and how thick it is downwind", table,
                          smoke_answer)};
}

}  // namespace muster::sim
