#include "sim/report/report.h"

#include "sim/report/curves.h"
#include "sim/report/html.h"
#include "sim/report/inputs.h"
#include "sim/report/map.h"
#include "sim/report/messages/messages.h"
#include "sim/report/page_file.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace muster::sim {

namespace {

using nlohmann::json;
using Pointer = json::json_pointer;

/// A value of the case as a table cell; of long ones (outlines, points) the beginning.
std::string brief(const std::string& value) {
  constexpr size_t most = 160;  // bytes, three lines
  if (value.size() <= most) return escaped(value);
  size_t end = most;
  while ((static_cast<unsigned char>(value[end]) & 0xC0) == 0x80) --end;  // not within a letter
  return escaped(value.substr(0, end)) + " …";
}

/// How many an event like "12 people are stuck" tells of; 0 where it begins with no number.
long count_of(const results::Event& event) { return std::strtol(event.text.c_str(), nullptr, 10); }

/// The events, but of those that only tell how the number of people who are stuck changes the first, the first of the
/// largest, and the end of each spell: in large crowds there are hundreds.
std::vector<results::Event> without_repeats(const std::vector<results::Event>& all) {
  std::vector<results::Event> kept;
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i].kind != "stuck" || count_of(all[i]) == 0) {
      kept.push_back(all[i]);
      continue;
    }
    size_t most = i, end = i + 1;
    std::vector<results::Event> between;  // of other kinds
    for (; end < all.size() && (all[end].kind != "stuck" || count_of(all[end]) > 0); ++end)
      if (all[end].kind != "stuck")
        between.push_back(all[end]);
      else if (count_of(all[end]) > count_of(all[most]))
        most = end;
    kept.push_back(all[i]);
    if (most != i) between.push_back(all[most]);
    std::ranges::stable_sort(between, {}, &results::Event::time);
    kept.insert(kept.end(), between.begin(), between.end());
    i = end - 1;
  }
  return kept;
}

/// What a page is made of, and the helpers that all its parts use.
class Page {
 public:
  Page(const results::ResultsReader& file, Language language)
      : file_(file), summary_(json::parse(file.summary_json())), language_(language) {}

  std::string html() const;

 private:
  std::string say(std::string_view english) const { return translate(english, language_); }
  /// What the program wrote during the run, e.g. a warning.
  std::string told(const std::string& english) const {
    return escaped(language_ == Language::chinese ? in_chinese(english) : english);
  }
  /// The same of a text of the summary; "" where there is none.
  std::string told_at(const std::string& pointer) const {
    return has(pointer) ? told(at(pointer).get<std::string>()) : "";
  }
  std::string heading(std::string_view english) const { return "<h2>" + escaped(say(english)) + "</h2>\n"; }
  bool has(const std::string& pointer) const { return summary_.contains(Pointer(pointer)); }
  const json& at(const std::string& pointer) const { return summary_.at(Pointer(pointer)); }
  double number(const std::string& pointer) const { return at(pointer).get<double>(); }
  std::string text(const std::string& pointer) const {
    return has(pointer) ? escaped(at(pointer).get<std::string>()) : "";
  }
  size_t count(const std::string& pointer) const { return has(pointer) ? at(pointer).size() : 0; }

  /// A figure of the summary, shown as `shown`; "" where the summary has none.
  std::string figure(const std::string& pointer, const std::string& shown) const {
    return fmt::format("<data value=\"{}\" data-from=\"{}\">{}</data>", at(pointer).dump(), pointer, shown);
  }
  std::string time(const std::string& pointer) const {
    return has(pointer) ? figure(pointer, duration(number(pointer))) : "";
  }
  std::string value(const std::string& pointer, const char* format = "{:.4g}", const char* unit = "") const {
    if (!has(pointer)) return "";
    const json& it = at(pointer);
    const std::string shown = it.is_number_integer() ? it.dump() : fmt::format(fmt::runtime(format), it.get<double>());
    return figure(pointer, shown + unit);
  }
  /// A number of people to be expected.
  std::string expected(const std::string& pointer) const {
    if (!has(pointer)) return "";
    const double people = number(pointer);
    if (people > 0 && people < 0.01) return figure(pointer, "&lt; 0.01");
    return figure(pointer, fmt::format("{:.{}f}", people, people >= 1 ? 1 : 2));
  }
  /// `x, y, z` of a place.
  std::string place(const std::string& pointer) const {
    std::string list;
    for (size_t i = 0; i < count(pointer); ++i)
      list += (i > 0 ? ", " : "") + value(fmt::format("{}/{}", pointer, i), "{:.1f}");
    return list;
  }
  std::string box(std::string_view name, const std::string& content, bool bad = false, bool long_text = false) const {
    if (content.empty()) return "";
    return fmt::format("<div{}>{}<b{}>{}</b></div>\n", bad ? " class=\"bad\"" : "", escaped(say(name)),
                       long_text ? " class=\"long\"" : "", content);
  }

  std::string answer() const;
  std::string leaving() const;
  std::string maps() const;
  std::string stays() const;
  std::string map_of(std::string_view title, std::string_view text, double side, const std::vector<MapSquare>& squares,
                     const std::vector<MapClass>& classes, const std::string& of = "") const;
  std::string gates(const std::string& list, std::string_view name) const;
  std::string havens() const;
  std::string hazards() const;
  std::string exposure() const;
  std::string events() const;
  std::string warnings() const;
  std::string assumptions() const;
  std::string reproduction() const;

  const results::ResultsReader& file_;
  json summary_;
  Language language_;
};

std::string Page::answer() const {
  std::string out = heading("The answer");
  if (has("/stopped"))
    out +=
        "<p class=\"bad\">" + escaped(say("The run was stopped early; figures are of the time until then.")) + "</p>";
  out += "<div class=\"answer\">\n";
  const double sheltered = has("/people/in_refuge") ? number("/people/in_refuge") : 0;
  const double missing = number("/people/placed") - number("/people/evacuated");
  if (missing == 0)
    out += box("Everybody is out after", time("/time_to_evacuate_s/last"));
  else if (missing == sheltered)
    out += box("Everybody is out or in a refuge", value("/people/evacuated") + " + " + value("/people/in_refuge"));
  else
    out += box("Not everybody got out", value("/people/evacuated") + " / " + value("/people/placed"), true);
  if (sheltered > 0) out += box("In refuges", value("/people/in_refuge"));
  out += box("95 % are out after", time("/time_to_evacuate_s/p95"));
  out += box("Half are out after", time("/time_to_evacuate_s/p50"));
  out += box("People placed", value("/people/placed"));
  for (const auto& [key, name] :
       {std::pair("inside", "Still inside"), {"stuck", "Stuck"}, {"incapacitated", "Incapacitated"}}) {
    const std::string pointer = std::string("/people/") + key;
    const double safe = std::string_view(key) == "inside" ? sheltered : 0;
    if (has(pointer) && number(pointer) > safe) out += box(name, value(pointer), true);
  }
  const bool late = has("/exposure/margin_s") && number("/exposure/margin_s") < 0;
  out += box("Available time (ASET)", time("/exposure/aset_s"), late);
  out += box("Required time (RSET)", time("/exposure/rset_s"), late);
  out += box("Margin", time("/exposure/margin_s"), late);
  out += box("Expected deaths", expected("/exposure/expected_fatalities"),
             has("/exposure/expected_fatalities") && number("/exposure/expected_fatalities") >= 0.01);
  out += box("Expected injuries", expected("/exposure/expected_injuries"));
  out += box("Highest density", value("/crowding/max_density_per_m2", "{:.1f}", " /m²"),
             has("/crowding/max_density_per_m2") && number("/crowding/max_density_per_m2") > 4);
  if (count("/crowding/hot_spots") > 0) {
    const std::string spot = "/crowding/hot_spots/0";
    out += box("Longest jam",
               fmt::format("{} {}<br>{}", text(spot + "/storey"),
                           fmt::format("({}, {})", value(spot + "/x", "{:.1f}"), value(spot + "/y", "{:.1f}")),
                           value(spot + "/peak_density_per_m2", "{:.1f}", " /m²") + ", " + time(spot + "/duration_s")),
               true, true);
  }
  out += "</div>\n";
  if (late)
    out += "<p>" +
           escaped(say(
               "Available less required time is negative: places became untenable while people were still there.")) +
           "</p>";
  return out;
}

std::string Page::leaving() const {
  const std::string charts = curves(file_, at("/people/placed").get<size_t>(), has("/people/in_refuge"), language_);
  return charts.empty() ? "" : heading("How people leave") + charts;
}

std::string Page::map_of(std::string_view title, std::string_view what, double side,
                         const std::vector<MapSquare>& squares, const std::vector<MapClass>& classes,
                         const std::string& of) const {
  const scene::Floors& floors = file_.floors();
  std::string plans;
  for (const auto& [storey, name] : storey_plans(floors)) {
    const std::string plan = map_svg(floors, storey, side, squares, classes);
    if (!plan.empty()) plans += (name.empty() ? "" : "<h3>" + escaped(name) + "</h3>") + plan + "\n";
  }
  if (plans.empty()) return "";
  std::string key = "<p class=\"key\">" + escaped(say(what) + (of.empty() ? "" : ", " + of)) + ": ";
  for (const MapClass& c : classes)
    key += fmt::format("<span><i style=\"background:{}\"></i>{}</span>", c.colour, escaped(c.name));
  return heading(title) + key + "</p>\n" + plans;
}

std::string Page::maps() const {
  const std::vector<MapClass> crowd = {{0.5, "0.5 - 1", "#e3eef7"},
                                       {1, "1 - 2", "#b3cfe6"},
                                       {2, "2 - 3", "#74a9cf"},
                                       {3, "3 - 4", "#3182bd"},
                                       {4, "> 4", "#08306b"}};
  const std::vector<MapClass> heat = {{1600, "> 1.6 kW/m²", "#fff0b3"},
                                      {4000, "> 4", "#fdbe6f"},
                                      {12500, "> 12.5", "#e34a33"},
                                      {37500, "> 37.5", "#7f0000"}};
  const results::AnalysisTables analysis = file_.analysis();
  std::vector<MapSquare> squares;
  for (const results::SquareRecord& s : analysis.squares)
    squares.push_back({s.x, s.y, s.storey, static_cast<double>(s.peak_density)});
  std::string out = map_of("Where it gets crowded", "Most people on a square metre at any time", analysis.info.square,
                           squares, crowd);
  const results::HazardTables tables = file_.hazards();
  const results::HazardGrid& grid = tables.grid;
  const auto of_grid = [&](const std::vector<float>& values, size_t offset, double factor) {
    std::vector<MapSquare> all;
    for (size_t s = 0; s < grid.x.size() && offset + s < values.size(); ++s)
      all.push_back({grid.x[s], grid.y[s], grid.storey[s], factor * static_cast<double>(values[offset + s])});
    return all;
  };
  if (!tables.totals.peak_radiation.empty())
    out +=
        map_of("Heat", "Highest radiation at any time", grid.square, of_grid(tables.totals.peak_radiation, 0, 1), heat);
  for (size_t h = 0; h < grid.hazards.size(); ++h) {
    const auto ppm = of_grid(tables.totals.peak, h * grid.x.size(), 1e6);
    std::vector<MapClass> classes;
    double top = 0;
    for (const MapSquare& s : ppm) top = std::max(top, s.value);
    if (top <= 0) continue;
    static constexpr std::array<const char*, 4> colours = {"#edf8e9", "#a1d99b", "#41ab5d", "#005a32"};
    const double decade = std::pow(10, std::floor(std::log10(top)));
    for (size_t k = 0; k < colours.size(); ++k) {
      const double from = decade * std::pow(10, static_cast<double>(k) - 3);
      classes.push_back({from, fmt::format("> {:g} ppm", from), colours[k]});
    }
    out += map_of("Gas", "Highest concentration at any time", grid.square, ppm, classes, grid.hazards[h].name);
  }
  return out + stays();
}

/// One map an arrival: how long who comes then can stay.
std::string Page::stays() const {
  const results::StayTables stays = file_.exposure().stays;
  // Shorter is worse: squares where one can stay to the end are left white.
  const std::vector<MapClass> classes = {{-1800, "< 30 min", "#fff0b3"},
                                         {-600, "< 10 min", "#fdbe6f"},
                                         {-300, "< 5 min", "#fc8d59"},
                                         {-60, "< 1 min", "#d7301f"},
                                         {0, "0", "#7f0000"}};
  std::string out;
  for (size_t a = 0; a < stays.arrival.size(); ++a) {
    std::vector<MapSquare> squares;
    for (size_t s = 0; s < stays.x.size(); ++s)
      if (const float time = stays.tenable[a * stays.x.size() + s]; !std::isnan(time))
        squares.push_back({stays.x[s], stays.y[s], stays.storey[s], -static_cast<double>(time)});
    if (!squares.empty())
      out += map_of(
          "How long one can stay",
          say("Until the place is untenable for who comes there at") + fmt::format(" {}", duration(stays.arrival[a])),
          stays.square, squares, classes);
  }
  return out;
}

std::string Page::gates(const std::string& list, std::string_view name) const {
  std::vector<std::vector<std::string>> rows;
  for (size_t i = 0; i < count(list); ++i) {
    const std::string gate = fmt::format("{}/{}", list, i);
    if (number(gate + "/people") == 0 && list == "/doors") continue;
    rows.push_back({text(gate + "/name"), value(gate + "/width_m", "{:.2f}", " m"), value(gate + "/people"),
                    time(gate + "/first_s"), time(gate + "/last_s"), value(gate + "/mean_flow_per_s", "{:.2f}", " /s"),
                    value(gate + "/peak_flow_per_s", "{:.2f}", " /s")});
  }
  if (rows.empty()) return "";
  return heading(name) + table({say("Name"), say("Width"), say("People"), say("First"), say("Last"), say("Mean flow"),
                                say("Peak flow")},
                               rows);
}

std::string Page::havens() const {
  std::string out;
  for (const auto& [list, name] : {std::pair("/muster_points", "Muster points"), {"/refuges", "Refuges"}}) {
    std::vector<std::vector<std::string>> rows;
    for (size_t i = 0; i < count(list); ++i) {
      const std::string place = fmt::format("{}/{}", list, i);
      rows.push_back({text(place + "/name"), value(place + "/people")});
      // Arrivals in refuges are not timed, muster points have room for all.
      if (std::string_view(list) == "/refuges")
        rows.back().push_back(value(place + "/capacity"));
      else
        rows.back().insert(rows.back().end(), {time(place + "/first_s"), time(place + "/last_s")});
    }
    std::vector<std::string> heads = {say("Name"), say("People")};
    if (std::string_view(list) == "/refuges")
      heads.push_back(say("Capacity"));
    else
      heads.insert(heads.end(), {say("First"), say("Last")});
    out += rows.empty() ? "" : heading(name) + table(heads, rows);
  }
  return out;
}

std::string Page::hazards() const {
  std::string out;
  for (size_t h = 0; h < count("/hazards"); ++h) {
    const std::string hazard = fmt::format("/hazards/{}", h);
    std::string kind = told_at(hazard + "/kind");
    std::ranges::replace(kind, '_', ' ');
    out += fmt::format("<h3>{} ({})</h3>\n", text(hazard + "/name"), kind);
    std::vector<std::vector<std::string>> rows;
    for (size_t e = 0; e < count(hazard + "/endpoints"); ++e) {
      const std::string endpoint = fmt::format("{}/endpoints/{}", hazard, e);
      // Where the model ends before the hazard does, the distance is a least one.
      const char* distance = has(endpoint + "/beyond") && at(endpoint + "/beyond").get<bool>() ? "> {:.0f}" : "{:.0f}";
      rows.push_back({told_at(endpoint + "/criterion"), value(endpoint + "/max_distance_m", distance, " m"),
                      value(endpoint + "/area_m2", "{:.0f}", " m²"),
                      value(endpoint + "/floor_area_m2", "{:.0f}", " m²")});
    }
    out += table({say("Criterion"), say("Distance"), say("Area"), say("over walkable floors")}, rows);
  }
  std::vector<std::vector<std::string>> rows;
  for (size_t t = 0; t < count("/targets"); ++t) {
    const std::string target = fmt::format("/targets/{}", t);
    rows.push_back({text(target + "/name"), value(target + "/peak_kW_m2", "{:.1f}", " kW/m²"),
                    value(target + "/mean_kW_m2", "{:.1f}", " kW/m²"), value(target + "/dose_TDU", "{:.0f}", " TDU"),
                    place(target + "/at")});
  }
  if (!rows.empty())
    out += "<h3>" + escaped(say("Targets")) + "</h3>" +
           table({say("Name"), "kW/m²", say("mean over its surface"), "TDU", say("Where it is highest")}, rows);
  rows.clear();
  for (size_t e = 0; e < count("/escalation/events"); ++e) {
    const std::string event = fmt::format("/escalation/events/{}", e);
    rows.push_back({time(event + "/time_s"), text(event + "/tank"), told_at(event + "/text")});
  }
  if (!rows.empty())
    out += "<h3>" + escaped(say("Escalation")) + "</h3>" + table({say("Time"), say("Name"), say("Event")}, rows);
  return out.empty() ? "" : heading("Hazards") + out;
}

std::string Page::exposure() const {
  std::vector<std::vector<std::string>> criteria, zones;
  for (size_t c = 0; c < count("/exposure/criteria"); ++c) {
    const std::string criterion = fmt::format("/exposure/criteria/{}", c);
    criteria.push_back({told_at(criterion + "/name"), value(criterion + "/people_above")});
  }
  for (size_t z = 0; z < count("/exposure/zones"); ++z) {
    const std::string zone = fmt::format("/exposure/zones/{}", z);
    zones.push_back({told_at(zone + "/name"), text(zone + "/storey"), time(zone + "/aset_s"), time(zone + "/rset_s"),
                     time(zone + "/margin_s"), told_at(zone + "/by")});
  }
  if (criteria.empty()) return "";
  std::string out = heading("Who is exposed") + table({say("Criterion"), say("People above it")}, criteria);
  if (!zones.empty())
    out += "<h3>" + escaped(say("How long places can be used")) + "</h3>" +
           table({say("Place"), say("Storey"), "ASET", "RSET", say("Margin"), say("by")}, zones);
  return out;
}

std::string Page::events() const {
  std::vector<std::vector<std::string>> rows;
  for (const results::Event& event : without_repeats(file_.events()))
    rows.push_back({duration(event.time), told(event.text)});
  return rows.empty() ? "" : heading("Events") + table({say("Time"), say("Event")}, rows);
}

std::string Page::warnings() const {
  std::string out = heading("Warnings and validity");
  if (count("/warnings") == 0) return out + "<p>" + escaped(say("There are none.")) + "</p>";
  out += "<ul>";
  for (size_t w = 0; w < count("/warnings"); ++w)
    out += "<li>" + told_at(fmt::format("/warnings/{}/text", w)) + "</li>\n";
  return out + "</ul>\n";
}

std::string Page::assumptions() const {
  std::string out = heading("What was assumed");
  std::vector<std::vector<std::string>> rows;
  for (const GivenInput& input : given_inputs(file_.info().case_text, file_.info().overrides))
    rows.push_back({"<code>" + escaped(input.key) + "</code>", brief(input.value), brief(input.standard)});
  if (!rows.empty())
    out += "<p>" + escaped(say("Every input that differs from its default. Units stand in the keys, or are SI.")) +
           "</p>\n<div class=\"inputs\">" + table({say("Key"), say("Value"), say("Default")}, rows) + "</div>\n";
  out += "<p>" + escaped(say("Everything that the case does not say has the default of docs/case-file.md.")) + "</p>\n";
  out += "<h3>" + escaped(say("The case itself")) + "</h3>\n<pre>" + escaped(file_.info().case_text) + "</pre>\n";
  if (file_.info().overrides.empty()) return out;
  out += "<p>" + escaped(say("Laid over the case by the command line")) + ":</p><ul>";
  for (const std::string& each : file_.info().overrides) out += "<li><code>" + escaped(each) + "</code></li>";
  return out + "</ul>\n";
}

std::string Page::reproduction() const {
  std::string inputs;
  for (size_t i = 0; i < count("/inputs"); ++i)
    inputs += fmt::format("<code>{}</code> SHA-256 <code>{}</code><br>", text(fmt::format("/inputs/{}/path", i)),
                          text(fmt::format("/inputs/{}/sha256", i)));
  return heading("To repeat this run") +
         table({"", ""},
               {{say("Program"), fmt::format("{} {} ({}, {})", text("/software/name"), text("/software/version"),
                                             text("/software/commit"), text("/software/build"))},
                {say("Seed"), value("/seed")},
                {say("Inputs"), inputs}});
}

std::string Page::html() const {
  const std::string title = file_.info().title.empty() ? file_.info().case_path : file_.info().title;
  return html_page(language_, "Evacuation report", title,
                   answer() + leaving() + maps() + gates("/exits", "Exits") + havens() + gates("/doors", "Doors") +
                       hazards() + exposure() + events() + warnings() + assumptions() + reproduction());
}

}  // namespace

std::string report_html(const results::ResultsReader& file, Language language) {
  if (!file.finished())
    throw results::ResultsError(file.path().string() +
                                ": its run has not finished, or was killed: there is no summary to report");
  return Page(file, language).html();
}

void write_report(const std::filesystem::path& results, const std::filesystem::path& out, Language language) {
  write_page(out, report_html(results::ResultsReader(results), language));
}

}  // namespace muster::sim
