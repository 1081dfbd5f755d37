#pragma once
// Who left for good, of all crossings of exits.

#include "sim/results/frame.h"

#include <algorithm>
#include <map>
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

}  // namespace muster::results
