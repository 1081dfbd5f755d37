#pragma once
// Who left for good, of all crossings.

#include "sim/results/reader.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace muster::results {

/// The last crossing outwards, or the arrival at a muster point, of each person who did not come back in, by time.
/// Crossings of doors do not count.
inline std::vector<Crossing> departures(const std::vector<Crossing>& crossings) {
  std::map<uint32_t, Crossing> last;
  for (const Crossing& c : crossings) {
    if (c.gate == Crossing::Gate::door) continue;
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

/// The name of the exit or muster point by which somebody left.
inline const std::string& way_out(const ResultsReader& file, const Crossing& departure) {
  return departure.gate == Crossing::Gate::muster_point ? file.info().muster_points[departure.index].name
                                                        : file.floors().exits[departure.index].name;
}

}  // namespace muster::results
