// How `muster data people` shows the profiles.
#include "sim/case/sourced.h"
#include "sim/data/people_data.h"

#include <iterator>

namespace muster::sim {

namespace {

const char* word(crowd::Sex sex) {
  return sex == crowd::Sex::male ? "male" : sex == crowd::Sex::female ? "female" : "mixed";
}

std::string in_words(const Distribution& d) {
  if (d.kind == Distribution::Kind::constant) return fmt::format("{}", d.a);
  if (d.kind == Distribution::Kind::uniform) return fmt::format("{} to {}", d.a, d.b);
  return fmt::format("{} +- {} in [{}, {}]", d.a, d.b, d.min, d.max);
}

Json as_json(const Distribution& d) {
  if (d.kind == Distribution::Kind::constant) return {{"value", d.a}};
  if (d.kind == Distribution::Kind::uniform) return {{"distribution", "uniform"}, {"low", d.a}, {"high", d.b}};
  return {{"distribution", "normal"}, {"mean", d.a}, {"sd", d.b}, {"min", d.min}, {"max", d.max}};
}

Json as_json(const ProfileEntry& e) {
  Json shown = {{"name", e.name}, {"text", e.text}, {"sex", word(e.sex)}};
  if (!e.curve_male.empty()) shown["curve_male"] = e.curve_male;
  if (!e.curve_female.empty()) shown["curve_female"] = e.curve_female;
  for (size_t i = 0; i < profile_values.size(); ++i) {
    if (!e.values[i]) continue;
    Json value = as_json(e.values[i]->value);
    value["unit"] = profile_values[i].unit;
    value["source"] = e.values[i]->source;
    value["status"] = word(e.values[i]->status);
    shown[profile_values[i].key] = value;
  }
  if (e.stairs)
    shown["stairs"] = {{"value", e.stairs->value}, {"source", e.stairs->source}, {"status", word(e.stairs->status)}};
  return shown;
}

Json as_json(const CurveEntry& c) {
  return {{"name", c.name},       {"age_years", c.curve.age}, {"mean_m_s", c.curve.mean},
          {"sd_m_s", c.curve.sd}, {"source", c.source},       {"status", word(c.status)}};
}

Json as_json(const MixEntry& m) {
  Json parts = Json::array();
  for (const crowd::ProfileShare& part : m.parts) parts.push_back({{"who", part.who}, {"share", part.share}});
  return {{"name", m.name}, {"text", m.text}, {"parts", parts}, {"source", m.source}, {"status", word(m.status)}};
}

/// Whether anything of this name is shown; "" everything.
void need_name(const PeopleData& data, const std::string& name) {
  if (name.empty() || !data.find(name).empty()) return;
  throw InputError({"", 0, "data people", name, "no profile of this name" + suggestion(name, data.names())});
}

std::string line_of(const ProfileEntry& e) {
  const crowd::Profile& p = e.profile;
  const std::string speed = p.speed ? in_words(*p.speed) : "by age, " + e.curve_male;
  const std::string stairs = !p.stairs ? "none"
                             : p.speed_up
                                 ? fmt::format("{} up, {} down m/s", in_words(*p.speed_up), in_words(*p.speed_down))
                                 : fmt::format("{} up, {} down of the free speed", p.stairs_up, p.stairs_down);
  return fmt::format("{:<24} {:<34} {:<8} {}\n", e.name, speed, in_words(p.radius), stairs);
}

}  // namespace

std::string people_json(const PeopleData& data, const std::string& name) {
  need_name(data, name);
  Json shown = {
      {"source", Json::array()}, {"curve", Json::array()}, {"profile", Json::array()}, {"mix", Json::array()}};
  for (const DataSource& s : data.sources) shown["source"].push_back({{"name", s.name}, {"text", s.text}});
  for (const CurveEntry& c : data.curves) shown["curve"].push_back(as_json(c));
  for (const ProfileEntry& e : data.profiles)
    if (name.empty() || e.name == name) shown["profile"].push_back(as_json(e));
  for (const MixEntry& m : data.mixes)
    if (name.empty() || m.name == name) shown["mix"].push_back(as_json(m));
  return shown.dump(2) + "\n";
}

std::string people_text(const PeopleData& data, const std::string& name) {
  need_name(data, name);
  std::string text;
  const auto add = [&text]<class... T>(fmt::format_string<T...> format, T&&... values) {
    fmt::format_to(std::back_inserter(text), format, std::forward<T>(values)...);
  };
  if (name.empty()) {
    add("{:<24} {:<34} {:<8} {}\n", "who", "free speed m/s", "radius m", "stairs (m/s: along the flight)");
    for (const ProfileEntry& e : data.profiles) text += line_of(e);
    for (const MixEntry& m : data.mixes) add("{:<24} {}: {} profiles\n", m.name, m.text, m.parts.size());
    return text + "`muster data people NAME` shows where the values come from.\n";
  }
  for (const ProfileEntry& e : data.profiles) {
    if (e.name != name) continue;
    add("{}: {}\n", e.name, e.text);
    const auto source = [&](const std::string& of, Status status) {
      for (const DataSource& s : data.sources)
        if (s.name == of) add("    {}: {}\n", word(status), s.text);
    };
    for (const CurveEntry& c : data.curves) {
      if (c.name != e.curve_male && c.name != e.curve_female) continue;
      add("  free speed by age, {}:\n", c.name);
      for (size_t i = 0; i < c.curve.age.size(); ++i)
        add("    {:>5} years  {:.2f} +- {:.2f} m/s\n", c.curve.age[i], c.curve.mean[i], c.curve.sd[i]);
      source(c.source, c.status);
    }
    for (size_t i = 0; i < profile_values.size(); ++i) {
      if (!e.values[i]) continue;
      add("  {} = {} {}\n", profile_values[i].key, in_words(e.values[i]->value), profile_values[i].unit);
      source(e.values[i]->source, e.values[i]->status);
    }
    if (e.stairs) {
      add("  stairs = {}\n", e.stairs->value);
      source(e.stairs->source, e.stairs->status);
    }
  }
  for (const MixEntry& m : data.mixes) {
    if (m.name != name) continue;
    add("{}: {}\n", m.name, m.text);
    for (const crowd::ProfileShare& part : m.parts) add("  {:5.1f} %  {}\n", 100 * part.share, part.who);
  }
  return text;
}

}  // namespace muster::sim
