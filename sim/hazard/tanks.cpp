#include "sim/hazard/tanks.h"

#include "sim/data/contents.h"
#include "sim/hazard/strikes.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

#include <fmt/format.h>

namespace muster::sim {

namespace {

constexpr fire::ShadowSettings shell_rays = {16, true, 20};
constexpr int ball_pieces = 10;  // of a fireball's life, each looked at in its middle

/// [m] of the floor that is nearest in plan; where two are, the lower one.
double ground_at(const scene::Floors& floors, const Vec2& at) {
  double nearest = std::numeric_limits<double>::infinity(), ground = 0;
  for (size_t c = 0; c < floors.size(); ++c) {
    const double far = (floors.grid.centre(floors.column[c]) - at).squaredNorm();
    if (far < nearest || (far == nearest && floors.z[c] < ground)) nearest = far, ground = floors.z[c];
  }
  return ground;
}

/// A fire of the case as the tanks see it; steady flames are looked at once for each tank.
ShiningFire shining(BurningFire burning, const scene::Rays* rays) {
  ShiningFire out;
  out.name = burning.name, out.begins = burning.begins, out.ends = burning.ends;
  for (const BurningFire::Phase& phase : burning.phases) out.changes.push_back(phase.from);
  if (burning.foam) out.changes.push_back(*burning.foam);
  for (int k = 1; burning.ball && k < ball_pieces; ++k)
    out.changes.push_back(burning.begins + (burning.ends - burning.begins) * k / ball_pieces);
  struct Kept {
    BurningFire fire;
    std::map<std::pair<size_t, size_t>, std::vector<float>> seen;  // by tank and phase
  };
  auto kept = std::make_shared<Kept>(Kept{std::move(burning), {}});
  out.shine = [kept, rays](size_t tank, std::span<const fire::Receptor> receptors, double time) {
    const BurningFire& fire = kept->fire;
    if (fire.ball || fire.phases.empty()) {
      const fire::Flame flame = fire.flame_at(time);
      if (flame.faces.empty()) return std::vector<float>(receptors.size(), 0);
      return fire::radiation({&flame, 1}, receptors, fire.ball_haze, rays, shell_rays);
    }
    const size_t phase = fire.phase_at(time);
    auto [at, is_new] = kept->seen.try_emplace({tank, phase});
    if (is_new) {
      const BurningFire::Phase& p = fire.phases[phase];
      at->second = fire::radiation({&p.flame, 1}, receptors, p.haze, rays, shell_rays);
    }
    std::vector<float> flux = at->second;
    for (float& f : flux) f *= static_cast<float>(fire.strength(time));
    return flux;
  };
  return out;
}

Mistake mistake_of(const TankSpec& spec, const std::string& key, std::string text) {
  return {spec.origin.file, spec.origin.line, spec.origin.key + "." + key, "", std::move(text)};
}

/// Whether a tank of the case is one that burns from the beginning: a tank fire stands within it.
bool burns_already(const TankSpec& tank, const std::vector<FireSpec>& fires) {
  return std::any_of(fires.begin(), fires.end(), [&](const FireSpec& fire) {
    return fire.kind == FireSpec::Kind::tank && (fire.at - tank.at).norm() < tank.diameter / 2;
  });
}

/// Lights every tank for a try: what cannot burn is refused before anything is computed.
void check(const TankInPlace& tank, const Case& the_case, const scene::Floors& floors,
           const substance::Library& library, std::vector<Mistake>& mistakes) {
  std::vector<Mistake> found;
  burning_fires({fire_of(tank, 0, 1e6)}, *the_case.weather, floors, library, found);
  for (Mistake& m : found) mistakes.push_back(mistake_of(tank.spec, "contents", m.text));
}

/// Explosions at the nearest point of each tank, half as high as it stands.
std::vector<Blow> blows_of(std::span<const Strike> strikes, const std::vector<TankInPlace>& tanks) {
  std::vector<Blow> blows;
  for (const Strike& strike : strikes) {
    if (!strike.law) continue;
    Blow blow{strike.name, strike.time, {}};
    for (const TankInPlace& tank : tanks) {
      const TankSpec& s = tank.spec;
      const double half = (s.length ? s.diameter : s.height) / 2, across = std::max(s.diameter, s.length.value_or(0));
      blow.pressure.push_back(strike.pressure_at(tank.ground + Vec3(0, 0, half), across / 2));
    }
    blows.push_back(std::move(blow));
  }
  return blows;
}

}  // namespace

FireSpec fire_of(const TankInPlace& tank, double time, double pressure) {
  const TankSpec& s = tank.spec;
  FireSpec fire;
  fire.name = s.name, fire.fuel = s.contents, fire.at = s.at, fire.z = tank.ground.z(), fire.begins = time;
  fire.origin = s.origin;
  if (s.kind == fire::EquipmentKind::pressurised) {
    fire.kind = FireSpec::Kind::fireball;
    fire.mass = s.fill * make_of(tank, 293.15, 101325).volume() * tank.contents.density;
    fire.pressure = pressure;
    return fire;
  }
  fire.kind = FireSpec::Kind::tank;
  fire.diameter = s.diameter, fire.height = s.height;
  fire.freeboard = (1 - s.fill) * s.height, fire.depth = s.fill * s.height;
  return fire;
}

results::Escalation escalate(const Case& the_case, const scene::Floors& floors, const substance::Library& library,
                             const scene::Rays* rays, std::span<const Strike> strikes, std::vector<BurningFire>& fires,
                             std::vector<Warning>& warnings, std::vector<Mistake>& mistakes) {
  if (the_case.tanks.empty()) return {};
  const plume::Weather& weather = *the_case.weather;
  const fire::FuelLibrary fuels = read_fuel_data().library();
  const size_t before = mistakes.size();
  std::vector<TankInPlace> tanks;
  for (const TankSpec& spec : the_case.tanks) {
    TankInPlace tank{spec, {}, {spec.at.x(), spec.at.y(), spec.z.value_or(0)}};
    if (!spec.z) tank.ground.z() = ground_at(floors, spec.at);
    try {
      tank.contents = known_contents(fuels, library, "contents", spec.contents, weather.temperature);
      check(tank, the_case, floors, library, mistakes);
    } catch (const InputError& error) {
      for (const Mistake& m : error.mistakes()) mistakes.push_back(mistake_of(spec, m.key, m.text));
    }
    tanks.push_back(std::move(tank));
  }
  if (mistakes.size() > before) return {};

  DominoSettings settings;
  settings.until = the_case.run.until;
  settings.air_temperature = weather.temperature;
  settings.air_pressure = plume::Atmosphere(weather).pressure(0);
  settings.blows = blows_of(strikes, tanks);
  std::vector<ShiningFire> shine;
  for (const BurningFire& fire : fires) {
    shine.push_back(shining(fire, rays));
    for (size_t t = 0; t < tanks.size(); ++t)
      if (fire.kind == "tank_fire" && (fire.ground.head<2>() - tanks[t].spec.at).norm() < tanks[t].spec.diameter / 2)
        shine.back().own_tank = static_cast<int>(t);
  }
  for (const TankInPlace& tank : tanks) {
    if (!tank.contents.substance && !tank.spec.flash_point)
      warnings.push_back({"contents_estimated",
                          fmt::format("Tank {}: flash point and vapour pressure of {} are estimated from its boiling "
                                      "point; light ends boil and flash earlier.",
                                      tank.spec.name, tank.contents.name),
                          tank.spec.origin.key + ".flash_point_C"});
    const double volume = make_of(tank, settings.air_temperature, settings.air_pressure).volume();
    if (tank.spec.fails_by == TankSpec::FailsBy::time_to_failure && !fire::fitted_volume(tank.spec.kind, volume))
      warnings.push_back({"time_to_failure_range",
                          fmt::format("Tank {}: the law of the time to failure was fitted to tanks of 25 to 17 500 m3, "
                                      "this has {:.0f} m3.",
                                      tank.spec.name, volume),
                          tank.spec.origin.key + ".fails_by"});
    if (!rays || burns_already(tank.spec, the_case.fires)) continue;
    const auto receptors = receptors_of(tank, make_of(tank, settings.air_temperature, settings.air_pressure));
    const auto covered = std::count_if(receptors.begin(), receptors.end(), [&](const fire::Receptor& r) {
      return rays->hidden(r.place, r.place + 0.5F * r.normal);
    });
    if (2 * covered > static_cast<std::ptrdiff_t>(receptors.size()))
      warnings.push_back(
          {"tank_covered",
           fmt::format("Tank {}: most of its shell stands within something of the model, which shades it.",
                       tank.spec.name),
           tank.spec.origin.key + ".diameter_m"});
  }
  return domino(
      tanks, std::move(shine),
      [&](size_t i, double time, double pressure) {
        std::vector<Mistake> none;
        BurningFire lit = burning_fires({fire_of(tanks[i], time, pressure)}, weather, floors, library, none).front();
        fires.push_back(lit);
        return shining(std::move(lit), rays);
      },
      settings);
}

}  // namespace muster::sim
