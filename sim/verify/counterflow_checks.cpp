// Two streams against one another in a corridor between two rooms.
#include "sim/verify/check.h"
#include "sim/verify/measure.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace muster::sim::verify {

namespace {

/// [s when the last of 100 people from the left room has entered the right one, NaN where not all do in 1000 s; how
/// many of them do; s when the last of them has left it; largest overlap of two bodies by r_i + r_j; people still
/// inside].
std::vector<double> cross(int opposing, uint64_t seed) {
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
  const std::vector<double> out = trial.exit_times();
  double left = 0;
  for (size_t i = 0; i < 100; ++i) left = std::isnan(out[i]) ? NAN : std::max(left, out[i]);
  return {door.times().size() < 100 ? NAN : *std::max_element(door.times().begin(), door.times().end()),
          static_cast<double>(door.times().size()), left, static_cast<double>(trial.crowd().diagnostics().max_overlap),
          static_cast<double>(trial.people() - trial.evacuated())};
}

Findings counterflow(const Effort& effort) {
  Findings f;
  f.seeds = effort.list(5, 3);
  const std::vector<int> opposing = {0, 10, 50, 100};
  std::vector<std::vector<std::vector<double>>> found;  // [opposing][seeds]
  for (const int n : opposing) found.push_back(for_seeds_all(f.seeds, [&](uint64_t seed) { return cross(n, seed); }));
  Series times{"seeds", Series::Look::dots, {}}, median{"median", Series::Look::line, {}};
  std::vector<double> overlaps, inside;
  for (size_t k = 0; k < opposing.size(); ++k) {
    for (const double t : column(found[k], 0)) times.points.emplace_back(opposing[k], t);
    median.points.emplace_back(opposing[k], percentile(column(found[k], 0), 50));
    f.criteria.push_back({fmt::format("people of 100 through, {} opposing", opposing[k]),
                          "",
                          {100, 100},
                          "all reach the other room",
                          column(found[k], 1)});
    for (const auto& row : found[k]) overlaps.push_back(row[3]), inside.push_back(row[4]);
  }
  for (size_t k = 1; k < opposing.size(); ++k) {
    std::vector<double> later, left;
    for (size_t i = 0; i < f.seeds.size(); ++i) {
      later.push_back(found[k][i][0] - found[k - 1][i][0]);
      left.push_back(found[k][i][2] - found[k - 1][i][2]);
    }
    f.criteria.push_back({fmt::format("last arrival with {} opposing later than with {}", opposing[k], opposing[k - 1]),
                          "s",
                          {0, std::numeric_limits<double>::infinity()},
                          "time increases with the number opposing; median of the seeds",
                          later,
                          Judge::median});
    f.criteria.push_back(
        {fmt::format("last of the 100 out with {} opposing later than with {}", opposing[k], opposing[k - 1]),
         "s",
         {0, std::numeric_limits<double>::infinity()},
         "time increases with the number opposing, whatever the seed (ours)",
         left});
  }
  f.criteria.push_back({"people of either side still inside at the end", "", {0, 0}, "all pass", inside});
  f.criteria.push_back({"last of the 100 out, 100 opposing",
                        "s",
                        {0, 200},
                        "no jam that dissolves by chance (ours); FDS+Evac: 136 s",
                        column(found.back(), 2)});
  f.criteria.push_back({"largest overlap of two bodies, of the sum of their radii",
                        "",
                        {0, 0.08},
                        "nobody walks through anybody (ours)",
                        overlaps});
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
