#include "sim/hazard/leaks.h"

#include "models/plume/choose.h"
#include "models/plume/sum.h"
#include "models/release/release.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

namespace muster::sim {

namespace {

/// The air around a leak as the release models want it.
release::Ambient ambient_of(const plume::Atmosphere& air) {
  const plume::Weather& weather = air.weather();
  release::Ambient ambient;
  ambient.pressure = weather.pressure;
  ambient.temperature = weather.temperature;
  ambient.wind = air.wind(10);
  ambient.cloud = weather.cloud;
  return ambient;
}

/// The ground below a leak: the lowest floor there, else the lowest of all.
double ground_below(const scene::Floors& floors, const LeakSpec& leak) {
  if (leak.z) return *leak.z;
  double lowest = 0, here = 0;
  bool any = false, found = false;
  const int32_t column = floors.grid.column(leak.at.x(), leak.at.y());
  for (size_t c = 0; c < floors.size(); ++c) {
    if (!any || floors.z[c] < lowest) lowest = floors.z[c];
    any = true;
    if (floors.column[c] != column) continue;
    if (!found || floors.z[c] < here) here = floors.z[c];
    found = true;
  }
  return found ? here : lowest;
}

/// A leak of the case made into a cloud. Mistakes are appended; without a cloud then.
LeakCloud cloud_of_leak(const Case& the_case, const LeakSpec& spec, const scene::Floors& floors,
                        const substance::Library& library, const plume::Atmosphere& air,
                        std::vector<Mistake>& mistakes) {
  LeakCloud leak;
  leak.name = spec.name;
  leak.begins = spec.begins;
  leak.source = {spec.at.x(), spec.at.y(), ground_below(floors, spec)};
  leak.downwind = downwind(the_case.weather->wind_from);
  const auto refuse = [&](const std::string& key, const std::string& value, const std::string& text) {
    mistakes.push_back({spec.origin.file, spec.origin.line, spec.origin.key + "." + key, value, text});
  };
  leak.substance = library.find(spec.substance);
  if (leak.substance == nullptr) {
    refuse("substance", spec.substance, "no substance of this name" + library.suggestion(spec.substance));
    return leak;
  }
  const release::Ambient ambient = ambient_of(air);
  const auto problems = release::problems(spec.source, *leak.substance, ambient);
  for (const release::Problem& problem : problems) refuse(problem.key, "", problem.text);
  if (!problems.empty()) return leak;

  const release::Release release = release::release(spec.source, *leak.substance, ambient);
  leak.warnings = release.warnings;
  std::vector<std::unique_ptr<plume::Cloud>> parts;
  std::string models;
  for (const substance::SourceTerm& term : release.terms) {
    plume::CloudSettings settings;
    settings.model = spec.dispersion;
    settings.averaging = spec.averaging;
    try {
      plume::Chosen chosen = plume::cloud_of(*leak.substance, term, *the_case.weather, settings);
      models += (models.empty() ? "" : " + ") + std::string(chosen.cloud->model());
      leak.warnings.insert(leak.warnings.end(), chosen.warnings.begin(), chosen.warnings.end());
      parts.push_back(std::move(chosen.cloud));
    } catch (const InputError& error) {
      for (const Mistake& mistake : error.mistakes()) refuse(mistake.key, mistake.value, mistake.text);
    }
  }
  if (parts.empty()) return leak;
  leak.cloud = parts.size() == 1 ? std::move(parts.front()) : std::make_unique<plume::SumOfClouds>(std::move(parts));
  for (Warning& warning : leak.warnings) warning.text = fmt::format("Leak {}: {}", spec.name, warning.text);
  leak.use = {spec.name,
              "leak",
              {{"substance", leak.substance->id},
               {"first_rate_kg_s", release.first_rate},
               {"released_kg", release.released},
               {"airborne_kg", release.airborne},
               {"begins_s", spec.begins},
               {"dispersion", models},
               {"stability", std::string(1, plume::letter(air.stability()))},
               {"wind_m_s", the_case.weather->wind_speed},
               {"wind_from_deg", the_case.weather->wind_from}},
              {}};
  return leak;
}

}  // namespace

Vec3 LeakCloud::local(const Vec3& place) const {
  const Vec3 from = place - source;
  return {from.x() * downwind.x() + from.y() * downwind.y(), from.y() * downwind.x() - from.x() * downwind.y(),
          from.z()};
}

Vec2 downwind(double from) {
  const double angle = from * std::numbers::pi / 180;
  return {-std::sin(angle), -std::cos(angle)};
}

std::vector<LeakCloud> leak_clouds(const Case& the_case, const scene::Floors& floors,
                                   const substance::Library& library) {
  std::vector<LeakCloud> leaks;
  if (the_case.leaks.empty()) return leaks;
  const plume::Atmosphere air(*the_case.weather);
  std::vector<Mistake> mistakes;
  for (const LeakSpec& spec : the_case.leaks)
    leaks.push_back(cloud_of_leak(the_case, spec, floors, library, air, mistakes));
  if (!mistakes.empty()) throw InputError(std::move(mistakes));
  return leaks;
}

}  // namespace muster::sim
