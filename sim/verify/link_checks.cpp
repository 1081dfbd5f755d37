// Lifts and escalators, by hand.
#include "sim/verify/check.h"
#include "sim/verify/measure.h"

#include <cmath>

#include <fmt/format.h>

namespace muster::sim::verify {

namespace {

/// When the only person got onto a link, off it and out [s]; the trips of the first lift and the longest wait for it
/// [s], where there is one.
std::vector<double> ride(const std::string& toml) {
  Trial trial(toml, 1);
  double in = NAN, off = NAN;
  trial.run(200, [&](const Moment& m) {
    if (m.now.empty()) return;
    const bool riding = m.now.front().state == crowd::State::on_link;
    if (riding && std::isnan(in)) in = m.time;
    if (!riding && !std::isnan(in) && std::isnan(off)) off = m.time;
  });
  std::vector<double> ride = {in, off, trial.last_out()};
  if (const auto& uses = trial.crowd().traffic().lifts().uses(); !uses.empty())
    ride.insert(ride.end(), {static_cast<double>(uses.front().trips), static_cast<double>(uses.front().most_wait)});
  return ride;
}

Findings lift_trip(const Effort&) {
  const std::vector<double> t = ride(fmt::format(R"toml(
[model]
wkt = "{}"
[[model.storey]]
name = "ground"
z_m = 0
[[model.storey]]
name = "upper"
z_m = 4
[[strip]]
name = "upper floor"
polygon = [[0, 0, 4], [12, 0, 4], [12, 8, 4], [0, 8, 4]]
[[exit]]
name = "exit"
line = [[0, 3], [0, 5]]
z_m = 0
[[link]]
name = "lift"
kind = "lift"
stops = [[10, 4, 0], [10, 4, 4]]
capacity = 10
speed_m_s = 2
acceleration_m_s2 = 1
door_s = 4
dwell_s = 3
transfer_s = 1
[[people]]
name = "person"
points = [[4, 4]]
z_m = 4
speed_m_s = 1
lifts = "always_allowed"
)toml",
                                                 rectangle(0, 0, 12, 8)));
  return {{{"in the car", "s", {10.7, 11.3}, "5 m at 1 m/s; the car called then: 4 m in 4 s, doors 2 s: 11 s", {t[0]}},
           {"from in to out of it",
            "s",
            {11.9, 12.1},
            "1 s in, 3 s dwell, 2 s doors, 4 s ride, 2 s doors: 12 s, within two steps",
            {t[1] - t[0]}},
           {"out of the building", "s", {32.5, 33.5}, "10 m from the landing to the exit: 33 s", {t[2]}},
           {"trips of the car", "", {1, 1}, "one", {t[3]}},
           {"wait for the car", "s", {5.89, 6.11}, "4 s up and 2 s for the doors, within two steps", {t[4]}}}};
}

/// [s] on an escalator of 8 m in plan and 4 m of rise.
double on_escalator(const std::string& keys) {
  const std::vector<double> t = ride(fmt::format(R"toml(
[model]
wkt = "{}"
[[strip]]
name = "upper floor"
polygon = [[17, 0, 4], [30, 0, 4], [30, 4, 4], [17, 4, 4]]
[[exit]]
name = "exit"
line = [[30, 1], [30, 3]]
z_m = 4
[[link]]
name = "escalator"
kind = "escalator"
path = [[9.5, 2, 0], [17.5, 2, 4]]
{}
[[people]]
name = "person"
points = [[2, 2]]
z_m = 0
speed_m_s = 1.2
)toml",
                                                 rectangle(0, 0, 10, 4), keys));
  return t[1] - t[0];
}

Findings escalator(const Effort&) {
  const double slope = std::hypot(8, 4), walking = 0.455 * 1.2;  // 0.455: default of stairs up, Weidmann 1993
  const double standing = slope / 0.5, walked = slope / (0.5 + walking * slope / 8), stopped = 8 / walking;
  const auto near = [](double t) { return Limits{t - 0.11, t + 0.11}; };
  return {
      {{"standing", "s", near(standing), "8.94 m along the slope at 0.5 m/s (EN 115-1), two steps", {on_escalator("")}},
       {"walking on it",
        "s",
        near(walked),
        "0.5 m/s and 0.455 of 1.2 m/s in plan along the slope",
        {on_escalator("walking = true")}},
       {"stopped, as a stair",
        "s",
        near(stopped),
        "8 m in plan at 0.455 of 1.2 m/s",
        {on_escalator("running = \"stopped\"")}}}};
}

}  // namespace

std::vector<Check> link_checks() {
  return {
      {"lift_trip", "A trip by lift",
       "Two storeys 4 m apart, joined by a lift only (2 m/s, 1 m/s2, doors 4 s to open and close, dwell 3 s, transfer "
       "1 s); one person of 1 m/s on the upper one, 5 m from the lift's landing.",
       lift_trip},
      {"escalator", "A ride on an escalator",
       "An escalator of 8 m in plan and 4 m of rise; one person of 1.2 m/s rides it, walks on it, and climbs it "
       "stopped.",
       escalator}};
}

}  // namespace muster::sim::verify
