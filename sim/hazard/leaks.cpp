#include "sim/hazard/leaks.h"

#include "models/release/release.h"
#include "models/substance/criteria.h"
#include "sim/hazard/spread.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include <fmt/format.h>

namespace muster::sim {

namespace {

/// The lowest floor at the leak, or that at the height that the case gives; no_cell where there is none.
scene::CellId floor_below(const scene::Floors& floors, const LeakSpec& leak) {
  if (leak.z) return floors.find(leak.at.x(), leak.at.y(), *leak.z);
  const int32_t column = floors.grid.column(leak.at.x(), leak.at.y());
  if (column < 0) return scene::no_cell;
  const auto c = static_cast<size_t>(column);
  return floors.column_begin[c] < floors.column_begin[c + 1] ? static_cast<scene::CellId>(floors.column_begin[c])
                                                             : scene::no_cell;
}

/// The weather as from `time` of the run on: its later changes count from then.
plume::Weather weather_from(const plume::Weather& weather, double time) {
  const auto& changes = weather.changes;
  const auto later = std::find_if(changes.begin(), changes.end(), [time](const auto& c) { return c.time > time; });
  const auto passed = static_cast<size_t>(later - changes.begin());
  plume::Weather w = passed > 0 ? weather.after_change(passed - 1) : weather;
  w.changes.assign(later, changes.end());
  for (auto& change : w.changes) change.time -= time;
  return w;
}

/// Makes one leak's cloud.
class Leaker {
 public:
  Leaker(const LeakSpec& spec, const plume::Atmosphere& air, const LeakPlace& place, std::vector<Mistake>& mistakes)
      : spec_(spec), air_(air), place_(place), mistakes_(mistakes), ambient_(ambient_of(air)) {}

  LeakCloud run() {
    leak_.name = spec_.name;
    leak_.begins = spec_.begins;
    leak_.downwind = downwind(air_.weather().wind_from);
    stand();
    leak_.substance = place_.library.find(spec_.substance);
    if (leak_.substance == nullptr) {
      refuse("substance", "no substance of this name" + place_.library.suggestion(spec_.substance));
      return std::move(leak_);
    }
    if (leak_.enclosure >= 0) {
      ambient_.wind = air_in_rooms;
      ambient_.sun = 0;
    }
    const auto problems = release::problems(spec_.source, *leak_.substance, ambient_);
    for (const release::Problem& problem : problems) refuse(problem.key, problem.text);
    if (problems.empty()) flow();
    for (Warning& warning : leak_.warnings) warning.text = fmt::format("Leak {}: {}", spec_.name, warning.text);
    return std::move(leak_);
  }

 private:
  void refuse(const std::string& key, std::string text) {
    mistakes_.push_back({spec_.origin.file, spec_.origin.line, spec_.origin.key + "." + key, "", std::move(text)});
  }

  void stand() {
    const scene::CellId cell = floor_below(place_.floors, spec_);
    double ground = spec_.z.value_or(0);
    if (cell != scene::no_cell) {
      ground = place_.floors.z[static_cast<size_t>(cell)];
      const int32_t e = place_.places.of_cell[static_cast<size_t>(cell)];
      if (e >= 0 && spec_.source.height <= place_.places.enclosures[static_cast<size_t>(e)].height) leak_.enclosure = e;
    } else if (!spec_.z) {
      if (!place_.floors.z.empty()) ground = *std::min_element(place_.floors.z.begin(), place_.floors.z.end());
      leak_.warnings.push_back(
          {"leak_off_floors",
           fmt::format("It stands beside the floors, at ({:g}, {:g}): outdoors, on ground as high as the lowest floor, "
                       "{:.2f} m.",
                       spec_.at.x(), spec_.at.y(), ground),
           spec_.origin.key + ".z_m"});
    }
    leak_.source = {spec_.at.x(), spec_.at.y(), spec_.z.value_or(ground)};
  }

  void flow() {
    const release::Release release = release::release(spec_.source, *leak_.substance, ambient_);
    leak_.warnings.insert(leak_.warnings.end(), release.warnings.begin(), release.warnings.end());
    if (release.pool && !release.pool->states.back().boiling && leak_.enclosure < 0 && !air_.sun_radiation())
      leak_.warnings.push_back({"sun_unknown",
                                "No sun on its pool: the weather's class does not tell how strong it is.",
                                "weather.sun_W_m2"});
    leak_.use = {spec_.name,
                 "leak",
                 {{"substance", leak_.substance->id},
                  {"first_rate_kg_s", release.first_rate},
                  {"released_kg", release.released},
                  {"airborne_kg", release.airborne},
                  {"begins_s", spec_.begins}},
                 {}};
    plume::CloudSettings settings;
    settings.model = spec_.dispersion;
    settings.averaging = spec_.averaging;
    std::vector<substance::SourceTerm> terms = release.terms;
    if (!(release.airborne > 0)) {  // its warnings say why
      terms.clear();
      leak_.enclosure = -1;
    }
    for (const substance::SourceTerm& term : terms) leak_.lasts = std::max(leak_.lasts, ends(term));
    if (leak_.enclosure >= 0) fill(terms, settings);
    leak_.terms = terms;
    std::string models = "none";
    if (!terms.empty()) try {
        Spread all = spread(*leak_.substance, std::move(terms), air_.weather(), settings);
        models = all.models;
        leak_.warnings.insert(leak_.warnings.end(), all.warnings.begin(), all.warnings.end());
        leak_.cloud = std::move(all.cloud);
      } catch (const InputError& error) {
        for (const Mistake& mistake : error.mistakes())
          refuse(mistake.key == "model" ? "dispersion" : mistake.key, mistake.text);
      }
    auto& source = leak_.use.source;
    source.insert(source.end(), {{"dispersion", models},
                                 {"stability", std::string(1, plume::letter(air_.stability()))},
                                 {"wind_m_s", air_.weather().wind_speed},
                                 {"wind_from_deg", air_.weather().wind_from}});
  }

  /// The room that it stands in; `terms` become what gets out of it.
  void fill(std::vector<substance::SourceTerm>& terms, plume::CloudSettings& settings) {
    const Enclosure& e = place_.places.enclosures[static_cast<size_t>(leak_.enclosure)];
    const Room room{e.name,
                    e.volume,
                    e.floor,
                    e.switches <= spec_.begins ? e.air_changes_then : e.air_changes,
                    ambient_.temperature,
                    ambient_.pressure,
                    e.switches <= spec_.begins ? std::numeric_limits<double>::infinity() : e.switches - spec_.begins,
                    e.air_changes_then};
    RoomAir inside = room_air(room, terms, *leak_.substance);
    for (Warning warning : inside.warnings) leak_.warnings.push_back(std::move(warning));
    leak_.warnings.push_back(
        {"leak_indoors",
         fmt::format("It fills {} ({:.0f} m3, {:g} air changes/h), well mixed and as warm as outdoors, up to {:.3g} "
                     "ppm; what gets out spreads as from its floor. Layers, jets indoors, open doors to other rooms "
                     "and the building's wake are not modelled.",
                     e.name, e.volume, e.air_changes * 3600, 1e6 * inside.peak),
         "enclosure"});
    const double out = substance::mass_of(inside.out);
    auto& source = leak_.use.source;
    source.insert(source.end(), {{"enclosure", e.name},
                                 {"enclosure_volume_m3", e.volume},
                                 {"enclosure_peak_ppm", 1e6 * inside.peak},
                                 {"enclosure_peak_s", spec_.begins + inside.peak_time},
                                 {"gets_out_kg", out}});
    terms.clear();
    if (out > 0) terms.push_back(inside.out);
    settings.initial_depth = e.height;
    leak_.source.head<2>() = e.middle;
    leak_.inside = std::move(inside);
  }

  const LeakSpec& spec_;
  const plume::Atmosphere& air_;
  const LeakPlace& place_;
  std::vector<Mistake>& mistakes_;
  release::Ambient ambient_;
  LeakCloud leak_;
};

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

release::Ambient ambient_of(const plume::Atmosphere& air) {
  const plume::Weather& weather = air.weather();
  release::Ambient ambient;
  ambient.pressure = weather.pressure;
  ambient.temperature = weather.temperature;
  ambient.wind = air.wind(10);
  ambient.cloud = weather.cloud;
  ambient.sun = air.sun_radiation().value_or(0);
  return ambient;
}

std::vector<LeakCloud> leak_clouds(const std::vector<LeakSpec>& specs, const plume::Weather& weather,
                                   const LeakPlace& place, std::vector<Mistake>& mistakes) {
  std::vector<LeakCloud> leaks;
  // A cloud's time begins with its leak, that of the weather's changes with the run.
  for (const LeakSpec& spec : specs) {
    const plume::Atmosphere air(weather_from(weather, spec.begins));
    leaks.push_back(Leaker(spec, air, place, mistakes).run());
  }
  return leaks;
}

bool goes_with_flow(const LeakSpec& spec, const LeakCloud& leak) {
  return spec.dispersion == plume::Model::automatic && leak.cloud != nullptr && !leak.terms.empty();
}

std::vector<results::HazardEndpoint> endpoints_of(const LeakCloud& leak, const plume::Search& search) {
  std::vector<results::HazardEndpoint> endpoints;
  const std::vector<substance::Criterion> criteria = substance::criteria_of(*leak.substance);
  std::vector<double> fractions;
  for (const substance::Criterion& criterion : criteria) fractions.push_back(criterion.fraction);
  std::vector<plume::Footprint> reached(criteria.size());
  if (leak.cloud) reached = plume::footprints(*leak.cloud, fractions, search);
  for (size_t i = 0; i < criteria.size(); ++i) {
    results::HazardEndpoint endpoint{criteria[i].text, 1e6 * criteria[i].fraction, "ppm", {}, {}};
    if (reached[i].reached) {
      endpoint.max_distance = reached[i].distance;
      endpoint.area = reached[i].area;
      endpoint.beyond = reached[i].beyond;
    }
    endpoints.push_back(std::move(endpoint));
  }
  return endpoints;
}

}  // namespace muster::sim
