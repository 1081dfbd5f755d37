#include "sim/calc/fire_answers.h"

#include "models/fire/radiation/view_factor.h"
#include "sim/case/units.h"

#include <algorithm>
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
