#include "sim/report/drill_card.h"

#include "sim/report/html.h"
#include "sim/results/departures.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include <fmt/format.h>

namespace muster::sim {

namespace {

using Zone = std::pair<int, int>;  // storey, space

/// Where each person was first seen; those never seen are absent.
std::map<uint32_t, Zone> zones_of(const results::ResultsReader& file) {
  const scene::Floors& floors = file.floors();
  const size_t all = file.people().size();
  std::map<uint32_t, Zone> zones;
  for (size_t k = 0; k < file.frames() && zones.size() < all; ++k) {
    const results::Frame frame = file.frame(k);
    for (size_t i = 0; i < frame.size(); ++i) {
      if (zones.contains(frame.id[i])) continue;
      const scene::CellId cell = floors.find(static_cast<double>(frame.x[i]), static_cast<double>(frame.y[i]),
                                             static_cast<double>(frame.z[i]));
      const auto at = static_cast<size_t>(cell);
      zones[frame.id[i]] = cell < 0 ? Zone{-1, -1} : Zone{floors.storey[at], floors.space[at]};
    }
  }
  return zones;
}

/// The key with the largest count; -1 where there is none.
int most(const std::map<int, size_t>& counts) {
  const auto top = std::ranges::max_element(counts, {}, [](const auto& each) { return each.second; });
  return top == counts.end() ? -1 : top->first;
}

/// What the people of one zone did.
struct Tally {
  size_t people = 0, sheltered = 0;
  std::map<int, size_t> doors;
  std::map<std::string, size_t> exits;
  std::vector<double> out;  // [s]
};

DrillLine line_of(const Zone& zone, Tally tally) {
  DrillLine line{zone.first, zone.second, tally.people, most(tally.doors), {}, tally.sheltered};
  line.exits.assign(tally.exits.begin(), tally.exits.end());
  std::ranges::stable_sort(line.exits, std::greater(), [](const auto& each) { return each.second; });
  std::ranges::sort(tally.out);
  if (!tally.out.empty()) line.first = tally.out.front();
  const size_t half = (tally.people + 1) / 2;
  if (tally.out.size() >= half) line.half = tally.out[half - 1];
  if (tally.out.size() == tally.people) line.last = tally.out.back();
  return line;
}

std::string name_of(const scene::Floors& floors, const DrillLine& line, Language language) {
  if (line.space < 0) return escaped(translate("outside of rooms", language));
  const scene::Space& space = floors.spaces[static_cast<size_t>(line.space)];
  return escaped(space.name + (space.long_name.empty() ? "" : " " + space.long_name));
}

}  // namespace

std::vector<DrillLine> drill_lines(const results::ResultsReader& file) {
  const std::map<uint32_t, Zone> zones = zones_of(file);
  std::map<Zone, Tally> tallies;
  for (const auto& [person, zone] : zones) ++tallies[zone].people;
  const auto tally_of = [&](uint32_t person) {
    const auto zone = zones.find(person);
    return zone == zones.end() ? nullptr : &tallies[zone->second];
  };
  const std::vector<results::Crossing> crossings = file.crossings();
  std::map<uint32_t, bool> through;  // a first door
  for (const results::Crossing& c : crossings)
    if (c.gate == results::Crossing::Gate::door && through.emplace(c.person, true).second)
      if (Tally* tally = tally_of(c.person)) ++tally->doors[static_cast<int>(c.index)];
  for (const results::Departure& d : results::departures(file))
    if (Tally* tally = tally_of(d.person)) {
      ++tally->exits[results::way_out(file, d)];
      tally->out.push_back(d.time);
    }
  if (file.frames() > 0) {
    const results::Frame end = file.frame(file.frames() - 1);
    for (size_t i = 0; i < end.size(); ++i)
      if (end.state[i] == static_cast<uint8_t>(results::PersonState::in_refuge))
        if (Tally* tally = tally_of(end.id[i])) ++tally->sheltered;
  }
  std::vector<DrillLine> lines;
  for (auto& [zone, tally] : tallies) lines.push_back(line_of(zone, std::move(tally)));
  std::ranges::stable_sort(lines, {},
                           [](const DrillLine& l) { return std::tuple(l.storey, -static_cast<int64_t>(l.people)); });
  return lines;
}

std::string drill_card_html(const results::ResultsReader& file, Language language) {
  if (!file.finished())
    throw results::ResultsError(file.path().string() +
                                ": its run has not finished, or was killed: there is no drill card");
  const auto say = [&](std::string_view english) { return translate(english, language); };
  const scene::Floors& floors = file.floors();
  std::map<int, std::vector<std::vector<std::string>>> pages;
  for (const DrillLine& line : drill_lines(file)) {
    std::string exits;
    size_t out = 0;
    for (const auto& [exit, people] : line.exits) {
      exits += fmt::format("{}{} ({})", exits.empty() ? "" : "<br>", escaped(exit), people);
      out += people;
    }
    const auto also = [&](const std::string& text) { exits += (exits.empty() ? "" : "<br>") + text; };
    if (line.sheltered > 0) also(fmt::format("{}: {}", escaped(say("In refuges")), line.sheltered));
    if (const size_t safe = out + line.sheltered; safe < line.people)
      also(fmt::format("<b>{}: {}</b>", escaped(say("not out")), line.people - safe));
    const auto time = [](const std::optional<double>& t) { return t ? duration(*t) : "-"; };
    pages[line.storey].push_back(
        {name_of(floors, line, language), std::to_string(line.people),
         line.portal < 0 ? "-" : escaped(floors.portals[static_cast<size_t>(line.portal)].name), exits,
         time(line.first), time(line.half), time(line.last)});
  }
  std::string body =
      "<p class=\"small\">" + escaped(say("Expected by simulation; times count from the alarm (t = 0).")) + "</p>\n";
  bool first = true;
  for (const auto& [storey, rows] : pages) {
    body +=
        fmt::format("<section{}><h2>{}</h2>\n", first ? "" : " style=\"break-before:page\"",
                    escaped(storey < 0 ? say("outside of storeys") : floors.storeys[static_cast<size_t>(storey)].name));
    body += table({say("Place"), say("People"), say("First door"), say("Exits"), say("First"),
                   say("Half are out after"), say("Everybody is out after")},
                  rows) +
            "</section>\n";
    first = false;
  }
  const results::RunInfo& info = file.info();
  return html_page(language, "Drill card", info.title.empty() ? info.case_path : info.title, body);
}

}  // namespace muster::sim
