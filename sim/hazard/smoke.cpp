#include "sim/hazard/smoke.h"

#include "models/exposure/smoke.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace muster::sim {

namespace {

constexpr double monoxide_mass = 0.02801;  ///< [kg/mol]
constexpr double farthest = 10000;         ///< [m] that sigmas and this search are good for
constexpr double breathing = 1.6;          ///< [m]
/// [s] averaging of the sigmas, as `muster calc smoke-plume`.
constexpr double averaging = 600;
/// [1/m] at which one sees a reflecting sign from 10 m.
constexpr double thick = exposure::reflecting_sign / 10;

}  // namespace

plume::PlumeShape smoke_shape(const plume::Weather& weather, double height, double diameter, double convective) {
  const plume::Atmosphere air(weather);
  const double flux = fire::buoyancy_flux(convective, fire_air(weather, height));
  const double wind = std::max(air.wind(std::max(10.0, height)), plume::lowest_wind);
  // A stack that has the fire's buoyancy: of twice the air's temperature and as wide as the fire (the rise depends on
  // the buoyancy alone).
  plume::Stack stack;
  stack.diameter = diameter, stack.density_ratio = 0.5;
  stack.air_temperature = air.temperature(10);
  stack.speed = 8 * flux / (substance::gravity * diameter * diameter);
  plume::PassiveSource passive;
  passive.height = height, passive.width = diameter, passive.rise = plume::PlumeRise(stack, wind, air.stability());
  const plume::SigmaSet set = weather.urban ? plume::SigmaSet::briggs_urban : plume::SigmaSet::briggs_rural;
  return {{set, air.stability(), averaging}, plume::drift_of(air, height), passive};
}

Smoke::Smoke(const std::vector<BurningFire>& fires, const plume::Weather& weather) {
  for (const BurningFire& fire : fires) {
    if (!fire.smoke) continue;
    size_t next = 0;
    for (size_t p = 0; p < fire.phases.size(); p = next) {
      const size_t wind = fire.phases[p].wind;
      for (next = p + 1; next < fire.phases.size() && fire.phases[next].wind == wind;) ++next;
      const double until = next < fire.phases.size() ? fire.phases[next].from : fire.ends;
      const double from = std::max(fire.begins, fire.phases[p].from);
      if (!(until > from) || from >= fire.ends) continue;
      plume::Weather here = wind == 0 ? weather : weather.after_change(wind - 1);
      here.changes.clear();
      const BurningFire::SmokeOf& smoke = *fire.smoke;
      Plume plume{&fire,
                  from,
                  std::min(until, fire.ends),
                  fire.phases[p].downwind,
                  smoke_shape(here, smoke.height, smoke.diameter, smoke.source.convective),
                  smoke.source,
                  0};
      plume.molar_volume = plume.shape.drift().molar_volume;
      if (wind == 0 || plumes_.empty() || plumes_.back().fire != &fire) describe(plume, here);
      plumes_.push_back(std::move(plume));
    }
  }
}

void Smoke::describe(const Plume& plume, const plume::Weather& weather) {
  const plume::Atmosphere air(weather);
  const double rise = plume.shape.source().rise->final_rise();
  results::HazardUse use{plume.fire->name, "smoke", {}, {}};
  use.source = {{"soot_kg_s", plume.source.soot},
                {"carbon_monoxide_kg_s", plume.source.monoxide},
                {"convective_MW", plume.source.convective / 1e6},
                {"rise_m", rise},
                {"stability", std::string(1, plume::letter(air.stability()))}};
  double worst = 0, where = 0, reach = -1;
  for (int i = 0; i <= 400; ++i) {
    const double x = 2 * std::pow(farthest / 2, i / 400.0);
    const double k =
        exposure::soot_extinction * plume.source.soot / plume.shape.drift().wind * plume.shape.at({x, 0, breathing});
    if (k > worst) worst = k, where = x;
    if (k >= thick) reach = x;
  }
  if (worst > 0) use.source.emplace_back("ground_worst_m", where);
  use.source.emplace_back("ground_worst_extinction_per_m", worst);
  results::HazardEndpoint endpoint{"visibility 10 m", thick, "1/m", {}, {}};
  if (reach > 0) endpoint.max_distance = reach, endpoint.beyond = reach >= farthest;
  use.endpoints.push_back(endpoint);
  uses_.push_back(std::move(use));
  const double wind = plume.shape.drift().wind;
  if (wind > 10)
    warnings_.push_back({"smoke_downwash",
                         fmt::format("Smoke of {}: at {:.0f} m/s it is drawn down behind tanks and buildings: near the "
                                     "ground there is more than this says.",
                                     plume.fire->name, wind),
                         "weather.wind_m_s"});
  if (weather.wind_speed < 1)
    warnings_.push_back({"smoke_in_calm_air",
                         fmt::format("Smoke of {}: in {:g} m/s it rises straight up; the plume is that of {:g} m/s.",
                                     plume.fire->name, weather.wind_speed, std::max(wind, plume::lowest_wind)),
                         "weather.wind_m_s"});
}

double Smoke::last() const {
  double last = 0;
  for (const Plume& plume : plumes_) last = std::max(last, plume.until + farthest / plume.shape.drift().wind);
  return last;
}

SmokeAt Smoke::at(const Vec3& place, double time) const {
  SmokeAt sum;
  for (const Plume& plume : plumes_) {
    const Vec3 from = place - plume.fire->ground;
    const Vec3 local(from.head<2>().dot(plume.downwind), from.y() * plume.downwind.x() - from.x() * plume.downwind.y(),
                     from.z());
    if (local.x() <= 0) continue;
    const double wind = plume.shape.drift().wind, left = time - local.x() / wind;
    if (left < plume.from || left >= plume.until) continue;
    const double share = plume.fire->strength(left) * plume.shape.at(local) / wind;  // [s/m3]
    sum.extinction += exposure::soot_extinction * plume.source.soot * share;
    sum.monoxide += plume.source.monoxide * share * plume.molar_volume / monoxide_mass;
  }
  sum.monoxide = std::min(sum.monoxide, 1.0);
  return sum;
}

}  // namespace muster::sim
