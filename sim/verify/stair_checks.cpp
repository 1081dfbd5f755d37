// Stairs: speed of one person, flow against width, jams at the foot, speed against density.
#include "sim/verify/check.h"
#include "sim/verify/measure.h"

#include <cmath>

#include <fmt/format.h>

namespace muster::sim::verify {

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
/// A stair of treads 0.29 m and risers 0.17 m, a common building stair: 30.4 degrees.
constexpr double rise_per_run = 0.17 / 0.29;

/// Landings 4 m long below and above a stair of `length` [m] along its incline, `width` wide; the exit at one end.
std::string stair(double length, double width, bool up, const std::string& people) {
  const double incline = std::hypot(1.0, rise_per_run);
  const double run = length / incline, rise = run * rise_per_run;
  const double end = up ? run + 4 : -4, z = up ? rise : 0;
  return fmt::format(R"toml(
[model]
wkt = "{0}"
[[door]]
name = "foot"
line = [[0, 0], [0, {1}]]
[[strip]]
name = "stair"
surface = "stair"
polygon = [[0, 0, 0], [{2}, 0, {3}], [{2}, {1}, {3}], [0, {1}, 0]]
[[strip]]
name = "upper landing"
polygon = [[{2}, 0, {3}], [{4}, 0, {3}], [{4}, {1}, {3}], [{2}, {1}, {3}]]
[[exit]]
name = "end"
line = [[{5}, 0], [{5}, {1}]]
z_m = {6}
{7}
)toml",
                     rectangle(-4, 0, 0, width), width, run, rise, run + 4, end, z, people);
}

/// [s] for `length` [m] of incline at 1 m/s along it.
double time_on_stair(double length, bool up) {
  const double incline = std::hypot(1.0, rise_per_run), run = length / incline, rise = run * rise_per_run;
  // 1 m/s along the incline is 1 / incline in plan: that fraction of the free speed of 1 m/s.
  const std::string people = fmt::format(R"toml(
[[people]]
name = "walker"
points = [[{}, 1]]
z_m = {}
speed_m_s = 1
stairs_up = {}
stairs_down = {}
)toml",
                                         up ? -2 : run + 2, up ? 0 : rise, 1 / incline, 1 / incline);
  Trial trial(stair(length, 2, up, people), 1);
  Line foot = up ? Line({0, 2}, {0, 0}) : Line({0, 0}, {0, 2});
  Line head = up ? Line({run, 2}, {run, 0}) : Line({run, 0}, {run, 2});
  trial.run(400, [&](const Moment& m) { foot.look(m), head.look(m); });
  if (foot.times().empty() || head.times().empty()) return NAN;
  return std::abs(head.times().front() - foot.times().front());
}

Findings stair_speed(const Effort&) {
  Findings f;
  for (const bool up : {true, false})
    f.criteria.push_back({fmt::format("time for 10 m {}", up ? "up" : "down"),
                          "s",
                          {9.5, 10.5},
                          "10 m / 1 m/s = 10 s, within 5 % (RiMEA 2 and 3; IMO 2 and 3)",
                          {time_on_stair(10, up)}});
  for (const bool up : {true, false})
    f.criteria.push_back({fmt::format("speed over 100 m {}", up ? "up" : "down"),
                          "m/s",
                          {0.95, 1.05},
                          "1 m/s along the incline as set (NIST 2.2, ISO 3), within 5 %",
                          {100 / time_on_stair(100, up)}});
  return f;
}

/// 100 people from a landing 10 m x 6 m up or down a stair 6 m of run: flow [1/s] of the middle 80 %.
double stair_flow(double width, uint64_t seed) {
  const double run = 6, rise = run * rise_per_run, low = 0.5 * (6 - width), high = 0.5 * (6 + width);
  Trial trial(fmt::format(R"toml(
[model]
wkt = "{0}"
[[door]]
name = "foot"
line = [[0, {1}], [0, {2}]]
[[strip]]
name = "stair"
surface = "stair"
polygon = [[0, {1}, 0], [{3}, {1}, {4}], [{3}, {2}, {4}], [0, {2}, 0]]
[[strip]]
name = "upper landing"
polygon = [[{3}, {1}, {4}], [{5}, {1}, {4}], [{5}, {2}, {4}], [{3}, {2}, {4}]]
[[exit]]
name = "end"
line = [[{5}, {1}], [{5}, {2}]]
z_m = {4}
[[people]]
name = "people"
count = 100
polygon = {6}
z_m = 0
)toml",
                          rectangle(-10, 0, 0, 6), low, high, run, rise, run + 4, polygon(-10, 0, -1, 6)),
              seed);
  Line head({run, high}, {run, low});
  trial.run(900, [&](const Moment& m) { head.look(m); });
  return head.times().size() == 100 ? head.flow(0.1, 0.9) : NAN;
}

Findings stair_flow_by_width(const Effort& effort) {
  Findings f;
  f.seeds = effort.list(10, 4);
  const std::vector<double> widths = {1.0, 1.2, 1.4, 1.6, 1.8};
  const auto rows = for_seeds_all(f.seeds, [&](uint64_t seed) {
    std::vector<double> flows;
    for (const double w : widths) flows.push_back(stair_flow(w, seed));
    return flows;
  });
  Series measured{"median of the seeds", Series::Look::line, {}}, dots{"each seed", Series::Look::dots, {}};
  for (size_t k = 0; k < widths.size(); ++k) {
    const std::vector<double> flows = column(rows, k);
    measured.points.emplace_back(widths[k], percentile(flows, 50));
    for (const double flow : flows) dots.points.emplace_back(widths[k], flow);
    if (k == 0) continue;
    f.criteria.push_back({fmt::format("more flow at {} m than at {} m", widths[k], widths[k - 1]),
                          "1/s",
                          {0.001, inf},
                          "flow rises with the width (ISO 12)",
                          {percentile(flows, 50) - percentile(column(rows, k - 1), 50)},
                          Judge::median});
  }
  f.plots = {{"stair_flow_by_width",
              "Flow up a stair against its width",
              {"width [m]", 0.8, 2},
              {"flow [1/s]"},
              {{"IMO limit upwards, 0.88 1/(m s)", Series::Look::line, {{0.8, 0.704}, {2, 1.76}}}, dots, measured}}};
  f.notes = {
      "The line of IMO MSC.1/Circ.1533 (maximum specific flow up stairs, 0.88 1/(m s)) is a design value, shown "
      "for comparison."};
  return f;
}

/// Mean density [1/m2] and speed along the incline [m/s] of a stair filled at `density`, 20 s after a settling of 5 s.
std::vector<double> stair_sample(double density, bool up, uint64_t seed) {
  const double width = 2, run = 60;
  std::string points;
  const double spacing = 1 / std::sqrt(density);
  const int across = std::max(1, static_cast<int>(std::floor((width - 0.32) / spacing)) + 1);
  const double along = across / (density * width);
  for (double x = 0.5; x < run - 0.5; x += along)
    for (int k = 0; k < across; ++k)
      points += fmt::format("{}[{:.3f}, {:.3f}]", points.empty() ? "" : ", ", x,
                            across == 1 ? width / 2 : 0.16 + k * (width - 0.32) / (across - 1));
  const double incline = std::hypot(1.0, rise_per_run);
  const std::string people = fmt::format("[[people]]\nname = \"people\"\npoints = [{}]\n", points);
  Trial trial(stair(run * incline, width, up, people), seed);
  const Area area{run / 2 - 10, 0, run / 2 + 10, width};
  double people_sum = 0, speed_sum = 0, n = 0;
  trial.run(
      25,
      [&](const Moment& m) {
        if (m.time < 5) return;
        const double v = area.speed(m);
        if (!std::isfinite(v)) return;
        people_sum += area.count(m.now), speed_sum += v * incline * area.count(m.now), ++n;
      },
      10);
  return {people_sum / n / area.size(), speed_sum / people_sum};
}

Findings stair_diagram(const Effort& effort) {
  Findings f;
  f.seeds = effort.list(3, 1);
  Series up{"up", Series::Look::line, {}}, down{"down", Series::Look::line, {}};
  double slower = 0;
  std::string at;
  for (const double density : {0.6, 0.9, 1.2, 1.5, 2.0, 2.5, 3.0}) {
    const auto rows_up = for_seeds_all(f.seeds, [&](uint64_t seed) { return stair_sample(density, true, seed); });
    const auto rows_down = for_seeds_all(f.seeds, [&](uint64_t seed) { return stair_sample(density, false, seed); });
    up.points.emplace_back(mean(column(rows_up, 0)), mean(column(rows_up, 1)));
    down.points.emplace_back(mean(column(rows_down, 0)), mean(column(rows_down, 1)));
    if (density > 1.5) continue;
    for (size_t i = 0; i < f.seeds.size(); ++i) slower += rows_down[i][1] > rows_up[i][1] ? 0 : 1;
  }
  f.criteria = {{"samples of 0.6 to 1.5 /m2 where down is not faster than up",
                 "",
                 {0, 0},
                 "RiMEA 4.1.1 test 13: v_down > v_up at equal density",
                 {slower}}};
  Series speed_up = up, speed_down = down;
  f.plots = {{"stair_diagram",
              "Speed along the incline on a stair 2 m wide",
              {"density in plan [1/m²]", 0, 3.5},
              {"speed [m/s]"},
              {speed_up, speed_down}}};
  f.notes = {
      "RiMEA 4.1.1 compares with the band of Corbetta's measurements too; its figures are not at hand, so that "
      "this part is not checked."};
  return f;
}

}  // namespace

std::vector<Check> stair_checks() {
  return {
      {"stair_speed", "Walking speed on stairs",
       "A stair 2 m wide, 10 m and 100 m along its incline (treads 0.29 m, risers 0.17 m), drawn as a strip between "
       "two landings; one person whose speed along the incline is set to 1 m/s, up and down.",
       stair_speed},
      {"stair_flow_by_width", "Flow on a stair against its width",
       "100 people (1.34 ± 0.26 m/s) from a landing 10 m x 6 m up a stair 1.0 m to 1.8 m wide with 6 m of run; "
       "flow between the 10 % and the 90 % of crossings of its head.",
       stair_flow_by_width},
      {"stair_diagram", "Speed against density on stairs, up and down",
       "A stair 2 m wide with 60 m of run, filled evenly; density and speed in the middle 20 m from 5 s to 25 s.",
       stair_diagram}};
}

}  // namespace muster::sim::verify
