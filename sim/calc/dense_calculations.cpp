// `muster calc dense-plume`.
#include "models/plume/dense/dense.h"
#include "sim/calc/cloud_answers.h"
#include "sim/calc/fields.h"
#include "sim/case/weather_keys.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::sim {

namespace {

namespace dense = plume::dense;
using dense::Release;

constexpr double kelvin = 273.15;

struct Inputs {
  std::string substance;
  Release::Kind kind = Release::Kind::jet;
  std::optional<double> rate, mass, duration, temperature, speed, area, ground_temperature;
  double liquid_fraction = 0, height = 0, upward = 0;  // [kg/kg], [m], [deg]
  double averaging = 600;                              // [s]
  dense::Variant variant = dense::Variant::muster;
  plume::Weather weather;
  CloudQuestions questions;
};

/// What is released, with what the user left out.
Release release_of(const Inputs& in, const substance::Substance& s, const plume::Atmosphere& air) {
  Release r;
  r.kind = in.kind;
  r.rate = in.rate.value_or(0);
  r.mass = in.mass.value_or(0);
  r.duration = in.duration.value_or(r.duration);
  const double boiling = s.boiling_temperature(air.pressure(0)), ambient = air.temperature(2);
  const double gas = in.kind == Release::Kind::pool ? std::min(boiling, ambient) : std::max(boiling, ambient);
  r.temperature = in.temperature.value_or(in.liquid_fraction > 0 ? boiling : gas);
  r.liquid_fraction = in.liquid_fraction;
  r.height = in.height;
  const double angle = in.upward * std::numbers::pi / 180;
  r.direction = {std::cos(angle), 0, std::sin(angle)};
  r.area = in.area.value_or(0);
  if (r.kind == Release::Kind::jet && !in.area) {
    const dense::Mixture mixture(substance::two_phase(s, r.temperature, ambient), dense::air_of(air), r.temperature,
                                 r.liquid_fraction);
    const double speed = in.speed.value_or(std::max(0.5, air.wind(std::max(1.0, r.height))));
    r.area = r.rate / (mixture.at(1, 0).density * speed);
  }
  return r;
}

Answer::Series sections(const dense::DenseCloud& cloud, double air_density) {
  Answer::Series series{"sections",
                        "the cloud averaged over its section, along the wind; of a puff as its centre passes",
                        {{"x_m", "m"},
                         {"time_s", "s"},
                         {"half_width_m", "m"},
                         {"depth_m", "m"},
                         {"centre_height_m", "m"},
                         {"speed_m_s", "m/s"},
                         {"temperature_C", "C"},
                         {"density_ratio", ""},
                         {"mass_fraction", ""}},
                        {}};
  double next = -1e9;
  for (const auto* part : {&cloud.plume(), &cloud.puff()}) {
    for (const dense::Station& s : *part) {
      if (s.x < next) continue;
      const dense::Section& c = s.section;
      series.rows.push_back({s.x, s.time, c.half_width, c.depth, s.height, c.speed, c.temperature - kelvin,
                             c.density / air_density, s.mass_fraction});
      next = s.x + std::max(0.5, 0.2 * s.x);  // rows about 20 % apart
    }
  }
  return series;
}

Answer answer_of(const Inputs& in, const substance::Library& library) {
  const substance::Substance& s = known_substance(library, "substance", in.substance);
  const plume::Atmosphere air(in.weather);
  const Release release = release_of(in, s, air);
  if (const std::string problem = release.problem(); !problem.empty()) throw InputError({"", 0, "kind", "", problem});
  Answer answer;
  check_state(answer, s, release.temperature, release.liquid_fraction, air.pressure(0),
              release.kind == Release::Kind::pool);
  dense::Settings settings;
  // A mean over the time after a release would make its cloud look thinner.
  settings.averaging_time = release.kind == Release::Kind::instantaneous ? 0 : in.averaging;
  settings.farthest = in.questions.farthest.value_or(settings.farthest);
  settings.ground_temperature = in.ground_temperature;
  settings.variant = in.variant;
  const dense::Air entrained = dense::air_of(air);
  const dense::DenseCloud cloud(substance::two_phase(s, release.temperature, air.temperature(2)), entrained,
                                dense::layer_of(air), release, settings);
  answer.add("substance", s.id, "what is released");
  answer.add("model", std::string(cloud.model()), "the model taken");
  answer.add("source_density_kg_m3", cloud.source_density(), "kg/m3", "of what is released, drops included");
  answer.add("air_density_kg_m3", entrained.density(), "kg/m3", "of the air");
  if (release.kind == Release::Kind::jet) {
    answer.add("source_speed_m_s", cloud.source_speed(), "m/s", "of the expanded jet");
    answer.add("source_area_m2", release.area, "m2", "its cross-section");
  }
  answer.add("passive_from_m", cloud.passive_from(), "m",
             "from here on it differs by less than 1 % from the air's density");
  add_weather_answers(answer, air);
  answer.notes.push_back("Dense gas: conservation laws averaged over the cloud's section (of the class of SLAB).");
  answer.warnings.insert(answer.warnings.end(), air.warnings().begin(), air.warnings().end());
  answer.warnings.insert(answer.warnings.end(), cloud.warnings().begin(), cloud.warnings().end());
  add_cloud_answers(answer, cloud, s, air, in.questions);
  answer.series.push_back(sections(cloud, entrained.density()));
  return answer;
}

/// What must hold between the keys of the kinds.
void check_kind(const Spot& spot, Inputs& in, Report& report) {
  const bool at_once = in.kind == Release::Kind::instantaneous;
  if (at_once && in.rate) report.refuse_key(spot, "rate_kg_s", "what is released at once has mass_kg");
  if (at_once && in.duration) report.refuse_key(spot, "duration_s", "what is released at once has none");
  if (!at_once && in.mass) report.refuse_key(spot, "mass_kg", "jets and pools have rate_kg_s and duration_s");
  if (in.kind == Release::Kind::pool && !in.area) report.refuse_key(spot, "area_m2", "is needed for a pool");
  if (in.kind != Release::Kind::jet && in.speed) report.refuse_key(spot, "speed_m_s", "only a jet has a speed");
}

}  // namespace

std::vector<Calculation> dense_calculations() {
  Table<Inputs> table("A cloud heavier than air over flat ground: from a jet, a pool, or released at once.");
  table.key("substance", &Inputs::substance, text(), "name, formula or CAS number", Need::required);
  table.key("kind", &Inputs::kind,
            choice<Release::Kind>({{"jet", Release::Kind::jet},
                                   {"pool", Release::Kind::pool},
                                   {"instantaneous", Release::Kind::instantaneous}}),
            "how it is released");
  table.key("rate_kg_s", &Inputs::rate, number(above(0, 1e6), "kg/s"), "into the air, drops included; jets and pools");
  table.key("mass_kg", &Inputs::mass, number(above(0, 1e9), "kg"), "released at once");
  table.key("duration_s", &Inputs::duration, number(above(0, 1e7), "s"), "without it the release goes on for ever");
  table.key("temperature_C", &Inputs::temperature, celsius(within(-253, 2000)),
            "after expansion to the air's pressure; without it the boiling point with drops and of pools, otherwise "
            "the air's where it is gas");
  table.key("liquid_fraction", &Inputs::liquid_fraction, number(within(0, 1), ""), "share of it that is drops");
  table.key("speed_m_s", &Inputs::speed, number(above(0, 2000), "m/s"),
            "of the expanded jet; without it that of the wind");
  table.key("area_m2", &Inputs::area, number(above(0, 1e7), "m2"),
            "of the expanded jet, in place of its speed; of the pool; of the ground below an instantaneous cloud");
  table.key("height_m", &Inputs::height, number(within(0, 500), "m"), "of the source above the ground");
  table.key("upward_deg", &Inputs::upward, number(within(-90, 180), "deg"),
            "where the jet points: 0 with the wind, 90 upwards, 180 against the wind");
  table.key("ground_temperature_C", &Inputs::ground_temperature, celsius(within(-100, 200)),
            "without it that of the air");
  table.key("averaging_s", &Inputs::averaging, number(within(0, 86400), "s"),
            "in which a plume wanders across the wind");
  table.key("settings", &Inputs::variant,
            choice<dense::Variant>({{"muster", dense::Variant::muster}, {"slab", dense::Variant::slab}}),
            "`slab`: Ermak's, where they differ (models/plume/dense/README.md)");
  table.exactly_one({"rate_kg_s", "mass_kg"}).at_most_one({"speed_m_s", "area_m2"});
  table.check(check_kind);
  add_question_keys(table, [](Inputs& i) -> CloudQuestions& { return i.questions; });
  add_weather_keys(table, [](Inputs& i) -> plume::Weather& { return i.weather; });
  return {calculation<Inputs>("dense-plume", "how far a cloud heavier than air is dangerous", table, answer_of)};
}

}  // namespace muster::sim
