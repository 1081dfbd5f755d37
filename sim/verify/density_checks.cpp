// Speed and flow against density: wide corridor, single file.
#include "sim/verify/check.h"
#include "sim/verify/measure.h"
#include "sim/verify/measurements.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace muster::sim::verify {

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();

/// Mean density [1/m2] and speed [m/s] in RiMEA's measuring squares from 10 s to 70 s: main (500 m), beside it, 450 m,
/// 550 m; eight numbers. Nobody outside 300 m to 700 m can reach them within 70 s at 1.4 m/s, nor can the waves that
/// the ends of the crowd send (slower than people), so that only that part is filled.
std::vector<double> wide_corridor(double density, uint64_t seed) {
  Trial trial(fmt::format(R"toml(
[model]
wkt = "{}"
[floors]
cell_m = 0.2
[[exit]]
name = "end"
line = [[1000, 0], [1000, 10]]
[[people]]
name = "people"
density_per_m2 = {}
polygon = {}
speed_m_s = {{distribution = "uniform", low = 1.2, high = 1.4}}
)toml",
                          rectangle(0, 0, 1000, 10), density, polygon(300, 0, 700, 10)),
              seed);
  const std::vector<Area> squares = {{499, 4, 501, 6}, {499, 7, 501, 9}, {449, 4, 451, 6}, {549, 4, 551, 6}};
  std::vector<double> people(4, 0), way(4, 0);
  double n = 0;
  trial.run(
      70,
      [&](const Moment& m) {
        if (m.time < 10) return;
        ++n;
        for (size_t k = 0; k < 4; ++k) {
          const double here = squares[k].count(m.now), v = squares[k].speed(m);
          people[k] += here;
          if (std::isfinite(v)) way[k] += here * v;
        }
      },
      10);
  std::vector<double> row;
  for (size_t k = 0; k < 4; ++k) row.push_back(people[k] / n / squares[k].size());
  for (size_t k = 0; k < 4; ++k) row.push_back(way[k] / people[k]);
  return row;
}

Findings corridor_diagram(const Effort& effort) {
  Findings f;
  f.seeds = effort.list(1, 1);
  const std::vector<double> densities =
      effort.quick ? std::vector<double>{0.5, 1, 2, 4} : std::vector<double>{0.5, 1, 2, 3, 4, 5, 6};
  Series speed{"main square", Series::Look::line, {}}, others{"other squares", Series::Look::dots, {}},
      flow{"main square", Series::Look::line, {}}, weidmann{"Weidmann 1993", Series::Look::line, {}},
      weidmann_flow{"Weidmann 1993", Series::Look::line, {}};
  for (double d = 0.2; d <= 5.4; d += 0.1) {
    weidmann.points.emplace_back(d, weidmann_speed(d));
    weidmann_flow.points.emplace_back(d, d * weidmann_speed(d));
  }
  double fastest = 0, rising = 0;
  std::vector<double> flows;
  for (const double density : densities) {
    const std::vector<double> row = wide_corridor(density, f.seeds.front());
    for (size_t k = 1; k < 4; ++k) others.points.emplace_back(row[k], row[4 + k]);
    if (!speed.points.empty() && row[4] > speed.points.back().second) ++rising;
    speed.points.emplace_back(row[0], row[4]);
    flow.points.emplace_back(row[0], row[0] * row[4]);
    flows.push_back(row[0] * row[4]);
    fastest = std::max({fastest, row[4], row[5], row[6], row[7]});
    f.criteria.push_back({fmt::format("speed at {} /m2 placed", density), "m/s", {}, "", {row[4]}, Judge::every, true});
  }
  f.criteria.push_back(
      {"highest mean speed of a square", "m/s", {0, 1.4}, "nobody is faster than his free speed (ISO 13)", {fastest}});
  f.criteria.push_back({"densities at which speed rises with density",
                        "",
                        {0, 0},
                        "speed falls with density (RiMEA 4, ISO 13)",
                        {rising}});
  const double greatest = *std::max_element(flows.begin(), flows.end());
  f.criteria.push_back({"flow at the highest density / greatest flow",
                        "",
                        {0, 0.999},
                        "flow at very high density is below that at a moderate one (IMO 12)",
                        {flows.back() / greatest}});
  f.plots = {{"corridor_speed_density",
              "Speed against density in a corridor 10 m wide",
              {"density [1/m²]", 0, 6.5},
              {"speed [m/s]"},
              {weidmann, speed, others}},
             {"corridor_flow_density",
              "Specific flow against density",
              {"density [1/m²]", 0, 6.5},
              {"specific flow [1/(m s)]"},
              {weidmann_flow, flow}}};
  f.notes = {
      "RiMEA asks for a comparison with the literature and sets no limit; the comparison with measurements is in "
      "the validation suite."};
  return f;
}

/// Samples of (density [1/m], speed [m/s]) of people in single file who start `spacing` m apart: over 2 s each, from
/// 20 s to 60 s, in the middle 20 m.
std::vector<std::pair<double, double>> single_file(double density, uint64_t seed) {
  std::string points;
  for (double x = 1; x < 240; x += 1 / density) points += fmt::format("{}[{:.3f}, 0.25]", x == 1 ? "" : ", ", x);
  Trial trial(fmt::format(R"toml(
[model]
wkt = "{}"
[[exit]]
name = "end"
line = [[300, 0], [300, 0.5]]
[[people]]
name = "people"
points = [{}]
)toml",
                          rectangle(0, 0, 300, 0.5), points),
              seed);
  std::vector<std::pair<double, double>> samples;
  trial.run(
      60,
      [&](const Moment& m) {
        if (m.time < 20) return;
        std::vector<std::pair<double, double>> row;  // place, speed
        for (const crowd::Snapshot& p : m.now)
          if (const crowd::Snapshot* was = m.earlier(p); was != nullptr && p.x < 300)
            row.emplace_back(p.x, (p.x - was->x) / m.step);
        std::sort(row.begin(), row.end());
        for (size_t i = 1; i + 1 < row.size(); ++i)
          if (row[i].first >= 130 && row[i].first < 150)
            samples.emplace_back(2 / (row[i + 1].first - row[i - 1].first), row[i].second);
      },
      40);
  return samples;
}

Findings single_file_diagram(const Effort& effort) {
  Findings f;
  f.seeds = effort.list(3, 1);
  std::vector<std::pair<double, double>> low, high, all;
  Series band{"10 % to 90 % of the measurements", Series::Look::band, {}},
      median{"their median", Series::Look::line, {}};
  for (const SingleFileBand& b : single_file_band()) {
    low.emplace_back(b.density, b.low), high.emplace_back(b.density, b.high);
    band.points.emplace_back(b.density, b.low), band.upper.push_back(b.high);
    median.points.emplace_back(b.density, b.median);
  }
  std::vector<double> shares;
  size_t drawn = 0;
  for (const uint64_t seed : f.seeds) {
    double inside = 0, n = 0;
    for (const double density : {0.3, 0.6, 0.9, 1.2, 1.5, 1.8, 2.1, 2.4, 2.7})
      for (const auto& [d, v] : single_file(density, seed)) {
        if (d > 3.5) continue;
        const bool in = v >= interpolated(low, d) && v <= interpolated(high, d);
        inside += in ? 1 : 0, ++n;
        if (seed == f.seeds.front() && ++drawn % 4 == 0) all.emplace_back(d, v);
      }
    shares.push_back(100 * inside / n);
  }
  f.criteria = {{"samples inside the measured 10 % to 90 % band",
                 "%",
                 {75, inf},
                 "RiMEA 4.1.1 test 16 band; at least 75 % inside, as its public implementation (JuPedSim) asks",
                 shares}};
  f.plots = {{"single_file",
              "Single file: speed against density",
              {"density [1/m]", 0, 3.5},
              {"speed [m/s]", 0, 1.8},
              {band, median, {"people over 2 s, every fourth", Series::Look::dots, all}}}};
  return f;
}

}  // namespace

std::vector<Check> density_checks() {
  return {
      {"corridor_diagram", "Speed and flow against density in a wide corridor",
       "Corridor 1000 m x 10 m, filled from 300 m to 700 m at 0.5 to 6 /m2, U(1.2, 1.4) m/s; means from 10 s to 70 s "
       "in squares of 2 m x 2 m at 450, 500 (two) and 550 m. Cells of 0.2 m.",
       corridor_diagram, true},
      {"single_file", "Speed against density in single file",
       "Passage 300 m x 0.5 m in which nobody can overtake, 1.34 ± 0.26 m/s, filled evenly over 240 m at 0.3 to "
       "2.7 /m; own density (from the distance between the neighbours) and speed of everybody in 20 m, every 2 s "
       "from 20 s to 60 s.",
       single_file_diagram}};
}

}  // namespace muster::sim::verify
