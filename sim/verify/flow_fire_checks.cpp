// Comparison with laws of measured fires: the plume of a fire that a case gives to [flow].
#include "models/fire/smoke/fire_plume.h"
#include "sim/case/read.h"
#include "sim/hazard/hazards.h"
#include "sim/run/set_up.h"
#include "sim/verify/check.h"

#include <array>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace muster::sim::verify {

namespace {

constexpr double heat_release = 1e6, radiated = 0.35, area = 1;  ///< [W], share, [m2]
constexpr double air_temperature = 293.15;                       ///< [K]
constexpr double cell = 0.2, wide = 12, high = 12;               ///< [m] of the box of [flow]
constexpr double settle = 10, average = 30, every = 0.2;         ///< [s]
constexpr double reach = 2;                                      ///< [m] from the axis that is looked at
constexpr std::array<double, 5> heights = {3.5, 4.5, 5.5, 6.5, 7.5};

std::string text_of_case() {
  return fmt::format(R"toml(seed = 1
[model]
wkt = "POLYGON ((0 0, {0} 0, {0} {0}, 0 {0}, 0 0))"
[floors]
cell_m = 0.5
[[exit]]
name = "south"
line = [[0, 0], [{0}, 0]]
[weather]
wind_m_s = 0
wind_from_deg = 270
stability = "D"
air_temperature_C = {1}
roughness_m = 0.01
[[fire]]
name = "fire"
kind = "design"
fuel = "any"
at = [{2}, {2}]
area_m2 = {3}
peak_MW = {4}
radiant_fraction = {5}
heat_of_combustion_MJ_kg = 20
soot_yield = 0.05
carbon_monoxide_yield = 0.01
carbon_dioxide_yield = 1.5
[flow]
cell_m = {6}
from = [0, 0]
to = [{0}, {0}]
height_m = {7}
spin_up_s = 0
gusts = false
fields_every_s = 0
[hazards]
every_s = {8}
volume = false
[run]
until_s = {9}
)toml",
                     wide, air_temperature - 273.15, wide / 2, area, heat_release / 1e6, radiated, cell, high, every,
                     settle + average);
}

/// Mean excess of temperature [K] at a height, by distance from the axis in steps of a cell: over its four arms.
using Profile = std::vector<double>;

std::vector<Profile> mean_profiles() {
  const Case c = read_case_text(text_of_case(), "check.toml");
  const Start start = set_up(c);
  Hazards hazards = hazards_of(c, start.floors, &start.model);
  const auto steps = static_cast<size_t>(std::lround(reach / cell));
  std::vector<Profile> profiles(heights.size(), Profile(steps, 0));
  int samples = 0;
  for (double time = 0; time < settle + average + every / 2; time += every) {
    hazards.sample();
    if (time < settle) continue;
    ++samples;
    for (size_t h = 0; h < heights.size(); ++h)
      for (size_t r = 0; r < steps; ++r) {
        const double out = (static_cast<double>(r) + 0.5) * cell, aside = cell / 2;
        for (const auto& [x, y] : {std::pair{out, aside}, {-out, -aside}, {-aside, out}, {aside, -out}}) {
          const auto kelvin = hazards.flow()->temperature({wide / 2 + x, wide / 2 + y, heights[h]});
          profiles[h][r] += (kelvin.value_or(NAN) - air_temperature) / 4;
        }
      }
  }
  for (Profile& profile : profiles)
    for (double& excess : profile) excess /= samples;
  return profiles;
}

/// [m] where a profile falls to half of its value on the axis.
double half_width(const Profile& profile) {
  for (size_t r = 1; r < profile.size(); ++r)
    if (profile[r] < profile[0] / 2)
      return cell * (static_cast<double>(r) - 0.5 + (profile[r - 1] - profile[0] / 2) / (profile[r - 1] - profile[r]));
  return NAN;
}

Findings fire_plume(const Effort&) {
  const double diameter = std::sqrt(4 * area / std::numbers::pi), convective = (1 - radiated) * heat_release;
  const double origin = fire::virtual_origin(heat_release, diameter);
  fire::Air air;
  air.temperature = air_temperature;
  const std::vector<Profile> profiles = mean_profiles();
  Findings f;
  const std::string heskestad = "Heskestad 1984 (SFPE Handbook), 25 %: own choice",
                    mccaffrey = "McCaffrey, NBSIR 79-1910, 25 %: own choice";
  const auto compare = [&](const std::string& what, const std::string& unit, double law, double computed,
                           const std::string& source, const std::string& shortfall = {}) {
    f.criteria.push_back({fmt::format("{} (law {:.3g})", what, law),
                          unit,
                          {0.75 * law, 1.25 * law},
                          source,
                          {computed},
                          Judge::every,
                          false,
                          shortfall});
  };
  const std::string narrow = "the plume widens by 0.07 a metre; the law says 0.11";
  Plot plot{"fire_plume", "1 MW: rise of temperature on the axis", {"height [m]", 3, 8}, {"[K]", 0, 400}};
  Series by_heskestad{"Heskestad", Series::Look::line, {}}, by_mccaffrey{"McCaffrey", Series::Look::line, {}},
      computed{"computed", Series::Look::dots, {}};
  for (double z = 3; z <= 8; z += 0.1) {
    by_heskestad.points.emplace_back(z, fire::heskestad_axis(heat_release, convective, diameter, z, air).excess);
    by_mccaffrey.points.emplace_back(z, fire::mccaffrey_axis(heat_release, z).excess);
  }
  for (size_t h = 0; h < heights.size(); ++h) {
    const double z = heights[h], axis = profiles[h][0];
    const double law = fire::heskestad_axis(heat_release, convective, diameter, z, air).excess;
    computed.points.emplace_back(z, axis);
    compare(fmt::format("rise of temperature on the axis at {} m", z), "K", law, axis, heskestad);
    compare(fmt::format("the same, other law, at {} m", z), "K", fire::mccaffrey_axis(heat_release, z).excess, axis,
            mccaffrey);
    compare(fmt::format("half width of the temperature at {} m", z), "m",
            0.12 * std::sqrt((air_temperature + law) / air_temperature) * (z - origin), half_width(profiles[h]),
            heskestad, h > 0 ? narrow : "");
  }
  plot.series = {by_heskestad, by_mccaffrey, computed};
  f.plots = {plot};
  return f;
}

}  // namespace

std::vector<Check> flow_fire_checks() {
  return {{"fire_plume_in_flow", "Plume of a fire of 1 MW in still air",
           fmt::format("A design fire of 1 MW over {:g} m2, a third of it radiated, in the open: a case with [flow], "
                       "cells of {:g} m (D* of {:.1f} cells), a box of {:g} m x {:g} m x {:g} m, still air of 20 C. "
                       "Means over {:g} s after {:g} s. Flames are 2.6 m tall by Heskestad; compared above them.",
                       area, cell, std::pow(heat_release / 1000 / 1100, 0.4) / cell, wide, wide, high, average, settle),
           fire_plume, true}};
}

}  // namespace muster::sim::verify
