#include "sim/study/answer/places_section.h"

#include "sim/report/html.h"
#include "sim/report/map.h"
#include "sim/results/reader.h"
#include "sim/study/answer/words.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace muster::sim::study {

namespace {

/// Light to dark, so that black and white tells them apart, from 1e-8 to 1e-3 a year; and the lines at their edges.
constexpr std::array<const char*, 6> fills = {"#fff7d6", "#fee391", "#fec44f", "#fb8b3c", "#d7301f", "#7f0000"};
constexpr std::array<const char*, 6> edges = {"#d9c77a", "#c9a227", "#b3741a", "#94440f", "#700f0f", "#300000"};

std::string level_text(double level) { return fmt::format("{:.0e}", level); }

/// Three digits of a power of ten; 0 as it is.
std::string risk_text(double risk) { return risk > 0 ? fmt::format("{:.2e}", risk) : "0"; }

class Section {
 public:
  Section(const Progress& progress, const Store& store, const RiskMap& map, Language language)
      : progress_(progress), store_(store), map_(map), language_(language) {}

  std::string html() const {
    std::string out = "<h2>" + escaped(say("Individual risk at places")) + "</h2>\n" +
                      note(
                          "Probability a year that somebody dies who is at the place day and night and does not leave, "
                          "over all weathers and accidents of the study; of named places times the share of the time. "
                          "Outdoors without shelter; in rooms the air that gets in.") +
                      places();
    if (map_.unknown > 0)
      out += bad(fmt::format("{}: {} / {}", say("Happenings without figures are not in it; their frequency [1/year]"),
                             risk_text(map_.unknown), say("per year")));
    if (map_.cut > 0)
      out += bad(fmt::format("{} ({:g} s): {}",
                             say("Hazards of this frequency a year had not passed by the case's run.until_s; exposure "
                                 "ends there"),
                             map_.squares.until, risk_text(map_.cut)));
    return out + plans() + areas();
  }

 private:
  std::string say(std::string_view english) const { return study::say(english, language_); }
  std::string note(std::string_view english) const { return "<p class=\"small\">" + escaped(say(english)) + "</p>\n"; }
  static std::string bad(const std::string& text) { return "<p class=\"bad\">" + escaped(text) + "</p>\n"; }
  static std::string file(const char* name) {
    return fmt::format("<p class=\"small\"><a href=\"tables/{0}.csv\">tables/{0}.csv</a></p>\n", name);
  }

  std::string places() const {
    const Table of = places_table(progress_, &map_);
    std::vector<std::vector<std::string>> rows;
    for (const auto& row : of.rows)
      rows.push_back({escaped(row[0].get<std::string>()),
                      fmt::format("{:g}, {:g}", row[1].get<double>(), row[2].get<double>()),
                      fmt::format("{:g}", row[3].get<double>()),
                      row[4].is_null() ? escaped(say("no floor there")) : risk_text(row[4].get<double>())});
    return rows.empty() ? ""
                        : table({say("Place"), "x, y [m]", say("share of the time"), say("per year")}, rows) +
                              file(of.name.c_str());
  }

  std::string areas() const {
    std::vector<std::vector<std::string>> rows;
    const Table of = contours_table(&map_);
    for (const auto& row : of.rows)
      rows.push_back({"≥ " + level_text(row[0].get<double>()), fmt::format("{:.0f}", row[1].get<double>())});
    return table({say("individual risk [1/year]"), say("floor area [m²]")}, rows) + file(of.name.c_str());
  }

  std::string plans() const {
    const std::string key = progress_.stays_of(map_.floors_of);
    if (!store_.has_hazards(key))
      return note(
          "The plans need the file of the hazards' floors, which has been removed: tables/risk_map.csv has the "
          "squares.");
    const results::ResultsReader reader(store_.hazards(key));
    const scene::Floors& floors = reader.floors();
    std::vector<MapClass> classes;
    std::string legend = "<p class=\"key\">" + escaped(say("individual risk [1/year]")) + ": ";
    for (size_t k = risk_levels.size(); k-- > 0;) {
      const size_t shade = risk_levels.size() - 1 - k;
      classes.push_back({risk_levels[k], "≥ " + level_text(risk_levels[k]), fills[shade]});
      legend += fmt::format("<span><i style=\"background:{}\"></i>{}</span>", fills[shade], classes.back().name);
    }
    std::vector<MapSquare> squares;
    for (size_t s = 0; s < map_.squares.x.size(); ++s)
      squares.push_back({map_.squares.x[s], map_.squares.y[s], map_.squares.storey[s], map_.per_year[s]});
    std::string out;
    for (const auto& [storey, name] : storey_plans(floors)) {
      const std::string plan =
          map_svg(floors, storey, map_.squares.square, squares, classes, lines(storey), marks(storey));
      if (!plan.empty()) out += (name.empty() ? "" : "<h3>" + escaped(name) + "</h3>") + plan + "\n";
    }
    return out.empty() ? note("Nowhere is the risk 1e-8 a year or more.")
                       : "<h3>" + escaped(say("Contours of individual risk")) + "</h3>\n" + legend + "</p>\n" + out +
                             file("risk_map");
  }

  std::vector<MapLine> lines(int storey) const {
    std::vector<MapLine> all;
    for (size_t k = risk_levels.size(); k-- > 0;)
      all.push_back({contour(map_, storey, risk_levels[k]), edges[risk_levels.size() - 1 - k]});
    return all;
  }

  std::vector<MapMark> marks(int storey) const {
    std::vector<MapMark> all;
    for (const RiskPlace& place : progress_.study().risk->places)
      if (const auto square = square_at(map_.squares, place.at, place.z);
          square && map_.squares.storey[*square] == storey)
        all.push_back({place.at, place.name});
    return all;
  }

  const Progress& progress_;
  const Store& store_;
  const RiskMap& map_;
  Language language_;
};

}  // namespace

std::string places_section(const Progress& progress, const Store& store, Language language) {
  if (!progress.study().stays()) return "";
  const std::optional<RiskMap> map = risk_map(progress, store);
  if (!map)
    return "<p class=\"bad\">" +
           escaped(say("No happening has figures of the risk at places: their hazards have not been computed, or it is "
                       "not known whom they kill.",
                       language)) +
           "</p>\n";
  return Section(progress, store, *map, language).html();
}

}  // namespace muster::sim::study
