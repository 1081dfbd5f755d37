#include "sim/report/hazard_tables.h"

#include "sim/case/document.h"
#include "sim/report/html.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace muster::sim {

namespace {

using Row = std::vector<std::string>;

/// Keys of the summary end in their unit.
struct Unit {
  std::string_view ending, shown;
};
constexpr auto units = std::to_array<Unit>({{"_kg_m2_s", " kg/(m² s)"},
                                            {"_kW_m2", " kW/m²"},
                                            {"_kg_s", " kg/s"},
                                            {"_m_s", " m/s"},
                                            {"_per_m", " /m"},
                                            {"_m3", " m³"},
                                            {"_m2", " m²"},
                                            {"_MW", " MW"},
                                            {"_MJ", " MJ"},
                                            {"_kg", " kg"},
                                            {"_ppm", " ppm"},
                                            {"_deg", "°"},
                                            {"_s", " s"},
                                            {"_m", " m"}});

/// What a hazard comes from, one line: "substance: chlorine; first rate: 1.16 kg/s; ...".
std::string source_line(const Figures& f, const std::string& source) {
  std::string line;
  if (!f.has(source)) return line;
  for (const auto& [key, value] : f.at(source).items()) {
    std::string name = key, unit;
    for (const Unit& u : units)
      if (value.is_number() && key.ends_with(u.ending)) {
        name = key.substr(0, key.size() - u.ending.size()), unit = u.shown;
        break;
      }
    std::ranges::replace(name, '_', ' ');
    const std::string pointer = fmt::format("{}/{}", source, key);
    const bool seconds = unit == " s";
    line += fmt::format("{}{}: {}", line.empty() ? "" : "; ", escaped(f.say(name)),
                        value.is_string() ? f.told_at(pointer)
                        : seconds         ? f.time(pointer)
                                          : f.value(pointer, "{:.4g}", unit.c_str()));
  }
  return line.empty() ? "" : "<p class=\"small\">" + line + "</p>\n";
}

std::string endpoints(const Figures& f, const std::string& hazard) {
  std::vector<Row> rows;
  bool banded = false;
  for (size_t e = 0; e < f.count(hazard + "/endpoints"); ++e) {
    const std::string at = fmt::format("{}/endpoints/{}", hazard, e), band = at + "/max_distance_band_m";
    // Where the model ends before the hazard does, the distance is a least one.
    const char* distance = f.has(at + "/beyond") && f.at(at + "/beyond").get<bool>() ? "> {:.0f}" : "{:.0f}";
    // What [flow] carries is known on the floors only.
    const bool on_floors = f.at(hazard + "/source").value("dispersion", "") == "flow";
    std::string shown = f.has(at + "/max_distance_m")     ? f.value(at + "/max_distance_m", distance, " m")
                        : !on_floors                      ? escaped(f.say("nowhere"))
                        : f.has(at + "/floor_distance_m") ? f.value(at + "/floor_distance_m", "{:.0f}", " m")
                                                          : escaped(f.say("not on the floors"));
    if (f.has(band)) {
      shown += fmt::format(" ({} - {})", f.value(band + "/0", "{:.0f}"), f.value(band + "/2", "{:.0f}", " m"));
      banded = true;
    }
    rows.push_back({f.told_at(at + "/criterion"), shown, f.value(at + "/area_m2", "{:.0f}", " m²"),
                    f.value(at + "/floor_area_m2", "{:.0f}", " m²")});
  }
  std::string out =
      filled_table({f.say("Criterion"), f.say("Distance"), f.say("Area"), f.say("over walkable floors")}, rows);
  if (banded)
    out += fmt::format("<p class=\"small\">{}: {}</p>\n",
                       escaped(f.say("In brackets: 5 % and 95 % of the draws of "
                                     "uncertain inputs; draws")),
                       f.value(hazard + "/draws"));
  return out;
}

std::string targets(const Figures& f) {
  std::vector<Row> rows;
  for (size_t t = 0; t < f.count("/targets"); ++t) {
    const std::string at = fmt::format("/targets/{}", t);
    rows.push_back({f.text(at + "/name"), f.value(at + "/peak_kW_m2", "{:.1f}", " kW/m²"),
                    f.value(at + "/mean_kW_m2", "{:.1f}", " kW/m²"), f.value(at + "/dose_TDU", "{:.0f}", " TDU"),
                    f.place(at + "/at"), f.value(at + "/overpressure_kPa", "{:.1f}", " kPa")});
  }
  const std::vector<std::string> heads = {
      f.say("Name"),        "kW/m²", f.say("mean over its surface"), "TDU", f.say("Where it is highest"),
      f.say("Overpressure")};
  return rows.empty() ? "" : f.part("Targets") + filled_table(heads, rows);
}

std::string tanks(const Figures& f) {
  std::vector<Row> rows;
  for (size_t t = 0; t < f.count("/escalation/tanks"); ++t) {
    const std::string at = fmt::format("/escalation/tanks/{}", t);
    rows.push_back({f.text(at + "/name"), f.value(at + "/peak_flux_kW_m2", "{:.1f}", " kW/m²"),
                    f.value(at + "/shell_above_C", "{:.0f}", " °C"), f.value(at + "/shell_below_C", "{:.0f}", " °C"),
                    f.value(at + "/contents_C", "{:.1f}", " °C"), f.time(at + "/burns_from_s")});
  }
  std::string out;
  if (!rows.empty())
    out += f.part("Tanks beside the fire") +
           filled_table({f.say("Name"), f.say("Highest radiation"), f.say("Shell above the liquid"),
                         f.say("Shell below it"), f.say("Contents"), f.say("Burns from")},
                        rows);
  rows.clear();
  for (size_t e = 0; e < f.count("/escalation/events"); ++e) {
    const std::string at = fmt::format("/escalation/events/{}", e);
    rows.push_back({f.time(at + "/time_s"), f.text(at + "/tank"), f.told_at(at + "/text")});
  }
  if (!rows.empty()) out += f.part("Escalation") + table({f.say("Time"), f.say("Name"), f.say("Event")}, rows);
  return out;
}

std::string fallen(const Figures& f) {
  std::vector<Row> rows;
  for (size_t p = 0; p < f.count("/exposure/fallen"); ++p) {
    const std::string at = fmt::format("/exposure/fallen/{}", p);
    rows.push_back({f.time(at + "/time_s"), f.value(at + "/person"), f.text(at + "/storey"), f.text(at + "/space"),
                    fmt::format("{}, {}, {}", f.value(at + "/x", "{:.1f}"), f.value(at + "/y", "{:.1f}"),
                                f.value(at + "/z", "{:.1f}"))});
  }
  if (rows.empty()) return "";
  std::string out = f.part("Who fell");
  if (f.has("/exposure/rescued"))
    out += fmt::format("<p>{}: {}</p>\n", escaped(f.say("Brought out by others")), f.value("/exposure/rescued"));
  return out + filled_table({f.say("Time"), f.say("Person"), f.say("Storey"), f.say("Place"), "(x, y, z) [m]"}, rows);
}

/// A value of the case as its author wrote it: "10", "Hall, Store".
std::string written(const Node& node) {
  if (const auto* list = node.as<Node::List>()) {
    std::string all;
    for (const Node& each : *list) all += (all.empty() ? "" : ", ") + written(each);
    return all;
  }
  if (const auto* text = node.as<std::string>()) return *text;
  return node.written;
}

/// The actions that one table of the case names: who, what, how, from, until.
class Actions {
 public:
  explicit Actions(const Figures& figures) : f_(figures) {}

  void of(const Node& document, std::string_view list, void (Actions::*read)(const Node&)) {
    const Node* nodes = document.find(list);
    const auto* all = nodes != nullptr ? nodes->as<Node::List>() : nullptr;
    if (all != nullptr)
      for (const Node& each : *all) (this->*read)(each);
  }
  void fire(const Node& node) {
    if (node.find("foam_at_s") != nullptr)
      add(node, "Foam on the fire", said("out after", at(node, "foam_takes_s"), " s"), at(node, "foam_at_s"), "");
  }
  void tank(const Node& node) {
    if (node.find("cooling_L_min_m2") == nullptr) return;
    std::string how = at(node, "cooling_L_min_m2") + " L/(min m²)";
    if (node.find("cooling_share") != nullptr)
      how += "; " + said("share of the water where it is needed", at(node, "cooling_share"), "");
    add(node, "Water on the tank", how, node.find("cooling_from_s") != nullptr ? at(node, "cooling_from_s") : "0",
        at(node, "cooling_until_s"));
  }
  void leak(const Node& node) {
    if (node.find("valve_shuts_s") != nullptr)
      add(node, "The valve before the leak shuts",
          node.find("valve_takes_s") != nullptr ? said("takes", at(node, "valve_takes_s"), " s") : "",
          at(node, "valve_shuts_s"), "");
  }
  void flow(const Node& node) {
    const Node* fans = node.find("fan");
    const auto* all = fans != nullptr ? fans->as<Node::List>() : nullptr;
    for (size_t f = 0; all != nullptr && f < all->size(); ++f) {
      const Node& fan = (*all)[f];
      const std::string kind = at(fan, "kind");
      add(fan,
          kind == "extract"  ? "Air is taken out"
          : kind == "supply" ? "Air is blown in"
                             : "Air is driven on",
          at(fan, "volume_flow_m3_s") + " m³/s", fan.find("begins_s") != nullptr ? at(fan, "begins_s") : "0",
          at(fan, "until_s"));
    }
  }
  void detector(const Node& node) {
    for (const auto& [key, what] : {std::pair("sounds", "Sounds alarms"), {"shuts", "Shuts the valves of leaks"}})
      if (node.find(key) != nullptr) add(node, what, at(node, key), "", "");
    if (node.find("ventilates") != nullptr)
      add(node, "Changes the ventilation", at(node, "ventilates") + ": " + at(node, "air_changes_per_h") + " /h", "",
          "");
  }

  std::vector<Row> rows;

 private:
  static std::string at(const Node& node, std::string_view key) {
    const Node* found = node.find(key);
    return found != nullptr ? written(*found) : "";
  }
  std::string said(std::string_view words, const std::string& value, const char* unit) const {
    return f_.say(words) + " " + value + unit;
  }
  void add(const Node& node, std::string_view what, const std::string& how, const std::string& from,
           const std::string& until) {
    const auto seconds = [](const std::string& value) { return value.empty() ? "" : escaped(value) + " s"; };
    rows.push_back({escaped(at(node, "name")), escaped(f_.say(what)), escaped(how), seconds(from), seconds(until)});
  }

  const Figures& f_;
};

}  // namespace

std::string hazard_tables(const Figures& f) {
  std::string out;
  for (size_t h = 0; h < f.count("/hazards"); ++h) {
    const std::string hazard = fmt::format("/hazards/{}", h);
    std::string kind = f.told_at(hazard + "/kind");
    std::ranges::replace(kind, '_', ' ');
    out += fmt::format("<h3>{} ({})</h3>\n", f.text(hazard + "/name"), kind) + source_line(f, hazard + "/source") +
           endpoints(f, hazard);
  }
  out += targets(f) + tanks(f);
  return out.empty() ? "" : f.heading("Hazards") + out;
}

std::string fan_table(const Figures& f) {
  std::vector<Row> rows;
  for (size_t n = 0; n < f.count("/fans"); ++n) {
    const std::string at = fmt::format("/fans/{}", n);
    std::string taken;
    for (size_t t = 0; t < f.count(at + "/taken"); ++t) {
      const std::string part = fmt::format("{}/taken/{}", at, t);
      taken += (taken.empty() ? "" : ", ") + f.text(part + "/what") + " " + f.value(part + "/mass_kg", "{:.3g}", " kg");
    }
    rows.push_back({f.text(at + "/name"), f.value(at + "/volume_flow_m3_s", "{:.3g}", " m³/s"),
                    f.has(at + "/volume_m3") ? f.value(at + "/volume_m3", "{:.0f}", " m³") : "", taken});
  }
  return rows.empty()
             ? ""
             : f.heading("Fans") +
                   filled_table({f.say("Name"), f.say("Volume flow"), f.say("Moved"), f.say("Taken out of the air")},
                                rows);
}

std::string detector_table(const Figures& f) {
  std::vector<Row> rows;
  for (size_t d = 0; d < f.count("/detectors"); ++d) {
    const std::string at = fmt::format("/detectors/{}", d);
    const std::string never = escaped(f.say("never"));
    rows.push_back({f.text(at + "/name"), f.has(at + "/noticed_s") ? f.time(at + "/noticed_s") : never,
                    f.has(at + "/acts_s") ? f.time(at + "/acts_s") : never});
  }
  return rows.empty() ? "" : f.heading("Detectors") + table({f.say("Name"), f.say("Notices"), f.say("Acts")}, rows);
}

std::string action_table(const Figures& f, const std::string& case_text, std::span<const std::string> overrides) {
  std::vector<Mistake> mistakes;
  const std::optional<Node> document = parse_document(case_text, "", overrides, mistakes);
  if (!document) return "";
  Actions actions(f);
  actions.of(*document, "detector", &Actions::detector);
  actions.of(*document, "leak", &Actions::leak);
  actions.of(*document, "fire", &Actions::fire);
  actions.of(*document, "tank", &Actions::tank);
  if (const Node* flow = document->find("flow")) actions.flow(*flow);
  if (actions.rows.empty()) return "";
  return f.heading("What is done against the hazards") + "<p>" +
         escaped(f.say("As the case orders it; what detectors do comes when they act.")) + "</p>\n" +
         "<div class=\"inputs\">" +
         filled_table({f.say("Name"), f.say("Action"), f.say("How"), f.say("From"), f.say("Until")}, actions.rows) +
         "</div>\n";
}

std::string exposure_tables(const Figures& f) {
  std::vector<Row> criteria, zones, points;
  for (size_t c = 0; c < f.count("/exposure/criteria"); ++c) {
    const std::string at = fmt::format("/exposure/criteria/{}", c);
    criteria.push_back({f.told_at(at + "/name"), f.value(at + "/people_above")});
  }
  for (const auto& [key, name] : {std::pair("expected_incapacitated",
                                            "Expected to be incapacitated (sum of the "
                                            "probabilities)"),
                                  {"informed", "Saw, smelt, felt or were told of a danger"}})
    if (const std::string pointer = std::string("/exposure/") + key; f.has(pointer) && f.number(pointer) > 0)
      criteria.push_back(
          {escaped(f.say(name)), std::string_view(key) == "informed" ? f.value(pointer) : f.expected(pointer)});
  for (size_t z = 0; z < f.count("/exposure/zones"); ++z) {
    const std::string at = fmt::format("/exposure/zones/{}", z);
    zones.push_back({f.told_at(at + "/name"), f.text(at + "/storey"), f.time(at + "/aset_s"), f.time(at + "/rset_s"),
                     f.time(at + "/margin_s"), f.told_at(at + "/by")});
  }
  for (size_t p = 0; p < f.count("/exposure/muster_points"); ++p) {
    const std::string at = fmt::format("/exposure/muster_points/{}", p);
    points.push_back({f.text(at + "/name"), f.value(at + "/people"),
                      f.has(at + "/aset_s") ? f.time(at + "/aset_s") : escaped(f.say("to the end")),
                      f.told_at(at + "/by")});
  }
  if (criteria.empty()) return "";
  std::string out = f.heading("Who is exposed") + table({f.say("Criterion"), f.say("People above it")}, criteria);
  if (!zones.empty())
    out += f.part("How long places can be used") +
           filled_table({f.say("Place"), f.say("Storey"), "ASET", "RSET", f.say("Margin"), f.say("by")}, zones);
  if (!points.empty())
    out += f.part("How long muster points are safe") +
           filled_table({f.say("Name"), f.say("People"), f.say("Safe until"), f.say("by")}, points);
  return out + fallen(f);
}

}  // namespace muster::sim
