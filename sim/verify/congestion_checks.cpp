// Jams before narrower or slower places, and a stream between them.
#include "sim/verify/check.h"
#include "sim/verify/measure.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace muster::sim::verify {

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
/// [1/m2] above the density of greatest flow people queue: IMO MSC.1/Circ.1533 (annex 2, table of corridors), SFPE.
constexpr double dense = 1.9;

/// A room, a corridor 12 m x 2 m out of the middle of its wall and a stair 2 m wide that climbs 3 m.
std::string room_corridor_stair(double room_length, double room_width, const std::string& speed) {
  const double low = room_width / 2 - 1, high = room_width / 2 + 1, foot = room_length + 12;
  const double run = 3 * 0.29 / 0.17;  // treads 0.29 m, risers 0.17 m
  const std::string outline = wkt({{0, 0},
                                   {room_length, 0},
                                   {room_length, low},
                                   {foot, low},
                                   {foot, high},
                                   {room_length, high},
                                   {room_length, room_width},
                                   {0, room_width}});
  return fmt::format(R"toml(
[model]
wkt = "{0}"
[[door]]
name = "foot"
line = [[{1}, {2}], [{1}, {3}]]
[[strip]]
name = "stair"
surface = "stair"
polygon = [[{1}, {2}, 0], [{4}, {2}, 3], [{4}, {3}, 3], [{1}, {3}, 0]]
[[strip]]
name = "upper landing"
polygon = [[{4}, {2}, 3], [{5}, {2}, 3], [{5}, {3}, 3], [{4}, {3}, 3]]
[[exit]]
name = "exit"
line = [[{5}, {2}], [{5}, {3}]]
z_m = 3
[[people]]
name = "people"
count = 150
polygon = {6}
z_m = 0
{7}
)toml",
                     outline, foot, low, high, foot + run, foot + run + 4, polygon(0, 0, room_length, room_width),
                     speed);
}

/// What happened on the way through it.
struct Course {
  double room_jam = 0, foot_jam = 0;    ///< [1/m2] densest 10 s in 2 m x 2 m before the corridor and before the stair
  double early = 0, late = 0;           ///< [1/s] at 2 m into the corridor: persons 10-40 % and 40-70 %
  double corridor = 0, stair_flow = 0;  ///< [1/s] persons 10-90 % there and at the stair's head
  double growth = 0;                    ///< most people between 2 m into the corridor and the stair's foot
  double out = 0;
  std::vector<std::pair<double, double>> room_density = {}, foot_density = {};  ///< over time
};

/// The densest ten seconds of a density sampled once a second.
double densest(const std::vector<std::pair<double, double>>& density) {
  double most = 0;
  for (size_t i = 0; i + 10 <= density.size(); ++i) {
    double sum = 0;
    for (size_t k = i; k < i + 10; ++k) sum += density[k].second;
    most = std::max(most, sum / 10);
  }
  return most;
}

Course course(double length, double width, const std::string& speed, uint64_t seed) {
  Trial trial(room_corridor_stair(length, width, speed), seed);
  const double low = width / 2 - 1, high = width / 2 + 1, foot = length + 12, head = foot + 3 * 0.29 / 0.17;
  const Area before_corridor{length - 2, low, length, high}, before_stair{foot - 2, low, foot, high},
      corridor{length + 2, low, foot, high};
  Line in({length + 2, high}, {length + 2, low}), top({head, high}, {head, low});
  Course c;
  trial.run(900, [&](const Moment& m) {
    in.look(m), top.look(m);
    if (std::lround(m.time / m.step) % std::lround(1 / m.step) != 0) return;
    c.room_density.emplace_back(m.time, before_corridor.count(m.now) / before_corridor.size());
    c.foot_density.emplace_back(m.time, before_stair.count(m.now) / before_stair.size());
    c.growth = std::max(c.growth, corridor.count(m.now));
  });
  c.room_jam = densest(c.room_density), c.foot_jam = densest(c.foot_density);
  c.early = in.flow(0.1, 0.4), c.late = in.flow(0.4, 0.7);
  c.corridor = in.flow(0.1, 0.9), c.stair_flow = top.flow(0.1, 0.9);
  c.out = static_cast<double>(trial.evacuated());
  return c;
}

Plot density_plot(const std::string& name, const Course& c) {
  return {name,
          "Density in 2 m x 2 m, first seed",
          {"time [s]"},
          {"density [1/m²]"},
          {{"before the corridor", Series::Look::line, c.room_density},
           {"before the stair", Series::Look::line, c.foot_density}}};
}

Findings jam_before_stair(const Effort& effort) {
  Findings f;
  f.seeds = effort.list(10, 3);
  const std::string speed = "speed_m_s = {distribution = \"uniform\", low = 0.97, high = 1.62}";
  const auto rows = for_seeds_all(f.seeds, [&](uint64_t seed) {
    const Course c = course(8, 5, speed, seed);
    return std::vector<double>{c.room_jam, c.foot_jam, c.late / c.early, c.out};
  });
  f.criteria = {{"people out", "", {150, 150}, "all", column(rows, 3)},
                {"densest 10 s before the corridor",
                 "1/m2",
                 {dense, inf},
                 "jam at the room's exit: above the density of greatest flow, 1.9 /m2 (IMO)",
                 column(rows, 0)},
                {"densest 10 s before the stair",
                 "1/m2",
                 {dense, inf},
                 "jam at the foot of the stair: the same",
                 column(rows, 1)},
                {"flow into the corridor, people 40-70 % / 10-40 %",
                 "",
                 {0.75, 1.25},
                 "steady flow in the corridor; no figure in the guideline, 25 % ours; median of the seeds",
                 column(rows, 2),
                 Judge::median}};
  f.plots = {density_plot("jam_before_stair", course(8, 5, speed, f.seeds.front()))};
  return f;
}

Findings corridor_and_stair(const Effort& effort) {
  Findings f;
  f.seeds = effort.list(10, 3);
  const auto rows = for_seeds_all(f.seeds, [&](uint64_t seed) {
    const Course c = course(5, 8, "", seed);
    return std::vector<double>{c.early - c.stair_flow, c.growth, c.early, c.stair_flow};
  });
  f.criteria = {{"flow into the corridor less that of the stair",
                 "1/s",
                 {0.001, inf},
                 "J_stair < J_corridor (RiMEA 3.0, 13), while the stream into the corridor is free",
                 column(rows, 0)},
                {"most people between corridor's entrance and stair",
                 "",
                 {1.5 * dense * 20 / 2, inf},
                 "a jam grows at the stair's foot: more than three quarters of the corridor's 20 m2 at 1.9 /m2",
                 column(rows, 1)},
                {"flow into the corridor, people 10-40 %", "1/s", {}, "", column(rows, 2), Judge::every, true},
                {"flow at the stair's head, people 10-90 %", "1/s", {}, "", column(rows, 3), Judge::every, true}};
  f.plots = {density_plot("corridor_and_stair", course(5, 8, "", f.seeds.front()))};
  return f;
}

}  // namespace

std::vector<Check> congestion_checks() {
  return {{"jam_before_stair", "Congestion before a stair",
           "150 people (U(0.97, 1.62) m/s) in 8 m x 5 m; a corridor 12 m x 2 m out of the short wall; a stair 2 m wide "
           "up 3 m.",
           jam_before_stair},
          {"corridor_and_stair", "Stream through a corridor onto a stair",
           "150 people (1.34 ± 0.26 m/s) in 5 m x 8 m; a corridor 12 m x 2 m out of the long wall; a stair 2 m wide up "
           "3 m.",
           corridor_and_stair}};
}

}  // namespace muster::sim::verify
