// `muster calc plume` and `muster calc puff`.
#include "models/plume/choose.h"
#include "sim/calc/cloud_answers.h"
#include "sim/calc/fields.h"
#include "sim/case/weather_keys.h"

#include <cmath>
#include <numbers>

namespace muster::sim {

namespace {

struct Inputs {
  std::string substance;
  std::optional<double> rate, duration, mass, temperature, area;
  double height = 0, liquid_fraction = 0, speed = 0, upward = 0;  // [m], [kg/kg], [m/s], [deg]
  plume::Weather weather;
  plume::CloudSettings cloud;
  CloudQuestions questions;
};

void add_cloud_keys(Table<Inputs>& table) {
  const auto in = [](auto member) {
    return [member](Inputs & i) -> auto& { return i.cloud.*member; };
  };
  using S = plume::CloudSettings;
  table.key("model", in(&S::model), choice<plume::Model>(plume::models()),
            "automatic: by Britter and McQuaid's criterion");
  table.key(
      "sigmas", in(&S::sigmas), choice<plume::SigmaSet>(plume::sigma_sets()),
      "dispersion parameters of Gaussian models; without it Briggs', rural or urban, at once those of `ccps_puff`");
  table.key("averaging_s", in(&S::averaging), number(within(1, 86400), "s"),
            "in which a plume wanders across the wind");
  table.key("width_m", in(&S::initial_width), number(within(0, 10000), "m"), "of a Gaussian source, across");
  table.key("depth_m", in(&S::initial_depth), number(within(0, 1000), "m"), "of a Gaussian source, vertical");
}

void add_source_keys(Table<Inputs>& table) {
  table.key("substance", &Inputs::substance, text(), "name, formula or CAS number", Need::required);
  table.key("height_m", &Inputs::height, number(within(0, 1000), "m"), "of the source above the ground");
  table.key("temperature_C", &Inputs::temperature, celsius(within(-273, 2000)),
            "of what enters the air, at its pressure; without it the air's, at least the boiling point");
  table.key("liquid_fraction", &Inputs::liquid_fraction, number(within(0, 1), ""), "share of it that is drops");
}

void add_the_rest(Table<Inputs>& table) {
  add_cloud_keys(table);
  add_question_keys(table, [](Inputs& i) -> CloudQuestions& { return i.questions; });
  add_weather_keys(table, [](Inputs& i) -> plume::Weather& { return i.weather; });
}

substance::Outflow outflow_of(const Inputs& in, const substance::Substance& s) {
  substance::Outflow o;
  o.rate = in.rate.value_or(0);
  const double boiling = s.boiling_temperature(in.weather.pressure);
  o.temperature = in.temperature.value_or(in.liquid_fraction > 0 ? boiling : std::max(in.weather.temperature, boiling));
  o.liquid_fraction = in.liquid_fraction;
  o.speed = in.speed;
  const double density = s.gas_density(o.temperature, in.weather.pressure);
  o.area = in.area.value_or(in.speed > 0 ? o.rate * (1 - o.liquid_fraction) / (density * in.speed) : 0);
  return o;
}

Answer answer_of(const Inputs& in, const substance::Library& library, bool at_once) {
  const substance::Substance& s = known_substance(library, "substance", in.substance);
  substance::SourceTerm source;
  using Kind = substance::SourceTerm::Kind;
  source.kind = at_once ? Kind::instantaneous : in.area && !(in.speed > 0) ? Kind::pool : Kind::jet;
  source.height = in.height;
  const double up = in.upward * std::numbers::pi / 180;
  source.direction = {std::cos(up), 0, std::sin(up)};
  source.outflow.push_back(outflow_of(in, s));
  Answer answer;
  const plume::Atmosphere air(in.weather);
  check_state(answer, s, source.outflow[0].temperature, in.liquid_fraction, air.pressure(0), source.kind == Kind::pool);
  if (at_once) source.instantaneous_mass = in.mass.value_or(0);
  if (in.duration) source.outflow.push_back({*in.duration, 0, source.outflow[0].temperature, 0, 0, 0});
  const plume::Chosen chosen = plume::cloud_of(s, source, in.weather, in.cloud);
  answer.add("substance", s.id, "what is released");
  answer.add("model", std::string(chosen.cloud->model()), "the model taken");
  answer.add("dense_criterion", chosen.heaviness.criterion, "",
             fmt::format("Britter and McQuaid's; {} and above is a dense gas", chosen.heaviness.limit));
  answer.add("source_density_kg_m3", chosen.heaviness.source_density, "kg/m3", "of what is released, drops included");
  add_weather_answers(answer, air);
  answer.notes = chosen.notes;
  answer.warnings.insert(answer.warnings.end(), chosen.warnings.begin(), chosen.warnings.end());
  add_cloud_answers(answer, *chosen.cloud, s, air, in.questions);
  return answer;
}

Calculation plume_calculation() {
  Table<Inputs> table("A release that goes on: how far it is dangerous.");
  add_source_keys(table);
  table.key("rate_kg_s", &Inputs::rate, number(above(0, 1e6), "kg/s"), "that enters the air", Need::required);
  table.key("duration_s", &Inputs::duration, number(above(0, 604800), "s"), "without it the release goes on for ever");
  table.key("speed_m_s", &Inputs::speed, number(within(0, 2000), "m/s"), "of its jet, at the pressure of the air");
  table.key("upward_deg", &Inputs::upward, number(within(-90, 90), "deg"),
            "where the jet points, above the horizontal");
  table.key("area_m2", &Inputs::area, number(above(0, 1e7), "m2"),
            "of the pool that it rises from; with `speed_m_s` of the jet's cross-section");
  table.key(
      "stack_diameter_m", [](Inputs & i) -> auto& { return i.cloud.stack_diameter; }, number(above(0, 50), "m"),
      "a Gaussian plume from a stack: with Briggs' rise and the wake's pull");
  table.key(
      "puffs", [](Inputs & i) -> auto& { return i.cloud.puffs; }, whole(1, 100000),
      "how many at most a release into wind that changes is cut into");
  add_the_rest(table);
  table.only_with("puffs", {"wind_changes"});
  table.check([](const Spot& spot, Inputs& in, Report& report) {
    if (!in.weather.changes.empty() && !in.duration)
      report.refuse_key(spot, "wind_changes", "applies only together with duration_s");
  });
  return calculation<Inputs>("plume", "how far a release that goes on is dangerous", table,
                             [](const Inputs& in, const substance::Library& l) { return answer_of(in, l, false); });
}

Calculation puff_calculation() {
  Table<Inputs> table("A release at one moment: how far it is dangerous.");
  add_source_keys(table);
  table.key("mass_kg", &Inputs::mass, number(above(0, 1e9), "kg"), "that enters the air", Need::required);
  add_the_rest(table);
  return calculation<Inputs>("puff", "how far a release at one moment is dangerous", table,
                             [](const Inputs& in, const substance::Library& l) { return answer_of(in, l, true); });
}

}  // namespace

std::vector<Calculation> plume_calculations() { return {plume_calculation(), puff_calculation()}; }

}  // namespace muster::sim
