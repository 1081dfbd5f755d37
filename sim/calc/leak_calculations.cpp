// `muster calc leak`: what leaks, how fast, and how far it is dangerous.
#include "models/release/release.h"
#include "sim/calc/cloud_answers.h"
#include "sim/calc/fields.h"
#include "sim/case/leak_keys.h"
#include "sim/case/weather_keys.h"
#include "sim/hazard/leaks.h"
#include "sim/hazard/spread.h"

#include <cmath>

namespace muster::sim {

namespace {

struct Inputs {
  std::string substance;
  release::Leak leak;
  plume::Weather weather;
  plume::CloudSettings cloud;
  std::optional<double> room_volume;           // [m3]
  double room_changes = 0.5, room_height = 3;  // [1/h], [m]
  CloudQuestions questions;
};

void add_room(Answer& answer, const RoomAir& inside) {
  answer.add("room_peak_ppm", 1e6 * inside.peak, "ppm", "largest concentration in the room, well mixed");
  answer.add("room_peak_s", inside.peak_time, "s", "when it is there");
  answer.add("room_left_kg", inside.left, "kg", "still in the room's air at the end");
  answer.notes.push_back(
      "The room's air is well mixed and as warm as outdoors; what gets out spreads as from its floor. The building's "
      "wake is not modelled.");
  answer.warnings.insert(answer.warnings.end(), inside.warnings.begin(), inside.warnings.end());
}

Answer answer_of(const Inputs& in, const substance::Library& library) {
  const substance::Substance& s = known_substance(library, "substance", in.substance);
  const plume::Atmosphere air(in.weather);
  release::Ambient ambient = ambient_of(air);
  if (in.room_volume) {
    ambient.wind = air_in_rooms;
    ambient.sun = 0;
  }
  std::vector<Mistake> mistakes;
  for (const release::Problem& problem : release::problems(in.leak, s, ambient))
    mistakes.push_back({"", 0, problem.key, "", problem.text});
  if (!mistakes.empty()) throw InputError(std::move(mistakes));
  const release::Release out = release::release(in.leak, s, ambient);
  if (!(out.airborne > 0)) {
    std::string why = "nothing enters the air";
    for (const Warning& warning : out.warnings)
      if (warning.code == "release_nothing") why = warning.text;
    throw InputError({"", 0, "source", "", why});
  }
  Answer answer;
  answer.add("substance", s.id, "what leaks");
  if (out.first_rate > 0) answer.add("first_rate_kg_s", out.first_rate, "kg/s", "through the opening at the start");
  answer.add("released_kg", out.released, "kg", "in all");
  answer.add("airborne_kg", out.airborne, "kg", "of it that enters the air, from a pool too");
  for (const substance::SourceTerm& term : out.terms)
    answer.notes.insert(answer.notes.end(), term.notes.begin(), term.notes.end());
  answer.warnings = out.warnings;
  std::vector<substance::SourceTerm> terms = out.terms;
  plume::CloudSettings settings = in.cloud;
  if (in.room_volume) {
    const RoomAir inside = room_air({"the room", *in.room_volume, *in.room_volume / in.room_height,
                                     in.room_changes / 3600, ambient.temperature, ambient.pressure},
                                    terms, s);
    add_room(answer, inside);
    terms = {inside.out};
    settings.initial_depth = in.room_height;
  }
  const Spread all = spread(s, std::move(terms), in.weather, settings);
  answer.add("model", all.models, "the models taken for the cloud");
  answer.add("dense_criterion", all.heaviness.criterion, "",
             fmt::format("Britter and McQuaid's; {} and above is a dense gas", all.heaviness.limit));
  add_weather_answers(answer, air);
  answer.notes.insert(answer.notes.end(), all.notes.begin(), all.notes.end());
  answer.warnings.insert(answer.warnings.end(), all.warnings.begin(), all.warnings.end());
  add_cloud_answers(answer, *all.cloud, s, air, in.questions);
  return answer;
}

}  // namespace

std::vector<Calculation> leak_calculations() {
  Table<Inputs> table("A leak from tank, pipe, valve or pool: what comes out and how far it is dangerous.");
  table.key("substance", &Inputs::substance, text(), "name, formula or CAS number", Need::required);
  add_leak_keys(table, [](Inputs& i) -> release::Leak& { return i.leak; });
  table.key(
      "dispersion", [](Inputs & i) -> auto& { return i.cloud.model; }, choice<plume::Model>(plume::models()),
      "how it spreads; `automatic`: by Britter and McQuaid's criterion");
  table.key(
      "averaging_s", [](Inputs & i) -> auto& { return i.cloud.averaging; }, number(within(1, 86400), "s"),
      "in which a plume wanders across the wind");
  table.key("room_volume_m3", &Inputs::room_volume, number(above(0, 1e8), "m3"),
            "it leaks in a closed room of that volume, which fills and leaks");
  table.key("room_air_changes_per_h", &Inputs::room_changes, number(within(0, 100), "1/h"), "of that room");
  table.key("room_height_m", &Inputs::room_height, number(within(1, 200), "m"), "of that room");
  table.only_with("room_air_changes_per_h", {"room_volume_m3"}).only_with("room_height_m", {"room_volume_m3"});
  add_question_keys(table, [](Inputs& i) -> CloudQuestions& { return i.questions; });
  add_weather_keys(table, [](Inputs& i) -> plume::Weather& { return i.weather; });
  return {calculation<Inputs>("leak", "what leaks, how fast, and how far it is dangerous", table, answer_of)};
}

}  // namespace muster::sim
