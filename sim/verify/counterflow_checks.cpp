// Two streams against one another in a corridor between two rooms.
#include "sim/verify/check.h"
#include "sim/verify/measure.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace muster::sim::verify {

namespace {

/// [s] when the last of 100 people from the left room has entered the right one; NaN where not all do in 1000 s.
double last_arrival(int opposing, uint64_t seed, double* reached) {
  const std::string others = opposing == 0 ? ""
                                           : fmt::format(R"toml(
[[people]]
name = "opposing"
count = {}
polygon = {}
exit = "left"
speed_m_s = {{distribution = "uniform", low = 0.97, high = 1.62}}
)toml",
                                                         opposing, polygon(20, 0, 30, 10));
  Trial trial(fmt::format(R"toml(
[model]
wkt = "POLYGON ((0 0, 10 0, 10 4, 20 4, 20 0, 30 0, 30 10, 20 10, 20 6, 10 6, 10 10, 0 10, 0 0))"
[[exit]]
name = "right"
line = [[30, 0], [30, 10]]
[[exit]]
name = "left"
line = [[0, 0], [0, 10]]
[[people]]
name = "primary"
count = 100
polygon = {}
exit = "right"
speed_m_s = {{distribution = "uniform", low = 0.97, high = 1.62}}
{})toml",
                          polygon(0, 0, 10, 10), others),
              seed);
  Line door({20, 6}, {20, 4}, 100);  // the primary ones: others may step back over it
  trial.run(1000, [&](const Moment& m) { door.look(m); });
  if (reached != nullptr) *reached = static_cast<double>(door.times().size());
  return door.times().size() < 100 ? NAN : *std::max_element(door.times().begin(), door.times().end());
}

Findings counterflow(const Effort& effort) {
  Findings f;
  f.seeds = effort.list(5, 2);
  const std::vector<int> opposing = {0, 10, 50, 100};
  const auto rows = for_seeds_all(f.seeds, [&](uint64_t seed) {
    std::vector<double> row;
    for (const int n : opposing) {
      double reached = 0;
      row.push_back(last_arrival(n, seed, &reached));
      row.push_back(reached);
    }
    return row;
  });
  Series times{"seeds", Series::Look::dots, {}}, median{"median", Series::Look::line, {}};
  for (size_t k = 0; k < opposing.size(); ++k) {
    for (const double t : column(rows, 2 * k)) times.points.emplace_back(opposing[k], t);
    median.points.emplace_back(opposing[k], percentile(column(rows, 2 * k), 50));
    f.criteria.push_back({fmt::format("people of 100 through, {} opposing", opposing[k]),
                          "",
                          {100, 100},
                          "all reach the other room",
                          column(rows, 2 * k + 1)});
  }
  for (size_t k = 1; k < opposing.size(); ++k) {
    std::vector<double> later;
    for (const auto& row : rows) later.push_back(row[2 * k] - row[2 * k - 2]);
    f.criteria.push_back({fmt::format("last arrival with {} opposing later than with {}", opposing[k], opposing[k - 1]),
                          "s",
                          {0, std::numeric_limits<double>::infinity()},
                          "time increases with the number opposing; median of the seeds",
                          later,
                          Judge::median});
  }
  f.plots = {{"counterflow", "Last arrival in room 2", {"people opposing"}, {"time [s]"}, {times, median}}};
  f.notes = {"FDS+Evac reports 50.0, 75.0, 106.9 and 136.1 s for 0, 10, 50 and 100 people opposing."};
  return f;
}

}  // namespace

std::vector<Check> counterflow_checks() {
  return {
      {"counterflow", "Counterflow",
       "Two rooms 10 m x 10 m joined by a corridor 10 m x 2 m; 100 people walk from room 1 to room 2, and 0, 10, 50 "
       "or 100 the other way (males of 30 to 50 years, U(0.97, 1.62) m/s).",
       counterflow}};
}

}  // namespace muster::sim::verify
