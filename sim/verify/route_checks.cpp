// Which way people take.
#include "sim/verify/check.h"
#include "sim/verify/measure.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace muster::sim::verify {

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();

// ---- RiMEA 10, IMO 10: cabins ----

/// Six cabins of 3 m x 5 m on either side of a corridor 1.2 m wide, doors 0.9 m wide through walls 0.2 m thick.
std::string cabins() {
  std::vector<Vec2> outline = {{0, 0}};
  for (int i = 0; i < 6; ++i) {  // along y = 0, to the right
    const double left = 3.2 * i, right = left + 3, door = left + 1.05;
    for (const Vec2& p : {Vec2(door, 0), Vec2(door, -0.2), Vec2(left, -0.2), Vec2(left, -5.2), Vec2(right, -5.2),
                          Vec2(right, -0.2), Vec2(door + 0.9, -0.2), Vec2(door + 0.9, 0)})
      outline.push_back(p);
  }
  outline.push_back({19.2, 0}), outline.push_back({19.2, 1.2});
  for (int i = 5; i >= 0; --i) {  // along y = 1.2, back
    const double left = 3.2 * i, right = left + 3, door = left + 1.05;
    for (const Vec2& p : {Vec2(door + 0.9, 1.2), Vec2(door + 0.9, 1.4), Vec2(right, 1.4), Vec2(right, 6.4),
                          Vec2(left, 6.4), Vec2(left, 1.4), Vec2(door, 1.4), Vec2(door, 1.2)})
      outline.push_back(p);
  }
  outline.push_back({0, 1.2});
  return wkt(outline);
}

/// Share [%] of 23 people that left by the exit assigned to them.
double by_assigned_exit(uint64_t seed) {
  std::string people;
  for (int cabin = 1; cabin <= 12; ++cabin) {
    const double left = 3.2 * ((cabin - 1) % 6);
    const bool main = cabin <= 4 || (cabin >= 7 && cabin <= 10);
    people += fmt::format("[[people]]\nname = \"cabin {}\"\ncount = {}\nexit = \"{}\"\npolygon = {}\n", cabin,
                          cabin == 3 ? 1 : 2, main ? "main" : "secondary",
                          cabin <= 6 ? polygon(left, -5.2, left + 3, -0.2) : polygon(left, 1.4, left + 3, 6.4));
  }
  Trial trial(fmt::format("[model]\nwkt = \"{}\"\n[[exit]]\nname = \"main\"\nline = [[0, 0], [0, 1.2]]\n[[exit]]\nname "
                          "= \"secondary\"\nline = [[19.2, 0], [19.2, 1.2]]\n{}",
                          cabins(), people),
              seed);
  trial.run(300);
  const std::vector<crowd::Outcome> outcomes = trial.crowd().outcomes();
  double right = 0;
  for (size_t i = 0; i < outcomes.size(); ++i) {
    const uint32_t cabin = trial.start().people[i].group + 1;
    const bool main = cabin <= 4 || (cabin >= 7 && cabin <= 10);
    right += outcomes[i].exit == (main ? 0 : 1) ? 1 : 0;
  }
  return outcomes.size() == 23 ? 100 * right / 23 : NAN;
}

Findings exit_allocation(const Effort& effort) {
  Findings f;
  f.seeds = effort.list(10, 3);
  f.criteria = {{"people who left by their own exit",
                 "%",
                 {100, 100},
                 "all 23 (15 main, 8 secondary)",
                 for_seeds(f.seeds, by_assigned_exit)}};
  return f;
}

// ---- RiMEA 8: three storeys ----

/// Three storeys of ten rooms of 2 m x 3 m with doors 1 m wide on a corridor 1 m wide, one stair 1 m wide, four people
/// in each room. Storeys are strips; walls stand at their edges.
std::string three_storeys(const std::string& people_keys) {
  std::string strips, people;
  const auto strip = [&](double x0, double y0, double x1, double y1, double z0, double z1, const char* surface) {
    strips += fmt::format(
        "[[strip]]\nsurface = \"{6}\"\npolygon = [[{0}, {1}, {4}], [{2}, {1}, {5}], [{2}, {3}, {5}], [{0}, {3}, "
        "{4}]]\n",
        x0, y0, x1, y1, z0, z1, surface);
  };
  for (int storey = 0; storey < 3; ++storey) {
    const double z = 3 * storey;
    strip(0, 0, 11.4, 1, z, z, "level");
    for (int i = 0; i < 5; ++i)
      for (const bool above : {false, true}) {
        const double left = 2.2 * i, low = above ? 1.2 : -3.2, wall = above ? 1.0 : -0.2;
        strip(left, low, left + 2, low + 3, z, z, "level");
        strip(left + 0.5, wall, left + 1.5, wall + 0.2, z, z, "level");
        people +=
            fmt::format("[[people]]\nname = \"room {}\"\ncount = 4\npolygon = {}\nz_m = {}\n{}\n",
                        100 * storey + 2 * i + (above ? 2 : 1), polygon(left, low, left + 2, low + 3), z, people_keys);
      }
    // From x = 11.4 the stair: half a storey up along x, a landing, half a storey back beside it.
    if (storey == 2) break;
    const double run = 1.5 * 0.29 / 0.17, far = 12.6 + run;
    strip(11.4, 0, 12.6, 1, z, z, "level");
    strip(12.6, 0, far, 1, z, z + 1.5, "stair");
    strip(far, 0, far + 1, 2.2, z + 1.5, z + 1.5, "level");
    strip(12.6, 1.2, far, 2.2, z + 3, z + 1.5, "stair");
    strip(11.4, 1.2, 12.6, 2.2, z + 3, z + 3, "level");
    strip(11.4, 1, 12.4, 1.2, z + 3, z + 3, "level");
    if (storey == 1) strip(11.4, 0, 12.4, 1, z + 3, z + 3, "level");
  }
  return fmt::format(
      "[model]\nwkt = \"{}\"\n[[exit]]\nname = \"exit\"\nline = [[-2, 0], [-2, 1]]\nz_m = 0\n[[door]]\nname = \"front "
      "door\"\nline = [[0, 0], [0, 1]]\nz_m = 0\n{}{}",
      rectangle(-2, 0, 0, 1), strips, people);
}

Findings parameters(const Effort& effort) {
  Findings f;
  f.seeds = effort.list(5, 1);
  const std::vector<std::pair<std::string, std::string>> speeds = {
      {"0.5 m/s", "speed_m_s = 0.5"},
      {"0.75 m/s", "speed_m_s = 0.75"},
      {"1.0 m/s", "speed_m_s = 1.0"},
      {"0.5 to 1.0 m/s", "speed_m_s = {distribution = \"uniform\", low = 0.5, high = 1.0}"},
      {"0.25 to 1.25 m/s", "speed_m_s = {distribution = \"uniform\", low = 0.25, high = 1.25}"},
      {"response 0 to 60 s at 1.0 m/s",
       "speed_m_s = 1.0\npremovement_s = {distribution = \"uniform\", low = 0, high = 60}"},
      {"radius 0.2 m at 1.0 m/s", "speed_m_s = 1.0\nradius_m = 0.2"}};
  std::vector<std::vector<double>> last;
  for (const auto& [title, keys] : speeds) {
    last.push_back(for_seeds(f.seeds, [&keys = keys](uint64_t seed) {
      Trial trial(three_storeys(keys), seed);
      trial.run(1800);
      return trial.last_out();
    }));
    f.criteria.push_back({"last of 120 people, " + title, "s", {}, "", last.back(), Judge::every, true});
  }
  const auto less = [&](size_t slow, size_t fast, const std::string& what) {
    f.criteria.push_back({what,
                          "s",
                          {0, inf},
                          "a lower speed alone takes longer; median of the seeds",
                          {percentile(last[slow], 50) - percentile(last[fast], 50)}});
  };
  less(0, 1, "0.5 m/s less 0.75 m/s");
  less(1, 2, "0.75 m/s less 1.0 m/s");
  f.notes = {
      "RiMEA 8 asks for the effect of each parameter alone and sets no limit; that slower people take longer is "
      "the only criterion."};
  return f;
}

// ---- RiMEA 14: over another floor ----

/// Two halls, 0 <= x <= 6 and 26 <= x <= 32 m, both 4 m deep. On one floor the way between them is a corridor 2 m wide
/// that goes `detour` m aside and back; over the upper floor it is straight: a stair up 3 m, a bridge, a stair down.
/// Share [%] of 50 people that takes the upper floor.
double over_the_bridge(double detour, uint64_t seed) {
  const double run = 3 * 0.29 / 0.17, a = 6 + run, b = 26 - run;
  const std::string outline = wkt({{0, 0},
                                   {4, 0},
                                   {4, -detour},
                                   {28, -detour},
                                   {28, 0},
                                   {32, 0},
                                   {32, 4},
                                   {26, 4},
                                   {26, 2 - detour},
                                   {6, 2 - detour},
                                   {6, 4},
                                   {0, 4}});
  Trial trial(fmt::format(R"toml(
[model]
wkt = "{0}"
[[door]]
name = "foot of the stair up"
line = [[6, 1], [6, 3]]
[[door]]
name = "foot of the stair down"
line = [[26, 1], [26, 3]]
[[strip]]
name = "stair up"
surface = "stair"
polygon = [[6, 1, 0], [{1}, 1, 3], [{1}, 3, 3], [6, 3, 0]]
[[strip]]
name = "bridge"
polygon = [[{1}, 1, 3], [{2}, 1, 3], [{2}, 3, 3], [{1}, 3, 3]]
[[strip]]
name = "stair down"
surface = "stair"
polygon = [[{2}, 1, 3], [26, 1, 0], [26, 3, 0], [{2}, 3, 3]]
[[exit]]
name = "exit"
line = [[32, 0], [32, 4]]
z_m = 0
[[people]]
name = "people"
count = 50
polygon = [[0, 0], [3, 0], [3, 4], [0, 4]]
z_m = 0
)toml",
                          outline, a, b),
              seed);
  Line bridge({16, 3}, {16, 1});
  trial.run(600, [&](const Moment& m) { bridge.look(m); });
  return trial.evacuated() == 50 ? 2 * static_cast<double>(bridge.times().size()) : NAN;
}

Findings over_another_floor(const Effort& effort) {
  Findings f;
  f.seeds = effort.list(3, 1);
  // By hand, in metres of level walking: the stairs' run of 5.12 m counts 1 / 0.455 up and 1 / 0.518 down, so that the
  // bridge costs 5.12 / 0.455 + 5.12 / 0.518 + 9.76 = 30.9 m from x = 6 to 26 m; the corridor 20 m and twice the
  // detour.
  const auto with_short = for_seeds(f.seeds, [](uint64_t seed) { return over_the_bridge(40, seed); });
  const auto with_long = for_seeds(f.seeds, [](uint64_t seed) { return over_the_bridge(2, seed); });
  f.criteria = {{"share over the upper floor, detour of 40 m on one floor",
                 "%",
                 {100, 100},
                 "30.9 m of walking time over the bridge, at least 90 m round: the quicker way, by hand",
                 with_short},
                {"share over the upper floor, detour of 2 m",
                 "%",
                 {0, 0},
                 "at most 24 m and the corridor's width round, 30.9 m over the bridge",
                 with_long}};
  f.notes = {
      "RiMEA 14 asks to document which way is taken. People take the way of the shortest walking time; stairs "
      "count with their slower pace. The way is thus mixed only where times are equal."};
  return f;
}

}  // namespace

std::vector<Check> route_checks() {
  return {
      {"exit_allocation", "Assigned exits",
       "Twelve cabins of 3 m x 5 m, doors 0.9 m, on a corridor 1.2 m wide with an exit at either end; 23 people, two "
       "a cabin and one in cabin 3; cabins 1-4 and 7-10 to the main exit, the others to the secondary one.",
       exit_allocation},
      {"parameters", "Effect of parameters",
       "Three storeys of ten rooms of 2 m x 3 m with 1 m doors on corridors 1 m wide, one stair 1 m wide; four "
       "people a room; one parameter is changed at a time.",
       parameters},
      {"over_another_floor", "Short way over another floor or long way on one",
       "Two halls 20 m apart, joined by a corridor with a detour and by a bridge one storey up with a stair at "
       "either end; 50 people.",
       over_another_floor}};
}

}  // namespace muster::sim::verify
