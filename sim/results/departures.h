#pragma once
// Who left for good, of all crossings of exits.

#include "sim/results/reader.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace muster::results {

/// The last crossing outwards of each person who did not come back in, by time. Crossings of doors do not count.
inline std::vector<Crossing> departures(const std::vector<Crossing>& crossings) {
  std::map<uint32_t, Crossing> last;
  for (const Crossing& c : crossings) {
    if (c.gate != Crossing::Gate::exit) continue;
    if (c.direction > 0)
      last[c.person] = c;
    else
      last.erase(c.person);
  }
  std::vector<Crossing> left;
  for (const auto& [person, crossing] : last) left.push_back(crossing);
  std::stable_sort(left.begin(), left.end(), [](const Crossing& a, const Crossing& b) { return a.time < b.time; });
  return left;
}

/// Somebody is out for good: through an exit, or counted as evacuated at a muster point.
struct Departure {
  double time = 0;  ///< [s]
  uint32_t person = 0;
  bool mustered = false;
  uint32_t index = 0;  ///< into RunInfo::muster_points where `mustered`, else into Floors::exits
};

/// All of them, by time.
inline std::vector<Departure> departures(const ResultsReader& file) {
  std::vector<Departure> all;
  for (const Crossing& c : departures(file.crossings())) all.push_back({c.time, c.person, false, c.index});
  for (const Arrival& a : file.arrivals()) all.push_back({a.time, a.person, true, a.point});
  std::stable_sort(all.begin(), all.end(), [](const Departure& a, const Departure& b) { return a.time < b.time; });
  return all;
}

/// The name of the exit or muster point.
inline const std::string& way_out(const ResultsReader& file, const Departure& departure) {
  return departure.mustered ? file.info().muster_points[departure.index].name
                            : file.floors().exits[departure.index].name;
}

}  // namespace muster::results
