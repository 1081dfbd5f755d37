#include "sim/calc/cloud_answers.h"

#include "models/plume/answers.h"
#include "models/plume/history.h"
#include "models/substance/criteria.h"
#include "sim/hazard/shallow.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

namespace muster::sim {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// [m] by criterion, as it adds them.
std::vector<double> add_distances(Answer& answer, const plume::Cloud& cloud,
                                  const std::vector<substance::Criterion>& criteria, const plume::Search& search) {
  const bool steady = !std::isfinite(cloud.times().first);
  std::vector<double> fractions;
  for (const substance::Criterion& c : criteria) fractions.push_back(c.fraction);
  const std::vector<plume::Footprint> footprints = plume::footprints(cloud, fractions, search);
  std::vector<double> distances;
  for (size_t i = 0; i < criteria.size(); ++i) {
    const substance::Criterion& c = criteria[i];
    const plume::Footprint& f = footprints[i];
    distances.push_back(f.distance);
    answer.add(
        c.key + "_distance_m", f.distance, "m",
        fmt::format("farthest from the source that {} ({:.4g} ppm) is reached; 0: nowhere", c.text, 1e6 * c.fraction));
    answer.add(c.key + "_width_m", f.width, "m", "its largest width");
    answer.add(c.key + "_area_m2", f.area, "m2", "its area");
    if (!steady && f.reached) answer.add(c.key + "_time_s", f.time, "s", "when it is reached there");
    if (f.beyond)
      answer.warnings.push_back(
          {"beyond_search", fmt::format("{} is reached beyond {:.0f} m, where the search ends.", c.text, f.distance),
           "farthest_m"});
  }
  return distances;
}

void add_flammable(Answer& answer, const plume::Cloud& cloud, const substance::Substance& s, double molar_volume,
                   const plume::Search& search) {
  if (!s.flammability || !(s.flammability->lower > 0)) return;
  if (!cloud.along_x()) {
    answer.notes.push_back("The flammable mass is not computed of a cloud in turning wind.");
    return;
  }
  if (std::string_view(cloud.model()).starts_with("britter_mcquaid")) return;  // of the ground only: the choice says so
  plume::Search coarse = search;
  coarse.stations = 80;
  const plume::Peak mass =
      plume::most_mass_between(cloud, s.flammability->lower, s.flammability->upper, s.molar_mass, molar_volume, coarse);
  answer.add("flammable_mass_kg", mass.fraction, "kg", "between the flammability limits, at most");
  if (std::isfinite(cloud.times().first)) answer.add("flammable_mass_time_s", mass.time, "s", "when it is that much");
}

void add_centre_line(Answer& answer, const plume::Cloud& cloud, const plume::Search& search) {
  if (!cloud.along_x()) return;
  const double farthest = search.farthest > 0 ? search.farthest : cloud.farthest();
  std::vector<Vec3> points;
  // 1, 2, 5, 10, ... and the end.
  for (double decade = 1; decade <= farthest; decade *= 10)
    for (const double x : {decade, 2 * decade, 5 * decade})
      if (x <= farthest) points.emplace_back(x, 0, search.height);
  if (points.empty() || points.back().x() < farthest) points.emplace_back(farthest, 0, search.height);
  const std::vector<plume::Peak> peaks = plume::peaks(cloud, points);
  Answer::Series series{"centre_line",
                        "largest concentration straight downwind",
                        {{"x_m", "m"}, {"peak_ppm", "ppm"}, {"peak_time_s", "s"}},
                        {}};
  const bool steady = !std::isfinite(cloud.times().first);
  for (size_t i = 0; i < points.size(); ++i)
    series.rows.push_back(
        {points[i].x(), 1e6 * peaks[i].fraction, steady || !(peaks[i].fraction > 0) ? missing : peaks[i].time});
  answer.series.push_back(std::move(series));
}

void add_points(Answer& answer, const plume::Cloud& cloud, const substance::Substance& s, const CloudQuestions& asked) {
  if (asked.points.empty()) return;
  const double exponent = s.toxic.probits.empty() ? 1 : s.toxic.probits.front().n;
  Answer::Series series{
      "points",
      fmt::format("what each point sees; toxic load with n = {:.3g}; arrival and departure of 1 % of the peak",
                  exponent),
      {{"x_m", "m"},
       {"y_m", "m"},
       {"z_m", "m"},
       {"peak_ppm", "ppm"},
       {"peak_time_s", "s"},
       {"arrival_s", "s"},
       {"departure_s", "s"},
       {"dose_ppm_min", "ppm min"},
       {"toxic_load_ppm_n_min", "ppm^n min"},
       {"indoor_peak_ppm", "ppm"},
       {"indoor_toxic_load_ppm_n_min", "ppm^n min"}},
      {}};
  const bool steady = !std::isfinite(cloud.times().first);
  for (const Vec3& p : asked.points) {
    const plume::History h =
        plume::history(cloud, p, steady ? asked.exposure : std::numeric_limits<double>::infinity());
    const plume::Peak peak = plume::peaks(cloud, {&p, 1}).front();
    const auto passage =
        !steady && peak.fraction > 0 ? plume::passage(h, 0.01 * peak.fraction) : std::optional<plume::Passage>();
    double inside_peak = missing, inside_load = missing;
    if (asked.air_changes) {
      const plume::History inside = plume::indoors(h, *asked.air_changes);
      inside_peak = 1e6 * *std::max_element(inside.fraction.begin(), inside.fraction.end());
      inside_load = plume::toxic_load(inside, exponent);
    }
    series.rows.push_back({p.x(), p.y(), p.z(), 1e6 * peak.fraction,
                           steady || !(peak.fraction > 0) ? missing : peak.time, passage ? passage->arrival : missing,
                           passage ? passage->departure : missing, 1e6 * plume::dose(h) / 60,
                           plume::toxic_load(h, exponent), inside_peak, inside_load});
  }
  answer.series.push_back(std::move(series));
}

}  // namespace

void check_state(Answer& answer, const substance::Substance& s, double temperature, double liquid_fraction,
                 double pressure, bool pool) {
  constexpr double kelvin = 273.15, near = 1;  // [K]
  const double boiling = s.boiling_temperature(pressure), coldest = std::min(s.melting_point, boiling);
  const auto refuse = [](std::string text) { throw InputError({"", 0, "temperature_C", "", std::move(text)}); };
  if (temperature < coldest - near)
    refuse(fmt::format("{} is solid below {:.1f} C; must be at least that", s.id, coldest - kelvin));
  if (liquid_fraction > 0 && temperature > boiling + near)
    refuse(fmt::format("drops of {} boil at {:.1f} C; must be at most that, or liquid_fraction 0", s.id,
                       boiling - kelvin));
  if (liquid_fraction <= 0 && !pool && temperature < boiling - near)
    answer.warnings.push_back(
        {"colder_than_boiling",
         fmt::format("Undiluted, {} is liquid at {:.1f} C (it boils at {:.1f} C): taken as gas all the same.", s.id,
                     temperature - kelvin, boiling - kelvin),
         "temperature_C"});
}

void add_weather_answers(Answer& answer, const plume::Atmosphere& air) {
  answer.add("stability", std::string(1, plume::letter(air.stability())), "Pasquill's class");
  answer.add("wind_10m_m_s", air.wind(10), "m/s", "wind at 10 m");
  answer.add("friction_velocity_m_s", air.friction_velocity(), "m/s", "of the wind at the ground");
  if (std::isfinite(air.obukhov_length()))
    answer.add("obukhov_length_m", air.obukhov_length(), "m", "Monin and Obukhov's length");
  if (std::isfinite(air.mixing_height())) answer.add("mixing_height_m", air.mixing_height(), "m", "of the mixed layer");
}

void add_cloud_answers(Answer& answer, const plume::Cloud& cloud, const substance::Substance& substance,
                       const plume::Atmosphere& air, const CloudQuestions& questions) {
  plume::Search search;
  search.height = questions.height;
  search.farthest = questions.farthest.value_or(0);
  const std::vector<substance::Criterion> criteria = substance::criteria_of(substance, questions.levels);
  const std::vector<double> distances = add_distances(answer, cloud, criteria, search);
  if (auto warning = shallow_cloud(cloud, criteria, distances, search, "at_height_m"))
    answer.warnings.push_back(std::move(*warning));
  const double molar_volume = substance::gas_constant * air.temperature(2) / air.pressure(0);
  add_flammable(answer, cloud, substance, molar_volume, search);
  add_centre_line(answer, cloud, search);
  add_points(answer, cloud, substance, questions);
}

}  // namespace muster::sim
