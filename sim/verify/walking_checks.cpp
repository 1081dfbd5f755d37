// One person or a few: corridors, corners, overtaking.
#include "sim/verify/check.h"
#include "sim/verify/measure.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace muster::sim::verify {

namespace {

/// Corridor 2 m wide from x = -10 to 50 with the exit at its end; one person starts at x = -5.
std::string corridor(double speed) {
  return fmt::format(R"toml(
[model]
wkt = "{}"
[[exit]]
name = "end"
line = {}
[[people]]
name = "walker"
points = [[-5, 1]]
speed_m_s = {}
)toml",
                     rectangle(-10, 0, 50, 2), line(50, 0, 50, 2), speed);
}

/// [s] from x = 0 to x = 40.
double time_for_40_m(double speed) {
  Trial trial(corridor(speed), 1);
  Line from({0, 2}, {0, 0}), to({40, 2}, {40, 0});
  trial.run(200, [&](const Moment& m) { from.look(m), to.look(m); });
  return from.times().empty() || to.times().empty() ? NAN : to.times().front() - from.times().front();
}

Findings corridor_speed(const Effort&) {
  const double time = time_for_40_m(1.0);
  return {{{"time for 40 m at 1 m/s", "s", {39.6, 40.4}, "40 m / 1 m/s = 40 s (IMO 1), within 1 %", {time}},
           {"speed", "m/s", {0.95, 1.05}, "1 m/s as set (NIST 2.1, ISO 2), within 5 %", {40 / time}}}};
}

Findings corridor_time(const Effort&) {
  return {{{"time for 40 m at 1.33 m/s", "s", {26, 34}, "RiMEA 1", {time_for_40_m(1.33)}},
           {"the same, by hand",
            "s",
            {40 / 1.33 * 0.99, 40 / 1.33 * 1.01},
            "40 m / 1.33 m/s within 1 %",
            {time_for_40_m(1.33)}}}};
}

/// Distance [m] from a point to a segment.
double distance_to(const Vec2& p, const Vec2& a, const Vec2& b) {
  const double t = std::clamp((p - a).dot(b - a) / (b - a).squaredNorm(), 0.0, 1.0);
  return (p - (a + t * (b - a))).norm();
}

/// Around a corner: who got out, positions outside the L, and the smallest distance [m] of a centre to a wall.
std::vector<double> round_the_corner(uint64_t seed, Series* paths) {
  Trial trial(fmt::format(R"toml(
[model]
wkt = "POLYGON ((0 0, 10 0, 10 10, 8 10, 8 2, 0 2, 0 0))"
[[exit]]
name = "end"
line = [[8, 10], [10, 10]]
[[people]]
name = "people"
count = 20
polygon = {}
)toml",
                          polygon(0, 0, 6, 2)),
              seed);
  const std::vector<std::pair<Vec2, Vec2>> walls = {
      {{0, 0}, {10, 0}}, {{10, 0}, {10, 10}}, {{8, 10}, {8, 2}}, {{8, 2}, {0, 2}}, {{0, 2}, {0, 0}}};
  double outside = 0, nearest = 1e9;
  trial.run(120, [&](const Moment& m) {
    for (const crowd::Snapshot& p : m.now) {
      if (p.y >= 10) continue;  // beyond the exit
      const bool inside = (p.x > 0 && p.x < 10 && p.y > 0 && p.y < 2) || (p.x > 8 && p.x < 10 && p.y > 0 && p.y < 10);
      outside += inside ? 0 : 1;
      for (const auto& [a, b] : walls) nearest = std::min(nearest, distance_to({p.x, p.y}, a, b));
      if (paths != nullptr && std::lround(m.time / m.step) % 4 == 0) paths->points.emplace_back(p.x, p.y);
    }
  });
  return {static_cast<double>(trial.evacuated()), outside, nearest};
}

Findings corner(const Effort& effort) {
  Findings f;
  f.seeds = effort.list(10, 3);
  const auto rows = for_seeds_all(f.seeds, [](uint64_t seed) { return round_the_corner(seed, nullptr); });
  f.criteria = {{"people out", "", {20, 20}, "all 20 round the corner", column(rows, 0)},
                {"positions outside the walls", "", {0, 0}, "nobody penetrates the boundary", column(rows, 1)},
                {"nearest centre to a wall", "m", {0.149, 1}, "radius of a body, 0.15 m", column(rows, 2)}};
  Series paths{"", Series::Look::dots, {}};
  round_the_corner(f.seeds.front(), &paths);
  f.plots = {{"corner",
              "Places of 20 people every 0.2 s",
              {"x [m]", 0, 16},
              {"y [m]", 0, 10},
              {{"walls", Series::Look::line, {{8, 10}, {8, 2}, {0, 2}, {0, 0}, {10, 0}, {10, 10}}}, paths}}};
  f.plots.back().series.back().label = "centres of bodies";
  return f;
}

/// RiMEA 15: 500 people with the same speed to the end of three routes, [s] of the last one.
double around(const std::string& outline, const std::string& end, uint64_t seed) {
  Trial trial(fmt::format(R"toml(
[model]
wkt = "{}"
[[exit]]
name = "end"
line = {}
[[people]]
name = "people"
count = 500
polygon = {}
speed_m_s = 1.34
)toml",
                          outline, end, polygon(0, 0, 6, 20)),
              seed);
  trial.run(600);
  return trial.last_out();
}

Findings large_corner(const Effort& effort) {
  Findings f;
  f.seeds = effort.list(5, 1);
  const auto rows = for_seeds_all(f.seeds, [](uint64_t seed) {
    const double lower = around(rectangle(0, 0, 44, 20), line(44, 0, 44, 20), seed);
    const double bend =
        around(wkt({{0, 0}, {34, 0}, {34, 50}, {14, 50}, {14, 20}, {0, 20}}), line(14, 50, 34, 50), seed);
    const double upper = around(rectangle(0, 0, 75.4, 20), line(75.4, 0, 75.4, 20), seed);
    return std::vector<double>{lower, bend, upper, bend - lower, upper - bend};
  });
  const double inf = std::numeric_limits<double>::infinity();
  f.criteria = {{"corner later than the straight 44 m", "s", {0, inf}, "T_short <= T_corner", column(rows, 3)},
                {"straight 75.4 m later than the corner", "s", {0, inf}, "T_corner <= T_long", column(rows, 4)}};
  f.criteria.back().shortfall =
      "everybody takes the shortest way and thus the inner edge of the corner, where a jam arises; nobody walks round "
      "it";
  f.notes = {
      fmt::format("Times of the last one: {:.1f} s for 44 m, {:.1f} s round the corner, {:.1f} s for 75.4 m "
                  "(medians).",
                  percentile(column(rows, 0), 50), percentile(column(rows, 1), 50), percentile(column(rows, 2), 50))};
  return f;
}

/// [s] of the last of 24 people at 1.25 m/s behind one person, `slow` [m/s] and of `radius` [m], in a corridor of 2 m.
double behind(double slow, double radius, uint64_t seed) {
  Trial trial(fmt::format(R"toml(
[model]
wkt = "{}"
[[exit]]
name = "end"
line = {}
[[people]]
name = "the one ahead"
points = [[9, 1]]
speed_m_s = {}
radius_m = {}
[[people]]
name = "others"
count = 24
polygon = {}
speed_m_s = 1.25
radius_m = 0.2
)toml",
                          rectangle(0, 0, 50, 2), line(50, 0, 50, 2), slow, radius, polygon(0, 0, 8, 2)),
              seed);
  trial.run(300);
  std::vector<double> times = trial.exit_times();
  return *std::max_element(times.begin() + 1, times.end());
}

Findings slow_person_ahead(const Effort& effort) {
  Findings f;
  f.seeds = effort.list(20, 10);
  const auto rows = for_seeds_all(f.seeds, [](uint64_t seed) {
    return std::vector<double>{behind(1.25, 0.2, seed), behind(0.8, 0.4, seed)};
  });
  std::vector<double> later;
  for (const auto& row : rows) later.push_back(row[1] - row[0]);
  f.criteria = {{"delay of the others by the slow person",
                 "s",
                 {0, std::numeric_limits<double>::infinity()},
                 "slower than the control without a slow person (NIST 2.10, ISO 7)",
                 later,
                 Judge::median},
                {"last of the others, control", "s", {}, "", column(rows, 0), Judge::median, true},
                {"last of the others behind the slow person",
                 "s",
                 {50 / 1.25, 50 / 0.8 + 8},
                 "between 50 m at 1.25 m/s and following at 0.8 m/s over the whole corridor",
                 column(rows, 1)}};
  f.notes = {"The control has a person of 1.25 m/s and radius 0.2 m in the slow one's place."};
  return f;
}

}  // namespace

std::vector<Check> walking_checks() {
  return {
      {"corridor_speed", "Walking speed in a corridor",
       "Corridor 2 m wide; one person of 1 m/s, timed between two lines 40 m apart, 5 m after its start.",
       corridor_speed},
      {"corridor_time", "Walking time in a corridor",
       "The same at 1.33 m/s. RiMEA allows for 0.4 m of body, 1 s of response and 5 % of speed.", corridor_time},
      {"corner", "Movement around a corner",
       "Two corridors 10 m long and 2 m wide at a right angle; 20 people start on 6 m x 2 m and turn left.", corner},
      {"large_corner", "Large crowd around a corner",
       "500 people of the same speed (1.34 m/s) start on 6 m x 20 m, in ways 20 m wide: 44 m straight, a corner "
       "whose inner edge is 44 m and whose outer arc is 75.4 m long, and 75.4 m straight.",
       large_corner},
      {"slow_person_ahead", "People behind a slower, wider person",
       "Corridor 50 m x 2 m; 24 people of 1.25 m/s and radius 0.2 m start on 8 m x 2 m behind one of 0.8 m/s and "
       "radius 0.4 m.",
       slow_person_ahead}};
}

}  // namespace muster::sim::verify
