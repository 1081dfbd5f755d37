#include "sim/report/report.h"

#include "sim/report/curves.h"
#include "sim/report/figures.h"
#include "sim/report/hazard_tables.h"
#include "sim/report/html.h"
#include "sim/report/inputs.h"
#include "sim/report/map.h"
#include "sim/report/page_file.h"
#include "sim/report/people_tables.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace muster::sim {

namespace {

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

/// The parts of the page that need more than the summary, and the order of all.
class Page : private Figures {
 public:
  Page(const results::ResultsReader& file, Language language) : Figures(file.summary_json(), language), file_(file) {}

  std::string html() const;

 private:
  std::string box(std::string_view name, const std::string& content, bool bad = false, bool long_text = false) const {
    if (content.empty()) return "";
    return fmt::format("<div{}>{}<b{}>{}</b></div>\n", bad ? " class=\"bad\"" : "", escaped(say(name)),
                       long_text ? " class=\"long\"" : "", content);
  }

  std::string answer() const;
  std::string next_tank() const;
  std::string leaving() const;
  std::string maps() const;
  std::string stays() const;
  std::string map_of(std::string_view title, std::string_view text, double side, const std::vector<MapSquare>& squares,
                     const std::vector<MapClass>& classes, const std::string& of = "") const;
  std::string events() const;
  std::string warnings() const;
  std::string assumptions() const;
  std::string reproduction() const;

  const results::ResultsReader& file_;
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
  // Without a margin somebody is still there: what became untenable did so too early.
  const bool late =
      has("/exposure/margin_s") ? number("/exposure/margin_s") < 0 : has("/exposure/aset_s") && missing > 0;
  out += box("Available time (ASET)", time("/exposure/aset_s"), late);
  out += box("Required time (RSET)", time("/exposure/rset_s"), late);
  out += box("Margin", time("/exposure/margin_s"), late);
  out += box("Expected deaths", expected("/exposure/expected_fatalities"),
             has("/exposure/expected_fatalities") && number("/exposure/expected_fatalities") >= 0.01);
  out += box("Expected injuries", expected("/exposure/expected_injuries"));
  out += next_tank();
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

/// Which of the tanks beside the fires burns first.
std::string Page::next_tank() const {
  std::optional<std::string> first;
  for (size_t t = 0; t < count("/escalation/tanks"); ++t) {
    const std::string tank = fmt::format("/escalation/tanks/{}", t);
    if (!has(tank + "/burns_from_s")) continue;
    if (!first || number(tank + "/burns_from_s") < number(*first + "/burns_from_s")) first = tank;
  }
  return first ? box("The next tank burns after", time(*first + "/burns_from_s") + "<br>" + text(*first + "/name"),
                     true, true)
               : "";
}

std::string Page::leaving() const {
  const std::string charts = curves(file_, at("/people/placed").get<size_t>(), has("/people/in_refuge"), language());
  return charts.empty() ? "" : heading("How people leave") + "<div class=\"curves\">" + charts + "</div>\n";
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
  const std::string people = held_table(*this) + gate_table(*this, "/exits", "Exits") + haven_tables(*this) +
                             gate_table(*this, "/doors", "Doors") + closure_table(*this) + lift_table(*this) +
                             help_table(*this) + measurement_tables(*this);
  const std::string dangers = hazard_tables(*this) + fan_table(*this) + detector_table(*this) +
                              action_table(*this, file_.info().case_text, file_.info().overrides) +
                              exposure_tables(*this);
  return html_page(
      language(), "Evacuation report", title,
      answer() + leaving() + maps() + people + dangers + events() + warnings() + assumptions() + reproduction());
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
