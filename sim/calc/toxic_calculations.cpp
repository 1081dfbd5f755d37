// `muster calc toxic-load` and `muster calc shelter`.
#include "base/text.h"
#include "models/plume/infiltration.h"
#include "models/substance/toxic.h"
#include "sim/calc/fields.h"

#include <algorithm>
#include <cmath>

namespace muster::sim {

namespace {

using substance::Probit;
using substance::Substance;

constexpr double ppm = 1e-6;

/// What people breathe outside: a constant concentration for some time, or one over time.
struct Exposure {
  std::string substance, family;
  std::optional<double> ppm, minutes;
  std::vector<std::vector<double>> over_time;  ///< each [s], [ppm]
};

/// A broken line; two points at one time are a jump. [s], volume fraction
struct Course {
  std::vector<double> times, fractions;
};

Type<std::vector<std::vector<double>>> over_time() {
  auto type = with_rule(list_of(list_of(number(within(0, 1e6), ""), 2, 2), 2, 10000),
                        [](const std::vector<std::vector<double>>& points) -> std::string {
                          for (size_t i = 1; i < points.size(); ++i)
                            if (points[i][0] <= points[i - 1][0]) return "the times must ascend";
                          return "";
                        });
  type.schema["x-form"] = "list of `[s, ppm]`";
  return type;
}

/// The keys of an exposure, for inputs that hold one.
template <class Inputs>
void add_exposure(Table<Inputs>& table) {
  table.key(
      "substance", [](Inputs & in) -> auto& { return in.exposure.substance; }, text(),
      "a substance of `muster data substances`", Need::required);
  table.key(
      "ppm", [](Inputs & in) -> auto& { return in.exposure.ppm; }, number(within(0, 1e6), "ppm"),
      "constant concentration, for `minutes`");
  table.key(
      "minutes", [](Inputs & in) -> auto& { return in.exposure.minutes; }, number(above(0, 10080), "min"),
      "how long it lasts");
  table.key(
      "ppm_over_time", [](Inputs & in) -> auto& { return in.exposure.over_time; }, over_time(),
      "concentration over time, straight lines between the points");
  table.key(
      "family", [](Inputs & in) -> auto& { return in.exposure.family; }, text(),
      "whose probits, e.g. CCPS or PurpleBook; without it, all");
  table.exactly_one({"ppm", "ppm_over_time"}).only_with("minutes", {"ppm"});
  table.check([](const Spot& spot, Inputs& in, Report& report) {
    if (in.exposure.ppm && !in.exposure.minutes && spot.node.find("minutes") == nullptr)
      report.refuse_key(spot, "minutes", "is required together with ppm");
  });
}

Course course_of(const Exposure& e) {
  Course course;
  if (e.ppm) return {{0, 60 * *e.minutes}, {*e.ppm * ppm, *e.ppm * ppm}};
  for (const auto& point : e.over_time) {
    course.times.push_back(point[0]);
    course.fractions.push_back(point[1] * ppm);
  }
  return course;
}

/// Those of the family, or all.
std::vector<const Probit*> probits_of(const Substance& s, const std::string& family) {
  std::vector<const Probit*> all;
  std::vector<std::string> families;
  for (const Probit& probit : s.toxic.probits) {
    families.push_back(probit.family);
    if (family.empty() || lower(probit.family) == lower(family)) all.push_back(&probit);
  }
  if (!family.empty() && all.empty())
    throw InputError(
        {"", 0, "family", family,
         families.empty() ? s.id + " has no probits" : "no probit of this family" + suggestion(family, families)});
  return all;
}

double mean_of(const Course& c) {
  return substance::toxic_load(c.times, c.fractions, 1) / ((c.times.back() - c.times.front()) / 60);
}

void add_levels(Answer& answer, const Substance& s, const Course& course) {
  const double seconds = course.times.back() - course.times.front(), mean = mean_of(course);
  const double peak = *std::max_element(course.fractions.begin(), course.fractions.end());
  std::string exceeded = "none";
  bool known = false;
  for (int level = 1; s.toxic.aegl && level <= 3; ++level) {
    const auto limit = substance::aegl_at(*s.toxic.aegl, level, seconds);
    if (!limit) continue;
    known = true;
    answer.add(fmt::format("aegl_{}_ppm", level), *limit / ppm, "ppm",
               fmt::format("AEGL-{} of exposures of {:.4g} min", level, seconds / 60));
    if (mean >= *limit) exceeded = fmt::format("AEGL-{}", level);
  }
  if (known) answer.add("aegl_reached", exceeded, "highest level that the mean concentration reaches");
  if (s.toxic.idlh) answer.add("share_of_idlh", peak / *s.toxic.idlh, "", "highest concentration over the IDLH value");
}

Answer toxic_load_answer(const Exposure& e, const substance::Library& library) {
  const Substance& s = known_substance(library, "substance", e.substance);
  const Course course = course_of(e);
  Answer answer;
  answer.add("mean_ppm", mean_of(course) / ppm, "ppm", "mean concentration");
  const auto probits = probits_of(s, e.family);
  for (const Probit* probit : probits) {
    const std::string key = lower(probit->family);
    const double unit = substance::in_unit_of(*probit, 1, s.molar_mass);
    const double load = std::pow(unit, probit->n) * substance::toxic_load(course.times, course.fractions, probit->n);
    const char* unit_word = probit->unit == Probit::Unit::ppm ? "ppm" : "mg/m3";
    answer.add(key + "_load", load, fmt::format("({})^{} min", unit_word, probit->n), "toxic load, " + probit->family);
    answer.add(key + "_death_probability", substance::death_probability(*probit, load), "",
               "probability of death, " + probit->family);
    answer.add(key + "_lc50_ppm",
               substance::lethal_fraction(*probit, s.molar_mass, course.times.back() - course.times.front()) / ppm,
               "ppm", "constant concentration that kills half of the people in this time, " + probit->family);
  }
  if (s.toxic.hse) {
    const double load =
        substance::toxic_load(course.times, course.fractions, s.toxic.hse->n) / std::pow(ppm, s.toxic.hse->n);
    answer.add("share_of_slot", load / s.toxic.hse->slot, "", "load over the HSE's SLOT (1 to 5 % deaths)");
    answer.add("share_of_slod", load / s.toxic.hse->slod, "", "load over the HSE's SLOD (50 % deaths)");
  }
  add_levels(answer, s, course);
  if (probits.empty())
    answer.warnings.push_back(
        {"no_probit", s.id + " has no probit: the probability of death is not known", "substance"});
  if (probits.size() > 1)
    answer.notes.push_back("families differ by a factor of 2 to 4 in concentration; `family` takes one");
  return answer;
}

struct ToxicLoadInputs {
  Exposure exposure;
};

Calculation toxic_load_calculation() {
  Table<ToxicLoadInputs> table("Toxic load and probability of death of an exposure.");
  add_exposure(table);
  return calculation<ToxicLoadInputs>("toxic-load",
                                      "toxic load, probability of death and emergency levels of an exposure", table,
                                      [](const ToxicLoadInputs& in, const substance::Library& library) {
                                        return toxic_load_answer(in.exposure, library);
                                      });
}

struct ShelterInputs {
  Exposure exposure;
  std::optional<double> air_changes;  ///< [1/h]
  std::optional<double> leakage_area_cm2;
  double volume = 250;
  int storeys = 1, shielding = 3;
  double difference = 10, wind = 3;
  double warned_after = 0, open_air_changes = 5;  ///< [s], [1/h]
  double until_min = 0;
  std::optional<double> limit_ppm;
};

Table<ShelterInputs> shelter_table() {
  using I = ShelterInputs;
  Table<I> table("Shelter in place: a building of well-mixed air in a passing cloud.");
  add_exposure(table);
  table.key("air_changes_per_h", &I::air_changes, number(within(0, 100), "1/h"), "of the shut building");
  table.key("leakage_area_cm2", &I::leakage_area_cm2, number(above(0, 1e6), "cm2"),
            "effective leakage area at 4 Pa, from which the air changes follow (Sherman and Grimsrud)");
  table.key("volume_m3", &I::volume, number(above(0, 1e7), "m3"), "volume of its air");
  table.key("storeys", &I::storeys, whole(1, 3), "its storeys");
  table.key("shielding", &I::shielding, whole(1, 5), "from the wind: 1 none, 3 suburban, 5 dense");
  table.key("temperature_difference_K", &I::difference, number(within(-60, 60), "K"), "between inside and outside");
  table.key("wind_m_s", &I::wind, number(within(0, 60), "m/s"), "wind at the weather station");
  table.key("warned_after_s", &I::warned_after, number(within(0, 604800), "s"),
            "when windows are shut and fans stopped");
  table.key("open_air_changes_per_h", &I::open_air_changes, number(within(0, 100), "1/h"), "air changes until then");
  table.key("until_min", &I::until_min, number(within(0, 10080), "min"),
            "how long people stay; 0: 3 hours longer than the cloud");
  table.key("limit_ppm", &I::limit_ppm, number(above(0, 1e6), "ppm"),
            "concentration inside that matters; without it, AEGL-2 of 60 min, else IDLH");
  table.exactly_one({"air_changes_per_h", "leakage_area_cm2"});
  for (const char* key : {"volume_m3", "storeys", "shielding", "temperature_difference_K", "wind_m_s"})
    table.only_with(key, {"leakage_area_cm2"});
  return table;
}

/// With points every few seconds, so that straight lines between them follow the air inside; nothing after the last.
Course fine(const Course& course, double until) {
  constexpr double step = 10, most = 2000;
  Course fine{{course.times.front()}, {course.fractions.front()}};
  const auto append = [&](double t1, double c1) {
    const double t0 = fine.times.back(), c0 = fine.fractions.back();
    const auto pieces = static_cast<int>(std::clamp(std::ceil((t1 - t0) / step), 1.0, most));
    for (int i = 1; i <= pieces; ++i) {
      fine.times.push_back(t0 + (t1 - t0) * i / pieces);
      fine.fractions.push_back(c0 + (c1 - c0) * i / pieces);
    }
  };
  for (size_t i = 1; i < course.times.size(); ++i) append(course.times[i], course.fractions[i]);
  fine.times.push_back(fine.times.back());
  fine.fractions.push_back(0);
  if (until > fine.times.back()) append(until, 0);
  return fine;
}

void add_shelter_loads(Answer& answer, const Substance& s, const std::vector<const Probit*>& probits,
                       const Course& outside, const std::vector<double>& inside) {
  for (const Probit* probit : probits) {
    const std::string key = lower(probit->family);
    const auto death = [&](std::span<const double> fractions) {
      return substance::death_probability(*probit, s.molar_mass, outside.times, fractions);
    };
    answer.add(key + "_death_probability_outside", death(outside.fractions), "",
               "probability of death in the open, " + probit->family);
    answer.add(key + "_death_probability_inside", death(inside), "", "probability of death inside, " + probit->family);
    const double open = substance::toxic_load(outside.times, outside.fractions, probit->n);
    if (open > 0)
      answer.add(key + "_load_share", substance::toxic_load(outside.times, inside, probit->n) / open, "",
                 "toxic load inside over that in the open, " + probit->family);
  }
}

Answer shelter_answer(const ShelterInputs& in, const substance::Library& library) {
  const Substance& s = known_substance(library, "substance", in.exposure.substance);
  const auto probits = probits_of(s, in.exposure.family);
  const Course given = course_of(in.exposure);
  const double until = in.until_min > 0 ? given.times.front() + 60 * in.until_min : given.times.back() + 3 * 3600;
  if (until < given.times.back())
    throw InputError({"", 0, "until_min", fmt::format("{}", in.until_min), "must not end before the cloud has passed"});
  const Course outside = fine(given, until);
  double shut = 0;
  if (in.air_changes)
    shut = *in.air_changes / 3600;
  else
    shut =
        plume::air_changes({1e-4 * *in.leakage_area_cm2, in.volume, in.storeys, in.shielding}, in.difference, in.wind);
  std::vector<plume::AirChange> rates = {{outside.times.front(), shut}};
  if (in.warned_after > 0)
    rates = {{outside.times.front(), in.open_air_changes / 3600}, {outside.times.front() + in.warned_after, shut}};
  const std::vector<double> inside = plume::inside(outside.times, outside.fractions, rates);

  Answer answer;
  const auto peak = std::max_element(inside.begin(), inside.end());
  answer.add("air_changes_per_h", 3600 * shut, "1/h", "air changes of the shut building");
  answer.add("inside_peak_ppm", *peak / ppm, "ppm", "highest concentration inside");
  answer.add("inside_peak_after_s", outside.times[static_cast<size_t>(peak - inside.begin())], "s", "when that is");
  add_shelter_loads(answer, s, probits, outside, inside);
  if (const auto leave = plume::better_outside(outside.times, outside.fractions, inside))
    answer.add("better_outside_after_s", *leave, "s", "from then on the air outside is cleaner: leave or ventilate");
  std::optional<double> limit;
  if (in.limit_ppm)
    limit = *in.limit_ppm * ppm;
  else if (s.toxic.aegl && s.toxic.aegl->level[1][2])
    limit = s.toxic.aegl->level[1][2];
  else
    limit = s.toxic.idlh;
  if (limit) {
    answer.add("limit_ppm", *limit / ppm, "ppm", "concentration that matters");
    const auto over = std::find_if(inside.begin(), inside.end(), [&](double c) { return c >= *limit; });
    if (over != inside.end())
      answer.add("limit_reached_after_s", outside.times[static_cast<size_t>(over - inside.begin())], "s",
                 "when the air inside reaches it");
    if (const auto safe = plume::safe_inside(outside.times, inside, *limit); safe && over != inside.end())
      answer.add("below_limit_after_s", *safe, "s", "when it is below it for good");
  }
  answer.notes.push_back("well-mixed air; nothing is held back by the walls or absorbed inside");
  return answer;
}

}  // namespace

std::vector<Calculation> toxic_calculations() {
  return {toxic_load_calculation(),
          calculation<ShelterInputs>("shelter",
                                     "a building in a passing cloud: air changes, concentration and toxic load inside",
                                     shelter_table(), shelter_answer)};
}

}  // namespace muster::sim
