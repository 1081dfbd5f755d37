#include "sim/calc/fire_answers.h"

#include "models/fire/radiation/shadow.h"
#include "models/fire/radiation/view_factor.h"
#include "sim/case/units.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace muster::sim {

Type<double> kilowatts(const Range& range) { return scaled(range, "kW/m2", 1000); }

plume::Weather fire_weather() {
  plume::Weather weather;
  weather.stability = plume::Stability::d;
  return weather;
}

fire::Haze haze_of(const FireQuestions& questions, const fire::Air& air) {
  return questions.transmissivity ? fire::Haze(*questions.transmissivity)
                                  : fire::Haze(air.temperature, air.relative_humidity);
}

namespace {

/// [m] to either side that a long wall runs.
constexpr float wall_half = 5000;

/// Downwind to every level with the wall in between.
void add_shaded(Answer& answer, std::span<const fire::Flame> flames, const FireQuestions& questions,
                const fire::Haze& haze, double nearest, double farthest) {
  const auto x = static_cast<float>(*questions.wall), top = static_cast<float>(*questions.wall_height);
  const std::array<Vec3f, 4> corners = {
      {{x, -wall_half, 0}, {x, wall_half, 0}, {x, wall_half, top}, {x, -wall_half, top}}};
  const std::array<std::array<uint32_t, 3>, 2> triangles = {{{0, 1, 2}, {0, 2, 3}}};
  const scene::Rays wall(corners, triangles);
  const auto flux = [&](double d) {
    const fire::Receptor place{Vec3(d, 0, questions.height).cast<float>()};
    return static_cast<double>(fire::radiation(flames, {&place, 1}, haze, &wall, {64, false, 0}).front());
  };
  // Rays pass over the first centimetre: a wall as near as that is not met.
  const auto at_it = [&](double d) { return d > *questions.wall && d < *questions.wall + 0.02; };
  for (const double level : questions.levels)
    answer.add(fmt::format("level_{}_kW_m2_downwind_shaded_m", level / 1000),
               fire::farthest_where(nearest, farthest, [&](double d) { return !at_it(d) && flux(d) >= level; }), "m",
               fmt::format("the same with the wall of {} m at {} m", *questions.wall_height, *questions.wall));
  if (std::any_of(flames.begin(), flames.end(), [&](const fire::Flame& flame) {
        return fire::within(flame, {*questions.wall, 0, *questions.wall_height / 2});
      }))
    answer.warnings.push_back({"wall_in_flame", "the wall stands in the flame, which goes through it", "wall_m"});
}

}  // namespace

void add_flux_answers(Answer& answer, std::span<const fire::Flame> flames, const FireQuestions& questions,
                      const fire::Haze& haze, double nearest) {
  // So far that the weakest level is not reached by a point that radiates everything.
  double power = 0;
  for (const fire::Flame& flame : flames) power += flame.power();
  const double weakest = *std::min_element(questions.levels.begin(), questions.levels.end());
  const double farthest = 50 + 2 * std::sqrt(power / weakest);
  const Vec3 ground(0, 0, questions.height);
  const std::pair<const char*, Vec3> ways[] = {
      {"downwind", {1, 0, 0}}, {"crosswind", {0, 1, 0}}, {"upwind", {-1, 0, 0}}};
  for (const double level : questions.levels) {
    const std::string key = fmt::format("level_{}_kW_m2", level / 1000);
    for (const auto& [way, direction] : ways) {
      const double d = fire::distance_to(level, flames, ground, direction, nearest, nearest + farthest, haze);
      answer.add(fmt::format("{}_{}_m", key, way), d, "m",
                 fmt::format("{} to {} kW/m2 on what faces the flame", way, level / 1000));
    }
  }
  if (questions.wall) add_shaded(answer, flames, questions, haze, nearest, nearest + farthest);
  if (questions.points.empty()) return;
  Answer::Series series{"points",
                        "Radiation at the points: on what faces the flame, on the ground, on somebody who stands",
                        {{"x", "m"},
                         {"y", "m"},
                         {"z", "m"},
                         {"facing", "kW/m2"},
                         {"level", "kW/m2"},
                         {"standing", "kW/m2"},
                         {"view_factor", ""}},
                        {}};
  for (const Vec3& p : questions.points) {
    double view = 0;
    bool inside = false;
    for (const fire::Flame& flame : flames) {
      view += fire::greatest_view_factor(flame, p);
      inside = inside || fire::within(flame, p);
    }
    series.rows.push_back({p.x(), p.y(), p.z(), fire::irradiance(flames, p, haze).norm() / 1000,
                           fire::flux(flames, p, Vec3::UnitZ(), haze) / 1000,
                           fire::upright_flux(flames, p, haze) / 1000, inside ? 1.0 : view});
    if (inside)
      answer.warnings.push_back(
          {"point_in_flame",
           fmt::format("the point [{}, {}, {}] lies in the flame: its flux is the flame's emission", p.x(), p.y(),
                       p.z()),
           "points"});
  }
  answer.series.push_back(std::move(series));
}

const fire::FuelLibrary& program_fuels() {
  static const fire::FuelLibrary all = read_fuel_data().library();
  return all;
}

}  // namespace muster::sim
