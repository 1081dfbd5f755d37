#include "sim/data/fuel_data.h"

#include "base/digest.h"
#include "sim/case/document.h"
#include "sim/case/sourced.h"

#include <algorithm>

namespace muster::sim {

namespace {

using fire::Family;
using fire::Fuel;

Table<FuelEntry> fuel_table() {
  Table<FuelEntry> table("A fuel.");
  const auto in = [](auto member) {
    return [member](FuelEntry & e) -> auto& { return e.fuel.*member; };
  };
  table.key("id", in(&Fuel::id), text(), "its name", Need::required);
  table.key("name", in(&Fuel::name), text(), "in English", Need::required);
  table.key("name_zh", in(&Fuel::name_zh), text(), "in Chinese", Need::required);
  table.key("aliases", in(&Fuel::aliases), list_of(text()), "further names");
  table.key("note", in(&Fuel::note), text(), "what else is to be known");
  table.key("family", in(&Fuel::family),
            choice<Family>(
                {{"lng", Family::lng}, {"light", Family::light}, {"sooty", Family::sooty}, {"clean", Family::clean}}),
            "how its flame radiates", Need::required);
  for (size_t i = 0; i < fuel_value_count; ++i) {
    const FuelValue& v = fuel_values()[i];
    table.key(
        v.key, [i](FuelEntry & e) -> auto& { return e.values[i]; }, sourced(number(within(v.low, v.high), v.unit)), "",
        v.needed ? Need::required : Need::optional);
  }
  table.check([](const Spot&, FuelEntry& e, Report&) {
    for (size_t i = 0; i < fuel_value_count; ++i)
      if (e.values[i]) fuel_values()[i].put(e.fuel, e.values[i]->value);
  });
  table.only_with("burning_rate_large_kg_m2_s", {"large_from_m"})
      .only_with("large_from_m", {"burning_rate_large_kg_m2_s"});
  return table;
}

Table<FuelData> data_table() {
  Table<FuelData> table("Fuels.");
  table.key("source", &FuelData::sources, named_list_of(source_table().type()), "");
  table.key("fuel", &FuelData::fuels, named_list_of(fuel_table().type(), "id"), "");
  return table;
}

const FuelEntry& known(const FuelData& data, const std::string& name) {
  const fire::FuelLibrary all = data.library();
  const Fuel* found = all.find(name);
  if (found == nullptr) throw InputError({"", 0, "fuels", name, "no fuel of this name" + all.suggestion(name)});
  return data.fuels[static_cast<size_t>(found - all.all().data())];
}

Json entry_json(const FuelEntry& e) {
  Json json = {{"id", e.fuel.id},
               {"name", e.fuel.name},
               {"name_zh", e.fuel.name_zh},
               {"aliases", e.fuel.aliases},
               {"family", fire::name_of(e.fuel.family)}};
  if (!e.fuel.note.empty()) json["note"] = e.fuel.note;
  for (size_t i = 0; i < fuel_value_count; ++i)
    if (e.values[i])
      json[fuel_values()[i].key] = {{"value", e.values[i]->value},
                                    {"unit", fuel_values()[i].unit},
                                    {"source", e.values[i]->source},
                                    {"status", word(e.values[i]->status)}};
  return json;
}

}  // namespace

const std::array<FuelValue, fuel_value_count>& fuel_values() {
  static const std::array<FuelValue, fuel_value_count> all = {{
      {"burning_rate_kg_m2_s", "kg/m2/s", 0.001, 1, true, [](Fuel& f, double x) { f.burning_rate = x; }},
      {"growth_1_m", "1/m", 0.01, 1000, false, [](Fuel& f, double x) { f.growth = x; }},
      {"burning_rate_large_kg_m2_s", "kg/m2/s", 0.001, 1, false, [](Fuel& f, double x) { f.large_rate = x; }},
      {"large_from_m", "m", 0.1, 100, false, [](Fuel& f, double x) { f.large_from = x; }},
      {"heat_of_combustion_J_kg", "J/kg", 1e6, 2e8, true, [](Fuel& f, double x) { f.heat_of_combustion = x; }},
      {"density_kg_m3", "kg/m3", 50, 3000, true, [](Fuel& f, double x) { f.density = x; }},
      {"molar_mass_kg_mol", "kg/mol", 0.002, 1, true, [](Fuel& f, double x) { f.molar_mass = x; }},
      {"boiling_point_K", "K", 20, 1000, true, [](Fuel& f, double x) { f.boiling_point = x; }},
      {"carbon_per_hydrogen", "", 0, 10, true, [](Fuel& f, double x) { f.carbon_per_hydrogen = x; }},
      {"radiant_fraction", "", 0.01, 0.9, true, [](Fuel& f, double x) { f.radiant_fraction = x; }},
      {"soot_yield", "kg/kg", 0, 1, true, [](Fuel& f, double x) { f.soot_yield = x; }},
      {"co_yield", "kg/kg", 0, 1, true, [](Fuel& f, double x) { f.monoxide_yield = x; }},
      {"emissive_power_W_m2", "W/m2", 1e3, 1e6, false, [](Fuel& f, double x) { f.emissive_power = x; }},
      {"emissive_growth_1_m", "1/m", 0.001, 100, false, [](Fuel& f, double x) { f.emissive_growth = x; }},
      {"unobscured_share", "", 0, 1, false, [](Fuel& f, double x) { f.unobscured_share = x; }},
      {"emissive_power_limit_W_m2", "W/m2", 1e3, 1e6, false, [](Fuel& f, double x) { f.emissive_limit = x; }},
  }};
  return all;
}

fire::FuelLibrary FuelData::library() const {
  std::vector<Fuel> all;
  all.reserve(fuels.size());
  for (const FuelEntry& entry : fuels) all.push_back(entry.fuel);
  return fire::FuelLibrary(std::move(all));
}

FuelData read_fuel_data(const std::filesystem::path& file) {
  const std::string name = file.string();
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) throw InputError(Mistake{name, 0, "", "", "no such file"});
  Report report(name, file.parent_path());
  const std::optional<Node> document = parse_document(read_file(file), name, {}, report.mistakes());
  FuelData data;
  if (document) data_table().type().read({*document}, data, report);
  std::vector<Mistake> mistakes = std::move(report.mistakes());
  for (const FuelEntry& entry : data.fuels)
    for (size_t i = 0; i < fuel_value_count; ++i)
      if (entry.values[i] && source_of(data.sources, entry.values[i]->source) == nullptr)
        mistakes.push_back({name, 0, fmt::format("{}.{}", entry.fuel.id, fuel_values()[i].key), entry.values[i]->source,
                            "no source of this name"});
  if (!mistakes.empty()) throw InputError(std::move(mistakes));
  return data;
}

fire::Fuel known_fuel(const fire::FuelLibrary& fuels, const substance::Library& substances, const std::string& key,
                      const std::string& name, double air_temperature) {
  if (const Fuel* fuel = fuels.find(name)) return *fuel;
  const substance::Substance* substance = substances.find(name);
  if (substance == nullptr) throw InputError({"", 0, key, name, "no fuel of this name" + fuels.suggestion(name)});
  for (const std::string& other : {substance->id, substance->name})
    if (const Fuel* fuel = fuels.find(other)) return *fuel;
  const std::optional<Fuel> fuel = fire::estimated_fuel(*substance, air_temperature);
  if (!fuel)
    throw InputError(
        {"", 0, key, name, fmt::format("{} has no heat of combustion: it does not burn", substance->name)});
  return *fuel;
}

std::string fuels_text(const FuelData& data, const std::string& name) {
  std::string text;
  if (name.empty()) {
    text = fmt::format("{:15} {:33} {:7} {:>16} {:>14} {:>9}\n", "fuel", "name", "family", "rate [kg/m2/s]",
                       "heat [MJ/kg]", "radiant");
    for (const FuelEntry& e : data.fuels)
      text += fmt::format("{:15} {:33} {:7} {:16.4f} {:14.1f} {:9.2f}\n", e.fuel.id, e.fuel.name,
                          fire::name_of(e.fuel.family), e.fuel.large_rate.value_or(e.fuel.burning_rate),
                          e.fuel.heat_of_combustion / 1e6, e.fuel.radiant_fraction);
    return text + "`muster data fuels NAME` shows every value with its source.\n";
  }
  const FuelEntry& e = known(data, name);
  text =
      fmt::format("{} ({}, {}), burns as {}\n", e.fuel.name, e.fuel.id, e.fuel.name_zh, fire::name_of(e.fuel.family));
  if (!e.fuel.note.empty()) text += e.fuel.note + "\n";
  for (size_t i = 0; i < fuel_value_count; ++i)
    if (const auto& v = e.values[i])
      text += fmt::format("  {:28} {:>12g}  {:8}  {}: {}\n", fuel_values()[i].key, v->value, word(v->status), v->source,
                          source_of(data.sources, v->source)->text);
  return text;
}

std::string fuels_json(const FuelData& data, const std::string& name) {
  if (!name.empty()) return entry_json(known(data, name)).dump(2) + "\n";
  Json all = Json::array(), sources = Json::array();
  for (const FuelEntry& e : data.fuels) all.push_back(entry_json(e));
  for (const DataSource& s : data.sources) sources.push_back({{"name", s.name}, {"text", s.text}});
  return Json{{"source", sources}, {"fuel", all}}.dump(2) + "\n";
}

}  // namespace muster::sim
