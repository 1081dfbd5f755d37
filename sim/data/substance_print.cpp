// How `muster data substances` and `muster data criteria` show what is known.
#include "sim/data/substance_data.h"

#include <cmath>
#include <iterator>

namespace muster::sim {

namespace {

using substance::Probit;

/// The values that are criteria: limits of flammability and toxic levels.
bool is_criterion(const SubstanceValue& value) {
  const std::string key = value.key;
  return key.ends_with("_flammable_limit") || key.ends_with("_ppm");
}

enum class Part { everything, criteria };

/// One shown value: what it is, as text and as JSON, and where it comes from.
struct Line {
  std::string key, shown, text, source;
  Status status;
  Json json;
};

template <class V>
Json with_source(Json json, const Sourced<V>& value) {
  json["source"] = value.source;
  json["status"] = word(value.status);
  return json;
}

std::string range_of(const substance::Range& range) { return fmt::format("{:g} to {:g} K", range.low, range.high); }

Line antoine_line(const Sourced<substance::Antoine>& given) {
  const substance::Antoine& a = given.value;
  const Json json = {{"a", a.a},
                     {"b", a.b},
                     {"c", a.c},
                     {"low_K", a.range.low},
                     {"high_K", a.range.high},
                     {"error_percent", a.error_percent}};
  return {"antoine",
          fmt::format("log10(p / Pa) = {} - {} / (T / K {:+})", a.a, a.b, a.c),
          fmt::format("vapour pressure, {}, within {} %", range_of(a.range), a.error_percent),
          given.source,
          given.status,
          with_source(json, given)};
}

Line gas_heat_line(const Sourced<substance::GasHeat>& given) {
  const substance::GasHeat& g = given.value;
  Json json = Json::object();
  for (size_t i = 0; i < g.a.size(); ++i) json[fmt::format("a{}", i)] = g.a[i];
  json["low_K"] = g.range.low;
  json["high_K"] = g.range.high;
  return {"gas_heat_fit",
          fmt::format("c_p / R ~ {} {:+} T {:+} T^2 {:+} T^3 {:+} T^4", g.a[0], g.a[1], g.a[2], g.a[3], g.a[4]),
          "heat capacity of the ideal gas, " + range_of(g.range) + ", scaled to the value at 298.15 K",
          given.source,
          given.status,
          with_source(json, given)};
}

Line aegl_line(size_t level, const Sourced<SubstanceEntry::Level>& given) {
  Json pairs = Json::array();
  std::string shown;
  for (const auto& pair : given.value) {
    pairs.push_back({pair[0], pair[1]});
    shown += fmt::format("{}{} at {} min", shown.empty() ? "" : ", ", pair[1], pair[0]);
  }
  return {fmt::format("aegl_{}_ppm", level + 1),
          shown.empty() ? "none recommended" : shown + " [ppm]",
          fmt::format("AEGL-{}", level + 1),
          given.source,
          given.status,
          with_source(Json{{"value", pairs}, {"unit", "ppm"}}, given)};
}

Line load_line(const Sourced<substance::DangerousLoad>& given) {
  const substance::DangerousLoad& l = given.value;
  return {"hse_load",
          fmt::format("n = {}: SLOT {:g}, SLOD {:g} ppm^{} min", l.n, l.slot, l.slod, l.n),
          "dangerous toxic loads: about 1 to 5 % and 50 % deaths",
          given.source,
          given.status,
          with_source(Json{{"n", l.n}, {"slot", l.slot}, {"slod", l.slod}}, given)};
}

const char* unit_word(Probit::Unit unit) { return unit == Probit::Unit::ppm ? "ppm" : "mg/m3"; }

Line probit_line(const Sourced<Probit>& given) {
  const Probit& p = given.value;
  const Json json = {{"family", p.family}, {"unit", unit_word(p.unit)}, {"a", p.a}, {"b", p.b}, {"n", p.n}};
  return {"probit",
          fmt::format("Pr = {} + {} ln(integral of C^{} dt), C in {}, t in min", p.a, p.b, p.n, unit_word(p.unit)),
          "probability of death, family " + p.family,
          given.source,
          given.status,
          with_source(json, given)};
}

/// Every value of an entry, in the order of the file.
std::vector<Line> lines_of(const SubstanceEntry& e, Part part) {
  std::vector<Line> lines;
  const auto add_values = [&](bool criteria) {
    for (size_t i = 0; i < substance_value_count; ++i) {
      const SubstanceValue& v = substance_values()[i];
      if (!e.values[i] || is_criterion(v) != criteria) continue;
      const Sourced<double>& x = *e.values[i];
      lines.push_back({v.key, fmt::format("{}{}{}", x.value, v.unit[0] == 0 ? "" : " ", v.unit), v.text, x.source,
                       x.status, with_source(Json{{"value", x.value}, {"unit", v.unit}}, x)});
    }
  };
  if (part == Part::everything) {
    add_values(false);
    if (e.antoine) lines.push_back(antoine_line(*e.antoine));
    if (e.gas_heat_fit) lines.push_back(gas_heat_line(*e.gas_heat_fit));
  }
  add_values(true);
  for (size_t level = 0; level < 3; ++level)
    if (e.aegl[level]) lines.push_back(aegl_line(level, *e.aegl[level]));
  if (e.hse) lines.push_back(load_line(*e.hse));
  for (const auto& probit : e.probits) lines.push_back(probit_line(probit));
  return lines;
}

Json ranges_json(const substance::Substance& s) {
  const auto pair = [](const substance::Range& range) { return Json::array({range.low, range.high}); };
  Json shown = {{"vapour_pressure_K", pair({s.antoine.range.low, s.critical_temperature})},
                {"liquid_density_K", pair(s.liquid_range())},
                {"liquid_heat_K", pair(s.liquid_heat_range())},
                {"heat_of_vaporisation_K", pair(s.liquid_range())}};
  if (s.gas_heat_fit) shown["gas_heat_K"] = pair(s.gas_heat_fit->range);
  return shown;
}

Json as_json(const SubstanceEntry& e, Part part) {
  Json shown = {{"id", e.id}, {"name", e.name}, {"name_zh", e.name_zh}, {"formula", e.formula}, {"cas", e.cas}};
  if (!e.synonyms.empty()) shown["synonyms"] = e.synonyms;
  if (!e.note.empty()) shown["note"] = e.note;
  for (Line& line : lines_of(e, part)) {
    if (line.key == "probit")
      shown["probit"].push_back(std::move(line.json));
    else
      shown[line.key] = std::move(line.json);
  }
  if (part == Part::everything) shown["valid"] = ranges_json(e.substance);
  return shown;
}

std::string json_of(const SubstanceData& data, const std::string& name, Part part) {
  const SubstanceEntry* one = name.empty() ? nullptr : &data.known(name);
  Json shown = {{"source", Json::array()}, {"substance", Json::array()}};
  for (const DataSource& s : data.sources) shown["source"].push_back({{"name", s.name}, {"text", s.text}});
  for (const SubstanceEntry& e : data.substances)
    if (one == nullptr || one == &e) shown["substance"].push_back(as_json(e, part));
  return shown.dump(2) + "\n";
}

/// `text`, or "-" where there is nothing to say.
std::string or_dash(const std::string& text) { return text.empty() ? "-" : text; }

std::string in_ppm(const std::optional<double>& fraction) {
  return fraction ? fmt::format("{:.6g}", 1e6 * *fraction) : "-";
}

std::string limits_of(const substance::Substance& s) {
  return s.flammability ? fmt::format("{:.3g} to {:.3g} %", 100 * s.flammability->lower, 100 * s.flammability->upper)
                        : "-";
}

/// 60 min values of one kind, "30/160/1100".
std::string three(const std::array<std::optional<double>, 3>& levels) {
  if (!levels[0] && !levels[1] && !levels[2]) return "-";
  return fmt::format("{}/{}/{}", in_ppm(levels[0]), in_ppm(levels[1]), in_ppm(levels[2]));
}

std::array<std::optional<double>, 3> aegl_of_an_hour(const substance::Substance& s) {
  std::array<std::optional<double>, 3> levels;
  for (size_t i = 0; s.toxic.aegl && i < 3; ++i) levels[i] = s.toxic.aegl->level[i][2];
  return levels;
}

/// One substance in full.
std::string details(const SubstanceData& data, const SubstanceEntry& e, Part part) {
  std::string text =
      fmt::format("{} ({}), {}, CAS {}, id {}\n", e.name, or_dash(e.name_zh), or_dash(e.formula), or_dash(e.cas), e.id);
  if (!e.synonyms.empty()) text += fmt::format("  also {}\n", fmt::join(e.synonyms, ", "));
  if (!e.note.empty()) text += "  " + e.note + "\n";
  std::vector<std::string> sources;
  for (const Line& line : lines_of(e, part)) {
    if (std::find(sources.begin(), sources.end(), line.source) == sources.end()) sources.push_back(line.source);
    const auto at = std::find(sources.begin(), sources.end(), line.source) - sources.begin() + 1;
    text += fmt::format("  {:<29} {}\n  {:<29}   {}; {} [{}]\n", line.key, line.shown, "", line.text, word(line.status),
                        at);
  }
  for (size_t i = 0; i < sources.size(); ++i) {
    const DataSource* source = source_of(data.sources, sources[i]);
    text += fmt::format("  [{}] {}\n", i + 1, source == nullptr ? sources[i] : source->text);
  }
  return text;
}

}  // namespace

const SubstanceEntry& SubstanceData::known(const std::string& name) const {
  const SubstanceEntry* found = find(name);
  if (found == nullptr)
    throw InputError({"", 0, "data", name, "no substance of this name" + library().suggestion(name)});
  return *found;
}

std::string substances_json(const SubstanceData& data, const std::string& name) {
  return json_of(data, name, Part::everything);
}

std::string criteria_json(const SubstanceData& data, const std::string& name) {
  return json_of(data, name, Part::criteria);
}

std::string substances_text(const SubstanceData& data, const std::string& name) {
  if (!name.empty()) return details(data, data.known(name), Part::everything);
  std::string text = fmt::format("{:<18} {:<8} {:<11} {:>8} {:>9} {:>10}  {:<15} {}\n", "id", "formula", "CAS", "g/mol",
                                 "boils C", "p 25C Pa", "flammable", "name");
  for (const SubstanceEntry& e : data.substances) {
    const substance::Substance& s = e.substance;
    const std::string pressure =
        s.critical_temperature > 298.15 ? fmt::format("{:.4g}", s.vapour_pressure(298.15)) : "gas";
    text += fmt::format("{:<18} {:<8} {:<11} {:>8.3f} {:>9.1f} {:>10}  {:<15} {} {}\n", e.id, or_dash(e.formula),
                        or_dash(e.cas), 1000 * s.molar_mass, s.boiling_point - 273.15, pressure, limits_of(s), e.name,
                        e.name_zh);
  }
  return text +
         "`muster data substances NAME` shows every value with its source; a name, Chinese name or CAS number do.\n";
}

std::string criteria_text(const SubstanceData& data, const std::string& name) {
  if (!name.empty()) return details(data, data.known(name), Part::criteria);
  std::string text = fmt::format("{:<18} {:>8} {:<18} {:<15} {:<13} {}\n", "id", "IDLH ppm", "AEGL 60 min ppm",
                                 "ERPG ppm", "flammable", "probits");
  for (const SubstanceEntry& e : data.substances) {
    const substance::Substance& s = e.substance;
    std::string families;
    for (const Probit& probit : s.toxic.probits) families += (families.empty() ? "" : ", ") + probit.family;
    const auto aegl = aegl_of_an_hour(s);
    if (!s.flammability && !s.toxic.idlh && families.empty() && three(aegl) == "-" && three(s.toxic.erpg) == "-")
      continue;
    text += fmt::format("{:<18} {:>8} {:<18} {:<15} {:<13} {}\n", e.id, in_ppm(s.toxic.idlh), three(aegl),
                        three(s.toxic.erpg), limits_of(s), or_dash(families));
  }
  return text + "`muster data criteria NAME` shows every level and duration with its source.\n";
}

}  // namespace muster::sim
